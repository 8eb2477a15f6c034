"""Something wants to start the app without its user."""

from typing import Literal

from simulator.device.process_life import Occasion
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class WakeApp(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let a broadcast, or another app of the phone, start the app's process, where the phone's system allows it.

    Attributes:
        by: What wants to start it.
    """

    phone: PhoneName
    by: Literal["broadcast", "other_app"] = "broadcast"

    def play(self, stage: Stage) -> None:
        """Do it."""
        stage.phone(self.phone).life.start_by_itself(Occasion(self.by))


STEP = WakeApp
