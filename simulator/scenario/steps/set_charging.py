"""The phone is plugged in, or unplugged."""

from typing import Literal

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class SetCharging(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Plug the phone in, which ends Doze and lifts what standby limits, or unplug it."""

    shorthand = None

    phone: PhoneName
    to: Literal["on", "off"]

    def play(self, stage: Stage) -> None:
        """Do it."""
        stage.phone(self.phone).power.set_charging(is_charging=self.to == "on")


STEP = SetCharging
