"""Honor on the phone: `HonorPushClient` in the app's process, and the push service in the system."""

from collections.abc import Callable
from functools import cached_property

import msgspec

from simulator.device.android.display import Notification
from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.device.android.notification_manager import StatusBarNotification
from simulator.device.app.application import AppProcess
from simulator.device.app.manifest import Component, ComponentKind
from simulator.device.device import Device
from simulator.device.opening import Opening, open_launcher, open_page, open_url, record_handled
from simulator.device.vendor_sdk import ArrivedCase, PushService
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.network.faults import Broken, FaultKind
from simulator.push.click import ClickKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.uplink import Delivery, Register, Registered, Unregister
from simulator.vendors.honor import facts
from simulator.vendors.honor.facts import ClientCode

APP_ID = "com.hihonor.push.app_id"
MESSAGING_EVENT = "com.hihonor.push.action.MESSAGING_EVENT"
SERVICE_PACKAGE = "com.hihonor.android.pushagentproxy"
# Assumed: the package of the system's service.

TEXTS = {
    ClientCode.UNSUPPORTED: "The device does not support HONOR push.",
    ClientCode.NO_APP_ID: "The app id is not configured in the manifest.",
    ClientCode.NO_FINGERPRINT: "The certificate fingerprint is empty.",
    ClientCode.NO_TOKEN: "There is no push token.",
    ClientCode.NOT_INITIALISED: "The SDK is not initialised.",
    ClientCode.SERVICE_DISABLED: "The push service is disabled.",
    ClientCode.SERVER_ERROR: "Server error.",
    ClientCode.ARGUMENTS_INVALID: "Arguments are invalid.",
    ClientCode.NO_NETWORK: "No network.",
    ClientCode.STATEMENT_NOT_AGREED: "The user statement is not agreed to.",
    ClientCode.REQUEST_TIMEOUT: "The request timed out.",
}
# Assumed: the words; the codes are the SDK's.

ON_NEW_TOKEN = Fact("honor.on_new_token", True, Source(facts.CLIENT, "onNewToken", ("C13",)))
EXTRAS_OF_DATA = Fact(
    "honor.data_becomes_extras", True, Source(facts.CLIENT, "click types 1 and 3", ("C08", "C33"), Grade.ASSUMED)
)
NO_ANSWER = Fact("honor.no_answer", True, Source(facts.CLIENT, f"code {ClientCode.REQUEST_TIMEOUT}"))
SERVER_FAULT = Fact("honor.server_fault", True, Source(facts.CLIENT, f"code {ClientCode.SERVER_ERROR}"))

_TOKEN = "honor.push_token"
_CENTER = "honor.notification_center"
_WORKER_MS = (5, 40)
"""What the SDK's worker thread takes to call back with what it has already."""


class HonorPushCallback(msgspec.Struct, frozen=True):
    """`com.hihonor.push.sdk.HonorPushCallback`."""

    on_success: Callable[[str], None]
    on_failure: Callable[[int, str], None]


# -- getPushToken -----------------------------------------------------------------------------------------------------


class ClientCase(msgspec.Struct, frozen=True):
    """Something that the SDK is to do in the app's process."""

    client: "HonorPushClient"

    @property
    def service(self) -> "HonorPushService | None":
        """The system's push service; `None` on another phone."""
        return self.client.service

    @property
    def own_service(self) -> Component | None:
        """The app's own `HonorMessageService`, as the manifest declares it."""
        return self.client.own_service


def _rule(name: str, reason: Reason, code: int, says_no: Callable[[ClientCase], bool]) -> Rule[ClientCase]:
    return Rule(f"honor.{name}", reason, says_no, Source(facts.CLIENT, f"code {code}"), code)


CALL: Decision[ClientCase] = Decision(
    "honor.token_call",
    (
        _rule(
            "not_initialised",
            Reason.SDK_NOT_INITIALISED,
            ClientCode.NOT_INITIALISED,
            lambda case: not case.client.is_initialised,
        ),
        _rule(
            "model_unsupported",
            Reason.MODEL_UNSUPPORTED,
            ClientCode.UNSUPPORTED,
            lambda case: not case.client.check_support_honor_push(),
        ),
        _rule(
            "app_id_missing",
            Reason.MANIFEST_INCOMPLETE,
            ClientCode.NO_APP_ID,
            lambda case: not case.client.app_id,
        ),
        _rule(
            "statement_not_agreed",
            Reason.REGISTRATION_REFUSED,
            ClientCode.STATEMENT_NOT_AGREED,
            lambda case: case.service is not None and not case.service.statement_is_agreed,
        ),
        _rule(
            "service_disabled",
            Reason.REGISTRATION_REFUSED,
            ClientCode.SERVICE_DISABLED,
            lambda case: case.service is not None and case.service.is_disabled,
        ),
        _rule(
            "no_network",
            Reason.REGISTRATION_TIMEOUT,
            ClientCode.NO_NETWORK,
            lambda case: not case.client.process.device.connectivity.is_connected,
        ),
    ),
)
"""Asked before the request goes out. Assumed: the order."""

OWN_SERVICE: Decision[ClientCase] = Decision(
    "honor.own_service",
    (
        Rule(
            "honor.service_undeclared",
            Reason.RECEIVER_MISSING,
            lambda case: case.own_service is None,
            Source(facts.CLIENT, "HonorMessageService"),
        ),
        Rule(
            "honor.service_class_wrong",
            Reason.RECEIVER_MISSING,
            lambda case: case.own_service is not None and case.own_service.name != case.client.service_written,
            Source(facts.CLIENT, "HonorMessageService"),
        ),
    ),
)
"""Whether the app's `HonorMessageService` can be called; `getPushToken` does without it."""

_BEHIND_TOKEN = (CALL.name, facts.SERVICE_VERSION_MIN.name)
"""What a token that reaches the app has passed."""


class HonorPushClient:
    """`com.hihonor.push.sdk.HonorPushClient` in one process.

    Attributes:
        process: The app's process.
        is_initialised: `init` has been called.
        service_written: Full class name of the `HonorMessageService` that the app's code has.
    """

    def __init__(self, process: AppProcess, service_written: str, on_new_token: Callable[[str], None]) -> None:
        """Live in *process*; *on_new_token* is the `onNewToken` of the app's service."""
        self.process: AppProcess = process
        self.is_initialised: bool = False
        self.service_written: str = service_written
        self._on_new_token = on_new_token
        self._open_calls: list[HonorPushCallback] = []

    # -- what the app calls -------------------------------------------------------------------------------------------

    def check_support_honor_push(self) -> bool:
        """Return whether the system has Honor's push service, new enough."""
        return self.service is not None and self.service.version >= facts.SERVICE_VERSION_MIN.value

    def init(self, *, enable_auto: bool) -> None:
        """Make ready; with *enable_auto* fetch a token too and hand it to `onNewToken` if it is another one."""
        self.is_initialised = True
        if enable_auto and not self.get_stored_token():
            self._fetch(HonorPushCallback(self._new_token, lambda _code, _text: None))

    def get_push_token(self, callback: HonorPushCallback) -> None:
        """Tell *callback* the token, which is fetched when the SDK has none."""
        # Assumed: a token that the SDK has is given without asking again.
        stored = self.get_stored_token()
        if stored and self._ask(CALL) is None:
            self._later(lambda: callback.on_success(stored))
            return
        self._fetch(callback)

    def delete_push_token(self, callback: HonorPushCallback) -> None:
        """Give the token back: it is no longer valid."""
        token = self.get_stored_token()
        if not token or self.service is None:
            code = ClientCode.NO_TOKEN
            self._later(lambda: callback.on_failure(code, TEXTS[code]))
            return

        def answered(answer: Registered | Broken) -> None:
            if not self.process.is_alive:
                return
            if isinstance(answer, Broken):
                code = _code_of(answer)
                callback.on_failure(code, TEXTS[code])
                return
            self.process.app.storage.pop(_TOKEN, None)
            callback.on_success("")

        self.service.ask(Unregister(token), answered)

    def turn_notification_center(self, *, is_on: bool) -> None:
        """Let notifications of this app show, or not: `turnOnNotificationCenter`, `turnOffNotificationCenter`."""
        self.process.app.storage[_CENTER] = "on" if is_on else "off"

    def get_stored_token(self) -> str:
        """Return the token that the SDK keeps, empty for none."""
        return self.process.app.storage.get(_TOKEN, "")

    def take_token(self, token: str) -> None:
        """Store another token and give it to the app's service."""
        self.process.app.storage[_TOKEN] = token
        self._new_token(token)

    # -- what the rules look at ---------------------------------------------------------------------------------------

    @property
    def service(self) -> "HonorPushService | None":
        """The system's push service; `None` on another phone."""
        service = self.process.device.push_service
        return service if isinstance(service, HonorPushService) else None

    @property
    def app_id(self) -> str:
        """As the manifest has it."""
        return self.process.app.manifest.meta_data.get(APP_ID, "")

    @cached_property
    def own_service(self) -> Component | None:
        """The first enabled service of the manifest with a filter for Honor's action."""
        for component in self.process.app.manifest.components:
            is_service = component.kind is ComponentKind.SERVICE and component.enabled
            if is_service and any(MESSAGING_EVENT in one.actions for one in component.filters):
                return component
        return None

    # -- how it goes --------------------------------------------------------------------------------------------------

    def _ask(self, decision: Decision[ClientCase]) -> Rule[ClientCase] | None:
        device = self.process.device
        return device.rules.first_no(decision, ClientCase(self), device.name)

    def _later(self, action: Callable[[], None]) -> None:
        self.process.later(self.process.device.stream.between(*_WORKER_MS), action)

    def _fetch(self, callback: HonorPushCallback) -> None:
        """Ask the cloud for a token; calls made meanwhile wait for the same answer."""
        if self._open_calls:
            self._open_calls.append(callback)
            return
        rule = self._ask(CALL)
        if rule is not None:
            code = rule.answer
            assert isinstance(code, int)
            self.process.hop(Hop.REG_ID_ISSUED, rule=rule.name, reason=rule.reason, data={"code": code})
            self._later(lambda: callback.on_failure(code, TEXTS[code]))
            return
        self._open_calls.append(callback)
        device, app = self.process.device, self.process.app
        constants = app.build.constants.get(facts.NAME, {})
        # A waived rule lets a missing app id through: then it is the app's own that should have stood there.
        app_id = self.app_id or constants.get("app_id", "")
        question = Register(device.name, app.package, app_id, constants.get("fingerprint", ""), device.reg_id_wanted)
        if self.service is not None:
            self.service.ask(question, self._answered)

    def _answered(self, answer: Registered | Broken) -> None:
        if not self.process.is_alive:
            return
        calls, self._open_calls = self._open_calls, []
        code = _code_of(answer)
        if isinstance(answer, Broken):
            fact = SERVER_FAULT if code == ClientCode.SERVER_ERROR else NO_ANSWER
            reason = Reason.REGISTRATION_TIMEOUT
            self.process.hop(Hop.REG_ID_ISSUED, rule=fact.name, reason=reason, data={"code": code})
        elif code == ClientCode.SUCCESS:
            self.process.app.storage[_TOKEN] = answer.reg_id
            for call in calls:
                call.on_success(answer.reg_id)
            return
        for call in calls:
            call.on_failure(code, TEXTS[code])

    def _new_token(self, token: str) -> None:
        rule = self._ask(OWN_SERVICE)
        if rule is not None:
            self.process.hop(Hop.REG_ID_RECEIVED, rule=rule.name, reason=rule.reason)
            return
        names = (*_BEHIND_TOKEN, OWN_SERVICE.name, ON_NEW_TOKEN.name)
        self.process.callback("onNewToken", {"reg_id": token, "facts": names})
        self._on_new_token(token)


def _code_of(answer: Registered | Broken) -> int:
    if isinstance(answer, Registered):
        return answer.code
    return ClientCode.SERVER_ERROR if answer.kind is FaultKind.SERVER_ERROR else ClientCode.REQUEST_TIMEOUT


# -- the system's push service ----------------------------------------------------------------------------------------

ARRIVAL: Decision[ArrivedCase] = Decision(
    "honor.arrival",
    (
        Rule(
            "honor.pass_through",
            Reason.PASS_THROUGH,
            lambda case: bool(case.delivery.options["pass_through"]),
            Source(facts.API, "data without notification", ("C04",)),
        ),
        Rule(
            "honor.notification_center_off",
            Reason.NOTIFICATIONS_DISABLED,
            lambda case: case.device.app.storage.get(_CENTER) == "off",
            Source(facts.CLIENT, "turnOffNotificationCenter"),
        ),
    ),
)


class HonorPushService(PushService):
    """Honor's push service in the system.

    Attributes:
        is_disabled: Somebody has switched the service off in the settings.
        statement_is_agreed: The phone's user has agreed to the service's statement.
    """

    arrival: Decision[ArrivedCase] = ARRIVAL
    posting_facts = (facts.NO_SOUND_FIELD.name,)

    def __init__(self, device: Device, version: int) -> None:
        """Live on *device*, switched on; version 0 is a system without the service, or too old for it."""
        super().__init__(device, version)
        self.is_disabled: bool = False
        self.statement_is_agreed: bool = True

    def receive(self, delivery: Delivery) -> None:
        """Take a message; one that is no notification goes to the running app, if there is one."""
        super().receive(delivery)
        process = self.device.app.process
        if delivery.options["pass_through"] and process is not None:
            process.callback("onMessageReceived", {"data": delivery.options["data"]})

    def channel(self, delivery: Delivery) -> NotificationChannel:
        """Return the channel of the message's class."""
        importance = Importance.LOW if delivery.options["silent"] else Importance.HIGH
        return NotificationChannel(delivery.channel_id, delivery.channel_id, importance=importance)

    def notification(self, delivery: Delivery) -> Notification:
        """Return *delivery* in the app's name, with the phone's own sound."""
        return Notification(
            package=delivery.package,
            id=delivery.notify_id,
            title=delivery.title,
            text=delivery.body,
            tag=str(delivery.options["tag"]) or None,
            channel_id=delivery.channel_id,
            push_id=delivery.push_id,
            content=delivery,
            op_package=SERVICE_PACKAGE,
            silent=bool(delivery.options["silent"]),
        )

    # -- taps ---------------------------------------------------------------------------------------------------------

    def tapped(self, notification: StatusBarNotification, delivery: Delivery) -> None:
        """Open the target; the keys of the custom content are extras of the page's intent."""
        opening = self._open(delivery)
        was_sent = "ext" in delivery.custom
        rule = EXTRAS_OF_DATA.name if was_sent else ""
        ext = _ext_of(opening) if self.device.app.variant.reads_intent_extras else None
        record_handled(self.device, notification.push_id, opening, ext, rule, ext_was_sent=was_sent)

    def _open(self, delivery: Delivery) -> Opening:
        match delivery.click.kind:
            case ClickKind.OPEN_APP:
                return open_launcher(self.device, delivery.custom)
            case ClickKind.URL:
                return open_url(self.device, delivery.click.target)
            case _:
                return open_page(self.device, delivery.click.target, delivery.custom, from_outside=True)


def _ext_of(opening: Opening) -> str | None:
    return None if opening.intent is None else opening.intent.extras.get("ext")
