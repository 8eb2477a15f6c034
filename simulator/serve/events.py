"""The trace as it grows, as server-sent events: one event a record, its number the event's id."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.kernel.trace import json_line
from simulator.serve.http_server import Exchange
from simulator.serve.live_world import LiveWorld

HEADERS = (("content-type", "text/event-stream"), ("cache-control", "no-store"))
HEARTBEAT_MS = 15_000
"""How often something is sent where nothing happens, so that nobody on the way takes the connection for dead."""
FLUSH_MS = 50
"""How long records are gathered."""
_UNREAD_BYTES_MAX = 256 * 1024
_RECORDS_MAX = 500
"""How much is sent to one reader at a time. What it has not read yet waits in the trace, whose oldest records go."""

Later = Callable[[int, Callable[[], None]], None]
"""Calls something in so many milliseconds."""


@dataclass(slots=True, eq=False)
class _Reader:
    """Somebody who reads along.

    Attributes:
        last: Number of the last record that was sent.
    """

    exchange: Exchange
    live: LiveWorld
    last: int

    def send(self) -> bool:
        """Send what is new; return whether there is more."""
        if self.exchange.unread_bytes > _UNREAD_BYTES_MAX:
            return True
        parts: list[str] = []
        for record in self.live.world.trace.after(self.last):
            if not parts and record.n > self.last + 1:
                parts.append(f'event: gap\ndata: {{"from":{self.last + 1},"to":{record.n - 1}}}\n\n')
            parts.append(f"id: {record.n}\nevent: record\ndata: {self.live.mask(json_line(record))}\n\n")
            self.last = record.n
            if len(parts) >= _RECORDS_MAX:
                break
        if parts:
            self.exchange.send("".join(parts).encode())
        return self.last < len(self.live.world.trace)


class EventStreams:
    """Everybody who reads along."""

    def __init__(self, later: Later) -> None:
        """Begin without readers; *later* lets time pass between two looks at the trace."""
        self._later = later
        self._readers: list[_Reader] = []
        self._is_armed = False
        self._beats = False

    def add(self, live: LiveWorld, exchange: Exchange, last: int) -> None:
        """Let whoever asked in *exchange* read the records of *live* behind number *last*."""
        if exchange.begin_stream(HEADERS):
            self._readers.append(_Reader(exchange, live, last))
            self.soon()
            if not self._beats:
                self._beats = True
                self._later(HEARTBEAT_MS, self._beat)

    def soon(self) -> None:
        """Send what is new, soon; called whenever something may have happened."""
        if self._readers and not self._is_armed:
            self._is_armed = True
            self._later(FLUSH_MS, self._flush)

    def end(self, live: LiveWorld) -> None:
        """End the streams of a world that is no more."""
        for reader in self._readers:
            if reader.live is live:
                reader.exchange.end_stream()

    def _flush(self) -> None:
        self._is_armed = False
        self._readers = [reader for reader in self._readers if reader.exchange.is_open]
        has_more = [reader.send() for reader in self._readers]
        if any(has_more):
            self.soon()

    def _beat(self) -> None:
        self._readers = [reader for reader in self._readers if reader.exchange.is_open]
        self._beats = bool(self._readers)
        for reader in self._readers:
            reader.exchange.send(b": still here\n\n")
        if self._beats:
            self._later(HEARTBEAT_MS, self._beat)
