"""Double-entry bookkeeping of pushes: each is opened once, and at any time is either held by somebody or has ended."""

from collections.abc import Callable, Iterable

import msgspec


class Cargo(msgspec.Struct, frozen=True):
    """The push that a request carries; never on the wire, since real vendors know nothing of our numbers."""

    push_id: int
    phone: str


class PushLedger:
    """Gives out push ids and knows who may hold pushes.

    Attributes:
        opened: How many pushes were begun.
        cargo: The push of the exchange that is being answered, for the side that answers it.
        in_exchange: Pushes whose request is on the wire: whoever sent it keeps them until it is answered.
    """

    def __init__(self) -> None:
        """Start with no push."""
        self.cargo: Cargo | None = None
        self.in_exchange: set[int] = set()
        self.opened = 0
        self._phones: dict[int, str] = {}
        self._holders: list[Callable[[], Iterable[int]]] = []

    def open(self, phone: str) -> int:
        """Begin a push towards *phone* (empty when nobody knows which) and return its id, from 1."""
        self.opened += 1
        self._phones[self.opened] = phone
        return self.opened

    def phone_of(self, push_id: int) -> str:
        """Return the name of the phone that the push goes to; empty when nobody knows which, or any more."""
        return self._phones.get(push_id, "")

    def forget(self, push_id: int) -> None:
        """Know no more of a push that has ended."""
        self._phones.pop(push_id, None)

    def add_holder(self, held: Callable[[], Iterable[int]]) -> None:
        """Let *held* tell, when asked, the ids of the pushes that an actor has in hand."""
        self._holders.append(held)

    def held(self) -> list[int]:
        """Return the ids of all pushes that somebody has in hand, one entry for each holder."""
        return [push_id for holder in self._holders for push_id in holder()]
