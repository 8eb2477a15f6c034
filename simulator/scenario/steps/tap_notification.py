"""The user taps a notification."""

from simulator.scenario.shade import find_notification
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class TapNotification(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Tap the newest notification in the shade, or the newest with this title and body.

    Attributes:
        title: Which one; the newest of all where neither this nor *body* is given.
        body: Which one of that title.
    """

    phone: PhoneName
    title: str | None = None
    body: str | None = None

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: No such notification is in the shade.
        """
        phone = stage.phone(self.phone)
        phone.tap(find_notification(phone, self.title, "tap", self.body))


STEP = TapNotification
