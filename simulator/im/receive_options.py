"""What users have chosen to receive."""

from enum import StrEnum


class ReceiveOption(StrEnum):
    """What a user wants of the messages of one group or of one other user, as `MsgFlag` names it."""

    NOTIFY = "AcceptAndNotify"
    NOT_NOTIFY = "AcceptNotNotify"
    DISCARD = "Discard"


class ReceiveOptions:
    """Choices between one user and another; those about a group stand with its members."""

    def __init__(self) -> None:
        """Start with everybody taking everything from everybody."""
        self._chosen: dict[tuple[str, str], ReceiveOption] = {}

    def choose(self, user: str, peer: str, option: ReceiveOption) -> None:
        """Set the receive option of *user* for messages of *peer*."""
        self._chosen[user, peer] = option

    def of(self, user: str, peer: str) -> ReceiveOption:
        """Return what *user* wants of messages of *peer*."""
        return self._chosen.get((user, peer), ReceiveOption.NOTIFY)
