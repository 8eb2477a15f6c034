"""Android's `ConnectivityManager`: which network the phone is on."""

from collections.abc import Callable
from enum import StrEnum

from simulator.device.android.settings import Settings


class NetworkKind(StrEnum):
    """What the phone is connected by."""

    WIFI = "wifi"
    MOBILE = "mobile"
    OFF = "off"


class ConnectivityManager:
    """The phone's network, and who is told when it changes.

    Attributes:
        network: What the phone is on now; Wi-Fi to begin with.
    """

    __slots__ = ("_callbacks", "_settings", "network")

    def __init__(self, settings: Settings) -> None:
        """Connect the phone to Wi-Fi."""
        self.network = NetworkKind.WIFI
        self._settings = settings
        self._callbacks: tuple[Callable[[NetworkKind], None], ...] = ()

    @property
    def is_connected(self) -> bool:
        """Whether the phone has any network."""
        return self.network is not NetworkKind.OFF

    def register_network_callback(self, callback: Callable[[NetworkKind], None]) -> None:
        """Tell *callback* of each later change, behind those registered before it."""
        self._callbacks = (*self._callbacks, callback)

    def set_network(self, kind: NetworkKind) -> None:
        """Put the phone on *kind* at once; nothing happens when it is there already."""
        if kind is self.network:
            return
        # Differs: a real phone takes seconds to join a network; here it is there at once.
        self.network = kind
        self._settings.changed("network", network=kind)
        go_back = self._settings.trace.branch()
        for callback in self._callbacks:
            go_back()
            callback(kind)
