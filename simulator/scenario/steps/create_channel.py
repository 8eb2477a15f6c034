"""The app creates a notification channel."""

from typing import Annotated, Literal

import msgspec

from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class CreateChannel(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let the running app create a notification channel; where Android refuses it the app crashes."""

    shorthand = None

    phone: PhoneName
    channel: Annotated[str, msgspec.Meta(description="its ID")]
    name: Annotated[str, msgspec.Meta(description="as the user reads it")] = "chat"
    importance: Literal["none", "min", "low", "default", "high"] = "default"
    times: Annotated[int, msgspec.Meta(ge=1, le=10_000, description="that many, numbered from 0 on")] = 1
    group: Annotated[str, msgspec.Meta(description="channel group that it is in; none where it is left out")] = ""

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The app does not run.
        """
        process = stage.running_app(self.phone, "create a channel")
        importance = Importance[self.importance.upper()]
        ids = [self.channel] if self.times == 1 else [f"{self.channel}{number}" for number in range(self.times)]
        for channel_id in ids:
            channel = NotificationChannel(channel_id, self.name, importance, group_id=self.group)
            if process.is_alive:
                process.create_notification_channel(channel)


STEP = CreateChannel
