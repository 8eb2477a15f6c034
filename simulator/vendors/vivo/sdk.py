"""vivo's SDK in an app's process: `PushClient` with its switch, aliases and topics."""

from collections.abc import Callable, Sequence
from functools import cached_property

import msgspec

from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.device.app.application import AppProcess
from simulator.device.app.manifest import Component, ComponentKind
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind
from simulator.kernel.units import DAY_MS
from simulator.network.faults import Broken
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.uplink import Delivery, Register, Registered, SdkCommand, Unregister
from simulator.vendors.vivo import facts
from simulator.vendors.vivo.facts import ClientCode
from simulator.vendors.vivo.manifest import API_KEY, APP_ID, RECEIVE, SERVICE, check_manifest
from simulator.vendors.vivo.push_service import TURNED_OFF, ClickReceiver, VivoPushService, version_in

SDK_CLASS = "com.vivo.push.PushClient"
CALLBACK_ON_CHANGE = Fact("vivo.on_receive_reg_id", True, Source("vivo guide", "step 3.3", ("V06", "V12")))
OVERDUE = Fact("vivo.overdue_reg_id", True, Source(facts.CLIENT, "clientState, isOverdue", grade=Grade.OBSERVED))

_STORED_REG_ID = "vivo.reg_id"
_STORED_ALIAS = "vivo.alias"
_STORED_TOPICS = "vivo.APP_TAGS"
_COUNT = "vivo.operate.{kind}.count"
_SINCE = "vivo.operate.{kind}.since"
_CHECK_MS = 500
# Assumed: how long the SDK's look at the system's record of its regId takes.

Listener = Callable[[int], None]
"""`IPushActionListener.onStateChanged`."""

# -- turnOnPush and turnOffPush ---------------------------------------------------------------------------------------


class TurnCase(msgspec.Struct, frozen=True):
    """A call of `turnOnPush` or `turnOffPush`, or of one that goes to the system's push service as these do.

    Attributes:
        kind: `on` or `off`, or the name of the call.
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
            lambda case: case.service is not None and case.service.condition == "disabled",
            grade=Grade.ASSUMED,
        ),
        _rule(
            "blacklisted",
            Reason.REGISTRATION_REFUSED,
            ClientCode.BLACKLISTED,
            lambda case: case.service is not None and case.service.condition == "blacklisted",
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


_BEHIND_REG_ID = tuple(one.name for one in (CALLBACK_ON_CHANGE, CALL, COMMAND, RECEIVER, SERVICE_CALL))
"""What a regId that reaches the app has passed."""

# -- aliases and topics -----------------------------------------------------------------------------------------------


class NameCase(msgspec.Struct, frozen=True):
    """A call with an alias, or with topics.

    Attributes:
        reg_id: The cached one; empty for none.
        names: What the call names.
        kept: Topics that the phone has already.
    """

    reg_id: str
    names: Sequence[str]
    kept: frozenset[str] = frozenset()

    @property
    def is_too_long(self) -> bool:
        """Whether one of the names is."""
        return any(len(name) > facts.CLIENT_NAME_LENGTH_MAX.value for name in self.names)


def _name_rule(name: str, code: int, says_no: Callable[[NameCase], bool]) -> Rule[NameCase]:
    source = Source(facts.CLIENT, f"state {code}")
    return Rule(f"vivo.{name}", Reason.REGISTRATION_REFUSED, says_no, source, code)


ALIAS: Decision[NameCase] = Decision(
    "vivo.alias",
    (
        _name_rule("alias_without_reg_id", ClientCode.ALIAS_WITHOUT_REG_ID, lambda case: not case.reg_id),
        _name_rule("alias_empty", ClientCode.ALIAS_EMPTY, lambda case: not any(case.names)),
        _name_rule("client_alias_too_long", ClientCode.ALIAS_TOO_LONG, lambda case: case.is_too_long),
    ),
)
TOPIC: Decision[NameCase] = Decision(
    "vivo.topic",
    (
        _name_rule("topic_without_reg_id", ClientCode.TOPIC_WITHOUT_REG_ID, lambda case: not case.reg_id),
        _name_rule("topic_empty", ClientCode.TOPIC_EMPTY, lambda case: not any(case.names)),
        _name_rule("topic_too_long", ClientCode.TOPIC_TOO_LONG, lambda case: case.is_too_long),
        _name_rule(
            "topics_too_many",
            ClientCode.TOPICS_TOO_MANY,
            lambda case: len(case.kept.union(case.names)) > facts.TOPICS_MAX.value,
        ),
    ),
)


class PushClient(ClickReceiver):
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
            self.process.later(_CHECK_MS, self._check_overdue)
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
        self.keep_reg_id(reg_id)
        self.process.callback("onReceiveRegId", {"reg_id": reg_id, "facts": _BEHIND_REG_ID})
        self._on_reg_id(reg_id)

    def keep_reg_id(self, reg_id: str) -> None:
        """Store a regId without a word to the receiver."""
        self.process.app.storage[_STORED_REG_ID] = reg_id

    def bind_alias(self, alias: str, listener: Listener) -> None:
        """Let *alias* stand for this phone; one that does already is answered at once."""
        if alias and self.get_reg_id() and alias == self.get_alias():
            listener(ClientCode.OK)
            return
        self._name_command(
            "bindAlias", ALIAS, (alias,), listener, lambda: self.process.app.storage.update({_STORED_ALIAS: alias})
        )

    def unbind_alias(self, alias: str, listener: Listener) -> None:
        """Let *alias* no longer stand for this phone."""
        self._name_command(
            "unBindAlias", ALIAS, (alias,), listener, lambda: self.process.app.storage.pop(_STORED_ALIAS, None)
        )

    def get_alias(self) -> str:
        """Return the alias of this phone; empty for none."""
        return self.process.app.storage.get(_STORED_ALIAS, "")

    def set_topic(self, topics: Sequence[str], listener: Listener) -> None:
        """Subscribe to *topics*."""
        kept = dict.fromkeys((*self.get_topics(), *topics))
        self._name_command("setTopic", TOPIC, topics, listener, lambda: self._keep_topics(tuple(kept)))

    def del_topic(self, topics: Sequence[str], listener: Listener) -> None:
        """Unsubscribe from *topics*."""
        kept = tuple(topic for topic in self.get_topics() if topic not in topics)
        self._name_command("delTopic", TOPIC, topics, listener, lambda: self._keep_topics(kept))

    def get_topics(self) -> tuple[str, ...]:
        """Return the topics of this phone."""
        kept = self.process.app.storage.get(_STORED_TOPICS, "")
        return tuple(kept.split("\n")) if kept else ()

    def get_version(self) -> str:
        """Return the SDK's version."""
        return ".".join(map(str, version_in(self.process.device)))

    def notification_clicked(self, delivery: Delivery) -> Rule[TurnCase] | None:
        """Call `onNotificationMessageClicked`; return the rule by which the app's receiver cannot be called."""
        rule = self._ask(RECEIVER, TurnCase(self, "click"))
        if rule is None:
            self.process.log("I", "VIVOPushMessageReceiver", "onNotificationMessageClicked")
            data = {"params": delivery.custom, "ext": delivery.custom.get("ext")}
            self.process.callback("onNotificationMessageClicked", data)
        return rule

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
            self.process.app.storage.pop(TURNED_OFF, None)
            self.take_reg_id(answer.reg_id)
        else:
            self.forget_reg_id()

    def _unbind(self, listener: Listener) -> None:
        self._ask_service(Unregister(self.get_reg_id()), listener, lambda _: self._turned_off())

    def _turned_off(self) -> None:
        self.forget_reg_id()
        self.process.app.storage[TURNED_OFF] = "true"

    def forget_reg_id(self) -> None:
        """Forget the regId, and what stands for it."""
        for name in (_STORED_REG_ID, _STORED_ALIAS, _STORED_TOPICS):
            self.process.app.storage.pop(name, None)

    def _check_overdue(self) -> None:
        """Forget a cached regId that the system no longer takes for valid: the next call registers again."""
        service = self.service
        if service is not None and service.condition == "overdue":
            service.set_condition("working")
            self.forget_reg_id()
            self.process.device.settings.changed("reg_id_overdue", OVERDUE.name, package=self.process.app.package)

    def _keep_topics(self, topics: Sequence[str]) -> None:
        self.process.app.storage[_STORED_TOPICS] = "\n".join(topics)

    def _name_command(
        self,
        kind: str,
        decision: Decision[NameCase],
        names: Sequence[str],
        listener: Listener,
        keep: Callable[[], object],
    ) -> None:
        """Send a call with an alias or topics to the system's service, unless the SDK itself refuses it."""
        device = self.process.device

        def tell(state: int) -> None:
            self.process.callback(kind, {"state": state})
            listener(state)

        named = NameCase(self.get_reg_id(), names, frozenset(self.get_topics() if kind == "setTopic" else ()))
        refused = device.rules.first_no(decision, named, device.name)
        if refused is not None:
            assert isinstance(refused.answer, int)
            device.trace.refuse(device.name, Kind.STATE, "name_refused", refused)
            tell(refused.answer)
            return

        def taken(answer: Registered) -> None:
            if answer.code == ClientCode.OK:
                keep()

        def send(told: Listener) -> None:
            self._ask_service(SdkCommand(self.get_reg_id(), kind, "\n".join(names)), told, taken)

        case = TurnCase(self, kind)
        rule = self._ask_command(case)
        if rule is not None:
            self._refuse(case, rule, tell)
        else:
            self._command(case, tell, send)

    def _ask_service(
        self,
        question: Register | Unregister | SdkCommand,
        listener: Listener,
        taken: Callable[[Registered], None],
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
