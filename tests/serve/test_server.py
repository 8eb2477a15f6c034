"""The server on a real socket: what HTTP asks of it, and what it refuses."""

import json
import socket
from collections.abc import Iterator

import httpx
import pytest

from simulator.runner.suite import vocabulary
from simulator.serve.http_server import Patience
from simulator.serve.in_thread import ServerInThread
from simulator.serve.routing import MAIN
from simulator.serve.server import machine_ms
from simulator.serve.worlds import Worlds
from tests.serve.serving import VIVO

IMPATIENT = Patience(request_s=0.2, idle_s=0.4, connections_max=20)


@pytest.fixture(scope="module")
def served() -> Iterator[ServerInThread]:
    worlds = Worlds(vocabulary(), machine_ms)
    worlds.create(MAIN, VIVO, 1)
    with ServerInThread(worlds, patience=IMPATIENT) as server:
        yield server


def raw(served: ServerInThread, *parts: bytes) -> bytes:
    """Send *parts* and return all that comes until the server closes."""
    with socket.create_connection(("127.0.0.1", served.server.port), timeout=10) as connection:
        for part in parts:
            connection.sendall(part)
        got = b""
        while data := connection.recv(65_536):
            got += data
        return got


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_step_waits_in_real_time_and_others_are_served_meanwhile(served: ServerInThread):
    with httpx.Client(base_url=served.url, trust_env=False) as client:
        assert client.post("/_sim/steps", json=[{"kill_app": "bob_phone"}]).status_code == 200
        sent = client.post("/_sim/steps", json=[{"send_message": {"from": "alice", "to": "bob", "text": "lunch?"}}])
        assert sent.status_code == 200
        arrived = client.post("/_sim/steps", json=[{"must_arrive": {"phone": "bob_phone", "body": "lunch?"}}])
        assert arrived.status_code == 200
        assert [one["body"] for one in client.get("/_sim/phones/bob_phone").json()["shade"]] == ["lunch?"]


def test_connection_stays_for_many_requests_and_several_at_once(served: ServerInThread):
    one = b"GET /_sim/clock HTTP/1.1\r\nHost: localhost\r\n\r\n"
    last = b"GET /_sim/clock HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    answers = raw(served, one + one + last)
    assert answers.count(b"HTTP/1.1 200 OK") == 3
    assert answers.count(b"connection: close") == 1


def test_answers_keep_the_order_of_their_requests_where_the_first_has_to_wait(served: ServerInThread):
    body = json.dumps([{"wait": "50ms"}]).encode()
    slow = b"POST /_sim/steps HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    fast = b"GET /_sim/nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    answers = raw(served, slow + fast)
    assert answers.index(b"200 OK") < answers.index(b"404 Not Found")


def test_client_that_sends_far_ahead_waits_for_the_answers(served: ServerInThread):
    body = json.dumps([{"wait": "20ms"}]).encode()
    slow = b"POST /_sim/steps HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    fast = b"GET /_sim/clock HTTP/1.1\r\nHost: localhost\r\n\r\n"
    last = b"GET /_sim/nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    answers = raw(served, slow + fast * 50, slow + fast * 50, slow + last)
    assert answers.count(b"HTTP/1.1 200 OK") == 103
    assert status_of(answers[answers.rindex(b"HTTP/1.1") :]) == 404


def test_body_in_chunks_and_a_client_that_asks_first(served: ServerInThread):
    head = b"POST /message/auth HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    chunked = raw(served, head + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")
    with socket.create_connection(("127.0.0.1", served.server.port), timeout=10) as connection:
        connection.sendall(head + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"{}")
        asking = connection.recv(10_000)
    plain = raw(served, head + b"Content-Length: 2\r\n\r\n{}")
    assert chunked == plain
    assert asking == plain


def test_offer_of_another_protocol_is_not_taken(served: ServerInThread):
    # As Java's own client makes it with each first request over plain HTTP.
    head = b"POST /message/auth HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
    more = b"GET /_sim/clock HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    answers = raw(served, head + b"HTTP2-Settings: AAMA\r\nContent-Length: 2\r\n\r\n{}" + more)
    assert answers.count(b"HTTP/1.1 200 OK") == 2


def test_connection_of_http_1_0_is_closed_also_where_its_client_would_keep_it(served: ServerInThread):
    answer = raw(served, b"GET /_sim/clock HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n")
    assert status_of(answer) == 200
    assert b"connection: close\r\n" in answer


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0", b"it is HTTP/2"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"it is a TLS handshake"),
    ],
)
def test_client_of_another_protocol_is_told_which_it_speaks(served: ServerInThread, first: bytes, told: bytes):
    answer = raw(served, first)
    assert status_of(answer) == 400
    assert told in answer


def test_head_is_answered_without_a_body(served: ServerInThread):
    answer = raw(served, b"HEAD /_sim/clock HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert status_of(answer) == 405
    assert answer.endswith(b"\r\n\r\n")


REFUSED = {
    "two hosts": (b"GET /_sim/clock HTTP/1.1\r\nHost: localhost\r\nHost: rebound.example.com\r\n\r\n", 400),
    "chunks without an end": (
        b"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}XX0\r\n\r\n",
        400,
    ),
    "no HTTP": (b"hello\r\n\r\n", 400),
    "two lengths": (b"POST / HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400),
    "length and chunks": (b"POST / HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}", 400),
    "bad chunk": (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
    "a header without a name": (b"GET / HTTP/1.1\r\n: a\r\n\r\n", 400),
    "a null byte": (b"GET / HTTP/1.1\r\nHost: a\x00b\r\n\r\n", 400),
    "too many headers": (b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(101)) + b"\r\n", 431),
    "a header too long": (b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", 431),
    "a line too long": (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", 431),
    "an announced body too large": (b"POST / HTTP/1.1\r\nContent-Length: 8388609\r\n\r\n", 413),
    "a length beyond all numbers": (b"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", 400),
}


@pytest.mark.parametrize(("request_bytes", "status"), REFUSED.values(), ids=REFUSED)
def test_malformed_or_oversized_request_is_refused_and_the_server_goes_on(
    served: ServerInThread, request_bytes: bytes, status: int
):
    assert status_of(raw(served, request_bytes)) == status
    assert httpx.get(f"{served.url}/_sim/clock", trust_env=False).status_code == 200


def test_body_that_grows_too_large_chunk_by_chunk_is_refused(served: ServerInThread):
    chunk = b"100000\r\n" + b"a" * 0x100000 + b"\r\n"
    with socket.create_connection(("127.0.0.1", served.server.port), timeout=10) as connection:
        connection.sendall(b"POST /message/send HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
        connection.sendall(chunk * 12)
        assert status_of(connection.recv(1000)) == 413


def test_request_that_does_not_end_is_given_up(served: ServerInThread):
    assert status_of(raw(served, b"POST /message/send HTTP/1.1\r\nContent-Length: 30\r\n\r\n{")) == 408
    assert status_of(raw(served, b"GET /_sim/clock HTTP/1.1\r\nHos")) == 408


def test_silent_connection_is_closed_without_a_word(served: ServerInThread):
    assert raw(served, b"") == b""
    assert raw(served, b"GET /_sim/clock HTTP/1.1\r\nHost: localhost\r\n\r\n").startswith(b"HTTP/1.1 200 OK")


def test_more_connections_than_allowed_are_told_so_and_room_comes_back(served: ServerInThread):
    held = [socket.create_connection(("127.0.0.1", served.server.port), timeout=10) for _ in range(20)]
    assert status_of(raw(served, b"")) == 503
    for connection in held:
        assert connection.recv(1) == b""  # given up for its silence
        connection.close()
    assert httpx.get(f"{served.url}/_sim/clock", trust_env=False).status_code == 200


def lines_of(stream: httpx.Response, count: int) -> list[str]:
    """Return the next *count* lines of *stream* that say something."""
    found = []
    for line in stream.iter_lines():
        if line:
            found.append(line)
        if len(found) == count:
            break
    return found


def test_events_tell_the_trace_as_it_grows_and_go_on_behind_the_last_one(served: ServerInThread):
    with httpx.Client(base_url=served.url, trust_env=False) as client:
        last = client.get("/_sim/trace?limit=1").json()["last"]
        with client.stream("GET", f"/_sim/events?after={last}") as stream:
            assert stream.headers["content-type"] == "text/event-stream"
            client.post("/_sim/steps", json=[{"set_network": {"phone": "bob_phone", "to": "mobile"}}])
            first, event, data = lines_of(stream, 3)
        assert (first, event) == (f"id: {last + 1}", "event: record")
        assert json.loads(data.removeprefix("data: "))["name"] == "set_network"
        with client.stream("GET", "/_sim/events", headers={"Last-Event-ID": str(last)}) as stream:
            assert lines_of(stream, 1) == [first]


def test_events_of_a_world_end_with_it(served: ServerInThread):
    with httpx.Client(base_url=served.url, trust_env=False) as client:
        client.post("/_sim/worlds", json={"name": "short"})
        with client.stream("GET", "/w/short/_sim/events?after=0") as stream:
            client.delete("/_sim/worlds/short")
            # It comes to its end, with or without what was there already.
            assert all(line.startswith(("id:", "event:", "data:", "")) for line in stream.iter_lines())
