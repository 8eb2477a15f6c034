"""vivo's simulated cloud: its HTTP API, what it does with an accepted message, and its SDK's questions.

What it asks of a call stands in `rules`, of its targets in `targets`, of a message that it has taken in `schedule`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

import msgspec

from simulator.cloud.kit import CloudKit
from simulator.cloud.metering import DailyCounters, SlidingWindow
from simulator.cloud.outbox import Stored
from simulator.cloud.registrations import PushApp, Registration
from simulator.cloud.tokens import Tokens
from simulator.cloud.vendor_cloud import Endpoint, VendorCloud
from simulator.kernel.newest import Newest
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Request, Response
from simulator.network.json_body import json_response
from simulator.push.receipt import ReceiptKind
from simulator.push.rejection import Rejection
from simulator.push.uplink import Delivery, DeliveryReport, Register, Registered, SdkCommand
from simulator.vendors.vivo import facts, live, rules, schedule, topics
from simulator.vendors.vivo.answers import OK, answer, changed_members, done, invalid_user
from simulator.vendors.vivo.call import AUTH, BROADCAST, LIVE_MESSAGE, PUSH_TO_LIST, TAG_PUSH, VivoCall, tidy_path
from simulator.vendors.vivo.delivery import delivery_of, recall_of
from simulator.vendors.vivo.receipts import (
    ARRIVED,
    BY_REASON,
    BY_RULE,
    HELD_BACK,
    LIVE_NOT_SENT,
    LIVE_NOT_SHOWN,
    NOT_SHOWN,
    USER_GONE,
    Ack,
    VivoReceipts,
)
from simulator.vendors.vivo.statistics import Statistics
from simulator.vendors.vivo.targets import (
    NO_SUCH_PHONE,
    REGISTER,
    TARGETS,
    UPS_REGISTER,
    UPS_UNREGISTER,
    Aliases,
    RegisterCase,
    Target,
    TargetCase,
    UpsCase,
    targets_of,
)
from simulator.vendors.vivo.topics import Tags

_TASK_ID_DIGITS = 18
_TOKEN_CHARACTERS = 32

REGISTERED = Fact("vivo.reg_id_per_app_and_phone", True, Source("vivo guide", "step 3.4", ("C13", "V04", "V06")))
REQUEST_ID_MAY_REPEAT = Fact("vivo.request_id_may_repeat", True, Source(facts.API, "requestId", grade=Grade.ASSUMED))
"""A request with the requestId of an earlier one is a message of its own: one public client stores a list message and
pushes it under one requestId, and no code stands for a repetition."""

_ASKED_BEFORE = (
    *(decision.name for decision in (rules.TOKEN, rules.SENDING, TARGETS, rules.QUOTA, schedule.DEVICE_LIMITS)),
    REQUEST_ID_MAY_REPEAT.name,
)
"""Decisions that an accepted message has passed, beside the one that its record names, and what it leans on."""

_BY_TAG = Decision("vivo.tag_push_fields", (*rules.PAYLOAD_FIELDS, topics.PUSH_EXPRESSION))


class Payload(msgspec.Struct, frozen=True):
    """A message that `saveListPayload` keeps for `pushToList`."""

    message: Mapping[str, Any]
    app_id: str
    ends_ms: int


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
        """Add *app* to the console, with what it has sent today already."""
        super().add_app(app)
        self.own_receipts.app_added(app)
        for kind, count in app.calls_today.items():
            self.today.add((kind, app.values["app_id"]), count)
        for message_class in (0, 1):
            self.today.add(("sent", app.values["app_id"], message_class, False), app.used_today)

    @property
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[VivoCall]]:
        """All that vivo's HTTP API has."""
        return _endpoints()

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
        """Return how many messages of the call's app, class and mode were taken today."""
        return self.today.count(_sent_key(call))

    def counting_base(self, call: VivoCall) -> int:
        """Return how many users of the call's app count for its numbers: those that could be reached this morning."""
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

    # -- what the endpoints do --------------------------------------------------------------------------------------

    def _auth(self, call: VivoCall) -> Response:
        self.today.add(("auth", call.app_id))
        self.this_second.add(("auth", call.app_id))
        return answer(call, {**OK, "authToken": self.tokens.issue(call.app_id)})

    def _send(self, call: VivoCall) -> Response:
        self.this_second.add(call.app_id)
        target = next(iter(targets_of(call)), Target("", ""))
        [push_id] = self.pushes_for([target.reg_id or target.name])
        task_id = self._new_task_id()
        rule = self._push_to(call, target, push_id, task_id)
        if rule is None:
            return answer(call, {**OK, "taskId": task_id})
        rejection = rule.answer_as(Rejection)
        invalid = invalid_user(rule, target)
        return answer(call, {"result": rejection.code, "desc": rejection.text, "invalidUser": invalid})

    def _save_payload(self, call: VivoCall) -> Response:
        self.today.add(("list_payload", call.app_id))
        task_id = self._new_task_id()
        ends_ms = self.kit.scheduler.now_ms + facts.LIST_PAYLOAD_LIFE_MS.value
        self.payloads[task_id] = Payload(call.message_to_store(), call.app_id, ends_ms)
        return answer(call, {**OK, "taskId": task_id})

    def _push_to_list(self, call: VivoCall) -> Response:
        task_id = call.text("taskId")
        self.this_second.add(call.app_id, len(call.targets))
        invalid = self._push_to_many(call, targets_of(call), task_id)
        return answer(call, {**OK, "taskId": task_id, "invalidUsers": invalid})

    def _broadcast(self, call: VivoCall) -> Response:
        self.today.add(("broadcast", call.app_id))
        return self._push_to_chosen(call, self.registrations.valid_reg_ids(call.app_id))

    def _push_by_tag(self, call: VivoCall) -> Response:
        return self._push_to_chosen(call, topics.reg_ids_by_tag(self, call))

    def _push_to_chosen(self, call: VivoCall, reg_ids: Iterable[str]) -> Response:
        """Push to the phones that vivo itself has chosen; these come at vivo's own pace, so no second counts them."""
        task_id = self._new_task_id()
        self._push_to_many(call, [Target(reg_id, reg_id) for reg_id in reg_ids], task_id)
        return answer(call, {**OK, "taskId": task_id})

    def _push_to_many(self, call: VivoCall, targets: Sequence[Target], task_id: str) -> list[Mapping[str, object]]:
        """Push to *targets*; return those that are no valid users."""
        self.statistics.open(task_id, call.app_id)
        go_back = self.kit.trace.branch()
        invalid = []
        push_ids = self.pushes_for([target.reg_id or target.name for target in targets])
        for target, push_id in zip(targets, push_ids, strict=False):
            rule = self._push_to(call, target, push_id, task_id)
            if rule is not None:
                invalid.append(invalid_user(rule, target))
            go_back()
        return invalid

    def _statistics(self, call: VivoCall) -> Response:
        return answer(call, {**OK, "statistics": self.statistics.of(call.app_id, call.in_query("taskIds"))})

    def _recall(self, call: VivoCall) -> Response:
        """Recall the messages of a task: waiting ones never leave, shown ones are removed."""
        task_id = call.text("taskId")
        known = [self.registrations.find(reg_id) for reg_id in call.texts("userIds")]
        own = {one.reg_id: one for one in known if one is not None and one.app_id == call.app_id}
        self.outbox.withdraw(lambda one: one.delivery.message_id == task_id and one.delivery.reg_id in own)
        for registration in own.values():
            self.outbox.send_at_once(registration.phone, recall_of(task_id, registration))
        return answer(call, {**OK, "taskId": task_id})

    def _new_task_id(self) -> str:
        return self.kit.stream.digits(_TASK_ID_DIGITS)

    # -- one message for one phone ----------------------------------------------------------------------------------

    def _push_to(self, call: VivoCall, target: Target, push_id: int, task_id: str) -> Rule[TargetCase] | None:
        """Accept one message for one target, or return the rule by which it is no valid user."""
        self.statistics.add(task_id, "target")
        case = TargetCase(call, target, self.registrations.find(target.reg_id))
        found = self.look_up(target.reg_id or target.name, call.push_app, case)
        if isinstance(found, Rule):
            self.statistics.add(task_id, "targetUnSub" if found.name == "vivo.reg_id_gone" else "targetInvalid")
            self.write_refusal(push_id, found)
            return found
        self.statistics.add(task_id, "valid")
        self._take(call, found, push_id, task_id, target.name)
        return None

    def _take(self, call: VivoCall, registration: Registration, push_id: int, task_id: str, target: str) -> None:
        wish = self.own_receipts.wish_of(call, target, task_id)
        if wish is not None:
            self.own_receipts.keep(push_id, wish)
        case = schedule.DeviceCase(call, registration)
        limit = self._limit_of(case)
        if limit is not None:
            self.drop_accepted(push_id, task_id, limit)
            self._dropped(push_id, task_id, limit)
            return
        self._count(case)
        self.statistics.add(task_id, "send")
        notify_id = call.number("notifyId", 0) or self.kit.stream.between(1, facts.NOTIFY_ID_MAX.value)
        delivery = delivery_of(call, push_id, registration, task_id, notify_id)
        stored = self._stored(call, delivery, is_tracked=wish is not None or call.is_task)
        self.accept(stored, rule=rules.CLASS_AND_QUOTA.name, facts=_ASKED_BEFORE)

    def _stored(self, call: VivoCall, delivery: Delivery, *, is_tracked: bool) -> schedule.VivoStored:
        return schedule.VivoStored(
            delivery=msgspec.structs.replace(delivery, is_tracked=is_tracked),
            phone=self.phone_of(delivery.reg_id),
            expires_ms=self.kit.scheduler.now_ms + call.ttl_s * 1_000,
            collapse_key=(delivery.reg_id, delivery.notify_id) if call.has("notifyId") else None,
            only_if_online=call.body.get("sendOnline") is True,
            registrations=self.registrations,
        )

    def _limit_of(self, case: schedule.DeviceCase) -> Rule[Any] | None:
        """Return what holds back a message that its sender is told to be taken."""
        ask, phone = self.kit.rules.first_no, case.registration.phone
        reviewed: Rule[Any] | None = ask(schedule.REVIEW, case, phone)
        return reviewed or ask(rules.QUOTA, case.call, phone) or ask(schedule.DEVICE_LIMITS, case, phone)

    def _refuse(self, call: VivoCall, rule: Rule[VivoCall]) -> Response:
        if rule in rules.QUOTA.rules:
            self._open_day(call)
        return super()._refuse(call, rule)

    # Differs: vivo counts messages when they arrive; here they count when they are taken and not dropped at once.
    def _count(self, case: schedule.DeviceCase) -> None:
        reg_id, call = case.registration.reg_id, case.call
        self.bursts.add(reg_id)
        self._open_day(call)
        self.today.add(_sent_key(call))
        if case.is_marketing:
            self.today.add(("device", reg_id))
            self.today.add(case.seen_key)

    def _open_day(self, call: VivoCall) -> None:
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

    def _send_live(self, call: VivoCall) -> Response:
        """Send what changes a live notification; all that goes wrong behind this answer is told by receipts."""
        self.this_second.add(call.app_id)
        target = next(iter(targets_of(call)), Target("", ""))
        name = target.reg_id or target.name
        [push_id] = self.pushes_for([name])
        task_id = self._new_task_id()
        wish = self.own_receipts.wish_of(call, target.name, task_id)
        if wish is not None:
            self.own_receipts.keep(push_id, wish)
        registration = self.registrations.find(target.reg_id)
        case = live.LiveCase(call, target, registration)
        rule: Rule[Any] | None = self.kit.rules.first_no(live.SENDABLE, case, self.subject_of(name))
        if rule is None and registration is None:
            rule = live.NO_SUCH_PHONE
        if rule is not None:
            self.drop_accepted(push_id, task_id, rule)
            self.own_receipts.tell(push_id, Ack(LIVE_NOT_SENT.type, rule.answer_as(Rejection).code))
        elif registration is not None:
            delivery = delivery_of(call, push_id, registration, task_id, call.number("notifyId", 0) or 0)
            options = {**delivery.options, "live": live.options_of(call)}
            stored = self._stored(call, msgspec.structs.replace(delivery, options=options), is_tracked=wish is not None)
            self.accept(stored, rule=live.SENDABLE.name, facts=_ASKED_BEFORE[:2])
        return answer(call, {**OK, "taskId": task_id})

    # -- what becomes of it -----------------------------------------------------------------------------------------

    def message_dropped(self, stored: Stored, rule: Rule[Any]) -> None:
        """Count, and tell whoever wants to know, that a message was given up."""
        self._dropped(stored.delivery.push_id, stored.delivery.message_id, rule, stored)

    def _dropped(self, push_id: int, task_id: str, rule: Rule[Any], stored: Stored | None = None) -> None:
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
        """Count what a phone tells, and pass it on to whoever wants to know."""
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
        """Give out a regId for appId, appKey and appSecret, which the app itself brings."""
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


def _sent_key(call: VivoCall) -> tuple[object, ...]:
    return ("sent", call.app_id, call.message_class, call.is_test)


@cache
def _endpoints() -> Mapping[tuple[str, str], Endpoint[VivoCall]]:
    """Return the table that all worlds share: a call knows the cloud that it asks."""
    payload, task = rules.PAYLOAD_FIELDS, rules.TASK_CLASS_AND_QUOTA
    messages: Mapping[str, Endpoint[VivoCall]] = {
        AUTH: Endpoint(rules.AUTH, rules.NOTHING, rules.AUTH_METER, _act(VivoCloud._auth)),
        "/message/send": Endpoint(rules.SENDING, rules.SINGLE_FIELDS, rules.CLASS_AND_QUOTA, _act(VivoCloud._send)),
        "/message/saveListPayload": Endpoint(rules.TOKEN, payload, rules.PAYLOAD_METER, _act(VivoCloud._save_payload)),
        PUSH_TO_LIST: Endpoint(rules.SENDING, rules.LIST_FIELDS, task, _act(VivoCloud._push_to_list)),
        BROADCAST: Endpoint(rules.SENDING, payload, rules.BROADCAST_METER, _act(VivoCloud._broadcast)),
        TAG_PUSH: Endpoint(rules.SENDING, _BY_TAG, task, _act(VivoCloud._push_by_tag)),
        LIVE_MESSAGE: Endpoint(rules.SENDING, live.FIELDS, rules.LIVE_METER, _act(VivoCloud._send_live)),
        "/message/recycle": _asked_by(rules.RECALL_FIELDS, _act(VivoCloud._recall)),
        "/tag/add": _asked_by(topics.NAMED, done(topics.add_tag)),
        "/tag/update": _asked_by(topics.RENAMED, done(topics.update_tag)),
        "/tag/addMembers": _asked_by(topics.MEMBERS, lambda call: changed_members(call, joins=True)),
        "/tag/removeMembers": _asked_by(topics.MEMBERS, lambda call: changed_members(call, joins=False)),
        "/tagGroup/add": _asked_by(topics.GROUP_ADD, done(topics.add_group)),
        "/tagGroup/update": _asked_by(topics.GROUP_UPDATE, done(topics.update_group)),
        "/tagGroup/addToGroup": _asked_by(topics.GROUP_TAGS, done(topics.add_to_group)),
        "/tagSegment/add": _asked_by(topics.SEGMENT_ADD, done(topics.save_segment)),
        "/tagSegment/update": _asked_by(topics.SEGMENT_UPDATE, done(topics.save_segment)),
    }
    statistics = _asked_by(rules.STATISTICS_FIELDS, _act(VivoCloud._statistics))
    return {("POST", path): one for path, one in messages.items()} | {("GET", "/report/getStatistics"): statistics}


def _act(method: Callable[[VivoCloud, VivoCall], Response]) -> Callable[[VivoCall], Response]:
    """Return what has the cloud of a call answer it by *method*."""
    return lambda call: method(call.cloud, call)


def _asked_by(fields: Decision[VivoCall], act: Callable[[VivoCall], Response]) -> Endpoint[VivoCall]:
    """Return a call that sends nothing: it wants a token and its fields."""
    return Endpoint(rules.TOKEN, fields, rules.NOTHING, act)
