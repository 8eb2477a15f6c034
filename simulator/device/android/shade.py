"""The notifications that a phone holds: those in the shade, and those that are kept out of sight for a while."""

from collections.abc import Callable, Iterator

import msgspec

from simulator.device.android.display import DisplayCase, Notification
from simulator.device.android.notification_channel import Importance
from simulator.device.android.presentation import Presentation
from simulator.device.android.settings import Settings
from simulator.kernel.rule import Rule
from simulator.kernel.scheduler import Timer
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.units import DAY_MS
from simulator.push.reason import Reason

_SERVICE = "Android NotificationManagerService"

AUTO_GROUP_API = Fact(
    "android.auto_group_api", 24, Source("Android developer guide", "create a group of notifications")
)
AUTO_GROUP_COUNT = Fact(
    "android.auto_group_count", 4, Source("Android developer guide", "create a group of notifications, automatic")
)
"""So many ungrouped notifications of one app are bundled under a summary, which counts for no limit."""
TIMEOUT_API = Fact("android.timeout_api", 26, Source("Android API reference", "Notification.Builder.setTimeoutAfter"))
# Assumed: since Android 15; it is seen in the sources of 16, and may be behind a flag in either.
LIFE_MS = Fact("android.notification_life_ms", 3 * DAY_MS, Source(_SERVICE, "NOTIFICATION_TTL", grade=Grade.ASSUMED))
"""Of a notification that has no time-out of its own."""
LIFE_API = Fact("android.notification_life_api", 35, Source(_SERVICE, "NOTIFICATION_TTL", grade=Grade.ASSUMED))


class StatusBarNotification(msgspec.Struct, frozen=True):
    """One notification in the shade.

    Attributes:
        key: `userId|package|id|tag|uid`: one of the same key takes its place.
        channel_id: Channel it is in; empty below Android 8.0.
        presentation: What it has beside its place there.
        sound_name: Of the sound that was heard, where it was not the phone's own.
        content: What a tap needs, as it was posted.
        posted: As it was posted.
    """

    key: str
    package: str
    id: int
    tag: str | None
    channel_id: str
    importance: Importance
    title: str
    text: str
    presentation: Presentation
    push_id: int | None
    content: object
    auto_cancel: bool
    posted: Notification
    sound_name: str = ""

    @property
    def sound(self) -> bool:
        """Whether it was heard."""
        return self.presentation.sound

    @property
    def heads_up(self) -> bool:
        """Whether it dropped down over what is on the screen."""
        return self.presentation.heads_up


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
        rule: What said no.
        detail: For people, in Android's words: the line in the logcat.
    """

    rule: Rule[DisplayCase]
    detail: str

    @property
    def reason(self) -> Reason:
        """The word for the no."""
        return Reason(self.rule.reason)


class Held(msgspec.Struct, frozen=True):
    """A notification is kept out of sight, until what *rule* names is over."""

    rule: Rule[DisplayCase]


Later = Callable[[Posted | Refusal | Held], None]
"""Told what became of a notification that was held."""


class HeldNotification(msgspec.Struct, frozen=True):
    """One that is out of sight.

    Attributes:
        later: `None` for one that had been seen before.
    """

    key: str
    posted: Notification
    later: Later | None


class Shade:
    """What one phone shows, oldest first, and what it hides.

    Attributes:
        shown: In the notification area, by key.
        hidden: Among the active ones and not to be seen, by key.
        snoozed: Put off by the user, by key.
    """

    __slots__ = ("_ends", "_settings", "hidden", "shown", "snoozed")

    def __init__(self, settings: Settings) -> None:
        """Begin empty."""
        self._settings = settings
        self._ends: dict[str, Timer] = {}
        self.shown: dict[str, StatusBarNotification] = {}
        self.hidden: dict[str, HeldNotification] = {}
        self.snoozed: dict[str, HeldNotification] = {}

    def is_active(self, key: str) -> bool:
        """Return whether one of that key is there, seen or not."""
        return key in self.shown or key in self.hidden

    def count(self, package: str) -> int:
        """Return how many active ones the app has."""
        packages = [one.package for one in self.shown.values()]
        packages += [one.posted.package for one in self.hidden.values()]
        return packages.count(package)

    def put(self, one: StatusBarNotification) -> None:
        """Show *one* in place of what has its key, bundle the app's where there are many, and set its time."""
        self._take(one.key)
        self.shown[one.key] = one
        self._bundle(one)
        life_ms = self._life_ms(one.posted)
        if life_ms:
            self._ends[one.key] = self._settings.scheduler.after(life_ms, lambda: self._expire(one))

    def _take(self, key: str) -> None:
        self.shown.pop(key, None)
        end = self._ends.pop(key, None)
        if end is not None:
            end.cancel()

    def _life_ms(self, posted: Notification) -> int:
        api_level = self._settings.api_level
        if posted.timeout_ms and api_level >= TIMEOUT_API.value:
            return posted.timeout_ms
        return LIFE_MS.value if api_level >= LIFE_API.value else 0

    def _expire(self, one: StatusBarNotification) -> None:
        rule = "" if one.posted.timeout_ms else LIFE_MS.name
        self.remove(lambda each: each is one, "timeout", rule)

    def _bundle(self, newest: StatusBarNotification) -> None:
        if newest.posted.group or self._settings.api_level < AUTO_GROUP_API.value:
            return
        count = sum(one.package == newest.package and not one.posted.group for one in self.shown.values())
        if count >= AUTO_GROUP_COUNT.value:
            self._settings.changed("auto_group", AUTO_GROUP_COUNT.name, package=newest.package, count=count)

    def remove(self, is_meant: Callable[[StatusBarNotification], bool], why: str, rule: str = "") -> bool:
        """Remove what *is_meant* from the shade; return whether there was any. *why* is Android's word."""
        removed = [one for one in self.shown.values() if is_meant(one)]
        for one in removed:
            self._take(one.key)
            self._settings.changed("notification", rule, package=one.package, key=one.key, state="removed", why=why)
        return bool(removed)

    def hide(self, one: StatusBarNotification, rule: str) -> None:
        """Hide *one*, which has been shown, because of *rule*."""
        self.remove(lambda each: each is one, "hidden", rule)
        self.hidden[one.key] = HeldNotification(one.key, one.posted, None)

    def take_held(self, is_meant: Callable[[HeldNotification], bool]) -> Iterator[HeldNotification]:
        """Remove and iterate over the hidden notifications for which *is_meant* holds."""
        for kept in (self.hidden, self.snoozed):
            for one in [one for one in kept.values() if is_meant(one)]:
                del kept[one.key]
                yield one
