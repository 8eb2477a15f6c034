"""Huawei's SDKs in the app's process: HMSAgent of the guides' time, and `HmsInstanceId` and `HmsMessaging` since."""

from collections.abc import Callable, Mapping

from simulator.device.app.manifest import Component, ComponentKind
from simulator.device.app.process import AppProcess
from simulator.device.device import Device
from simulator.device.sdk_client import SdkClient
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.trace import Kind
from simulator.network.faults import Broken
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.uplink import Register, Registered, SdkCommand, Unregister
from simulator.vendors.huawei import facts
from simulator.vendors.huawei.facts import AgentCode, ClientCode
from simulator.vendors.huawei.push_service import DISPLAY_OFF, TOKEN, HuaweiPushService
from simulator.vendors.huawei.sdk_rules import (
    BEHIND_TOKEN,
    CALLED_BACK,
    COMMAND,
    CONNECT,
    GET_TOKEN,
    NO_NETWORK,
    OLD_TOKEN,
    UNANSWERED,
    CommandCase,
    TokenCase,
)

APP_ID = "com.huawei.hms.client.appid"
AUTO_INIT = "push_kit_auto_init_enabled"
REGISTRATION = "com.huawei.android.push.intent.REGISTRATION"
MESSAGING_EVENT = "com.huawei.push.action.MESSAGING_EVENT"

UPLINK = "send"

_AGREED = "huawei.agreed"

Answered = Callable[[int], None]
"""Takes the code of a call, 0 for success."""


class HmsClient(SdkClient[HuaweiPushService]):
    """The HMS SDK in one process, of the guides' time (2.x) or newer.

    Attributes:
        is_initialised: `HMSAgent.init` has been called.
        app_id: As the app names it: in the manifest (2.x), or in agconnect-services.json.
        callee_written: Full class name of the receiver, or service, that the app's code has.
        user_cancels: Its user leaves the page on which HMS wants to be updated.
        is_asking: A request for a token is under way.
        is_auto_initialising: That one was made by the SDK itself.
        is_on_main_thread: The app's code calls it there.
        uplinks_waiting: Messages to the app's server that wait for the network.
    """

    service_class = HuaweiPushService

    def __init__(self, process: AppProcess, app_id: str, callee_written: str, on_token: Callable[[str], None]) -> None:
        """Run in *process*; *on_token* is the app's `onToken` or `onNewToken`."""
        super().__init__(process)
        self.is_initialised: bool = False
        self.app_id: str = app_id
        self.callee_written: str = callee_written
        self.user_cancels: bool = False
        self.is_asking: bool = False
        self.is_auto_initialising: bool = False
        self.is_on_main_thread: bool = False
        self.uplinks_waiting: int = 0
        self._on_token = on_token

    @property
    def is_old(self) -> bool:
        """Whether it is the SDK of the guides' time."""
        return sdk_version(self.process.device).startswith("2.")

    @property
    def callee(self) -> Component | None:
        """What the manifest declares for the token."""
        manifest = self.process.app.manifest
        if self.is_old:
            return next(iter(manifest.receivers_of(REGISTRATION)), None)
        kind = ComponentKind.SERVICE
        services = [one for one in manifest.components if one.kind is kind]
        return next((one for one in services if any(MESSAGING_EVENT in each.actions for each in one.filters)), None)

    @property
    def is_connected(self) -> bool:
        """Whether the phone has network."""
        return self.process.device.connectivity.is_connected

    def get_cached(self) -> str:
        """Return the token that HMS has for this app; empty for none."""
        return self.storage.get(TOKEN, "")

    # -- HMSAgent -----------------------------------------------------------------------------------------------------

    def connect(self) -> int:
        """Connect as HMSAgent does, and return what `onConnect` gets."""
        rule = self.first_no(CONNECT, TokenCase(self))
        return AgentCode.SUCCESS if rule is None else self._stopped(rule)

    def get_old_token(self, on_result: Callable[[int, int], None]) -> None:
        """Ask as HMSAgent does: *on_result* hears how the request went, `onToken` is called later.

        Beside HMSAgent's code it hears that of the push service, 0 for none.
        """
        rule = self.first_no(OLD_TOKEN, TokenCase(self))
        if rule is not None:
            on_result(self._stopped(rule), 0)
            return

        def answered(code: int, token: str) -> None:
            result, own = _AGENT_CODES.get(code, (code, 0))
            has_no_fingerprint = code == ClientCode.FINGERPRINT_WRONG and not self._constants.get("fingerprint")
            on_result(result, AgentCode.IDENTITY_EMPTY if has_no_fingerprint else own)
            if token:
                self.take_token(token)

        self._request(answered)

    def delete_old_token(self, token: str) -> int:
        """Delete *token* as HMSAgent does, and return what `onResult` gets."""
        if not token:
            return AgentCode.EMPTY_PARAM
        if self.service is not None and self.service.condition == facts.BROKEN:
            return AgentCode.CLIENT_SYSTEM_ERROR
        if token != self.get_cached():
            return AgentCode.TOKEN_INVALID
        if not self.is_connected:
            return AgentCode.NETWORK_INVALID
        self.delete_token()
        return AgentCode.SUCCESS

    def enable_receive_notify_msg(self, *, is_enabled: bool) -> int:
        """Switch notifications on or off, and return what `onResult` gets."""
        return self.turn_on_push() if is_enabled else self.turn_off_push()

    def query_agreement(self) -> int:
        """Return what `onResult` says of the terms of use."""
        agreed = self.storage.get(_AGREED)
        if agreed is None:
            return AgentCode.TERMS_NOT_ACCEPTED
        return AgentCode.TERMS_ACCEPTED if agreed else AgentCode.TERMS_REFUSED

    def answer_agreement(self, *, is_accepted: bool) -> None:
        """Accept the terms of use, or refuse them."""
        self.storage[_AGREED] = "yes" if is_accepted else ""

    # -- HmsInstanceId ------------------------------------------------------------------------------------------------

    def get_token(self, returned: Callable[[str], None], failed: Answered) -> None:
        """Ask as `HmsInstanceId` does: the token is *returned* at once, or as an empty text and by `onNewToken`."""
        rule = self.first_no(GET_TOKEN, TokenCase(self))
        if rule is not None:
            failed(self._stopped(rule))
            return
        cached = self.get_cached()
        if cached and not self.is_connected:
            returned(cached)
            return

        def answered(code: int, token: str) -> None:
            if code != ClientCode.OK:
                failed(code)
            elif self.process.device.settings.api_level >= facts.TOKEN_RETURNED_API.value:
                returned(token)
            else:
                returned("")
                self.take_token(token)

        self._request(answered)

    def auto_init(self, failed: Answered) -> None:
        """Fetch a token automatically; `onNewToken` gets it, `onTokenError` a code."""
        self.is_auto_initialising = True

        def answered(code: int, token: str) -> None:
            self.is_auto_initialising = False
            if code == ClientCode.OK:
                self.take_token(token)
            else:
                failed(code)

        self._request(answered)

    def delete_token(self) -> None:
        """Delete the token, which becomes invalid."""
        token = self.storage.pop(TOKEN, "")
        if token and self.service is not None:
            self.service.ask(Unregister(token), lambda _: None)

    def take_token(self, token: str) -> None:
        """Store *token* and call `onToken`, or `onNewToken`."""
        if self.service is not None:
            self.service.keep(token)
        rule = self.first_no(CALLED_BACK, TokenCase(self))
        if rule is not None:
            self.process.refuse(Hop.REG_ID_RECEIVED, rule)
            return
        name = "onToken" if self.is_old else "onNewToken"
        self.process.callback(name, {"reg_id": token, "facts": (*BEHIND_TOKEN, facts.TOKEN_RETURNED_API.name)})
        self._on_token(token)

    # -- HmsMessaging -------------------------------------------------------------------------------------------------

    def turn_on_push(self) -> int:
        """Show notifications again."""
        self.storage.pop(DISPLAY_OFF, None)
        return ClientCode.OK

    def turn_off_push(self) -> int:
        """Show no more notifications; the token stays valid."""
        self.storage[DISPLAY_OFF] = "yes"
        return ClientCode.OK

    def change_topic(self, command: str, topic: str, answered: Answered) -> None:
        """Subscribe to *topic*, or unsubscribe from it, as *command* says."""
        is_wrong = facts.TOPIC_NAME.fullmatch(topic) is None
        self._command(CommandCase(self, is_wrong), SdkCommand(self.get_cached(), command, topic), answered)

    def send(self, message_id: str, data: str, life_ms: int, answered: Answered) -> None:
        """Send *data* to the app's server; without network it waits, for *life_ms* at most."""
        size = len(data.encode())
        case = CommandCase(self, not message_id, size > facts.UPLINK_BYTES_MAX.value)
        command = SdkCommand(self.get_cached(), UPLINK, data)
        rule = self._refuses(COMMAND, case)
        if rule is not None:
            answered(rule)
        elif self.is_connected:
            self._command(case, command, answered)
        else:
            answered(ClientCode.UPLINK_WAITS)
            self.uplinks_waiting += 1
            self.process.later(life_ms, lambda: self._send_waiting(case, command, answered))

    def _send_waiting(self, case: CommandCase, command: SdkCommand, answered: Answered) -> None:
        # Differs: a real one is sent as soon as the network is back; here at the end of its life.
        self.uplinks_waiting -= 1
        if self.is_connected:
            self._command(case, command, answered)
        else:
            answered(ClientCode.UPLINK_EXPIRED)

    # -- how it goes ---------------------------------------------------------------------------------------------------

    def _stopped(self, rule: Rule[TokenCase]) -> int:
        """Record that *rule* stopped the token, and return its code."""
        code = rule.answer_as(int)
        self.process.refuse(Hop.REG_ID_ISSUED, rule, {"code": code})
        return code

    def _refuses(self, decision: Decision[CommandCase], case: CommandCase) -> int | None:
        """Return the code with which *decision* refuses a call; `None` for none."""
        rule = self.first_no(decision, case)
        if rule is None:
            return None
        device = self.process.device
        code = rule.answer_as(int)
        device.trace.refuse(device.name, Kind.STATE, "sdk_call_refused", rule, data={"code": code})
        return code

    def _command(self, case: CommandCase, command: SdkCommand, answered: Answered) -> None:
        code = self._refuses(COMMAND, case) or self._refuses(NO_NETWORK, case)
        failed = ClientCode.UPLINK_FAILED if command.command == UPLINK else ClientCode.TOPIC_FAILED
        service = self.service
        if code is not None or service is None:
            answered(code or failed)
        elif service.condition in facts.HMS_CONDITIONS:
            answered(failed)
        else:

            def arrived(answer: Registered | Broken) -> None:
                answered(failed if isinstance(answer, Broken) else answer.code)

            service.ask(command, self.if_listening(arrived))

    @property
    def _constants(self) -> Mapping[str, str]:
        return self.process.app.build.constants_of(facts.NAME)

    def _request(self, answered: Callable[[int, str], None]) -> None:
        process, constants = self.process, self._constants
        question = Register(
            process.device.name,
            process.app.package,
            # A waived rule lets a missing AppID through: then the one of the app's own code was meant.
            self.app_id or constants.get("app_id", ""),
            constants.get("fingerprint", ""),
            process.device.reg_id_wanted,
        )

        def arrived(answer: Registered | Broken) -> None:
            self.is_asking = False
            if isinstance(answer, Broken):
                data = {"code": ClientCode.TOKEN_FAILED}
                process.hop(Hop.REG_ID_ISSUED, rule=UNANSWERED.name, reason=Reason.REGISTRATION_TIMEOUT, data=data)
                answered(ClientCode.TOKEN_FAILED, "")
            else:
                answered(answer.code, answer.reg_id)

        if self.service is not None:
            self.is_asking = True
            self.service.register(question, self.if_listening(arrived))


_AGENT_CODES = {
    ClientCode.OK: (AgentCode.SUCCESS, AgentCode.TOKEN_SUCCESS),
    # Per the TPNS guide: with push not enabled the result is 0 all the same, and no token ever comes.
    ClientCode.PUSH_NOT_ENABLED: (AgentCode.SUCCESS, AgentCode.NO_RIGHT),
    ClientCode.SCOPE_EMPTY: (AgentCode.SUCCESS, AgentCode.NO_RIGHT),
    ClientCode.FINGERPRINT_WRONG: (AgentCode.CERTIFICATE_FINGERPRINT_ERROR, AgentCode.IDENTITY_INVALID),
    ClientCode.TOKEN_FAILED: (AgentCode.APICLIENT_TIMEOUT, 0),
    ClientCode.ARGUMENTS_INVALID: (AgentCode.DEVELOPER_ERROR, AgentCode.PARAMETER_INVALID),
}
"""What HMSAgent says, and the push service with it, where the newer SDK has a code of its own."""
# Assumed: which of the push service's codes goes with which of HMSAgent's.


def sdk_version(device: Device) -> str:
    """Return the version of Huawei's SDK in the app on *device*; empty when it is not in it."""
    return device.app.variant.sdk_version(facts.NAME)
