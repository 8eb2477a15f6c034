"""Huawei on the phone: HMSAgent and `HmsInstanceId` in the app's process, and the push service in the system."""

from collections.abc import Callable

import msgspec

from simulator.device.android.activity_manager import ProcessState
from simulator.device.android.build import CHANNELS_API
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
from simulator.network.faults import Broken
from simulator.push.click import ClickKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.uplink import Delivery, Register, Registered, Unregister
from simulator.vendors.huawei import facts
from simulator.vendors.huawei.facts import AgentCode, ClientCode

APP_ID = "com.huawei.hms.client.appid"
REGISTRATION = "com.huawei.android.push.intent.REGISTRATION"
MESSAGING_EVENT = "com.huawei.push.action.MESSAGING_EVENT"
INSTANCE_ID_CLASS = "com.huawei.hms.aaid.HmsInstanceId"
PUSH_AGENT = "com.huawei.android.pushagent"

TAPPED = Fact("huawei.ext_in_intent", True, Source(facts.GUIDE, "ext 2", ("C08", "H02")))
TOKEN_CACHED = Fact("huawei.token_cached", True, Source(facts.CLIENT, "getToken", ("C13",), Grade.ASSUMED))

_TOKEN = "huawei.token"


# -- getToken ---------------------------------------------------------------------------------------------------------


class TokenCase(msgspec.Struct, frozen=True):
    """A call of `getToken`, of either SDK."""

    client: "HmsClient"

    @property
    def service_version(self) -> int:
        """Version of HMS on the phone; 0 where there is none, as on every phone of another maker."""
        service = self.client.service
        return 0 if service is None else service.version


def _rule(
    name: str, reason: Reason, code: int, says_no: Callable[[TokenCase], bool], *, grade: Grade = Grade.DOCUMENTED
) -> Rule[TokenCase]:
    return Rule(f"huawei.{name}", reason, says_no, Source(facts.CLIENT, f"code {code}", ("H01",), grade), code)


def _app_id_is_missing(case: TokenCase) -> bool:
    return not case.client.app_id


CONNECT: Decision[TokenCase] = Decision(
    "huawei.connect",
    (
        _rule(
            "agent_no_init", Reason.SDK_NOT_INITIALISED, AgentCode.NO_INIT, lambda case: not case.client.is_initialised
        ),
        _rule(
            "agent_hms_missing",
            Reason.MODEL_UNSUPPORTED,
            AgentCode.SERVICE_MISSING,
            lambda case: not case.service_version,
        ),
        _rule(
            "agent_hms_too_old",
            Reason.MODEL_UNSUPPORTED,
            AgentCode.SERVICE_VERSION_UPDATE_REQUIRED,
            lambda case: case.service_version < facts.OLD_HMS_VERSION_MIN.value,
        ),
        _rule(
            "agent_app_id_missing",
            Reason.MANIFEST_INCOMPLETE,
            AgentCode.DEVELOPER_ERROR,
            _app_id_is_missing,
            grade=Grade.ASSUMED,
        ),
        _rule(
            "agent_no_network",
            Reason.REGISTRATION_TIMEOUT,
            AgentCode.NETWORK_ERROR,
            lambda case: not case.client.process.device.connectivity.is_connected,
        ),
    ),
)
"""What `HMSAgent.connect` asks, in the SDK of the guides' time; its code is the handler's."""

GET_TOKEN: Decision[TokenCase] = Decision(
    "huawei.get_token",
    (
        Rule(
            "huawei.classes_renamed",
            Reason.RECEIVER_RENAMED,
            lambda case: not case.client.process.app.build.has_class(INSTANCE_ID_CLASS),
            Source(facts.CLIENT, "obfuscation", ("H01",)),
            ClientCode.TOKEN_FAILED,
        ),
        _rule("hms_missing", Reason.MODEL_UNSUPPORTED, ClientCode.HMS_MISSING, lambda case: not case.service_version),
        _rule(
            "emui_too_old",
            Reason.MODEL_UNSUPPORTED,
            ClientCode.EMUI_TOO_OLD,
            lambda case: case.client.process.device.settings.api_level < facts.EMUI_API_MIN.value,
        ),
        _rule(
            "hms_too_old",
            Reason.MODEL_UNSUPPORTED,
            ClientCode.HMS_TOO_OLD,
            lambda case: case.service_version < facts.HMS_VERSION_MIN.value,
        ),
        _rule("app_id_missing", Reason.MANIFEST_INCOMPLETE, ClientCode.ARGUMENTS_INVALID, _app_id_is_missing),
        _rule(
            "no_network",
            Reason.REGISTRATION_TIMEOUT,
            ClientCode.NO_NETWORK,
            lambda case: not case.client.process.device.connectivity.is_connected and not case.client.get_cached(),
        ),
    ),
)
"""What `HmsInstanceId.getToken` asks before it goes to the cloud."""

CALLED_BACK: Decision[TokenCase] = Decision(
    "huawei.called_back",
    (
        Rule(
            "huawei.receiver_missing",
            Reason.RECEIVER_MISSING,
            lambda case: case.client.callee is None,
            Source(facts.CLIENT, "onToken, onNewToken", ("H01",)),
        ),
        Rule(
            "huawei.receiver_class_wrong",
            Reason.RECEIVER_MISSING,
            lambda case: case.client.callee is not None and case.client.callee.name != case.client.callee_written,
            Source("Android developer guide", "receiver and service elements"),
        ),
        Rule(
            "huawei.receiver_renamed",
            Reason.RECEIVER_RENAMED,
            lambda case: not case.client.process.app.build.has_class(case.client.callee_written),
            Source(facts.CLIENT, "obfuscation"),
        ),
    ),
)
"""Whether a token that comes later finds the app's receiver, or its `HmsMessageService`."""

UNANSWERED = Fact("huawei.token_unanswered", True, Source(facts.CLIENT, "code 907122037", ("H01",), Grade.ASSUMED))

BEHIND_TOKEN = (GET_TOKEN.name, CALLED_BACK.name, CONNECT.name)
"""What a token that reaches the app has passed."""


class HmsClient:
    """The HMS SDK in one process, of the guides' time (2.x) or newer.

    Attributes:
        process: The app's process.
        is_initialised: `HMSAgent.init` has been called.
        app_id: As the app names it: in the manifest (2.x), or in agconnect-services.json.
        callee_written: Full class name of the receiver, or service, that the app's code has.
    """

    def __init__(self, process: AppProcess, app_id: str, callee_written: str, on_token: Callable[[str], None]) -> None:
        """Live in *process*; *on_token* is the app's `onToken` or `onNewToken`."""
        self.process: AppProcess = process
        self.is_initialised: bool = False
        self.app_id: str = app_id
        self.callee_written: str = callee_written
        self._on_token = on_token

    @property
    def service(self) -> "HuaweiPushService | None":
        """HMS on the phone; `None` on a phone of another maker."""
        service = self.process.device.push_service
        return service if isinstance(service, HuaweiPushService) else None

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

    def get_cached(self) -> str:
        """Return the token that HMS has for this app; empty for none."""
        return self.process.app.storage.get(_TOKEN, "")

    # -- what the app calls -------------------------------------------------------------------------------------------

    def connect(self) -> int:
        """Connect as HMSAgent does, and return what `onConnect` gets."""
        rule = self._ask(CONNECT)
        if rule is None:
            return AgentCode.SUCCESS
        assert isinstance(rule.answer, int)
        self.process.hop(Hop.REG_ID_ISSUED, rule=rule.name, reason=rule.reason, data={"code": rule.answer})
        return rule.answer

    def get_old_token(self, on_result: Callable[[int], None]) -> None:
        """Ask as HMSAgent does: *on_result* hears that the request was made, `onToken` is called later."""

        def answered(code: int, token: str) -> None:
            # Per the TPNS guide: with push not enabled the result is 0 all the same, and no token ever comes.
            is_silent = code == ClientCode.PUSH_NOT_ENABLED
            on_result(AgentCode.SUCCESS if is_silent else _AGENT_CODES.get(code, code))
            if token:
                self.take_token(token)

        self._request(answered)

    def get_token(self, returned: Callable[[str], None], failed: Callable[[int], None]) -> None:
        """Ask as `HmsInstanceId` does: the token is *returned* at once, or as an empty text and by `onNewToken`."""
        rule = self._ask(GET_TOKEN)
        if rule is not None:
            assert isinstance(rule.answer, int)
            self.process.hop(Hop.REG_ID_ISSUED, rule=rule.name, reason=rule.reason, data={"code": rule.answer})
            failed(rule.answer)
            return
        cached = self.get_cached()
        if cached and not self.process.device.connectivity.is_connected:
            returned(cached)
            return

        def answered(code: int, token: str) -> None:
            if code != ClientCode.OK:
                failed(code)
            elif self.process.device.settings.api_level >= facts.TOKEN_RETURNED_API.value:
                self.process.app.storage[_TOKEN] = token
                returned(token)
            else:
                returned("")
                self.take_token(token)

        self._request(answered)

    def delete_token(self) -> None:
        """Give the token back; it is dead then."""
        token = self.process.app.storage.pop(_TOKEN, "")
        if token and self.service is not None:
            self.service.ask(Unregister(token), lambda _: None)

    def take_token(self, token: str) -> None:
        """Store *token* and call `onToken`, or `onNewToken`."""
        self.process.app.storage[_TOKEN] = token
        rule = self._ask(CALLED_BACK)
        if rule is not None:
            self.process.hop(Hop.REG_ID_RECEIVED, rule=rule.name, reason=rule.reason)
            return
        name = "onToken" if self.is_old else "onNewToken"
        self.process.callback(name, {"reg_id": token, "facts": (*BEHIND_TOKEN, facts.TOKEN_RETURNED_API.name)})
        self._on_token(token)

    # -- how it goes ---------------------------------------------------------------------------------------------------

    def _ask(self, decision: Decision[TokenCase]) -> Rule[TokenCase] | None:
        device = self.process.device
        return device.rules.first_no(decision, TokenCase(self), device.name)

    def _request(self, answered: Callable[[int, str], None]) -> None:
        process = self.process
        constants = process.app.build.constants.get(facts.NAME, {})
        question = Register(
            process.device.name,
            process.app.package,
            # A waived rule lets a missing AppID through: then the one of the app's own code was meant.
            self.app_id or constants.get("app_id", ""),
            constants.get("fingerprint", ""),
            process.device.reg_id_wanted,
        )

        def arrived(answer: Registered | Broken) -> None:
            if not process.is_alive:
                return
            if isinstance(answer, Broken):
                data = {"code": ClientCode.TOKEN_FAILED}
                process.hop(Hop.REG_ID_ISSUED, rule=UNANSWERED.name, reason=Reason.REGISTRATION_TIMEOUT, data=data)
                answered(ClientCode.TOKEN_FAILED, "")
            else:
                answered(answer.code, answer.reg_id)

        if self.service is not None:
            self.service.ask(question, arrived)


_AGENT_CODES = {
    ClientCode.FINGERPRINT_WRONG: AgentCode.CERTIFICATE_FINGERPRINT_ERROR,
    ClientCode.TOKEN_FAILED: AgentCode.APICLIENT_TIMEOUT,
    ClientCode.ARGUMENTS_INVALID: AgentCode.DEVELOPER_ERROR,
}
"""What HMSAgent says where the newer SDK has a code of its own."""


def sdk_version(device: Device) -> str:
    """Return the version of Huawei's SDK in the app on *device*; empty when it is not in it."""
    return device.app.variant.sdk_versions.get(facts.NAME, "")


# -- the system's push service ----------------------------------------------------------------------------------------

ARRIVAL: Decision[ArrivedCase] = Decision(
    "huawei.arrival",
    (
        Rule(
            "huawei.pass_through",
            Reason.PASS_THROUGH,
            lambda case: bool(case.delivery.options["pass_through"]),
            Source(facts.API, "data messages", ("C04",)),
        ),
        Rule(
            "huawei.foreground_hidden",
            Reason.FOREGROUND_HIDDEN,
            lambda case: (
                not case.delivery.options["foreground_show"] and case.device.app.state is ProcessState.FOREGROUND
            ),
            Source(facts.API, "foreground_show"),
        ),
    ),
)


class HuaweiPushService(PushService):
    """Huawei's push service in the system: HMS Core, on older phones the push agent."""

    arrival: Decision[ArrivedCase] = ARRIVAL
    posting_facts = (facts.OUTLIVES_APPS.name, facts.SOUND_AT_CREATION.name, facts.SOUND_PER_NOTIFICATION.name)

    def receive(self, delivery: Delivery) -> None:
        """Take a message; one with data alone goes to the running app, if there is one."""
        super().receive(delivery)
        process = self.device.app.process
        if delivery.options["pass_through"] and process is not None:
            process.callback("onMessageReceived", {"data": delivery.options["data"]})

    # -- channels -----------------------------------------------------------------------------------------------------

    @property
    def has_own_channel(self) -> bool:
        """Whether the service brings a channel of its own."""
        # A waived rule lets a phone without HMS through: then it is taken for one with a version of today.
        return not self.version or self.version >= facts.OWN_CHANNEL_VERSION.value

    def _is_silent(self, delivery: Delivery) -> bool:
        """Return whether it makes no sound: LOW, and marketing where EMUI tells the classes apart."""
        tells_apart = self.device.settings.api_level >= facts.TOKEN_RETURNED_API.value
        return delivery.options["importance"] == "LOW" or (bool(delivery.options["marketing"]) and tells_apart)

    def _creates_named_channel(self, delivery: Delivery) -> bool:
        """Return whether the message makes the channel that it names: one that brings a sound does."""
        return bool(delivery.channel_id and delivery.options["sound"])

    def _channel_id(self, delivery: Delivery) -> str | None:
        """Return where *delivery* goes: its own channel where that is there, else the service's."""
        if not self.has_own_channel:
            return delivery.channel_id or None
        named = delivery.channel_id
        is_there = self.device.notifications.get_notification_channel(delivery.package, named) is not None
        # Assumed: a message for a channel that the app has not created goes to the service's own.
        if named and (is_there or self._creates_named_channel(delivery)):
            return named
        return facts.LOW_CHANNEL_ID if self._is_silent(delivery) else facts.CHANNEL_ID.value

    def channel(self, delivery: Delivery) -> NotificationChannel | None:
        """Return the service's own channel, or the message's, with the sound that it brings."""
        channel_id = self._channel_id(delivery)
        if not self.has_own_channel or channel_id is None:
            return None
        notifications = self.device.notifications
        if notifications.get_notification_channel(delivery.package, channel_id) is not None:
            return None
        importance = Importance.LOW if self._is_silent(delivery) else Importance.DEFAULT
        sound = str(delivery.options["sound"]) if channel_id == delivery.channel_id else ""
        return NotificationChannel(channel_id, channel_id, importance=importance, sound=sound)

    def notification(self, delivery: Delivery) -> Notification:
        """Return *delivery* in the app's name; its sound counts where Android has no channels."""
        has_channels = self.device.settings.api_level >= CHANNELS_API
        tag = delivery.options["tag"]
        return Notification(
            package=delivery.package,
            id=delivery.notify_id,
            title=delivery.title,
            text=delivery.body,
            tag=None if tag is None else str(tag),
            channel_id=self._channel_id(delivery),
            push_id=delivery.push_id,
            content=delivery,
            auto_cancel=bool(delivery.options["auto_cancel"]),
            op_package=PUSH_AGENT,
            silent=self._is_silent(delivery),
            sound="" if has_channels else str(delivery.options["sound"]),
        )

    # -- taps ---------------------------------------------------------------------------------------------------------

    def tapped(self, notification: StatusBarNotification, delivery: Delivery) -> None:
        """Open what `click_action` says; the keys of `data` are extras of its intent."""
        opening = self._open(delivery)
        extras = {} if opening.intent is None else opening.intent.extras
        ext = extras.get("ext") if self.device.app.variant.reads_intent_extras else None
        was_sent = "ext" in delivery.custom
        record_handled(self.device, notification.push_id, opening, ext, TAPPED.name, ext_was_sent=was_sent)

    def _open(self, delivery: Delivery) -> Opening:
        click = delivery.click
        match click.kind:
            case ClickKind.OPEN_APP:
                return open_launcher(self.device, delivery.custom)
            case ClickKind.URL:
                return open_url(self.device, click.target)
            case ClickKind.ACTION:
                target = f"intent:#Intent;action={click.target};package={delivery.package};end"
                return open_page(self.device, target, delivery.custom, from_outside=True)
            case _:
                return open_page(self.device, click.target, delivery.custom, from_outside=True)
