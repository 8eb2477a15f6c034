"""The user changes a notification channel."""

from typing import Literal

from msgspec.structs import replace

from simulator.device.android.notification_channel import Importance, NotificationChannel, Visibility
from simulator.device.android.presentation import LockScreen
from simulator.scenario.errors import ExpectationFailed, quoted
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import ChannelId, PhoneName

_VISIBILITIES = {
    LockScreen.FULL: Visibility.PUBLIC,
    LockScreen.CONTENT_HIDDEN: Visibility.PRIVATE,
    LockScreen.NOTHING: Visibility.SECRET,
}


class SetChannel(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Change one of the app's notification channels in the system settings.

    Attributes:
        importance: `none` blocks it.
        bypass_dnd: It may be heard while do-not-disturb lets priority notifications through.
        badge: Its notifications count at the app's icon.
        lock_screen: What a locked screen shows of it.
    """

    shorthand = None

    phone: PhoneName
    channel: ChannelId
    importance: Literal["none", "min", "low", "default", "high"] | None = None
    bypass_dnd: bool | None = None
    badge: bool | None = None
    lock_screen: LockScreen | None = None

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The app has no such channel on this phone.
        """
        phone = stage.phone(self.phone)
        notifications, package = phone.notifications, phone.app.package
        importance = None if self.importance is None else Importance[self.importance.upper()]
        if importance is not None and not notifications.set_importance(package, self.channel, importance):
            raise self._no_channel()
        if {self.bypass_dnd, self.badge, self.lock_screen} == {None}:
            return
        channel = notifications.get_notification_channel(package, self.channel)
        if channel is None:
            raise self._no_channel()
        notifications.update_notification_channel(package, self._changed(channel))

    def _changed(self, channel: NotificationChannel) -> NotificationChannel:
        return replace(
            channel,
            bypasses_zen=channel.bypasses_zen if self.bypass_dnd is None else self.bypass_dnd,
            shows_badge=channel.shows_badge if self.badge is None else self.badge,
            lock_screen=channel.lock_screen if self.lock_screen is None else _VISIBILITIES[self.lock_screen],
        )

    def _no_channel(self) -> ExpectationFailed:
        return ExpectationFailed(
            f"{self.phone} has no notification channel {quoted(self.channel)}",
            [("next", "channels exist from Android 8.0 on, once the app or its SDK has created them")],
        )


STEP = SetChannel
