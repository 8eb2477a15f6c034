"""Finding the notification that a step is about."""

from simulator.device.android.shade import StatusBarNotification
from simulator.device.device import Device
from simulator.scenario.errors import ExpectationFailed, quoted


def find_notification(phone: Device, title: str | None, purpose: str, body: str | None = None) -> StatusBarNotification:
    """Return the newest notification in the shade of *phone*, or the newest with *title* and *body*.

    Raises:
        ExpectationFailed: There is none to *purpose*.
    """
    shade = phone.notifications.shade
    for notification in reversed(shade):
        if title in {None, notification.title} and body in {None, notification.text}:
            return notification
    titles = ", ".join(quoted(notification.title) for notification in shade) or "nothing"
    wanted = "" if title is None else f" titled {quoted(title)}"
    wanted += "" if body is None else f" that says {quoted(body)}"
    then = "correct title:" if shade else "add must_arrive before this step"
    raise ExpectationFailed(
        f"{phone.name} has no notification{wanted} to {purpose}", [("in the shade", titles), ("next", then)]
    )
