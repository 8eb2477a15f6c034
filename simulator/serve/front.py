"""What stands behind the port: takes each request to the server it is for, or to the control API."""

import sys
from http import HTTPStatus

import msgspec

from simulator.network.faults import Broken, FaultKind
from simulator.network.http import Response
from simulator.network.http1 import Incoming
from simulator.scenario.suggest import nearest
from simulator.serve.api import Failure, Problem
from simulator.serve.console import answer_page
from simulator.serve.control import Control
from simulator.serve.events import EventStreams, Later
from simulator.serve.guard import Guard
from simulator.serve.http_server import Exchange
from simulator.serve.journal import JournalUnusable
from simulator.serve.live_world import Answered
from simulator.serve.routing import CONTROL, Directory, Place, place_of
from simulator.serve.worlds import Worlds

_JSON = (("content-type", "application/json"),)


class Front:
    """Answers every request that comes to the port.

    Attributes:
        events: Tells those who read along what happens.
    """

    def __init__(self, worlds: Worlds, directory: Directory, later: Later, guard: Guard) -> None:
        """Serve *worlds*, whose servers *directory* knows; *later* gives the answers that a slow link delays.

        Whoever wants to control them has to pass *guard*.
        """
        self._worlds = worlds
        self._directory = directory
        self._later = later
        self.events = EventStreams(later)
        self._control = Control(worlds, self.events, guard)

    def handle(self, incoming: Incoming, exchange: Exchange) -> None:
        """Answer *incoming*."""
        place = place_of(incoming.target, incoming.header(b"host") or "")
        if place.world not in self._worlds:
            names = list(self._worlds)
            then = "POST it to /_sim/worlds first"
            self._refuse(exchange, f'no world is called "{place.world}"', then, nearest(place.world, names))
            return
        found = self._directory.find(place)
        if found is not None:
            self._ask(place, *found, incoming, exchange)
        elif place.path.startswith(f"{CONTROL}/"):
            path, _, query = place.target.removeprefix(CONTROL).partition("?")
            self._control.handle(place.world, path, query, incoming, exchange)
        elif incoming.method in {"GET", "HEAD"} and (page := answer_page(place.path)) is not None:
            self._control.hand_out(page, incoming, exchange)
        else:
            near = self._directory.nearest(place.path)
            then = "name the vendor's own host in Host, or ask a path of its API"
            self._refuse(exchange, f'nobody here answers "{place.path}"', then, near[0] if near else None)

    def _ask(self, place: Place, end: str, host: str, incoming: Incoming, exchange: Exchange) -> None:
        request = incoming.request_to(host, place.target)
        answered: Answered | None = None
        try:
            answered = self._worlds.answer(place.world, end, request)
        except JournalUnusable as full:
            print(f"not answered: {full}", file=sys.stderr)
            exchange.answer(self._worlds.server_error(place.world, request))
            return
        finally:
            if answered is None:
                # A fault of our own: the sender is told in the words of its vendor, and the log shows the traceback.
                exchange.answer(self._worlds.server_error(place.world, request))
        answer = answered.answer
        if isinstance(answer, Broken):
            self._break(answer.kind, answered.after_ms, exchange)
        elif answered.after_ms:
            self._later(answered.after_ms, lambda: exchange.answer(answer))
        else:
            exchange.answer(answer)

    def _break(self, kind: FaultKind, after_ms: int, exchange: Exchange) -> None:
        if kind is FaultKind.REFUSED:
            exchange.hang_up()
        else:
            self._later(after_ms, exchange.hang_up)

    def _refuse(self, exchange: Exchange, what: str, then: str, suggestion: str | None) -> None:
        failure = Failure(f"{what}; {then}", [Problem(what, suggestion=suggestion, next=then)])
        exchange.answer(Response(HTTPStatus.NOT_FOUND, _JSON, msgspec.json.encode(failure)))
