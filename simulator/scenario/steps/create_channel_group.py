"""The app creates a group of notification channels."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class CreateChannelGroup(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let the running app create a group for its notification channels; nothing happens below Android 8.0."""

    shorthand = None

    phone: PhoneName
    group: str

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The app does not run.
        """
        process = stage.running_app(self.phone, "create a channel group")
        process.device.notifications.create_notification_channel_group(process.app.package, self.group)


STEP = CreateChannelGroup
