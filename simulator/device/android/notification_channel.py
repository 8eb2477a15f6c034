"""Notification channels: how loud each is, and what an app may change of one that is there."""

from enum import IntEnum

import msgspec
from msgspec.structs import replace

from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.reason import Reason

DEFAULT_CHANNEL_ID = "miscellaneous"
"""What Android makes for apps with a target below 26."""
CHANNELS_MAX = Fact(
    "android.channels_max",
    5_000,
    Source("Android PreferencesHelper", "NOTIFICATION_CHANNEL_COUNT_LIMIT", (), Grade.OBSERVED),
)
"""Of one app."""

CREATED_AGAIN_KEEPS = Fact(
    "android.channel_created_again_keeps_settings", value=True, source=Source("OPPO guide", "step 2", ("O08",))
)
"""An app that creates a channel again does not change how it behaves."""


class Importance(IntEnum):
    """How much a channel may disturb; Android's numbers, without those no channel has."""

    NONE = 0
    MIN = 1
    LOW = 2
    DEFAULT = 3
    HIGH = 4

    @property
    def makes_sound(self) -> bool:
        """Whether a notification is heard."""
        return self >= Importance.DEFAULT

    @property
    def is_heads_up(self) -> bool:
        """Whether a notification drops down over what is on the screen."""
        return self >= Importance.HIGH


class Visibility(IntEnum):
    """What a locked screen shows of a notification; Android's numbers."""

    SECRET = -1
    PRIVATE = 0
    PUBLIC = 1


class ChannelRefused(Exception):
    """Android throws when the app creates this channel, and without a handler the app crashes.

    Attributes:
        what: Android's text.
    """

    def __init__(self, what: str) -> None:
        """Keep the text."""
        super().__init__(what)
        self.what = what


class NotificationChannel(msgspec.Struct, frozen=True):
    """One channel of one app.

    Attributes:
        importance: The app's wish when it creates the channel; what holds when the channel is read.
        sound: Name of the sound that is heard; empty for the phone's own.
        group_id: Of the app's channel group that it is in; empty for none.
        bypasses_zen: It may be heard while do-not-disturb lets priority notifications through; the user's choice.
        shows_badge: A notification of it puts a dot, or a number, at the app's icon.
        lock_screen: What a locked screen shows, whatever the notification itself says; `None` for the latter.
        is_locked: The user has set the importance: the app changes it no more.
        is_deleted: Deleted by the app, and kept for when it creates the channel again.
    """

    id: str
    name: str
    importance: Importance = Importance.DEFAULT
    description: str = ""
    sound: str = ""
    group_id: str = ""
    bypasses_zen: bool = False
    shows_badge: bool = True
    lock_screen: Visibility | None = None
    is_locked: bool = False
    is_deleted: bool = False

    def created_again(self, wish: "NotificationChannel") -> "NotificationChannel":
        """Return what becomes of this channel when the app creates it as *wish*.

        Name and description change, and the group where it has none; the importance can only go down, and not once the
        user has set it.

        Source:
            OPPO guide, step 2 (O08), and Android PreferencesHelper; grade: documented.
        """
        is_lowered = wish.importance < self.importance and not self.is_locked and not self.is_deleted
        return replace(
            self,
            name=wish.name,
            description=wish.description,
            group_id=self.group_id or wish.group_id,
            importance=wish.importance if is_lowered else self.importance,
            is_deleted=False,
        )


class CreationCase(msgspec.Struct, frozen=True):
    """A channel that an app creates.

    Attributes:
        is_new: The app has none of this id.
        count: Channels that the app has, deleted ones too.
        has_group: The group that it names is there, or it names none.
    """

    channel: NotificationChannel
    is_new: bool
    count: int
    has_group: bool


_PREFERENCES = "Android PreferencesHelper"

CREATE_CHANNEL: Decision[CreationCase] = Decision(
    "android.create_channel",
    (
        Rule(
            "android.channel_id_empty",
            Reason.CHANNEL_REFUSED,
            lambda case: not case.channel.id,
            Source(_PREFERENCES, "createNotificationChannel, id", grade=Grade.OBSERVED),
            "Invalid id",
        ),
        Rule(
            "android.channel_name_empty",
            Reason.CHANNEL_REFUSED,
            lambda case: not case.channel.name,
            Source(_PREFERENCES, "createNotificationChannel, name", grade=Grade.OBSERVED),
            "Invalid name",
        ),
        Rule(
            "android.channel_group_missing",
            Reason.CHANNEL_REFUSED,
            lambda case: not case.has_group,
            Source(_PREFERENCES, "createNotificationChannel, group", grade=Grade.OBSERVED),
            "NotificationChannelGroup doesn't exist",
        ),
        Rule(
            "android.channel_id_reserved",
            Reason.CHANNEL_REFUSED,
            lambda case: case.channel.id == DEFAULT_CHANNEL_ID,
            Source(_PREFERENCES, "createNotificationChannel, reserved id", grade=Grade.OBSERVED),
            "Reserved id",
        ),
        Rule(
            "android.too_many_channels",
            Reason.CHANNEL_REFUSED,
            lambda case: case.is_new and case.count >= CHANNELS_MAX.value,
            CHANNELS_MAX.source,
            "Limit exceed; cannot create more channels",
        ),
    ),
)
"""Whether Android takes a channel; the answer of a no is the text of the exception that it throws. All since API 26."""
