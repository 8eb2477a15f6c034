"""What a vendor brings to a phone: its service in the system, and its code in an app.

The service holds the link to the vendor's cloud and shows notifications while the app is dead. The code in the app is
the guide's: manifest parts, start-up calls, receiver.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Source
from simulator.kernel.trace import Kind, Outcome
from simulator.network.faults import Broken
from simulator.network.link import Link
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.uplink import Delivery, Register, Registered, Unregister

if TYPE_CHECKING:
    from simulator.device.android.notification_manager import StatusBarNotification
    from simulator.device.app.application import AppProcess
    from simulator.device.device import Device

POSTING_MS = (20, 80)
"""What a phone takes from receiving a message to showing it."""


@dataclass(frozen=True, slots=True)
class ManifestParts:
    """What a vendor's guide has the app add to its manifest.

    Attributes:
        application: Elements inside `application`.
        permissions: Names of the permissions to use.
    """

    application: str
    permissions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArrivedCase:
    """A message that has reached the phone."""

    delivery: Delivery
    device: "Device"


APP_INSTALLED: Rule[ArrivedCase] = Rule(
    "device.app_not_installed",
    Reason.APP_NOT_INSTALLED,
    lambda case: not case.device.packages.is_installed(case.delivery.package),
    Source("Android NotificationManagerService", "enqueue"),
)


class PushService(ABC):
    """A vendor's push service on one phone; it belongs to the system and lives on when apps die.

    Attributes:
        version: As its package manager entry says; 0 when the model does not have it.
        arrival: What it asks before it shows a message, ahead of Android's own gates.
    """

    arrival: Decision[ArrivedCase]

    def __init__(self, device: "Device", version: int) -> None:
        """Live on *device*."""
        self.device = device
        self.version = version
        self._in_hand: dict[int, Delivery] = {}

    def connect(self, link: Link, answer: Callable[[Register | Unregister], Registered]) -> None:
        """Reach the vendor's cloud, which *answer*s, over *link*."""
        self._link = link
        self._answer = answer

    def ask(self, question: Register | Unregister, answered: Callable[[Registered | Broken], None]) -> None:
        """Put a question of an app's SDK to the cloud."""
        self._link.ask(self.device.name, question, self._answer, answered, reason=Reason.REGISTRATION_TIMEOUT)

    def held(self) -> Iterator[int]:
        """Walk the pushes in hand."""
        return iter(self._in_hand)

    def receive(self, delivery: Delivery) -> None:
        """Take a message from the cloud; it is shown a little later."""
        device = self.device
        device.trace.write(device.name, Kind.HOP, Hop.DEVICE_RECEIVED, push_id=delivery.push_id)
        self._in_hand[delivery.push_id] = delivery
        device.scheduler.after(device.stream.between(*POSTING_MS), lambda: self._show(delivery))

    def _show(self, delivery: Delivery) -> None:
        device = self.device
        del self._in_hand[delivery.push_id]
        rule = device.rules.first_no(self.arrival, ArrivedCase(delivery, device), device.name)
        if rule is None:
            self.post(delivery)
            return
        device.trace.write(
            device.name,
            Kind.HOP,
            Hop.POSTED,
            outcome=Outcome.REFUSED,
            reason=rule.reason,
            rule=rule.name,
            push_id=delivery.push_id,
        )

    @abstractmethod
    def post(self, delivery: Delivery) -> None:
        """Hand the notification to Android."""

    @abstractmethod
    def tapped(self, notification: "StatusBarNotification", delivery: Delivery) -> None:
        """Do what the tap on *notification* is meant to do."""


class VendorDemo(ABC):
    """The code that a vendor's guide has the app write.

    Attributes:
        vendor: Whose.
        receiver_class: Class name, without package, of the app's push receiver.
    """

    vendor: str
    receiver_class: str

    @abstractmethod
    def manifest_parts(self, sdk_version: str, values: "dict[str, str]", receiver: str) -> ManifestParts:
        """Return what the app's manifest gets.

        Args:
            sdk_version: Of the vendor's SDK in this app.
            values: Credentials that the app has, by the names of the certificate form.
            receiver: Full class name of the app's receiver.
        """

    @abstractmethod
    def start(self, process: "AppProcess") -> None:
        """Run the vendor's branch of `Application.onCreate`."""

    @abstractmethod
    def open_push(self, process: "AppProcess") -> None:
        """Run the vendor's code of the page that switches push on."""

    @abstractmethod
    def close_push(self, process: "AppProcess") -> None:
        """Switch the vendor's push off."""

    @abstractmethod
    def reg_id_renewed(self, process: "AppProcess", reg_id: str) -> None:
        """Let the running app be called back with another regId."""
