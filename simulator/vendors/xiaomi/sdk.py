"""MiPush on the phone: `MiPushClient` in the app's process, and the push service that MIUI has in the system."""

import re
from collections.abc import Callable, Mapping

import msgspec

from simulator.device.android.activity_manager import ProcessState
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.android.display import Notification
from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.device.android.notification_manager import StatusBarNotification
from simulator.device.app.application import AppProcess
from simulator.device.app.manifest import Component, ComponentKind, Manifest
from simulator.device.device import Device
from simulator.device.opening import Opening, open_launcher, open_page, open_url, record_handled
from simulator.device.vendor_sdk import ArrivedCase, PushService
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind
from simulator.network.faults import Broken
from simulator.push.click import ClickKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.uplink import Delivery, Presence, Register, Registered, SdkCommand, Unregister
from simulator.vendors.xiaomi import facts
from simulator.vendors.xiaomi.facts import ClientCode

TAG = "MiPush"
# Assumed: the tag; the texts below are the SDK's.
CHECKER_TAG = "ManifestChecker"

RECEIVE_MESSAGE = "com.xiaomi.mipush.RECEIVE_MESSAGE"
INTERNET = "android.permission.INTERNET"
MIPUSH_RECEIVE = "{package}.permission.MIPUSH_RECEIVE"
XMSF = "com.xiaomi.xmsf"
PUSH_SERVICE = "com.xiaomi.push.service.XMPushService"
JOB_SERVICE = "com.xiaomi.push.service.XMJobService"
MESSAGE_HANDLER = "com.xiaomi.mipush.sdk.PushMessageHandler"
HANDLE_SERVICE = "com.xiaomi.mipush.sdk.MessageHandleService"
NETWORK_RECEIVER = "com.xiaomi.push.service.receivers.NetworkStatusReceiver"
PING_RECEIVER = "com.xiaomi.push.service.receivers.PingReceiver"
CLICKED_ACTIVITY = "com.xiaomi.mipush.sdk.NotificationClickedActivity"
BIND_JOB_SERVICE = "android.permission.BIND_JOB_SERVICE"
KEY_MESSAGE = "key_message"
REGISTER = "register"

CLICK_CALLBACK = Fact(
    "xiaomi.click_callback", True, Source(facts.GUIDE, "click, open the app; ext 2", ("X07", "X11", "C07", "C08"))
)
KEY_MESSAGE_EXTRA = Fact("xiaomi.key_message", True, Source(facts.GUIDE, "ext 2", ("X08", "C08", "C33")))
REPLAYS_RESULT = Fact(
    "xiaomi.replays_result", True, Source(facts.CLIENT, "registerPush", ("X05", "X06"), Grade.OBSERVED)
)
CHECKER = Fact(
    "xiaomi.manifest_checker",
    True,
    Source(facts.CLIENT, "ManifestChecker, debuggable builds", ("X02", "X03", "X10"), Grade.OBSERVED),
)

_REG_ID = "mipush.regId"
_APP = "mipush.appId"
_LAST_REQUEST = "mipush_extra.last_reg_request"
_LAST_SET = "mipush.{command}.{argument}"
_WORKER_MS = (5, 40)
"""What the worker thread takes to call the receiver with a result that the SDK has already."""

_decode = msgspec.json.decode


class MiPushCommandMessage(msgspec.Struct, frozen=True):
    """What `onReceiveRegisterResult` gets.

    Attributes:
        arguments: For `register` the regId; empty after a failure.
    """

    command: str
    result_code: int
    reason: str | None = None
    arguments: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return what `toString()` does."""
        arguments = f"[{', '.join(self.arguments)}]" if self.arguments else "null"
        return (
            f"command={{{self.command}}}, resultCode={{{self.result_code}}}, reason={{{self.reason or 'null'}}}, "
            f"category={{null}}, commandArguments={{{arguments}}}"
        )


class MiPushMessage(msgspec.Struct, frozen=True):
    """What a click callback gets, and a page under `key_message`."""

    message_id: str
    title: str
    description: str
    content: str
    notify_id: int
    extra: Mapping[str, str]


def version_numbers(text: str) -> tuple[int, ...]:
    """Return the version `6.0.1` or `6_0_1-C` as numbers."""
    return tuple(int(part) for part in re.findall(r"[0-9]+", text))


def version_in(device: Device) -> tuple[int, ...]:
    """Return the version of MiPush's SDK in the app on *device*; empty when it is not in it."""
    return version_numbers(device.app.variant.sdk_versions.get(facts.NAME, ""))


# -- what the SDK's own checker says ----------------------------------------------------------------------------------


def manifest_faults(manifest: Manifest, version: tuple[int, ...]) -> list[str]:
    """Return what the checker of debuggable builds finds, in the SDK's words; registration goes on all the same.

    Source:
        MiPush client SDK 6.0, ManifestChecker (X02, X03, X10); grade: observed.
    """
    permission = MIPUSH_RECEIVE.format(package=manifest.application_id)
    found = []
    if permission not in manifest.declared_permissions:
        found.append(f'<permission android:name="{permission}" .../> is undefined in AndroidManifest.')
    wanted = (INTERNET, "android.permission.ACCESS_NETWORK_STATE", permission, "android.permission.ACCESS_WIFI_STATE",
              "android.permission.VIBRATE")  # fmt: skip
    found += [
        f'<uses-permission android:name="{name}"/> is missing in AndroidManifest.'
        for name in wanted
        if name not in manifest.permissions
    ]
    for need in _needs(version):
        found += _component_faults(manifest, need)
    return found


class Need(msgspec.Struct, frozen=True):
    """A component that the SDK wants, with the attributes it looks at; `None` for any."""

    kind: ComponentKind
    name: str
    exported: bool | None = None
    permission: str | None = None
    process: str | None = None


def _needs(version: tuple[int, ...]) -> list[Need]:
    service, receiver = ComponentKind.SERVICE, ComponentKind.RECEIVER
    needs = [
        Need(receiver, NETWORK_RECEIVER, exported=True),
        Need(receiver, PING_RECEIVER, process=":pushservice"),
        Need(service, PUSH_SERVICE, process=":pushservice"),
        Need(service, MESSAGE_HANDLER, exported=True),
    ]
    if version >= facts.JOB_SERVICE_SDK.value:
        needs.append(Need(service, JOB_SERVICE, permission=BIND_JOB_SERVICE, process=":pushservice"))
    if version >= facts.HANDLE_SERVICE_SDK.value:
        needs.append(Need(service, HANDLE_SERVICE))
    return needs


def _component_faults(manifest: Manifest, need: Need) -> list[str]:
    component = manifest.component(need.name, need.kind)
    if component is None or not component.enabled:
        return [f'<{need.kind} android:name="{need.name}" .../> is missing or disabled in AndroidManifest.']
    found = []
    if need.exported is not None and component.exported is not need.exported:
        found.append(_attribute_fault(need, "exported", str(need.exported).lower()))
    if need.permission is not None and component.permission != need.permission:
        found.append(_attribute_fault(need, "permission", need.permission))
    if need.process is not None and component.process != manifest.application_id + need.process:
        found.append(f'"{need.name}" and "{PUSH_SERVICE}" must be running in the same process.')
    return found


def _attribute_fault(need: Need, attribute: str, value: str) -> str:
    return (
        f'<{need.kind} android:name="{need.name}" .../> in AndroidManifest had the wrong {attribute} attribute, '
        f"which should be android:{attribute}={value}."
    )


# -- registerPush and what calls the receiver -------------------------------------------------------------------------


class ClientCase(msgspec.Struct, frozen=True):
    """Something that the SDK is to do in the app's process."""

    client: "MiPushClient"

    @property
    def manifest(self) -> Manifest:
        """Of the app."""
        return self.client.process.app.manifest

    @property
    def receiver(self) -> Component | None:
        """The receiver that the manifest declares for messages."""
        receivers = self.manifest.receivers_of(RECEIVE_MESSAGE)
        return next((one for one in receivers if one.name not in {NETWORK_RECEIVER, PING_RECEIVER}), None)

    def has(self, name: str, kind: ComponentKind = ComponentKind.SERVICE) -> bool:
        """Return whether the manifest declares the component, enabled."""
        component = self.manifest.component(name, kind)
        return component is not None and component.enabled

    @property
    def lacks_permission(self) -> bool:
        """Whether the app does not both define and use its `MIPUSH_RECEIVE`."""
        permission = MIPUSH_RECEIVE.format(package=self.manifest.application_id)
        return permission not in self.manifest.permissions or permission not in self.manifest.declared_permissions


def _rule(
    name: str, reason: Reason, says_no: Callable[[ClientCase], bool], source: Source, answer: object = None
) -> Rule[ClientCase]:
    return Rule(f"xiaomi.{name}", reason, says_no, source, answer)


def _observed(section: str, *statements: str) -> Source:
    return Source(facts.CLIENT, section, statements, Grade.OBSERVED)


CALL: Decision[ClientCase] = Decision(
    "xiaomi.register_call",
    (
        _rule(
            "register_repeated",
            Reason.REGISTRATION_TOO_FREQUENT,
            lambda case: case.client.asked_too_recently,
            _observed("registerPush within 5 s", "C11"),
        ),
    ),
)
"""Asked of a call that is not answered from what the SDK keeps."""

REQUEST: Decision[ClientCase] = Decision(
    "xiaomi.register_request",
    (
        _rule(
            "no_internet",
            Reason.MANIFEST_INCOMPLETE,
            lambda case: INTERNET not in case.manifest.permissions,
            Source(facts.GUIDE, "step 3.2", ("X02",)),
        ),
        _rule(
            "push_service_missing",
            Reason.MANIFEST_INCOMPLETE,
            lambda case: not case.client.has_system_service and not case.has(PUSH_SERVICE),
            Source(facts.GUIDE, "step 3.2", ("X03", "X15"), Grade.ASSUMED),
        ),
        _rule(
            "no_account",
            Reason.REGISTRATION_REFUSED,
            lambda case: case.client.service is not None and not case.client.service.gets_account,
            _observed("register result 70000002", "X05"),
            ClientCode.AUTHENTICATION_ERROR,
        ),
    ),
)
"""Asked before the request goes out."""


def _handler_is_out_of_reach(case: ClientCase) -> bool:
    component = case.manifest.component(MESSAGE_HANDLER, ComponentKind.SERVICE)
    return component is None or not component.enabled or not component.exported


def _needs_handle_service(case: ClientCase) -> bool:
    is_new = version_in(case.client.process.device) >= facts.HANDLE_SERVICE_SDK.value
    return is_new and not case.has(HANDLE_SERVICE)


RESULT: Decision[ClientCase] = Decision(
    "xiaomi.result",
    (
        _rule(
            "message_handler_missing",
            Reason.MANIFEST_INCOMPLETE,
            _handler_is_out_of_reach,
            Source(facts.GUIDE, "step 3.2", ("X03",), Grade.ASSUMED),
        ),
        _rule(
            "receive_permission_missing",
            Reason.MANIFEST_INCOMPLETE,
            lambda case: case.lacks_permission,
            Source(facts.GUIDE, "step 3.2", ("X02",), Grade.ASSUMED),
        ),
        _rule(
            "handle_service_missing",
            Reason.MANIFEST_INCOMPLETE,
            _needs_handle_service,
            Source(facts.GUIDE, "step 3.2", ("X03", "X10"), Grade.ASSUMED),
        ),
        _rule(
            "receiver_missing",
            Reason.RECEIVER_MISSING,
            lambda case: case.receiver is None,
            Source(facts.GUIDE, "step 3.3", ("X04",)),
        ),
        _rule(
            "receiver_not_exported",
            Reason.RECEIVER_MISSING,
            lambda case: case.receiver is not None and not case.receiver.exported,
            Source(facts.GUIDE, "step 3.3", ("X04",), Grade.ASSUMED),
        ),
        _rule(
            "receiver_in_other_process",
            Reason.RECEIVER_MISSING,
            lambda case: case.receiver is not None and case.receiver.process != case.manifest.application_id,
            _observed("ManifestChecker, same process", "X04"),
        ),
        _rule(
            "receiver_renamed",
            Reason.RECEIVER_RENAMED,
            lambda case: case.receiver is not None and not case.client.process.app.build.has_class(case.receiver.name),
            Source(facts.GUIDE, "FAQ shrink", ("X09", "X13", "X04")),
        ),
        _rule(
            "receiver_class_wrong",
            Reason.RECEIVER_MISSING,
            lambda case: case.receiver is not None and case.receiver.name != case.client.receiver_written,
            Source(facts.GUIDE, "step 3.3", ("X04",)),
        ),
    ),
)
"""Whether the app's receiver can be called; without it no result ever comes."""

BEHIND_RESULT = tuple(one.name for one in (CALL, REQUEST, RESULT, facts.JOB_SERVICE_SDK))
"""What a result that reaches the app has passed."""


class MiPushClient:
    """`com.xiaomi.mipush.sdk.MiPushClient` in one process.

    Attributes:
        process: The app's process.
        receiver_written: Full class name of the receiver that the app's code has.
    """

    def __init__(
        self, process: AppProcess, receiver_written: str, on_result: Callable[[MiPushCommandMessage], None]
    ) -> None:
        """Live in *process*; *on_result* is the app's `onReceiveRegisterResult`."""
        self.process: AppProcess = process
        self.receiver_written: str = receiver_written
        self._on_result = on_result
        self._waits_for_network: Register | None = None

    # -- what the app calls -------------------------------------------------------------------------------------------

    def register_push(self, app_id: str, app_key: str) -> None:
        """Register, or give the receiver the result that the SDK has already.

        Raises:
            ValueError: An empty AppID or AppKey.
        """
        for name, value in (("appID", app_id), ("appToken", app_key)):
            if not value:
                raise ValueError(f"param {name} is not nullable")
        self._check_manifest()
        storage = self.process.app.storage
        if self.get_reg_id() and storage.get(_APP) == f"{app_id} {app_key}":
            self._later(MiPushCommandMessage(REGISTER, ClientCode.SUCCESS, None, (self.get_reg_id(),)))
            return
        rule = self._ask(CALL)
        if rule is not None:
            self._log("Could not send  register message within 5s repeatly .")
            # No station of the token: an earlier request is still under way.
            device = self.process.device
            device.trace.refuse(device.name, Kind.STATE, "registration_dropped", rule)
            return
        storage[_LAST_REQUEST] = str(self.process.device.scheduler.now_ms)
        rule = self._ask(REQUEST)
        if rule is not None:
            self._refused(rule)
            return
        device = self.process.device
        self._log("do registration now.")
        self._send(Register(device.name, self.process.app.package, app_id, app_key, device.reg_id_wanted))

    def unregister_push(self) -> None:
        """Give the regId back: it is no longer valid."""
        reg_id = self.get_reg_id()
        if not reg_id or self.service is None:
            return

        def answered(answer: Registered | Broken) -> None:
            if isinstance(answer, Registered) and self.process.is_alive:
                self.process.app.storage.pop(_REG_ID, None)
                self.process.app.storage.pop(_LAST_REQUEST, None)
                self.process.callback("onCommandResult", {"command": "unregister", "code": ClientCode.SUCCESS})

        self.service.ask(Unregister(reg_id), answered)

    def command(self, command: str, argument: str) -> None:
        """Set or take away a name of this phone: `set-alias`, `subscribe-topic` and so on.

        Source:
            MiPush client SDK 6.0, setAlias; grade: observed.
        """
        if not self.get_reg_id() or self.service is None:
            self._log("Don't send message before initialization succeeded!")
            return
        key = _LAST_SET.format(command=command, argument=argument)
        storage, now_ms = self.process.app.storage, self.process.device.scheduler.now_ms

        def done() -> None:
            self.process.callback("onCommandResult", {"command": command, "code": ClientCode.SUCCESS, "arg": argument})

        if key in storage and now_ms - int(storage[key]) < facts.ALIAS_REPEAT_MS.value:
            done()
            return

        def answered(answer: Registered | Broken) -> None:
            if isinstance(answer, Registered) and self.process.is_alive:
                storage[key] = str(now_ms)
                done()

        self.service.ask(SdkCommand(self.get_reg_id(), command, argument), answered)

    def get_reg_id(self) -> str:
        """Return the cached regId, empty for none."""
        return self.process.app.storage.get(_REG_ID, "")

    def take_reg_id(self, reg_id: str) -> None:
        """Store another regId and give it to the receiver."""
        self.process.app.storage[_REG_ID] = reg_id
        self._call_receiver(MiPushCommandMessage(REGISTER, ClientCode.SUCCESS, None, (reg_id,)))

    # -- what the rules look at ---------------------------------------------------------------------------------------

    @property
    def service(self) -> "XiaomiPushService | None":
        """The phone's push service; `None` on a phone of another vendor."""
        service = self.process.device.push_service
        return service if isinstance(service, XiaomiPushService) else None

    @property
    def has_system_service(self) -> bool:
        """Whether the system is MIUI with its push app."""
        return self.service is not None and self.service.is_of_the_system

    @property
    def asked_too_recently(self) -> bool:
        """Whether the last request is less than 5 seconds back."""
        last = self.process.app.storage.get(_LAST_REQUEST)
        return last is not None and self.process.device.scheduler.now_ms - int(last) < facts.REGISTER_GAP_MS_MIN.value

    # -- how it goes ---------------------------------------------------------------------------------------------------

    def _ask(self, decision: Decision[ClientCase]) -> Rule[ClientCase] | None:
        device = self.process.device
        return device.rules.first_no(decision, ClientCase(self), device.name)

    def _log(self, text: str) -> None:
        self.process.log("D", TAG, text)

    def _check_manifest(self) -> None:
        if not self.process.app.variant.checks_manifest:
            return
        for fault in manifest_faults(self.process.app.manifest, version_in(self.process.device)):
            self.process.log("E", CHECKER_TAG, fault)
            self.process.callback("checkManifest", {"fault": fault, "facts": (CHECKER.name,)})

    def _refused(self, rule: Rule[ClientCase]) -> None:
        code = rule.answer
        data = {} if code is None else {"code": code}
        self.process.hop(Hop.REG_ID_ISSUED, rule=rule.name, reason=rule.reason, data=data)
        if isinstance(code, int):
            self._log("fail to register push account.")
            self._log("no account for registration.")
            self._later(MiPushCommandMessage(REGISTER, code, "no account."))

    def _send(self, question: Register) -> None:
        if self.service is None:
            return

        def answered(answer: Registered | Broken) -> None:
            if self.process.is_alive:
                self._answered(question, answer)

        self.service.ask(question, answered)

    def _answered(self, question: Register, answer: Registered | Broken) -> None:
        storage = self.process.app.storage
        if isinstance(answer, Broken):
            self._unanswered(question)
        elif answer.code != ClientCode.SUCCESS:
            self._call_receiver(MiPushCommandMessage(REGISTER, answer.code, answer.text))
        else:
            storage[_APP] = f"{question.app_id} {question.app_key}"
            storage[_REG_ID] = answer.reg_id
            self._call_receiver(MiPushCommandMessage(REGISTER, ClientCode.SUCCESS, None, (answer.reg_id,)))

    def _unanswered(self, question: Register) -> None:
        """Keep the request for when the network is back; with a network it is the connection that failed."""
        device = self.process.device
        if not device.connectivity.is_connected:
            self._waits_for_network = question
            device.connectivity.register_network_callback(lambda _: self._network_is_back())
            return
        data = {"code": ClientCode.SERVICE_UNAVAILABLE}
        self.process.hop(Hop.REG_ID_ISSUED, rule=UNREACHABLE.name, reason=Reason.REGISTRATION_TIMEOUT, data=data)
        self._call_receiver(
            MiPushCommandMessage(REGISTER, ClientCode.SERVICE_UNAVAILABLE, " the push is not connected.")
        )

    def _network_is_back(self) -> None:
        question = self._waits_for_network
        if question is not None and self.process.is_alive and self.process.device.connectivity.is_connected:
            self._waits_for_network = None
            self._send(question)

    def _later(self, message: MiPushCommandMessage) -> None:
        delay_ms = self.process.device.stream.between(*_WORKER_MS)
        self.process.later(delay_ms, lambda: self._call_receiver(message))

    def _call_receiver(self, message: MiPushCommandMessage) -> None:
        rule = self._ask(RESULT)
        if rule is not None:
            self._log("cannot find the receiver to handler this message, check your manifest")
            self.process.hop(Hop.REG_ID_RECEIVED, rule=rule.name, reason=rule.reason)
            return
        data = {
            "command": message.command,
            "code": message.result_code,
            "reason": message.reason,
            "reg_id": next(iter(message.arguments), None),
            "facts": (*BEHIND_RESULT, REPLAYS_RESULT.name),
        }
        self.process.callback("onReceiveRegisterResult", data)
        self._on_result(message)

    def can_be_called(self) -> bool:
        """Return whether the app's receiver can be called back for a message."""
        return self._ask(RESULT) is None


UNREACHABLE = Fact(
    "xiaomi.push_not_connected", True, Source(facts.CLIENT, "register result 70000001", ("X05",), Grade.OBSERVED)
)

# -- the push service -------------------------------------------------------------------------------------------------

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
    """What holds the connection and posts: `com.xiaomi.xmsf` on MIUI, the app's own `:pushservice` elsewhere.

    Attributes:
        gets_account: The register host gives the phone its device account.
    """

    arrival: Decision[ArrivedCase] = ARRIVAL
    posting_facts = (facts.NO_CUSTOM_SOUND.name,)

    def __init__(self, device: Device, version: int) -> None:
        """Live on *device*; version 0 is a system without MIUI."""
        super().__init__(device, version)
        self.gets_account: bool = True

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
        # Differs: the cloud hears of it over the link, and a connection that ends without network is not noticed.
        self.ask(Presence(device.name, is_running), lambda _: None)

    def receive(self, delivery: Delivery) -> None:
        """Take a message; one that is no notification goes to the running app, if there is one."""
        super().receive(delivery)
        process = self.device.app.process
        if delivery.options["pass_through"] and process is not None:
            process.callback("onReceivePassThroughMessage", {"payload": delivery.options["payload"]})

    def _channel_id(self, delivery: Delivery) -> str:
        parts = ("mipush", delivery.package, delivery.channel_id or "default")
        return ("|" if self.is_of_the_system else "_").join(parts)

    def channel(self, delivery: Delivery) -> NotificationChannel:
        """Return the channel that MiPush makes of the message's own channel (named after the app's and package)."""
        importance = Importance.LOW if delivery.options["silent"] else Importance.DEFAULT
        name = str(delivery.options["channel_name"]) or delivery.channel_id or "default"
        return NotificationChannel(self._channel_id(delivery), name, importance=importance)

    def notification(self, delivery: Delivery) -> Notification:
        """Return *delivery* in the app's name, with the phone's own sound (C09)."""
        return Notification(
            package=delivery.package,
            id=delivery.notify_id,
            title=delivery.title,
            text=delivery.body,
            channel_id=self._channel_id(delivery),
            push_id=delivery.push_id,
            content=delivery,
            op_package=XMSF if self.is_of_the_system else "",
            silent=bool(delivery.options["silent"]),
        )

    def log_line(self, delivery: Delivery, reason: Reason) -> tuple[str, str] | None:
        """Return tag and text of what the service logs when *delivery* is not shown."""
        if reason is Reason.APP_NOT_INSTALLED:
            return TAG, f"Drop a message for unregistered, msgid={delivery.message_id}"
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
        record_handled(device, notification.push_id, open_launcher(device, {}), ext, CLICK_CALLBACK.name)


class TapCase(msgspec.Struct, frozen=True):
    """A tap that is left to the app's own code."""

    device: Device

    @property
    def is_callable(self) -> bool:
        """Whether the app's receiver can be called."""
        process = self.device.app.process
        client = None if process is None else process.vendor_client
        return isinstance(client, MiPushClient) and client.can_be_called()

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
        ),
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
    written = None if opening.intent is None else opening.intent.extras.get(KEY_MESSAGE)
    return None if written is None else _decode(written, type=MiPushMessage).extra.get("ext")
