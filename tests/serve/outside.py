"""Senders that live outside a served world: they make each vendor's true requests, and somebody carries these over."""

import http.client
from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import urlsplit

from simulator.im.sender import OutgoingPush, SenderKit, SendResult, VendorSender
from simulator.kernel.randomness import Stream
from simulator.kernel.scheduler import Scheduler
from simulator.network.faults import Broken
from simulator.network.http import Request, Response
from simulator.push.certificate import Certificate
from simulator.serve.server import machine_ms
from simulator.vendors import VENDORS
from tests.serve.serving import Desk

MachineClock = Callable[[], int]


class Wire(Protocol):
    """Leads to a served world."""

    def exchange(self, request: Request) -> Response:
        """Return the answer to *request*."""


class SocketWire:
    """Leads there over one connection that stays."""

    def __init__(self, url: str) -> None:
        """Lead to the server at *url*."""
        place = urlsplit(url)
        assert place.hostname is not None, url
        self._connection = http.client.HTTPConnection(place.hostname, place.port)

    def exchange(self, request: Request) -> Response:
        """Return the answer to *request*."""
        target = f"{request.path}?{request.query}" if request.query else request.path
        self._connection.request(request.method, target, request.body, {**dict(request.headers), "Host": request.host})
        answer = self._connection.getresponse()
        return Response(answer.status, tuple(answer.getheaders()), answer.read())

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


class DeskWire:
    """Leads there without a socket."""

    def __init__(self, desk: Desk) -> None:
        """Lead to the world of *desk*."""
        self._desk = desk

    def exchange(self, request: Request) -> Response:
        """Return the answer to *request*."""
        target = f"{request.path}?{request.query}" if request.query else request.path
        headers = {name.replace("-", "_"): value for name, value in request.headers}
        answer = self._desk.ask(request.method, target, request.body, request.host, **headers).response
        assert answer is not None, "a server answers at once"
        return answer


class _Link:
    """What a sender sends over: a wire, in the place of a link of the world."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def call(self, request: Request, answered: Callable[[Response | Broken], None], _: object) -> None:
        answered(self._wire.exchange(request))


class _Clock:
    """What a sender stamps its requests with."""

    def __init__(self, machine_clock: MachineClock) -> None:
        self._machine_clock = machine_clock

    @property
    def epoch_ms(self) -> int:
        return self._machine_clock()


class OutsideSender:
    """Somebody's own server that pushes to one vendor."""

    def __init__(
        self,
        vendor: str,
        credentials: Mapping[str, str],
        wire: Wire,
        *,
        clock: MachineClock = machine_ms,
        seed: int = 1,
    ) -> None:
        """Push to *vendor* over *wire*; numbers of requests are drawn with *seed*."""
        self._certificate = Certificate(0, vendor, dict(credentials))
        # A sender stands on a link and a clock of a world; these two do for it what those would.
        self._kit = SenderKit(_Link(wire), Scheduler(), _Clock(clock), Stream(seed, vendor))
        self._vendor = vendor
        self.forget_token()

    def forget_token(self) -> None:
        """Begin anew, without an access token."""
        self._sender: VendorSender = VENDORS[self._vendor].make_sender(self._kit)

    def push(self, reg_id: str) -> SendResult:
        """Push to *reg_id*; return how it went."""
        results: list[SendResult] = []
        push = OutgoingPush(None, reg_id, self._certificate, "a title", "a text to read", None)
        self._sender.send(push, results.append)
        [result] = results
        return result
