"""The phone lies idle, or somebody picks it up."""

from typing import Literal

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class SetIdle(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lay the phone down, screen off (Doze), or pick it up, as who opens the app or taps a notification does too.

    Apps are kept from the network then, but for maintenance windows: the first after an hour, for five minutes.
    """

    shorthand = None

    phone: PhoneName
    to: Literal["on", "off"]

    def play(self, stage: Stage) -> None:
        """Do it."""
        power = stage.phone(self.phone).power
        if self.to == "on":
            power.lay_down()
        else:
            power.wake_up()


STEP = SetIdle
