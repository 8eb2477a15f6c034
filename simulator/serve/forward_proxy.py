"""A forward proxy on loopback that leads to the simulated hosts alone, and refuses every other.

A client that heeds proxy settings comes with `CONNECT` or with a whole address. One that does not is led to the second
door, which speaks TLS at once, or to the third, which speaks plain HTTP, and says by its handshake or its `Host` whom
it means.
"""

import asyncio
from collections.abc import Iterable
from http import HTTPStatus
from typing import cast

from simulator.network.http import HostUnknown, Response
from simulator.network.http1 import Incoming
from simulator.serve.authority import Authority
from simulator.serve.http_server import Connection, Exchange, Handle, HttpServer
from simulator.serve.routing import place_of

LOOPBACK = "127.0.0.1"

LINGER_S = 0.2
"""How long unfinished handshakes are waited for at the end."""

_TEXT = (("content-type", "text/plain; charset=utf-8"),)
_NOT_SERVED = "CALLBACK_FAILED"
"""What a handshake is broken off with because nobody here has the host's name; that is noted as refused."""
_HTTP_PORT = "80"
"""A tunnel to this port is for plain HTTP."""
_AGREED = b"HTTP/1.1 200 Connection established\r\n\r\n"


class ForwardProxy:
    """Three doors to one server.

    Attributes:
        proxy_port: For clients that heed proxy settings.
        address: Of the other two doors.
        https_port: For clients led here in the belief that this is the host's port 443.
        http_port: The same for port 80.
        refused: Hosts that somebody wanted and that nobody here answers for, each once, in order.
        untrusted: Why handshakes were broken off, by host; a client that does not trust the authority does so.
        requests: How many requests went to a simulated host.
    """

    proxy_port: int
    address: str
    https_port: int
    http_port: int

    def __init__(self, hosts: Iterable[str], handle: Handle, authority: Authority) -> None:
        """Hand requests for *hosts* to *handle*, under certificates of *authority*."""
        self._hosts = frozenset(hosts)
        self._handle_here = handle
        self._tls = authority.server_context(self.refuse)
        self._proxy = HttpServer(self._handle_proxied)
        self._direct = HttpServer(self._handle)
        self._https: asyncio.Server | None = None
        self._handshakes: set[asyncio.Task[None]] = set()
        self.refused: dict[str, None] = {}
        self.untrusted: dict[str, str] = {}
        self.requests = 0

    async def start(self, address: str = LOOPBACK, *, https_port: int = 0, http_port: int = 0) -> None:
        """Open the doors, the second and the third at *address*; on free ports where none are given.

        Raises:
            OSError: A port is taken, or not to be had without rights.
        """
        self.address = address
        self.proxy_port = await self._proxy.start(LOOPBACK, 0)
        self.http_port = await self._direct.start(address, http_port)
        loop = asyncio.get_running_loop()
        self._https = await loop.create_server(lambda: _SecureDoor(self), address, https_port)
        self.https_port = self._https.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close the doors and every connection."""
        assert self._https is not None, "it was started"
        self._https.close()
        if self._handshakes:  # a client that has just left may have said why
            await asyncio.wait(self._handshakes, timeout=LINGER_S)
        for handshake in self._handshakes:
            handshake.cancel()
        await self._proxy.stop()
        await self._direct.stop()

    def refuse(self, host: str) -> None:
        """Note that somebody wanted *host*."""
        self.refused.setdefault(host.lower())

    # -- requests -----------------------------------------------------------------------------------------------------

    def _handle_proxied(self, incoming: Incoming, exchange: Exchange) -> None:
        if incoming.method != "CONNECT":
            self._handle(incoming, exchange)
            return
        host, _, port = incoming.target.lower().rpartition(":")
        if host not in self._hosts:
            self._turn_away(host, exchange)
        elif port == _HTTP_PORT:
            transport = exchange.hand_over(_AGREED)
            self._speak_http(transport)
            transport.resume_reading()
        else:
            self.secure(exchange.hand_over(_AGREED), host)

    def _handle(self, incoming: Incoming, exchange: Exchange) -> None:
        host = place_of(incoming.target, incoming.header(b"host") or "").host
        if host not in self._hosts:
            self._turn_away(host, exchange)
            return
        self.requests += 1
        self._handle_here(incoming, exchange)

    def _turn_away(self, host: str, exchange: Exchange) -> None:
        self.refuse(host)
        text = f"{HostUnknown(host, tuple(sorted(self._hosts)))}\nNo real host is ever asked instead.\n"
        exchange.answer(Response(HTTPStatus.FORBIDDEN, _TEXT, text.encode()))

    # -- TLS ----------------------------------------------------------------------------------------------------------

    def secure(self, transport: asyncio.Transport, host: str = "") -> None:
        """Speak TLS on *transport* from here on; *host* is whom its client has asked for, where it has said so."""
        task = asyncio.get_running_loop().create_task(self._speak_tls(transport, host))
        self._handshakes.add(task)
        task.add_done_callback(self._handshakes.discard)

    async def _speak_tls(self, transport: asyncio.Transport, host: str) -> None:
        early = _Early()
        try:
            secured = await asyncio.get_running_loop().start_tls(transport, early, self._tls, server_side=True)
        except OSError as broken:  # of TLS and of the socket alike
            if getattr(broken, "reason", "") != _NOT_SERVED:
                self.untrusted[host] = str(broken) or "the client broke the handshake off"
            return
        if secured is None or early.is_lost:
            return
        inner = self._speak_http(secured)
        if early.data:
            inner.data_received(bytes(early.data))

    def _speak_http(self, transport: asyncio.Transport) -> Connection:
        inner = Connection(self._direct)
        transport.set_protocol(inner)
        inner.connection_made(transport)
        return inner


class _Early(asyncio.Protocol):
    """Keeps what a client sends along with the last of its handshake, before its connection is known here."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.is_lost = False

    def data_received(self, data: bytes) -> None:
        self.data += data

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # asyncio's word for why
        self.is_lost = True


class _SecureDoor(asyncio.Protocol):
    """A connection that begins with a TLS handshake."""

    def __init__(self, proxy: ForwardProxy) -> None:
        self._proxy = proxy

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Read nothing before it is TLS that is read."""
        plain = cast("asyncio.Transport", transport)  # asyncio types all protocols alike
        plain.pause_reading()
        self._proxy.secure(plain)
