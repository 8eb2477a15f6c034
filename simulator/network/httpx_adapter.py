"""The adapter that carries requests through httpx, and the doors by which httpx code reaches a world.

`WorldTransport` serves sync and async clients; `mount` puts a world on a respx router under the vendors' true host
names, so that code under test needs no change.
"""

import httpx
import respx

from simulator.network.http import Hosts, HostUnknown, Request, Response, headers_as_sent, raw_headers


def request_from_httpx(request: httpx.Request) -> Request:
    """Return *request*, whose body has been read, as the world sees it."""
    path, _, query = request.url.raw_path.decode("ascii").partition("?")
    return Request(request.method, request.url.host, path, query, headers_as_sent(request.headers.raw), request.content)


def response_to_httpx(response: Response, request: httpx.Request) -> httpx.Response:
    """Return *response* as httpx code expects it."""
    return httpx.Response(
        response.status, headers=raw_headers(response.headers), content=response.body, request=request
    )


class WorldTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """An httpx transport whose far end is a world; it never opens a socket."""

    def __init__(self, hosts: Hosts) -> None:
        """Carry to *hosts*."""
        self._hosts = hosts

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a synchronous client.

        Raises:
            ConnectError: Nobody in the world answers for this host.
        """
        request.read()
        return self._answer(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer an asynchronous client.

        Raises:
            ConnectError: Nobody in the world answers for this host.
        """
        await request.aread()
        return self._answer(request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        """Return the world's answer.

        Raises:
            ConnectError: Nobody in the world answers for this host.
        """
        try:
            return response_to_httpx(self._hosts.handle(request_from_httpx(request)), request)
        except HostUnknown as unknown:
            raise httpx.ConnectError(str(unknown), request=request) from unknown


class HttpxAdapter:
    """Carries each request through a real httpx client."""

    def __init__(self, hosts: Hosts) -> None:
        """Carry to *hosts*."""
        self._hosts = hosts
        self._client: httpx.Client | None = None

    def close(self) -> None:
        """Close the client."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def exchange(self, request: Request) -> Response:
        """Return the answer to *request*.

        Raises:
            HostUnknown: Nobody in the world answers for its host.
        """
        if self._client is None:
            self._client = httpx.Client(transport=WorldTransport(self._hosts), trust_env=False)
        # Not through the client's own request(): that one adds its headers and cookies to those of the sender.
        carried = httpx.Request(
            request.method, request.url, headers=raw_headers(request.headers), content=request.body or None
        )
        try:
            answer = self._client.send(carried)
        except httpx.ConnectError as refused:
            raise HostUnknown(request.host, self._hosts.names) from refused
        return Response(answer.status_code, headers_as_sent(answer.headers.raw), answer.content)


def mount(router: respx.MockRouter, hosts: Hosts) -> None:
    """Make *router*, started with `assert_all_called=False`, answer for all of *hosts* under their real names."""

    def answer(request: httpx.Request) -> httpx.Response:
        return response_to_httpx(hosts.handle(request_from_httpx(request)), request)

    for host in hosts.names:
        router.route(host=host).mock(side_effect=answer)
