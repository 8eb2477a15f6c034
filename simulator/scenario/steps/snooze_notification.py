"""The user puts a notification off."""

from typing import Annotated

import msgspec

from simulator.device.android.display import SNOOZE_API
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.shade import find_notification
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import Duration, PhoneName


class SnoozeNotification(Step, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"span": "for"}):
    """Put off the newest notification, or the newest with this title; it comes back after the time, as it is then."""

    shorthand = None

    phone: PhoneName
    span: Annotated[Duration, msgspec.Meta(description="until it is back")] = Duration(15 * 60_000)
    title: str | None = None

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: No such notification is in the shade, or the phone's Android cannot do it.
        """
        phone = stage.phone(self.phone)
        if phone.settings.api_level < SNOOZE_API.value:
            raise ExpectationFailed(
                f"{self.phone} cannot snooze notifications", [("next", "give the phone android: 8 or later")]
            )
        phone.notifications.snooze(find_notification(phone, self.title, "snooze").key, self.span)


STEP = SnoozeNotification
