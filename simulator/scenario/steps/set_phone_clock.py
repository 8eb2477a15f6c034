"""The clock of a phone goes wrong, or is put right."""

from typing import Annotated

import msgspec

from simulator.kernel.units import Duration
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class SetPhoneClock(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Set a phone's clock wrong by so much, or right where neither is given; only what phones tell clouds changes."""

    shorthand = "phone"

    phone: PhoneName
    ahead: Annotated[Duration, msgspec.Meta(description="of the true time")] = Duration(0)
    behind: Annotated[Duration, msgspec.Meta(description="the true time")] = Duration(0)
    lost: Annotated[bool, msgspec.Meta(description="the phone has no time at all, as after flashing")] = False

    def play(self, stage: Stage) -> None:
        """Do it."""
        settings = stage.phone(self.phone).settings
        settings.clock_off_ms = None if self.lost else self.ahead - self.behind
        settings.changed("clock", off_ms=settings.clock_off_ms)


STEP = SetPhoneClock
