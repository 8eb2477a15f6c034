"""OPPO's push service in a phone's system: what it keeps, shows and tells, and what a tap opens."""

from collections.abc import Mapping
from urllib.parse import urlencode

import msgspec

from simulator.device.android.build import CHANNELS_API
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.android.display import Notification
from simulator.device.android.intent import Intent, to_uri
from simulator.device.android.shade import StatusBarNotification
from simulator.device.app.process import AppProcess
from simulator.device.device import Device
from simulator.device.opening import Opening, open_launcher, open_page, open_url, record_handled
from simulator.device.push_service import ArrivedCase, PushService
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.units import SECOND_MS
from simulator.push.click import ClickKind
from simulator.push.reason import Reason
from simulator.push.receipt import ReceiptKind
from simulator.push.uplink import Delivery, SdkCommand
from simulator.vendors.oppo import facts
from simulator.vendors.oppo.manifest import version_in

SYSTEM_PACKAGE = "com.heytap.mcs"

EXTRAS_BY_KEY = Fact("oppo.extras_by_key", True, Source(facts.GUIDE, "ext 2", ("O06", "O11", "C08", "C33")))
CHANNEL_OF_THE_MESSAGE = Fact("oppo.channel_of_the_message", True, Source(facts.GUIDE, "step 2", ("O02", "O03", "O09")))
"""The service shows a message in the app's channel that it names; below Android 8.0 there are none."""

SHOWN_IN_FRONT = Fact(
    "oppo.shown_in_front", True, Source(facts.API, "no field for the foreground", grade=Grade.ASSUMED)
)

REG_ID = "oppo.register_id"
PAUSED = "oppo.paused"
SWITCHED_OFF = "oppo.app_switch_off"
"""Keys of the app's preferences, in which the service keeps what the app has told it too."""
WORKING, NOT_OPEN, NOT_STARTING = "working", "not_open", "not_starting"
"""Conditions of the system's service; one that is not open lacks the metadata `supportOpenPush`."""


def _show_time_is_over(case: ArrivedCase) -> bool:
    end_ms = case.delivery.options["show_end_time"]
    return isinstance(end_ms, int) and 0 < end_ms <= case.device.clock.epoch_ms


ARRIVAL: Decision[ArrivedCase] = Decision(
    "oppo.arrival",
    (
        Rule(
            "oppo.app_switch_off",
            Reason.NOTIFICATIONS_DISABLED,
            lambda case: SWITCHED_OFF in case.device.app.storage,
            Source(facts.CLIENT, "disableAppNotificationSwitch", (), Grade.OBSERVED),
        ),
        Rule(
            "oppo.show_time_over",
            Reason.TTL_EXPIRED,
            _show_time_is_over,
            Source(facts.API, "show_end_time"),
        ),
        Rule(
            "oppo.other_reg_id",
            Reason.REG_ID_INVALID,
            lambda case: (
                bool(case.delivery.options["verify_registration_id"])
                and case.device.app.storage.get(REG_ID) != case.delivery.reg_id
            ),
            Source(facts.API, "verify_registration_id"),
        ),
        Rule(
            "oppo.wifi_only",
            Reason.NETWORK_TYPE,
            lambda case: (
                case.delivery.options["network_type"] == 1 and case.device.connectivity.network is NetworkKind.MOBILE
            ),
            Source(facts.API, "network_type"),
        ),
    ),
)


class OppoPushService(PushService):
    """OPPO's push service in the system (`com.heytap.mcs`, on older systems `com.coloros.mcs`)."""

    arrival: Decision[ArrivedCase] = ARRIVAL
    conditions = (WORKING, NOT_OPEN, NOT_STARTING)
    posting_facts = (facts.NO_CUSTOM_SOUND.name, CHANNEL_OF_THE_MESSAGE.name, facts.GUIDE_CHANNEL_ID.name)
    front_facts = (SHOWN_IN_FRONT.name,)

    def __init__(self, device: Device, version: int) -> None:
        """Run on *device*."""
        super().__init__(device, version)
        self._kept: list[Delivery] = []

    def receive(self, delivery: Delivery) -> None:
        """Take a message, and tell the cloud that it is here, or that its app is not: OPPO asks for no more."""
        super().receive(delivery)
        if self.device.packages.is_installed(delivery.package):
            super().report(delivery, ReceiptKind.ARRIVED)
        else:
            super().report(delivery, ReceiptKind.FAILED, Reason.APP_NOT_INSTALLED)

    def report(self, delivery: Delivery, kind: ReceiptKind, reason: str = "") -> None:
        """Say nothing of what shows and what does not: the arrival alone is told."""

    def _show(self, delivery: Delivery) -> None:
        start_ms, now_ms = delivery.options["show_start_time"], self.device.clock.epoch_ms
        if PAUSED in self.device.app.storage:
            self._kept.append(delivery)
        elif isinstance(start_ms, int) and start_ms > now_ms:
            self.device.scheduler.after(start_ms - now_ms, lambda: self._show(delivery))
        else:
            super()._show(delivery)

    def show_kept(self) -> None:
        """Show what came while push was paused."""
        kept, self._kept = self._kept, []
        for delivery in kept:
            self._show(delivery)

    def ext(self, delivery: Delivery) -> str | None:
        """Return `action_parameters` as they came; `None` for none."""
        return str(delivery.options["action_parameters"]) or None

    def notification(self, delivery: Delivery) -> Notification:
        """Return *delivery* in the app's name, in the channel it names, with the phone's own sound (C09)."""
        return Notification(
            package=delivery.package,
            id=delivery.notify_id,
            title=delivery.title,
            text=delivery.body,
            channel_id=delivery.channel_id or self._own_channel_id,
            push_id=delivery.push_id,
            content=delivery,
            op_package=SYSTEM_PACKAGE,
            silent=delivery.options["notify_level"] in facts.SILENT_NOTIFY_LEVELS,
        )

    @property
    def _own_channel_id(self) -> str | None:
        """The channel for messages that name none: an older SDK in the app has not made one (O09)."""
        has_own = version_in(self.device) >= facts.OWN_CHANNEL_SDK.value
        return facts.OWN_CHANNEL_ID.value if has_own and self.device.settings.api_level >= CHANNELS_API else None

    def posted(self, delivery: Delivery) -> None:
        """Report it for the broadcast's statistics, and remove the notification after its `show_ttl`."""
        self._count(delivery, "show")
        seconds = delivery.options["show_ttl"]
        if isinstance(seconds, int) and seconds:
            self.remove_after(delivery, seconds * SECOND_MS)

    def _count(self, delivery: Delivery, event: str) -> None:
        """Tell the cloud of an event, for the numbers of a broadcast."""
        if delivery.options["is_counted"]:
            news = SdkCommand(delivery.reg_id, event, str(delivery.push_id))
            self._link.ask(self.device.name, news, self._answer, lambda _: None, reason=Reason.LOST_ON_LINK)

    # -- taps ---------------------------------------------------------------------------------------------------------

    def tapped(self, notification: StatusBarNotification, delivery: Delivery) -> None:
        """Open the target; each custom key is a string extra of the page, or a parameter of the address (O06)."""
        self._count(delivery, "open")
        opening, ext = self._open(delivery), None
        process = self.device.app.process
        if opening.intent is not None and process is not None and process.app.variant.reads_intent_extras:
            extras = opening.intent.extras
            rule = process.read_extras(extras)
            if rule is None:
                ext = _read(process, extras)
            else:
                opening = Opening(opening.activity, rule=rule, detail="the intent has no extras")
        record_handled(
            self.device, notification.push_id, opening, ext, EXTRAS_BY_KEY.name, ext_was_sent=bool(delivery.custom)
        )

    def _open(self, delivery: Delivery) -> Opening:
        target, custom = delivery.click.target, delivery.custom
        match delivery.click.kind:
            case ClickKind.URL:
                return open_url(self.device, _with_query(target, custom))
            case ClickKind.ACTIVITY:
                return self._open_page(Intent(component=(delivery.package, target)), custom)
            case ClickKind.ACTION:
                return self._open_page(Intent(action=target, package=delivery.package), custom)
            case ClickKind.INTENT if not target.startswith("intent:"):
                intent = Intent(data=_with_query(target, custom), package=delivery.package)
                return self._open_page(intent, {})
            case ClickKind.INTENT:
                return open_page(self.device, target, custom, from_outside=True)
            case _:
                return open_launcher(self.device, custom)

    # Assumed: the system's service cannot open pages that are not exported; one text says it may be permitted to.
    def _open_page(self, intent: Intent, extras: Mapping[str, str]) -> Opening:
        return open_page(self.device, to_uri(intent), extras, from_outside=True)


def _read(process: AppProcess, extras: Mapping[str, str]) -> str | None:
    """Return what the page's code reads out of its intent, put together as JSON; `None` for nothing."""
    for key, value in extras.items():
        process.log("I", "oppo push custom data", f"key = {key}:value = {value}")
    return msgspec.json.encode(extras).decode() if extras else None


def _with_query(address: str, parameters: Mapping[str, str]) -> str:
    if not parameters:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}"
