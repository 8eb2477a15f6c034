"""MiPush's service, which MIUI has in the system: what it shows, drops and takes away, and what a tap opens."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import cast

import msgspec

from simulator.device.android.activity_manager import ProcessState
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.android.display import Notification
from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.device.android.shade import StatusBarNotification
from simulator.device.app.manifest import ComponentKind
from simulator.device.device import Device
from simulator.device.opening import Opening, Starter, open_launcher, open_page, open_url, record_handled
from simulator.device.push_service import ArrivedCase, PushService
from simulator.kernel.newest import Newest
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind
from simulator.push.click import ClickKind
from simulator.push.reason import Reason
from simulator.push.receipt import ReceiptKind
from simulator.push.uplink import Delivery
from simulator.vendors.xiaomi import facts
from simulator.vendors.xiaomi.manifest import CLICKED_ACTIVITY, version_in

TAG = "MiPush"
XMSF = "com.xiaomi.xmsf"
KEY_MESSAGE = "key_message"
REVOKED = "app_cancel"
ACCEPT_TIME = "mipush.acceptTime"
LOCAL_TYPE = "mipush.localNotificationType"
"""What the SDK keeps in the app's storage of `setAcceptTime` and `setLocalNotificationType`."""
_SOUND = 1

CLICK_CALLBACK = Fact(
    "xiaomi.click_callback", True, Source(facts.GUIDE, "click, open the app; ext 2", ("X07", "X11", "C07", "C08"))
)
KEY_MESSAGE_EXTRA = Fact("xiaomi.key_message", True, Source(facts.GUIDE, "ext 2", ("X08", "C08", "C33")))

_decode = msgspec.json.decode


class MiPushMessage(msgspec.Struct, frozen=True):
    """What a click callback gets, and a page under `key_message`."""

    message_id: str
    title: str
    description: str
    content: str
    notify_id: int
    extra: Mapping[str, str]


class MessageReceiver(ABC):
    """What the service finds in the app's process: the SDK there, which calls the app's receiver."""

    @abstractmethod
    def can_be_called(self) -> bool:
        """Return whether the app's receiver can be called back for a message."""

    @abstractmethod
    def message_arrived(self, message: MiPushMessage) -> None:
        """Tell the receiver that a notification has reached the phone."""


ARRIVAL: Decision[ArrivedCase] = Decision(
    "xiaomi.arrival",
    (
        Rule(
            "xiaomi.pass_through",
            Reason.PASS_THROUGH,
            lambda case: bool(case.delivery.options["pass_through"]),
            Source(facts.GUIDE, "intro", ("C04",)),
        ),
        Rule(
            "xiaomi.wifi_only",
            Reason.NETWORK_TYPE,
            lambda case: (
                case.delivery.options["connpt"] == "wifi" and case.device.connectivity.network is NetworkKind.MOBILE
            ),
            Source(facts.API, "connpt"),
        ),
        Rule(
            "xiaomi.filtered",
            Reason.FILTERED,
            lambda case: not _fits(case.delivery.options["filters"], case.device),
            Source(facts.API, "model, locale, app_version and the same with _not_in"),
        ),
        Rule(
            "xiaomi.outside_accept_time",
            Reason.OUTSIDE_ACCEPT_TIME,
            lambda case: not _is_accept_time(case.device),
            Source(facts.CLIENT, "pausePush, setAcceptTime", grade=Grade.OBSERVED),
        ),
        Rule(
            "xiaomi.foreground_hidden",
            Reason.FOREGROUND_HIDDEN,
            lambda case: (
                not case.delivery.options["shows_in_front"] and case.device.app.state is ProcessState.FOREGROUND
            ),
            Source(facts.API, "notify_foreground"),
        ),
    ),
)


class XiaomiPushService(PushService):
    """What holds the connection and posts: `com.xiaomi.xmsf` on MIUI, the app's own `:pushservice` elsewhere."""

    arrival: Decision[ArrivedCase] = ARRIVAL
    posting_facts = (facts.NO_CUSTOM_SOUND.name,)
    conditions = ("working", "without_account")

    def __init__(self, device: Device, version: int) -> None:
        """Run on *device*; version 0 is a system without MIUI."""
        super().__init__(device, version)
        self._handed_over: Newest[int, None] = Newest()

    @property
    def gets_account(self) -> bool:
        """Whether the register host gives the phone its device account."""
        return self.condition != "without_account"

    @property
    def is_of_the_system(self) -> bool:
        """Whether this is MIUI's service, which does not mind what becomes of the app."""
        return self.version > 0

    def process_changed(self, *, is_running: bool) -> None:
        """On a phone without MIUI the connection begins and ends with the app's process."""
        if self.is_of_the_system:
            return
        device = self.device
        name = "push_connection_began" if is_running else "push_connection_ended"
        device.trace.write(device.name, Kind.STATE, name, rule=facts.SYSTEM_SERVICE.name)
        self.life.tell_presence()

    @property
    def holds_connection(self) -> bool:
        """Whether MIUI's service is there, or the app runs, whose own service holds the connection elsewhere."""
        return self.is_of_the_system or self.device.app.is_running

    def receive(self, delivery: Delivery) -> None:
        """Take a message, or a revoke; a pass-through message goes to the app if it runs."""
        if "revokes" in delivery.options:
            self._revoke(delivery)
            return
        super().receive(delivery)
        process = self.device.app.process
        if delivery.options["pass_through"] and process is not None:
            self._handed_over[delivery.push_id] = None
            process.callback("onReceivePassThroughMessage", {"payload": delivery.options["payload"]})

    def _revoke(self, revoke: Delivery) -> None:
        """Remove the notifications that *revoke* means."""
        how = revoke.options["revokes"]
        what = "notifyId=" if how == "notify_id" else "title&description."
        self.device.settings.log("D", TAG, f"try to retract a message by {what}")
        self.device.notifications.cancel_where(lambda shown: _is_revoked(shown, revoke), REVOKED)

    def report(self, delivery: Delivery, kind: ReceiptKind, reason: str = "") -> None:
        """Tell the cloud, and the running app where a notification has arrived, shown or hidden in front."""
        if reason == Reason.PASS_THROUGH and delivery.push_id not in self._handed_over:
            return
        if kind is ReceiptKind.ARRIVED:
            shown_ms = facts.SHOWN_MS.value.get(str(delivery.options["class"]))
            if shown_ms is not None and self.is_of_the_system:
                self.remove_after(delivery, shown_ms)
        if kind is ReceiptKind.ARRIVED or reason == Reason.FOREGROUND_HIDDEN:
            process = self.device.app.process
            client = None if process is None else process.vendor_client
            if isinstance(client, MessageReceiver):
                client.message_arrived(_message_of(delivery))
        super().report(delivery, kind, reason)

    def _channel_id(self, delivery: Delivery) -> str:
        parts = ("mipush", delivery.package, delivery.channel_id or "default")
        return ("|" if self.is_of_the_system else "_").join(parts)

    def channel(self, delivery: Delivery) -> NotificationChannel:
        """Return the channel that MiPush makes of the message's own channel (named after the app's and package)."""
        importance = Importance.LOW if delivery.options["silent"] else Importance.DEFAULT
        name = str(delivery.options["channel_name"]) or delivery.channel_id or "default"
        sound = str(delivery.options["sound"])
        return NotificationChannel(self._channel_id(delivery), name, importance=importance, sound=sound)

    def notification(self, delivery: Delivery) -> Notification:
        """Return *delivery* in the app's name; its sound is its channel's (C09)."""
        return Notification(
            package=delivery.package,
            id=delivery.notify_id,
            title=delivery.title,
            text=delivery.body,
            channel_id=self._channel_id(delivery),
            push_id=delivery.push_id,
            content=delivery,
            op_package=XMSF if self.is_of_the_system else "",
            # Assumed: an SDK from before Android 12, which posts by itself on a foreign phone, does not declare it.
            declares_mutability=self.is_of_the_system or version_in(self.device) >= facts.CLICKED_ACTIVITY_SDK.value,
            silent=bool(delivery.options["silent"]) or not _local_sound_is_on(self.device),
        )

    def log_line(self, delivery: Delivery, reason: Reason) -> tuple[str, str] | None:
        """Return tag and text of what the service logs when *delivery* is not shown."""
        if reason is Reason.APP_NOT_INSTALLED:
            return TAG, f"Drop a message for unregistered, msgid={delivery.message_id}"
        if reason is Reason.OUTSIDE_ACCEPT_TIME:
            return TAG, "receive a message in pause state. drop it"
        return None

    # -- taps ---------------------------------------------------------------------------------------------------------

    def tapped(self, notification: StatusBarNotification, delivery: Delivery) -> None:
        """Open what `notify_effect` says; without one the app's receiver is called, and the app opens itself."""
        message = _message_of(delivery)
        extras = {KEY_MESSAGE: msgspec.json.encode(message).decode()}
        target = delivery.click.target or _intent_of_class(str(delivery.options["class_name"]), delivery.package)
        rule = KEY_MESSAGE_EXTRA.name
        match delivery.click.kind:
            case ClickKind.CUSTOM:
                self._call_back(notification, message)
                return
            case ClickKind.OPEN_APP:
                opening = open_launcher(self.device, extras)
            case ClickKind.URL:
                opening, rule = open_url(self.device, target), ""
            case _:
                opening = open_page(self.device, target, extras, from_outside=True)
        ext = _ext_of(opening) if self.device.app.variant.reads_intent_extras else None
        record_handled(self.device, notification.push_id, opening, ext, rule)

    def _call_back(self, notification: StatusBarNotification, message: MiPushMessage) -> None:
        """Start the app if need be and call `onNotificationMessageClicked` (X07)."""
        device = self.device
        process = device.app.start()
        rule = device.rules.first_no(CLICK, TapCase(device), device.name)
        if rule is not None:
            record_handled(device, notification.push_id, Opening(rule=rule, detail=_DETAILS[rule.name]), None)
            return
        ext = message.extra.get("ext")
        process.callback("onNotificationMessageClicked", {"extra": message.extra, "ext": ext})
        opening = open_launcher(device, {}, Starter.APP)
        record_handled(device, notification.push_id, opening, ext, CLICK_CALLBACK.name)


class TapCase(msgspec.Struct, frozen=True):
    """A tap that the app's own code has to handle."""

    device: Device

    @property
    def is_callable(self) -> bool:
        """Whether the app's receiver can be called."""
        process = self.device.app.process
        client = None if process is None else process.vendor_client
        return isinstance(client, MessageReceiver) and client.can_be_called()

    @property
    def is_trampoline(self) -> bool:
        """Whether Android takes a page that the receiver opens for one opened by a detour."""
        api = facts.TRAMPOLINE_API.value
        return self.device.settings.api_level >= api and self.device.app.manifest.target_sdk >= api

    @property
    def has_clicked_activity(self) -> bool:
        """Whether the SDK knows a way without that detour, and the manifest has it."""
        manifest = self.device.app.manifest
        component = manifest.component(CLICKED_ACTIVITY, ComponentKind.ACTIVITY)
        return component is not None and version_in(self.device) >= facts.CLICKED_ACTIVITY_SDK.value


CLICK: Decision[TapCase] = Decision(
    "xiaomi.click",
    (
        Rule(
            "xiaomi.click_without_receiver",
            Reason.NOTHING_TO_OPEN,
            lambda case: not case.is_callable,
            Source(facts.GUIDE, "click, open the app", ("X07", "X04")),
        ).beyond_scenarios("an app whose receiver cannot be called has no regId to push to"),
        Rule(
            "xiaomi.click_blocked",
            Reason.NOTHING_TO_OPEN,
            lambda case: case.is_trampoline and not case.has_clicked_activity,
            Source(facts.API, "Android client, target 31"),
        ),
        Rule(
            "xiaomi.click_not_handled",
            Reason.NOTHING_TO_OPEN,
            lambda case: not case.device.app.variant.handles_clicks,
            Source(facts.GUIDE, "step 3.3; click, open the app", ("X07", "X11")),
        ),
    ),
)
"""What becomes of a tap for which the system opens nothing."""

_DETAILS = {
    "xiaomi.click_without_receiver": "the app's receiver cannot be called",
    "xiaomi.click_blocked": "Android 12 lets no receiver open a page: SDK 4.9.1 and NotificationClickedActivity do",
    "xiaomi.click_not_handled": "the app's receiver does not override onNotificationMessageClicked",
}


def _message_of(delivery: Delivery) -> MiPushMessage:
    return MiPushMessage(
        delivery.message_id,
        delivery.title,
        delivery.body,
        str(delivery.options["payload"]),
        delivery.notify_id,
        delivery.custom,
    )


def _intent_of_class(class_name: str, package: str) -> str:
    """Return the intent URI of a page that is named by its class alone."""
    return f"intent:#Intent;component={package}/{class_name};end"


def _ext_of(opening: Opening) -> str | None:
    """Return what the page's code reads: `ext` of the message under `key_message`; a Java object on a real phone."""
    written = opening.extras.get(KEY_MESSAGE)
    return None if written is None else _decode(written, type=MiPushMessage).extra.get("ext")


def _is_revoked(notification: StatusBarNotification, revoke: Delivery) -> bool:
    shown = notification.content
    if not isinstance(shown, Delivery) or notification.package != revoke.package:
        return False
    match revoke.options["revokes"]:
        case "notify_id":
            return shown.notify_id == revoke.notify_id
        case "message":
            return shown.message_id == revoke.message_id
        case _:
            return (shown.title, shown.body) == (revoke.title or shown.title, revoke.body or shown.body)


def _fits(filters: object, device: Device) -> bool:
    """Return whether *device* is one of those that the message is for."""
    build = device.settings.build
    own = {
        "model": {build.model.lower(), build.brand.lower()},
        "locale": {facts.LOCALE.value.lower()},
        "app_version": {facts.APP_VERSION.value},
    }
    # Delivery carries options of every vendor; this one is Xiaomi's mapping of lists.
    for name, wanted in cast("Mapping[str, Sequence[str]]", filters).items():
        is_among = not own[name.removesuffix("_not_in")].isdisjoint(one.strip().lower() for one in wanted)
        if is_among is name.endswith("_not_in"):
            return False
    return True


def _is_accept_time(device: Device) -> bool:
    """Return whether the app takes messages at this time of day; a window may go over midnight, 00:00-00:00 is none."""
    window = device.app.storage.get(ACCEPT_TIME, "")
    if not window:
        return True
    begin, end = window.split("-")
    now = device.clock.now.strftime("%H:%M")
    return begin <= now < end if begin <= end else now >= begin or now < end


def _local_sound_is_on(device: Device) -> bool:
    """Return whether `setLocalNotificationType` leaves notifications their sound."""
    return bool(int(device.app.storage.get(LOCAL_TYPE, "-1")) & _SOUND)
