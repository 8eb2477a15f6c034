"""MiPush's SDK in the app's process: `MiPushClient`, and what it calls the app's receiver with."""

import re
from collections.abc import Callable

import msgspec

from simulator.device.android.build import POST_NOTIFICATIONS_API
from simulator.device.android.permission_manager import POST_NOTIFICATIONS
from simulator.device.app.process import AppProcess
from simulator.device.sdk_client import SdkClient
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind
from simulator.network.faults import Broken
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.uplink import Register, Registered, SdkCommand, Unregister
from simulator.vendors.xiaomi import facts
from simulator.vendors.xiaomi.facts import ClientCode, Command
from simulator.vendors.xiaomi.manifest import (
    CHECKER,
    ERROR,
    MESSAGE_ARRIVED,
    RESULT,
    ReceiverCase,
    manifest_faults,
    version_in,
)
from simulator.vendors.xiaomi.push_service import (
    ACCEPT_TIME,
    LOCAL_TYPE,
    TAG,
    MessageReceiver,
    MiPushMessage,
    XiaomiPushService,
)
from simulator.vendors.xiaomi.sdk_rules import CALL, REQUEST, ClientCase

# Assumed: the tag; the texts below are the SDK's.
CHECKER_TAG = "ManifestChecker"
REGISTER, UNREGISTER = "register", "unregister"

REPLAYS_RESULT = Fact(
    "xiaomi.replays_result", True, Source(facts.CLIENT, "registerPush", ("X05", "X06"), Grade.OBSERVED)
)
REQUIRES_PERMISSIONS = Fact(
    "xiaomi.requires_permissions", True, Source(facts.CLIENT, "onRequirePermissions", grade=Grade.ASSUMED)
)
ARRIVED_CALLBACK = Fact(
    "xiaomi.arrived_callback", True, Source(facts.CLIENT, "onNotificationMessageArrived", ("X04",), Grade.OBSERVED)
)
"""A dead app is not started for it."""

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_REG_ID = "mipush.regId"
_APP = "mipush.appId"
_LAST_REQUEST = "mipush_extra.last_reg_request"
_NAME = "mipush.{kind}.{name}"
"""When the app last gave itself a name of this kind."""
_REPEAT_MS = {"alias": facts.ALIAS_REPEAT_MS, "account": facts.ACCOUNT_REPEAT_MS, "topic": facts.ALIAS_REPEAT_MS}
_KINDS = {
    Command.SET_ALIAS: "alias",
    Command.UNSET_ALIAS: "alias",
    Command.SET_ACCOUNT: "account",
    Command.UNSET_ACCOUNT: "account",
    Command.SUBSCRIBE: "topic",
    Command.UNSUBSCRIBE: "topic",
}
_SETTING = (Command.SET_ALIAS, Command.SET_ACCOUNT, Command.SUBSCRIBE)
ALL_DAY, NEVER = "", "00:00-00:00"


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


BEHIND_RESULT = tuple(one.name for one in (CALL, REQUEST, RESULT, facts.JOB_SERVICE_SDK))
"""What a result that reaches the app has passed."""


class MiPushClient(SdkClient[XiaomiPushService], MessageReceiver):
    """`com.xiaomi.mipush.sdk.MiPushClient` in one process.

    Attributes:
        receiver_written: Full class name of the receiver that the app's code has.
    """

    service_class = XiaomiPushService

    def __init__(
        self, process: AppProcess, receiver_written: str, on_result: Callable[[MiPushCommandMessage], None]
    ) -> None:
        """Run in *process*; *on_result* is the app's `onReceiveRegisterResult`."""
        super().__init__(process)
        self.receiver_written: str = receiver_written
        self._on_result = on_result
        self._waits_for_network: Register | None = None
        self._wrapped: dict[str, str] = {}

    # -- what the app calls -------------------------------------------------------------------------------------------

    def register_push(self, app_id: str, app_key: str, region: str = "") -> None:
        """Register, or give the receiver the result that the SDK has already.

        Raises:
            ValueError: An empty AppID or AppKey.
        """
        for name, value in (("appID", app_id), ("appToken", app_key)):
            if not value:
                raise ValueError(f"param {name} is not nullable")
        version = version_in(self.process.device)
        self._log(f"sdk_version = {'_'.join(map(str, version))}-C")
        self._check_manifest()
        self._check_permissions()
        storage = self.storage
        if self.get_reg_id() and storage.get(_APP) == f"{app_id} {app_key}":
            self._later(MiPushCommandMessage(REGISTER, ClientCode.SUCCESS, None, (self.get_reg_id(),)))
            return
        rule = self.first_no(CALL, ClientCase(self))
        if rule is not None:
            self._log("Could not send  register message within 5s repeatly .")
            # No station of the token: an earlier request is still under way.
            device = self.process.device
            device.trace.refuse(device.name, Kind.STATE, "registration_dropped", rule)
            return
        storage[_LAST_REQUEST] = str(self.process.device.scheduler.now_ms)
        rule = self.first_no(REQUEST, ClientCase(self))
        if rule is not None:
            self._refused(rule)
            return
        device = self.process.device
        self._log("do registration now.")
        self._send(Register(device.name, self.process.app.package, app_id, app_key, device.reg_id_wanted, region))

    def unregister_push(self) -> None:
        """Unregister the regId, which becomes invalid; the SDK forgets all that it stored, whatever the answer."""
        reg_id = self.get_reg_id()
        if not reg_id or self.service is None:
            return

        def answered(answer: Registered | Broken) -> None:
            if not isinstance(answer, Registered):
                return
            for key in [key for key in self.storage if key.startswith("mipush")]:
                self.storage.pop(key)
            self.process.device.notifications.cancel_all(self.process.app.package)
            self._command_result(UNREGISTER, answer)

        self.service.ask(Unregister(reg_id), self.if_listening(answered))

    def command(self, command: str, argument: str) -> None:
        """Set or take away a name of this phone: `set-alias`, `subscribe-topic` and so on.

        Source:
            MiPush client SDK 6.0, setAlias, setUserAccount, subscribe; grade: observed.
        """
        kind = _KINDS[command]
        key = _NAME.format(kind=kind, name=argument)
        storage, now_ms = self.storage, self.process.device.scheduler.now_ms
        is_setting = command in _SETTING
        if is_setting and key in storage and now_ms - int(storage[key]) < _REPEAT_MS[kind].value:
            self._command_result(command, Registered(ClientCode.SUCCESS), argument)
            return
        if not is_setting and key not in storage and self.get_reg_id():
            self._log(f"Don't cancel {kind} for {argument} is unseted")
            return

        def done() -> None:
            if is_setting:
                storage[key] = str(now_ms)
            else:
                storage.pop(key, None)

        self._send_command(command, argument, done)

    def names(self, kind: str) -> list[str]:
        """Return the SDK's own copy of the app's aliases, accounts or topics: `getAllAlias` and so on."""
        mark = _NAME.format(kind=kind, name="")
        return [key.removeprefix(mark) for key in self.storage if key.startswith(mark)]

    def disable_push(self) -> None:
        """Pause sending; the regId stays valid."""
        self._send_command(Command.PUSH_STATE, "off")

    def enable_push(self) -> None:
        """Resume sending."""
        self._send_command(Command.PUSH_STATE, "on")

    def set_accept_time(self, begin: str, end: str) -> None:
        """Accept messages only between these times of day, such as `09:00`; the SDK itself drops the others."""
        if not (_TIME.fullmatch(begin) and _TIME.fullmatch(end)):
            self._log("the input parameter is not valid.")
            return
        self._accept(f"{begin}-{end}")

    def pause_push(self) -> None:
        """Accept no messages; the SDK itself drops them."""
        self._accept(NEVER)

    def resume_push(self) -> None:
        """Accept messages at any time of day again."""
        self._accept(ALL_DAY)

    def clear_notification(self, notify_id: int | None = None) -> None:
        """Remove the notifications with this id, or all of the app's."""
        package = self.process.app.package
        self.process.device.notifications.cancel_where(
            lambda shown: shown.package == package and notify_id in {None, shown.id}
        )

    def set_local_notification_type(self, notify_type: int) -> None:
        """Leave of a message's sound, vibration and light what these bits allow."""
        self.storage[LOCAL_TYPE] = str(notify_type)

    # -- the same under the names that all vendors have agreed on (UPS), each with a callback of its own --------------

    def register_token(self, app_id: str, app_key: str, app_secret: str) -> None:  # noqa: ARG002  # MiPush needs no secret
        """Do what `registerPush` does."""
        self._wrapped[REGISTER] = "registerToken"
        self.register_push(app_id, app_key)

    def unregister_token(self) -> None:
        """Do what `unregisterPush` does."""
        self._wrapped[UNREGISTER] = "unRegisterToken"
        self.unregister_push()

    def turn_on_push(self) -> None:
        """Do what `enablePush` does."""
        self._wrapped[Command.PUSH_STATE] = "turnOnPush"
        self.enable_push()

    def turn_off_push(self) -> None:
        """Do what `disablePush` does."""
        self._wrapped[Command.PUSH_STATE] = "turnOffPush"
        self.disable_push()

    def _tell_wrapper(self, command: str, code: int) -> None:
        call = self._wrapped.pop(command, None)
        if call is not None:
            self.process.callback("onResult", {"call": call, "code": code})

    def get_reg_id(self) -> str:
        """Return the cached regId, empty for none."""
        return self.storage.get(_REG_ID, "")

    def take_reg_id(self, reg_id: str) -> None:
        """Store another regId and give it to the receiver."""
        self.storage[_REG_ID] = reg_id
        self._call_receiver(MiPushCommandMessage(REGISTER, ClientCode.SUCCESS, None, (reg_id,)))

    # -- what the rules look at ---------------------------------------------------------------------------------------

    @property
    def has_system_service(self) -> bool:
        """Whether the system is MIUI with its push app."""
        return self.service is not None and self.service.is_of_the_system

    @property
    def asked_too_recently(self) -> bool:
        """Whether the last request is less than 5 seconds back."""
        last = self.storage.get(_LAST_REQUEST)
        return last is not None and self.process.device.scheduler.now_ms - int(last) < facts.REGISTER_GAP_MS_MIN.value

    # -- how it goes ---------------------------------------------------------------------------------------------------

    def _accept(self, window: str) -> None:
        self.storage[ACCEPT_TIME] = window
        self._send_command(Command.ACCEPT_TIME, window)

    def _send_command(self, command: str, argument: str, done: Callable[[], None] | None = None) -> None:
        if not self.get_reg_id() or self.service is None:
            self._log("Don't send message before initialization succeeded!")
            return

        def answered(answer: Registered | Broken) -> None:
            if not isinstance(answer, Registered):
                return
            if answer.code == ClientCode.SUCCESS and done is not None:
                done()
            self._command_result(command, answer, argument)

        self.service.ask(SdkCommand(self.get_reg_id(), command, argument), self.if_listening(answered))

    def _command_result(self, command: str, answer: Registered, argument: str = "") -> None:
        """Call `onCommandResult`."""
        data = {"command": command, "code": answer.code, "reason": answer.text or None, "arg": argument}
        self.process.callback("onCommandResult", data)
        self._tell_wrapper(command, answer.code)

    def _check_permissions(self) -> None:
        """Tell the receiver of a permission that the app has to request."""
        device, app = self.process.device, self.process.app
        if device.settings.api_level < POST_NOTIFICATIONS_API or not app.manifest.receivers_of(ERROR):
            return
        if POST_NOTIFICATIONS in app.manifest.permissions and not device.permissions.is_granted(app.package):
            data = {"permissions": (POST_NOTIFICATIONS,), "facts": (REQUIRES_PERMISSIONS.name,)}
            self.process.callback("onRequirePermissions", data)

    def _receiver_out_of_reach(self) -> Rule[ReceiverCase] | None:
        return self.first_no(RESULT, ReceiverCase(self.process, self.receiver_written))

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
        self.process.refuse(Hop.REG_ID_ISSUED, rule, data)
        if isinstance(code, int):
            self._log("fail to register push account.")
            self._log("no account for registration.")
            self._later(MiPushCommandMessage(REGISTER, code, "no account."))

    def _send(self, question: Register) -> None:
        if self.service is None:
            return

        self.service.ask(question, self.if_listening(lambda answer: self._answered(question, answer)))

    def _answered(self, question: Register, answer: Registered | Broken) -> None:
        storage = self.storage
        if isinstance(answer, Broken):
            self._unanswered(question)
        elif answer.code != ClientCode.SUCCESS:
            self._call_receiver(MiPushCommandMessage(REGISTER, answer.code, answer.text))
        else:
            storage[_APP] = f"{question.app_id} {question.app_key}"
            storage[_REG_ID] = answer.reg_id
            self._call_receiver(MiPushCommandMessage(REGISTER, ClientCode.SUCCESS, None, (answer.reg_id,)))

    def _unanswered(self, question: Register) -> None:
        """Keep the request until the network is back; with a network, the connection has failed."""
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
        if question is not None and self.process.is_listening and self.process.device.connectivity.is_connected:
            self._waits_for_network = None
            self._send(question)

    def _later(self, message: MiPushCommandMessage) -> None:
        self.call_back(lambda: self._call_receiver(message))

    def _call_receiver(self, message: MiPushCommandMessage) -> None:
        rule = self._receiver_out_of_reach()
        if rule is not None:
            self._log("cannot find the receiver to handler this message, check your manifest")
            self.process.refuse(Hop.REG_ID_RECEIVED, rule)
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
        self._tell_wrapper(REGISTER, message.result_code)

    def can_be_called(self) -> bool:
        """Return whether the app's receiver can be called back for a message."""
        return self._receiver_out_of_reach() is None

    def message_arrived(self, message: MiPushMessage) -> None:
        """Call `onNotificationMessageArrived`, where the manifest lets the receiver have it."""
        if self.process.app.manifest.receivers_of(MESSAGE_ARRIVED) and self.can_be_called():
            data = {"message_id": message.message_id, "title": message.title, "facts": (ARRIVED_CALLBACK.name,)}
            self.process.callback("onNotificationMessageArrived", data)


UNREACHABLE = Fact(
    "xiaomi.push_not_connected", True, Source(facts.CLIENT, "register result 70000001", ("X05",), Grade.OBSERVED)
)
