"""The user allows the app to open pages from the background, or forbids it."""

from typing import Literal

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class SetBackgroundPopup(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let the app open pages while it is in the background (后台弹出界面), in the settings of the maker's system."""

    shorthand = None

    phone: PhoneName
    to: Literal["on", "off"]

    def play(self, stage: Stage) -> None:
        """Do it."""
        life = stage.phone(self.phone).life
        life.background_popup = self.to == "on"
        life.device.settings.changed("background_popup", to=self.to)


STEP = SetBackgroundPopup
