"""The app is paused."""

from typing import Annotated, Literal

import msgspec

from simulator.device.android.display import SUSPENDED_API
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class SuspendApp(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Pause the app, or end the pause: meanwhile its notifications are there and not to be seen."""

    phone: PhoneName
    to: Literal["on", "off"] = "on"
    by: Annotated[
        Literal["timer", "focus"],
        msgspec.Meta(description="a timer, or an administrator, suspends it; a focus mode finds it distracting"),
    ] = "timer"

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The phone's Android cannot do it.
        """
        phone = stage.phone(self.phone)
        if phone.settings.api_level < SUSPENDED_API.value:
            raise ExpectationFailed(f"{self.phone} cannot pause apps", [("next", "give the phone android: 9 or later")])
        if self.by == "timer":
            phone.packages.set_suspended(phone.app.package, suspended=self.to == "on")
        else:
            phone.packages.set_distracting(phone.app.package, distracting=self.to == "on")
        phone.notifications.review()


STEP = SuspendApp
