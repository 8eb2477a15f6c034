"""The user changes a notification channel."""

from typing import Literal

from simulator.device.android.notification_channel import Importance
from simulator.scenario.errors import ExpectationFailed, quoted
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import ChannelId, PhoneName


class SetChannel(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Set the importance of one of the app's notification channels in the system settings; `none` blocks it."""

    shorthand = None

    phone: PhoneName
    channel: ChannelId
    importance: Literal["none", "min", "low", "default", "high"]

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The app has no such channel on this phone.
        """
        phone = stage.phone(self.phone)
        importance = Importance[self.importance.upper()]
        if not phone.notifications.set_importance(phone.app.package, self.channel, importance):
            raise ExpectationFailed(
                f"{self.phone} has no notification channel {quoted(self.channel)}",
                [("next", "channels exist from Android 8.0 on, once the app or its SDK has created them")],
            )


STEP = SetChannel
