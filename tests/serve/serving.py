"""Served worlds without sockets: requests go to what stands behind the port, and the machine's clock is ours."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from simulator.network.http import Response, raw_headers
from simulator.network.http1 import Incoming
from simulator.runner.suite import vocabulary
from simulator.serve.front import Front
from simulator.serve.guard import Guard
from simulator.serve.journal import Journal
from simulator.serve.live_world import LiveWorld
from simulator.serve.routing import MAIN, Directory
from simulator.serve.worlds import Worlds

NOON = "2026-11-22T12:00:00.250+08:00"
VIVO = "phones: {bob_phone: {model: vivo X60, user: bob}}"


class Kept:
    """An exchange that keeps its answer."""

    def __init__(self) -> None:
        self.is_open = True
        self.response: Response | None = None
        self.has_hung_up = False
        self.closed: Callable[[], None] | None = None

    def answer(self, response: Response) -> None:
        if self.is_open:
            self.is_open = False
            self.response = response

    def hang_up(self) -> None:
        self.is_open = False
        self.has_hung_up = True

    @property
    def json(self) -> Any:
        assert self.response is not None, "not answered yet"
        return json.loads(self.response.body)

    @property
    def status(self) -> int:
        assert self.response is not None, "not answered yet"
        return self.response.status


class Desk:
    """A served world, and the machine whose clock it goes by."""

    def __init__(
        self, text: str = VIVO, *, at: str = NOON, seed: int = 1, journal: Journal | None = None, token: str = ""
    ) -> None:
        self.machine_ms = int(datetime.fromisoformat(at).timestamp() * 1_000)
        self.journal = journal
        self.worlds = Worlds(vocabulary(), lambda: self.machine_ms, journal)
        self.live: LiveWorld = (
            self.worlds.present(MAIN) if MAIN in self.worlds else self.worlds.create(MAIN, text, seed)
        )
        self.last = Kept()
        self.later: list[tuple[int, Callable[[], None]]] = []
        directory = Directory(self.live.world)
        guard = Guard(token=token)
        self.front = Front(
            self.worlds, directory, lambda after_ms, action: self.later.append((after_ms, action)), guard
        )

    @property
    def at(self) -> str:
        """What the machine's clock shows."""
        return datetime.fromtimestamp(self.machine_ms / 1_000, UTC).isoformat()

    def pass_ms(self, span_ms: int) -> None:
        """Let real time pass, in which nobody asks for anything."""
        self.machine_ms += span_ms
        self.worlds.run_all()

    def ask(self, method: str, target: str, body: bytes = b"", host: str = "127.0.0.1:8600", **headers: str) -> Kept:
        pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        exchange = self.last = Kept()
        incoming = Incoming(method, target, [(b"Host", host.encode()), *raw_headers(pairs)], body, keeps_alive=True)
        self.front.handle(incoming, exchange)
        return exchange

    def get(self, path: str) -> Any:
        exchange = self.ask("GET", path)
        assert exchange.status == 200, exchange.json
        return exchange.json

    def post(self, path: str, value: Any) -> Kept:
        return self.ask("POST", path, json.dumps(value).encode())

    def steps(self, *steps: Any) -> Kept:
        return self.post("/_sim/steps", list(steps))

    def phone(self, name: str = "bob_phone") -> Any:
        return self.get(f"/_sim/phones/{name}")
