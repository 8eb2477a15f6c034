"""A forward proxy on loopback that leads to the simulated hosts alone, and refuses every other.

A client that heeds proxy settings comes with `CONNECT` or with a whole address. One that does not is led to the second
door, which speaks TLS at once, or to the third, which speaks plain HTTP, and says by its handshake or its `Host` whom
it means. The fourth speaks SOCKS and leads to those two.
"""

import asyncio
import ssl
from collections.abc import Iterable
from contextvars import ContextVar
from http import HTTPStatus
from typing import cast

from simulator.network.http import HostUnknown, Response
from simulator.network.http1 import Incoming
from simulator.serve.authority import Authority
from simulator.serve.http_server import Connection, Exchange, Handle, HttpServer
from simulator.serve.routing import name_of, place_of
from simulator.serve.socks_door import SocksDoor, TakeOver

LOOPBACK = "127.0.0.1"

LINGER_S = 0.2
"""How long unfinished handshakes are waited for at the end."""

_TEXT = (("content-type", "text/plain; charset=utf-8"),)
_NOT_SERVED = "CALLBACK_FAILED"
"""What a handshake is broken off with because nobody here has the host's name; that is noted as refused."""
_TOO_OLD = frozenset({"UNSUPPORTED_PROTOCOL", "NO_SHARED_CIPHER", "TLSV1_ALERT_PROTOCOL_VERSION"})
_PLAIN = "HTTP_REQUEST"
DISTRUST = "the sender does not trust the authority of this run"
_CUT = f"{DISTRUST} (it broke the handshake off)"
_SILENT = "it ended the connection behind the handshake and asked for nothing"
_NAMED: ContextVar[list[str]] = ContextVar("named")
"""The hosts that the handshake which is going on has named. Its bytes are read in a copy of its task's context."""
_HTTP_PORT = 80
"""A tunnel to this port is for plain HTTP."""
_HTTPS_PORT = 443
_AGREED = b"HTTP/1.1 200 Connection established\r\n\r\n"


class ForwardProxy:
    """Four doors to one server.

    Attributes:
        proxy_port: For clients that heed proxy settings.
        socks_port: For clients of SOCKS5, which may have resolved the host's name to whatever they like.
        address: Of the other two doors.
        https_port: For clients led here in the belief that this is the host's port 443.
        http_port: The same for port 80.
        refused: Hosts that somebody wanted and that nobody here answers for, each once, in order.
        broken: Why connections came to nothing, by host; a client that does not trust the authority breaks them off.
        requests: How many requests went to a simulated host.
    """

    proxy_port: int
    socks_port: int
    address: str
    https_port: int
    http_port: int

    def __init__(self, hosts: Iterable[str], handle: Handle, authority: Authority) -> None:
        """Hand requests for *hosts* to *handle*, under certificates of *authority*."""
        self._hosts = frozenset(hosts)
        self._handle_here = handle
        self._tls = authority.server_context(self._named)
        self._proxy = HttpServer(self._handle_proxied)
        self._direct = HttpServer(self._handle)
        self._listening: list[asyncio.Server] = []
        self._handshakes: set[asyncio.Task[None]] = set()
        self.refused: dict[str, None] = {}
        self.broken: dict[str, str] = {}
        self.requests = 0
        self._cut: set[str] = set()
        self._greeted: set[str] = set()
        self._asked: set[str] = set()

    async def start(self, address: str = LOOPBACK, *, https_port: int = 0, http_port: int = 0) -> None:
        """Open the doors, the second and the third at *address*; on free ports where none are given.

        Raises:
            OSError: A port is taken, or not to be had without rights.
        """
        self.address = address
        self.proxy_port = await self._proxy.start(LOOPBACK, 0)
        self.http_port = await self._direct.start(address, http_port)
        loop = asyncio.get_running_loop()
        https = await loop.create_server(lambda: _SecureDoor(self), address, https_port)
        socks = await loop.create_server(lambda: SocksDoor(self._way), LOOPBACK, 0)
        self.https_port, self.socks_port = (one.sockets[0].getsockname()[1] for one in (https, socks))
        self._listening = [https, socks]

    async def stop(self) -> None:
        """Close the doors and every connection."""
        for door in self._listening:
            door.close()
        if self._handshakes:  # a client that has just left may have said why
            await asyncio.wait(self._handshakes, timeout=LINGER_S)
        for handshake in self._handshakes:
            handshake.cancel()
        await self._proxy.stop()
        await self._direct.stop()
        # Whoever asked that host trusts the authority; whoever opens more connections than needed cuts some off.
        for host in self._cut - self._asked:
            self.note(host, _CUT)
        for host in self._greeted - self._asked:
            self.note(host, _SILENT)

    def refuse(self, host: str) -> None:
        """Note that somebody wanted *host*."""
        self.refused.setdefault(host.lower())

    def note(self, host: str, why: str) -> None:
        """Note *why* a connection to *host* has come to nothing."""
        self.broken.setdefault(host, why)

    # -- requests -----------------------------------------------------------------------------------------------------

    def _handle_proxied(self, incoming: Incoming, exchange: Exchange) -> None:
        if incoming.method != "CONNECT":
            self._handle(incoming, exchange)
            return
        authority, _, port = incoming.target.rpartition(":")
        host = name_of(authority)
        if host not in self._hosts:
            self._turn_away(host, exchange)
        elif port == str(_HTTP_PORT):
            self._go_plain(exchange.hand_over(_AGREED))
        else:
            self.secure(exchange.hand_over(_AGREED), host)

    def _way(self, host: str, port: int) -> TakeOver | None:
        """Return who goes on with a connection to *port*; an address says nothing, a handshake or `Host` will."""
        if port == _HTTPS_PORT:
            return self.secure
        if port == _HTTP_PORT:
            return self._go_plain
        self.refuse(f"{host}:{port}")
        return None

    def _handle(self, incoming: Incoming, exchange: Exchange) -> None:
        host = place_of(incoming.target, incoming.header(b"host") or "").host
        if host not in self._hosts:
            self._turn_away(host, exchange)
            return
        self.requests += 1
        self._asked.add(host)
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

    def _named(self, host: str, is_here: bool) -> None:
        _NAMED.get([]).append(host)
        if not is_here:
            self.refuse(host)

    async def _speak_tls(self, transport: asyncio.Transport, host: str) -> None:
        early = _Early()
        named: list[str] = []
        _NAMED.set(named)
        try:
            secured = await asyncio.get_running_loop().start_tls(transport, early, self._tls, server_side=True)
        except OSError as broken:  # of TLS and of the socket alike
            if getattr(broken, "reason", "") != _NOT_SERVED:
                self._note_broken("".join(named[:1]) or host, broken)
            return
        host = "".join(named[:1]) or host
        self._greeted.add(host)
        if secured is None or early.is_lost:
            return
        inner = self._speak_http(secured, host)
        if early.data:
            inner.data_received(bytes(early.data))

    def _note_broken(self, host: str, broken: OSError) -> None:
        if str(broken):
            self.note(host, _why(broken))
        else:
            self._cut.add(host)

    def _go_plain(self, transport: asyncio.Transport) -> None:
        self._speak_http(transport)
        transport.resume_reading()

    def _speak_http(self, transport: asyncio.Transport, host: str = "") -> Connection:
        inner = _Inner(self._direct, self, host)
        transport.set_protocol(inner)
        inner.connection_made(transport)
        return inner


def _why(broken: OSError) -> str:
    """Return why a handshake has ended as *broken*, for people."""
    reason = broken.reason if isinstance(broken, ssl.SSLError) else ""
    if reason in _TOO_OLD:
        return f"the sender does not speak TLS 1.2 or newer ({reason})"
    if reason == _PLAIN:
        return "the sender speaks plain HTTP at the port of https"
    return f"{DISTRUST} ({broken})"


class _Inner(Connection):
    """A connection behind a handshake or in a tunnel; what comes on it and is no request is noted."""

    def __init__(self, server: HttpServer, proxy: ForwardProxy, host: str) -> None:
        super().__init__(server)
        self._proxy = proxy
        self._host = host

    def refused(self, what: str) -> None:
        self._proxy.note(self._host, what)


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
