"""What is sent is what arrives, over every way into a world."""

import socket

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.network.http import Hosts, HostUnknown, Request, Response
from simulator.network.httpx_adapter import HttpxAdapter
from tests.kernel.properties import repeatable
from tests.network.doors import ADAPTERS, ADDED_BY_CLIENTS, CLIENTS, DOORS, Door, direct, httpx_adapter

HOST = "api-push.vivo.com.cn"
PLAIN = Request("POST", HOST, "/message/send", headers=(("Content-Type", "application/json"),), body=b'{"a":1}')

ACCEPTED = Response(200)


class Echo:
    """A host that keeps what arrives and answers what it was told."""

    def __init__(self, answer: Response = ACCEPTED) -> None:
        self.seen: list[Request] = []
        self._answer = answer
        self.hosts = Hosts()
        self.hosts.add(HOST, self.handle)

    def handle(self, request: Request) -> Response:
        self.seen.append(request)
        return self._answer

    @property
    def arrived(self) -> Request:
        (request,) = self.seen
        own = tuple((name, value) for name, value in request.headers if name.lower() not in ADDED_BY_CLIENTS)
        return request._replace(headers=own)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch):
    def refuse(*arguments: object) -> None:
        raise AssertionError(f"a real network was asked: {arguments}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(params=DOORS.values(), ids=DOORS)
def door(request: pytest.FixtureRequest) -> Door:
    found: Door = request.param
    return found


REQUESTS = {
    "plain": PLAIN,
    "no body": PLAIN._replace(body=b""),
    "GET": PLAIN._replace(method="GET", body=b""),
    "binary body": PLAIN._replace(body=bytes(range(256))),
    "UTF-8 body": PLAIN._replace(body="午饭？".encode()),
    "form": PLAIN._replace(body=b"title=a+b&content=%2A%E4%BD%A0&x=%20"),
    "signature in the query": PLAIN._replace(query="usersig=eJw%2A-a_b&random=1&contenttype=json"),
    "plus and star in the query": PLAIN._replace(query="a=b+c&star=*&tilde=~&empty=&flag"),
    "UTF-8 in the query": PLAIN._replace(query="title=%E4%BD%A0%20%2B"),
    "query twice": PLAIN._replace(query="to=a&to=b&to=a"),
    "slash in a path's part": PLAIN._replace(path="/v3/%2Fa%20b/%E4%BD%A0"),
    "letter case of headers": PLAIN._replace(headers=(("authToken", "AbC"), ("X-PUSH-Key", "k"))),
    "repeated headers": PLAIN._replace(headers=(("X-Tag", "one"), ("x-tag", "two"), ("X-Tag", "one"))),
    "UTF-8 in a header": PLAIN._replace(headers=(("X-Name", "小明"),)),
    "empty header": PLAIN._replace(headers=(("X-Empty", ""),)),
    "credentials": PLAIN._replace(headers=(("Authorization", "key=abc=="), ("Cookie", "a=b"))),
}


@pytest.mark.parametrize("request_sent", REQUESTS.values(), ids=REQUESTS)
def test_request_arrives_as_it_was_sent(door: Door, request_sent: Request):
    echo = Echo()
    door(echo.hosts, request_sent)
    assert echo.arrived == request_sent


ANSWERS = {
    "plain": Response(200, (("Content-Type", "application/json"),), b'{"result":0}'),
    "empty": Response(204),
    "HTTP error": Response(500, (("Content-Type", "text/html"),), b"<h1>oops</h1>"),
    "binary": Response(200, body=bytes(range(256))),
    "UTF-8": Response(200, (("Content-Type", "application/json;charset=UTF-8"),), "成功".encode()),
    "redirect": Response(302, (("Location", "https://api.example.org/"),)),
    "repeated headers": Response(200, (("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("set-cookie", "c=3"))),
    "letter case of headers": Response(200, (("ETag", "x"), ("X-Request-ID", "Y"))),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_answer_arrives_as_it_was_given(door: Door, answer: Response):
    assert door(Echo(answer).hosts, PLAIN) == answer


UNRESERVED = "abcXYZ019-._~"
ENCODED = st.sampled_from(["%2A", "%2B", "%20", "%2F", "%E4%BD%A0", "+", *UNRESERVED])
TOKEN = st.text("abcXYZ09-", min_size=1, max_size=8).map(lambda text: f"X-{text}")
VALUE = st.text(st.characters(min_codepoint=33, max_codepoint=0x9FFF, exclude_characters="\x7f"), max_size=10)


@repeatable
@given(
    st.lists(st.tuples(ENCODED, ENCODED).map("=".join), max_size=4).map("&".join),
    st.lists(st.tuples(TOKEN, VALUE), max_size=4).map(tuple),
    st.binary(max_size=40),
    st.integers(200, 599).filter(lambda status: status not in {204, 304}),
)
def test_both_adapters_carry_alike(query: str, headers: tuple[tuple[str, str], ...], body: bytes, status: int):
    request = PLAIN._replace(query=query, headers=headers, body=body)
    answer = Response(status, headers, body)
    for adapter in (direct, httpx_adapter):
        echo = Echo(answer)
        assert adapter(echo.hosts, request) == answer
        assert echo.seen == [request]


def test_carrying_adds_nothing_of_its_own_over_an_adapter():
    for adapter in ADAPTERS.values():
        echo = Echo()
        adapter(echo.hosts, PLAIN._replace(headers=(("Accept", "text/json"), ("Accept-Encoding", "br"))))
        assert echo.seen[0].headers == (("Accept", "text/json"), ("Accept-Encoding", "br"))


def test_cookies_of_one_answer_do_not_travel_with_the_next_request():
    echo = Echo(Response(200, (("Set-Cookie", "session=1"),)))
    adapter = HttpxAdapter(echo.hosts)
    adapter.exchange(PLAIN)
    adapter.exchange(PLAIN)
    assert echo.seen == [PLAIN, PLAIN]


@pytest.mark.parametrize("adapter", ADAPTERS.values(), ids=ADAPTERS)
def test_unknown_host_is_the_same_clear_error_over_each_adapter(adapter: Door):
    with pytest.raises(HostUnknown, match=f'nobody in this world answers for "api.example.org"; hosts here: {HOST}'):
        adapter(Echo().hosts, PLAIN._replace(host="api.example.org"))


@pytest.mark.parametrize("name", ["sync client", "async client"])
def test_unknown_host_refuses_the_connection_of_a_foreign_client(name: str):
    with pytest.raises(httpx.ConnectError, match=f'"api.example.org"; hosts here: {HOST}'):
        CLIENTS[name](Echo().hosts, PLAIN._replace(host="api.example.org"))


@pytest.mark.parametrize("name", ["mounted, sync", "mounted, async"])
def test_unknown_host_is_refused_by_the_router_a_world_is_mounted_on(name: str):
    with pytest.raises(AssertionError, match="not mocked"):
        CLIENTS[name](Echo().hosts, PLAIN._replace(host="api.example.org"))


def test_what_the_far_end_raises_is_not_taken_for_a_refused_connection(door: Door):
    hosts = Hosts()

    def fail(_: Request) -> Response:
        raise LookupError("broken actor")

    hosts.add(HOST, fail)
    with pytest.raises(LookupError, match="broken actor"):
        door(hosts, PLAIN)
