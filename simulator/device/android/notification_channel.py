"""Notification channels: how loud each is, and what an app may change of one that is there."""

from enum import IntEnum

import msgspec
from msgspec.structs import replace

from simulator.kernel.source import Fact, Grade, Source

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
        is_locked: The user has set the importance: the app changes it no more.
        is_deleted: Deleted by the app, and kept for when it creates the channel again.
    """

    id: str
    name: str
    importance: Importance = Importance.DEFAULT
    description: str = ""
    sound: str = ""
    is_locked: bool = False
    is_deleted: bool = False

    def created_again(self, wish: "NotificationChannel") -> "NotificationChannel":
        """Return what becomes of this channel when the app creates it as *wish*.

        Name and description change; the importance can only go down, and not once the user has set it.

        Source:
            OPPO guide, step 2 (O08), and Android PreferencesHelper; grade: documented.
        """
        is_lowered = wish.importance < self.importance and not self.is_locked and not self.is_deleted
        return replace(
            self,
            name=wish.name,
            description=wish.description,
            importance=wish.importance if is_lowered else self.importance,
            is_deleted=False,
        )

    def refusal(self) -> str:
        """Return what Android throws for this channel; empty when it takes it.

        Source:
            Android PreferencesHelper; grade: observed.
        """
        if not self.name:
            return "Invalid name" if self.id else "Invalid id"
        return "Reserved id" if self.id == DEFAULT_CHANNEL_ID else ""
