"""The user taps a notification."""

from simulator.scenario.errors import ExpectationFailed, quoted
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class TapNotification(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Tap the newest notification in the shade, or the newest with this title.

    Attributes:
        title: Which one; the newest of all where it is left out.
    """

    phone: PhoneName
    title: str | None = None

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: No such notification is in the shade.
        """
        phone = stage.phone(self.phone)
        for notification in reversed(phone.notifications.shade):
            if self.title in {None, notification.title}:
                phone.tap(notification)
                return
        titles = ", ".join(quoted(notification.title) for notification in phone.notifications.shade) or "nothing"
        wanted = "" if self.title is None else f" titled {quoted(self.title)}"
        then = "add must_arrive before this step" if titles == "nothing" else "correct title:"
        raise ExpectationFailed(
            f"{self.phone} has no notification{wanted} to tap", [("in the shade", titles), ("next", then)]
        )


STEP = TapNotification
