"""vivo on the phone: `PushClient` in the app's process, and the push service in the system."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.device.android.activity_manager import ProcessState
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.android.display import Notification
from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.device.android.notification_manager import Refusal, StatusBarNotification
from simulator.device.app.application import AppProcess
from simulator.device.app.manifest import Component, ComponentKind
from simulator.device.opening import Opening, open_launcher, open_page, open_url, record_handled
from simulator.device.vendor_sdk import APP_INSTALLED, ArrivedCase, PushService
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind, Outcome
from simulator.kernel.units import DAY_MS
from simulator.network.faults import Broken
from simulator.network.link import TIMEOUT_MS
from simulator.push.click import ClickKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.uplink import Delivery, Register, Registered, Unregister
from simulator.vendors.vivo import facts
from simulator.vendors.vivo.facts import ClientCode

RECEIVE = "com.vivo.pushclient.action.RECEIVE"
SERVICE = "com.vivo.push.sdk.service.CommandClientService"
PROXY_ACTIVITY = "com.vivo.push.sdk.LinkProxyClientActivity"
SDK_CLASS = "com.vivo.push.PushClient"
API_KEY = "com.vivo.push.api_key"
APP_ID = "com.vivo.push.app_id"

CLICK_CALLBACK = Fact("vivo.click_callback", True, Source("vivo guide", "ext 2", ("V08", "V16", "C08")))
DIRECT_CLICK = Fact("vivo.direct_click", True, Source(facts.CLIENT, "click since 3.0", ("V16", "V08", "C08")))
CALLBACK_ON_CHANGE = Fact("vivo.on_receive_reg_id", True, Source("vivo guide", "step 3.3", ("V06", "V12")))

_STORED_REG_ID = "vivo.reg_id"
_COUNT = "vivo.operate.{kind}.count"
_SINCE = "vivo.operate.{kind}.since"

Listener = Callable[[int], None]
"""`IPushActionListener.onStateChanged`."""


class VivoPushException(Exception):
    """What `checkManifest` and, in 3.x, `initialize` throw."""


@dataclass(frozen=True, slots=True)
class TurnCase:
    """A call of `turnOnPush` or `turnOffPush`.

    Attributes:
        kind: `on` or `off`.
    """

    client: "PushClient"
    kind: str


def _service_is_reachable(process: AppProcess) -> bool:
    service = process.app.manifest.component(SERVICE, ComponentKind.SERVICE)
    return service is not None and service.exported and service.enabled


def _rule(
    name: str, reason: Reason, code: int, says_no: Callable[[TurnCase], bool], *statements: str
) -> Rule[TurnCase]:
    grade = Grade.DOCUMENTED if statements else Grade.OBSERVED
    return Rule(f"vivo.{name}", reason, says_no, Source(facts.CLIENT, f"state {code}", statements, grade), code)


CALL = Decision(
    "vivo.turn_call",
    (
        _rule(
            "not_initialised",
            Reason.SDK_NOT_INITIALISED,
            ClientCode.NOT_INITIALISED,
            lambda case: not case.client.is_initialised,
            "V04",
            "V05",
        ),
    ),
)
"""Asked first, before a cached regId answers at once."""

COMMAND = Decision(
    "vivo.turn_command",
    (
        _rule(
            "too_soon",
            Reason.REGISTRATION_TOO_FREQUENT,
            ClientCode.TOO_SOON,
            lambda case: case.client.called_too_soon(case.kind),
            "V05",
        ),
        _rule(
            "model_unsupported",
            Reason.MODEL_UNSUPPORTED,
            ClientCode.UNSUPPORTED,
            lambda case: case.client.receiver is not None and not case.client.is_support(),
            "V05",
            "V07",
        ),
        _rule(
            "too_many_today",
            Reason.REGISTRATION_TOO_FREQUENT,
            ClientCode.TOO_MANY_TODAY,
            lambda case: case.client.calls_today(case.kind) >= facts.CALLS_PER_DAY_MAX.value,
        ),
        Rule(
            "vivo.service_unreachable",
            Reason.MANIFEST_INCOMPLETE,
            lambda case: not _service_is_reachable(case.client.process),
            Source("vivo guide", "step 3.2", ("V02",), Grade.ASSUMED),
            ClientCode.TIMEOUT,
        ),
        Rule(
            "vivo.classes_renamed",
            Reason.RECEIVER_RENAMED,
            lambda case: not case.client.process.app.build.has_class(SDK_CLASS),
            Source("vivo guide", "FAQ shrink", ("V10",), Grade.ASSUMED),
            ClientCode.UNKNOWN,
        ),
    ),
)
"""Asked before the command goes to the system's push service."""

RECEIVER = Decision(
    "vivo.receiver",
    (
        Rule(
            "vivo.receiver_missing",
            Reason.RECEIVER_MISSING,
            lambda case: case.client.receiver is None,
            Source("vivo guide", "step 3.3", ("V03",)),
        ),
        Rule(
            "vivo.receiver_renamed",
            Reason.RECEIVER_RENAMED,
            lambda case: (
                case.client.receiver is not None
                and not case.client.process.app.build.has_class(case.client.receiver.name)
            ),
            Source("vivo guide", "FAQ shrink", ("V10", "V03")),
        ),
        Rule(
            "vivo.receiver_class_wrong",
            Reason.RECEIVER_MISSING,
            lambda case: case.client.receiver is not None and case.client.receiver.name != case.client.receiver_written,
            Source("vivo guide", "step 3.3", ("V03",)),
        ),
    ),
)
"""Whether the app's receiver can be called back."""


class PushClient:
    """`com.vivo.push.PushClient` in one process.

    Attributes:
        process: The app's process.
        is_initialised: `initialize()` has been called.
        receiver_written: Full class name of the receiver that the app's code has.
    """

    def __init__(self, process: AppProcess, receiver_written: str, on_reg_id: Callable[[str], None]) -> None:
        """Live in *process*; *on_reg_id* is the app's `onReceiveRegId`."""
        self.process = process
        self.is_initialised = False
        self.receiver_written = receiver_written
        self._on_reg_id = on_reg_id
        self._last_call_ms: dict[str, int] = {}

    # -- what the app calls -----------------------------------------------------------------------------------------

    def initialize(self) -> None:
        """Load the configuration and create the channel."""
        self.is_initialised = True
        device = self.process.device
        device.notifications.create_notification_channel(
            self.process.app.package,
            NotificationChannel(facts.CHANNEL_ID.value, facts.CHANNEL_NAME, importance=Importance.HIGH),
        )

    def get_reg_id(self) -> str:
        """Return the cached regId, empty for none."""
        return self.process.app.storage.get(_STORED_REG_ID, "")

    def is_support(self) -> bool:
        """Return whether the system has a push service that is new enough (V07)."""
        service = self.process.device.push_service
        return isinstance(service, VivoPushService) and service.version >= facts.SERVICE_VERSION_MIN.value

    def check_manifest(self) -> None:
        """Look for what the SDK needs.

        Raises:
            VivoPushException: Something is missing; its text is the SDK's.

        Source:
            vivo client SDK 2.9 and 3.0, checkManifest (V02); grade: observed.
        """
        manifest = self.process.app.manifest
        for name in (API_KEY, APP_ID):
            if not manifest.meta_data.get(name):
                raise VivoPushException(f"{name} is null")
        service = manifest.component(SERVICE, ComponentKind.SERVICE)
        if service is None:
            raise VivoPushException(f"{SERVICE} module Push-SDK need is not exist")
        if not service.exported:
            raise VivoPushException(f"{SERVICE} exported is false")
        if self.receiver is None:
            raise VivoPushException("AndroidManifest.xml中receiver配置项错误，详见接入文档")

    def turn_on_push(self, listener: Listener) -> None:
        """Register; *listener* is told the state code."""
        self._turn("on", listener, self._bind)

    def turn_off_push(self, listener: Listener) -> None:
        """Unregister; the regId is no longer valid then."""
        if not self.get_reg_id():
            listener(ClientCode.OK)
            return
        self._turn("off", listener, self._unbind)

    # -- how it works -----------------------------------------------------------------------------------------------

    @property
    def receiver(self) -> Component | None:
        """The receiver that the manifest declares for vivo's action."""
        receivers = self.process.app.manifest.receivers_of(RECEIVE)
        return receivers[0] if receivers else None

    def called_too_soon(self, kind: str) -> bool:
        """Return whether the last call of this kind is less than two seconds back."""
        last = self._last_call_ms.get(kind)
        return last is not None and self.process.device.scheduler.now_ms - last < facts.CALL_GAP_MS_MIN.value

    def calls_today(self, kind: str) -> int:
        """Return how many commands of this kind were sent in the 24 hours that count."""
        storage = self.process.app.storage
        since_ms = int(storage.get(_SINCE.format(kind=kind), "0"))
        if self.process.device.scheduler.now_ms - since_ms >= DAY_MS:
            return 0
        return int(storage.get(_COUNT.format(kind=kind), "0"))

    def _count_call(self, kind: str) -> None:
        storage = self.process.app.storage
        count = self.calls_today(kind)
        if count == 0:
            storage[_SINCE.format(kind=kind)] = str(self.process.device.scheduler.now_ms)
        storage[_COUNT.format(kind=kind)] = str(count + 1)

    def _turn(self, kind: str, listener: Listener, command: Callable[[Listener], None]) -> None:
        device = self.process.device
        case = TurnCase(self, kind)
        rule = device.rules.first_no(CALL, case, device.name)
        if rule is None and kind == "on" and self.get_reg_id():
            listener(ClientCode.OK)
            return
        rule = rule or device.rules.first_no(COMMAND, case, device.name)
        self._last_call_ms[kind] = device.scheduler.now_ms
        if rule is not None:
            self._refuse(kind, rule, listener)
            return
        self._count_call(kind)
        command(listener)

    def _refuse(self, kind: str, rule: Rule[TurnCase], listener: Listener) -> None:
        code = rule.answer
        assert isinstance(code, int)
        if kind == "on":
            self.process.hop(Hop.REG_ID_ISSUED, rule=rule.name, reason=rule.reason, data={"code": code})
        if code == ClientCode.TIMEOUT:
            self.process.later(facts.BIND_TIMEOUT_MS.value, lambda: listener(code))
        else:
            listener(code)

    def _bind(self, listener: Listener) -> None:
        device = self.process.device
        manifest = self.process.app.manifest
        rule = device.rules.first_no(RECEIVER, TurnCase(self, "on"), device.name)
        if rule is not None:
            self.process.hop(Hop.REG_ID_RECEIVED, rule=rule.name, reason=rule.reason)
            listener(ClientCode.OK)
            return
        assert device.push_service is not None
        question = Register(
            device.name,
            self.process.app.package,
            manifest.meta_data.get(APP_ID, ""),
            manifest.meta_data.get(API_KEY, ""),
            device.reg_id_wanted,
        )
        device.push_service.ask(question, lambda answer: self._bound(answer, listener))

    def _bound(self, answer: Registered | Broken, listener: Listener) -> None:
        if isinstance(answer, Broken):
            self.process.hop(Hop.REG_ID_ISSUED, reason=Reason.REGISTRATION_TIMEOUT, data={"code": ClientCode.TIMEOUT})
            self.process.later(facts.BIND_TIMEOUT_MS.value - TIMEOUT_MS, lambda: listener(ClientCode.TIMEOUT))
        elif self.process.is_alive:
            if answer.code == ClientCode.OK:
                self.take_reg_id(answer.reg_id)
            listener(answer.code)

    def take_reg_id(self, reg_id: str) -> None:
        """Store a regId from the system and call the receiver back (V06)."""
        self.process.app.storage[_STORED_REG_ID] = reg_id
        self.process.callback("onReceiveRegId", {"reg_id": reg_id, "rule": CALLBACK_ON_CHANGE.name})
        self._on_reg_id(reg_id)

    def _unbind(self, listener: Listener) -> None:
        service = self.process.device.push_service
        assert service is not None
        reg_id = self.process.app.storage.pop(_STORED_REG_ID)

        def answered(answer: Registered | Broken) -> None:
            listener(ClientCode.TIMEOUT if isinstance(answer, Broken) else ClientCode.OK)

        service.ask(Unregister(reg_id), answered)


ARRIVAL = Decision(
    "vivo.arrival",
    (
        APP_INSTALLED,
        Rule(
            "vivo.wifi_only",
            Reason.NETWORK_TYPE,
            lambda case: (
                case.delivery.options["networkType"] == 1 and case.device.connectivity.network is NetworkKind.MOBILE
            ),
            Source(facts.CLIENT, "networkType", grade=Grade.OBSERVED),
        ),
        Rule(
            "vivo.foreground_hidden",
            Reason.FOREGROUND_HIDDEN,
            lambda case: (
                not case.delivery.options["foregroundShow"] and case.device.app.state is ProcessState.FOREGROUND
            ),
            Source(facts.API, "foregroundShow"),
        ),
    ),
)


class VivoPushService(PushService):
    """vivo's push service in the system (`com.vivo.pushservice`)."""

    arrival: Decision[ArrivedCase] = ARRIVAL

    def post(self, delivery: Delivery) -> None:
        """Show *delivery* in the app's name, in vivo's own channel and with the phone's own sound (C09)."""
        device = self.device
        result = device.notifications.notify(
            Notification(
                package=delivery.package,
                id=delivery.notify_id,
                title=delivery.title,
                text=delivery.body,
                channel_id=delivery.channel_id,
                push_id=delivery.push_id,
                content=delivery,
                op_package="com.vivo.pushservice",
            )
        )
        is_refused = isinstance(result, Refusal)
        device.trace.write(
            device.name,
            Kind.HOP,
            Hop.POSTED,
            outcome=Outcome.REFUSED if is_refused else Outcome.OK,
            reason=result.reason if isinstance(result, Refusal) else "",
            rule=result.rule.name if isinstance(result, Refusal) else ARRIVAL.name,
            push_id=delivery.push_id,
            data={"detail": result.detail}
            if isinstance(result, Refusal)
            else {
                "title": delivery.title,
                "body": delivery.body,
                "channel_id": delivery.channel_id,
                "sound": "default" if result.notification.sound else "none",
                "importance": result.notification.importance.name.lower(),
                "facts": (facts.NO_CUSTOM_SOUND.name,),
            },
        )

    # -- taps -------------------------------------------------------------------------------------------------------

    @property
    def _opens_directly(self) -> bool:
        """Whether the app's SDK is new enough for the system to open the target itself."""
        version = self.device.app.variant.sdk_versions.get(facts.NAME, "")
        return int(version.partition(".")[0] or 0) >= 3

    def tapped(self, notification: StatusBarNotification, delivery: Delivery) -> None:
        """Open the target; with an SDK before 3.0 the app's receiver is called as well."""
        opening = self._open(delivery)
        if self._opens_directly:
            ext = _ext_of(opening) if self.device.app.variant.reads_intent_extras else None
            record_handled(self.device, notification.push_id, opening, ext, DIRECT_CLICK.name)
        else:
            ext = self._call_receiver(delivery)
            record_handled(self.device, notification.push_id, opening, ext, CLICK_CALLBACK.name)

    def _open(self, delivery: Delivery) -> Opening:
        directly = self._opens_directly
        extras = delivery.custom if directly else {}
        match delivery.click.kind:
            case ClickKind.OPEN_APP:
                return open_launcher(self.device, extras)
            case ClickKind.URL:
                return self._open_url(delivery.click.target)
            case ClickKind.CUSTOM:
                return Opening(rule=_NOTHING_TO_OPEN, detail="skipType 3 leaves the tap to the app's receiver")
            case _:
                return open_page(self.device, delivery.click.target, extras, from_outside=directly)

    def _open_url(self, address: str) -> Opening:
        opening = open_url(self.device, address)
        if opening.rule is not None:
            self.device.settings.log("D", "VivoPush", "url not legal")
        return opening

    def _call_receiver(self, delivery: Delivery) -> str | None:
        """Call `onNotificationMessageClicked`, if the app's receiver can be called; return the ext it reads (V08)."""
        process = self.device.app.start()
        client = process.vendor_client
        if not isinstance(client, PushClient):
            return None
        rule = self.device.rules.first_no(RECEIVER, TurnCase(client, "on"), self.device.name)
        if rule is not None:
            return None
        ext = delivery.custom.get("ext")
        process.log("I", "VIVOPushMessageReceiver", "onNotificationMessageClicked")
        process.callback("onNotificationMessageClicked", {"params": delivery.custom, "ext": ext})
        return ext


_NOTHING_TO_OPEN: Rule[object] = Rule(
    "vivo.custom_click", Reason.NOTHING_TO_OPEN, lambda _: True, Source(facts.API, "skipType 3")
)


def _ext_of(opening: Opening) -> str | None:
    return None if opening.intent is None else opening.intent.extras.get("ext")
