"""What a maker's system does with the apps of others: whether they may start by themselves, and what ends them.

Each vendor's folder has the profile of its brand; a scenario may take that, or change single habits.
"""

from enum import StrEnum

import msgspec

from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.units import MINUTE_MS, SECOND_MS

_MANAGERS = Source("makers' background managers", "", grade=Grade.ASSUMED)

CLEAN_AFTER_LOCK_MS = Fact("rom.clean_after_lock_ms", 30 * SECOND_MS, _MANAGERS)
"""From switching the screen off to the cleaning, where a system cleans then; no document says how long."""
BACKGROUND_LIFE_MS = Fact("rom.background_life_ms", 10 * MINUTE_MS, _MANAGERS)
"""How long an app lives in the background where a system ends it there: they say `soon`."""
FREEZE_MS = Fact("android.freeze_ms", 10 * SECOND_MS, Source("AOSP CachedAppOptimizer", "", grade=Grade.ASSUMED))
"""From leaving the screen to being frozen, where a system freezes apps."""


class Swipe(StrEnum):
    """What swiping an app away does to it."""

    KEEP = "keep"
    """Its page goes; its process lives on."""
    KILL = "kill"
    STOP = "stop"
    """Its process dies, and it is in the stopped state as after a force stop; what it shows stays."""


class Rom(msgspec.Struct, frozen=True):
    """The habits of one system.

    Attributes:
        name: As people call it.
        setting: Where its user allows an app to start by itself.
        autostart: An app may start by itself: at boot, on a broadcast, after its end.
        associated_start: Another app may start it.
        cleans_on_lock: Apps end `clean_after_lock_ms` after the screen was switched off.
        kills_in_background: Apps end when they have been in the background for `background_life_ms`.
        freezes: Apps are frozen soon after they leave the screen, from Android 11 on.
        swipe: What swiping away does.
        batches_in_doze: The maker's push service of an idle phone keeps messages for the maintenance window.
        background_popup: An app may open its pages from the background (后台弹出界面).
        shows_stopped_apps: The maker's push service shows notifications of apps that were force-stopped.
    """

    name: str = "relaxed"
    setting: str = ""
    autostart: bool = True
    associated_start: bool = True
    cleans_on_lock: bool = False
    kills_in_background: bool = False
    freezes: bool = False
    swipe: Swipe = Swipe.KILL
    batches_in_doze: bool = False
    background_popup: bool = True
    shows_stopped_apps: bool = True
    clean_after_lock_ms: int = CLEAN_AFTER_LOCK_MS.value
    background_life_ms: int = BACKGROUND_LIFE_MS.value


RELAXED = Rom()
"""Of a phone whose user has allowed the app all that it needs; the one of every phone of which nothing is said."""

STOCK = Fact(
    "android.stock_rom",
    Rom(name="Android", setting="Settings > Apps > Battery"),
    Source("Android developer guide", "processes and app lifecycle"),
)
"""What a phone does whose maker adds nothing: there is no switch for starting by itself."""
