"""What IM keeps for phones that a message did not reach over their connection, until their next login."""

from collections import deque

import msgspec

from simulator.kernel.newest import KEPT_MAX
from simulator.kernel.source import Fact, Source
from simulator.kernel.units import DAY_MS
from simulator.push.message import Message

KEPT_MS = Fact("im.message_kept_ms", 7 * DAY_MS, Source("Tencent IM REST API", "sendmsg MsgLifeTime"))
"""How long a message is kept at most; `MsgLifeTime` may make it shorter."""

NO_PHONE = ""
"""Stands for the first phone on which a user will ever log in."""


class Kept(msgspec.Struct, frozen=True):
    """One message that waits.

    Attributes:
        until_ms: Last virtual millisecond at which it is still handed out.
    """

    message: Message
    until_ms: int


class Mailbox:
    """Kept messages, by user and phone, oldest first; of those for one phone the newest, where nobody fetches them."""

    def __init__(self) -> None:
        """Start empty."""
        self._kept: dict[tuple[str, str], deque[Kept]] = {}

    def keep(self, kept: Kept, instance: str) -> None:
        """Keep a message for its receiver on the phone *instance*."""
        self._kept.setdefault((kept.message.to, instance), deque(maxlen=KEPT_MAX)).append(kept)

    def take(self, user: str, instance: str, *, now_ms: int) -> list[Kept]:
        """Hand out what *user* may still have at *now_ms* on the phone *instance*, and forget all of it."""
        waiting = [*self._kept.pop((user, NO_PHONE), ()), *self._kept.pop((user, instance), ())]
        return [kept for kept in waiting if now_ms <= kept.until_ms]
