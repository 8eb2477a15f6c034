"""The user switches a group of notification channels."""

from typing import Literal

from simulator.scenario.errors import ExpectationFailed, quoted
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class SwitchChannelGroup(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Switch a group of the app's notification channels on or off in the system settings; Android 9 heeds it."""

    shorthand = None

    phone: PhoneName
    group: str
    to: Literal["on", "off"]

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The app has no such group on this phone.
        """
        phone = stage.phone(self.phone)
        if not phone.notifications.set_group_blocked(phone.app.package, self.group, blocked=self.to == "off"):
            raise ExpectationFailed(
                f"{self.phone} has no channel group {quoted(self.group)}",
                [("next", "add create_channel_group before this step")],
            )


STEP = SwitchChannelGroup
