"""The user swipes a notification away."""

from simulator.scenario.shade import find_notification
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class SwipeNotification(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Swipe the newest notification away, or the newest with this title and body.

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
        phone.notifications.cancel(find_notification(phone, self.title, "swipe away", self.body).key, "cancel")


STEP = SwipeNotification
