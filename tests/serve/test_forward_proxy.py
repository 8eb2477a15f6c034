"""The proxy that a sender of any language comes through."""

import asyncio
import socket
import ssl
import warnings
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from simulator.network.http import Request, Response
from simulator.network.http1 import Incoming, Limits
from simulator.serve.authority import Authority
from simulator.serve.forward_proxy import DISTRUST, ForwardProxy
from simulator.serve.http_server import Exchange
from simulator.serve.routing import place_of

HOST = "api.vendor.example"


class Far:
    """The far end: it keeps what came and says hello."""

    def __init__(self) -> None:
        self.seen: list[Request] = []

    def handle(self, incoming: Incoming, exchange: Exchange) -> None:
        place = place_of(incoming.target, incoming.header(b"host") or "")
        self.seen.append(incoming.request_to(place.host, place.target))
        exchange.answer(Response(200, (("X-Vendor", "yes"),), "你好".encode()))


def through(far: Far, folder: Path, act: Callable[[ForwardProxy, Path], Awaitable[None]]) -> ForwardProxy:
    """Run *act* beside a proxy to *far*, and return that proxy."""

    async def run() -> ForwardProxy:
        authority = Authority([HOST])
        proxy = ForwardProxy([HOST], far.handle, authority)
        await proxy.start()
        try:
            await act(proxy, authority.write_trust(folder).pem)
        finally:
            await proxy.stop()
        return proxy

    return asyncio.run(run())


def client(proxy: ForwardProxy, pem: Path) -> httpx.AsyncClient:
    address = f"http://127.0.0.1:{proxy.proxy_port}"
    return httpx.AsyncClient(proxy=address, verify=ssl.create_default_context(cafile=str(pem)), trust_env=False)


def test_a_client_with_a_proxy_reaches_the_simulated_host_over_tls(tmp_path: Path) -> None:
    far = Far()

    async def act(proxy: ForwardProxy, pem: Path) -> None:
        async with client(proxy, pem) as http:
            for number in range(3):
                answer = await http.post(f"https://{HOST}/send?n={number}", content=b"{}", headers={"authToken": "T"})
                assert (answer.status_code, answer.text, answer.headers["X-Vendor"]) == (200, "你好", "yes")

    proxy = through(far, tmp_path, act)
    assert [(one.method, one.host, one.path, one.query, one.body) for one in far.seen] == [
        ("POST", HOST, "/send", f"n={number}", b"{}") for number in range(3)
    ]
    assert far.seen[0].header("authToken") == "T"
    assert far.seen[0].header("user-agent") is None
    assert (proxy.requests, list(proxy.refused)) == (3, [])


def test_a_plain_address_goes_through_the_proxy_too(tmp_path: Path) -> None:
    far = Far()

    async def act(proxy: ForwardProxy, pem: Path) -> None:
        async with client(proxy, pem) as http:
            assert (await http.get(f"http://{HOST}/report?a=1")).status_code == 200

    through(far, tmp_path, act)
    assert [(one.path, one.query) for one in far.seen] == [("/report", "a=1")]


def test_a_tunnel_to_port_80_carries_plain_http(tmp_path: Path) -> None:
    far = Far()

    async def act(proxy: ForwardProxy, _: Path) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy.proxy_port)
        writer.write(f"CONNECT {HOST}:80 HTTP/1.1\r\nHost: {HOST}:80\r\n\r\n".encode())
        assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
        writer.write(
            f"POST /send HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}".encode()
        )
        assert (await reader.read()).startswith(b"HTTP/1.1 200")
        writer.close()

    proxy = through(far, tmp_path, act)
    assert [(one.path, one.body) for one in far.seen] == [("/send", b"{}")]
    assert (proxy.requests, proxy.broken) == (1, {})


def test_any_other_host_is_refused_and_noted(tmp_path: Path) -> None:
    far = Far()

    async def act(proxy: ForwardProxy, pem: Path) -> None:
        async with client(proxy, pem) as http:
            with pytest.raises(httpx.ProxyError, match="403"):
                await http.get("https://real.vendor.example/")
            answer = await http.get("http://other.example/")
            assert answer.status_code == 403
            assert "No real host is ever asked instead" in answer.text

    proxy = through(far, tmp_path, act)
    assert list(proxy.refused) == ["real.vendor.example", "other.example"]
    assert far.seen == []


def test_a_client_that_heeds_no_proxy_says_by_its_handshake_whom_it_means(tmp_path: Path) -> None:
    far = Far()

    async def act(proxy: ForwardProxy, pem: Path) -> None:
        context = ssl.create_default_context(cafile=str(pem))
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy.https_port, ssl=context, server_hostname=HOST)
        writer.write(b"GET /x HTTP/1.1\r\nHost: %b:443\r\nConnection: close\r\n\r\n" % HOST.encode())
        assert (await reader.read()).startswith(b"HTTP/1.1 200")
        writer.close()
        with pytest.raises((ssl.SSLError, ConnectionError)):
            await asyncio.open_connection(
                "127.0.0.1", proxy.https_port, ssl=context, server_hostname="real.vendor.example"
            )

    proxy = through(far, tmp_path, act)
    assert [one.path for one in far.seen] == ["/x"]
    assert (list(proxy.refused), proxy.broken) == (["real.vendor.example"], {})


def test_a_client_that_does_not_trust_the_authority_is_noted(tmp_path: Path) -> None:
    far = Far()

    async def act(proxy: ForwardProxy, pem: Path) -> None:
        address = f"http://127.0.0.1:{proxy.proxy_port}"
        async with httpx.AsyncClient(proxy=address, trust_env=False) as http:
            with pytest.raises(httpx.ConnectError):
                await http.get(f"https://{HOST}/")

    proxy = through(far, tmp_path, act)
    assert list(proxy.broken) == [HOST]
    assert proxy.broken[HOST]
    assert far.seen == []


async def knock(port: int, context: ssl.SSLContext, data: bytes = b"", name: str = HOST) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname=name)
    writer.write(data)
    answer = await reader.read() if data else b""
    writer.close()
    return answer


def test_name_with_the_dot_of_a_complete_name_is_the_same_host(tmp_path: Path) -> None:
    far = Far()

    async def act(proxy: ForwardProxy, _: Path) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy.proxy_port)
        writer.write(f"CONNECT {HOST.upper()}.:80 HTTP/1.1\r\n\r\n".encode())
        assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
        writer.write(f"GET /x HTTP/1.1\r\nHost: {HOST}.\r\nConnection: close\r\n\r\n".encode())
        assert (await reader.read()).startswith(b"HTTP/1.1 200")
        writer.close()

    proxy = through(far, tmp_path, act)
    assert ([one.host for one in far.seen], list(proxy.refused)) == ([HOST], [])


def test_distrust_at_the_second_door_is_noted_with_the_host_of_the_handshake(tmp_path: Path) -> None:
    async def act(proxy: ForwardProxy, _: Path) -> None:
        with pytest.raises(ssl.SSLCertVerificationError):
            await knock(proxy.https_port, ssl.create_default_context())

    [(host, why)] = through(Far(), tmp_path, act).broken.items()
    assert host == HOST
    assert why.startswith(DISTRUST)


def test_client_of_http_2_alone_is_noted(tmp_path: Path) -> None:
    async def act(proxy: ForwardProxy, pem: Path) -> None:
        context = ssl.create_default_context(cafile=str(pem))
        context.set_alpn_protocols(["h2"])
        assert b"it is HTTP/2" in await knock(proxy.https_port, context, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")

    proxy = through(Far(), tmp_path, act)
    assert "it is HTTP/2" in proxy.broken[HOST]
    assert proxy.requests == 0


def test_client_of_an_older_tls_is_noted_as_one(tmp_path: Path) -> None:
    async def act(proxy: ForwardProxy, pem: Path) -> None:
        context = ssl.create_default_context(cafile=str(pem))
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # ours is the client that nobody should be
            context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        with pytest.raises((ssl.SSLError, ConnectionError)):
            await knock(proxy.https_port, context)

    assert through(Far(), tmp_path, act).broken == {
        "": "the sender does not speak TLS 1.2 or newer (UNSUPPORTED_PROTOCOL)"
    }


def test_client_that_only_shakes_hands_is_noted_unless_it_asks_later(tmp_path: Path) -> None:
    async def silent(proxy: ForwardProxy, pem: Path) -> None:
        await knock(proxy.https_port, ssl.create_default_context(cafile=str(pem)))

    async def asking(proxy: ForwardProxy, pem: Path) -> None:
        await silent(proxy, pem)
        context = ssl.create_default_context(cafile=str(pem))
        await knock(proxy.https_port, context, f"GET / HTTP/1.0\r\nHost: {HOST}\r\n\r\n".encode())

    assert list(through(Far(), tmp_path, silent).broken) == [HOST]
    (tmp_path / "again").mkdir()
    assert through(Far(), tmp_path / "again", asking).broken == {}


def test_handshake_that_is_cut_off_is_noted_unless_its_host_is_asked_as_well(tmp_path: Path) -> None:
    async def cut(proxy: ForwardProxy, pem: Path) -> None:
        del pem
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy.proxy_port)
        writer.write(f"CONNECT {HOST}:443 HTTP/1.1\r\n\r\n".encode())
        assert b"200" in await reader.readline()
        writer.close()
        await writer.wait_closed()

    async def asking(proxy: ForwardProxy, pem: Path) -> None:
        await cut(proxy, pem)
        async with client(proxy, pem) as http:
            assert (await http.get(f"https://{HOST}/")).status_code == 200

    assert through(Far(), tmp_path, cut).broken == {HOST: f"{DISTRUST} (it broke the handshake off)"}
    again = tmp_path / "again"
    again.mkdir()
    assert through(Far(), again, asking).broken == {}


async def raw(port: int, data: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    answer = await reader.read()
    writer.close()
    return answer


def test_what_is_no_http_is_told_so_and_the_doors_stay_open(tmp_path: Path) -> None:
    far = Far()

    async def act(proxy: ForwardProxy, pem: Path) -> None:
        head = b"POST / HTTP/1.1\r\nHost: %b\r\n" % HOST.encode()
        assert (await raw(proxy.http_port, b"\x16\x03\x01 no http\r\n\r\n")).startswith(b"HTTP/1.1 400")
        assert (await raw(proxy.http_port, head + b"X: " + b"x" * Limits().head_bytes_max * 2)).startswith(
            b"HTTP/1.1 431"
        )
        too_long = (
            head + b"Content-Length: %d\r\n\r\n" % (Limits().body_bytes_max + 1) + b"x" * (Limits().body_bytes_max + 1)
        )
        assert (await raw(proxy.http_port, too_long)).startswith(b"HTTP/1.1 413")
        chunked = head + b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n"
        assert (await raw(proxy.http_port, chunked)).startswith(b"HTTP/1.1 400")
        with socket.create_connection(("127.0.0.1", proxy.proxy_port)):
            pass  # comes and goes without a word
        assert (await raw(proxy.http_port, head + b"Connection: close\r\n\r\n")).startswith(b"HTTP/1.1 200")

    through(far, tmp_path, act)
    assert len(far.seen) == 1


_GREETING = b"\x05\x01\x00"
_NAME_80 = b"\x05\x01\x00\x03" + bytes([len(HOST)]) + HOST.encode() + b"\x00\x50"
_IPV4_443 = b"\x05\x01\x00\x01" + bytes([198, 18, 0, 1]) + b"\x01\xbb"


async def socks(proxy: ForwardProxy, request: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter, int]:
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.socks_port)
    writer.write(_GREETING)
    assert await reader.readexactly(2) == b"\x05\x00"
    for byte in request:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0)
    reply = await reader.readexactly(10)
    return reader, writer, reply[1]


def test_client_of_socks_is_led_by_port_and_says_later_whom_it_means(tmp_path: Path) -> None:
    far = Far()

    async def act(proxy: ForwardProxy, pem: Path) -> None:
        reader, writer, reply = await socks(proxy, _NAME_80)
        writer.write(f"GET /plain HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
        assert (reply, (await reader.read())[:12]) == (0, b"HTTP/1.1 200")
        writer.close()
        reader, writer, reply = await socks(proxy, _IPV4_443)
        await writer.start_tls(ssl.create_default_context(cafile=str(pem)), server_hostname=HOST)
        writer.write(f"GET /secure HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
        assert (reply, (await reader.read())[:12]) == (0, b"HTTP/1.1 200")
        writer.close()

    assert through(far, tmp_path, act).requests == 2
    assert [one.path for one in far.seen] == ["/plain", "/secure"]


@pytest.mark.parametrize(
    ("request_", "reply", "refused"),
    [
        (b"\x05\x01\x00\x01" + bytes([10, 0, 0, 9]) + b"\x15\x38", 2, ["10.0.0.9:5432"]),
        (b"\x05\x01\x00\x04" + bytes(15) + b"\x09\x15\x38", 2, ["::9:5432"]),
        (b"\x05\x02" + _IPV4_443[2:], 7, []),
    ],
    ids=["another port", "IPv6", "another command"],
)
def test_client_of_socks_is_refused_anything_else(
    request_: bytes, reply: int, refused: list[str], tmp_path: Path
) -> None:
    async def act(proxy: ForwardProxy, _: Path) -> None:
        reader, writer, code = await socks(proxy, request_)
        assert (code, await reader.read()) == (reply, b"")
        writer.close()

    assert list(through(Far(), tmp_path, act).refused) == refused


def test_what_is_no_socks_5_is_hung_up_on(tmp_path: Path) -> None:
    async def act(proxy: ForwardProxy, _: Path) -> None:
        assert await raw(proxy.socks_port, b"\x04\x01\x01\xbb") == b""

    assert through(Far(), tmp_path, act).requests == 0
