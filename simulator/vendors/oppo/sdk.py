"""OPPO's SDK in the app's process: `PushManager`."""

import json
from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.device.app.process import AppProcess
from simulator.device.device import Device
from simulator.device.sdk_client import SdkClient
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Source
from simulator.kernel.units import SECOND_MS
from simulator.network.faults import Broken
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.uplink import Registered, SdkCommand
from simulator.vendors.oppo import facts
from simulator.vendors.oppo.facts import ClientCode
from simulator.vendors.oppo.manifest import version_in, version_text
from simulator.vendors.oppo.push_service import (
    NOT_OPEN,
    PAUSED,
    REG_ID,
    SWITCHED_OFF,
    OppoPushService,
)
from simulator.vendors.oppo.sdk_rules import ANSWER, CALL, START, CallCase

TAG = "mcssdk---"

NO_ANSWER = Fact("oppo.service_unavailable", True, Source(facts.CLIENT_CODES, "code -1", ("O04",)))

_PERMISSION_ASKED = "oppo.permission_asked"

_REGISTER, _UNREGISTER = "register", "unregister"
_RATE_LIMIT_IDS = {
    name: -place
    for place, name in enumerate(
        (
            _REGISTER,
            _UNREGISTER,
            "pause_push",
            "resume_push",
            "get_notification_status",
            "set_notification_type",
            "clear_notification_type",
            "open_notification_settings",
            "clear_notifications",
            "get_push_status",
            "set_push_time",
            "request_notification_permission",
            "instant_ack",
            "statistics",
            "enable_app_switch",
            "disable_app_switch",
            "get_app_switch",
        ),
        start=1,
    )
}
"""What `onError(int, "api_call_too_frequently")` says of the call that came too often; others are not counted."""
_ON, _OFF = 0, 1
"""States that callbacks tell: 0 is on, and anything else is not."""
_SUNDAY, _SATURDAY = 0, 6
BAD_PUSH_TIME_TEXT = "params are not all right,please check params"
REGISTER_FIRST_TEXT = "please call the register first!"
START_FAILED_TEXT = "startMcsService--Exception"
TOO_FREQUENT_TEXT = "api_call_too_frequently"


def _time_on(device: Device) -> int | None:
    """Return what the phone takes for the milliseconds since 1970; `None` where its clock was never set."""
    off_ms = device.settings.clock_off_ms
    return None if off_ms is None else device.clock.epoch_ms + off_ms


class PushCallback(NamedTuple):
    """What the app hands to `register`.

    Attributes:
        on_register: Code, and the registration id, empty for none.
        on_un_register: Code.
        on_error: Number of the call, and text; never called by SDKs before 3.0.
        on_result: Any other callback: its name, code, and what it tells beside that.
    """

    on_register: Callable[[int, str], None]
    on_un_register: Callable[[int], None]
    on_error: Callable[[int, str], None]
    on_result: Callable[[str, int, str], None]


class PushManager(SdkClient[OppoPushService]):
    """`PushManager.getInstance()`, later `HeytapPushManager`, in one process."""

    service_class = OppoPushService

    def __init__(self, process: AppProcess, callback: PushCallback) -> None:
        """Run in *process*, and tell *callback*."""
        super().__init__(process)
        self._callback = callback
        self._calls_ms: dict[str, deque[int]] = {}
        self._credentials: tuple[str, str] | None = None

    # -- registration -------------------------------------------------------------------------------------------------

    def is_support_push(self) -> bool:
        """Return whether the system has a push service that is new enough and open to apps."""
        service = self.service
        if service is None or service.condition == NOT_OPEN:
            return False
        return service.version >= facts.SERVICE_VERSION_MIN.value

    def get_register_id(self) -> str:
        """Return the cached registration id, empty for none."""
        return self.storage.get(REG_ID, "")

    def register(self, app_key: str, app_secret: str) -> None:
        """Ask for a registration id; `onRegister` is told, unless the answer cannot get into the app."""
        self._credentials = app_key, app_secret
        rule = self._ask_call(_REGISTER)
        if rule is not None:
            data = {} if rule.answer is None else {"code": rule.answer}
            self.process.refuse(Hop.REG_ID_ISSUED, rule, data)
            self._refuse(_REGISTER, rule, lambda code: self._tell_register(code, ""))
            return
        self._create_own_channel()

        def given(answer: Registered | Broken) -> None:
            no = self.first_no(ANSWER, CallCase(self, _REGISTER))
            if no is not None:
                self.process.refuse(Hop.REG_ID_RECEIVED, no)
            elif isinstance(answer, Broken):
                self._unanswered()
            elif answer.code == ClientCode.SUCCESS:
                self.take_reg_id(answer.reg_id)
            else:
                self._tell_register(answer.code, "")

        self._ask_cloud(_REGISTER, given, reg_id_wanted=self.process.device.reg_id_wanted)

    def get_register(self) -> None:
        """Ask for the registration id again, with the AppKey and the AppSecret of `register`."""
        if self._credentials is None:
            self.process.log("D", TAG, REGISTER_FIRST_TEXT)
        else:
            self.register(*self._credentials)

    def un_register(self) -> None:
        """Unregister the registration id, which becomes invalid."""

        def done(code: int, _text: str) -> None:
            if code == ClientCode.SUCCESS:
                self.storage.pop(REG_ID, None)
            self._tell_unregister(code)

        self._command(_UNREGISTER, _UNREGISTER, done)

    def take_reg_id(self, reg_id: str) -> None:
        """Store a registration id from the system and tell `onRegister`."""
        self.storage[REG_ID] = reg_id
        self._tell_register(ClientCode.SUCCESS, reg_id)

    # -- delivery -----------------------------------------------------------------------------------------------------

    def pause_push(self) -> None:
        """Keep messages for later; there is no callback."""
        if self._may_call("pause_push"):
            self.storage[PAUSED] = "true"

    def resume_push(self) -> None:
        """Resume showing messages, the kept ones first; there is no callback."""
        if self._may_call("resume_push"):
            self.storage.pop(PAUSED, None)
            if self.service is not None:
                self.service.show_kept()

    def get_push_status(self) -> None:
        """Ask whether push is paused: `onGetPushStatus`."""
        if self._may_call("get_push_status"):
            status = _OFF if PAUSED in self.storage else _ON
            self._tell("onGetPushStatus", ClientCode.SUCCESS, status)

    def set_push_time(
        self, week_days: Sequence[int], start_hour: int, start_minute: int, end_hour: int, end_minute: int
    ) -> None:
        """Have messages only on these days, 0 for Sunday, and in these hours: `onSetPushTime`.

        Raises:
            ValueError: No such day, hour or minute, or an end that is not after the start; Java's
                IllegalArgumentException.
        """
        minutes = (start_hour * 60 + start_minute, end_hour * 60 + end_minute)
        times = ((start_hour, start_minute), (end_hour, end_minute))
        if (
            not week_days
            or not all(_SUNDAY <= day <= _SATURDAY for day in week_days)
            or not all(0 <= hour < 24 and 0 <= minute < 60 for hour, minute in times)
            or minutes[0] >= minutes[1]
        ):
            raise ValueError(BAD_PUSH_TIME_TEXT)
        self._command(
            "set_push_time",
            "set_push_time",
            lambda code, _: self._tell("onSetPushTime", code, ""),
            week_days=tuple(week_days),
            minutes=minutes,
        )

    # -- notifications ------------------------------------------------------------------------------------------------

    def get_notification_status(self) -> None:
        """Ask whether the user lets the app's notifications show: `onGetNotificationStatus`."""
        if self._may_call("get_notification_status"):
            app = self.process.app
            is_on = self.process.device.notifications.are_notifications_enabled(app.package)
            self._tell("onGetNotificationStatus", ClientCode.SUCCESS, _ON if is_on else _OFF)

    def request_notification_permission(self) -> None:
        """Have the system ask the user; it does so once and never again.

        Differs: below Android 13 OPPO's system has a dialog of its own, which nobody here can answer: none opens.
        """
        storage = self.storage
        if self._may_call("request_notification_permission") and _PERMISSION_ASKED not in storage:
            storage[_PERMISSION_ASKED] = "true"
            self.process.device.permissions.request(self.process.app.package)

    def clear_notifications(self) -> None:
        """Remove all of the app's notifications."""
        if self._may_call("clear_notifications"):
            self.process.device.notifications.cancel_all(self.process.app.package)

    def cancel_notification(self, notify_id: int) -> None:
        """Remove the app's notification with this number."""
        package = self.process.app.package
        self.process.device.notifications.cancel_where(lambda shown: (shown.package, shown.id) == (package, notify_id))

    def open_notification_settings(self) -> None:
        """Open the system's page with the app's notification switch."""
        if self._may_call("open_notification_settings"):
            self.process.device.settings.changed("notification_settings_opened", package=self.process.app.package)

    def switch_app_notifications(self, *, is_on: bool) -> None:
        """Turn the app's own switch: `onSetAppNotificationSwitch`; while it is off nothing is shown."""

        def done(code: int, _text: str) -> None:
            if code == ClientCode.SUCCESS and is_on:
                self.storage.pop(SWITCHED_OFF, None)
            elif code == ClientCode.SUCCESS:
                self.storage[SWITCHED_OFF] = "true"
            self._tell("onSetAppNotificationSwitch", code, "")

        knows = self.service is not None and self.service.version >= facts.APP_SWITCH_SERVICE.value
        kind = "enable_app_switch" if is_on else "disable_app_switch"
        self._command(kind, "set_app_switch" if knows else "", done)

    def get_app_notification_switch(self) -> None:
        """Ask how the app's own switch stands: `onGetAppNotificationSwitch`."""
        if self._may_call("get_app_switch"):
            status = _OFF if SWITCHED_OFF in self.storage else _ON
            self._tell("onGetAppNotificationSwitch", ClientCode.SUCCESS, status)

    # -- names for the phone, of older SDKs ---------------------------------------------------------------------------

    def set_names(self, kind: str, names: Sequence[str]) -> None:
        """Set *names* for this phone: `onSetAliases`, `onSetTags` or `onSetUserAccounts`, by *kind*."""
        self._command_names("set", kind, names)

    def unset_names(self, kind: str, names: Sequence[str]) -> None:
        """Remove *names*: `onUnsetAliases` and so on."""
        self._command_names("unset", kind, names)

    def get_names(self, kind: str) -> None:
        """Ask which names there are: `onGetAliases` and so on."""
        self._command_names("get", kind, ())

    def _command_names(self, verb: str, kind: str, names: Sequence[str]) -> None:
        called = f"on{verb.capitalize()}{''.join(word.capitalize() for word in kind.split('_'))}"
        method = f"{verb}_{kind}"
        self._command(method, method, lambda code, text: self._tell(called, code, text), names=tuple(names))

    # -- what the rules look at ---------------------------------------------------------------------------------------

    def called_too_often(self, kind: str) -> bool:
        """Return whether there were so many calls of this kind within the last second that one more is refused."""
        if kind not in _RATE_LIMIT_IDS or version_in(self.process.device) < facts.RATE_LIMIT_SDK.value:
            return False
        since_ms = self.process.device.scheduler.now_ms - SECOND_MS
        recent = [at_ms for at_ms in self._calls_ms.get(kind, ()) if at_ms > since_ms]
        return len(recent) >= facts.CALLS_PER_SECOND_MAX.value

    # -- how it goes --------------------------------------------------------------------------------------------------

    def _ask_call(self, kind: str) -> Rule[CallCase] | None:
        rule = self.first_no(CALL, CallCase(self, kind))
        if rule is None:
            calls = self._calls_ms.setdefault(kind, deque(maxlen=facts.CALLS_PER_SECOND_MAX.value))
            calls.append(self.process.device.scheduler.now_ms)
        return rule

    def _refuse(self, kind: str, rule: Rule[CallCase], failed: Callable[[int], None]) -> None:
        if isinstance(rule.answer, int):
            failed(rule.answer)
            return
        number = _RATE_LIMIT_IDS[kind]
        self.process.log("D", TAG, f"{kind}: {TOO_FREQUENT_TEXT}")
        self.process.callback("onError", {"call": number, "text": TOO_FREQUENT_TEXT})
        self._callback.on_error(number, TOO_FREQUENT_TEXT)

    def _may_call(self, kind: str) -> bool:
        """Return whether a call that the phone answers by itself goes on; a phone without OPPO's does nothing."""
        if self._credentials is None:
            self.process.log("D", TAG, REGISTER_FIRST_TEXT)
            return False
        rule = self._ask_call(kind)
        if rule is not None:
            self._refuse(kind, rule, lambda _: None)
        return rule is None

    def _command(
        self,
        kind: str,
        method: str,
        done: Callable[[int, str], None],
        **arguments: object,
    ) -> None:
        """Send a command to the cloud; *done* gets code and text, unless the answer cannot reach the app."""
        if self._credentials is None:
            self.process.log("D", TAG, REGISTER_FIRST_TEXT)
            return
        rule = self._ask_call(kind)
        if rule is not None:
            self._refuse(kind, rule, lambda code: done(code, ""))
            return

        def given(answer: Registered | Broken) -> None:
            if self.first_no(ANSWER, CallCase(self, kind)) is not None:
                return
            if isinstance(answer, Broken):
                done(ClientCode.SERVICE_UNAVAILABLE, "")
            else:
                done(answer.code, answer.text)

        self._ask_cloud(method, given, reg_id=self.get_register_id(), **arguments)

    def _ask_cloud(self, method: str, given: Callable[[Registered | Broken], None], **arguments: object) -> None:
        """Send a command by the system's service; *given* gets what comes back to a process that still lives."""
        device, (app_key, app_secret) = self.process.device, self._credentials or ("", "")
        command = {
            "method": method,
            "phone": device.name,
            "version": version_text(device),
            "timestamp": _time_on(device),
            "package": self.process.app.package,
            "app_key": app_key,
            "app_secret": app_secret,
            **arguments,
        }

        rule = self.first_no(START, CallCase(self, method))
        if rule is not None:
            self.process.log("E", TAG, START_FAILED_TEXT)
            if method == _REGISTER:
                self.process.refuse(Hop.REG_ID_ISSUED, rule)
        elif self.service is not None:
            answered = self.if_listening(given)
            heard = self.service.until_reg_id(answered) if method == _REGISTER else answered
            # In ASCII: a text with half a surrogate pair cannot be written in UTF-8.
            self.service.ask(SdkCommand(self.get_register_id(), method, json.dumps(command)), heard)

    def _create_own_channel(self) -> None:
        """Create the channel for messages that name none, as newer SDKs do."""
        device = self.process.device
        if version_in(device) >= facts.OWN_CHANNEL_SDK.value:
            channel = NotificationChannel(facts.OWN_CHANNEL_ID.value, facts.OWN_CHANNEL_NAME, Importance.DEFAULT)
            device.notifications.create_notification_channel(self.process.app.package, channel)

    def _unanswered(self) -> None:
        data = {"code": ClientCode.SERVICE_UNAVAILABLE}
        self.process.hop(Hop.REG_ID_ISSUED, rule=NO_ANSWER.name, reason=Reason.REGISTRATION_TIMEOUT, data=data)
        self._tell_register(ClientCode.SERVICE_UNAVAILABLE, "")

    def _tell_register(self, code: int, reg_id: str) -> None:
        data = {"code": code, "reg_id": reg_id or None, "facts": (CALL.name, START.name, ANSWER.name)}
        self.process.callback("onRegister", data)
        self._callback.on_register(code, reg_id)

    def _tell_unregister(self, code: int) -> None:
        self.process.callback("onUnRegister", {"code": code})
        self._callback.on_un_register(code)

    def _tell(self, name: str, code: int, told: int | str) -> None:
        """Call *name* back with *code* and a status or a text."""
        self.process.callback(name, {"code": code, "status" if isinstance(told, int) else "text": told})
        self._callback.on_result(name, code, str(told))
