"""Bookkeeping of pushes: each is opened once, and at any time it has ended or is held by some actor."""

from collections.abc import Callable, Iterable

import msgspec


class Cargo(msgspec.Struct, frozen=True):
    """The push that a request carries; never on the wire, since real vendors do not know our ids."""

    push_id: int
    phone: str


class PushLedger:
    """Issues push ids and knows which actors may hold pushes.

    Attributes:
        opened: Number of pushes so far.
        cargo: The push carried by the request that is being answered; `None` for none.
        in_exchange: Pushes whose request is on the wire; its sender holds them until it is answered.
    """

    def __init__(self) -> None:
        """Start with no push."""
        self.cargo: Cargo | None = None
        self.in_exchange: set[int] = set()
        self.opened = 0
        self._phones: dict[int, str] = {}
        self._holders: list[Callable[[], Iterable[int]]] = []

    def open(self, phone: str) -> int:
        """Begin a push to *phone* (empty when unknown) and return its id, counted from 1."""
        self.opened += 1
        self._phones[self.opened] = phone
        return self.opened

    def phone_of(self, push_id: int) -> str:
        """Return the name of the push's phone; empty when it is unknown or forgotten."""
        return self._phones.get(push_id, "")

    def forget(self, push_id: int) -> None:
        """Forget a push that has ended."""
        self._phones.pop(push_id, None)

    def add_holder(self, held: Callable[[], Iterable[int]]) -> None:
        """Add an actor; *held* iterates over the ids of the pushes that it holds."""
        self._holders.append(held)

    def held(self) -> list[int]:
        """Return the ids of all pushes that are held, one entry for each holder."""
        return [push_id for holder in self._holders for push_id in holder()]
