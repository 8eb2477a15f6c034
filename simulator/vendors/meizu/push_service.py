"""Flyme's push service app (推送服务) on the phone: what it shows, and what a tap does."""

from abc import ABC, abstractmethod

import msgspec

from simulator.device.android.display import Notification
from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.device.android.shade import StatusBarNotification
from simulator.device.app.manifest import ComponentKind
from simulator.device.app.process import AppProcess
from simulator.device.device import Device
from simulator.device.opening import WEB_SCHEMES, Opening, Starter, open_launcher, open_page, open_url, record_handled
from simulator.device.push_service import ArrivedCase, PushService
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind
from simulator.push.click import ClickKind
from simulator.push.reason import Reason
from simulator.push.uplink import Delivery
from simulator.vendors.meizu import facts

# Assumed: the tag of the lines about messages; the texts are the SDK's.
MESSAGE_TAG = "AbstractMessageHandler"
NOTIFICATION_SERVICE = "com.meizu.cloud.pushsdk.NotificationService"
PUSH_APP = "com.meizu.cloud"
CHANNEL_ID = "mz_push_notification_channel"
CHANNEL_NAME = "MEIZUPUSH"
WORKING = "working"
PLATFORM_EXTRA = "platform_extra"
SMALL_ICONS = frozenset({"stat_sys_third_app_notify", "mz_push_notification_small_icon"})
"""Drawables of the SDK's library and of the app, of which an old Flyme needs one."""

CLICK_BY_SDK = Fact(
    "meizu.click_by_sdk", True, Source(facts.DEMO, "clicks, clickType 0 and 1", ("C07", "C08", "M02"), Grade.OBSERVED)
)
"""The SDK starts the target itself, so that it need not be exported, and then calls the receiver."""
CALLBACK_ALONE = Fact("meizu.callback_alone", True, Source(facts.API, "clickType 3", ("M02",)))


class MzPushMessage(msgspec.Struct, frozen=True):
    """What a notification's callbacks get."""

    title: str
    content: str
    self_define_content_string: str
    notify_id: int
    task_id: str

    def __str__(self) -> str:
        """Return what `toString()` does."""
        return (
            f"MzPushMessage{{title='{self.title}', content='{self.content}', pushType=0, notifyId={self.notify_id}, "
            f"taskId='{self.task_id}', selfDefineContentString='{self.self_define_content_string}'}}"
        )


def flyme_version(device: Device) -> int:
    """Return the version of Flyme on *device*; a model without Meizu's push service has none: 0."""
    if device.push_vendor != facts.NAME:
        return 0
    return facts.FLYME_OF_API.value.get(device.settings.api_level, facts.FLYME_NEWEST.value)


class MessageReceiver(ABC):
    """What the service finds in the app's process: the SDK there, which calls the app's receiver."""

    @abstractmethod
    def can_be_called(self) -> bool:
        """Return whether the app's receiver can be called back for a message."""


def _has_no_icon(case: ArrivedCase) -> bool:
    is_old = flyme_version(case.device) <= facts.ICON_FLYME.value
    return is_old and case.device.app.build.lacks >= SMALL_ICONS


SHOWN_IN_FRONT = Fact(
    "meizu.shown_in_front", True, Source(facts.API, "no field for the foreground", grade=Grade.ASSUMED)
)


def _has_expired_here(case: ArrivedCase) -> bool:
    """A phone whose clock is ahead considers the message expired."""
    expires_ms, now_ms = case.delivery.options["expires_ms"], case.device.scheduler.now_ms
    assert isinstance(expires_ms, int)
    return now_ms < expires_ms <= now_ms + (case.device.settings.clock_off_ms or 0)


ARRIVAL: Decision[ArrivedCase] = Decision(
    "meizu.arrival",
    (
        Rule(
            "meizu.small_icon_missing",
            Reason.ICON_MISSING,
            _has_no_icon,
            Source(facts.DEMO, "small icon", ("M02",)),
        ),
        Rule(
            "meizu.expired_by_phone_clock",
            Reason.TTL_EXPIRED,
            _has_expired_here,
            Source(facts.DEMO, "questions, the phone's clock", ("M02",), Grade.OBSERVED),
        ),
    ),
)


class MeizuPushService(PushService):
    """Flyme's push service app (推送服务); version 0 is a phone on which it is disabled or missing."""

    arrival: Decision[ArrivedCase] = ARRIVAL
    conditions = (WORKING, "disabled", "data_restricted")
    posting_facts = (facts.NO_CUSTOM_SOUND.name, facts.SYSTEM_SERVICE.name)
    front_facts = (SHOWN_IN_FRONT.name,)

    def process_changed(self, *, is_running: bool) -> None:
        """Without the system's service nobody holds a connection, whether the app runs or not."""
        if self.version or not is_running:
            return
        self.device.trace.write(self.device.name, Kind.STATE, "push_service_missing", rule=facts.SYSTEM_SERVICE.name)
        self.life.tell_presence()

    def set_condition(self, condition: str) -> None:
        """Enter one of its `conditions`; it is connected only while it works."""
        super().set_condition(condition)
        self.life.tell_presence()

    @property
    def holds_connection(self) -> bool:
        """Whether it is there, and nobody has switched it off."""
        return bool(self.version) and self.condition == WORKING

    def channel(self, delivery: Delivery) -> NotificationChannel:
        """Return Meizu's one channel; a message cannot name another."""
        # Assumed: its id and its name; no document gives them.
        return NotificationChannel(CHANNEL_ID, CHANNEL_NAME, importance=_importance(delivery))

    def notification(self, delivery: Delivery) -> Notification:
        """Return *delivery* in the app's name, with the phone's own sound (C09)."""
        return Notification(
            package=delivery.package,
            id=delivery.notify_id,
            title=delivery.title,
            text=delivery.body,
            channel_id=CHANNEL_ID,
            push_id=delivery.push_id,
            content=delivery,
            op_package=PUSH_APP,
            silent=bool(delivery.options["silent"]),
            importance=_importance(delivery),
        )

    def log_line(self, delivery: Delivery, reason: Reason) -> tuple[str, str] | None:  # noqa: ARG002  # the same for all
        """Return the line for a notification without an icon."""
        return (MESSAGE_TAG, "Invalid notification (no valid small icon)") if reason is Reason.ICON_MISSING else None

    def posted(self, delivery: Delivery) -> None:
        """Tell the app that the message shows, if it lives."""
        process = self.device.app.process
        client = None if process is None else process.vendor_client
        if process is not None and isinstance(client, MessageReceiver) and client.can_be_called():
            process.callback("onNotificationArrived", {"mzPushMessage": str(_message_of(delivery))})

    # -- taps ---------------------------------------------------------------------------------------------------------

    def tapped(self, notification: StatusBarNotification, delivery: Delivery) -> None:
        """Open the target through the SDK in the app, and call the receiver."""
        device = self.device
        rule = device.rules.first_no(CLICK, TapCase(device, delivery), device.name)
        if rule is not None:
            self._write_nothing_opened(notification, delivery, rule)
            return
        if delivery.click.kind is ClickKind.CUSTOM:
            process = device.app.start()
            self._call_receiver(process, delivery)
            ext = str(delivery.options["customAttribute"])
            record_handled(
                device, notification.push_id, open_launcher(device, {}, Starter.APP), ext, CALLBACK_ALONE.name
            )
            return
        opening = self._open(delivery)
        if device.app.process is not None:
            self._call_receiver(device.app.process, delivery)
        read = opening.extras.get("ext") if device.app.variant.reads_intent_extras else None
        was_sent = "ext" in delivery.custom
        record_handled(device, notification.push_id, opening, read, CLICK_BY_SDK.name, ext_was_sent=was_sent)

    def _write_nothing_opened(
        self, notification: StatusBarNotification, delivery: Delivery, rule: Rule["TapCase"]
    ) -> None:
        """Record a tap for which nothing opens; the receiver still hears of one that is left to it."""
        if delivery.click.kind is ClickKind.CUSTOM:
            self._call_receiver(self.device.app.start(), delivery)
        record_handled(self.device, notification.push_id, Opening(rule=rule, detail=_DETAILS[rule.name]), None)

    def _open(self, delivery: Delivery) -> Opening:
        extras = {**delivery.custom, PLATFORM_EXTRA: f'{{"task_id":"{delivery.message_id}"}}'}
        target = delivery.click.target
        match delivery.click.kind:
            case ClickKind.OPEN_APP:
                return open_launcher(self.device, extras, Starter.APP)
            case ClickKind.URL if target.startswith(WEB_SCHEMES):
                return open_url(self.device, target)
            case ClickKind.URL:
                opening = open_page(self.device, _as_intent(target), extras, from_outside=False, starter=Starter.APP)
            case _:
                page = f"intent:#Intent;component={delivery.package}/{target};end"
                opening = open_page(self.device, page, extras, from_outside=False, starter=Starter.APP)
        if opening.rule is not None:
            self.device.settings.log("E", MESSAGE_TAG, f"Click message StartActivity error {opening.detail}")
        return opening

    @staticmethod
    def _call_receiver(process: AppProcess, delivery: Delivery) -> None:
        client = process.vendor_client
        if isinstance(client, MessageReceiver) and client.can_be_called():
            message = _message_of(delivery)
            process.log("I", "MEIZUPushReceiver", f"onNotificationClicked mzPushMessage {message}")
            ext = message.self_define_content_string or None
            process.callback("onNotificationClicked", {"selfDefineContentString": ext})


class TapCase(msgspec.Struct, frozen=True):
    """A tap on one of Meizu's notifications."""

    device: Device
    delivery: Delivery

    @property
    def is_left_to_app(self) -> bool:
        """Whether the app's receiver is to open something itself."""
        return self.delivery.click.kind is ClickKind.CUSTOM


def _service_is_missing(case: TapCase) -> bool:
    component = case.device.app.manifest.component(NOTIFICATION_SERVICE, ComponentKind.SERVICE)
    return component is None or not component.enabled or not component.exported


CLICK: Decision[TapCase] = Decision(
    "meizu.click",
    (
        Rule(
            "meizu.click_service_missing",
            Reason.NOTHING_TO_OPEN,
            _service_is_missing,
            Source(facts.DEMO, "manifest, NotificationService", ("M02",), Grade.ASSUMED),
        ),
        Rule(
            "meizu.click_blocked",
            Reason.NOTHING_TO_OPEN,
            lambda case: case.is_left_to_app and case.device.settings.api_level >= facts.NO_TRAMPOLINE_API.value,
            Source(facts.API, "clickType 3", ("M02",)),
        ),
        Rule(
            "meizu.click_not_handled",
            Reason.NOTHING_TO_OPEN,
            lambda case: case.is_left_to_app and not case.device.app.variant.handles_clicks,
            Source(facts.API, "clickType 3", ("M02",)),
        ),
    ),
)
"""What becomes of a tap for which nothing opens."""

_DETAILS = {
    "meizu.click_service_missing": "the manifest has no exported NotificationService",
    "meizu.click_blocked": "Android 12 lets no receiver open a page: clickType 3 has no effect",
    "meizu.click_not_handled": "the app's receiver opens nothing in onNotificationClicked",
}


# Assumed: without a content of its own the string holds the parameters as JSON.
def _message_of(delivery: Delivery) -> MzPushMessage:
    own = str(delivery.options["customAttribute"])
    if not own and delivery.custom:
        own = msgspec.json.encode(delivery.custom).decode()
    return MzPushMessage(delivery.title, delivery.body, own, delivery.notify_id, delivery.message_id)


def _as_intent(address: str) -> str:
    """Return an address of the app's own scheme as the intent URI that views it."""
    if address.startswith("intent:"):
        return address
    return f"intent:{address}" if "#Intent;" in address else f"intent:{address}#Intent;end"


def _importance(delivery: Delivery) -> Importance:
    return Importance.HIGH if delivery.options["suspend"] else Importance.DEFAULT
