"""Fixtures for tests of code that pushes: a world under its httpx calls, a world on a port, and its time for all.

`mounted` puts a world on respx, for code that uses httpx. `served` puts one on a free port, for everything else. With
`frozen_clock` among a test's arguments, `datetime.now()` and `time.time()` show the time of its mounted world.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from time import time_ns
from typing import TYPE_CHECKING, Any, Protocol, Unpack

import pytest

from simulator.kernel.trace import Record
from simulator.network.faults import Broken, FaultKind
from simulator.runner.play import Play
from simulator.runner.verbs import Verbs
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.model import PlacedStep
from simulator.world.build import RunOptions

if TYPE_CHECKING:
    import httpx
    from freezegun.api import FrozenDateTimeFactory

    from simulator.runner.verbs import WorldFields
    from simulator.serve.in_thread import ServerInThread


_OWN_MACHINE = ("localhost", "127.0.0.1", "::1", "testserver")
"""Hosts that stay what they are: an app under test may well run there."""


class FrozenClock:
    """The clock of this process, as code under test reads it: that of one world, standing still between its steps."""

    def __init__(self) -> None:
        """Leave the clock as it is until there is a world to follow."""
        self._play: Play | None = None
        self._frozen: FrozenDateTimeFactory | None = None
        self._stack = ExitStack()

    def follow(self, play: Play) -> None:
        """Show the time of *play*'s world from now on; the machine's own time zone is UTC meanwhile."""
        from freezegun import freeze_time

        self.stop()
        self._play = play
        freezer: Any = freeze_time(play.world.clock.now, real_asyncio=True)
        self._frozen = self._stack.enter_context(freezer)

    def moved(self) -> None:
        """Learn that the world's time has moved."""
        if self._play is not None and self._frozen is not None:
            self._frozen.move_to(self._play.world.clock.now)

    def stop(self) -> None:
        """Give the machine its own clock back."""
        self._stack.close()


class MountedPlay(Play):
    """A world that httpx code of this process reaches under the vendors' true host names."""

    frozen_clock: FrozenClock | None = None

    def _play(self, placed: PlacedStep) -> None:
        try:
            super()._play(placed)
        finally:
            if self.frozen_clock is not None:
                self.frozen_clock.moved()

    def answer(self, request: "httpx.Request") -> "httpx.Response":
        """Answer *request* at the world's present instant; only the world's own steps move its time.

        What the code under test stamped with its own clock is held against that clock.

        Raises:
            ConnectError: Nobody answers for its host, or a fault of the world has closed the link.
            ReadTimeout: A fault of the world has swallowed the request, or its answer.
        """
        import httpx

        from simulator.network.httpx_adapter import request_from_httpx, response_to_httpx

        end = self.world.end_of(request.url.host)
        if end is None:
            raise httpx.ConnectError(f"nobody in this world answers for {request.url.host}", request=request)
        ahead_ms = time_ns() // 1_000_000 - self.world.clock.epoch_ms
        given, _ = self.world.ask(end, request_from_httpx(request), sender_ahead_ms=ahead_ms)
        self.world.scheduler.context = None
        if not isinstance(given, Broken):
            return response_to_httpx(given, request)
        if given.kind is FaultKind.REFUSED:
            raise httpx.ConnectError("the link is closed by a fault of the world", request=request)
        raise httpx.ReadTimeout("no answer, by a fault of the world", request=request)


class MountedWorlds(Protocol):
    """What the fixture `mounted` is: a call makes a world and mounts it."""

    def __call__(self, vendor: str = "", *, seed: int = 1, **world: "Unpack[WorldFields]") -> MountedPlay:
        """Make a world, as `Play` does, in place of the one that was mounted before."""
        ...


class ServedPlay(Verbs):
    """A world on a port of its own. Each of its methods is a step, played over the control API.

    Attributes:
        url: The base address for senders, without a slash at its end.
    """

    def __init__(self, server: "ServerInThread") -> None:
        """Play in the world of *server*."""
        self._server = server
        self.url = server.url

    def step(self, verb: str, /, *short: object, **fields: object) -> list[Record]:
        """Play the step called *verb*.

        Raises:
            ExpectationFailed: What it expects did not come about.
        """
        from simulator.runner.play import written

        answer = self._call("POST", "/_sim/steps", [{verb: written(verb, short, fields)}])
        return [Record(**record) for record in answer["records"]]

    def phone(self, name: str) -> dict[str, Any]:
        """Return the state of a phone: `reg_id`, `user`, `shade` and so on, as the control API has them."""
        return self._call("GET", f"/_sim/phones/{name}")

    @property
    def credentials(self) -> dict[str, Any]:
        """What a sender has to know: `sdk_app_id`, `secret_key`, `admins`, `vendors`, `hosts`."""
        return self._call("GET", "/_sim/credentials")

    def _call(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """Ask the control API.

        Raises:
            ExpectationFailed: An expectation of a step was not met, or what was asked is wrong.
        """
        import httpx

        answer = httpx.request(method, f"{self.url}{path}", json=body, timeout=600, trust_env=False)
        value: dict[str, Any] = answer.json()
        if answer.is_success:
            return value
        raise ExpectationFailed(value["error"])


class ServedWorlds(Protocol):
    """What the fixture `served` is: a call makes a world and serves it."""

    def __call__(self, world: str = "", *, seed: int = 1, pace: str = "stopped") -> ServedPlay:
        """Serve *world*, the world part of a scenario as YAML, or a phone of each vendor where it is empty.

        Its time stands still but for what steps take, which jump over their waits; with `pace="real"` it passes.
        """
        ...


@pytest.fixture
def frozen_clock() -> Iterator[FrozenClock]:
    """Have `datetime.now()`, `time.time()` and their relatives show the time of this test's mounted world."""
    clock = FrozenClock()
    yield clock
    clock.stop()


@pytest.fixture
def mounted(request: pytest.FixtureRequest) -> Iterator[MountedWorlds]:
    """Give worlds that httpx code of this process reaches, be it synchronous or not; one at a time.

    `play = mounted("vivo")` makes one. Other hosts cannot be reached, but those of the machine itself.
    """
    import respx

    clock = request.getfixturevalue("frozen_clock") if "frozen_clock" in request.fixturenames else None
    made: list[MountedPlay] = []

    def answer(asked: "httpx.Request") -> "httpx.Response":
        return made[-1].answer(asked)

    with respx.mock(assert_all_called=False, assert_all_mocked=False) as router:
        router.route(host__in=_OWN_MACHINE).pass_through()
        router.route().mock(side_effect=answer)

        def make(vendor: str = "", *, seed: int = 1, **world: "Unpack[WorldFields]") -> MountedPlay:
            play = MountedPlay(vendor, None, RunOptions(seed=seed), **world)
            made.append(play)
            if clock is not None:
                play.frozen_clock = clock
                clock.follow(play)
            return play

        yield make
    for play in made:
        play.world.check_conservation()


@pytest.fixture
def served() -> Iterator[ServedWorlds]:
    """Give worlds on free ports of the loopback interface, for senders that are processes of their own."""
    from simulator.runner.suite import vocabulary
    from simulator.serve.in_thread import ServerInThread
    from simulator.serve.live_world import Pace
    from simulator.serve.routing import MAIN
    from simulator.serve.server import machine_ms
    from simulator.serve.worlds import Worlds

    with ExitStack() as stack:

        def make(world: str = "", *, seed: int = 1, pace: str = "stopped") -> ServedPlay:
            worlds = Worlds(vocabulary(), machine_ms)
            live = worlds.create(MAIN, world, seed)
            server = stack.enter_context(ServerInThread(worlds))
            server.do(lambda: worlds.set_clock(MAIN, advance_ms=0, pace=Pace(pace)))
            stack.callback(live.world.check_conservation)
            return ServedPlay(server)

        yield make
