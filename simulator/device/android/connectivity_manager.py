"""Android's `ConnectivityManager`: which network the phone is on."""

from collections.abc import Callable
from enum import StrEnum

from simulator.device.android.settings import Settings


class NetworkKind(StrEnum):
    """What the phone is connected by."""

    WIFI = "wifi"
    MOBILE = "mobile"
    FIREWALLED = "firewalled"
    """Wi-Fi that lets through what IM uses, and not the long connection of the vendor's service."""
    CAPTIVE = "captive"
    """Wi-Fi whose portal wants a login before it lets anything through."""
    AIRPLANE = "airplane"
    OFF = "off"


_LEADS_NOWHERE = frozenset({NetworkKind.CAPTIVE, NetworkKind.AIRPLANE, NetworkKind.OFF})


class ConnectivityManager:
    """The phone's network, and who is told when it changes.

    Attributes:
        network: What the phone is on now; Wi-Fi to begin with.
        nat_timeout_ms: After so long without traffic the network forgets a connection, and neither end is told; `None`
            for never.
    """

    __slots__ = ("_callbacks", "_settings", "nat_timeout_ms", "network")

    def __init__(self, settings: Settings) -> None:
        """Connect the phone to Wi-Fi."""
        self.network = NetworkKind.WIFI
        self.nat_timeout_ms: int | None = None
        self._settings = settings
        self._callbacks: tuple[Callable[[NetworkKind], None], ...] = ()

    @property
    def is_connected(self) -> bool:
        """Whether the phone has a network that leads anywhere."""
        return self.network not in _LEADS_NOWHERE

    def register_network_callback(self, callback: Callable[[NetworkKind], None]) -> None:
        """Tell *callback* of each later change, behind those registered before it."""
        self._callbacks = (*self._callbacks, callback)

    def set_network(self, kind: NetworkKind, nat_timeout_ms: int | None = None) -> None:
        """Put the phone on *kind* at once; nothing happens when it is there already."""
        if (kind, nat_timeout_ms) == (self.network, self.nat_timeout_ms):
            return
        # Differs: a real phone takes seconds to join a network; here it is there at once.
        self.network = kind
        self.nat_timeout_ms = nat_timeout_ms
        self._settings.changed("network", network=kind, nat_timeout_ms=nat_timeout_ms)
        go_back = self._settings.trace.branch()
        for callback in self._callbacks:
            go_back()
            callback(kind)
