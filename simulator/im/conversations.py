"""Messages between two users, as IM keeps them: which are unread, and which have been recalled."""

from collections import deque

import msgspec

from simulator.kernel.newest import KEPT_MAX, Newest
from simulator.push.message import Message


class Sent(msgspec.Struct):
    """A message that was sent.

    Attributes:
        recalled: Marked, not erased.
    """

    at_s: int
    counts_unread: bool
    recalled: bool = False


class Conversations:
    """All messages from user to user, by receiver and sender."""

    def __init__(self) -> None:
        """Start without any."""
        self._by_receiver: dict[str, dict[str, deque[Sent]]] = {}
        self._by_key: dict[tuple[str, str, str], Sent] = Newest()

    def note(self, message: Message, *, now_s: int) -> None:
        """Take note of a message that IM has accepted at Unix second *now_s*."""
        sent = Sent(now_s, message.counts_unread and not message.online_only)
        self._by_receiver.setdefault(message.to, {}).setdefault(message.sender, deque(maxlen=KEPT_MAX)).append(sent)
        if message.key:
            self._by_key[message.sender, message.to, message.key] = sent

    def find(self, sender: str, receiver: str, key: str) -> Sent | None:
        """Return the message *key*; `None` when none of that key was sent."""
        return self._by_key.get((sender, receiver, key))

    def is_recalled(self, message: Message) -> bool:
        """Return whether *message* has been recalled."""
        sent = self.find(message.sender, message.to, message.key)
        return sent is not None and sent.recalled

    def read(self, receiver: str, sender: str, *, until_s: int) -> None:
        """Let *receiver* have read what *sender* sent up to Unix second *until_s*."""
        for sent in self._by_receiver.get(receiver, {}).get(sender, ()):
            if sent.at_s <= until_s:
                sent.counts_unread = False

    def unread(self, receiver: str, sender: str) -> int:
        """Return how many messages of *sender* are unread."""
        return sum(sent.counts_unread for sent in self._by_receiver.get(receiver, {}).get(sender, ()))

    def unread_of_all(self, receiver: str) -> int:
        """Return how many messages of all other users are unread."""
        return sum(self.unread(receiver, sender) for sender in self._by_receiver.get(receiver, ()))
