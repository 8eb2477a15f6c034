"""Time passes until the clock shows something."""

from datetime import time

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step, Waits
from simulator.world.fields import TimeOfDay


class At(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let time pass until the next moment at which clocks show this time of day."""

    shorthand = "time"
    takes_time = True

    time: TimeOfDay

    def play(self, stage: Stage) -> Waits:
        """Do it."""
        yield stage.wait(stage.world.clock.ms_until(time.fromisoformat(self.time)))


STEP = At
