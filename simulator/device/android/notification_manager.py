"""Android's `NotificationManager`: channels, switches, and whether and how a notification shows."""

from collections.abc import Callable

from msgspec.structs import replace

from simulator.device.android.build import CHANNELS_API
from simulator.device.android.display import DISPLAY, HIDE, DisplayCase, Kept, Notification
from simulator.device.android.display_log import SHED_LINE_GAP_MS, TAG, key_of, log_line
from simulator.device.android.enqueue_rate import EnqueueRate
from simulator.device.android.keyguard_manager import KeyguardManager
from simulator.device.android.notification_channel import (
    CHANNELS_MAX,
    CREATE_CHANNEL,
    CREATED_AGAIN_KEEPS,
    DEFAULT_CHANNEL_ID,
    ChannelRefused,
    CreationCase,
    Importance,
    NotificationChannel,
)
from simulator.device.android.package_manager import PackageManager
from simulator.device.android.permission_manager import PermissionManager
from simulator.device.android.power_manager import PowerManager
from simulator.device.android.presentation import LockScreen, PresentationCase, present
from simulator.device.android.settings import Settings
from simulator.device.android.shade import (
    Held,
    HeldNotification,
    Later,
    Posted,
    Refusal,
    Shade,
    StatusBarNotification,
)
from simulator.device.android.zen import Zen
from simulator.kernel.clock import Clock
from simulator.kernel.rule import Rule
from simulator.kernel.source import Source
from simulator.kernel.trace import Kind
from simulator.push.reason import Reason

_UNCATEGORIZED = NotificationChannel(DEFAULT_CHANNEL_ID, "Uncategorized")
_HEARD = Zen()

GONE_UNSEEN: Rule[DisplayCase] = Rule(
    "android.gone_unseen",
    Reason.GONE_UNSEEN,
    lambda _: True,
    Source("Android API reference", "NotificationManager.notify, cancel, for notifications that are hidden"),
)
"""Asked of a notification that is taken away, or replaced, while it is out of sight."""


class NotificationManager:
    """Notifications of all apps of one phone, with one user.

    Attributes:
        zen: How do-not-disturb stands.
        lock_screen: What the user lets a locked screen show at most.
    """

    __slots__ = (
        "_blocked_groups",
        "_channels",
        "_clock",
        "_groups",
        "_keyguard",
        "_last_shed_line_ms",
        "_packages",
        "_permissions",
        "_power",
        "_rates",
        "_settings",
        "_shade_made",
        "_switched_off",
        "lock_screen",
        "zen",
    )

    def __init__(
        self,
        settings: Settings,
        packages: PackageManager,
        permissions: PermissionManager,
        *,
        clock: Clock,
        keyguard: KeyguardManager,
        power: PowerManager,
    ) -> None:
        """Begin with an empty shade and all switches on."""
        self.zen: Zen = _HEARD
        self.lock_screen: LockScreen = LockScreen.FULL
        self._settings = settings
        self._packages = packages
        self._permissions = permissions
        self._clock = clock
        self._keyguard = keyguard
        self._power = power
        self._channels: dict[tuple[str, str], NotificationChannel] = {}
        self._groups: tuple[tuple[str, str], ...] = ()
        self._blocked_groups: tuple[tuple[str, str], ...] = ()
        self._shade_made: Shade | None = None
        self._rates: dict[str, EnqueueRate] = {}
        self._last_shed_line_ms: int | None = None
        self._switched_off: tuple[str, ...] = ()

    # -- channels ---------------------------------------------------------------------------------------------------

    def create_notification_channel(self, package: str, channel: NotificationChannel) -> None:
        """Create the app's channel, or bring what it wants to one that is there; nothing happens below Android 8.0.

        Raises:
            ChannelRefused: Android throws.

        Source:
            OPPO guide, step 2 (O02, O03, O08); grade: documented.
        """
        if self._settings.api_level < CHANNELS_API:
            return
        known = self._channels.get((package, channel.id))
        settings = self._settings
        case = CreationCase(
            channel,
            is_new=known is None,
            count=self._channel_count(package),
            has_group=not channel.group_id or (package, channel.group_id) in self._groups,
        )
        rule = settings.rulebook.first_no(CREATE_CHANNEL, case, settings.phone)
        if rule is not None:
            settings.trace.refuse(settings.phone, Kind.STATE, "channel", rule, data={"channel_id": channel.id})
            raise ChannelRefused(str(rule.answer))
        self._keep(package, known.created_again(channel) if known else channel, CREATED_AGAIN_KEEPS.name)
        self._permissions.channel_created(package)

    def delete_notification_channel(self, package: str, channel_id: str) -> None:
        """Delete the app's channel, with what is shown in it; its settings come back if the app creates it again."""
        channel = self.get_notification_channel(package, channel_id)
        if channel is not None:
            self._keep(package, replace(channel, is_deleted=True))
            self._remove(lambda one: (one.package, one.channel_id) == (package, channel_id), "channel_removed")

    def get_notification_channel(self, package: str, channel_id: str) -> NotificationChannel | None:
        """Return the app's channel, `None` where there is none or it is deleted."""
        channel = self._channels.get((package, channel_id))
        return None if channel is None or channel.is_deleted else channel

    def set_importance(self, package: str, channel_id: str, importance: Importance) -> bool:
        """Let the user set the importance of a channel; `NONE` blocks it and removes what is shown in it.

        Returns:
            False when there is no such channel.
        """
        channel = self._channel_of(package, channel_id)
        if channel is None or channel.is_deleted:
            return False
        self._keep(package, replace(channel, importance=importance, is_locked=True))
        if importance is Importance.NONE:
            self._remove(lambda one: (one.package, one.channel_id) == (package, channel.id), "channel_banned")
        return True

    def create_notification_channel_group(self, package: str, group_id: str) -> None:
        """Create a group for the app's channels; one that is there stays as it is."""
        if self._settings.api_level >= CHANNELS_API and (package, group_id) not in self._groups:
            self._groups = (*self._groups, (package, group_id))
            self._settings.changed("channel_group", package=package, group_id=group_id, is_blocked=False)

    def set_group_blocked(self, package: str, group_id: str, *, blocked: bool) -> bool:
        """Let the user switch a group of channels off or on; off removes what is shown in them.

        Returns:
            False when the app has no such group.
        """
        group = (package, group_id)
        if group not in self._groups:
            return False
        others = tuple(each for each in self._blocked_groups if each != group)
        self._blocked_groups = (*others, group) if blocked else others
        self._settings.changed("channel_group", package=package, group_id=group_id, is_blocked=blocked)
        if blocked:
            ids = {channel.id for (owner, _), channel in self._channels.items() if (owner, channel.group_id) == group}
            self._remove(lambda one: one.package == package and one.channel_id in ids, "channel_banned")
        return True

    def has_channel(self, package: str) -> bool:
        """Return whether the app has created a channel, and not deleted it since."""
        return any(owner == package and not channel.is_deleted for (owner, _), channel in self._channels.items())

    def update_notification_channel(self, package: str, channel: NotificationChannel) -> None:
        """Change the existing *channel* as the user wants it, against the app's wish."""
        self._channels[package, channel.id] = channel
        self._settings.changed(
            "channel",
            package=package,
            channel_id=channel.id,
            bypasses_zen=channel.bypasses_zen,
            shows_badge=channel.shows_badge,
            lock_screen=None if channel.lock_screen is None else channel.lock_screen.name,
        )
        self.review()

    def _channel_count(self, package: str) -> int:
        # Counted only where it can matter: a push creates a channel each time.
        if len(self._channels) < CHANNELS_MAX.value:
            return len(self._channels)
        return sum(owner == package for owner, _ in self._channels)

    def _keep(self, package: str, channel: NotificationChannel, rule: str = "") -> None:
        self._channels[package, channel.id] = channel
        self._settings.changed(
            "channel",
            rule,
            package=package,
            channel_id=channel.id,
            importance=channel.importance.name,
            is_deleted=channel.is_deleted,
        )

    def _channel_of(self, package: str, channel_id: str | None) -> NotificationChannel | None:
        """Return the channel that a notification goes to, deleted or not."""
        if self._settings.api_level < CHANNELS_API:
            return None
        # Assumed: with a target below 26 a channel that the app names is not looked at; the sources name null only.
        if self._packages.target_sdk(package) < CHANNELS_API:
            return self._channels.get((package, DEFAULT_CHANNEL_ID), _UNCATEGORIZED)
        return None if channel_id is None else self._channels.get((package, channel_id))

    # -- switches ---------------------------------------------------------------------------------------------------

    def are_notifications_enabled(self, package: str) -> bool:
        """Return whether the user's switch is on and the permission is there."""
        return package not in self._switched_off and self._permissions.is_granted(package)

    def set_notifications_enabled(self, package: str, *, enabled: bool) -> None:
        """Switch the app's notifications; off removes shown ones, on also grants the permission."""
        others = tuple(each for each in self._switched_off if each != package)
        self._switched_off = others if enabled else (*others, package)
        self._settings.changed("notifications", package=package, enabled=enabled)
        if enabled:
            self._permissions.grant(package)
        else:
            self.cancel_all(package, "package_banned")

    def set_zen(self, zen: Zen) -> None:
        """Switch do-not-disturb; what it hid reappears when it ends."""
        self.zen = zen
        self._settings.changed("zen", filter=zen.interruption_filter, hides=tuple(sorted(zen.hidden)))
        self.review()

    def set_lock_screen(self, shows: LockScreen) -> None:
        """Set what a locked screen shows of notifications."""
        self.lock_screen = shows
        self._settings.changed("lock_screen", shows=shows)

    # -- the shade --------------------------------------------------------------------------------------------------

    @property
    def _shade(self) -> Shade:
        """The shade, made when something comes to it: most of many phones never have anything."""
        if self._shade_made is None:
            self._shade_made = Shade(self._settings)
        return self._shade_made

    @property
    def shade(self) -> tuple[StatusBarNotification, ...]:
        """What is shown, oldest first."""
        return tuple(self._shade.shown.values())

    def notify(self, notification: Notification, later: Later | None = None) -> Posted | Refusal | Held:
        """Show *notification*, unless one of the rules of `DISPLAY` says no; then write Android's line to the logcat.

        The caller records the hop. One of the same key is replaced, and counts as new in the order. What is only held
        back is shown, or dropped, some time after: *later* is told, also that it is held for another reason then.
        """
        case = self._case(notification)
        rule = self._settings.rulebook.first_no(DISPLAY, case, self._settings.phone)
        refusal = None if rule is None else Refusal(rule, self._log(rule, case))
        if refusal is not None and refusal.rule.answer is None:
            return refusal
        self._rates.setdefault(notification.package, EnqueueRate()).taken(self._settings.scheduler.now_ms)
        self._lose(lambda one: one.key == key_of(case), "replaced")
        if refusal is not None:
            return self._hold(refusal.rule, case, later)
        return self._show(case)

    def cancel(self, key: str, why: str = "app_cancel") -> bool:
        """Remove one notification; return whether it was there. *why* is Android's word: `click`, `app_cancel`."""
        self._lose(lambda one: one.key == key, why)
        return self._shade.remove(lambda one: one.key == key, why)

    def cancel_where(self, is_meant: Callable[[StatusBarNotification], bool], why: str = "app_cancel") -> None:
        """Remove the notifications in the shade that are meant, one by one."""
        for shown in self.shade:
            if is_meant(shown):
                self.cancel(shown.key, why)

    def cancel_all(self, package: str, why: str = "app_cancel_all") -> bool:
        """Remove all of the app's notifications; return whether there were any."""
        return self._remove(lambda one: one.package == package, why, package)

    def snooze(self, key: str, for_ms: int) -> bool:
        """Let the user put one that is shown off; it comes back after *for_ms*, with what it says by then.

        Returns:
            False when it is not shown.
        """
        one = self._shade.shown.get(key)
        if one is None:
            return False
        self._shade.remove(lambda each: each is one, "snoozed")
        self._shade.snoozed[key] = HeldNotification(key, one.posted, None)
        self._settings.scheduler.after(for_ms, lambda: self._end_snooze(key))
        return True

    def review(self) -> None:
        """Reconsider hidden and shown notifications, since something that hides them has begun or ended."""
        if self._shade_made is None:
            return
        for shown in tuple(self._shade.shown.values()):
            rule = self._hides(shown.posted)
            if rule is not None:
                self._shade.hide(shown, rule.name)
        for one in tuple(self._shade.hidden.values()):
            if self._hides(one.posted) is None:
                del self._shade.hidden[one.key]
                self._bring_back(one)

    def clear(self) -> None:
        """Empty the shade, as a reboot does; no app hears of it. What is snoozed is kept."""
        self._shade.remove(lambda _: True, "reboot")
        self._lose(lambda one: one.key in self._shade.hidden, "reboot")

    def forget(self, package: str) -> None:
        """Remove the app's notifications, channels and switch, as uninstalling and clearing data do."""
        self.cancel_all(package, "package_changed")
        self._channels = {key: channel for key, channel in self._channels.items() if key[0] != package}
        self._groups = tuple(group for group in self._groups if group[0] != package)
        self._blocked_groups = tuple(group for group in self._blocked_groups if group[0] != package)
        self._switched_off = tuple(each for each in self._switched_off if each != package)

    def _remove(self, is_meant: Callable[[StatusBarNotification], bool], why: str, package: str = "") -> bool:
        """Remove what *is_meant*, and what of *package* is out of sight."""
        self._lose(lambda one: one.posted.package == package, why)
        return self._shade.remove(is_meant, why)

    # -- out of sight -----------------------------------------------------------------------------------------------

    def _hold(self, rule: Rule[DisplayCase], case: DisplayCase, later: Later | None) -> Held:
        one = HeldNotification(key_of(case), case.notification, later)
        kept = self._shade.snoozed if rule.answer is Kept.SNOOZED else self._shade.hidden
        self._shade.remove(lambda shown: shown.key == one.key, "hidden", rule.name)
        kept[one.key] = one
        return Held(rule)

    def _hides(self, posted: Notification) -> Rule[DisplayCase] | None:
        """Return the rule that hides *posted*, which has passed the others."""
        return self._settings.rulebook.first_no(HIDE, self._case(posted), self._settings.phone)

    def _end_snooze(self, key: str) -> None:
        one = self._shade.snoozed.pop(key, None)
        if one is not None:
            self._bring_back(one)

    def _bring_back(self, one: HeldNotification) -> None:
        """Show what was out of sight, unless something else says no by now."""
        result = self.notify(one.posted, one.later)
        if one.later is not None:
            one.later(result)
        elif isinstance(result, Posted):
            self._settings.changed("notification", package=one.posted.package, key=one.key, state="shown_again")

    def _lose(self, is_meant: Callable[[HeldNotification], bool], why: str) -> None:
        """Drop what is out of sight; of what nobody had seen, who posted it is told."""
        for one in self._shade.take_held(is_meant):
            if one.later is None:
                continue
            is_waived = self._settings.rulebook.is_waived(GONE_UNSEEN, self._settings.phone)
            one.later(self._show(self._case(one.posted)) if is_waived else Refusal(GONE_UNSEEN, why))

    # -- one notification -------------------------------------------------------------------------------------------

    def _case(self, notification: Notification) -> DisplayCase:
        package = notification.package
        packages, now_ms = self._packages, self._settings.scheduler.now_ms
        channel = self._channel_of(package, notification.channel_id)
        rate = self._rates.get(package)
        case = DisplayCase(
            notification,
            self._settings.api_level,
            packages.is_installed(package),
            packages.target_sdk(package),
            packages.uid(package),
            channel,
            active_count=self._shade.count(package),
            is_update=False,
            is_switched_on=package not in self._switched_off,
            has_permission=self._permissions.is_granted(package),
            rate_milli=0 if rate is None else rate.per_second_milli(now_ms),
            group_is_blocked=channel is not None and (package, channel.group_id) in self._blocked_groups,
            age_ms=0 if notification.when_ms is None else self._clock.epoch_ms - notification.when_ms,
            is_suspended=packages.is_suspended(package),
            is_distracting=packages.is_distracting(package),
            zen=self.zen,
        )
        key = key_of(case)
        return replace(case, is_update=self._shade.is_active(key), is_snoozed=key in self._shade.snoozed)

    def _log(self, rule: Rule[DisplayCase], case: DisplayCase) -> str:
        """Write Android's line for a no to the logcat, and return it; of shed posts, not every one has a line."""
        line = log_line(rule, case)
        if line is None:
            return ""
        level, text = line
        if rule.reason == Reason.POSTED_TOO_FAST:
            now_ms, last_ms = self._settings.scheduler.now_ms, self._last_shed_line_ms
            if last_ms is not None and now_ms - last_ms <= SHED_LINE_GAP_MS.value:
                return text
            self._last_shed_line_ms = now_ms
        self._settings.log(level, TAG, text, case.notification.push_id)
        return text

    def _show(self, case: DisplayCase) -> Posted:
        notification, channel = case.notification, case.channel
        # A rule that is waived leaves a channel that is not there, or is blocked: then the ordinary importance holds.
        importance = (channel.importance if channel else notification.importance) or Importance.DEFAULT
        settings = self._settings
        is_locked = self._keyguard.is_keyguard_locked or self._power.is_device_idle_mode
        presentation = present(
            PresentationCase(case, importance, is_locked, self.lock_screen), settings.rulebook, settings.phone
        )
        shown = StatusBarNotification(
            key=key_of(case),
            package=notification.package,
            id=notification.id,
            tag=notification.tag,
            channel_id=channel.id if channel else notification.channel_id or "",
            importance=importance,
            title=notification.title,
            text=notification.text,
            presentation=presentation,
            push_id=notification.push_id,
            content=notification.content,
            auto_cancel=notification.auto_cancel,
            posted=notification,
            sound_name=channel.sound if channel else notification.sound,
        )
        self._shade.put(shown)
        return Posted(shown, case.is_update)
