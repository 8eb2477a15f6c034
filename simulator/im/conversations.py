"""Messages between two users, as IM keeps them: unread and recalled ones, and the newest themselves."""

from array import array

import msgspec

from simulator.kernel.newest import KEPT_MAX, Newest
from simulator.push.message import Message


class Sent(msgspec.Struct):
    """A message that was sent.

    Attributes:
        recalled: Marked, not erased.
    """

    recalled: bool = False


class Conversations:
    """All messages from user to user: when those were sent that are unread, and the newest by their keys."""

    def __init__(self) -> None:
        """Start without any."""
        self._unread_s: dict[str, dict[str, array[int]]] = {}
        self._by_key: dict[tuple[str, str, str], tuple[Sent, Message]] = Newest()

    def note(self, message: Message, *, now_s: int) -> None:
        """Take note of a message that IM has accepted at Unix second *now_s*."""
        if message.counts_unread and not message.online_only:
            unread_s = self._unread_s.setdefault(message.to, {}).setdefault(message.sender, array("q"))
            unread_s.append(now_s)
            if len(unread_s) > KEPT_MAX:
                del unread_s[0]
        if message.key:
            self._by_key[message.sender, message.to, message.key] = Sent(), message

    def find(self, sender: str, receiver: str, key: str) -> Sent | None:
        """Return the message *key*; `None` when none of that key was sent."""
        found = self._by_key.get((sender, receiver, key))
        return None if found is None else found[0]

    def between(self, one: str, other: str) -> list[tuple[Sent, Message]]:
        """Return what two users sent each other and is stored, oldest first."""
        sides = {(one, other), (other, one)}
        return [kept for (sender, receiver, _), kept in self._by_key.items() if (sender, receiver) in sides]

    def is_recalled(self, message: Message) -> bool:
        """Return whether *message* has been recalled."""
        sent = self.find(message.sender, message.to, message.key)
        return sent is not None and sent.recalled

    def read(self, receiver: str, sender: str, *, until_s: int) -> None:
        """Mark what *sender* sent to *receiver* up to Unix second *until_s* as read."""
        unread_s = self._unread_s.get(receiver, {}).get(sender)
        if unread_s:
            unread_s[:] = array("q", [at_s for at_s in unread_s if at_s > until_s])

    def unread(self, receiver: str, sender: str) -> int:
        """Return how many messages of *sender* are unread."""
        return len(self._unread_s.get(receiver, {}).get(sender, ()))

    def unread_of_all(self, receiver: str) -> int:
        """Return how many messages of all other users are unread."""
        return sum(map(len, self._unread_s.get(receiver, {}).values()))
