"""Meizu's simulated cloud: sending to pushIds and aliases, the SDK's registration, and what it counts and remembers.

What it refuses, and when, stands in `rules`, `message_rules` and `targets`; tasks, subscriptions, pictures, statistics
and receipts are parts of their own.
"""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

import msgspec

from simulator.cloud.forced import FORCED_TEXT
from simulator.cloud.kit import CloudKit
from simulator.cloud.metering import DailyCounters, SlidingWindow
from simulator.cloud.outbox import Stored
from simulator.cloud.registrations import PushApp, Registration
from simulator.cloud.vendor_cloud import Endpoint, VendorCloud
from simulator.kernel.lazy import lazy
from simulator.kernel.newest import Newest
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Source
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Request, Response
from simulator.network.link import Link
from simulator.push.reason import Reason
from simulator.push.rejection import Rejection
from simulator.push.uplink import Delivery, DeliveryReport, Register, Registered, SdkCommand
from simulator.vendors.meizu import answers, facts, rejections, rules, targets
from simulator.vendors.meizu.broadcast import Broadcasts, Task
from simulator.vendors.meizu.call import MeizuCall
from simulator.vendors.meizu.delivery import delivery_of
from simulator.vendors.meizu.media import Pictures
from simulator.vendors.meizu.message import Message
from simulator.vendors.meizu.path import Path
from simulator.vendors.meizu.receipts import MeizuReceipts, Wanted
from simulator.vendors.meizu.sent import Sent
from simulator.vendors.meizu.statistics import Statistics
from simulator.vendors.meizu.targets import TargetCase
from simulator.vendors.meizu.topics import Subscriptions

_PREFIX, _UNIFIED_PREFIX = "/garcia/api/server", "/ups/api/server"
_UNIFIED_PATHS = frozenset(
    (
        *(f"/push/{kind}varnished/{by}" for kind in ("", "un") for by in ("pushByPushId", "pushByAlias")),
        "/push/pushTask/pushToApp",
        "/push/pushTask/cancel",
        "/push/statistics/dailyPushStatics",
    )
)
"""What Meizu's platform for the pushes of several makers (UPS) has of them."""
_OWN_PHONES = "1"
"""Meizu's number among the makers whose pushes that platform makes."""
_REGISTER_PATH = "/garcia/api/client/message/registerPush"
_SUBSCRIPTION_HOST = "api-push.meizu.com"
_MESSAGE_ID_CHARACTERS = 32

_COMMANDS: Mapping[str, tuple[str, str]] = {
    "switchPush": ("changeAllSwitch", "subSwitch"),
    "subScribeAlias": ("subscribeAlias", "alias"),
    "unSubScribeAlias": ("unSubscribeAlias", "alias"),
    "checkSubScribeAlias": ("getSubAlias", ""),
    "subScribeTags": ("subscribeTags", "tags"),
    "unSubScribeTags": ("unSubscribeTags", "tags"),
    "unSubScribeAllTags": ("unSubAllTags", ""),
    "checkSubScribeTags": ("getSubTags", ""),
    "checkPush": ("getRegisterSwitch", ""),
}
"""What the SDK calls something, what the server's path for it is, and under which name that takes the argument."""

REGISTERED = Fact("meizu.push_id_per_app_and_phone", True, Source("Meizu push demo", "pushId", ("C13", "M01", "M02")))

_ASKED_BEFORE = tuple(one.name for one in (rules.AUTH, rules.FIELDS, rules.METER, facts.CERTIFICATE))
"""What an accepted message has passed, beside the decision that its record names."""

_ONLY_OF_TARGETS = frozenset({201, 501, 513, 518, 519, 520, 110005, 110011})


class _ForcedOfTargets(Rejection, frozen=True):
    """A code that a magic value demands, given in the `value` of an accepted call."""


class _Accepted(msgspec.Struct):
    """What is read of an answer that a subscription gave."""

    value: msgspec.Raw


class MeizuCloud(VendorCloud[MeizuCall]):
    """Meizu's push cloud.

    Attributes:
        phones: Names of those that it reaches.
        today: Counters that start again at midnight.
        requests: Pushes that an app has asked for over the last second, whatever their number of targets.
        messages: Messages of an app for pushIds and aliases over the last second.
        bursts: Messages for one pushId over the last minute.
        broadcasts: Tasks.
        subscriptions: Aliases, tags, switches.
        pictures: What has been uploaded.
        statistics: What became of messages.
        own_receipts: What is to be told about them.
    """

    vendor = facts.NAME
    hosts = (
        "server-api-push.meizu.com",
        "api-push.meizu.com",
        "server-api-push.in.meizu.com",
        "api-push.in.meizu.com",
        "server-api-mzups.meizu.com",
    )
    target_rules = targets.TARGETS
    no_such_phone = targets.NO_SUCH_PHONE
    dispatch = targets.DISPATCH

    def __init__(self, kit: CloudKit) -> None:
        """Use *kit*."""
        super().__init__(kit)
        self.phones: set[str] = set()
        self.today: DailyCounters = DailyCounters(kit.clock)
        self.requests: SlidingWindow = SlidingWindow(kit.scheduler, SECOND_MS)
        self.messages: SlidingWindow = SlidingWindow(kit.scheduler, SECOND_MS)
        self.bursts: SlidingWindow = SlidingWindow(kit.scheduler, facts.BURST_MS.value)
        self.broadcasts: Broadcasts = Broadcasts(self)
        self.subscriptions = Subscriptions(self.registrations)
        self.pictures = Pictures(kit)
        self.statistics = Statistics()
        self.own_receipts: MeizuReceipts = MeizuReceipts(self.receipts, kit.scheduler)
        self._sent: dict[str, Sent] = Newest()
        self._receipt_tokens: dict[str, str] = {}

    def add_app(self, app: PushApp) -> None:
        """Add *app* to the console, with the calls that it has made today."""
        super().add_app(app)
        self.today.add(("calls", app.values["app_id"]), app.used_today)

    def add_phone(self, phone: str, link: Link, receive: Callable[[Delivery], None]) -> None:
        """Reach *phone* over *link*."""
        super().add_phone(phone, link, receive)
        self.phones.add(phone)

    @lazy
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[MeizuCall]]:
        """All paths, on each host."""
        found = {
            (method, f"{prefix}{one.path}"): Endpoint(rules.AUTH, one.validate, one.meter, one.act)
            for part in (self._paths, *(part.paths for part in self._parts))
            for one in part
            for prefix in ((_PREFIX, _UNIFIED_PREFIX) if one.path in _UNIFIED_PATHS else (_PREFIX,))
            for method in one.methods
        }
        client = Endpoint(rules.CLIENT_AUTH, rules.DEVICE, rules.NOTHING, self._register_over_http)
        return {**found, ("POST", _REGISTER_PATH): client}

    @property
    def _parts(self) -> tuple[Broadcasts, Subscriptions, Pictures, Statistics]:
        return self.broadcasts, self.subscriptions, self.pictures, self.statistics

    @property
    def _paths(self) -> Sequence[Path]:
        """Those that send to named targets."""
        return [
            Path(f"/push/{task}{kind}/{by}", rules.TASK_TARGETS if task else rules.FIELDS, self._push, rules.METER)
            for task in ("", "task/")
            for kind in ("varnished", "unvarnished")
            for by in ("pushByPushId", "pushByAlias")
        ]

    def read(self, request: Request) -> MeizuCall:
        """Return the call that the steps look at."""
        return MeizuCall(self, request)

    def targets_of(self, call: MeizuCall) -> Sequence[str]:
        """Return the pushIds that the call names, directly or by alias."""
        if not call.names_aliases:
            return call.targets
        return [self.subscriptions.push_id_of(alias, call.app_id) or alias for alias in call.targets]

    def calls_today(self, call: MeizuCall) -> int:
        """Return how often the call's app has sent today."""
        return self.today.count(("calls", call.app_id))

    # -- answers ----------------------------------------------------------------------------------------------------

    def forced_rejection(self, code: int) -> Rejection:
        """Return what is told with *code*; some codes are told of targets alone."""
        kind = _ForcedOfTargets if code in _ONLY_OF_TARGETS else Rejection
        return kind(code, FORCED_TEXT, Reason.VENDOR_FAULT)

    def refusal(self, call: MeizuCall, rejection: Rejection) -> Response:
        """Return Meizu's envelope for *rejection*."""
        if isinstance(rejection, _ForcedOfTargets):
            return answers.accepted({str(rejection.code): call.targets}, self._new_message_id())
        host, path = call.request.host, call.request.path
        other = f"https://{host.replace('push.', 'push.in.')}{path}" if rejection == rejections.OTHER_PLATFORM else ""
        return answers.refused(rejection, other)

    def unknown_endpoint(self, request: Request) -> Response:
        """Return 404 in Meizu's form of an answer."""
        return answers.not_found(request.path)

    def server_error(self) -> Response:
        """Return Meizu's internal error; its SDK treats any status from 500 on as no answer."""
        return Response(500, (("Content-Type", "text/html;charset=UTF-8"),), b"Internal Server Error")

    # -- sending ----------------------------------------------------------------------------------------------------

    def _new_message_id(self) -> str:
        return f"NS{self.kit.stream.hex(_MESSAGE_ID_CHARACTERS)}"

    def _push(self, call: MeizuCall) -> Response:
        self.count_call(call)
        refused, message_id = self.push_to_each(call, call.message_sent, call.targets, call.task)
        if call.request.path.startswith(_UNIFIED_PREFIX):
            logs = {_OWN_PHONES: f"msgId:{message_id}"}
            return answers.accepted({"msgId": message_id, "respTarget": refused, "logs": logs})
        return answers.accepted(refused, message_id)

    def count_call(self, call: MeizuCall) -> None:
        """Count a call that sends, by the second and by the day."""
        self.requests.add(call.app_id)
        if not call.is_private(call.message_sent):
            self.today.add(("calls", call.app_id))

    def push_to_each(
        self, call: MeizuCall, message: Message, named: Sequence[str], task: Task | None
    ) -> tuple[Mapping[str, list[str]], str]:
        """Accept *message* for each target; return the refused targets by code, and the message's id."""
        go_back = self.kit.trace.branch()
        refused: dict[str, list[str]] = {}
        reg_ids = self.targets_of(call) if call.names_aliases else named
        message_id = self._new_message_id()
        sent = self._sent[message_id] = Sent(
            call.app_id,
            self.kit.clock.today,
            task=0 if task is None else task.number,
            wanted=None if task is not None else self._receipts_wanted(call, message),
            aliases=dict(zip(reg_ids, named, strict=True)) if call.names_aliases else {},
        )
        for target, reg_id, push_id in zip(named, reg_ids, self.pushes_for(reg_ids), strict=False):
            rejection = self._push_to(call, message, reg_id, push_id, message_id)
            if rejection is not None:
                refused.setdefault(str(rejection.code), []).append(target)
            self.statistics.targeted(sent, is_accepted=rejection is None)
            go_back()
        return refused, message_id

    def _push_to(
        self, call: MeizuCall, message: Message, reg_id: str, push_id: int, message_id: str
    ) -> Rejection | None:
        """Accept one message for one phone, or return the rejection."""
        case = TargetCase(call, message, self.registrations.find(reg_id))
        found = self.look_up(reg_id, call.push_app, case)
        if isinstance(found, Rule):
            self.write_refusal(push_id, found)
            return found.answer_as(Rejection)
        self._take(TargetCase(call, message, found), found, push_id, message_id)
        return None

    def _take(self, case: TargetCase, registration: Registration, push_id: int, message_id: str) -> None:
        message = case.message
        self.bursts.add(registration.reg_id)
        if case.call.targets:
            self.messages.add(case.call.app_id)
        if not case.is_private:
            self.today.add(case.device_key)
        key = message.notify_key
        notify_id = message.key_id if key else self.kit.stream.between(1, facts.NOTIFY_ID_MAX.value)
        after_ms, expires_ms = self._life(message)
        stored = Stored(
            delivery=delivery_of(message, push_id, registration, message_id, notify_id, expires_ms),
            phone=registration.phone,
            expires_ms=expires_ms,
            collapse_key=(registration.reg_id, key) if key else None,
            only_if_online=not message.is_kept,
        )
        self.accept(stored, rule=targets.TARGETS.name, facts=_ASKED_BEFORE, after_ms=after_ms)

    def _life(self, message: Message) -> tuple[int, int]:
        """Return how long the message is held back, and the virtual time at which it is given up."""
        now_ms = self.kit.scheduler.now_ms
        shown = message.display_ms(self.kit.clock.zone) if message.has_fixed_display else None
        if shown is None:
            return 0, now_ms + message.life_ms
        # Differs: at a real Meizu phone the message may wait on the phone; here it waits in the cloud.
        until_first_ms, until_last_ms = (instant - self.kit.clock.epoch_ms for instant in shown)
        return max(0, until_first_ms), now_ms + until_last_ms

    # -- what becomes of it -----------------------------------------------------------------------------------------

    def delivery_reported(self, report: DeliveryReport) -> None:
        """Count the phone's report, and post a receipt of it."""
        sent = self._sent.get(report.message_id)
        if sent is None:
            # Too many messages have come since.
            return
        self.statistics.reported(sent, report.kind)
        if sent.wanted is not None:
            target = sent.aliases.get(report.reg_id, report.reg_id)
            self.own_receipts.tell(sent.wanted, report.kind, report.message_id, target)

    def _receipts_wanted(self, call: MeizuCall, message: Message) -> Wanted | None:
        if not message.callback:
            return None
        token = self._receipt_tokens.get(call.app_id)
        if token is None:
            token = self._receipt_tokens[call.app_id] = self.kit.stream.hex(_MESSAGE_ID_CHARACTERS)
        return Wanted(message.callback, token, message.callback_types or 0, message.text("extra.callback.param"))

    # -- the SDK ----------------------------------------------------------------------------------------------------

    def new_reg_id(self) -> str:
        """Return three capitals or digits and lower-case hexadecimal characters, 45 in all."""
        drawn = self.kit.stream.hex(facts.PUSH_ID_HEX.value)
        letters = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
        first = "".join(letters[self.kit.stream.between(0, len(letters) - 1)] for _ in range(3))
        return f"{first}{drawn}"

    def register(self, question: Register) -> Registered:
        """Answer `PushManager.register`: a pushId, or the code and the message that the app is told."""
        app = self.app_with("app_id", question.app_id)
        if not question.app_id:
            # Assumed: whoever registers without credentials is known by the package.
            app = next((one for one in self.apps if one.package == question.package), None)
        rule = self.kit.rules.first_no(rules.REGISTER, rules.RegisterCase(question, app), question.phone)
        if rule is not None:
            return self.refuse_registration(question, rule)
        return self.issue_reg_id(question, app, REGISTERED.name, (rules.REGISTER.name,))

    def _register_over_http(self, call: MeizuCall) -> Response:
        """Answer the phone's own call, in which `deviceId` is the phone's name."""
        app = call.push_app
        question = Register(call.text("deviceId"), app.package, call.app_id, app.values["app_key"])
        reg_id = self.issue_reg_id(question, app, REGISTERED.name, (rules.CLIENT_AUTH.name,)).reg_id
        return answers.accepted({"pushId": reg_id, "expireTime": facts.PUSH_ID_KEPT_MS.value // SECOND_MS})

    def command(self, command: SdkCommand) -> Registered:
        """Change or read the phone's switch, alias or tags, as its app asks; the answer's `value` is the text."""
        name, field = _COMMANDS[command.command]
        path = f"{_PREFIX}/message/{name}"
        registration = self.registrations.find(command.reg_id)
        form = {"appId": "" if registration is None else registration.app_id, "pushId": command.reg_id}
        if field:
            form[field] = command.argument
        request = Request("POST", _SUBSCRIPTION_HOST, path, body=urlencode(form).encode())
        call = MeizuCall(self, request, is_from_sdk=True)
        endpoint = self.endpoints["POST", path]
        rule = self.kit.rules.first_no(endpoint.validate, call, self.phone_of(command.reg_id))
        if rule is not None:
            rejection = rule.answer_as(Rejection)
            return Registered(rejection.code, text=rejection.text)
        value = msgspec.json.decode(endpoint.act(call).body, type=_Accepted).value
        return Registered(0, text=bytes(value).decode())
