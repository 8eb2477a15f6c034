"""vivo's push service in a phone's system: what it shows, takes back and reports, and what a tap opens."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import msgspec

from simulator.device.android.activity_manager import ProcessState
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.android.display import Notification
from simulator.device.android.intent import parse_intent_uri
from simulator.device.android.notification_channel import Visibility
from simulator.device.android.shade import StatusBarNotification
from simulator.device.app.variant import version_numbers
from simulator.device.device import Device
from simulator.device.opening import ClickCase, Opening, Starter, open_launcher, open_page, open_url, record_handled
from simulator.device.push_service import ArrivedCase, PushService
from simulator.kernel.lazy import lazy
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind
from simulator.push.click import ClickKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.receipt import ReceiptKind
from simulator.push.rejection import Rejection
from simulator.push.uplink import Delivery
from simulator.vendors.vivo import facts
from simulator.vendors.vivo.facts import LiveCode
from simulator.vendors.vivo.manifest import SDK_VERSION

TAG = "VivoPush"
# Assumed: the tag; the texts below are the SDK's.

_END = 2

TURNED_OFF = "vivo.turned_off"
"""In the app's preferences since it has switched push off, with the virtual time at which it did."""

CLICK_CALLBACK = Fact("vivo.click_callback", True, Source("vivo guide", "ext 2", ("V08", "V16", "C08")))
DIRECT_CLICK = Fact("vivo.direct_click", True, Source(facts.CLIENT, "click since 3.0", ("V16", "V08", "C08")))


def version_in(device: Device) -> tuple[int, ...]:
    """Return the version of vivo's SDK in the app on *device*; empty when it is not in it."""
    return version_numbers(device.app.variant.sdk_version(facts.NAME))


class TimedDisplay(msgspec.Struct, frozen=True):
    """When a message is to be shown, in virtual milliseconds.

    Attributes:
        when_over: It is shown also when that time is over.
    """

    begin_ms: int
    end_ms: int
    when_over: bool


def _timed(delivery: Delivery) -> TimedDisplay | None:
    wanted = delivery.options.get("timed")
    return None if wanted is None else msgspec.convert(wanted, TimedDisplay)


def _is_over(case: ArrivedCase) -> bool:
    timed = _timed(case.delivery)
    return timed is not None and not timed.when_over and case.device.scheduler.now_ms > timed.end_ms


def _was_taken_before_switching_off(case: ArrivedCase) -> bool:
    """Return whether push is off, and was on when vivo took the message: later ones are for its cloud to refuse."""
    turned_off_ms = case.device.app.storage.get(TURNED_OFF)
    taken_ms = case.delivery.options["taken_ms"]
    return turned_off_ms is not None and isinstance(taken_ms, int) and taken_ms <= int(turned_off_ms)


ARRIVAL: Decision[ArrivedCase] = Decision(
    "vivo.arrival",
    (
        Rule(
            "vivo.push_disabled",
            Reason.PUSH_DISABLED,
            _was_taken_before_switching_off,
            Source(facts.CLIENT, "report code 1020", grade=Grade.OBSERVED),
        ),
        Rule(
            "vivo.time_is_over",
            Reason.TTL_EXPIRED,
            _is_over,
            Source(facts.RECEIPTS, "104/2144", grade=Grade.ASSUMED),
        ),
        Rule(
            "vivo.wifi_only",
            Reason.NETWORK_TYPE,
            lambda case: (
                case.delivery.options["networkType"] == 1 and case.device.connectivity.network is NetworkKind.MOBILE
            ),
            Source(facts.CLIENT, "networkType", grade=Grade.OBSERVED),
        ),
        Rule(
            "vivo.foreground_hidden",
            Reason.FOREGROUND_HIDDEN,
            lambda case: (
                not case.delivery.options["foregroundShow"] and case.device.app.state is ProcessState.FOREGROUND
            ),
            Source(facts.API, "foregroundShow"),
        ),
    ),
)
_LINES = {
    Reason.PUSH_DISABLED: "{package} is ignore by disable push",
    Reason.NETWORK_TYPE: "mobile net unshow",
    Reason.NOTIFICATIONS_DISABLED: "pkg name : {package} notify switch is false",
    Reason.PERMISSION_MISSING: "pkg name : {package} notify switch is false",
    Reason.CHANNEL_BLOCKED: "pkg name : {package} notify channel switch is false",
}
"""What the service logs when it does not show a message, by reason."""


class LiveMessage(msgspec.Struct, frozen=True):
    """What a live message wants.

    Attributes:
        operation: 1 changes the card, 2 ends it.
        record: Number of the change; a lower one than the last is out of order. `None` for none.
        falls_back: It shows as an ordinary notification where there is no card.
        is_granted: The system lets this app have live notifications.
    """

    operation: int
    record: int | None
    falls_back: bool
    is_granted: bool


class LiveCase(msgspec.Struct, frozen=True):
    """A live message that has reached the phone."""

    service: "VivoPushService"
    delivery: Delivery
    message: LiveMessage

    @property
    def card(self) -> StatusBarNotification | None:
        """The notification that the app itself has put there under the message's notifyId."""
        shade = self.service.device.notifications.shade
        own = (self.delivery.package, self.delivery.notify_id)
        return next((one for one in shade if (one.package, one.id) == own), None)

    @property
    def is_out_of_order(self) -> bool:
        """Whether a later change has come before it."""
        last = self.service.changes.get((self.delivery.package, self.delivery.notify_id))
        return last is not None and self.message.record is not None and self.message.record < last

    @property
    def page_is_illegal(self) -> bool:
        """Whether the page of its tap is no intent URI."""
        click = self.delivery.click
        return click.kind is ClickKind.INTENT and ClickCase(click.target).intent is None

    @property
    def is_burst(self) -> bool:
        """Whether the app's live messages have come too fast."""
        now_ms, shown = self.service.device.scheduler.now_ms, self.service.live_shown
        return any(sum(now_ms - ms < span_ms for ms in shown) >= most for span_ms, most in facts.LIVE_BURSTS.value)


def _live_rule(name: str, reason: Reason, code: int, says_no: Callable[[LiveCase], bool]) -> Rule[LiveCase]:
    # It is the sender who is told: in a receipt, which has no words beside the code.
    source = Source(facts.LIVE, f"302/{code}", grade=Grade.OBSERVED)
    return Rule(f"vivo.{name}", reason, says_no, source, Rejection(code, "", reason))


LIVE: Decision[LiveCase] = Decision(
    "vivo.live_arrival",
    (
        _live_rule(
            "live_app_removed",
            Reason.APP_NOT_INSTALLED,
            LiveCode.APP_REMOVED,
            lambda case: not case.service.device.packages.is_installed(case.delivery.package),
        ),
        _live_rule(
            "live_not_granted",
            Reason.MESSAGE_CLASS_LIMITED,
            LiveCode.NOT_GRANTED,
            lambda case: not case.message.is_granted,
        ),
        _live_rule(
            "live_switched_off",
            Reason.NOTIFICATIONS_DISABLED,
            LiveCode.SWITCHED_OFF,
            lambda case: not case.service.device.notifications.are_notifications_enabled(case.delivery.package),
        ),
        _live_rule("live_burst", Reason.FREQUENCY_CONTROL, LiveCode.TOO_MANY, lambda case: case.is_burst),
        _live_rule("live_page", Reason.INVALID_REQUEST, LiveCode.BAD_PAGE, lambda case: case.page_is_illegal),
        _live_rule("live_out_of_order", Reason.COLLAPSED, LiveCode.OTHER, lambda case: case.is_out_of_order),
        _live_rule(
            "live_no_card",
            Reason.INVALID_REQUEST,
            LiveCode.NO_CARD,
            lambda case: case.card is None and not case.message.falls_back,
        ),
    ),
)


class ClickReceiver(ABC):
    """What of an app's SDK the service calls when the app is to handle a tap itself."""

    @abstractmethod
    def notification_clicked(self, delivery: Delivery) -> Rule[Any] | None:
        """Call `onNotificationMessageClicked`; return the rule by which the app's receiver cannot be called."""


class VivoPushService(PushService):
    """vivo's push service in the system (`com.vivo.pushservice`).

    Attributes:
        conditions: `disabled`: somebody has switched the service off in the settings, which `isSupport` does not see;
            `blacklisted`: the system does not let the app register; `overdue`: the system no longer takes the app's
            regId for valid (`clientState`), until the app registers again.
    """

    arrival: Decision[ArrivedCase] = ARRIVAL
    posting_facts = (facts.NO_CUSTOM_SOUND.name,)
    conditions = ("working", "disabled", "blacklisted", "overdue")

    @lazy
    def badges(self) -> defaultdict[str, int]:
        """Figure on the icon of each app that asked for one."""
        return defaultdict(int)

    @lazy
    def changes(self) -> dict[tuple[str, int], int]:
        """Number of the last change of each card, by package and notifyId."""
        return {}

    @lazy
    def live_shown(self) -> list[int]:
        """Virtual times at which live messages were shown."""
        return []

    # -- messages -----------------------------------------------------------------------------------------------------

    def receive(self, delivery: Delivery) -> None:
        """Take a message, or a recall."""
        if delivery.options.get("recall"):
            self._take_back(delivery.message_id)
        else:
            super().receive(delivery)

    def _take_back(self, task_id: str) -> None:
        self.device.notifications.cancel_where(
            lambda shown: isinstance(shown.content, Delivery) and shown.content.message_id == task_id, "recalled"
        )

    def _show(self, delivery: Delivery) -> None:
        """Show *delivery*, but keep one that has a time of its own until then."""
        timed, now_ms = _timed(delivery), self.device.scheduler.now_ms
        if timed is not None and now_ms < timed.begin_ms:
            self.device.scheduler.after(timed.begin_ms - now_ms, lambda: self._show(delivery))
        elif "live" in delivery.options:
            self._show_live(LiveCase(self, delivery, msgspec.convert(delivery.options["live"], LiveMessage)))
        else:
            super()._show(delivery)

    def _show_live(self, case: LiveCase) -> None:
        """Change the app's card, or end it; without one it may become an ordinary notification."""
        delivery, device = case.delivery, self.device
        rule = device.rules.first_no(LIVE, case, device.name)
        if rule is not None:
            del self._in_hand[delivery.push_id]
            device.trace.refuse(device.name, Kind.HOP, Hop.POSTED, rule, push_id=delivery.push_id)
            self.report(delivery, ReceiptKind.FAILED, str(rule.answer_as(Rejection).code))
            return
        card = case.card
        if card is None:
            self.report(delivery, ReceiptKind.FAILED, str(LiveCode.FELL_BACK))
            super()._show(msgspec.structs.replace(delivery, is_tracked=False))
            return
        self.live_shown.append(device.scheduler.now_ms)
        if case.message.record is not None:
            self.changes[delivery.package, delivery.notify_id] = case.message.record
        super()._show(delivery)
        if case.message.operation == _END:
            device.notifications.cancel(card.key, "live_ended")

    def posted(self, delivery: Delivery) -> None:
        """Add the message to the badge of the app's icon, if its sender wants that."""
        if delivery.options.get("addBadge"):
            self.badges[delivery.package] += 1
            self.device.settings.changed("badge", package=delivery.package, count=self.badges[delivery.package])

    def notification(self, delivery: Delivery) -> Notification:
        """Return *delivery* in the app's name, in vivo's own channel and with the phone's own sound (C09)."""
        return Notification(
            package=delivery.package,
            id=delivery.notify_id,
            title=delivery.title,
            text=delivery.body,
            channel_id=delivery.channel_id,
            push_id=delivery.push_id,
            content=delivery,
            op_package="com.vivo.pushservice",
            silent=bool(delivery.options["silent"]),
            visibility=Visibility.SECRET if delivery.options["off_lock_screen"] else Visibility.PRIVATE,
        )

    def log_line(self, delivery: Delivery, reason: Reason) -> tuple[str, str] | None:
        """Return tag and text of what the service logs when *delivery* is not shown."""
        line = _LINES.get(reason)
        return None if line is None else (TAG, line.format(package=delivery.package))

    # -- taps ---------------------------------------------------------------------------------------------------------

    @property
    def opens_directly(self) -> bool:
        """Whether the app's SDK is new enough for the system to open the target itself."""
        declared = self.device.app.manifest.meta_data.get(SDK_VERSION, "")
        return declared.isdecimal() and int(declared) >= facts.DIRECT_CLICK_SDK.value

    @property
    def calls_back(self) -> bool:
        """Whether the app's SDK calls `onNotificationMessageClicked` when it handles the tap."""
        version = version_in(self.device)
        return not facts.NO_CLICK_CALLBACK_SDK.value <= version < facts.CLICK_CALLBACK_BACK_SDK.value

    def tapped(self, notification: StatusBarNotification, delivery: Delivery) -> None:
        """Open the target: by the system itself, or by the app's SDK, which then calls the app's receiver."""
        opening = self._open(delivery)
        ext = opening.extras.get("ext") if self.device.app.variant.reads_intent_extras else None
        rule = DIRECT_CLICK
        if not self.opens_directly:
            ext = self._call_receiver(delivery, ext) if self.calls_back else ext
            rule = CLICK_CALLBACK
        was_sent = "ext" in delivery.custom
        record_handled(self.device, notification.push_id, opening, ext, rule.name, ext_was_sent=was_sent)
        if opening.rule is not None:
            self.report(delivery, ReceiptKind.FAILED, opening.rule.reason)

    def _open(self, delivery: Delivery) -> Opening:
        target = delivery.click.target
        match delivery.click.kind:
            case ClickKind.OPEN_APP:
                return open_launcher(self.device, delivery.custom, self._starter)
            case ClickKind.URL:
                return self._open_url(target)
            case ClickKind.CUSTOM:
                rule = None if self.device.rules.is_waived(_NOTHING_TO_OPEN, self.device.name) else _NOTHING_TO_OPEN
                return Opening(rule=rule, detail="skipType 3 leaves the tap to the app's receiver")
            case _:
                return self._open_page(target, delivery)

    @property
    def _starter(self) -> Starter:
        """Who opens a page: the system, or the app's SDK."""
        return Starter.SYSTEM if self.opens_directly else Starter.APP

    def _open_url(self, address: str) -> Opening:
        opening = open_url(self.device, address)
        if opening.rule is not None:
            self.device.settings.log("D", TAG, "url not legal")
        return opening

    def _open_page(self, target: str, delivery: Delivery) -> Opening:
        opening = open_page(
            self.device, target, delivery.custom, from_outside=self.opens_directly, starter=self._starter
        )
        if opening.rule is not None and opening.rule.reason == Reason.OTHER_PACKAGE and not self.opens_directly:
            own, other = delivery.package, _package_of(target)
            self.device.settings.log(
                "E",
                TAG,
                f"open activity error : local pkgName getOpenPkgName is {own}; but remote pkgName is {other}",
            )
        return opening

    def _call_receiver(self, delivery: Delivery, ext_in_intent: str | None) -> str | None:
        """Call `onNotificationMessageClicked`, if the app's receiver can be called; return the ext it reads (V08)."""
        client = self.device.app.start().vendor_client
        if not isinstance(client, ClickReceiver):
            return ext_in_intent
        rule = client.notification_clicked(delivery)
        if rule is None:
            return delivery.custom.get("ext", ext_in_intent)
        self.report(delivery, ReceiptKind.FAILED, rule.reason)
        return ext_in_intent


_NOTHING_TO_OPEN: Rule[object] = Rule(
    "vivo.custom_click", Reason.NOTHING_TO_OPEN, lambda _: True, Source(facts.API, "skipType 3")
)


def _package_of(target: str) -> str:
    """Return the application id that the intent URI *target*, which Android could read, names."""
    intent = parse_intent_uri(target)
    return intent.component[0] if intent.component else intent.package
