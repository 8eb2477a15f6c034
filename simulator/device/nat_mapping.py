"""What the network between phone and IM knows of the app's connection: it forgets one that is idle for too long."""

from typing import TYPE_CHECKING

from simulator.kernel.source import Fact, Source
from simulator.kernel.units import SECOND_MS

if TYPE_CHECKING:
    from simulator.device.device import Device

HEARTBEAT_MS = Fact(
    "im_sdk.heartbeat_ms", 120 * SECOND_MS, Source("Tencent IM online state management", "6.1", ("C21",))
)
"""What the SDK leaves between two signs of life; only then it finds that its connection is gone."""


class NatMapping:
    """The network's memory of the connection that the app on one phone holds to IM.

    Assumed: the vendor's service, whose heartbeat follows the network, is never forgotten.

    Attributes:
        is_lost: The network has forgotten the connection, and neither end knows.
    """

    __slots__ = (
        "_device",
        "_is_watching",
        "_period",
        "_spoke_ms",
        "is_lost",
    )

    def __init__(self, device: "Device") -> None:
        """Begin with a network that forgets nothing."""
        self.is_lost: bool = False
        self._device = device
        self._spoke_ms = 0
        self._period = 0
        self._is_watching = False

    def network_changed(self) -> None:
        """Begin anew in another network."""
        self.is_lost = False
        self._period += 1
        self._is_watching = False
        self.spoke()

    def spoke(self) -> None:
        """Note that something has gone over the connection, which is remembered for a while again."""
        now_ms, timeout_ms = self._device.scheduler.now_ms, self._device.connectivity.nat_timeout_ms
        self._spoke_ms = now_ms
        if timeout_ms is not None and timeout_ms < HEARTBEAT_MS.value and not self._is_watching:
            self._is_watching = True
            self._check_in(timeout_ms, timeout_ms, self._period)

    def _check_in(self, delay_ms: int, timeout_ms: int, period: int) -> None:
        def check() -> None:
            if period != self._period:
                return
            idle_ms = self._device.scheduler.now_ms - self._spoke_ms
            if idle_ms < timeout_ms:
                self._check_in(timeout_ms - idle_ms, timeout_ms, period)
                return
            self._is_watching = False
            if self._device.is_connected:
                self.is_lost = True
                self._device.life.refresh_network()
                self._device.scheduler.after(HEARTBEAT_MS.value - idle_ms, beat)

        def beat() -> None:
            if period == self._period:
                self.is_lost = False
                self._device.life.refresh_network()

        self._device.scheduler.after(delay_ms, check)
