"""Playing steps from Python: the same steps, with the same names and fields, as in YAML."""

from simulator.runner.run import play_step
from simulator.scenario.model import PlacedStep
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.build import RunOptions, build
from simulator.world.spec import WorldSpec
from simulator.world.world import World


class Play:
    """A world and its stage; calling it plays steps one after the other.

    Attributes:
        world: The actors, to look at between steps.
        stage: What expectations have settled so far.
    """

    def __init__(self, vendor: str, spec: WorldSpec, options: RunOptions) -> None:
        """Build the world of *spec*, whose phones without a model are *vendor*'s."""
        self.world: World = build(spec, vendor, options)
        self.stage = Stage(self.world)
        self._count = 0

    def __call__(self, *steps: Step) -> None:
        """Play *steps*.

        Raises:
            ExpectationFailed: What one of them expects did not come about.
        """
        for step in steps:
            self._count += 1
            verb = type(step).__module__.rpartition(".")[2]
            play_step(PlacedStep(step, self._count, 1, verb), self.stage, is_first=self._count == 1)
