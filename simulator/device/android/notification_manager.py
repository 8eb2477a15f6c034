"""Android's `NotificationManager`: channels, switches, and the shade with what is shown in it."""

from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from simulator.device.android.build import CHANNELS_API
from simulator.device.android.display import DISPLAY, TAG, DisplayCase, Notification, log_line
from simulator.device.android.notification_channel import (
    CHANNELS_MAX,
    CREATED_AGAIN_KEEPS,
    DEFAULT_CHANNEL_ID,
    ChannelRefused,
    Importance,
    NotificationChannel,
)
from simulator.device.android.package_manager import PackageManager
from simulator.device.android.permission_manager import PermissionManager
from simulator.device.android.settings import Settings
from simulator.kernel.rule import Rule
from simulator.push.reason import Reason

_UNCATEGORIZED = NotificationChannel(DEFAULT_CHANNEL_ID, "Uncategorized")


class StatusBarNotification(msgspec.Struct, frozen=True):
    """One notification in the shade.

    Attributes:
        key: `userId|package|id|tag|uid`: one of the same key takes its place.
        channel_id: Channel it is in; empty below Android 8.0.
        sound: Whether it was heard.
        sound_name: Of the sound that was heard, where it was not the phone's own.
        heads_up: Whether it dropped down over what is on the screen.
        content: What a tap needs, as it was posted.
    """

    key: str
    package: str
    id: int
    tag: str | None
    channel_id: str
    importance: Importance
    title: str
    text: str
    sound: bool
    heads_up: bool
    push_id: int | None
    content: object
    auto_cancel: bool
    sound_name: str = ""


class Posted(msgspec.Struct, frozen=True):
    """A notification shows.

    Attributes:
        is_update: It took the place of another.
    """

    notification: StatusBarNotification
    is_update: bool


class Refusal(msgspec.Struct, frozen=True):
    """A notification does not show.

    Attributes:
        rule: Of `DISPLAY`; what said no.
        detail: For people, in Android's words: the line in the logcat.
    """

    rule: Rule[DisplayCase]
    detail: str

    @property
    def reason(self) -> Reason:
        """The word for the no."""
        return Reason(self.rule.reason)


class NotificationManager:
    """Notifications of all apps of one phone, with one user."""

    __slots__ = ("_channels", "_packages", "_permissions", "_settings", "_shade", "_switched_off")

    def __init__(self, settings: Settings, packages: PackageManager, permissions: PermissionManager) -> None:
        """Begin with an empty shade and all switches on."""
        self._settings = settings
        self._packages = packages
        self._permissions = permissions
        self._channels: dict[tuple[str, str], NotificationChannel] = {}
        self._shade: dict[str, StatusBarNotification] = {}
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
        refusal = channel.refusal()
        if refusal or (known is None and self._has_all_channels(package)):
            raise ChannelRefused(refusal or "Limit exceed; cannot create more channels")
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

    def _has_all_channels(self, package: str) -> bool:
        most = CHANNELS_MAX.value
        return len(self._channels) >= most and sum(owner == package for owner, _ in self._channels) >= most

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
        """Let the user switch the app's notifications; off removes what is shown, on also grants the permission."""
        others = tuple(each for each in self._switched_off if each != package)
        self._switched_off = others if enabled else (*others, package)
        self._settings.changed("notifications", package=package, enabled=enabled)
        if enabled:
            self._permissions.grant(package)
        else:
            self._remove(lambda one: one.package == package, "package_banned")

    # -- the shade --------------------------------------------------------------------------------------------------

    @property
    def shade(self) -> tuple[StatusBarNotification, ...]:
        """What is shown, oldest first."""
        return tuple(self._shade.values())

    def notify(self, notification: Notification) -> Posted | Refusal:
        """Show *notification*, unless one of the rules of `DISPLAY` says no; then write Android's line to the logcat.

        The caller records the hop. One of the same key is replaced, and counts as new in the order.
        """
        settings = self._settings
        case = self._case(notification)
        rule = settings.rulebook.first_no(DISPLAY, case, settings.phone)
        if rule is None:
            return self._show(case)
        level, text = log_line(rule, case)
        settings.log(level, TAG, text, notification.push_id)
        return Refusal(rule, text)

    def cancel(self, key: str, why: str = "app_cancel") -> bool:
        """Remove one notification; return whether it was there. *why* is Android's word: `click`, `app_cancel`."""
        return self._remove(lambda one: one.key == key, why)

    def cancel_all(self, package: str, why: str = "app_cancel_all") -> bool:
        """Remove all of the app's notifications; return whether there were any."""
        return self._remove(lambda one: one.package == package, why)

    def clear(self) -> None:
        """Empty the shade, as a reboot does; no app hears of it."""
        self._remove(lambda _: True, "reboot")

    def forget(self, package: str) -> None:
        """Remove the app's notifications, channels and switch, as uninstalling and clearing data do."""
        self.cancel_all(package, "package_changed")
        self._channels = {key: channel for key, channel in self._channels.items() if key[0] != package}
        self._switched_off = tuple(each for each in self._switched_off if each != package)

    def _remove(self, is_meant: Callable[[StatusBarNotification], bool], why: str) -> bool:
        removed = [one for one in self._shade.values() if is_meant(one)]
        for one in removed:
            del self._shade[one.key]
            self._settings.changed("notification", package=one.package, key=one.key, state="removed", why=why)
        return bool(removed)

    def _key(self, one: Notification) -> str:
        return f"0|{one.package}|{one.id}|{'null' if one.tag is None else one.tag}|{self._packages.uid(one.package)}"

    def _case(self, notification: Notification) -> DisplayCase:
        package = notification.package
        packages = self._packages
        return DisplayCase(
            notification,
            self._settings.api_level,
            packages.is_installed(package),
            packages.target_sdk(package),
            packages.uid(package),
            self._channel_of(package, notification.channel_id),
            active_count=sum(1 for one in self._shade.values() if one.package == package),
            is_update=self._key(notification) in self._shade,
            is_switched_on=package not in self._switched_off,
            has_permission=self._permissions.is_granted(package),
        )

    def _show(self, case: DisplayCase) -> Posted:
        notification, channel = case.notification, case.channel
        # A rule that is waived leaves a channel that is not there, or is blocked: then the ordinary importance holds.
        importance = channel.importance if channel and channel.importance else Importance.DEFAULT
        key = self._key(notification)
        self._shade.pop(key, None)
        shown = self._shade[key] = StatusBarNotification(
            key=key,
            package=notification.package,
            id=notification.id,
            tag=notification.tag,
            channel_id=channel.id if channel else notification.channel_id or "",
            importance=importance,
            title=notification.title,
            text=notification.text,
            sound=importance.makes_sound and not notification.silent,
            heads_up=importance.is_heads_up and not notification.silent,
            push_id=notification.push_id,
            content=notification.content,
            auto_cancel=notification.auto_cancel,
            sound_name=channel.sound if channel else notification.sound,
        )
        return Posted(shown, case.is_update)
