"""Honor's SDK in the app's process: `HonorPushClient`."""

from collections.abc import Callable

import msgspec

from simulator.device.app.manifest import Component, ComponentKind
from simulator.device.app.process import AppProcess
from simulator.device.sdk_client import SdkClient
from simulator.kernel.lazy import lazy
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Source
from simulator.kernel.trace import Kind
from simulator.network.faults import Broken, FaultKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.uplink import Register, Registered, Unregister
from simulator.vendors.honor import facts
from simulator.vendors.honor.facts import ClientCode
from simulator.vendors.honor.push_service import CENTER, OFF, ON, HonorPushService
from simulator.vendors.honor.sdk_rules import CALL, DELETE, OWN_SERVICE, ClientCase

APP_ID = "com.hihonor.push.app_id"
MESSAGING_EVENT = "com.hihonor.push.action.MESSAGING_EVENT"
TEXTS = {
    ClientCode.HTTP_TOO_FREQUENT: "HTTP requests are too frequent.",
    ClientCode.UNSUPPORTED: "The device does not support HONOR push.",
    ClientCode.ON_MAIN_THREAD: "Operation on the main thread is not allowed.",
    ClientCode.NO_APP_ID: "The app id is not configured in the manifest.",
    ClientCode.NO_FINGERPRINT: "The certificate fingerprint is empty.",
    ClientCode.NO_TOKEN: "There is no push token.",
    ClientCode.NOT_INITIALISED: "The SDK is not initialised.",
    ClientCode.BIND_FAILED: "Binding to the push service failed.",
    ClientCode.DISCONNECTED: "The push service disconnected.",
    ClientCode.CONNECT_TIMEOUT: "Connecting to the push service timed out.",
    ClientCode.SERVICE_ARGUMENTS_WRONG: "The arguments for the push service are wrong.",
    ClientCode.NULL_BINDING: "The push service has a null binding.",
    ClientCode.SERVICE_INVALID: "The push service is invalid.",
    ClientCode.SERVICE_DISABLED: "The push service is disabled.",
    ClientCode.SERVICE_MISSING: "The push service is missing.",
    ClientCode.SERVER_ERROR: "Server error.",
    ClientCode.ARGUMENTS_INVALID: "Arguments are invalid.",
    ClientCode.TOO_FREQUENT: "Requests are too frequent.",
    ClientCode.NO_NETWORK: "No network.",
    ClientCode.STATEMENT_NOT_AGREED: "The user statement is not agreed to.",
    ClientCode.REQUEST_TIMEOUT: "The request timed out.",
}
# Assumed: the words; the codes are the SDK's.

ON_NEW_TOKEN = Fact("honor.on_new_token", True, Source(facts.CLIENT, "onNewToken", ("C13",)))
NO_ANSWER = Fact("honor.no_answer", True, Source(facts.CLIENT, f"code {ClientCode.REQUEST_TIMEOUT}"))
SERVER_FAULT = Fact("honor.server_fault", True, Source(facts.CLIENT, f"code {ClientCode.SERVER_ERROR}"))

_TOKEN = "honor.push_token"


class HonorPushCallback(msgspec.Struct, frozen=True):
    """`com.hihonor.push.sdk.HonorPushCallback`."""

    on_success: Callable[[str], None]
    on_failure: Callable[[int, str], None]


_BEHIND_TOKEN = (CALL.name, facts.SERVICE_VERSION_MIN.name)
"""What a token that reaches the app has passed."""


class HonorPushClient(SdkClient[HonorPushService]):
    """`com.hihonor.push.sdk.HonorPushClient` in one process; of the older SDK, `com.hihonor.mcs.push.HonorPushClient`.

    The older one is configured by `mcs-services.json` instead of the manifest, and `getPushToken` blocks its thread.

    Attributes:
        is_initialised: `init` has been called.
        service_written: Full class name of the `HonorMessageService` that the app's code has.
        is_legacy: It is the older SDK's.
    """

    service_class = HonorPushService

    def __init__(
        self, process: AppProcess, service_written: str, on_new_token: Callable[[str], None], *, is_legacy: bool
    ) -> None:
        """Run in *process*; *on_new_token* is the `onNewToken` of the app's service."""
        super().__init__(process)
        self.is_initialised: bool = False
        self.service_written: str = service_written
        self.is_legacy: bool = is_legacy
        self._on_new_token = on_new_token
        self._open_calls: list[HonorPushCallback] = []
        if self.service is not None:
            self.service.bind(self._take_data)

    # -- what the app calls -------------------------------------------------------------------------------------------

    def check_support_honor_push(self) -> bool:
        """Return whether the system has Honor's push service, new enough."""
        return self.service is not None and self.service.version >= facts.SERVICE_VERSION_MIN.value

    def init(self, *, enable_auto: bool) -> None:
        """Make ready; with *enable_auto* fetch a token too and hand it to `onNewToken` if it is another one."""
        self.is_initialised = True
        if not enable_auto or self.get_stored_token():
            return
        callback = HonorPushCallback(self._new_token, lambda _code, _text: None)
        rule = self.first_no(CALL, ClientCase(self))
        if rule is None:
            self._fetch(callback)
        else:
            self._refuse(rule, callback)

    def get_push_token(self, callback: HonorPushCallback, *, on_main_thread: bool = False) -> None:
        """Tell *callback* the token, which is fetched when the SDK has none."""
        rule = self.first_no(CALL, ClientCase(self, on_main_thread))
        stored = self.get_stored_token()
        if rule is not None:
            self._refuse(rule, callback)
        elif stored:
            # Assumed: a token that the SDK has is given without asking again.
            self.call_back(lambda: callback.on_success(stored))
        else:
            self._fetch(callback)

    def delete_push_token(self, callback: HonorPushCallback) -> None:
        """Delete the token, which becomes invalid."""
        rule = self.first_no(DELETE, ClientCase(self))
        token = self.get_stored_token()
        if rule is not None or self.service is None:
            code = ClientCode.NO_TOKEN
            self._write_no("token_deleted", DELETE.rules[0])
            self.call_back(lambda: callback.on_failure(code, TEXTS[code]))
            return

        def answered(answer: Registered | Broken) -> None:
            if isinstance(answer, Broken):
                code = _code_of(answer)
                callback.on_failure(code, TEXTS[code])
                return
            self.storage.pop(_TOKEN, None)
            callback.on_success("")

        self.service.ask(Unregister(token), self.if_listening(answered))

    def turn_notification_center(self, callback: HonorPushCallback, *, is_on: bool) -> None:
        """Show notifications of this app, or not: `turnOnNotificationCenter`, `turnOffNotificationCenter`."""
        self.storage[CENTER] = ON if is_on else OFF
        self.call_back(lambda: callback.on_success(""))

    def get_notification_center_status(self, callback: HonorPushCallback) -> None:
        """Tell *callback* how that switch stands."""
        self.call_back(lambda: callback.on_success(self.storage.get(CENTER, ON)))

    def get_unread_messages(self, callback: HonorPushCallback) -> None:
        """Tell *callback* the data messages that came while the app did not run, as a JSON list, and forget them."""
        unread = [] if self.service is None else self.service.take_unread()
        self.call_back(lambda: callback.on_success(msgspec.json.encode(unread).decode()))

    def get_stored_token(self) -> str:
        """Return the token that the SDK keeps, empty for none."""
        return self.storage.get(_TOKEN, "")

    def take_token(self, token: str) -> None:
        """Store another token and give it to the app's service."""
        self.storage[_TOKEN] = token
        self._new_token(token)

    # -- what the rules look at ---------------------------------------------------------------------------------------

    @property
    def app_id(self) -> str:
        """As the manifest has it, or `mcs-services.json`."""
        if self.is_legacy:
            return self.process.app.build.constants_of(facts.NAME).get("app_id", "")
        return self.process.app.manifest.meta_data.get(APP_ID, "")

    @lazy
    def own_service(self) -> Component | None:
        """The first enabled service of the manifest with a filter for Honor's action."""
        for component in self.process.app.manifest.components:
            is_service = component.kind is ComponentKind.SERVICE and component.enabled
            if is_service and any(MESSAGING_EVENT in one.actions for one in component.filters):
                return component
        return None

    # -- how it goes --------------------------------------------------------------------------------------------------

    def _write_no(self, name: str, rule: Rule[ClientCase]) -> None:
        device = self.process.device
        device.trace.refuse(device.name, Kind.STATE, name, rule)

    def _take_data(self, data: str) -> bool:
        """Hand a data message to the app's service; return false if that is impossible."""
        if not self.process.is_listening:
            return False
        rule = self.first_no(OWN_SERVICE, ClientCase(self))
        if rule is not None:
            self._write_no("data_message", rule)
            return False
        self.process.callback("onMessageReceived", {"data": data})
        return True

    def _refuse(self, rule: Rule[ClientCase], callback: HonorPushCallback) -> None:
        code = rule.answer_as(int)
        self.process.refuse(Hop.REG_ID_ISSUED, rule, {"code": code})
        self.call_back(lambda: callback.on_failure(code, TEXTS[code]))

    def _fetch(self, callback: HonorPushCallback) -> None:
        """Ask the cloud for a token; calls made meanwhile wait for the same answer."""
        if self._open_calls:
            self._open_calls.append(callback)
            return
        self._open_calls.append(callback)
        device, app = self.process.device, self.process.app
        constants = app.build.constants_of(facts.NAME)
        # A waived rule lets a missing app id through: then it is the app's own that should have stood there.
        app_id = self.app_id or constants.get("app_id", "")
        question = Register(device.name, app.package, app_id, constants.get("fingerprint", ""), device.reg_id_wanted)
        if self.service is not None:
            self.service.ask(question, self.if_listening(self._answered))

    def _answered(self, answer: Registered | Broken) -> None:
        calls, self._open_calls = self._open_calls, []
        code = _code_of(answer)
        if isinstance(answer, Broken):
            fact = SERVER_FAULT if code == ClientCode.SERVER_ERROR else NO_ANSWER
            reason = Reason.REGISTRATION_TIMEOUT
            self.process.hop(Hop.REG_ID_ISSUED, rule=fact.name, reason=reason, data={"code": code})
        elif code == ClientCode.SUCCESS:
            self.storage[_TOKEN] = answer.reg_id
            for call in calls:
                call.on_success(answer.reg_id)
            return
        for call in calls:
            call.on_failure(code, TEXTS[code])

    def _new_token(self, token: str) -> None:
        rule = self.first_no(OWN_SERVICE, ClientCase(self))
        if rule is not None:
            self.process.refuse(Hop.REG_ID_RECEIVED, rule)
            return
        names = (*_BEHIND_TOKEN, OWN_SERVICE.name, ON_NEW_TOKEN.name)
        self.process.callback("onNewToken", {"reg_id": token, "facts": names})
        self._on_new_token(token)


def _code_of(answer: Registered | Broken) -> int:
    if isinstance(answer, Registered):
        return answer.code
    return ClientCode.SERVER_ERROR if answer.kind is FaultKind.SERVER_ERROR else ClientCode.REQUEST_TIMEOUT
