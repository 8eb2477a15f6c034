"""vivo's push service in a phone's system: what it shows, takes back and reports, and what a tap opens."""

from abc import ABC, abstractmethod
from collections import Counter
from typing import Any

import msgspec

from simulator.device.android.activity_manager import ProcessState
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.android.display import Notification
from simulator.device.android.intent import parse_intent_uri
from simulator.device.android.notification_manager import StatusBarNotification
from simulator.device.device import Device
from simulator.device.opening import Opening, open_launcher, open_page, open_url, record_handled
from simulator.device.vendor_sdk import ArrivedCase, PushService
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.click import ClickKind
from simulator.push.reason import Reason
from simulator.push.receipt import ReceiptKind
from simulator.push.uplink import Delivery
from simulator.vendors.vivo import facts
from simulator.vendors.vivo.manifest import SDK_VERSION

TAG = "VivoPush"
# Assumed: the tag; the texts below are the SDK's.

TURNED_OFF = "vivo.turned_off"
"""In the app's preferences since it has switched push off."""

CLICK_CALLBACK = Fact("vivo.click_callback", True, Source("vivo guide", "ext 2", ("V08", "V16", "C08")))
DIRECT_CLICK = Fact("vivo.direct_click", True, Source(facts.CLIENT, "click since 3.0", ("V16", "V08", "C08")))


def sdk_version(app_versions: str) -> tuple[int, ...]:
    """Return the version `3.0.0.4` as numbers."""
    return tuple(int(part) for part in app_versions.split(".") if part.isdecimal())


def version_in(device: Device) -> tuple[int, ...]:
    """Return the version of vivo's SDK in the app on *device*; empty when it is not in it."""
    return sdk_version(device.app.variant.sdk_versions.get(facts.NAME, ""))


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


ARRIVAL: Decision[ArrivedCase] = Decision(
    "vivo.arrival",
    (
        Rule(
            "vivo.push_disabled",
            Reason.REG_ID_INVALID,
            lambda case: TURNED_OFF in case.device.app.storage,
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
    Reason.REG_ID_INVALID: "{package} is ignore by disable push",
    Reason.NETWORK_TYPE: "mobile net unshow",
    Reason.NOTIFICATIONS_DISABLED: "pkg name : {package} notify switch is false",
    Reason.PERMISSION_MISSING: "pkg name : {package} notify switch is false",
    Reason.CHANNEL_BLOCKED: "pkg name : {package} notify channel switch is false",
}
"""What the service logs when it does not show a message, by reason."""


class ClickReceiver(ABC):
    """What of an app's SDK the service calls when the app is to handle a tap itself."""

    @abstractmethod
    def notification_clicked(self, delivery: Delivery) -> Rule[Any] | None:
        """Call `onNotificationMessageClicked`; return the rule by which the app's receiver cannot be called."""


class VivoPushService(PushService):
    """vivo's push service in the system (`com.vivo.pushservice`).

    Attributes:
        is_disabled: Somebody has switched the service off in the settings; `isSupport` does not see that.
        blacklist: Packages that the system does not let register.
        overdue: Packages whose regId the system no longer takes for valid (`clientState`).
        badges: Figure on the icon of each app that asked for one.
    """

    arrival: Decision[ArrivedCase] = ARRIVAL
    posting_facts = (facts.NO_CUSTOM_SOUND.name,)

    def __init__(self, device: Device, version: int) -> None:
        """Live on *device*, switched on."""
        super().__init__(device, version)
        self.is_disabled: bool = False
        self.blacklist: set[str] = set()
        self.overdue: set[str] = set()
        self.badges: Counter[str] = Counter()

    # -- messages -----------------------------------------------------------------------------------------------------

    def receive(self, delivery: Delivery) -> None:
        """Take a message, or take one back."""
        if delivery.options.get("recall"):
            self._take_back(delivery.message_id)
        else:
            super().receive(delivery)

    def _take_back(self, task_id: str) -> None:
        notifications = self.device.notifications
        for shown in notifications.shade:
            if isinstance(shown.content, Delivery) and shown.content.message_id == task_id:
                notifications.cancel(shown.key, "recalled")

    def _show(self, delivery: Delivery) -> None:
        """Show *delivery*, but keep one that has a time of its own until then."""
        timed, now_ms = _timed(delivery), self.device.scheduler.now_ms
        if timed is not None and now_ms < timed.begin_ms:
            self.device.scheduler.after(timed.begin_ms - now_ms, lambda: self._show(delivery))
        else:
            super()._show(delivery)

    def _post(self, delivery: Delivery) -> None:
        super()._post(delivery)
        is_shown = any(one.push_id == delivery.push_id for one in self.device.notifications.shade)
        if is_shown and delivery.options.get("addBadge"):
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
        ext = _ext_of(opening) if self.device.app.variant.reads_intent_extras else None
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
                return open_launcher(self.device, delivery.custom)
            case ClickKind.URL:
                return self._open_url(target)
            case ClickKind.CUSTOM:
                rule = None if self.device.rules.is_waived(_NOTHING_TO_OPEN, self.device.name) else _NOTHING_TO_OPEN
                return Opening(rule=rule, detail="skipType 3 leaves the tap to the app's receiver")
            case _:
                return self._open_page(target, delivery)

    def _open_url(self, address: str) -> Opening:
        opening = open_url(self.device, address)
        if opening.rule is not None:
            self.device.settings.log("D", TAG, "url not legal")
        return opening

    def _open_page(self, target: str, delivery: Delivery) -> Opening:
        opening = open_page(self.device, target, delivery.custom, from_outside=self.opens_directly)
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


def _ext_of(opening: Opening) -> str | None:
    return None if opening.intent is None else opening.intent.extras.get("ext")


def _package_of(target: str) -> str:
    """Return the application id that the intent URI *target*, which Android could read, names."""
    intent = parse_intent_uri(target)
    return intent.component[0] if intent.component else intent.package
