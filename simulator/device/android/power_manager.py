"""Android's `PowerManager`: Doze with its maintenance windows, standby buckets, and how an app may use the battery."""

from collections.abc import Callable
from enum import StrEnum

from simulator.device.android.settings import Settings
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.units import HOUR_MS, MINUTE_MS

_IDLE = Source("AOSP DeviceIdleController", "constants", grade=Grade.ASSUMED)

IDLE_MS = Fact("android.doze_idle_ms", HOUR_MS, _IDLE)
"""From lying down to the first maintenance window; each next stretch is twice as long."""
IDLE_MS_MAX = Fact("android.doze_idle_ms_max", 6 * HOUR_MS, _IDLE)
WINDOW_MS = Fact("android.doze_window_ms", 5 * MINUTE_MS, _IDLE)
"""The first maintenance window; each next one is twice as long."""
WINDOW_MS_MAX = Fact("android.doze_window_ms_max", 10 * MINUTE_MS, _IDLE)


class BatteryUse(StrEnum):
    """What the settings let an app use in the background."""

    UNRESTRICTED = "unrestricted"
    """On the list of those that Doze and standby, and the maker's own manager, leave alone."""
    OPTIMISED = "optimised"
    """As Android has it."""


class StandbyBucket(StrEnum):
    """How much an app has been used of late."""

    ACTIVE = "active"
    WORKING_SET = "working_set"
    FREQUENT = "frequent"
    RARE = "rare"
    RESTRICTED = "restricted"


class PowerManager:
    """One phone's idle mode, and who is told when it changes.

    Differs: a phone is idle when a scenario says so, not after a time of its own, and light Doze, whose windows come
    sooner, is left out.

    Attributes:
        is_device_idle_mode: As Android's method of that name; false to begin with.
        is_in_window: It is idle, and a maintenance window lets apps use the network.
        is_charging: It is plugged in, which keeps it from Doze and lifts what standby limits.
    """

    __slots__ = (
        "_callbacks",
        "_period",
        "_settings",
        "_wake_callbacks",
        "is_charging",
        "is_device_idle_mode",
        "is_in_window",
    )

    def __init__(self, settings: Settings) -> None:
        """Begin in somebody's hand."""
        self.is_device_idle_mode = False
        self.is_in_window = False
        self.is_charging = False
        self._settings = settings
        self._period = 0
        self._callbacks: tuple[Callable[[], None], ...] = ()
        self._wake_callbacks: tuple[Callable[[], None], ...] = ()

    def register_wake_callback(self, callback: Callable[[], None]) -> None:
        """Tell *callback* each time that the idle mode ends."""
        self._wake_callbacks = (*self._wake_callbacks, callback)

    def register_callback(self, callback: Callable[[], None]) -> None:
        """Tell *callback* of each later change: of the idle mode, its windows and the charger."""
        self._callbacks = (*self._callbacks, callback)

    def lay_down(self) -> None:
        """Make the phone idle from now on, unless it is charging."""
        if self.is_device_idle_mode or self.is_charging:
            return
        self.is_device_idle_mode = True
        self._changed(is_idle=True)
        self._period += 1
        self._sleep(self._period, IDLE_MS.value, WINDOW_MS.value)

    def wake_up(self) -> None:
        """End the idle mode: somebody uses the phone."""
        if not self.is_device_idle_mode:
            return
        self.is_device_idle_mode = False
        self.is_in_window = False
        self._period += 1
        go_back = self._changed(is_idle=False)
        for callback in self._wake_callbacks:
            go_back()
            callback()

    def set_charging(self, *, is_charging: bool) -> None:
        """Plug the phone in, which ends the idle mode, or unplug it."""
        if is_charging is not self.is_charging:
            self.is_charging = is_charging
            self._changed(is_charging=is_charging)
            if is_charging:
                self.wake_up()

    def _sleep(self, period: int, idle_ms: int, window_ms: int) -> None:
        """Open the next maintenance window in *idle_ms*, for *window_ms*, if the phone still lies there then."""

        def open_window() -> None:
            if period == self._period:
                self.is_in_window = True
                self._changed(is_in_window=True)
                self._settings.scheduler.after(window_ms, close_window)

        def close_window() -> None:
            if period == self._period:
                self.is_in_window = False
                self._changed(is_in_window=False)
                self._sleep(period, min(2 * idle_ms, IDLE_MS_MAX.value), min(2 * window_ms, WINDOW_MS_MAX.value))

        self._settings.scheduler.after(idle_ms, open_window)

    def _changed(self, **data: object) -> Callable[[], None]:
        self._settings.changed("power", WINDOW_MS.name if "is_in_window" in data else "", **data)
        go_back = self._settings.trace.branch()
        for callback in self._callbacks:
            go_back()
            callback()
        return go_back
