"""vivo's SDK in an app's process: `PushClient` with its switch, aliases and topics."""

from collections.abc import Callable, Sequence
from sys import intern

from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.device.app.manifest import Component
from simulator.device.app.process import AppProcess
from simulator.device.sdk_client import SdkClient
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
from simulator.vendors.vivo.manifest import API_KEY, APP_ID, RECEIVE, check_manifest
from simulator.vendors.vivo.push_service import TURNED_OFF, ClickReceiver, VivoPushService, version_in
from simulator.vendors.vivo.sdk_rules import ALIAS, CALL, COMMAND, RECEIVER, SERVICE_CALL, TOPIC, NameCase, TurnCase

CALLBACK_ON_CHANGE = Fact("vivo.on_receive_reg_id", True, Source("vivo guide", "step 3.3", ("V06", "V12")))
OVERDUE = Fact("vivo.overdue_reg_id", True, Source(facts.CLIENT, "clientState, isOverdue", grade=Grade.OBSERVED))

_STORED_REG_ID = "vivo.reg_id"
_STORED_ALIAS = "vivo.alias"
_STORED_TOPICS = "vivo.APP_TAGS"
_COUNT = "vivo.operate.{kind}.count"
_SINCE = "vivo.operate.{kind}.since"
_CHECK_MS = 500
# Assumed: how long the SDK's look at the system's record of its regId takes.

_CHANNEL = NotificationChannel(facts.CHANNEL_ID.value, facts.CHANNEL_NAME, importance=Importance.HIGH)

Listener = Callable[[int], None]
"""`IPushActionListener.onStateChanged`."""

_BEHIND_REG_ID = tuple(one.name for one in (CALLBACK_ON_CHANGE, CALL, COMMAND, RECEIVER, SERVICE_CALL))
"""What a regId that reaches the app has passed."""


class PushClient(SdkClient[VivoPushService], ClickReceiver):
    """`com.vivo.push.PushClient` in one process.

    Attributes:
        is_initialised: `initialize()` has been called.
        receiver: The receiver that the manifest declares for vivo's action.
        receiver_written: Full class name of the receiver that the app's code has.
    """

    service_class = VivoPushService

    def __init__(self, process: AppProcess, receiver_written: str, on_reg_id: Callable[[str], None]) -> None:
        """Run in *process*; *on_reg_id* is the app's `onReceiveRegId`."""
        super().__init__(process)
        self.is_initialised: bool = False
        self.receiver: Component | None = next(iter(process.app.manifest.receivers_of(RECEIVE)), None)
        self.receiver_written: str = receiver_written
        self._on_reg_id = on_reg_id
        self._last_call_ms: dict[str, int] = {}

    # -- what the app calls -------------------------------------------------------------------------------------------

    def initialize(self) -> None:
        """Load the configuration and create the channel."""
        self.is_initialised = True
        device = self.process.device
        device.notifications.create_notification_channel(self.process.app.package, _CHANNEL)

    def check_manifest(self) -> None:
        """Look for what the SDK needs.

        Raises:
            VivoPushException: Something is missing; its text is the SDK's.
        """
        check_manifest(self.process.app.manifest, version_in(self.process.device))

    def get_reg_id(self) -> str:
        """Return the cached regId, empty for none."""
        return self.storage.get(_STORED_REG_ID, "")

    def is_support(self) -> bool:
        """Return whether the system has a push service that is new enough (V07)."""
        return self.service is not None and self.service.version >= facts.SERVICE_VERSION_MIN.value

    def turn_on_push(self, listener: Listener) -> None:
        """Register; *listener* is told the state code, at once when a regId is cached."""
        case = TurnCase(self, "on")
        rule = self.first_no(CALL, case)
        if rule is None and self.get_reg_id():
            listener(ClientCode.OK)
            self.process.later(_CHECK_MS, self._check_overdue)
            return
        rule = rule or self._ask_command(case)
        if rule is not None:
            self._refuse(case, rule, listener)
            return
        rule = self.first_no(RECEIVER, case)
        if rule is not None:
            self.process.refuse(Hop.REG_ID_RECEIVED, rule)
            listener(ClientCode.OK)
            return
        self._command(case, listener, self._bind)

    def turn_off_push(self, listener: Listener) -> None:
        """Unregister; the regId is no longer valid then."""
        case = TurnCase(self, "off")
        rule = self.first_no(CALL, case)
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
        self.storage[_STORED_REG_ID] = reg_id

    def bind_alias(self, alias: str, listener: Listener) -> None:
        """Bind *alias* to this phone; one that is already bound is answered at once."""
        if alias and self.get_reg_id() and alias == self.get_alias():
            listener(ClientCode.OK)
            return
        self._name_command("bindAlias", ALIAS, (alias,), listener, lambda: self.storage.update({_STORED_ALIAS: alias}))

    def unbind_alias(self, alias: str, listener: Listener) -> None:
        """Unbind *alias* from this phone."""
        self._name_command("unBindAlias", ALIAS, (alias,), listener, lambda: self.storage.pop(_STORED_ALIAS, None))

    def get_alias(self) -> str:
        """Return the alias of this phone; empty for none."""
        return self.storage.get(_STORED_ALIAS, "")

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
        kept = self.storage.get(_STORED_TOPICS, "")
        return tuple(kept.split("\n")) if kept else ()

    def get_version(self) -> str:
        """Return the SDK's version."""
        return ".".join(map(str, version_in(self.process.device)))

    def notification_clicked(self, delivery: Delivery) -> Rule[TurnCase] | None:
        """Call `onNotificationMessageClicked`; return the rule by which the app's receiver cannot be called."""
        rule = self.first_no(RECEIVER, TurnCase(self, "click"))
        if rule is None:
            self.process.log("I", "VIVOPushMessageReceiver", "onNotificationMessageClicked")
            data = {"params": delivery.custom, "ext": delivery.custom.get("ext")}
            self.process.callback("onNotificationMessageClicked", data)
        return rule

    # -- what the rules look at ---------------------------------------------------------------------------------------

    def called_too_soon(self, kind: str) -> bool:
        """Return whether the last call of this kind that got so far is less than two seconds back."""
        last = self._last_call_ms.get(kind)
        return last is not None and self.process.device.scheduler.now_ms - last < facts.CALL_GAP_MS_MIN.value

    def calls_today(self, kind: str) -> int:
        """Return how many commands of this kind were sent in the 24 hours that count."""
        storage = self.storage
        since_ms = int(storage.get(_SINCE.format(kind=kind), "0"))
        if self.process.device.scheduler.now_ms - since_ms >= DAY_MS:
            return 0
        return int(storage.get(_COUNT.format(kind=kind), "0"))

    # -- how a command goes -------------------------------------------------------------------------------------------

    def _ask_command(self, case: TurnCase) -> Rule[TurnCase] | None:
        rule = self.first_no(COMMAND, case)
        if rule is None or rule.answer != ClientCode.TOO_SOON:
            self._last_call_ms[case.kind] = self.process.device.scheduler.now_ms
        return rule

    def _command(self, case: TurnCase, listener: Listener, send: Callable[[Listener], None]) -> None:
        rule = self.first_no(SERVICE_CALL, case)
        if rule is not None:
            self._refuse(case, rule, listener)
            return
        self._count_call(case.kind)
        send(listener)

    def _count_call(self, kind: str) -> None:
        storage = self.storage
        count = self.calls_today(kind)
        if count == 0:
            storage[intern(_SINCE.format(kind=kind))] = str(self.process.device.scheduler.now_ms)
        # All phones have the same keys.
        storage[intern(_COUNT.format(kind=kind))] = str(count + 1)

    def _refuse(self, case: TurnCase, rule: Rule[TurnCase], listener: Listener) -> None:
        code = rule.answer_as(int)
        if case.kind == "on":
            self.process.refuse(Hop.REG_ID_ISSUED, rule, {"code": code})
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
            self.storage.pop(TURNED_OFF, None)
            self.take_reg_id(answer.reg_id)
        else:
            self.forget_reg_id()

    def _unbind(self, listener: Listener) -> None:
        self._ask_service(Unregister(self.get_reg_id()), listener, lambda _: self._turned_off())

    def _turned_off(self) -> None:
        self.forget_reg_id()
        self.storage[TURNED_OFF] = str(self.process.device.scheduler.now_ms)

    def forget_reg_id(self) -> None:
        """Forget the regId, and what stands for it."""
        for name in (_STORED_REG_ID, _STORED_ALIAS, _STORED_TOPICS):
            self.storage.pop(name, None)

    def _check_overdue(self) -> None:
        """Forget a cached regId that the system no longer considers valid; the next call registers again."""
        service = self.service
        if service is not None and service.condition == "overdue":
            service.set_condition("working")
            self.forget_reg_id()
            self.process.device.settings.changed("reg_id_overdue", OVERDUE.name, package=self.process.app.package)

    def _keep_topics(self, topics: Sequence[str]) -> None:
        self.storage[_STORED_TOPICS] = "\n".join(topics)

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
        refused = self.first_no(decision, named)
        if refused is not None:
            device.trace.refuse(device.name, Kind.STATE, "name_refused", refused)
            tell(refused.answer_as(int))
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
            if isinstance(answer, Broken) or not self.process.is_listening:
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
