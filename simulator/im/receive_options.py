"""What users have chosen to receive, from whom they take nothing, and who their friends are."""

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
        self._blocked: set[tuple[str, str]] = set()
        self._friends: set[tuple[str, str]] = set()

    def choose(self, user: str, peer: str, option: ReceiveOption) -> None:
        """Let *user* have *option* for messages of *peer*."""
        self._chosen[user, peer] = option

    def of(self, user: str, peer: str) -> ReceiveOption:
        """Return what *user* wants of messages of *peer*."""
        return self._chosen.get((user, peer), ReceiveOption.NOTIFY)

    def block(self, user: str, peer: str) -> None:
        """Put *peer* on the blocklist of *user*."""
        self._blocked.add((user, peer))

    def unblock(self, user: str, peer: str) -> None:
        """Take *peer* off the blocklist of *user*."""
        self._blocked.discard((user, peer))

    def befriend(self, user: str, peer: str) -> None:
        """Put *peer* on the friend list of *user*; the other way round is another matter."""
        self._friends.add((user, peer))

    def has_friend(self, user: str, peer: str) -> bool:
        """Return whether *peer* is on the friend list of *user*."""
        return (user, peer) in self._friends

    def has_blocked(self, user: str, peer: str) -> bool:
        """Return whether *user* takes nothing from *peer*."""
        return (user, peer) in self._blocked
