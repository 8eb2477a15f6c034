"""What the numbers mean that a service answers with: one table for each vendor, in English and Chinese."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

import msgspec


class Side(StrEnum):
    """Who is told a code."""

    SERVER = "server"
    """The sender, in an answer or a receipt."""
    CLIENT = "client"
    """The app, in a callback or a log line of the SDK."""


class Code(msgspec.Struct, frozen=True):
    """One number of a service's own table.

    Attributes:
        english: What it means.
        chinese: The same.
        left_out: Why nothing here provokes it; empty for a code that is modelled.
        is_success: A sender that is told it has been refused nothing.
    """

    number: int
    english: str
    chinese: str
    left_out: str = ""
    is_success: bool = False


class CodeTable(msgspec.Struct, frozen=True):
    """All codes that a service's documents and SDKs list.

    Attributes:
        server_fields: Names under which they stand in its answers and receipts, as JSON fields or form fields.
        client_fields: Names under which they stand in what the app is called back with.
    """

    server: tuple[Code, ...]
    client: tuple[Code, ...]
    server_fields: tuple[str, ...]
    client_fields: tuple[str, ...]

    def side(self, side: Side) -> tuple[Code, ...]:
        """Return the codes of one side."""
        return self.server if side is Side.SERVER else self.client

    @property
    def refusals(self) -> Mapping[str, str]:
        """The numbers that a sender may be refused with, as text, and what they mean."""
        return {str(code.number): code.english for code in self.server if not code.is_success}

    def find(self, number: int) -> Iterator[tuple[Side, Code]]:
        """Iterate over the codes with this number: a service may use one on either side."""
        for side in Side:
            for code in self.side(side):
                if code.number == number:
                    yield side, code
