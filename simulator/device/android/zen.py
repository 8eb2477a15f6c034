"""Do-not-disturb (zen): what still interrupts, and what of the rest is not even seen."""

from enum import StrEnum

import msgspec

from simulator.kernel.source import Fact, Source

ZEN_API = Fact("android.zen_api", 23, Source("Android API reference", "NotificationManager.setInterruptionFilter"))
"""Android 6.0."""
HIDING_API = Fact(
    "android.zen_hiding_api", 28, Source("Android API reference", "NotificationManager.Policy, SUPPRESSED_EFFECT_*")
)
"""Android 9: from then on each visible effect is hidden by a switch of its own."""


class InterruptionFilter(StrEnum):
    """What may make itself heard."""

    ALL = "all"
    """Do-not-disturb is off."""
    PRIORITY = "priority"
    ALARMS = "alarms"
    NONE = "none"
    """Total silence."""


class Effect(StrEnum):
    """What the user can have hidden while do-not-disturb is on."""

    PEEK = "peek"
    STATUS_BAR = "status_bar"
    BADGE = "badge"
    LIST = "list"
    """The notification area itself."""


class Zen(msgspec.Struct, frozen=True):
    """How do-not-disturb stands on a phone.

    Attributes:
        interruption_filter: What may make itself heard.
        hidden: What of the rest is not seen.
    """

    interruption_filter: InterruptionFilter = InterruptionFilter.ALL
    hidden: frozenset[Effect] = frozenset()

    def intercepts(self, *, bypasses: bool) -> bool:
        """Return whether a notification is kept quiet, whose channel *bypasses* do-not-disturb or does not."""
        match self.interruption_filter:
            case InterruptionFilter.ALL:
                return False
            case InterruptionFilter.PRIORITY:
                return not bypasses
            case _:
                return True

    def hides(self, effect: Effect, *, bypasses: bool) -> bool:
        """Return whether a notification goes without *effect*."""
        return effect in self.hidden and self.intercepts(bypasses=bypasses)
