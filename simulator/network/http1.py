"""HTTP/1.1 as bytes: requests read off a connection under limits, and answers put on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import quote

import httptools

from simulator.network.http import Request, Response, headers_as_sent, raw_headers


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may be.

    Attributes:
        head_bytes_max: Request line and headers together.
        headers_max: How many headers.
        body_bytes_max: Decoded from chunks, if it comes in chunks.
    """

    head_bytes_max: int = 64 * 1024
    headers_max: int = 100
    body_bytes_max: int = 8 * 1024 * 1024


class RequestRefused(Exception):
    """What came in is no request that is taken; nothing more is read from its connection.

    Attributes:
        status: The HTTP status that says so.
        what: Why, for people.
    """

    def __init__(self, status: HTTPStatus, what: str) -> None:
        """Keep *status* and *what*."""
        super().__init__(what)
        self.status = status
        self.what = what


class Incoming(NamedTuple):
    """A whole request as it came off the wire.

    Attributes:
        method: As sent.
        target: Path and query, percent-encoded; with scheme and host where a proxy is asked.
        headers: All of them, in order and as spelt, those that carrying adds among them.
        body: Empty for none.
        keeps_alive: Whether the connection stays for another request.
    """

    method: str
    target: str
    headers: Sequence[tuple[bytes, bytes]]
    body: bytes
    keeps_alive: bool

    def header(self, name: bytes) -> str | None:
        """Return the first value of the header *name*, which is given in lower case."""
        for key, value in self.headers:
            if key.lower() == name:
                return value.decode("utf-8", "replace")
        return None

    def request_to(self, host: str, target: str) -> Request:
        """Return this as what the server of *host* sees under the path and query of *target*."""
        path, _, query = target.partition("?")
        return Request(self.method, host, path, query, headers_as_sent(self.headers), self.body)


class RequestReader:
    """Reads the requests of one connection, one after the other.

    Attributes:
        is_inside: Part of a request has come and its end has not.
        wants_continue: Its sender waits for `100 Continue` before it sends the body.
    """

    def __init__(self, limits: Limits) -> None:
        """Read under *limits*."""
        self._limits = limits
        self._parser = httptools.HttpRequestParser(self)
        self._done: list[Incoming] = []
        self.is_inside = False
        self.wants_continue = False
        self._is_in_head = False

    def feed(self, data: bytes) -> list[Incoming]:
        """Take what came in, and return the requests that are whole now.

        Raises:
            RequestRefused: It is malformed or too large.
        """
        while True:
            try:
                self._parser.feed_data(data)
            except httptools.HttpParserUpgrade as upgrade:
                if self._done[-1].method == "CONNECT":
                    # Behind it comes the tunnel, which is read elsewhere, and not before it is agreed to.
                    self._parser = httptools.HttpRequestParser(self)
                    return self._taken()
                # An offer to change to another protocol, which nobody has to take. The parser has taken it for an
                # agreement and left the body alone, so it reads the request again, now without the offer.
                data = self._without_offer(self._done.pop()) + data[upgrade.args[0] :]
                self._parser = httptools.HttpRequestParser(self)
                continue
            except httptools.HttpParserCallbackError as stopped:
                refused = stopped.__context__
                assert isinstance(refused, RequestRefused), "the parser's callbacks raise nothing else"
                raise refused from None
            except httptools.HttpParserError as error:
                raise RequestRefused(
                    HTTPStatus.BAD_REQUEST, _other_protocol(data) or f"{_NO_REQUEST}: {error}"
                ) from error
            if self._is_in_head and not self._done:
                # All of this belongs to one head. The parser keeps a header that never ends, and does not tell it.
                self._unended_bytes += len(data)
                self._refuse_long_head(self._unended_bytes)
            return self._taken()

    def _taken(self) -> list[Incoming]:
        done, self._done = self._done, []
        return done

    @staticmethod
    def _without_offer(incoming: Incoming) -> bytes:
        """Return the head of *incoming* as it would be if it offered no other protocol."""
        lines = [f"{incoming.method} {incoming.target} HTTP/1.1".encode()]
        for name, value in incoming.headers:
            if name.lower() == b"connection":
                lines += [b"Connection: close"] if b"close" in value.lower() else []
            elif name.lower() != b"upgrade":
                lines.append(b"%b: %b" % (name, value))
        return b"\r\n".join([*lines, b"", b""])

    # -- what the parser calls ----------------------------------------------------------------------------------------

    def on_message_begin(self) -> None:
        """Begin a request."""
        self.is_inside = True
        self.wants_continue = False
        self._target = b""
        self._headers: list[tuple[bytes, bytes]] = []
        self._head_bytes = 0
        self._unended_bytes = 0
        self._is_in_head = True
        self._has_host = False
        self._parts: list[bytes] = []
        self._body_bytes = 0

    def on_url(self, url: bytes) -> None:
        """Append a piece of the request's target."""
        self._target += url
        self._count_head(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header.

        Raises:
            RequestRefused: There are too many, it is a second Host, or the body that it announces is too large.
        """
        self._count_head(len(name) + len(value))
        self._headers.append((name, value))
        if len(self._headers) > self._limits.headers_max:
            most = self._limits.headers_max
            raise RequestRefused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"more than {most} headers")
        lower = name.lower()
        if lower == b"host":
            if self._has_host:
                # Whoever stands in front may go by the other one.
                raise RequestRefused(HTTPStatus.BAD_REQUEST, "this request names its host twice")
            self._has_host = True
        elif lower == b"content-length" and value.isdigit():
            self._refuse_large(int(value))
        elif lower == b"expect" and value.lower() == b"100-continue":
            self.wants_continue = True

    def on_headers_complete(self) -> None:
        """Begin the body."""
        self._is_in_head = False

    def on_body(self, body: bytes) -> None:
        """Append a piece of the body.

        Raises:
            RequestRefused: It is too large by now.
        """
        self._body_bytes += len(body)
        self._refuse_large(self._body_bytes)
        self.wants_continue = False
        self._parts.append(body)

    def on_message_complete(self) -> None:
        """End the request."""
        self.is_inside = False
        self.wants_continue = False
        self._done.append(
            Incoming(
                self._parser.get_method().decode("latin-1"),
                _ascii(self._target),
                self._headers,
                b"".join(self._parts),
                # HTTP/1.0 may ask for it, but who does so waits for the server's word that it agrees.
                self._parser.should_keep_alive() and self._parser.get_http_version() != "1.0",
            )
        )

    def _count_head(self, size: int) -> None:
        self._head_bytes += size
        self._refuse_long_head(self._head_bytes)

    def _refuse_long_head(self, size: int) -> None:
        if size > self._limits.head_bytes_max:
            most = self._limits.head_bytes_max
            raise RequestRefused(
                HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"request line and headers of more than {most} bytes"
            )

    def _refuse_large(self, size: int) -> None:
        if size > self._limits.body_bytes_max:
            most = self._limits.body_bytes_max
            raise RequestRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a body of more than {most} bytes")


_NO_REQUEST = "this is no HTTP/1.1 request"


def _other_protocol(data: bytes) -> str | None:
    """Return what a connection that begins with *data* speaks instead; `None` where nobody can tell."""
    if data.startswith(b"PRI * HTTP/2.0"):
        return f"{_NO_REQUEST}: it is HTTP/2, which has to be left out, or left to be agreed on in the handshake (ALPN)"
    if data.startswith(b"\x16\x03"):
        return f"{_NO_REQUEST}: it is a TLS handshake, and this port speaks plain HTTP; ask it by http://"
    return None


class ResponseReader:
    """Reads one response off a connection."""

    def __init__(self) -> None:
        """Begin."""
        self._parser = httptools.HttpResponseParser(self)
        self._headers: list[tuple[bytes, bytes]] = []
        self._parts: list[bytes] = []
        self._is_whole = False

    def feed(self, data: bytes) -> Response | None:
        """Feed received bytes; return the response once complete, without what carrying has added."""
        self._parser.feed_data(data)
        if not self._is_whole:
            return None
        return Response(self._parser.get_status_code(), headers_as_sent(self._headers), b"".join(self._parts))

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        self._headers.append((name, value))

    def on_headers_complete(self) -> None:
        """Begin the body."""
        self._is_in_head = False

    def on_body(self, body: bytes) -> None:
        """Append a piece of the body."""
        self._parts.append(body)

    def on_message_complete(self) -> None:
        """End the response."""
        self._is_whole = True


def request_bytes(request: Request) -> bytes:
    """Return *request* as it goes over the wire."""
    lines = [f"{request.method} {request.path}{'?' if request.query else ''}{request.query} HTTP/1.1".encode()]
    lines.append(b"host: %b" % request.host.encode())
    lines += [b"%b: %b" % pair for pair in raw_headers(request.headers)]
    lines.append(b"content-length: %d" % len(request.body))
    return b"\r\n".join([*lines, b"", request.body])


def response_bytes(response: Response, *, keeps_alive: bool, has_body: bool = True) -> bytes:
    """Return *response* as it goes over the wire; without its body where *has_body* is false, as HEAD wants it."""
    lines = [_status_line(response.status)]
    lines += [b"%b: %b\r\n" % pair for pair in raw_headers(response.headers)]
    if response.status not in _BODYLESS:
        lines.append(b"content-length: %d\r\n" % len(response.body))
    if not keeps_alive:
        lines.append(b"connection: close\r\n")
    lines.append(b"\r\n")
    if has_body and response.status not in _BODYLESS:
        lines.append(response.body)
    return b"".join(lines)


_BODYLESS = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED})


@cache
def _status_line(status: int) -> bytes:
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Unknown"  # a vendor's own status has no name
    return f"HTTP/1.1 {status} {phrase}\r\n".encode()


_TARGET_CHARACTERS = "".join(chr(code) for code in range(0x21, 0x7F))


def _ascii(target: bytes) -> str:
    """Return the target of a request; bytes that may not stand there unescaped are escaped."""
    try:
        return target.decode("ascii")
    except UnicodeDecodeError:
        return quote(target, safe=_TARGET_CHARACTERS)
