"""vivo's simulated cloud: what it counts and remembers, its answers, what phones report, and its SDK's questions.

What it does with an accepted call stands in `sending`; what it asks of a call in `rules`, of its targets in `targets`,
and of an accepted message in `schedule`.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from simulator.cloud.kit import CloudKit
from simulator.cloud.metering import DailyCounters, SlidingWindow
from simulator.cloud.outbox import Stored
from simulator.cloud.registrations import PushApp
from simulator.cloud.tokens import Tokens
from simulator.cloud.vendor_cloud import Endpoint, VendorCloud
from simulator.kernel.newest import Newest
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Source
from simulator.kernel.trace import Kind
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Request, Response
from simulator.network.json_body import json_response
from simulator.push.receipt import ReceiptKind
from simulator.push.rejection import Rejection
from simulator.push.uplink import Delivery, DeliveryReport, Register, Registered, SdkCommand
from simulator.vendors.vivo import facts, rules, schedule
from simulator.vendors.vivo.answers import answer
from simulator.vendors.vivo.call import VivoCall, tidy_path
from simulator.vendors.vivo.endpoints import ENDPOINTS
from simulator.vendors.vivo.receipts import (
    ARRIVED,
    BY_REASON,
    BY_RULE,
    HELD_BACK,
    LIVE_NOT_SHOWN,
    NOT_SHOWN,
    USER_GONE,
    Ack,
    VivoReceipts,
)
from simulator.vendors.vivo.sending import Payload
from simulator.vendors.vivo.statistics import Statistics
from simulator.vendors.vivo.targets import (
    NO_SUCH_PHONE,
    REGISTER,
    TARGETS,
    UPS_REGISTER,
    UPS_UNREGISTER,
    Aliases,
    RegisterCase,
    UpsCase,
    targets_of,
)
from simulator.vendors.vivo.topics import Tags

_TOKEN_CHARACTERS = 32

REGISTERED = Fact("vivo.reg_id_per_app_and_phone", True, Source("vivo guide", "step 3.4", ("C13", "V04", "V06")))


class VivoCloud(VendorCloud[VivoCall]):
    """vivo's push cloud.

    Attributes:
        tokens: Access tokens given out.
        payloads: Stored list messages, by taskId.
        today: Counters that start again at midnight.
        this_second: Counters over the last second.
        bursts: Messages for one phone in a short time.
        aliases: Which regId stands behind an alias.
        statistics: Counters of the tasks for many phones.
        own_receipts: Who asked for receipts of what.
    """

    vendor = facts.NAME
    hosts = ("api-push.vivo.com.cn",)
    target_rules = TARGETS
    no_such_phone = NO_SUCH_PHONE
    dispatch = schedule.DISPATCH

    def __init__(self, kit: CloudKit) -> None:
        """Use *kit*."""
        super().__init__(kit)
        self.tokens: Tokens = Tokens(kit, life_ms=facts.TOKEN_LIFE_MS.value, characters=_TOKEN_CHARACTERS)
        self.payloads: dict[str, Payload] = Newest()
        self.today: DailyCounters = DailyCounters(kit.clock)
        self.this_second: SlidingWindow = SlidingWindow(kit.scheduler, SECOND_MS)
        self.bursts: SlidingWindow = SlidingWindow(kit.scheduler, facts.BURST_MS.value)
        self.aliases: Aliases = Aliases(self.registrations)
        self.statistics: Statistics = Statistics()
        self.own_receipts: VivoReceipts = VivoReceipts(kit, self.receipts)
        self._tags: dict[str, Tags] = {}
        self._bases: dict[str, tuple[date, int]] = {}

    @property
    def access_tokens(self) -> Sequence[Tokens]:
        """The tokens that senders authenticate with."""
        return (self.tokens,)

    def add_app(self, app: PushApp) -> None:
        """Add *app* to the console, with the messages that it has sent today."""
        super().add_app(app)
        self.own_receipts.app_added(app)
        for kind, count in app.calls_today.items():
            self.today.add((kind, app.values["app_id"]), count)
        for message_class in (0, 1):
            self.today.add(("sent", app.values["app_id"], message_class, False), app.used_today)

    @property
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[VivoCall]]:
        """All endpoints of vivo's HTTP API."""
        return ENDPOINTS

    def endpoint_of(self, request: Request) -> Endpoint[VivoCall] | None:
        """Return what answers *request*, also where a client has spoiled the path a little."""
        return super().endpoint_of(request.at(tidy_path(request.path)))

    def read(self, request: Request) -> VivoCall:
        """Return the call that the steps look at."""
        return VivoCall(self, request)

    def targets_of(self, call: VivoCall) -> Sequence[str]:
        """Return the regIds that the call means; an alias of nobody as it is."""
        return [target.reg_id or target.name for target in targets_of(call)]

    # -- what the rules look at -------------------------------------------------------------------------------------

    def sent_today(self, call: VivoCall) -> int:
        """Return how many messages of the call's app, class and mode were accepted today."""
        return self.today.count(call.sent_key)

    def counting_base(self, call: VivoCall) -> int:
        """Return how many users of the call's app count for its quotas: those reachable this morning."""
        # Assumed: vivo counts once a day; here before the day's first message. A switched-off notification is not seen.
        day, base = self._bases.get(call.app_id, (date.min, 0))
        if day != call.today:
            most = facts.INACTIVE_MS.on(call.today).value
            users = sum(
                one.is_valid and one.app_id == call.app_id and (most is None or self.away_ms(one) <= most)
                for one in self.registrations
            )
            base = max(users, facts.COUNTING_BASE_MIN.value)
            self._bases[call.app_id] = (call.today, base)
        return base

    def tags_of(self, call: VivoCall) -> Tags:
        """Return the tags of the call's app."""
        return self._tags.setdefault(call.app_id, Tags())

    def moment_of(self, epoch_ms: int) -> datetime:
        """Return the calendar instant of a time stamp on the wire."""
        clock = self.kit.clock
        return clock.at(epoch_ms - clock.epoch_ms + self.kit.scheduler.now_ms)

    # -- answers ----------------------------------------------------------------------------------------------------

    def refusal(self, call: VivoCall, rejection: Rejection) -> Response:
        """Return `result` and `desc`; HTTP status is 200 for a refusal too."""
        return answer(call, {"result": rejection.code, "desc": rejection.text})

    def unknown_endpoint(self, request: Request) -> Response:
        """Return 404 in vivo's form of an answer."""
        # Assumed: what vivo answers to a path it does not have; clients take anything but 200 for a broken transport.
        return json_response({"result": 404, "desc": f"Not Found: {request.path}"}, 404)

    def server_error(self) -> Response:
        """Return vivo's answer to an internal error."""
        return Response(500, (("Content-Type", "text/plain;charset=UTF-8"),), b"Internet server error!")

    def _refuse(self, call: VivoCall, rule: Rule[VivoCall]) -> Response:
        if rule in rules.QUOTA.rules:
            self.open_day(call)
        return super()._refuse(call, rule)

    def open_day(self, call: VivoCall) -> None:
        """Record which figure the day's number of a class follows, when its first message is taken or refused."""
        key = ("opened", call.app_id, call.message_class)
        if call.is_test or self.today.count(key):
            return
        self.today.add(key)
        figure, base = rules.quota_fact(call), self.counting_base(call)
        go_back = self.kit.trace.branch()
        data = {"class": call.message_class, "users": base, "messages": figure.value * base}
        self.kit.trace.write(self.actor, Kind.STATE, "day_opened", rule=figure.name, data=data)
        go_back()

    # -- what becomes of it -----------------------------------------------------------------------------------------

    def message_dropped(self, stored: Stored, rule: Rule[Any]) -> None:
        """Count a dropped message, and post a receipt where one is wanted."""
        self.dropped(stored.delivery.push_id, stored.delivery.message_id, rule, stored)

    def dropped(self, push_id: int, task_id: str, rule: Rule[Any], stored: Stored | None = None) -> None:
        """Count a message that *rule* has dropped, and post its receipt."""
        self.statistics.dropped(task_id, rule.reason)
        ack = BY_RULE.get(rule.name, HELD_BACK)
        if rule is schedule.UNSUBSCRIBED and stored is not None and self._has_successor(stored.delivery):
            ack = USER_GONE
        self.own_receipts.tell(push_id, ack)

    def _has_successor(self, delivery: Delivery) -> bool:
        """Return whether the app of *delivery* has another regId on its phone by now."""
        current = self.registrations.current(self.phone_of(delivery.reg_id), delivery.package)
        return current is not None and current.is_valid

    def delivery_reported(self, report: DeliveryReport) -> None:
        """Count a phone's report, and post a receipt where one is wanted."""
        if report.reason.isdecimal():  # of a live message: the phone's own number
            self.own_receipts.tell(report.push_id, Ack(LIVE_NOT_SHOWN, int(report.reason)))
            return
        self.statistics.reported(report.message_id, report.kind, report.reason)
        if report.kind is ReceiptKind.ARRIVED:
            self.own_receipts.tell(report.push_id, ARRIVED)
        elif report.kind is ReceiptKind.FAILED:
            self.own_receipts.tell(report.push_id, BY_REASON.get(report.reason, NOT_SHOWN))

    # -- the SDK's questions ----------------------------------------------------------------------------------------

    def new_reg_id(self) -> str:
        """Return 23 digits, vivo's old and still common form."""
        return self.kit.stream.digits(facts.REG_ID_DIGITS.value)

    def register(self, question: Register) -> Registered:
        """Answer `turnOnPush`: a regId, or the state code that the app is told."""
        app = self.app_with("app_id", question.app_id)
        rule = self.kit.rules.first_no(REGISTER, RegisterCase(question, app), question.phone)
        if rule is not None:
            return self.refuse_registration(question, rule)
        return self.issue_reg_id(question, app, REGISTERED.name, (REGISTER.name,))

    def command(self, command: SdkCommand) -> Registered:
        """Keep an alias, or answer a call of the unified push alliance's."""
        match command.command:
            case "bindAlias":
                self.aliases.bind(command.reg_id, command.argument)
            case "unBindAlias":
                self.aliases.unbind(command.reg_id, command.argument)
            case "upsRegister":
                return self._ups_register(command)
            case "upsUnRegister":
                return self._ups_unregister(command)
            case _:
                pass  # topics stay on the phone: no call of the server's goes to one
        return Registered(0)

    def _ups_register(self, command: SdkCommand) -> Registered:
        """Issue a regId for appId, appKey and appSecret, which the app itself provides."""
        question, wanted = msgspec.json.decode(command.argument, type=tuple[Register, tuple[str, str, str]])
        names = ("app_id", "app_key", "app_secret")
        app = next((one for one in self.apps if tuple(one.values[name] for name in names) == wanted), None)
        rule = self.kit.rules.first_no(UPS_REGISTER, UpsCase(app), question.phone)
        if rule is not None:
            return self.refuse_registration(question, rule)
        return self.issue_reg_id(question, app, REGISTERED.name, (UPS_REGISTER.name,))

    def _ups_unregister(self, command: SdkCommand) -> Registered:
        registration = self.registrations.find(command.reg_id)
        rule = self.kit.rules.first_no(UPS_UNREGISTER, UpsCase(registration=registration), command.argument)
        if rule is not None:
            code = rule.answer_as(int)
            self.kit.trace.refuse(command.argument, Kind.STATE, "ups_refused", rule, data={"code": code})
            return Registered(code)
        if registration is not None:
            registration.is_valid = False
            self.write_registration(registration, "unregistered")
        return Registered(0)
