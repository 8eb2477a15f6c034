"""Whether a notification shows: what Android asks, in its order, and what it writes to the log for a no."""

from collections.abc import Callable, Mapping

import msgspec

from simulator.device.android.build import CHANNELS_API
from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.reason import Reason

TAG = "NotificationService"
SYSTEM_UID = 1_000

ACTIVE_MAX = Fact(
    "android.active_notifications_max",
    50,
    Source("Android NotificationManagerService", "MAX_PACKAGE_NOTIFICATIONS", grade=Grade.OBSERVED),
)
"""Of one app at a time. What is there stays; the new one is dropped."""


class Notification(msgspec.Struct, frozen=True):
    """What is to be shown, and in whose name.

    Attributes:
        package: App in whose name, whoever posts it.
        tag: `None` for none; (tag, id) is unique in an app.
        channel_id: `None` for none.
        content: What a tap needs; Android does not look at it.
        op_package: Who posts; empty for the app itself.
        silent: It neither makes a sound nor drops down over the screen, whatever its channel may do.
        sound: Name of a sound of its own, which is heard below Android 8.0; empty for the phone's own.
    """

    package: str
    id: int
    title: str
    text: str
    tag: str | None = None
    channel_id: str | None = None
    push_id: int | None = None
    content: object = None
    auto_cancel: bool = True
    op_package: str = ""
    silent: bool = False
    sound: str = ""


class DisplayCase(msgspec.Struct, frozen=True):
    """What decides whether a notification shows.

    Attributes:
        uid: Linux user of the app, -1 without it.
        channel: The channel that the notification goes to; `None` where there is none.
        active_count: Notifications of the app that are in the shade.
        is_update: One with the same key is there.
        is_switched_on: The user's switch for all of the app's notifications.
    """

    notification: Notification
    api_level: int
    is_installed: bool
    target_sdk: int
    uid: int
    channel: NotificationChannel | None
    active_count: int
    is_update: bool
    is_switched_on: bool
    has_permission: bool

    @property
    def needs_channel(self) -> bool:
        """Whether the app has to name a channel that it created."""
        return self.api_level >= CHANNELS_API and self.target_sdk >= CHANNELS_API


_SERVICE = "Android NotificationManagerService"

DISPLAY: Decision[DisplayCase] = Decision(
    "android.display",
    (
        Rule(
            "android.app_not_installed",
            Reason.APP_NOT_INSTALLED,
            lambda case: not case.is_installed,
            Source(_SERVICE, "enqueueNotificationInternal", grade=Grade.OBSERVED),
        ),
        Rule(
            "android.channel_missing",
            Reason.CHANNEL_MISSING,
            lambda case: case.needs_channel and (case.channel is None or case.channel.is_deleted),
            Source("OPPO guide", "step 2", ("O02", "O03")),
        ),
        Rule(
            "android.too_many_notifications",
            Reason.TOO_MANY_NOTIFICATIONS,
            lambda case: case.active_count >= ACTIVE_MAX.value and not case.is_update,
            ACTIVE_MAX.source,
        ),
        Rule(
            "android.notifications_disabled",
            Reason.NOTIFICATIONS_DISABLED,
            lambda case: not case.is_switched_on,
            Source("Android API reference", "NotificationManager.areNotificationsEnabled"),
        ),
        Rule(
            "android.permission_missing",
            Reason.PERMISSION_MISSING,
            lambda case: not case.has_permission,
            Source("Android developer guide", "notification runtime permission"),
        ),
        Rule(
            "android.channel_blocked",
            Reason.CHANNEL_BLOCKED,
            lambda case: case.channel is not None and case.channel.importance is Importance.NONE,
            Source("Android API reference", "NotificationManager.IMPORTANCE_NONE"),
        ),
    ),
)


def log_line(rule: Rule[DisplayCase], case: DisplayCase) -> tuple[str, str]:
    """Return level and text of what Android logs, under `TAG`, when *rule* of `DISPLAY` says no."""
    return _LINES[rule.name](case)


def _no_channel(case: DisplayCase) -> tuple[str, str]:
    one = case.notification
    channel = _java(one.channel_id)
    # Assumed: a vendor's push service has the uid of the system.
    caller = SYSTEM_UID if one.op_package else case.uid
    return "E", (
        f"No Channel found for pkg={one.package}, channelId={channel}, id={one.id}, tag={_java(one.tag)}, "
        f"opPkg={one.op_package or one.package}, callingUid={caller}, userId=0, incomingUserId=0, "
        f"notificationUid={case.uid}, notification=Notification(channel={channel} shortcut=null contentView=null "
        "vibrate=null sound=null defaults=0x0 flags=0x10 color=0x00000000 vis=PRIVATE)"
    )


def _too_many(case: DisplayCase) -> tuple[str, str]:
    # Assumed: the words changed with Android 8.0; the sources at hand only say that older releases have the short form.
    posted = "posted or enqueued" if case.api_level >= CHANNELS_API else "posted"
    return "E", (
        f"Package has already {posted} {case.active_count} notifications.  Not showing more.  "
        f"package={case.notification.package}"
    )


def _suppressed(case: DisplayCase) -> tuple[str, str]:
    # Only builds made for debugging write this line.
    return "D", f"Suppressing notification from package {case.notification.package} by user request."


def _java(text: str | None) -> str:
    return "null" if text is None else text


_LINES: Mapping[str, Callable[[DisplayCase], tuple[str, str]]] = {
    "android.app_not_installed": lambda _: ("E", "Cannot fix notification"),
    "android.channel_missing": _no_channel,
    "android.too_many_notifications": _too_many,
    "android.notifications_disabled": _suppressed,
    "android.permission_missing": _suppressed,
    "android.channel_blocked": _suppressed,
}
