"""The adapter over real sockets carries as the others do, and leaves nothing behind."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.network.http import Hosts, HostUnknown, Request, Response
from simulator.network.sockets import SocketsAdapter
from tests.kernel.properties import repeatable
from tests.network.test_doors import ANSWERS, ENCODED, HOST, PLAIN, REQUESTS, TOKEN, VALUE, Echo


def exchange(echo: Echo, request: Request) -> Response:
    adapter = SocketsAdapter(echo.hosts)
    answer = adapter.exchange(request)
    adapter.close()
    return answer


@pytest.mark.parametrize("request_sent", REQUESTS.values(), ids=REQUESTS)
def test_request_arrives_as_it_was_sent(request_sent: Request):
    echo = Echo()
    exchange(echo, request_sent)
    assert echo.seen == [request_sent]


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_answer_arrives_as_it_was_given(answer: Response):
    assert exchange(Echo(answer), PLAIN) == answer


@repeatable
@given(
    st.lists(st.tuples(ENCODED, ENCODED).map("=".join), max_size=4).map("&".join),
    st.lists(st.tuples(TOKEN, VALUE), max_size=4).map(tuple),
    st.binary(max_size=40),
    st.integers(200, 599).filter(lambda status: status not in {204, 304}),
)
def test_it_carries_like_the_others(query: str, headers: tuple[tuple[str, str], ...], body: bytes, status: int):
    request = PLAIN._replace(query=query, headers=headers, body=body)
    echo = Echo(Response(status, headers, body))
    assert exchange(echo, request) == Response(status, headers, body)
    assert echo.seen == [request]


def test_megabytes_pass_both_ways():
    large = bytes(range(256)) * 16_384
    echo = Echo(Response(200, body=large[::-1]))
    assert exchange(echo, PLAIN._replace(body=large)).body == large[::-1]
    assert echo.seen[0].body == large


def test_one_connection_carries_many_requests():
    echo = Echo()
    adapter = SocketsAdapter(echo.hosts)
    before = set(threading.enumerate())
    for _ in range(5):
        adapter.exchange(PLAIN)
    # One of its own; others of those before may have ended by now.
    assert len(set(threading.enumerate()) - before) == 1
    adapter.close()
    assert len(echo.seen) == 5


def test_adapter_carries_again_after_it_was_closed():
    echo = Echo()
    adapter = SocketsAdapter(echo.hosts)
    adapter.exchange(PLAIN)
    adapter.close()
    adapter.exchange(PLAIN)
    adapter.close()
    assert echo.seen == [PLAIN, PLAIN]


def test_whoever_answers_may_ask_somebody_else_first():
    hosts = Hosts()
    adapter = SocketsAdapter(hosts)
    hosts.add("inner.example.com", lambda _: Response(200, body=b"inner"))
    hosts.add(HOST, lambda _: adapter.exchange(PLAIN._replace(host="inner.example.com")))
    assert adapter.exchange(PLAIN).body == b"inner"
    assert adapter.exchange(PLAIN).body == b"inner"
    adapter.close()


def test_unknown_host_is_the_same_error_as_over_the_others():
    adapter = SocketsAdapter(Echo().hosts)
    with pytest.raises(HostUnknown, match=f'nobody in this world answers for "api.example.org"; hosts here: {HOST}'):
        adapter.exchange(PLAIN._replace(host="api.example.org"))
    assert adapter.exchange(PLAIN) == Response(200)
    adapter.close()


def test_what_the_far_end_raises_comes_out_here():
    def fail(_: Request) -> Response:
        raise LookupError("broken actor")

    hosts = Hosts()
    hosts.add(HOST, fail)
    with pytest.raises(LookupError, match="broken actor"):
        SocketsAdapter(hosts).exchange(PLAIN)
