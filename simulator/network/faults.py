"""What can go wrong on a link, on demand."""

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """How a link fails."""

    REFUSED = "refused"
    """The connection is refused at once."""
    TIMEOUT = "timeout"
    """No answer comes."""
    SERVER_ERROR = "server_error"
    """The server answers with its form of HTTP 500, or with the status or code that is wanted."""
    LOST = "lost"
    """A message sent down the link never arrives, and nobody notices."""
    DUPLICATED = "duplicated"
    """A request arrives twice; on a private wire, whose messages are numbered, the second one is dropped."""


@dataclass(slots=True)
class PlannedFault:
    """A fault that waits for the next messages.

    Attributes:
        times_left: How many messages it still hits; `None` for all in its window.
        until_ms: Virtual time from which it hits none any more; `None` for never.
        status: HTTP status of a server error; `None` for the one that the server would give.
        code: The server's own code, answered in its own form; `None` for none.
        reason: What stops a push that meets it; empty for what usually does.
    """

    kind: FaultKind
    times_left: int | None = None
    until_ms: int | None = None
    status: int | None = None
    code: int | None = None
    reason: str = ""


class Broken(Exception):
    """The link did not carry a message to an answer.

    Attributes:
        kind: What went wrong.
    """

    def __init__(self, kind: FaultKind) -> None:
        """Keep the *kind*."""
        super().__init__(kind.value)
        self.kind = kind
