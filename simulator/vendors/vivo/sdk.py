"""vivo on the phone: `PushClient` in the app's process, and the push service in the system."""

from collections.abc import Callable
from functools import cached_property

import msgspec

from simulator.device.android.activity_manager import ProcessState
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.android.display import Notification
from simulator.device.android.intent import parse_intent_uri
from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.device.android.notification_manager import StatusBarNotification
from simulator.device.app.application import AppProcess
from simulator.device.app.manifest import Component, ComponentKind, Manifest
from simulator.device.device import Device
from simulator.device.opening import Opening, open_launcher, open_page, open_url, record_handled
from simulator.device.vendor_sdk import ArrivedCase, PushService
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.units import DAY_MS
from simulator.network.faults import Broken
from simulator.push.click import ClickKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.uplink import Delivery, Register, Registered, Unregister
from simulator.vendors.vivo import facts
from simulator.vendors.vivo.facts import ClientCode

TAG = "VivoPush"
# Assumed: the tag; the texts below are the SDK's.

RECEIVE = "com.vivo.pushclient.action.RECEIVE"
SERVICE = "com.vivo.push.sdk.service.CommandClientService"
PROXY_ACTIVITY = "com.vivo.push.sdk.LinkProxyClientActivity"
SDK_CLASS = "com.vivo.push.PushClient"
INTERNET = "android.permission.INTERNET"
API_KEY = "com.vivo.push.api_key"
APP_ID = "com.vivo.push.app_id"
SDK_VERSION = "sdk_version_vivo"
OLD_SDK_VERSIONS = ("sdk_version", "com.vivo.push.sdk_version")

CLICK_CALLBACK = Fact("vivo.click_callback", True, Source("vivo guide", "ext 2", ("V08", "V16", "C08")))
DIRECT_CLICK = Fact("vivo.direct_click", True, Source(facts.CLIENT, "click since 3.0", ("V16", "V08", "C08")))
CALLBACK_ON_CHANGE = Fact("vivo.on_receive_reg_id", True, Source("vivo guide", "step 3.3", ("V06", "V12")))

_STORED_REG_ID = "vivo.reg_id"
_COUNT = "vivo.operate.{kind}.count"
_SINCE = "vivo.operate.{kind}.since"

Listener = Callable[[int], None]
"""`IPushActionListener.onStateChanged`."""


def sdk_version(app_versions: str) -> tuple[int, ...]:
    """Return the version `3.0.0.4` as numbers."""
    return tuple(int(part) for part in app_versions.split(".") if part.isdecimal())


class VivoPushException(Exception):
    """What `checkManifest` throws."""


# -- checkManifest ----------------------------------------------------------------------------------------------------


def check_manifest(manifest: Manifest, version: tuple[int, ...]) -> None:
    """Look for what the SDK of *version* needs; 3.x no longer looks at everything that 2.9 did.

    Raises:
        VivoPushException: Something is missing; its text is the SDK's.

    Source:
        vivo client SDK 2.9 and 3.0, checkManifest (V02); grade: observed.
    """
    is_old = version < (3,)
    for name in (API_KEY, APP_ID):
        if not manifest.meta_data.get(name):
            raise VivoPushException(f"{name} is null")
    if INTERNET not in manifest.permissions:
        declared = ", ".join(sorted(manifest.permissions))
        raise VivoPushException(f"permission : {INTERNET}  check fail : [{declared}]")
    if is_old:
        _check_sdk_version(manifest)
        if not manifest.receivers_of(RECEIVE):
            raise VivoPushException("AndroidManifest.xml中receiver配置项错误，详见接入文档")
    service = _component(manifest, SERVICE, ComponentKind.SERVICE)
    if is_old:
        _component(manifest, PROXY_ACTIVITY, ComponentKind.ACTIVITY)
        if not service.exported:
            raise VivoPushException(f"{SERVICE} exported is false")


def _check_sdk_version(manifest: Manifest) -> None:
    """Look for the SDK's own version.

    Raises:
        VivoPushException: It is missing or another one.
    """
    versions = [manifest.meta_data[name] for name in OLD_SDK_VERSIONS if name in manifest.meta_data]
    known = facts.MANIFEST_SDK_VERSIONS.value
    if not versions:
        raise VivoPushException("AndroidManifest.xml中未配置sdk_version")
    if versions[0] not in known:
        raise VivoPushException(f"AndroidManifest.xml中sdk_version配置项错误，请配置当前sdk_version版本为:{known[0]}")


def _component(manifest: Manifest, name: str, kind: ComponentKind) -> Component:
    """Return the component.

    Raises:
        VivoPushException: It is missing.
    """
    component = manifest.component(name, kind)
    if component is None:
        raise VivoPushException(f"{name} module Push-SDK need is not exist")
    return component


# -- turnOnPush and turnOffPush ---------------------------------------------------------------------------------------


class TurnCase(msgspec.Struct, frozen=True):
    """A call of `turnOnPush` or `turnOffPush`.

    Attributes:
        kind: `on` or `off`.
    """

    client: "PushClient"
    kind: str

    @property
    def process(self) -> AppProcess:
        """Where it is called."""
        return self.client.process

    @property
    def service(self) -> "VivoPushService | None":
        """The system's push service; `None` on a phone without vivo's."""
        return self.client.service

    def has_class(self, name: str) -> bool:
        """Return whether code shrinking has left the class its name."""
        return self.process.app.build.has_class(name)


def _rule(
    name: str,
    reason: Reason,
    code: int,
    says_no: Callable[[TurnCase], bool],
    *statements: str,
    grade: Grade = Grade.OBSERVED,
) -> Rule[TurnCase]:
    source = Source(facts.CLIENT, f"state {code}", statements, Grade.DOCUMENTED if statements else grade)
    return Rule(f"vivo.{name}", reason, says_no, source, code)


def _service_is_declared(case: TurnCase) -> bool:
    service = case.process.app.manifest.component(SERVICE, ComponentKind.SERVICE)
    return service is not None and service.exported and service.enabled


CALL: Decision[TurnCase] = Decision(
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

COMMAND: Decision[TurnCase] = Decision(
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
    ),
)
"""Asked before anything is sent."""

RECEIVER: Decision[TurnCase] = Decision(
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
            lambda case: case.client.receiver is not None and not case.has_class(case.client.receiver.name),
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
"""Whether the app's receiver can be called back; without it `turnOnPush` says 0 and no regId ever comes."""

SERVICE_CALL: Decision[TurnCase] = Decision(
    "vivo.turn_service",
    (
        _rule(
            "too_many_today",
            Reason.REGISTRATION_TOO_FREQUENT,
            ClientCode.TOO_MANY_TODAY,
            lambda case: case.client.calls_today(case.kind) >= facts.CALLS_PER_DAY_MAX.value,
        ),
        _rule(
            "service_unavailable",
            Reason.REGISTRATION_REFUSED,
            ClientCode.SERVICE_UNAVAILABLE,
            lambda case: case.service is not None and case.service.is_disabled,
            grade=Grade.ASSUMED,
        ),
        _rule(
            "blacklisted",
            Reason.REGISTRATION_REFUSED,
            ClientCode.BLACKLISTED,
            lambda case: case.service is not None and case.process.app.package in case.service.blacklist,
            grade=Grade.ASSUMED,
        ),
        Rule(
            "vivo.classes_renamed",
            Reason.RECEIVER_RENAMED,
            lambda case: not case.has_class(SDK_CLASS),
            Source("vivo guide", "FAQ shrink", ("V10",), Grade.ASSUMED),
            ClientCode.UNKNOWN,
        ),
        Rule(
            "vivo.service_undeclared",
            Reason.MANIFEST_INCOMPLETE,
            lambda case: not _service_is_declared(case),
            Source("vivo guide", "step 3.2", ("V02",), Grade.ASSUMED),
            ClientCode.TIMEOUT,
        ),
    ),
)
"""Asked when the command goes to the system's push service, which answers, or does not."""


class PushClient:
    """`com.vivo.push.PushClient` in one process.

    Attributes:
        process: The app's process.
        is_initialised: `initialize()` has been called.
        receiver_written: Full class name of the receiver that the app's code has.
    """

    def __init__(self, process: AppProcess, receiver_written: str, on_reg_id: Callable[[str], None]) -> None:
        """Live in *process*; *on_reg_id* is the app's `onReceiveRegId`."""
        self.process: AppProcess = process
        self.is_initialised: bool = False
        self.receiver_written: str = receiver_written
        self._on_reg_id = on_reg_id
        self._last_call_ms: dict[str, int] = {}

    # -- what the app calls -------------------------------------------------------------------------------------------

    def initialize(self) -> None:
        """Load the configuration and create the channel."""
        self.is_initialised = True
        device = self.process.device
        device.notifications.create_notification_channel(
            self.process.app.package,
            NotificationChannel(facts.CHANNEL_ID.value, facts.CHANNEL_NAME, importance=Importance.HIGH),
        )

    def check_manifest(self) -> None:
        """Look for what the SDK needs.

        Raises:
            VivoPushException: Something is missing; its text is the SDK's.
        """
        check_manifest(self.process.app.manifest, version_in(self.process.device))

    def get_reg_id(self) -> str:
        """Return the cached regId, empty for none."""
        return self.process.app.storage.get(_STORED_REG_ID, "")

    def is_support(self) -> bool:
        """Return whether the system has a push service that is new enough (V07)."""
        return self.service is not None and self.service.version >= facts.SERVICE_VERSION_MIN.value

    def turn_on_push(self, listener: Listener) -> None:
        """Register; *listener* is told the state code, at once when a regId is cached."""
        case = TurnCase(self, "on")
        rule = self._ask(CALL, case)
        if rule is None and self.get_reg_id():
            listener(ClientCode.OK)
            return
        rule = rule or self._ask_command(case)
        if rule is not None:
            self._refuse(case, rule, listener)
            return
        rule = self._ask(RECEIVER, case)
        if rule is not None:
            self.process.hop(Hop.REG_ID_RECEIVED, rule=rule.name, reason=rule.reason)
            listener(ClientCode.OK)
            return
        self._command(case, listener, self._bind)

    def turn_off_push(self, listener: Listener) -> None:
        """Unregister; the regId is no longer valid then."""
        case = TurnCase(self, "off")
        rule = self._ask(CALL, case)
        if rule is None and not self.get_reg_id():
            listener(ClientCode.OK)
            return
        rule = rule or self._ask_command(case)
        if rule is not None:
            self._refuse(case, rule, listener)
            return
        self._command(case, listener, self._unbind)

    def take_reg_id(self, reg_id: str) -> None:
        """Store a regId from the system and call the receiver back (V06)."""
        self.process.app.storage[_STORED_REG_ID] = reg_id
        self.process.callback("onReceiveRegId", {"reg_id": reg_id, "facts": _BEHIND_REG_ID})
        self._on_reg_id(reg_id)

    # -- what the rules look at ---------------------------------------------------------------------------------------

    @property
    def service(self) -> "VivoPushService | None":
        """The system's push service; `None` on a phone without vivo's."""
        service = self.process.device.push_service
        return service if isinstance(service, VivoPushService) else None

    @cached_property
    def receiver(self) -> Component | None:
        """The receiver that the manifest declares for vivo's action."""
        receivers = self.process.app.manifest.receivers_of(RECEIVE)
        return receivers[0] if receivers else None

    def called_too_soon(self, kind: str) -> bool:
        """Return whether the last call of this kind that got so far is less than two seconds back."""
        last = self._last_call_ms.get(kind)
        return last is not None and self.process.device.scheduler.now_ms - last < facts.CALL_GAP_MS_MIN.value

    def calls_today(self, kind: str) -> int:
        """Return how many commands of this kind were sent in the 24 hours that count."""
        storage = self.process.app.storage
        since_ms = int(storage.get(_SINCE.format(kind=kind), "0"))
        if self.process.device.scheduler.now_ms - since_ms >= DAY_MS:
            return 0
        return int(storage.get(_COUNT.format(kind=kind), "0"))

    # -- how a command goes -------------------------------------------------------------------------------------------

    def _ask(self, decision: Decision[TurnCase], case: TurnCase) -> Rule[TurnCase] | None:
        device = self.process.device
        return device.rules.first_no(decision, case, device.name)

    def _ask_command(self, case: TurnCase) -> Rule[TurnCase] | None:
        rule = self._ask(COMMAND, case)
        if rule is None or rule.answer != ClientCode.TOO_SOON:
            self._last_call_ms[case.kind] = self.process.device.scheduler.now_ms
        return rule

    def _command(self, case: TurnCase, listener: Listener, send: Callable[[Listener], None]) -> None:
        rule = self._ask(SERVICE_CALL, case)
        if rule is not None:
            self._refuse(case, rule, listener)
            return
        self._count_call(case.kind)
        send(listener)

    def _count_call(self, kind: str) -> None:
        storage = self.process.app.storage
        count = self.calls_today(kind)
        if count == 0:
            storage[_SINCE.format(kind=kind)] = str(self.process.device.scheduler.now_ms)
        storage[_COUNT.format(kind=kind)] = str(count + 1)

    def _refuse(self, case: TurnCase, rule: Rule[TurnCase], listener: Listener) -> None:
        code = rule.answer
        assert isinstance(code, int)
        if case.kind == "on":
            self.process.hop(Hop.REG_ID_ISSUED, rule=rule.name, reason=rule.reason, data={"code": code})
        if code == ClientCode.TIMEOUT:
            self.process.later(facts.BIND_TIMEOUT_MS.value, lambda: listener(code))
        else:
            listener(code)

    def _bind(self, listener: Listener) -> None:
        device = self.process.device
        meta_data = self.process.app.manifest.meta_data
        question = Register(
            device.name,
            self.process.app.package,
            meta_data.get(APP_ID, ""),
            meta_data.get(API_KEY, ""),
            device.reg_id_wanted,
        )
        self._ask_service(question, listener, self._bound)

    def _bound(self, answer: Registered) -> None:
        if answer.code == ClientCode.OK:
            self.take_reg_id(answer.reg_id)
        else:
            self._forget_reg_id()

    def _unbind(self, listener: Listener) -> None:
        self._ask_service(Unregister(self.get_reg_id()), listener, lambda _: self._forget_reg_id())

    def _forget_reg_id(self) -> None:
        self.process.app.storage.pop(_STORED_REG_ID, None)

    def _ask_service(
        self, question: Register | Unregister, listener: Listener, taken: Callable[[Registered], None]
    ) -> None:
        """Put *question* to the system's service; without an answer in time *listener* is told so."""
        is_open = True

        def close(code: int) -> None:
            nonlocal is_open
            if is_open:
                is_open = False
                listener(code)

        def answered(answer: Registered | Broken) -> None:
            if isinstance(answer, Broken) or not self.process.is_alive:
                return
            # Assumed: an answer after the timeout is still taken, and its regId reaches the receiver.
            taken(answer)
            close(answer.code)

        def time_out() -> None:
            if is_open and isinstance(question, Register):
                self.process.hop(
                    Hop.REG_ID_ISSUED,
                    rule=facts.BIND_TIMEOUT_MS.name,
                    reason=Reason.REGISTRATION_TIMEOUT,
                    data={"code": ClientCode.TIMEOUT},
                )
            close(ClientCode.TIMEOUT)

        if self.service is not None:
            self.service.ask(question, answered)
        self.process.later(facts.BIND_TIMEOUT_MS.value, time_out)


def version_in(device: Device) -> tuple[int, ...]:
    """Return the version of vivo's SDK in the app on *device*; empty when it is not in it."""
    return sdk_version(device.app.variant.sdk_versions.get(facts.NAME, ""))


# -- the system's push service ----------------------------------------------------------------------------------------

_BEHIND_REG_ID = tuple(one.name for one in (CALLBACK_ON_CHANGE, CALL, COMMAND, RECEIVER, SERVICE_CALL))
"""What a regId that reaches the app has passed."""

ARRIVAL: Decision[ArrivedCase] = Decision(
    "vivo.arrival",
    (
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
_LINES = {
    Reason.NETWORK_TYPE: "mobile net unshow",
    Reason.NOTIFICATIONS_DISABLED: "pkg name : {package} notify switch is false",
    Reason.PERMISSION_MISSING: "pkg name : {package} notify switch is false",
    Reason.CHANNEL_BLOCKED: "pkg name : {package} notify channel switch is false",
}
"""What the service logs when it does not show a message, by reason."""


class VivoPushService(PushService):
    """vivo's push service in the system (`com.vivo.pushservice`).

    Attributes:
        is_disabled: Somebody has switched the service off in the settings; `isSupport` does not see that.
        blacklist: Packages that the system does not let register.
    """

    arrival: Decision[ArrivedCase] = ARRIVAL
    posting_facts = (facts.NO_CUSTOM_SOUND.name,)

    def __init__(self, device: Device, version: int) -> None:
        """Live on *device*, switched on."""
        super().__init__(device, version)
        self.is_disabled: bool = False
        self.blacklist: set[str] = set()

    def notification(self, delivery: Delivery) -> Notification:
        """Return *delivery* in the app's name, in vivo's own channel and with the phone's own sound (C09)."""
        return Notification(
            package=delivery.package,
            id=delivery.notify_id,
            title=delivery.title,
            text=delivery.body,
            channel_id=delivery.channel_id,
            push_id=delivery.push_id,
            content=delivery,
            op_package="com.vivo.pushservice",
            silent=bool(delivery.options["silent"]),
        )

    def log_line(self, delivery: Delivery, reason: Reason) -> tuple[str, str] | None:
        """Return tag and text of what the service logs when *delivery* is not shown."""
        line = _LINES.get(reason)
        return None if line is None else (TAG, line.format(package=delivery.package))

    # -- taps ---------------------------------------------------------------------------------------------------------

    @property
    def opens_directly(self) -> bool:
        """Whether the app's SDK is new enough for the system to open the target itself."""
        declared = self.device.app.manifest.meta_data.get(SDK_VERSION, "")
        return declared.isdecimal() and int(declared) >= facts.DIRECT_CLICK_SDK.value

    @property
    def calls_back(self) -> bool:
        """Whether the app's SDK calls `onNotificationMessageClicked` when it handles the tap."""
        version = version_in(self.device)
        return not facts.NO_CLICK_CALLBACK_SDK.value <= version < facts.CLICK_CALLBACK_BACK_SDK.value

    def tapped(self, notification: StatusBarNotification, delivery: Delivery) -> None:
        """Open the target: by the system itself, or by the app's SDK, which then calls the app's receiver."""
        opening = self._open(delivery)
        ext = _ext_of(opening) if self.device.app.variant.reads_intent_extras else None
        rule = DIRECT_CLICK
        if not self.opens_directly:
            called_with = self._call_receiver(delivery) if self.calls_back else None
            ext = ext if called_with is None else called_with
            rule = CLICK_CALLBACK
        was_sent = "ext" in delivery.custom
        record_handled(self.device, notification.push_id, opening, ext, rule.name, ext_was_sent=was_sent)

    def _open(self, delivery: Delivery) -> Opening:
        target = delivery.click.target
        match delivery.click.kind:
            case ClickKind.OPEN_APP:
                return open_launcher(self.device, delivery.custom)
            case ClickKind.URL:
                return self._open_url(target)
            case ClickKind.CUSTOM:
                rule = None if self.device.rules.is_waived(_NOTHING_TO_OPEN, self.device.name) else _NOTHING_TO_OPEN
                return Opening(rule=rule, detail="skipType 3 leaves the tap to the app's receiver")
            case _:
                return self._open_page(target, delivery)

    def _open_url(self, address: str) -> Opening:
        opening = open_url(self.device, address)
        if opening.rule is not None:
            self.device.settings.log("D", TAG, "url not legal")
        return opening

    def _open_page(self, target: str, delivery: Delivery) -> Opening:
        opening = open_page(self.device, target, delivery.custom, from_outside=self.opens_directly)
        if opening.rule is not None and opening.rule.reason == Reason.OTHER_PACKAGE and not self.opens_directly:
            own, other = delivery.package, _package_of(target)
            self.device.settings.log(
                "E",
                TAG,
                f"open activity error : local pkgName getOpenPkgName is {own}; but remote pkgName is {other}",
            )
        return opening

    def _call_receiver(self, delivery: Delivery) -> str | None:
        """Call `onNotificationMessageClicked`, if the app's receiver can be called; return the ext it reads (V08)."""
        process = self.device.app.start()
        client = process.vendor_client
        if not isinstance(client, PushClient):
            return None
        rule = self.device.rules.first_no(RECEIVER, TurnCase(client, "click"), self.device.name)
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


def _package_of(target: str) -> str:
    """Return the application id that the intent URI *target*, which Android could read, names."""
    intent = parse_intent_uri(target)
    return intent.component[0] if intent.component else intent.package
