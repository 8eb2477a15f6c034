"""What Android writes to the logcat when a notification does not show."""

from collections.abc import Callable, Mapping

from simulator.device.android.build import CHANNELS_API
from simulator.device.android.display import DisplayCase
from simulator.device.android.package_manager import UIDS_PER_USER
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.units import SECOND_MS

TAG = "NotificationService"
SYSTEM_UID = 1_000
SHED_LINE_GAP_MS = Fact(
    "android.shed_line_gap_ms",
    5 * SECOND_MS,
    Source("Android NotificationManagerService", "MIN_PACKAGE_OVERRATE_LOG_INTERVAL", grade=Grade.OBSERVED),
)
"""Of the lines about shed updates, at most one in this time, over all apps."""
_KEY_IN_SHED_LINE_API = 28


def key_of(case: DisplayCase) -> str:
    """Return `userId|package|id|tag|uid`, by which Android tells notifications apart."""
    one = case.notification
    return f"{user_of(case)}|{one.package}|{one.id}|{_java(one.tag)}|{case.uid}"


def user_of(case: DisplayCase) -> int:
    """Return the number of the app's user, which is in its uid; the phone's owner for an app that is not there."""
    return max(case.uid, 0) // UIDS_PER_USER.value


def log_line(rule: Rule[DisplayCase], case: DisplayCase) -> tuple[str, str] | None:
    """Return level and text of what Android logs, under `TAG`, when *rule* of `DISPLAY` says no; `None` for nothing.

    Where the level is `D`, only builds made for debugging write the line.
    """
    line = _LINES.get(rule.name)
    return None if line is None else line(case)


def _no_channel(case: DisplayCase) -> tuple[str, str]:
    one = case.notification
    channel = _java(one.channel_id)
    # Assumed: a vendor's push service has the uid of the system.
    caller = SYSTEM_UID if one.op_package else case.uid
    user = user_of(case)
    return "E", (
        f"No Channel found for pkg={one.package}, channelId={channel}, id={one.id}, tag={_java(one.tag)}, "
        f"opPkg={one.op_package or one.package}, callingUid={caller}, userId={user}, incomingUserId={user}, "
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
    return "D", f"Suppressing notification from package {case.notification.package} by user request."


def _shed(case: DisplayCase) -> tuple[str, str]:
    # Java prints a float with seven significant digits.
    rate = f"{case.rate_milli / 1_000:.7g}"
    rate = rate if "." in rate else f"{rate}.0"
    what = key_of(case) if case.api_level >= _KEY_IN_SHED_LINE_API else "events"
    return "E", f"Package enqueue rate is {rate}. Shedding {what}. package={case.notification.package}"


def _mutability(case: DisplayCase) -> tuple[str, str]:
    return "E", (
        f"java.lang.IllegalArgumentException: {case.notification.package}: Targeting S+ (version 31 and above) "
        "requires that one of FLAG_IMMUTABLE or FLAG_MUTABLE be specified when creating a PendingIntent."
    )


def _snoozed(case: DisplayCase) -> tuple[str, str]:
    return "D", f"Ignored enqueue for snoozed notification {key_of(case)}"


def _too_old(case: DisplayCase) -> tuple[str, str]:
    return "D", f"Ignored enqueue for old {case.notification.when_ms} notification {key_of(case)}"


def _without_icon(case: DisplayCase) -> tuple[str, str]:
    channel = _java(case.notification.channel_id)
    return "E", f"Not posting notification without small icon: Notification(channel={channel})"


def _java(text: str | None) -> str:
    return "null" if text is None else text


_LINES: Mapping[str, Callable[[DisplayCase], tuple[str, str]]] = {
    "android.app_not_installed": lambda _: ("E", "Cannot fix notification"),
    "android.channel_missing": _no_channel,
    "android.posted_too_fast": _shed,
    "android.too_many_notifications": _too_many,
    "android.mutability_missing": _mutability,
    "android.snoozed": _snoozed,
    "android.notifications_disabled": _suppressed,
    "android.permission_missing": _suppressed,
    "android.channel_group_blocked": _suppressed,
    "android.channel_blocked": _suppressed,
    "android.notification_too_old": _too_old,
    "android.small_icon_missing": _without_icon,
}
