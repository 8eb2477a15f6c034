"""The user locks the app among the recent ones."""

from typing import Literal

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class PinApp(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lock the app among the recent ones, so that it is neither swiped away nor cleaned, or let it loose."""

    phone: PhoneName
    to: Literal["on", "off"] = "on"

    def play(self, stage: Stage) -> None:
        """Do it."""
        life = stage.phone(self.phone).life
        life.is_pinned = self.to == "on"
        life.device.settings.changed("pinned", to=self.to)


STEP = PinApp
