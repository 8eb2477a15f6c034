"""The app dies."""

from typing import Literal

from simulator.device.android.activity_manager import KillCause
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class KillApp(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """End the app's process; the vendor's service in the system lives on.

    Attributes:
        by: `swipe`, as the phone's system has it, and `system` leave notifications; `force_stop` removes them and puts
            the app into the stopped state; `am_kill` spares an app in front.
    """

    phone: PhoneName
    by: Literal["swipe", "system", "force_stop", "crash", "am_kill"] = "swipe"

    def play(self, stage: Stage) -> None:
        """Do it."""
        stage.phone(self.phone).kill_app(KillCause(self.by))


STEP = KillApp
