"""A forward proxy on loopback that answers for the simulated hosts itself, and reaches nobody else.

A client that heeds proxy settings comes with `CONNECT` or with a whole address; one that does not is led to the second
door, which speaks TLS at once, or to the third, which speaks plain HTTP, and says by its handshake or its `Host` whom
it means.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import h11

from simulator.network.http import Hosts, HostUnknown, Request, Response, headers_as_sent, raw_headers
from simulator.serve.authority import Authority

LOOPBACK: Final = "127.0.0.1"
BODY_BYTES_MAX: Final = 8 * 1024 * 1024
"""More than any vendor takes; Xiaomi's 1,000 aliases and a payload stay below 200 KiB."""
HEAD_BYTES_MAX: Final = 64 * 1024
IDLE_S_MAX: Final = 120
"""A sender that keeps a connection open and silent for longer finds it closed, as at any server."""
LINGER_S: Final = 2
_CHUNK: Final = 64 * 1024

_STATUSES = frozenset(HTTPStatus)

Answer = Callable[[Request], Response]


class ForwardProxy:
    """Three doors to one world.

    Attributes:
        proxy_port: For clients that heed proxy settings.
        address: Of the other two doors.
        https_port: For clients led here in the belief that this is the host's port 443.
        http_port: The same for port 80.
        refused: Hosts that somebody wanted and that nobody here answers for, each once, in order.
        requests: How many requests were answered by a simulated host.
    """

    proxy_port: int
    address: str
    https_port: int
    http_port: int

    def __init__(self, hosts: Hosts, answer: Answer, authority: Authority) -> None:
        """Let *answer* answer for *hosts*, under certificates of *authority*."""
        self._names = frozenset(hosts.names)
        self._answer = answer
        self._tls = authority.server_context(self.refuse)
        self._servers: list[asyncio.Server] = []
        self._open: set[asyncio.Task[None]] = set()
        self.refused: dict[str, None] = {}
        self.requests = 0

    async def start(self, address: str = LOOPBACK, *, https_port: int = 0, http_port: int = 0) -> None:
        """Open the doors at *address*, on free ports where none are given.

        Raises:
            OSError: A port is taken, or not to be had without rights.
        """
        self.address = address
        self.proxy_port = await self._listen(LOOPBACK, 0, None, self._serve_proxied)
        self.https_port = await self._listen(address, https_port, self._tls, self._serve_direct)
        self.http_port = await self._listen(address, http_port, None, self._serve_direct)

    async def _listen(
        self, address: str, port: int, tls: ssl.SSLContext | None, serve: Callable[["_Wire"], Coroutine[Any, Any, None]]
    ) -> int:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._open.add(task)
            wire = _Wire(reader, writer)
            try:
                await serve(wire)
            except h11.RemoteProtocolError as wrong:
                with contextlib.suppress(OSError, h11.LocalProtocolError):
                    await wire.send(_plain(wrong.error_status_hint, f"this is no HTTP request: {wrong}\n"), last=True)
            except (OSError, TimeoutError):
                pass  # the client has gone, or sent nothing for long; it is nobody's push
            finally:
                self._open.discard(task)
                writer.close()
                with contextlib.suppress(OSError):
                    await writer.wait_closed()

        server = await asyncio.start_server(connected, address, port, ssl=tls, limit=_CHUNK)
        self._servers.append(server)
        taken: int = server.sockets[0].getsockname()[1]
        return taken

    async def stop(self) -> None:
        """Close the doors and every connection."""
        for server in self._servers:
            server.close()
        for task in tuple(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def refuse(self, host: str) -> None:
        """Note that somebody wanted *host*."""
        self.refused.setdefault(host.lower())

    # -- connections ------------------------------------------------------------------------------------------------

    async def _serve_direct(self, wire: "_Wire") -> None:
        while (head := await wire.next_head()) is not None:
            await self._respond(wire, head, host=_host_of(_header(head, b"host")))

    async def _serve_proxied(self, wire: "_Wire") -> None:
        while (head := await wire.next_head()) is not None:
            target = head.target.decode("ascii", "replace")
            if head.method != b"CONNECT":
                host = _host_of(urlsplit(target).netloc) if "://" in target else _host_of(_header(head, b"host"))
                await self._respond(wire, head, host)
                continue
            host = _host_of(target)
            if host not in self._names:
                await wire.send(self._unknown(host))
                return
            await wire.open_tunnel(self._tls)
            while (inner := await wire.next_head()) is not None:
                await self._respond(wire, inner, host)
            return

    async def _respond(self, wire: "_Wire", head: h11.Request, host: str) -> None:
        body = await wire.read_body()
        if body is None:
            await wire.send(_plain(413, f"a body of more than {BODY_BYTES_MAX} bytes is not taken\n"), last=True)
            return
        if host not in self._names:
            await wire.send(self._unknown(host))
            return
        path, _, query = _path_of(head.target.decode("ascii", "replace")).partition("?")
        headers = headers_as_sent(head.headers.raw_items())
        request = Request(head.method.decode("ascii"), host, path, query, headers, body)
        self.requests += 1
        await wire.send(self._answer(request))

    def _unknown(self, host: str) -> Response:
        self.refuse(host)
        return _plain(403, f"{HostUnknown(host, tuple(sorted(self._names)))}\nNo real host is ever asked instead.\n")


class _Wire:
    """One connection, read and written as HTTP/1.1."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD_BYTES_MAX)

    async def next_head(self) -> h11.Request | None:
        """Return the head of the next request; `None` when there will be none."""
        if self._http.states == {h11.CLIENT: h11.DONE, h11.SERVER: h11.DONE}:
            self._http.start_next_cycle()
        if self._http.our_state is not h11.IDLE:
            return None
        event = await self._next_event()
        return event if isinstance(event, h11.Request) else None

    async def read_body(self) -> bytes | None:
        """Return the body of the request; `None` for one that is too long."""
        parts: list[bytes] = []
        size = 0
        while True:
            event = await self._next_event()
            if not isinstance(event, h11.Data):
                return b"".join(parts)
            size += len(event.data)
            if size > BODY_BYTES_MAX:
                return None
            parts.append(bytes(event.data))

    async def _next_event(self) -> h11.Event:
        while True:
            event = self._http.next_event()
            if isinstance(event, h11.Event):
                return event
            if self._http.they_are_waiting_for_100_continue:
                self._write(h11.InformationalResponse(status_code=100, headers=[]))
            async with asyncio.timeout(IDLE_S_MAX):
                self._http.receive_data(await self._reader.read(_CHUNK))

    async def send(self, response: Response, *, last: bool = False) -> None:
        """Send *response*, and close afterwards if it is the *last* one."""
        headers = [*raw_headers(response.headers), (b"Content-Length", str(len(response.body)).encode())]
        if last:
            headers.append((b"Connection", b"close"))
        reason = HTTPStatus(response.status).phrase.encode() if response.status in _STATUSES else b""
        self._write(h11.Response(status_code=response.status, headers=headers, reason=reason))
        self._write(h11.Data(data=response.body))
        self._write(h11.EndOfMessage())
        await self._writer.drain()
        if last:
            await self._read_rest()

    async def _read_rest(self) -> None:
        """Let the client finish its sending: a socket closed over unread bytes may take the answer along."""
        if self._writer.can_write_eof():
            self._writer.write_eof()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LINGER_S):
                while await self._reader.read(_CHUNK):
                    pass

    async def open_tunnel(self, tls: ssl.SSLContext) -> None:
        """Agree to `CONNECT`, and speak TLS from here on."""
        self._writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await self._writer.drain()
        await self._writer.start_tls(tls)
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=HEAD_BYTES_MAX)

    def _write(self, event: h11.Event) -> None:
        data = self._http.send(event)
        if data:
            self._writer.write(data)


def _header(head: h11.Request, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in head.headers if key == name), "")


def _host_of(authority: str) -> str:
    """Return the host of `host:port`, in lower case."""
    return authority.rpartition("@")[2].partition(":")[0].rstrip(".").lower()


def _path_of(target: str) -> str:
    """Return path and query of what a request line names."""
    if "://" not in target:
        return target
    parts = urlsplit(target)
    return f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"


def _plain(status: int, text: str) -> Response:
    return Response(status, (("Content-Type", "text/plain; charset=utf-8"),), text.encode())
