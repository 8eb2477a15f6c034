"""A vendor's push service in a phone's system: it holds the link to the cloud, and posts while the app is dead."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from simulator.device.android.activity_manager import ProcessState
from simulator.device.android.display import Notification
from simulator.device.android.notification_channel import NotificationChannel
from simulator.device.android.shade import Held, Posted, Refusal, StatusBarNotification
from simulator.device.service_life import ServiceLife
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind
from simulator.network.faults import Broken
from simulator.network.link import Link
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.receipt import ReceiptKind
from simulator.push.uplink import Delivery, DeliveryReport, Register, Registered, Uplink

if TYPE_CHECKING:
    from simulator.device.device import Device

SERVICE_OUTLIVES_APPS = Fact(
    "device.service_outlives_apps",
    True,
    Source("vivo guide", "flow 6, intro, FAQ checks 5", ("C01", "C18", "C24", "C29")),
)
"""The vendor's service belongs to the system: it shows notifications while the app is dead, and does not start it."""

POSTING_MS = (20, 80)
"""Milliseconds from receiving a message to showing it: the least and the most."""


class ArrivedCase(msgspec.Struct, frozen=True):
    """A message that has reached the phone."""

    delivery: Delivery
    device: "Device"


STOPPED: Decision[ArrivedCase] = Decision(
    "device.stopped_apps",
    (
        Rule(
            "rom.hides_stopped_apps",
            Reason.APP_STOPPED,
            lambda case: case.device.life.is_stopped and not case.device.life.rom.shows_stopped_apps,
            Source("makers' push services", "force stop", grade=Grade.ASSUMED),
        ),
    ),
)
"""Whether a notification of an app in the stopped state is shown. No maker documents that it is not."""


class PushService(ABC):
    """A vendor's push service on one phone; it belongs to the system and survives the death of apps.

    Attributes:
        version: Version code of its package; 0 on a model that does not have it.
        arrival: Asked before a message is shown, ahead of Android's own rules.
        posting_facts: Names of the facts that every notification it posts depends on.
        front_facts: The same, for notifications posted while the app is in front.
        conditions: Names of the states it can be in, which the vendor's SDK reports to apps; the healthy one is first.
        condition: Its current state.
        waits_for_unlock: After a restart it does not run until the phone has been unlocked.
        life: Whether it runs and is connected.
    """

    arrival: Decision[ArrivedCase]
    posting_facts: tuple[str, ...] = ()
    front_facts: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    waits_for_unlock: bool = True

    def __init__(self, device: "Device", version: int) -> None:
        """Run on *device*."""
        self.device = device
        self.version = version
        self.condition = next(iter(self.conditions), "")
        self._in_hand: dict[int, Delivery] = {}
        self.life: ServiceLife = ServiceLife(self)

    @property
    def link(self) -> Link:
        """The link to the vendor's cloud."""
        return self._link

    @property
    def holds_connection(self) -> bool:
        """Whether it keeps a connection to its cloud while it runs."""
        return True

    def connect(self, link: Link, answer: Callable[[Uplink], Registered]) -> None:
        """Connect to the vendor's cloud over *link*; *answer* is the cloud's handler."""
        self._link = link
        self._answer = answer

    def ask(self, question: Uplink, answered: Callable[[Registered | Broken], None]) -> None:
        """Send a request of an app's SDK to the cloud."""
        if isinstance(question, Register):
            answered = self.until_reg_id(answered)
        self._link.ask(self.device.name, question, self._answer, answered, reason=Reason.REGISTRATION_TIMEOUT)

    def until_reg_id(self, answered: Callable[[Registered | Broken], None]) -> Callable[[Registered | Broken], None]:
        """Mark the app's process as waiting for a regId until the callback that is returned is called."""
        process = self.device.app.process
        if process is None:
            return answered
        process.awaits_reg_id = True

        def given(answer: Registered | Broken) -> None:
            process.awaits_reg_id = False
            answered(answer)

        return given

    def set_condition(self, condition: str) -> None:
        """Enter one of its `conditions`."""
        self.condition = condition
        self.device.settings.changed("push_service", condition=condition)

    def held(self) -> Iterator[int]:
        """Iterate over the ids of the pushes that it has not shown or dropped yet."""
        return iter(self._in_hand)

    def ext(self, delivery: Delivery) -> str | None:
        """Return the sender's custom content, unchanged; `None` for none."""
        return delivery.custom.get("ext")

    def report(self, delivery: Delivery, kind: ReceiptKind, reason: str = "") -> None:
        """Report to the cloud what became of *delivery*, if it is tracked."""
        if delivery.is_tracked:
            news = DeliveryReport(
                self.device.name, delivery.push_id, delivery.message_id, delivery.reg_id, kind, reason
            )
            self._link.ask(self.device.name, news, self._answer, lambda _: None, reason=Reason.LOST_ON_LINK)

    def receive(self, delivery: Delivery) -> None:
        """Take a message from the cloud; it is shown shortly after."""
        device = self.device
        device.trace.write(
            device.name, Kind.HOP, Hop.DEVICE_RECEIVED, rule=SERVICE_OUTLIVES_APPS.name, push_id=delivery.push_id
        )
        self._in_hand[delivery.push_id] = delivery
        device.scheduler.after(device.stream.between(*POSTING_MS), lambda: self._show(delivery))

    def _show(self, delivery: Delivery) -> None:
        device = self.device
        del self._in_hand[delivery.push_id]
        case = ArrivedCase(delivery, device)
        rule = device.rules.first_no(STOPPED, case, device.name) or device.rules.first_no(
            self.arrival, case, device.name
        )
        if rule is None:
            self._post(delivery)
        else:
            self._refuse(delivery, rule)

    def _post(self, delivery: Delivery) -> None:
        device = self.device
        notification = self.notification(delivery)
        channel = self.channel(delivery)
        if channel is not None:
            device.notifications.create_notification_channel(delivery.package, channel)
        result = device.notifications.notify(notification, lambda later: self._became(delivery, later))
        self._settled(delivery, result)

    def _became(self, delivery: Delivery, result: Posted | Refusal | Held) -> None:
        """Take the result for a notification that Android had held back."""
        del self._in_hand[delivery.push_id]
        self._settled(delivery, result)

    def _settled(self, delivery: Delivery, result: Posted | Refusal | Held) -> None:
        if isinstance(result, Refusal):
            self._refuse(delivery, result.rule, result.detail)
        elif isinstance(result, Held):
            self._hold_back(delivery, result.rule)
        else:
            self._shown(delivery, result)

    def _hold_back(self, delivery: Delivery, rule: Rule[Any]) -> None:
        """Record that Android holds the notification back."""
        self._in_hand[delivery.push_id] = delivery
        device = self.device
        device.trace.wait(device.name, Hop.POSTED, rule, push_id=delivery.push_id)

    def _shown(self, delivery: Delivery, result: Posted) -> None:
        device, shown = self.device, result.notification
        presentation = shown.presentation
        go_back = device.trace.branch()
        for what, rule in presentation.noes.items():
            device.trace.refuse(device.name, Kind.STATE, what, rule, push_id=delivery.push_id)
            go_back()
        device.trace.write(
            device.name,
            Kind.HOP,
            Hop.POSTED,
            rule=self.arrival.name,
            push_id=delivery.push_id,
            data={
                "package": shown.package,
                "key": shown.key,
                "is_update": result.is_update,
                "title": shown.title,
                "body": shown.text,
                "ext": self.ext(delivery),
                "channel_id": shown.posted.channel_id,
                "sound": (shown.sound_name or "default") if shown.sound else "none",
                "importance": shown.importance.name.lower(),
                "heads_up": presentation.heads_up,
                "status_bar": presentation.status_bar,
                "badge": presentation.badge,
                "lock_screen": presentation.lock_screen,
                "facts": (*self.posting_facts, *self._front_facts(), *self.life.posting_facts()),
            },
        )
        self.posted(delivery)
        self.report(delivery, ReceiptKind.ARRIVED)

    def _refuse(self, delivery: Delivery, rule: Rule[Any], detail: str = "") -> None:
        device = self.device
        line = self.log_line(delivery, Reason(rule.reason))
        if line is not None:
            device.settings.log("D", line[0], line[1], delivery.push_id)
        device.trace.refuse(
            device.name,
            Kind.HOP,
            Hop.POSTED,
            rule,
            push_id=delivery.push_id,
            data={"detail": detail} if detail else {},
        )
        self.report(delivery, ReceiptKind.FAILED, rule.reason)

    def _front_facts(self) -> tuple[str, ...]:
        return self.front_facts if self.device.app.state is ProcessState.FOREGROUND else ()

    def posted(self, delivery: Delivery) -> None:  # noqa: ARG002  # for vendors
        """Take note that *delivery* is shown; vendors whose system draws more, such as badges, override this."""
        return

    def log_line(self, delivery: Delivery, reason: Reason) -> tuple[str, str] | None:  # noqa: ARG002  # for vendors
        """Return tag and text of the log line when *delivery* is not shown; `None` for no line."""
        return None

    def channel(self, delivery: Delivery) -> NotificationChannel | None:  # noqa: ARG002  # for vendors
        """Return the channel that the service creates before it shows *delivery*; `None` where the app creates it."""
        return None

    def process_changed(self, *, is_running: bool) -> None:  # noqa: ARG002  # for vendors
        """Take note that the app's process has started or ended; by default this changes nothing."""
        return

    def remove_after(self, delivery: Delivery, delay_ms: int) -> None:
        """Remove the notification of *delivery* in *delay_ms*, if it is still in the shade by then."""
        push_id, notifications = delivery.push_id, self.device.notifications
        self.device.scheduler.after(
            delay_ms, lambda: notifications.cancel_where(lambda shown: shown.push_id == push_id, "timeout")
        )

    @abstractmethod
    def notification(self, delivery: Delivery) -> Notification:
        """Return the notification for *delivery*."""

    @abstractmethod
    def tapped(self, notification: StatusBarNotification, delivery: Delivery) -> None:
        """Do what a tap on *notification* should do."""
