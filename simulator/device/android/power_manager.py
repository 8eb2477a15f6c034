"""Android's `PowerManager`: whether the phone lies idle (Doze), with its screen off and nobody near."""

from collections.abc import Callable

from simulator.device.android.settings import Settings


class PowerManager:
    """One phone's idle mode, and who is told when it ends.

    Differs: a phone is idle when a scenario says so, not after a time of its own; apps' alarms and network go on.

    Attributes:
        is_device_idle_mode: As Android's method of that name; false to begin with.
    """

    __slots__ = ("_callbacks", "_settings", "is_device_idle_mode")

    def __init__(self, settings: Settings) -> None:
        """Begin in somebody's hand."""
        self.is_device_idle_mode = False
        self._settings = settings
        self._callbacks: tuple[Callable[[], None], ...] = ()

    def register_wake_callback(self, callback: Callable[[], None]) -> None:
        """Tell *callback* each time that the idle mode ends."""
        self._callbacks = (*self._callbacks, callback)

    def lay_down(self) -> None:
        """Let the phone be idle from now on."""
        if not self.is_device_idle_mode:
            self.is_device_idle_mode = True
            self._settings.changed("power", is_idle=True)

    def wake_up(self) -> None:
        """End the idle mode: somebody uses the phone."""
        if not self.is_device_idle_mode:
            return
        self.is_device_idle_mode = False
        self._settings.changed("power", is_idle=False)
        go_back = self._settings.trace.branch()
        for callback in self._callbacks:
            go_back()
            callback()
