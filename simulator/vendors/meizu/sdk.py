"""Flyme push on the phone: `PushManager` in the app's process, and the push service app in the system."""

import re
from collections.abc import Callable, Mapping

import msgspec

from simulator.device.android.build import Build
from simulator.device.android.display import Notification
from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.device.android.notification_manager import StatusBarNotification
from simulator.device.app.application import AppProcess
from simulator.device.app.manifest import Component, ComponentKind, Manifest
from simulator.device.device import Device
from simulator.device.opening import WEB_SCHEMES, Opening, open_launcher, open_page, open_url, record_handled
from simulator.device.vendor_sdk import ArrivedCase, PushService
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind
from simulator.network.faults import Broken
from simulator.push.click import ClickKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.uplink import Delivery, Presence, Register, Registered, SdkCommand, Unregister
from simulator.vendors.meizu import facts
from simulator.vendors.meizu.facts import ClientCode

STRATEGY_TAG = "Strategy"
# Assumed: the tag of the lines about messages; the texts are the SDK's.
MESSAGE_TAG = "AbstractMessageHandler"

REGISTER_FEEDBACK = "com.meizu.flyme.push.intent.REGISTER.FEEDBACK"
INTERNET = "android.permission.INTERNET"
READ_PHONE_STATE = "android.permission.READ_PHONE_STATE"
RECEIVE = "com.meizu.flyme.push.permission.RECEIVE"
OWN_MESSAGE = "{package}.push.permission.MESSAGE"
NOTIFICATION_SERVICE = "com.meizu.cloud.pushsdk.NotificationService"
SDK_CLASS = "com.meizu.cloud.pushsdk.PushManager"
PUSH_APP = "com.meizu.cloud"
CHANNEL_ID = "mz_push_notification_channel"
CHANNEL_NAME = "MEIZUPUSH"
PLATFORM_EXTRA = "platform_extra"

CLICK_BY_SDK = Fact(
    "meizu.click_by_sdk", True, Source(facts.DEMO, "clicks, clickType 0 and 1", ("C07", "C08", "M02"), Grade.OBSERVED)
)
"""The SDK starts the target itself, so that it need not be exported, and then calls the receiver."""
CALLBACK_ALONE = Fact("meizu.callback_alone", True, Source(facts.API, "clickType 3", ("M02",)))
CACHED = Fact(
    "meizu.cached_push_id",
    True,
    Source(facts.CLIENT, "RegisterStatusStrategy, cached", ("M01", "C16"), Grade.OBSERVED),
)
"""A pushId that is not too old answers at once, whatever appId it was made for."""
UNREACHABLE = Fact(
    "meizu.register_unreachable",
    True,
    Source(facts.CLIENT, "RegisterStatusStrategy, network", ("M01",), Grade.ASSUMED),
)

_PUSH_ID = "mz_push_preference.pushId"
_KEPT_UNTIL = "mz_push_preference.expireTime"
_ALREADY = "already register PushId,dont register frequently"
_WORKER_MS = (5, 40)
"""What the SDK's thread takes to call the receiver with what it has already."""


def version_numbers(text: str) -> tuple[int, ...]:
    """Return the version `4.1.4` as numbers."""
    return tuple(int(part) for part in re.findall(r"[0-9]+", text))


def is_brand_meizu(build: Build) -> bool:
    """Return what `MzSystemUtils.isBrandMeizu` does.

    Source:
        Meizu client SDK 4.1, MzSystemUtils (M01, C12); grade: observed.
    """
    return build.brand.lower() in facts.BRANDS.value


def flyme_version(device: Device) -> int:
    """Return the version of Flyme on *device*; a model without Meizu's push service has none: 0."""
    if not isinstance(device.push_service, MeizuPushService):
        return 0
    return facts.FLYME_OF_API.value.get(device.settings.api_level, facts.FLYME_NEWEST.value)


class RegisterStatus(msgspec.Struct, frozen=True):
    """What `onRegisterStatus` gets.

    Attributes:
        push_id: `None` after a failure.
        expires_s: Seconds for which the SDK will not ask again.
    """

    code: int
    message: str = ""
    push_id: str | None = None
    expires_s: int = 0

    def __str__(self) -> str:
        """Return what `BasicPushStatus.toString()` does."""
        return f"BasicPushStatus{{code='{self.code}', message='{self.message}'}}"


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


# -- what decides about a pushId --------------------------------------------------------------------------------------


class ClientCase(msgspec.Struct, frozen=True):
    """Something that the SDK is to do in the app's process.

    Attributes:
        app_id: As the app's code gives it.
        app_key: The same.
    """

    client: "PushManager"
    app_id: str = ""
    app_key: str = ""

    @property
    def manifest(self) -> Manifest:
        """Of the app."""
        return self.client.process.app.manifest

    @property
    def receiver(self) -> Component | None:
        """The first receiver that the manifest declares for the SDK's results."""
        return next(iter(self.manifest.receivers_of(REGISTER_FEEDBACK)), None)

    @property
    def has_category(self) -> bool:
        """Whether the receiver's filter has the app's package as its category."""
        receiver = self.receiver
        filters = () if receiver is None else receiver.filters
        return any(
            REGISTER_FEEDBACK in one.actions and self.manifest.application_id in one.categories for one in filters
        )

    @property
    def lacks_old_permissions(self) -> bool:
        """Whether an old Flyme finds its push permissions missing."""
        if flyme_version(self.client.process.device) > facts.OLD_FLYME.value:
            return False
        own = OWN_MESSAGE.format(package=self.manifest.application_id)
        return not {RECEIVE, own} <= self.manifest.permissions or own not in self.manifest.declared_permissions

    @property
    def lacks_device_id(self) -> bool:
        """Whether an old SDK cannot tell which phone this is."""
        version = version_numbers(self.client.process.app.variant.sdk_versions.get(facts.NAME, ""))
        return () < version < facts.NO_PHONE_STATE_SDK.value and READ_PHONE_STATE not in self.manifest.permissions


def _rule(
    name: str, reason: Reason, says_no: Callable[[ClientCase], bool], source: Source, answer: object = None
) -> Rule[ClientCase]:
    return Rule(f"meizu.{name}", reason, says_no, source, answer)


def _manifest(section: str, *statements: str, grade: Grade = Grade.DOCUMENTED) -> Source:
    return Source(facts.DEMO, f"manifest, {section}", ("M01", *statements), grade)


def _strategy(section: str) -> Source:
    return Source(facts.CLIENT, f"RegisterStatusStrategy, {section}", ("M01",), Grade.OBSERVED)


ARGUMENTS: Decision[ClientCase] = Decision(
    "meizu.register_arguments",
    (
        _rule(
            "no_app_id",
            Reason.REGISTRATION_REFUSED,
            lambda case: not case.app_id,
            _strategy("20001"),
            RegisterStatus(ClientCode.ARGUMENT_EMPTY, "appId not empty"),
        ),
        _rule(
            "no_app_key",
            Reason.REGISTRATION_REFUSED,
            lambda case: not case.app_key,
            _strategy("20001"),
            RegisterStatus(ClientCode.ARGUMENT_EMPTY, "appKey not empty"),
        ),
    ),
)
DEVICE_ID: Decision[ClientCase] = Decision(
    "meizu.register_device",
    (
        _rule(
            "no_device_id",
            Reason.REGISTRATION_REFUSED,
            lambda case: case.lacks_device_id,
            _strategy("20000"),
            RegisterStatus(ClientCode.DEVICE_ID_EMPTY, "deviceId is empty"),
        ),
    ),
)
REQUEST: Decision[ClientCase] = Decision(
    "meizu.register_request",
    (
        _rule(
            "no_internet",
            Reason.MANIFEST_INCOMPLETE,
            lambda case: INTERNET not in case.manifest.permissions,
            _manifest("INTERNET", grade=Grade.ASSUMED),
            RegisterStatus(ClientCode.NO_CONNECTION, "connectionError"),
        ),
    ),
)

RESULT: Decision[ClientCase] = Decision(
    "meizu.result",
    (
        _rule(
            "sdk_renamed",
            Reason.RECEIVER_RENAMED,
            lambda case: not case.client.process.app.build.has_class(SDK_CLASS),
            Source(facts.TIM, "obfuscation", ("M01",)),
        ),
        _rule(
            "push_permission_missing",
            Reason.MANIFEST_INCOMPLETE,
            lambda case: case.lacks_old_permissions,
            _manifest("permissions, Flyme 5"),
        ),
        _rule(
            "receiver_missing",
            Reason.RECEIVER_MISSING,
            lambda case: case.receiver is None,
            _manifest("receiver"),
        ),
        _rule(
            "receiver_without_category",
            Reason.RECEIVER_MISSING,
            lambda case: case.receiver is not None and not case.has_category,
            _manifest("receiver, category", grade=Grade.ASSUMED),
        ),
        _rule(
            "receiver_not_exported",
            Reason.RECEIVER_MISSING,
            lambda case: case.receiver is not None and not case.receiver.exported,
            _manifest("receiver, exported", grade=Grade.ASSUMED),
        ),
        _rule(
            "receiver_renamed",
            Reason.RECEIVER_RENAMED,
            lambda case: case.receiver is not None and not case.client.process.app.build.has_class(case.receiver.name),
            Source(facts.TIM, "obfuscation", ("M01",)),
        ),
        _rule(
            "receiver_class_wrong",
            Reason.RECEIVER_MISSING,
            lambda case: case.receiver is not None and case.receiver.name != case.client.receiver_written,
            _manifest("receiver"),
        ),
    ),
)
"""Whether the app's receiver can be called; without it no result ever comes."""

_BEHIND_RESULT = tuple(one.name for one in (ARGUMENTS, DEVICE_ID, REQUEST, RESULT, CACHED))
"""What a result that reaches the app has passed."""


class PushManager:
    """`com.meizu.cloud.pushsdk.PushManager` in one process.

    Attributes:
        process: The app's process.
        receiver_written: Full class name of the receiver that the app's code has.
    """

    def __init__(
        self, process: AppProcess, receiver_written: str, on_register_status: Callable[[RegisterStatus], None]
    ) -> None:
        """Live in *process*; *on_register_status* is the app's own code of that name."""
        self.process: AppProcess = process
        self.receiver_written: str = receiver_written
        self._on_register_status = on_register_status

    # -- what the app calls -------------------------------------------------------------------------------------------

    def register(self, app_id: str, app_key: str) -> None:
        """Ask for a pushId, or give the receiver the one that the SDK keeps."""
        case = ClientCase(self, app_id, app_key)
        rule = self._ask(ARGUMENTS, case)
        if rule is not None:
            self._refused(rule)
            return
        self._look_for_device(case, facts.DEVICE_ID_WAITS_MS.value)

    def _look_for_device(self, case: ClientCase, waits_ms: tuple[int, ...]) -> None:
        """Go on when the phone's identifier can be read, or look for it again a little later."""
        rule = self._ask(DEVICE_ID, case)
        if rule is None:
            self._register(case)
            return
        self._refused(rule)
        if waits_ms:
            self.process.later(waits_ms[0], lambda: self._look_for_device(case, waits_ms[1:]))

    def _register(self, case: ClientCase) -> None:
        if self._kept_s > 0:
            self._later(RegisterStatus(ClientCode.SUCCESS, _ALREADY, self.get_push_id(), self._kept_s))
            return
        rule = self._ask(REQUEST, case)
        if rule is not None:
            self._refused(rule)
            return
        device = self.process.device
        question = Register(device.name, self.process.app.package, case.app_id, case.app_key, device.reg_id_wanted)

        def answered(answer: Registered | Broken) -> None:
            if self.process.is_alive:
                self._answered(answer)

        if self.service is not None:
            self.service.ask(question, answered)

    def un_register(self) -> None:
        """Give the pushId back: it is no longer valid."""

        def answered(answer: Registered | Broken) -> None:
            if isinstance(answer, Registered) and self.process.is_alive:
                self._forget()
                self.process.callback("onUnRegisterStatus", {"code": ClientCode.SUCCESS})

        if self.service is not None and self.get_push_id():
            self.service.ask(Unregister(self.get_push_id()), answered)

    def switch_push(self, *, is_on: bool) -> None:
        """Switch notifications off or on at Meizu; the pushId stays."""
        self._command("switchPush", str(is_on).lower(), "onPushStatus", {"switchNotificationMessage": is_on})

    def subscribe_alias(self, alias: str) -> None:
        """Give this phone its one alias."""
        self._command("subScribeAlias", alias, "onSubAliasStatus", {"alias": alias})

    def unsubscribe_alias(self, alias: str) -> None:
        """Take the alias away."""
        self._command("unSubScribeAlias", alias, "onSubAliasStatus", {"alias": ""})

    def subscribe_tags(self, tags: str) -> None:
        """Add tags, written with commas."""
        self._command("subScribeTags", tags, "onSubTagsStatus", {"tags": tags})

    def unsubscribe_tags(self, tags: str) -> None:
        """Take tags away."""
        self._command("unSubScribeTags", tags, "onSubTagsStatus", {"tags": tags})

    def get_push_id(self) -> str:
        """Return the cached pushId, empty for none."""
        return self.process.app.storage.get(_PUSH_ID, "")

    def take_push_id(self, push_id: str) -> None:
        """Keep another pushId and give it to the receiver."""
        self._keep(push_id)
        self.call_receiver(RegisterStatus(ClientCode.SUCCESS, "", push_id, self._kept_s))

    # -- how it goes ---------------------------------------------------------------------------------------------------

    @property
    def service(self) -> "MeizuPushService | None":
        """The phone's push service; `None` on a phone of another vendor."""
        service = self.process.device.push_service
        return service if isinstance(service, MeizuPushService) else None

    @property
    def _kept_s(self) -> int:
        """Seconds for which the cached pushId still answers."""
        until_ms = int(self.process.app.storage.get(_KEPT_UNTIL, "0"))
        return max(0, until_ms - self.process.device.scheduler.now_ms) // 1_000

    def _keep(self, push_id: str) -> None:
        storage = self.process.app.storage
        storage[_PUSH_ID] = push_id
        storage[_KEPT_UNTIL] = str(self.process.device.scheduler.now_ms + facts.PUSH_ID_KEPT_MS.value)

    def _forget(self) -> None:
        for name in (_PUSH_ID, _KEPT_UNTIL):
            self.process.app.storage.pop(name, None)

    def _ask(self, decision: Decision[ClientCase], case: ClientCase) -> Rule[ClientCase] | None:
        device = self.process.device
        return device.rules.first_no(decision, case, device.name)

    def _refused(self, rule: Rule[ClientCase]) -> None:
        status = rule.answer
        assert isinstance(status, RegisterStatus)
        self.process.hop(Hop.REG_ID_ISSUED, rule=rule.name, reason=rule.reason, data={"code": status.code})
        self._later(status)

    def _answered(self, answer: Registered | Broken) -> None:
        if isinstance(answer, Broken):
            data = {"code": ClientCode.NO_CONNECTION}
            self.process.hop(Hop.REG_ID_ISSUED, rule=UNREACHABLE.name, reason=Reason.REGISTRATION_TIMEOUT, data=data)
            self.call_receiver(RegisterStatus(ClientCode.NO_CONNECTION, "connectionError"))
        elif answer.code:
            self.call_receiver(RegisterStatus(answer.code, answer.text))
        else:
            self.take_push_id(answer.reg_id)

    def _command(self, command: str, argument: str, callback: str, data: Mapping[str, object]) -> None:
        push_id = self.get_push_id()

        def answered(answer: Registered | Broken) -> None:
            if isinstance(answer, Registered) and self.process.is_alive:
                self.process.callback(callback, {"code": ClientCode.SUCCESS, "pushId": push_id, **data})

        if self.service is not None and push_id:
            self.service.ask(SdkCommand(push_id, command, argument), answered)

    def _later(self, status: RegisterStatus) -> None:
        self.process.later(self.process.device.stream.between(*_WORKER_MS), lambda: self.call_receiver(status))

    def call_receiver(self, status: RegisterStatus) -> None:
        """Call `onRegisterStatus`, if the app's receiver can be called."""
        self.process.log("I", STRATEGY_TAG, f"registerStatus {status}")
        rule = self._ask(RESULT, ClientCase(self))
        if rule is not None:
            self.process.hop(Hop.REG_ID_RECEIVED, rule=rule.name, reason=rule.reason)
            return
        data = {
            "code": status.code,
            "message": status.message,
            "reg_id": status.push_id,
            "expireTime": status.expires_s,
            "facts": _BEHIND_RESULT,
        }
        self.process.callback("onRegisterStatus", data)
        self._on_register_status(status)

    def can_be_called(self) -> bool:
        """Return whether the app's receiver can be called back for a message."""
        return self._ask(RESULT, ClientCase(self)) is None


# -- the push service -------------------------------------------------------------------------------------------------

ARRIVAL: Decision[ArrivedCase] = Decision("meizu.arrival", ())


class MeizuPushService(PushService):
    """Flyme's push service app (推送服务); version 0 is a phone on which it is disabled or missing."""

    arrival: Decision[ArrivedCase] = ARRIVAL
    posting_facts = (facts.NO_CUSTOM_SOUND.name, facts.SYSTEM_SERVICE.name)

    def process_changed(self, *, is_running: bool) -> None:
        """Without the system's service nobody holds a connection, whether the app runs or not."""
        if self.version or not is_running:
            return
        device = self.device
        device.trace.write(device.name, Kind.STATE, "push_service_missing", rule=facts.SYSTEM_SERVICE.name)
        self.ask(Presence(device.name, is_connected=False), lambda _: None)

    def channel(self, delivery: Delivery) -> NotificationChannel:
        """Return Meizu's one channel; a message cannot name another."""
        # Assumed: its id and its name; no document gives them.
        importance = Importance.HIGH if delivery.options["suspend"] else Importance.DEFAULT
        return NotificationChannel(CHANNEL_ID, CHANNEL_NAME, importance=importance)

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
        )

    def _post(self, delivery: Delivery) -> None:
        """Show the message, and tell the app if it lives."""
        super()._post(delivery)
        process = self.device.app.process
        is_shown = any(one.push_id == delivery.push_id for one in self.device.notifications.shade)
        client = None if process is None else process.vendor_client
        if is_shown and process is not None and isinstance(client, PushManager) and client.can_be_called():
            process.callback("onNotificationArrived", {"mzPushMessage": str(_message_of(delivery))})

    # -- taps ---------------------------------------------------------------------------------------------------------

    def tapped(self, notification: StatusBarNotification, delivery: Delivery) -> None:
        """Let the SDK in the app open the target and call the receiver."""
        device = self.device
        rule = device.rules.first_no(CLICK, TapCase(device, delivery), device.name)
        if rule is not None:
            self._write_nothing_opened(notification, delivery, rule)
            return
        if delivery.click.kind is ClickKind.CUSTOM:
            process = device.app.start()
            self._call_receiver(process, delivery)
            ext = str(delivery.options["customAttribute"])
            record_handled(device, notification.push_id, open_launcher(device, {}), ext, CALLBACK_ALONE.name)
            return
        opening = self._open(delivery)
        if device.app.process is not None:
            self._call_receiver(device.app.process, delivery)
        read = _ext_of(opening) if device.app.variant.reads_intent_extras else None
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
                return open_launcher(self.device, extras)
            case ClickKind.URL if target.startswith(WEB_SCHEMES):
                return open_url(self.device, target)
            case ClickKind.URL:
                opening = open_page(self.device, _as_intent(target), extras, from_outside=False)
            case _:
                page = f"intent:#Intent;component={delivery.package}/{target};end"
                opening = open_page(self.device, page, extras, from_outside=False)
        if opening.rule is not None:
            self.device.settings.log("E", MESSAGE_TAG, f"Click message StartActivity error {opening.detail}")
        return opening

    @staticmethod
    def _call_receiver(process: AppProcess, delivery: Delivery) -> None:
        client = process.vendor_client
        if isinstance(client, PushManager) and client.can_be_called():
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


def _ext_of(opening: Opening) -> str | None:
    return None if opening.intent is None else opening.intent.extras.get("ext")
