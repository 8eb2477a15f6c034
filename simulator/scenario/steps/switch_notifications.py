"""The user switches the app's notifications on or off."""

from typing import Literal

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class SwitchNotifications(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Switch all of the app's notifications on or off in the system settings."""

    shorthand = None

    phone: PhoneName
    to: Literal["on", "off"]

    def play(self, stage: Stage) -> None:
        """Do it."""
        phone = stage.phone(self.phone)
        phone.notifications.set_notifications_enabled(phone.app.package, enabled=self.to == "on")


STEP = SwitchNotifications
