"""HTTP requests and responses as plain values, and the table of hosts that answer them."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, Protocol

Headers = tuple[tuple[str, str], ...]


class Request(NamedTuple):
    """A request as its sender built it.

    Attributes:
        method: Upper case.
        host: Lower case, without scheme and port.
        path: From `/` on, as on the wire (percent-encoded), without query.
        query: As on the wire, without `?`; empty for none.
        headers: In order; without what carrying adds (Host, Content-Length, Date, User-Agent).
        body: Empty for none.
    """

    method: str
    host: str
    path: str
    query: str = ""
    headers: Headers = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """Return the first value of the header *name*, whose letter case does not matter."""
        return find_header(self.headers, name)

    def at(self, path: str) -> "Request":
        """Return the same request for *path*."""
        return self if path == self.path else self._replace(path=path)

    @property
    def url(self) -> str:
        """The whole address; all hosts here speak https."""
        return f"https://{self.host}{self.path}{'?' if self.query else ''}{self.query}"


class Response(NamedTuple):
    """An answer as its server built it."""

    status: int
    headers: Headers = ()
    body: bytes = b""


Handler = Callable[[Request], Response]


class Adapter(Protocol):
    """Carries one request to whoever answers it."""

    def exchange(self, request: Request) -> Response:
        """Return the answer to *request*; the world's clock stands still meanwhile."""
        ...

    def close(self) -> None:
        """Give back what carrying holds. The next exchange takes it again."""
        ...


class HostUnknown(Exception):
    """A request for a host that nobody in this world answers; no real one is ever asked instead.

    Attributes:
        host: Whom it was for.
        known: Hosts of this world.
    """

    def __init__(self, host: str, known: tuple[str, ...]) -> None:
        """Keep the *host*, and those that are *known*."""
        super().__init__(f'nobody in this world answers for "{host}"; hosts here: {", ".join(known) or "none"}')
        self.host = host
        self.known = known


class Hosts:
    """Who answers for which host name.

    Attributes:
        otherwise: Answers for every other host; `None` where nobody does.
    """

    def __init__(self) -> None:
        """Start without any host."""
        self._handlers: dict[str, Handler] = {}
        self.otherwise: Handler | None = None

    def add(self, host: str, handler: Handler) -> None:
        """Let *handler* answer for *host*.

        Raises:
            ValueError: Somebody answers for it already.
        """
        if host in self._handlers:
            raise ValueError(f"{host} is answered already")
        self._handlers[host] = handler

    @property
    def names(self) -> tuple[str, ...]:
        """All host names, in the order they were added."""
        return tuple(self._handlers)

    def handle(self, request: Request) -> Response:
        """Answer *request*.

        Raises:
            HostUnknown: Nobody answers for its host.
        """
        handler = self._handlers.get(request.host, self.otherwise)
        if handler is None:
            raise HostUnknown(request.host, self.names)
        return handler(request)


def with_single_slashes(path: str) -> str:
    """Return *path* as servers look it up: several slashes in a row count as one."""
    return re.sub("//+", "/", path) if "//" in path else path


def find_header(headers: Headers, name: str) -> str | None:
    """Return the first value of the header *name*, whose letter case does not matter."""
    wanted = name.lower()
    for key, value in headers:
        if key.lower() == wanted:
            return value
    return None


_ADDED_BY_CARRYING = frozenset(
    {b"host", b"content-length", b"date", b"user-agent", b"connection", b"transfer-encoding"}
)


def headers_as_sent(pairs: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Return raw header *pairs* as their sender built them: in order and letter case, without what carrying added.

    Bytes that are no UTF-8 are replaced, so that whoever reads the header refuses it in its own way.
    """
    return tuple(
        (name.decode("ascii", "replace"), value.decode("utf-8", "replace"))
        for name, value in pairs
        if name.lower() not in _ADDED_BY_CARRYING
    )


def raw_headers(headers: Headers) -> list[tuple[bytes, bytes]]:
    """Return *headers* as they go over a socket."""
    return [(name.encode("ascii"), value.encode("utf-8")) for name, value in headers]


def request_data(request: Request) -> Mapping[str, object]:
    """Return what a record keeps of *request*."""
    return {"method": request.method, "url": request.url, "headers": request.headers, "body": request.body}


def response_data(response: Response) -> Mapping[str, object]:
    """Return what a record keeps of *response*."""
    return {"status": response.status, "headers": response.headers, "body": response.body}
