"""Worlds in which a test plays steps, as a scenario would."""

from collections.abc import Callable

from simulator.network.direct import DirectAdapter
from simulator.network.http import Adapter, Hosts
from simulator.runner.run import play_step
from simulator.scenario.model import PlacedStep
from simulator.scenario.stage import Stage
from simulator.scenario.steps import STEPS
from simulator.world.build import RunOptions, build
from simulator.world.spec import WorldSpec
from simulator.world.world import World

PHONE = "bob_phone"


class Play:
    """A world, and the steps played in it so far."""

    def __init__(
        self,
        vendor: str = "vivo",
        *,
        make_adapter: Callable[[Hosts], Adapter] = DirectAdapter,
        verdicts_only: bool = False,
    ) -> None:
        options = RunOptions(make_adapter=make_adapter, verdicts_only=verdicts_only)
        self.world: World = build(WorldSpec(), vendor, options)
        self._stage = Stage(self.world)
        self._played = 0

    def step(self, verb: str, **fields: object) -> None:
        self._played += 1
        placed = PlacedStep(STEPS[verb](**fields), self._played, 1, verb)
        play_step(placed, self._stage, is_first=self._played == 1)

    def set_up(self) -> None:
        """Bind bob's phone and kill its app, so that the next message becomes a push."""
        self.step("set_up", phone=PHONE, user="bob")
        self.step("kill_app", phone=PHONE)

    def send(self) -> None:
        self.step("send_message", sender="alice", to="bob", text="lunch?")
