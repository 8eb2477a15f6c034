"""Whether a notification shows: what Android asks, in its order, and what it writes to the log for a no."""

from enum import StrEnum

import msgspec

from simulator.device.android.build import CHANNELS_API
from simulator.device.android.notification_channel import Importance, NotificationChannel, Visibility
from simulator.device.android.zen import HIDING_API, Effect, Zen
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.units import DAY_MS
from simulator.push.reason import Reason

_SERVICE = "Android NotificationManagerService"


def _observed(section: str) -> Source:
    return Source(_SERVICE, section, grade=Grade.OBSERVED)


ACTIVE_MAX = Fact("android.active_notifications_max", 50, _observed("MAX_PACKAGE_NOTIFICATIONS"))
"""Of one app at a time. What is there stays; the new one is dropped."""
RATE_API = Fact("android.enqueue_rate_api", 24, _observed("mMaxPackageEnqueueRate"))
RATE_MILLI_MAX = Fact("android.enqueue_rate_milli_max", 5_000, _observed("DEFAULT_MAX_NOTIFICATION_ENQUEUE_RATE"))
"""Thousandths of a post a second, from Android 8.0 on; only updates are shed."""
RATE_MILLI_MAX_7 = Fact("android.enqueue_rate_milli_max_7", 10_000, _observed("Android 7, mMaxPackageEnqueueRate"))
"""The same in Android 7, where new posts are shed as well."""
MUTABILITY_API = Fact(
    "android.mutability_api", 31, Source("Android developer guide", "Android 12 behavior changes, PendingIntent")
)
SNOOZE_API = Fact("android.snooze_api", 26, _observed("snoozeNotification"))
GROUPS_BLOCKED_API = Fact("android.groups_blocked_api", 28, Source("Android API reference", "isBlocked of a group"))
SUSPENDED_API = Fact("android.suspended_api", 28, _observed("isPackageSuspendedForUser, setHidden"))
# Assumed: since Android 15; it is seen in the sources of 16, and may be behind a flag in either.
AGE_MS_MAX = Fact("android.notification_age_ms_max", 14 * DAY_MS, Source(_SERVICE, "old when", grade=Grade.ASSUMED))
AGE_API = Fact("android.notification_age_api", 35, Source(_SERVICE, "old when", grade=Grade.ASSUMED))


class Kept(StrEnum):
    """What becomes of a notification that a rule keeps from sight without dropping it."""

    SNOOZED = "snoozed"
    HIDDEN = "hidden"


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
        importance: Its own (`priority`), which counts below Android 8.0.
        only_alert_once: An update of it makes no sound (`FLAG_ONLY_ALERT_ONCE`).
        timeout_ms: It goes by itself after that time, from Android 8.0 on (`setTimeoutAfter`); 0 for never.
        group: Of the app's own grouping; empty for none.
        visibility: What a locked screen may show of it.
        when_ms: The time that it shows, in virtual milliseconds, now for `None`.
        has_small_icon: It has the icon of the status bar.
        declares_mutability: Its `PendingIntent`s say whether they can be changed, as Android 12 demands.
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
    importance: Importance = Importance.DEFAULT
    only_alert_once: bool = False
    timeout_ms: int = 0
    group: str = ""
    visibility: Visibility = Visibility.PRIVATE
    when_ms: int | None = None
    has_small_icon: bool = True
    declares_mutability: bool = True


class DisplayCase(msgspec.Struct, frozen=True):
    """What decides whether a notification shows.

    Attributes:
        uid: Linux user of the app, -1 without it.
        channel: The channel that the notification goes to; `None` where there is none.
        active_count: Notifications of the app that are in the shade.
        is_update: One with the same key is there.
        is_switched_on: The user's switch for all of the app's notifications.
        rate_milli: How fast the app posts, in thousandths of a post a second.
        group_is_blocked: The user has switched the channel's group off.
        is_snoozed: The user has put off the one with the same key.
        age_ms: How long the time that it shows is past.
        is_suspended: The system, or who administers it, has paused the app.
        is_distracting: The user is not to be distracted by the app now.
        zen: How do-not-disturb stands.
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
    rate_milli: int = 0
    group_is_blocked: bool = False
    is_snoozed: bool = False
    age_ms: int = 0
    is_suspended: bool = False
    is_distracting: bool = False
    zen: Zen = Zen()

    @property
    def needs_channel(self) -> bool:
        """Whether the app has to name a channel that it created."""
        return self.api_level >= CHANNELS_API and self.target_sdk >= CHANNELS_API

    @property
    def bypasses_zen(self) -> bool:
        """Whether do-not-disturb lets its channel through."""
        return self.channel is not None and self.channel.bypasses_zen

    @property
    def is_shed(self) -> bool:
        """Whether the app posts faster than Android takes."""
        if self.api_level < RATE_API.value:
            return False
        if self.api_level < CHANNELS_API:
            return self.rate_milli > RATE_MILLI_MAX_7.value
        return self.is_update and self.rate_milli > RATE_MILLI_MAX.value


DISPLAY: Decision[DisplayCase] = Decision(
    "android.display",
    (
        Rule(
            "android.app_not_installed",
            Reason.APP_NOT_INSTALLED,
            lambda case: not case.is_installed,
            _observed("enqueueNotificationInternal"),
        ),
        Rule(
            "android.channel_missing",
            Reason.CHANNEL_MISSING,
            lambda case: case.needs_channel and (case.channel is None or case.channel.is_deleted),
            Source("OPPO guide", "step 2", ("O02", "O03")),
        ),
        Rule(
            "android.posted_too_fast",
            Reason.POSTED_TOO_FAST,
            lambda case: case.is_shed,
            RATE_MILLI_MAX.source,
        ),
        Rule(
            "android.too_many_notifications",
            Reason.TOO_MANY_NOTIFICATIONS,
            lambda case: case.active_count >= ACTIVE_MAX.value and not case.is_update,
            ACTIVE_MAX.source,
        ),
        Rule(
            "android.mutability_missing",
            Reason.MUTABILITY_MISSING,
            lambda case: (
                not case.notification.declares_mutability
                and min(case.api_level, case.target_sdk) >= MUTABILITY_API.value
            ),
            MUTABILITY_API.source,
        ),
        Rule(
            "android.snoozed",
            Reason.SNOOZED,
            lambda case: case.is_snoozed,
            SNOOZE_API.source,
            Kept.SNOOZED,
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
            "android.channel_group_blocked",
            Reason.CHANNEL_GROUP_BLOCKED,
            lambda case: case.group_is_blocked and case.api_level >= GROUPS_BLOCKED_API.value,
            GROUPS_BLOCKED_API.source,
        ),
        Rule(
            "android.channel_blocked",
            Reason.CHANNEL_BLOCKED,
            lambda case: case.channel is not None and case.channel.importance is Importance.NONE,
            Source("Android API reference", "NotificationManager.IMPORTANCE_NONE"),
        ),
        Rule(
            "android.notification_too_old",
            Reason.NOTIFICATION_TOO_OLD,
            lambda case: case.age_ms > AGE_MS_MAX.value and case.api_level >= AGE_API.value,
            AGE_MS_MAX.source,
        ),
        Rule(
            "android.app_suspended",
            Reason.APP_PAUSED,
            lambda case: case.is_suspended and case.api_level >= SUSPENDED_API.value,
            SUSPENDED_API.source,
            Kept.HIDDEN,
        ),
        Rule(
            "android.app_distracting",
            Reason.APP_PAUSED,
            lambda case: case.is_distracting and case.api_level >= SUSPENDED_API.value,
            _observed("RESTRICTION_HIDE_NOTIFICATIONS, setHidden"),
            Kept.HIDDEN,
        ),
        Rule(
            "android.small_icon_missing",
            Reason.ICON_MISSING,
            lambda case: not case.notification.has_small_icon,
            _observed("PostNotificationRunnable, small icon"),
        ),
        Rule(
            "android.list_hidden_by_zen",
            Reason.DO_NOT_DISTURB,
            lambda case: case.api_level >= HIDING_API.value and case.zen.hides(Effect.LIST, bypasses=case.bypasses_zen),
            Source("Android API reference", "NotificationManager.Policy, SUPPRESSED_EFFECT_NOTIFICATION_LIST"),
            Kept.HIDDEN,
        ),
    ),
)
"""A rule with an answer keeps the notification, out of sight, until what it names is over; the others drop it."""

HIDE: Decision[DisplayCase] = Decision(
    "android.hide", tuple(rule for rule in DISPLAY.rules if rule.answer is Kept.HIDDEN)
)
"""Asked again of what is shown, or hidden, when something that hides has begun or ended."""
