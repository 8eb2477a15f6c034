"""Whether a phone's push service runs, is connected, and takes messages that have reached the phone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.users import OWN_SHADE
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind
from simulator.kernel.units import SECOND_MS
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.uplink import Delivery, Presence

if TYPE_CHECKING:
    from simulator.device.device import Device
    from simulator.device.push_service import PushService

RESTART_MS = Fact(
    "device.service_restart_ms",
    5 * SECOND_MS,
    Source("makers' push services", "restart by the system", grade=Grade.ASSUMED),
)
"""From the death of the service's process to its next connection."""
EXEMPT_FROM_DOZE = Fact(
    "device.service_exempt_from_doze",
    True,
    Source("makers' push services", "Doze", ("C29",), Grade.ASSUMED),
)
"""The maker's own service keeps its network while the phone is idle."""
SHOWN_WHEN_STOPPED = Fact(
    "device.shown_when_stopped",
    True,
    Source("makers' push services", "force stop", ("C18",), Grade.ASSUMED),
)
"""The maker's service, not the app, posts the notification, also for an app in the stopped state."""


class ServiceCase(msgspec.Struct, frozen=True):
    """The vendor's service."""

    life: "ServiceLife"

    @property
    def device(self) -> "Device":
        """The phone that it is on."""
        return self.life.service.device


RUNS: Decision[ServiceCase] = Decision(
    "device.service_runs",
    (
        Rule(
            "device.service_before_unlock",
            Reason.BEFORE_FIRST_UNLOCK,
            lambda case: not case.device.keyguard.is_user_unlocked and case.life.service.waits_for_unlock,
            Source("Android developer guide", "direct boot", grade=Grade.ASSUMED),
        ),
        Rule(
            "device.service_killed",
            Reason.DEVICE_OFFLINE,
            lambda case: case.life.is_killed,
            RESTART_MS.source,
        ),
    ),
)
"""Whether the vendor's service runs. No maker documents that its service supports direct boot."""


SERVICE_NETWORK: Decision[ServiceCase] = Decision(
    "device.service_network",
    (
        Rule(
            "device.firewalled",
            Reason.DEVICE_OFFLINE,
            lambda case: case.device.connectivity.network is NetworkKind.FIREWALLED,
            Source("makers' push services", "ports of the long connection", grade=Grade.ASSUMED),
        ),
    ),
)
"""Whether the network lets the service's long connection through."""


class TakeCase(msgspec.Struct, frozen=True):
    """A message at the vendor's service."""

    life: "ServiceLife"
    delivery: Delivery


TAKE: Decision[TakeCase] = Decision(
    "device.service_takes",
    (
        Rule(
            "device.service_away",
            Reason.DEVICE_OFFLINE,
            lambda case: not case.life.is_running,
            Source("makers' push services", "connection", grade=Grade.ASSUMED),
        ),
        Rule(
            "rom.batched_in_doze",
            Reason.DOZE,
            lambda case: case.life.waits_for_window,
            Source("makers' push services", "batching in Doze", grade=Grade.ASSUMED),
        ),
    ),
)
"""Whether the vendor's service takes a message that has reached the phone; otherwise the message waits."""


class ServiceLife:
    """The life of one vendor's service on one phone.

    Attributes:
        service: The service.
        is_running: Whether it runs.
        is_killed: Its process has died, and the system has not started it again yet.
    """

    __slots__ = (
        "_is_telling",
        "_is_walled_off",
        "_told_presence",
        "_waiting",
        "is_killed",
        "is_running",
        "service",
    )

    def __init__(self, service: "PushService") -> None:
        """Run with the system."""
        self.service: PushService = service
        self.is_running: bool = True
        self.is_killed: bool = False
        self._told_presence = True
        self._is_telling = False
        self._is_walled_off = False
        self._waiting: tuple[Delivery, ...] = ()
        service.device.keyguard.register_callback(self.refresh)

    @property
    def waits_for_window(self) -> bool:
        """Whether it holds messages back until the next maintenance window of Doze."""
        device = self.service.device
        power = device.power
        return device.life.rom.batches_in_doze and power.is_device_idle_mode and not power.is_in_window

    @property
    def is_connected(self) -> bool:
        """Whether somebody on the phone holds the connection to the vendor's cloud."""
        return self.is_running and self.service.holds_connection

    def posting_facts(self) -> tuple[str, ...]:
        """Return the names of the facts by which a notification shows because the service is no part of the app."""
        device = self.service.device
        behind = {
            SHOWN_WHEN_STOPPED.name: device.life.is_stopped,
            EXEMPT_FROM_DOZE.name: device.power.is_device_idle_mode,
            OWN_SHADE.name: not device.users.is_at_the_phone(device),
        }
        return tuple(fact for fact, counts in behind.items() if counts)

    def die(self) -> None:
        """Kill its process; the system restarts it shortly after."""
        self.is_killed = True
        self.refresh()
        self.service.device.scheduler.after(RESTART_MS.value, self._restart)

    def _restart(self) -> None:
        self.is_killed = False
        self.refresh()

    def refresh(self) -> None:
        """Update whether it runs, and tell the cloud whether it is connected."""
        device = self.service.device
        rule = device.rules.first_no(RUNS, ServiceCase(self), device.name)
        if self.is_running is not (rule is None):
            self.is_running = rule is None
            if rule is None:
                device.trace.write(device.name, Kind.STATE, "push_service_runs", rule=RUNS.name)
            else:
                device.trace.refuse(device.name, Kind.STATE, "push_service_runs", rule)
        self.tell_presence()
        self.let_go()

    def refresh_network(self) -> None:
        """Update whether the network lets its connection through."""
        device = self.service.device
        rule = device.rules.first_no(SERVICE_NETWORK, ServiceCase(self), device.name)
        if self._is_walled_off is (rule is not None):
            return
        self._is_walled_off = rule is not None
        if rule is not None:
            device.trace.refuse(device.name, Kind.STATE, "service_network", rule)
        self.service.link.set_shut(is_shut=self._is_walled_off)

    def tell_presence(self) -> None:
        """Tell the cloud that the connection has ended or is back, if that has changed."""
        if self.is_connected is self._told_presence or self._is_telling:
            return
        self._told_presence = self.is_connected
        self._is_telling = True

        def told(_: object) -> None:
            # News of one connection's end and the next one's beginning must reach the cloud in order.
            self._is_telling = False
            self.tell_presence()

        self.service.ask(Presence(self.service.device.name, self.is_connected), told)

    # -- messages ---------------------------------------------------------------------------------------------------

    def held(self) -> Iterator[int]:
        """Iterate over the ids of the pushes that wait for the service; a recall is not a push."""
        return (delivery.push_id for delivery in self._waiting if delivery.push_id)

    def arrived(self, delivery: Delivery) -> None:
        """Hand a message of the vendor's cloud to the service, or keep it until the service can take it."""
        device = self.service.device
        rule = device.rules.first_no(TAKE, TakeCase(self, delivery), device.name)
        if rule is None:
            self.service.receive(delivery)
            return
        self._waiting += (delivery,)
        if delivery.push_id:
            device.trace.wait(device.name, Hop.DEVICE_RECEIVED, rule, push_id=delivery.push_id)

    def let_go(self) -> None:
        """Hand the messages that waited to the service, if it can take them now."""
        if not self._waiting or not self.is_running or self.waits_for_window:
            return
        waiting, self._waiting = self._waiting, ()
        go_back = self.service.device.trace.branch()
        for delivery in waiting:
            self.service.receive(delivery)
            go_back()
