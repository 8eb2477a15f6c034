"""Every way in which HTTP reaches a world, each as one function from a request to the world's answer."""

import asyncio
from collections.abc import Callable, Mapping

import httpx
import respx

from simulator.network.direct import DirectAdapter
from simulator.network.http import Hosts, Request, Response
from simulator.network.httpx_adapter import HttpxAdapter, WorldTransport, mount

Door = Callable[[Hosts, Request], Response]


def direct(hosts: Hosts, request: Request) -> Response:
    return DirectAdapter(hosts).exchange(request)


def httpx_adapter(hosts: Hosts, request: Request) -> Response:
    return HttpxAdapter(hosts).exchange(request)


def sync_client(hosts: Hosts, request: Request) -> Response:
    with httpx.Client(transport=WorldTransport(hosts), trust_env=False) as client:
        return _seen(client.request(**_arguments(request)))


def async_client(hosts: Hosts, request: Request) -> Response:
    async def exchange() -> Response:
        async with httpx.AsyncClient(transport=WorldTransport(hosts), trust_env=False) as client:
            return _seen(await client.request(**_arguments(request)))

    return asyncio.run(exchange())


def mounted_sync(hosts: Hosts, request: Request) -> Response:
    with respx.mock(assert_all_called=False) as router, httpx.Client(trust_env=False, verify=False) as client:
        mount(router, hosts)
        return _seen(client.request(**_arguments(request)))


def mounted_async(hosts: Hosts, request: Request) -> Response:
    async def exchange() -> Response:
        async with httpx.AsyncClient(trust_env=False, verify=False) as client:
            return _seen(await client.request(**_arguments(request)))

    with respx.mock(assert_all_called=False) as router:
        mount(router, hosts)
        return asyncio.run(exchange())


ADAPTERS: Mapping[str, Door] = {"direct": direct, "httpx": httpx_adapter}
CLIENTS: Mapping[str, Door] = {
    "sync client": sync_client,
    "async client": async_client,
    "mounted, sync": mounted_sync,
    "mounted, async": mounted_async,
}
DOORS: Mapping[str, Door] = {**ADAPTERS, **CLIENTS}

ADDED_BY_CLIENTS = frozenset({"accept", "accept-encoding"})
"""A foreign client's own headers reach the world: they are what that sender sent."""


def _arguments(request: Request) -> dict[str, object]:
    headers = [(name.encode(), value.encode()) for name, value in request.headers]
    return {"method": request.method, "url": request.url, "headers": headers, "content": request.body}


def _seen(answer: httpx.Response) -> Response:
    headers = tuple(
        (name.decode(), value.decode()) for name, value in answer.headers.raw if name.lower() != b"content-length"
    )
    return Response(answer.status_code, headers, answer.content)
