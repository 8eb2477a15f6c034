"""The user allows the app to start by itself, or forbids it."""

from typing import Literal

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class SetAutostart(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let the app start by itself or not, in the settings of the phone's system; as it is sold, it may not.

    Attributes:
        by: Starting at boot, on a broadcast and after its end, or being started by another app.
    """

    shorthand = None

    phone: PhoneName
    to: Literal["on", "off"]
    by: Literal["itself", "other_app"] = "itself"

    def play(self, stage: Stage) -> None:
        """Do it."""
        life = stage.phone(self.phone).life
        if self.by == "itself":
            life.autostart = self.to == "on"
        else:
            life.associated_start = self.to == "on"
        life.device.settings.changed("autostart", by=self.by, to=self.to)


STEP = SetAutostart
