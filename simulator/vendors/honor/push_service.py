"""Honor's push service in the system: what it holds back, shows and draws, and what a tap opens."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from simulator.device.android.display import Notification
from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.device.android.shade import StatusBarNotification
from simulator.device.device import Device
from simulator.device.opening import Opening, open_launcher, open_page, open_url, record_handled
from simulator.device.push_service import ArrivedCase, PushService
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind
from simulator.push.click import ClickKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.receipt import ReceiptKind
from simulator.push.uplink import Delivery
from simulator.vendors.honor import facts
from simulator.vendors.honor.facts import ClientCode

SERVICE_PACKAGE = "com.hihonor.android.pushagentproxy"
# Assumed: the package of the system's service.

CENTER = "honor.notification_center"
ON, OFF = "on", "off"
"""Where an app's notification center switch stands, and its two values."""

CONDITIONS: Mapping[str, int] = {
    "statement_not_agreed": ClientCode.STATEMENT_NOT_AGREED,
    "disabled": ClientCode.SERVICE_DISABLED,
    "missing": ClientCode.SERVICE_MISSING,
    "invalid": ClientCode.SERVICE_INVALID,
    "bind_failed": ClientCode.BIND_FAILED,
    "null_binding": ClientCode.NULL_BINDING,
    "connect_timeout": ClientCode.CONNECT_TIMEOUT,
    "disconnected": ClientCode.DISCONNECTED,
    "arguments_wrong": ClientCode.SERVICE_ARGUMENTS_WRONG,
}
"""What can become of the system's push service, with what the SDK says of it.

Differs: the service still shows what it gets; only apps that bind to it for a token fail.
"""

EXTRAS_OF_DATA = Fact(
    "honor.data_becomes_extras", True, Source(facts.CLIENT, "click types 1 and 3", ("C08", "C33"), Grade.ASSUMED)
)

SHOWN_IN_FRONT = Fact(
    "honor.shown_in_front", True, Source(facts.API, "no field for the foreground", grade=Grade.ASSUMED)
)
# Assumed: a badge that is to be set wins over one that is to be added to.
BADGE_SET = Fact("honor.badge_set", True, Source(facts.API, "badge"))
BADGE_CLASS_MISSING: Decision[Delivery] = Decision(
    "honor.badge",
    (
        Rule(
            "honor.badge_class_missing",
            Reason.INVALID_REQUEST,
            lambda delivery: not _fields(delivery, "badge").get("badgeClass"),
            Source(facts.API, "badge, badgeClass"),
        ),
    ),
)


def _is_too_old(case: ArrivedCase) -> bool:
    expires_ms = case.delivery.options["expires_ms"]
    assert isinstance(expires_ms, int)
    return case.device.scheduler.now_ms >= expires_ms


ARRIVAL: Decision[ArrivedCase] = Decision(
    "honor.arrival",
    (
        Rule(
            "honor.pass_through",
            Reason.PASS_THROUGH,
            lambda case: bool(case.delivery.options["pass_through"]),
            Source(facts.API, "data without notification", ("C04",)),
        ),
        Rule(
            "honor.notification_center_off",
            Reason.NOTIFICATIONS_DISABLED,
            lambda case: case.device.app.storage.get(CENTER) == OFF,
            Source(facts.CLIENT, "turnOffNotificationCenter"),
        ),
    ),
)
HOLD: Decision[ArrivedCase] = Decision(
    "honor.hold",
    (
        Rule(
            "honor.night",
            Reason.QUIET_HOURS,
            lambda case: (
                case.device.power.is_device_idle_mode
                and facts.HELD_FROM <= case.device.clock.now.time() < facts.HELD_UNTIL
            ),
            facts.HELD_AT_NIGHT.source,
        ),
    ),
)
"""Whether a message that has come has to wait. Assumed: that it does so on the phone, not in the cloud."""
LET_GO: Decision[ArrivedCase] = Decision(
    "honor.let_go",
    (
        Rule(
            "honor.life_ended_while_held",
            Reason.TTL_EXPIRED,
            _is_too_old,
            Source(facts.API, "android.ttl; night", grade=Grade.ASSUMED),
        ),
    ),
)
"""Whether a message that has waited is still shown."""


class HonorPushService(PushService):
    """Honor's push service in the system.

    Attributes:
        badge: Number at the app's icon.
    """

    arrival: Decision[ArrivedCase] = ARRIVAL
    posting_facts = (facts.NO_SOUND_FIELD.name,)
    front_facts = (SHOWN_IN_FRONT.name,)
    conditions = ("working", *CONDITIONS)

    def __init__(self, device: Device, version: int) -> None:
        """Run on *device*; version 0 is a system without the service, or too old for it."""
        super().__init__(device, version)
        self.badge: int = 0
        self._held: list[Delivery] = []
        self._unread: list[Delivery] = []
        self._take_data: Callable[[str], bool] = lambda _: False
        device.power.register_wake_callback(self._let_go)

    # -- messages -----------------------------------------------------------------------------------------------------

    def held(self) -> Iterator[int]:
        """Iterate over the ids of the pushes in hand, those that wait for the morning too."""
        yield from super().held()
        for delivery in self._held:
            yield delivery.push_id

    def receive(self, delivery: Delivery) -> None:
        """Take a message, unless it has to wait; a data message goes to the app."""
        device = self.device
        rule = device.rules.first_no(HOLD, ArrivedCase(delivery, device), device.name)
        if rule is None:
            self._take(delivery)
            return
        self._held.append(delivery)
        device.trace.wait(device.name, Hop.DEVICE_RECEIVED, rule, push_id=delivery.push_id)
        device.scheduler.after(device.clock.ms_until(facts.HELD_UNTIL), self._let_go)

    def _let_go(self) -> None:
        """Take the messages that waited and have not expired: it is morning, or the phone is in use."""
        held, self._held = self._held, []
        device = self.device
        go_back = device.trace.branch()
        for delivery in held:
            go_back()
            rule = device.rules.first_no(LET_GO, ArrivedCase(delivery, device), device.name)
            if rule is None:
                self._take(delivery)
            else:
                self._refuse(delivery, rule)

    def _take(self, delivery: Delivery) -> None:
        super().receive(delivery)
        if not delivery.options["pass_through"]:
            return
        if not self._take_data(str(delivery.options["data"])):
            self._unread.append(delivery)

    def bind(self, take_data: Callable[[str], bool]) -> None:
        """Hand data messages to *take_data* from now on, which returns whether the app has taken one."""
        self._take_data = take_data

    def take_unread(self) -> list[str]:
        """Return the data messages that the app has not taken, and forget them."""
        unread, self._unread = self._unread, []
        return [str(delivery.options["data"]) for delivery in unread]

    def report(self, delivery: Delivery, kind: ReceiptKind, reason: str = "") -> None:
        """Tell the cloud; a data message that the app has taken has arrived, though nothing is shown."""
        if reason == Reason.PASS_THROUGH and delivery not in self._unread:
            kind, reason = ReceiptKind.ARRIVED, ""
        super().report(delivery, kind, reason)

    # -- what is drawn ------------------------------------------------------------------------------------------------

    def posted(self, delivery: Delivery) -> None:
        """Draw what the message has beside title and text, and the number at the app's icon."""
        drawn = dict(_fields(delivery, "drawn"))
        if "group" in drawn:
            # The newest of a group stands for all of it, with a counter.
            contents = (one.content for one in self.device.notifications.shade)
            groups = [_fields(one, "drawn").get("group") for one in contents if isinstance(one, Delivery)]
            drawn["group_count"] = groups.count(drawn["group"])
        if drawn:
            device = self.device
            device.trace.write(device.name, Kind.STATE, "drawn", push_id=delivery.push_id, data=drawn)
        if delivery.options["badge"]:
            self._set_badge(delivery)

    def _set_badge(self, delivery: Delivery) -> None:
        device = self.device
        rule = device.rules.first_no(BADGE_CLASS_MISSING, delivery, device.name)
        if rule is not None:
            device.trace.refuse(device.name, Kind.STATE, "badge", rule)
            return
        asked = _fields(delivery, "badge")
        self.badge = int(asked["setNum"]) if "setNum" in asked else self.badge + int(asked.get("addNum", 0))
        device.settings.changed("badge", rule=BADGE_SET.name, number=self.badge)

    def channel(self, delivery: Delivery) -> NotificationChannel:
        """Return the channel of the message's class."""
        importance = Importance.LOW if delivery.options["silent"] else Importance.HIGH
        return NotificationChannel(delivery.channel_id, delivery.channel_id, importance=importance)

    def notification(self, delivery: Delivery) -> Notification:
        """Return *delivery* in the app's name, with the phone's own sound."""
        return Notification(
            package=delivery.package,
            id=delivery.notify_id,
            title=delivery.title,
            text=delivery.body,
            tag=str(delivery.options["tag"]) or None,
            channel_id=delivery.channel_id,
            push_id=delivery.push_id,
            content=delivery,
            op_package=SERVICE_PACKAGE,
            silent=bool(delivery.options["silent"]),
        )

    # -- taps ---------------------------------------------------------------------------------------------------------

    def tapped(self, notification: StatusBarNotification, delivery: Delivery) -> None:
        """Open the target; the keys of the custom content are extras of the page's intent."""
        opening = self._open(delivery)
        was_sent = "ext" in delivery.custom
        rule = EXTRAS_OF_DATA.name if was_sent else ""
        ext = opening.extras.get("ext") if self.device.app.variant.reads_intent_extras else None
        record_handled(self.device, notification.push_id, opening, ext, rule, ext_was_sent=was_sent)

    def _open(self, delivery: Delivery) -> Opening:
        match delivery.click.kind:
            case ClickKind.OPEN_APP:
                return open_launcher(self.device, delivery.custom)
            case ClickKind.URL:
                return open_url(self.device, delivery.click.target)
            case _:
                return open_page(self.device, delivery.click.target, delivery.custom, from_outside=True)


def _fields(delivery: Delivery, name: str) -> Mapping[str, Any]:
    fields = delivery.options[name]
    assert isinstance(fields, dict)
    return fields
