"""A small HTTP/1.1 server on one event loop: keep-alive, deferred answers, limits, and patience that ends.

It knows nothing of worlds. A request is handed to a function together with an `Exchange`, which is answered at once or
later; most are answered before the next byte is read, without a task of their own.
"""

import asyncio
import ssl
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast

from simulator.network.http import Headers, Response
from simulator.network.http1 import Incoming, Limits, RequestReader, RequestRefused, response_bytes

_TEXT: Headers = (("content-type", "text/plain; charset=utf-8"),)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a client may keep others waiting for it, in seconds, and how many there may be.

    Attributes:
        request_s: From the first byte of a request to its last.
        idle_s: Between two requests.
        unread_s: Until it reads what it was sent.
        farewell_s: After a refusal, to finish its sending and read the answer.
        connections_max: At once; one more is told so and closed.
    """

    request_s: float = 15
    idle_s: float = 75
    unread_s: float = 30
    farewell_s: float = 1
    connections_max: int = 4_096


class Exchange:
    """One request's answer, to be given once: at once or later.

    Attributes:
        is_open: Nobody has answered yet, and the client is still there.
    """

    __slots__ = ("_connection", "_has_body", "_keeps_alive", "is_open")

    def __init__(self, connection: "Connection", incoming: Incoming) -> None:
        """Answer *incoming* on *connection*."""
        self._connection = connection
        self._keeps_alive = incoming.keeps_alive
        self._has_body = incoming.method != "HEAD"
        self.is_open = True

    def answer(self, response: Response) -> None:
        """Send *response*; nothing happens where the client has gone."""
        if not self.is_open:
            return
        self.is_open = False
        data = response_bytes(response, keeps_alive=self._keeps_alive, has_body=self._has_body)
        self._connection.answered(data, keeps_alive=self._keeps_alive)

    def hang_up(self) -> None:
        """Close the connection without an answer, as a server does that has died."""
        if self.is_open:
            self.is_open = False
            self._connection.abort()

    def hand_over(self, data: bytes) -> asyncio.Transport:
        """Send *data* as the last of HTTP on this connection, and return what another protocol goes on with."""
        self.is_open = False
        return self._connection.hand_over(data)

    def begin_stream(self, headers: Headers) -> bool:
        """Send the head of an answer that has no end; return false where the client has gone."""
        if not self.is_open:
            return False
        head = "".join(f"{name}: {value}\r\n" for name, value in headers)
        self._connection.write(f"HTTP/1.1 200 OK\r\n{head}connection: close\r\n\r\n".encode())
        return True

    def send(self, data: bytes) -> None:
        """Send a piece of the stream."""
        if self.is_open:
            self._connection.write(data)

    @property
    def unread_bytes(self) -> int:
        """How much of what was sent its client has not taken yet."""
        return self._connection.unread_bytes

    def end_stream(self) -> None:
        """End the stream, and with it the connection."""
        if self.is_open:
            self.is_open = False
            self._connection.close()

    def lost(self) -> None:
        """Learn that the client has gone."""
        self.is_open = False


Handle = Callable[[Incoming, Exchange], None]
"""Answers a request, or sees to it that its exchange is answered later."""


class Connection(asyncio.Protocol):
    """One client's connection."""

    def __init__(self, server: "HttpServer") -> None:
        """Belong to *server*."""
        self._server = server
        self._reader = RequestReader(server.limits)
        self._waiting: deque[Incoming] = deque()
        self._exchange: Exchange | None = None
        self._is_closing = False
        self._is_late = False
        self._since = 0.0
        self._unread_since: float | None = None
        self._left_s: float | None = None

    # -- asyncio ------------------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)  # asyncio types all protocols alike
        self._since = self._server.now_s()
        if not self._server.admit(self):
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "too many connections at once; close some, or keep them alive")

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # asyncio's word for why
        """End."""
        self._server.forget(self)
        self._is_closing = True
        self._waiting.clear()
        if self._exchange is not None:
            self._exchange.lost()

    def data_received(self, data: bytes) -> None:
        """Read on."""
        if self._is_closing:
            return
        if not self._reader.is_inside:
            self._since = self._server.now_s()
        try:
            requests = self._reader.feed(data)
        except RequestRefused as refused:
            self.refused(refused.what)
            self._refuse(refused.status, refused.what)
            return
        if self._reader.wants_continue and self._exchange is None:
            self._reader.wants_continue = False
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if requests:
            self._waiting.extend(requests)
            if self._exchange is None:
                self._go_on()
            if self._waiting and not self._is_closing:
                # Whoever sends more before the answers have come waits until they have.
                self._transport.pause_reading()

    def refused(self, what: str) -> None:
        """Learn that what has come in is no request that is taken, and *what* it is."""

    def pause_writing(self) -> None:
        """Learn that the client does not take what it was sent."""
        self._unread_since = self._server.now_s()

    def resume_writing(self) -> None:
        """Learn that it does again."""
        self._unread_since = None

    # -- exchanges ----------------------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        """Hand over what waits, until something is not answered at once."""
        self._is_late = False
        while self._waiting and not self._is_closing:
            incoming = self._waiting.popleft()
            exchange = self._exchange = Exchange(self, incoming)
            self._server.handle(incoming, exchange)
            if self._exchange is exchange:
                self._is_late = True
                return

    def answered(self, data: bytes, *, keeps_alive: bool) -> None:
        """Send a whole answer and go on with what waits."""
        self._transport.write(data)
        self._exchange = None
        self._since = self._server.now_s()
        if not keeps_alive:
            self.close()
        elif self._is_late:
            self._go_on()
            if not self._waiting and not self._is_closing:
                self._transport.resume_reading()

    def hand_over(self, data: bytes) -> asyncio.Transport:
        """Send *data*, and leave the rest of the connection to somebody else."""
        self._transport.pause_reading()
        self._transport.write(data)
        self._is_closing = True
        self._server.forget(self)
        return self._transport

    def write(self, data: bytes) -> None:
        """Send a piece."""
        self._transport.write(data)

    @property
    def unread_bytes(self) -> int:
        """How much waits to be taken."""
        return self._transport.get_write_buffer_size()

    def close(self) -> None:
        """Close when all is sent."""
        self._is_closing = True
        self._transport.close()

    def abort(self) -> None:
        """Close at once."""
        self._is_closing = True
        self._transport.abort()

    def _refuse(self, status: HTTPStatus, what: str) -> None:
        answer = Response(status, _TEXT, f"{what}\n".encode())
        self._transport.write(response_bytes(answer, keeps_alive=False))
        # A socket that is closed over unread bytes takes the answer along: what else comes is read and thrown away.
        self._is_closing = True
        self._left_s = self._server.now_s()
        if self._transport.can_write_eof():
            self._transport.write_eof()

    def check(self, now_s: float) -> None:
        """End what has lasted too long."""
        patience = self._server.patience
        if self._left_s is not None:
            if now_s - self._left_s > patience.farewell_s:
                self._transport.close()
        elif self._unread_since is not None and now_s - self._unread_since > patience.unread_s:
            self.abort()
        elif self._exchange is not None or self._is_closing:
            return
        elif self._reader.is_inside:
            if now_s - self._since > patience.request_s:
                self._refuse(HTTPStatus.REQUEST_TIMEOUT, f"no whole request within {patience.request_s:g} s")
        elif now_s - self._since > patience.idle_s:
            self.close()


class HttpServer:
    """Listens, and hands requests over.

    Attributes:
        handle: Answers.
        limits: What one request may be.
        patience: How long a client may take.
    """

    def __init__(self, handle: Handle, *, limits: Limits | None = None, patience: Patience | None = None) -> None:
        """Hand requests to *handle*."""
        self.handle = handle
        self.limits = limits or Limits()
        self.patience = patience or Patience()
        self._connections: set[Connection] = set()
        self._server: asyncio.Server | None = None
        self._sweeping: asyncio.TimerHandle | None = None

    async def start(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> int:
        """Listen at *host*, and return the port: *port*, or a free one where that is 0.

        Raises:
            OSError: It is taken, or not allowed.
        """
        loop = asyncio.get_running_loop()
        self.now_s = loop.time
        self._server = await loop.create_server(lambda: Connection(self), host, port, ssl=tls, backlog=1024)
        self._sweep_again()
        taken: int = self._server.sockets[0].getsockname()[1]
        return taken

    async def stop(self) -> None:
        """Close everything."""
        assert self._server is not None, "it was started"
        assert self._sweeping is not None, "it was started"
        self._sweeping.cancel()
        self._server.close()
        for connection in tuple(self._connections):
            connection.abort()
        await self._server.wait_closed()

    def _sweep_again(self) -> None:
        every_s = min(1.0, self.patience.request_s / 2)
        self._sweeping = asyncio.get_running_loop().call_later(every_s, self._sweep)

    def _sweep(self) -> None:
        now_s = self.now_s()
        for connection in tuple(self._connections):
            connection.check(now_s)
        self._sweep_again()

    def admit(self, connection: Connection) -> bool:
        """Count *connection* in; return false where there are too many."""
        self._connections.add(connection)
        return len(self._connections) <= self.patience.connections_max

    def forget(self, connection: Connection) -> None:
        """Count *connection* out."""
        self._connections.discard(connection)
