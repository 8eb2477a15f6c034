"""Who may not send messages for a while, in all chats of one kind (全局禁言)."""

import msgspec

from simulator.kernel.source import Fact, Source

FOREVER_S = Fact("im.muted_forever_s", 2**32 - 1, Source("Tencent IM REST API", "setnospeaking"))
"""Stands for a muting that does not end by itself."""


class Muting(msgspec.Struct, frozen=True):
    """Until when one user may not send.

    Attributes:
        c2c_until_s: Unix second at which he may write to users again; `None` for never.
        group_until_s: The same for groups.
    """

    c2c_until_s: int | None = 0
    group_until_s: int | None = 0


_NOT_MUTED = Muting()


class Mutings:
    """All mutings, by user."""

    def __init__(self) -> None:
        """Start with nobody muted."""
        self._by_user: dict[str, Muting] = {}

    def of(self, user: str) -> Muting:
        """Return the muting of *user*."""
        return self._by_user.get(user, _NOT_MUTED)

    def mute(self, user: str, *, now_s: int, c2c_s: int | None, group_s: int | None) -> None:
        """Mute *user* for so many seconds; 0 lifts it, `None` leaves it as it is."""
        known = self.of(user)
        self._by_user[user] = Muting(
            known.c2c_until_s if c2c_s is None else mute_ends_s(c2c_s, now_s=now_s),
            known.group_until_s if group_s is None else mute_ends_s(group_s, now_s=now_s),
        )


def mute_ends_s(seconds: int, *, now_s: int) -> int | None:
    """Return the Unix second at which a muting for so many *seconds* ends; `None` for never."""
    return None if seconds == FOREVER_S.value else now_s + seconds


def remaining_s(until_s: int | None, *, now_s: int) -> int:
    """Return the seconds that a muting still lasts, 0 for none."""
    return FOREVER_S.value if until_s is None else max(0, until_s - now_s)
