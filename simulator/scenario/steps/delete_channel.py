"""The app deletes a notification channel."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import ChannelId, PhoneName


class DeleteChannel(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let the app delete one of its notification channels."""

    shorthand = None

    phone: PhoneName
    channel: ChannelId

    def play(self, stage: Stage) -> None:
        """Do it."""
        phone = stage.phone(self.phone)
        phone.notifications.delete_notification_channel(phone.app.package, self.channel)


STEP = DeleteChannel
