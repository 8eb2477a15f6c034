"""Xiaomi's simulated cloud: its hosts, its answers, its counters, and the parts that it is made of.

What it refuses, and when, stands in `rules`, `limits` and `registering`, and beside each smaller part.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simulator.cloud.forced import FORCED_TEXT
from simulator.cloud.kit import CloudKit
from simulator.cloud.metering import DailyCounters, SlidingWindow
from simulator.cloud.outbox import TTL_EXPIRED, Stored
from simulator.cloud.registrations import PushApp, Registration
from simulator.cloud.vendor_cloud import Endpoint, VendorCloud
from simulator.kernel.lazy import lazy
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Source
from simulator.kernel.trace import Kind
from simulator.kernel.units import HOUR_MS, MINUTE_MS, SECOND_MS
from simulator.network.http import Request, Response
from simulator.network.json_body import json_response
from simulator.push.reason import Reason
from simulator.push.rejection import Rejection
from simulator.push.uplink import DeliveryReport, Register, Registered, SdkCommand, Unregister, Uplink
from simulator.vendors.xiaomi import facts, limits, registering, rejections
from simulator.vendors.xiaomi.call import XiaomiCall
from simulator.vendors.xiaomi.channels import Channels
from simulator.vendors.xiaomi.events import BAR_OFF, BAR_ON, Event, EventType, event_of
from simulator.vendors.xiaomi.feedback import Feedback
from simulator.vendors.xiaomi.limits import Poll
from simulator.vendors.xiaomi.message import MessageClass
from simulator.vendors.xiaomi.names import Names
from simulator.vendors.xiaomi.receipts import XiaomiReceipts
from simulator.vendors.xiaomi.regions import Regions
from simulator.vendors.xiaomi.revoking import Revoking
from simulator.vendors.xiaomi.schedule import Schedule
from simulator.vendors.xiaomi.sending import Sending
from simulator.vendors.xiaomi.statistics import Statistics

_CHINESE_HOSTS = ("api", "sandbox", "feedback", "emq", "vip.api", "lg.api", "c3.api")
_REGIONS_ABROAD = ("fr", "ru", "idmb")
_HOSTS_ABROAD = (
    *("api", "feedback", "vip.api", "sgp-api"),
    *(f"{region}{name}" for region in _REGIONS_ABROAD for name in (".api", "-api", ".feedback")),
)

REGISTERED = Fact("xiaomi.reg_id_per_app_and_phone", True, Source("Xiaomi guide", "step 3.4", ("C13", "X05", "X14")))


class XiaomiCloud(VendorCloud[XiaomiCall]):
    """Xiaomi's push cloud.

    Attributes:
        today: Counters that start again at midnight.
        windows: Counters of the last second, minute and hour.
        bursts: Messages for one phone in a short time.
        job_keys: Groups of which a phone has had a message: regId and key.
        names: Aliases, accounts and topics.
        regions: Where regIds belong.
        statistics: Messages taken.
        own_receipts: Receipts that senders asked for.
        feedback: Invalid targets, and queues.
        channels: Channels that were added over the API.
        schedule: Messages that are to be sent later.
        revoking: Revokes on their way.
    """

    vendor = facts.NAME
    hosts = (
        *(f"{name}.xmpush.xiaomi.com" for name in _CHINESE_HOSTS),
        *(f"{name}.xmpush.global.xiaomi.com" for name in _HOSTS_ABROAD),
    )
    target_rules = limits.TARGETS
    no_such_phone = limits.NO_SUCH_PHONE
    dispatch = limits.DISPATCH

    def __init__(self, kit: CloudKit) -> None:
        """Use *kit*."""
        super().__init__(kit)
        self.today: DailyCounters = DailyCounters(kit.clock)
        spans = {limits.SECOND: SECOND_MS, limits.MINUTE: MINUTE_MS, limits.HOUR: HOUR_MS}
        self.windows: dict[str, SlidingWindow] = {
            name: SlidingWindow(kit.scheduler, span_ms) for name, span_ms in spans.items()
        }
        self.bursts: SlidingWindow = SlidingWindow(kit.scheduler, facts.BURST_MS.value)
        self.job_keys: set[tuple[str, str]] = set()
        self.names: Names = Names(self)
        self.regions: Regions = Regions(self)
        self.statistics: Statistics = Statistics(self)
        self.own_receipts: XiaomiReceipts = XiaomiReceipts(self)
        self.feedback: Feedback = Feedback(self)
        self.channels: Channels = Channels(self)
        self.schedule: Schedule = Schedule(self)
        self.revoking: Revoking = Revoking(self)
        self._switched_off: set[str] = set()

    def add_app(self, app: PushApp) -> None:
        """Add *app* to the console, with the messages that its phones have received today."""
        super().add_app(app)
        self.today.add(("calls", app.values["app_id"]), app.calls_today.get("total", 0))
        for message_class in MessageClass:
            self.today.add(("acked", app.values["app_id"], message_class), app.used_today)

    def link_changed(self, phone: str, *, is_up: bool) -> None:
        """Take note that *phone* has come back or gone away; waiting messages are sent, revokes last."""
        super().link_changed(phone, is_up=is_up)
        if is_up:
            self.revoking.phone_back(phone)

    @lazy
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[XiaomiCall]]:
        """Those of all parts."""
        parts = (
            Sending(self),
            self.names,
            self.regions,
            self.statistics,
            self.feedback,
            self.channels,
            self.schedule,
            self.revoking,
        )
        return {key: endpoint for part in parts for key, endpoint in part.endpoints.items()}

    def endpoint(
        self,
        authenticate: Decision[XiaomiCall],
        validate: Decision[XiaomiCall],
        poll: Poll,
        act: Callable[[XiaomiCall], Response],
    ) -> Endpoint[XiaomiCall]:
        """Return an endpoint whose calls are counted as *poll* says."""

        def counted(call: XiaomiCall) -> Response:
            self.queried(call)
            self.windows[poll.span].add((poll.name, call.app_id))
            return act(call)

        return Endpoint(authenticate, validate, poll.meter, counted)

    def read(self, request: Request) -> XiaomiCall:
        """Return the call that the steps look at."""
        by, is_multi = Sending.by(request.path)
        return XiaomiCall(self, request, by, is_multi=is_multi)

    def targets_of(self, call: XiaomiCall) -> Sequence[str]:
        """Return the regIds that the call names; for names of others, those behind them."""
        return [reg_id for message in call.messages for reg_id in self.names.reached_by(call, message)]

    # -- what parts and rules ask -----------------------------------------------------------------------------------

    def queried(self, call: XiaomiCall) -> None:
        """Count an accepted call."""
        self.windows[limits.SECOND].add(call.app_id)
        self.today.add(("calls", call.app_id))

    def acked_today(self, app_id: str, message_class: MessageClass) -> int:
        """Return how many messages of a class the app's phones have received today."""
        return self.today.count(("acked", app_id, message_class))

    def own_registration(self, call: XiaomiCall, reg_id: str) -> Registration | None:
        """Return the registration of *reg_id*, if it is one of the call's app."""
        found = self.registrations.find(reg_id)
        return found if found is not None and found.app_id == call.app_id else None

    def counting_base(self, app_id: str) -> int:
        """Return the number of devices that count: those with notifications on, or the guaranteed minimum."""
        if len(self.registrations) <= facts.COUNTING_BASE.value:
            return facts.COUNTING_BASE.value
        reg_ids = self.registrations.valid_reg_ids(app_id)
        return max(facts.COUNTING_BASE.value, sum(one not in self._switched_off for one in reg_ids))

    def queries_per_second(self, app_id: str) -> int:
        """Return how many queries an app with so many devices may make in a second."""
        devices = len(self.registrations.valid_reg_ids(app_id))
        return next(queries for least, queries in facts.QUERIES_PER_SECOND.value if devices >= least)

    # -- answers ----------------------------------------------------------------------------------------------------

    def forced_rejection(self, code: int) -> rejections.XiaomiRejection:
        """Return a refusal in Xiaomi's form."""
        return rejections.XiaomiRejection(
            code=code, text=FORCED_TEXT, reason=Reason.VENDOR_FAULT, description=FORCED_TEXT
        )

    def refusal(self, call: XiaomiCall, rejection: Rejection) -> Response:
        """Return Xiaomi's envelope for *rejection*; HTTP status is 200 for a refusal too."""
        assert isinstance(rejection, rejections.XiaomiRejection)
        text = rejection.text
        if rejection is rejections.PACKAGE_WRONG:
            text += f": {','.join(call.wrong_packages) or call.value('package_name')}"
        elif rejection is rejections.SENDING_FORBIDDEN:
            text = f"AppId(id={call.app_id}) {text}"
        elif rejection is rejections.QUOTA_USED:
            classes = dict.fromkeys(call.class_of(message) for message in call.messages)
            used = next(one for one in classes if limits.quota_of(call, one) is not None)
            text += f", quota: {limits.quota_of(call, used)}, have acked: {self.acked_today(call.app_id, used)}"
        return self._error(200, rejection, text, {"trace_id": self.stamped("X")})

    @staticmethod
    def _error(status: int, rejection: rejections.XiaomiRejection, text: str, more: Mapping[str, object]) -> Response:
        fields = {
            "result": "error",
            "reason": text,
            **more,
            "code": rejection.code,
            "description": rejection.description,
        }
        return json_response(fields, status)

    def ok(self, data: Mapping[str, object] | None, info: str = "") -> Response:
        """Return Xiaomi's envelope for a success."""
        fields: dict[str, object] = {"result": "ok", "trace_id": self.stamped("X"), "code": 0}
        if data is not None:
            fields["data"] = data
        fields["description"] = "成功"
        fields.update({"info": info} if info else {"reason": "Success"})
        return json_response(fields)

    def stamped(self, letter: str) -> str:
        """Return an id in Xiaomi's form: letter, machine room, machine, instant, two more characters."""
        instant = f"{self.kit.clock.epoch_ms % 10**12:012d}"
        return f"{letter}cm{self.kit.stream.digits(5)}{instant}{self.kit.stream.hex(2)}"

    def unknown_endpoint(self, request: Request) -> Response:
        """Return 404 in Xiaomi's form of an answer, 405 for a path that there is with another method."""
        # Assumed: the statuses and that there is no trace id; the codes are listed, and no text says how they come.
        if any(path == request.path for _, path in self.endpoints):
            return self._error(405, rejections.METHOD_UNSUPPORTED, rejections.METHOD_UNSUPPORTED.text, {})
        return self._error(404, rejections.ENDPOINT_UNKNOWN, rejections.ENDPOINT_UNKNOWN.text, {})

    def server_error(self) -> Response:
        """Return Xiaomi's internal error; its SDKs read nothing but the status."""
        return Response(500, (("Content-Type", "text/html;charset=UTF-8"),), b"Internal Server Error")

    # -- what became of messages ------------------------------------------------------------------------------------

    def delivery_reported(self, report: DeliveryReport) -> None:
        """Count an arrival, a tap or a failure, and post a receipt where one is wanted."""
        event = event_of(report)
        sent = self.statistics.sent.get(report.message_id)
        if event is None or sent is None:
            return
        target = sent.names.get(report.push_id, report.reg_id)
        self.statistics.count(sent, event)
        self.feedback.note(sent, target, event)
        self.own_receipts.tell(sent, target, event)
        if event.type is EventType.DELIVERED:
            self.today.add(("acked", sent.app_id, sent.message_class))
        if event.bar_status in {BAR_ON, BAR_OFF}:
            change = self._switched_off.add if event.bar_status == BAR_OFF else self._switched_off.discard
            change(report.reg_id)

    def message_dropped(self, stored: Stored, rule: Rule[Any]) -> None:
        """Tell whoever wants to know that a message has become too old."""
        sent = self.statistics.sent.get(stored.delivery.message_id)
        if sent is not None and rule is TTL_EXPIRED:
            target = sent.names.get(stored.delivery.push_id, stored.delivery.reg_id)
            self.own_receipts.tell(sent, target, Event(EventType.TTL_EXPIRED))

    # -- what the SDK asks ------------------------------------------------------------------------------------------

    def answer(self, question: Uplink) -> Registered:
        """Answer the SDK; an invalid regId cannot be unregistered."""
        if isinstance(question, Unregister):
            command = SdkCommand(question.reg_id, "unregister", "")
            refused = self._refuse_command(registering.UNREGISTER, command)
            if refused is not None:
                return refused
        answer = super().answer(question)
        if not isinstance(question, Register | Unregister | SdkCommand | DeliveryReport):
            self.revoking.phone_back(question.phone)
        return answer

    def new_reg_id(self) -> str:
        """Return 64 characters of base64."""
        drawn = self.kit.stream.hex(2 * facts.REG_ID_BYTES.value)
        return base64.b64encode(bytes.fromhex(drawn)).decode()

    def register(self, question: Register) -> Registered:
        """Answer `registerPush`: a regId, or the result code and the reason that the app is told."""
        app = self.app_with("app_id", question.app_id)
        case = registering.RegisterCase(question, app)
        rule = self.kit.rules.first_no(registering.REGISTER, case, question.phone)
        if rule is not None:
            text = registering.REGISTER_TEXTS[rule.answer_as(int)]
            return self.refuse_registration(
                question, rule, text.format(app_id=question.app_id, package=question.package)
            )
        asked = (registering.REGISTER.name, facts.CERTIFICATE.name)
        answer = self.issue_reg_id(question, app, REGISTERED.name, asked)
        self.regions.note(answer.reg_id, question.region)
        return answer

    def command(self, command: SdkCommand) -> Registered:
        """Add or remove a name of the phone's regId, or switch push off and on."""
        decision = registering.COMMANDS.get(command.command, registering.OTHER_COMMAND)
        refused = self._refuse_command(decision, command)
        if refused is not None:
            return refused
        registration = self.registrations.find(command.reg_id)
        app_id = self.apps[0].values["app_id"] if registration is None else registration.app_id
        self.windows[limits.HOUR].add((command.command, command.reg_id))
        self.names.obey(command, app_id)
        return Registered(0)

    def _refuse_command(self, decision: Decision[registering.CommandCase], command: SdkCommand) -> Registered | None:
        """Return the SDK's answer where a rule of *decision* says no."""
        case = registering.CommandCase(self, command, self.registrations.find(command.reg_id))
        rule = self.kit.rules.first_no(decision, case, self.phone_of(command.reg_id) or None)
        if rule is None:
            return None
        rejection = rule.answer_as(Rejection)
        data = {"command": command.command, "code": rejection.code}
        self.kit.trace.refuse(self.actor, Kind.STATE, "command_refused", rule, data=data)
        return Registered(rejection.code, text=rejection.text)
