"""The adapter that carries requests through httpx, and the doors by which httpx code reaches a world.

`WorldTransport` serves sync and async clients; `mount` puts a world on a respx router under the vendors' true host
names, so that code under test needs no change.
"""

import httpx
import respx

from simulator.network.http import Headers, Hosts, Request, Response

_ADDED_BY_CARRYING = frozenset(
    {
        "host",
        "content-length",
        "date",
        "user-agent",
        "accept",
        "accept-encoding",
        "connection",
        "transfer-encoding",
    }
)


def request_from_httpx(request: httpx.Request) -> Request:
    """Return *request*, whose body has been read, as the world sees it."""
    return Request(
        request.method,
        request.url.host,
        request.url.path,
        request.url.query.decode("ascii"),
        _without_carrying(request.headers),
        request.content,
    )


def response_to_httpx(response: Response, request: httpx.Request) -> httpx.Response:
    """Return *response* as httpx code expects it."""
    return httpx.Response(response.status, headers=list(response.headers), content=response.body, request=request)


def _without_carrying(headers: httpx.Headers) -> Headers:
    return tuple((name, value) for name, value in headers.multi_items() if name not in _ADDED_BY_CARRYING)


class WorldTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """An httpx transport whose far end is a world; it never opens a socket."""

    def __init__(self, hosts: Hosts) -> None:
        """Carry to *hosts*."""
        self._hosts = hosts

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a synchronous client.

        Raises:
            HostUnknown: Nobody in the world answers for this host.
        """
        request.read()
        return self._answer(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer an asynchronous client.

        Raises:
            HostUnknown: Nobody in the world answers for this host.
        """
        await request.aread()
        return self._answer(request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        return response_to_httpx(self._hosts.handle(request_from_httpx(request)), request)


class HttpxAdapter:
    """Carries each request through a real httpx client."""

    def __init__(self, hosts: Hosts) -> None:
        """Carry to *hosts*."""
        self._client = httpx.Client(transport=WorldTransport(hosts), trust_env=False)

    def exchange(self, request: Request) -> Response:
        """Return the answer to *request*."""
        answer = self._client.request(
            request.method, request.url, headers=list(request.headers), content=request.body or None
        )
        return Response(answer.status_code, _spelled_as_sent(answer), answer.content)


def _spelled_as_sent(answer: httpx.Response) -> Headers:
    """Headers of *answer* in the letter case of their sender, without those that carrying added."""
    return tuple(
        (name.decode("ascii"), value.decode("utf-8"))
        for name, value in answer.headers.raw
        if name.decode("ascii").lower() not in _ADDED_BY_CARRYING
    )


def mount(router: respx.MockRouter, hosts: Hosts) -> None:
    """Let *router*, started with `assert_all_called=False`, answer for all of *hosts* under their true names."""

    def answer(request: httpx.Request) -> httpx.Response:
        return response_to_httpx(hosts.handle(request_from_httpx(request)), request)

    for host in hosts.names:
        router.route(host=host).mock(side_effect=answer)
