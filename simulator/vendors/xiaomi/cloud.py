"""Xiaomi's simulated cloud: sending by regId, alias, account and topic, to all, and to each its own; topics; reading.

What it refuses, and when, stands in `rules`.
"""

import base64
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import msgspec

from simulator.cloud.forced import FORCED_TEXT
from simulator.cloud.metering import DailyCounters, SlidingWindow
from simulator.cloud.outbox import Stored
from simulator.cloud.registrations import PushApp
from simulator.cloud.vendor_cloud import CloudKit, Endpoint, VendorCloud
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Source
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Request, Response
from simulator.network.link import Link
from simulator.push.click import Click, ClickKind
from simulator.push.reason import Reason
from simulator.push.rejection import Rejection
from simulator.push.uplink import Delivery, Register, Registered, SdkCommand
from simulator.vendors.xiaomi import facts, rules
from simulator.vendors.xiaomi import rejections as no
from simulator.vendors.xiaomi.call import By, Message, MessageClass, XiaomiCall

_HEADERS = (("Content-Type", "application/json;charset=UTF-8"),)
_SEND_PATHS: Mapping[str, By] = {
    **{f"/v{version}/message/regid": By.REG_ID for version in (2, 3, 4)},
    **{f"/v{version}/message/alias": By.ALIAS for version in (2, 3)},
    "/v2/message/user_account": By.ACCOUNT,
    **{f"/v{version}/message/topic": By.TOPIC for version in (2, 3)},
    **{f"/v{version}/message/multi_topic": By.TOPICS for version in (2, 3)},
    **{f"/v{version}/message/all": By.ALL for version in (2, 3)},
}
_MULTI_PATHS: Mapping[str, By] = {
    "/v2/multi_messages/regids": By.REG_ID,
    "/v2/multi_messages/aliases": By.ALIAS,
    "/v2/multi_messages/user_accounts": By.ACCOUNT,
}
_WORDS = {By.REG_ID: "REGID", By.ALIAS: "ALIAS", By.ACCOUNT: "USER_ACCOUNT", By.TOPIC: "TOPIC", By.TOPICS: "TOPIC"}
_LETTERS = {By.REG_ID: "s", By.ALIAS: "a", By.ACCOUNT: "u"}
"""First letter of a message id. Assumed: `t` for the others, whose ids nobody has shown."""
_CLICK_KINDS = {"1": ClickKind.OPEN_APP, "2": ClickKind.INTENT, "3": ClickKind.URL}

REGISTERED = Fact("xiaomi.reg_id_per_app_and_phone", True, Source("Xiaomi guide", "step 3.4", ("C13", "X05", "X14")))

_ASKED_BEFORE = tuple(decision.name for decision in (rules.SENDING, rules.FIELDS, rules.TARGETS, rules.DEVICE_LIMITS))
"""Decisions that an accepted message has passed, beside the one that its record names."""

_encode = msgspec.json.encode


@dataclass(slots=True)
class Sent:
    """What Xiaomi knows of a message that it took.

    Attributes:
        resolved: Phones that it went to.
        delivered: Those of them that have it.
    """

    app_id: str
    message_id: str
    created_ms: int
    life_ms: int
    job_key: str
    by: By
    resolved: int = 0
    invalid: int = 0
    delivered: int = 0


class XiaomiCloud(VendorCloud[XiaomiCall]):
    """Xiaomi's push cloud.

    Attributes:
        today: Counters that start again at midnight.
        this_second: Queries over the last second.
        bursts: Messages for one phone in a short time.
        job_keys: Groups of which a phone has had a message: regId and key.
        sent: Messages taken, by id.
        names: regIds of each alias, account and topic of an app.
    """

    vendor = facts.NAME
    hosts = ("api.xmpush.xiaomi.com", "sandbox.xmpush.xiaomi.com", "feedback.xmpush.xiaomi.com")
    dispatch = rules.DISPATCH

    def __init__(self, kit: CloudKit) -> None:
        """Stand on *kit*."""
        super().__init__(kit)
        self.today: DailyCounters = DailyCounters(kit.clock)
        self.this_second: SlidingWindow = SlidingWindow(kit.scheduler, SECOND_MS)
        self.bursts: SlidingWindow = SlidingWindow(kit.scheduler, facts.BURST_MS.value)
        self.job_keys: set[tuple[str, str]] = set()
        self.sent: dict[str, Sent] = {}
        self.names: dict[tuple[str, By, str], dict[str, None]] = {}
        self._fetched: set[str] = set()

    def add_app(self, app: PushApp) -> None:
        """Have *app* in the console, with what its phones have got today already."""
        super().add_app(app)
        for message_class in MessageClass:
            self.today.add(("acked", app.values["app_id"], message_class), app.used_today)

    def add_phone(self, phone: str, link: Link, receive: Callable[[Delivery], None]) -> None:
        """Let *phone* be reached over *link*, and count what it gets."""

        def received(delivery: Delivery) -> None:
            self._delivered(delivery)
            receive(delivery)

        super().add_phone(phone, link, received)

    @cached_property
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[XiaomiCall]]:
        """What is built: see the README for what is not."""
        send = Endpoint(rules.SENDING, rules.FIELDS, rules.CLASS_AND_QUOTA, self._send)
        multi = Endpoint(rules.SENDING, rules.FIELDS, rules.CLASS, self._send_each)
        topic = Endpoint(rules.AUTH, rules.TOPIC_FIELDS, rules.RATE, self._change_topic)
        about_phone = Endpoint(rules.AUTH, rules.READING_FIELDS, rules.RATE, self._names_of)
        status = Endpoint(rules.AUTH, rules.STATUS_FIELDS, rules.RATE, self._status)
        found = {("POST", path): send for path in _SEND_PATHS}
        found |= {("POST", path): multi for path in _MULTI_PATHS}
        found |= {
            ("POST", f"/v2/topic/{verb}{by}"): topic for verb in ("subscribe", "unsubscribe") for by in ("", "/alias")
        }
        found |= {("GET", f"/v1/{kind}/all"): about_phone for kind in ("alias", "topic", "account")}
        found |= {("GET", f"/v1/trace/{words}/status"): status for words in ("message", "messages")}
        found |= {
            ("GET", "/v1/stats/message/counters"): Endpoint(
                rules.AUTH, rules.COUNTER_FIELDS, rules.RATE, self._counters
            ),
            ("GET", "/v1/feedback/fetch_invalid_regids"): Endpoint(
                rules.AUTH, rules.NOTHING, rules.RATE, self._invalid_reg_ids
            ),
            ("GET", "/v1/regid/presence"): Endpoint(rules.AUTH, rules.READING_FIELDS, rules.RATE, self._presence),
            ("GET", "/v2/regid/presence"): Endpoint(rules.AUTH, rules.READING_FIELDS, rules.RATE, self._presence),
        }
        return found

    def read(self, request: Request) -> XiaomiCall:
        """Return *request* as the steps look at it."""
        is_multi = request.path in _MULTI_PATHS
        by = _MULTI_PATHS[request.path] if is_multi else _SEND_PATHS.get(request.path)
        return XiaomiCall(self, request, by, is_multi=is_multi)

    def targets_of(self, call: XiaomiCall) -> Sequence[str]:
        """Return the regIds that the call names; for names of others, those behind them."""
        return [reg_id for message in call.messages for reg_id in self._reg_ids(call, message)]

    def acked_today(self, call: XiaomiCall, message_class: MessageClass) -> int:
        """Return how many messages of a class the app's phones have got today."""
        return self.today.count(("acked", call.app_id, message_class))

    def sent_message(self, call: XiaomiCall) -> Sent | None:
        """Return the message whose id the call names, if it is one of its app's."""
        sent = self.sent.get(call.value("msg_id"))
        return sent if sent is not None and sent.app_id == call.app_id else None

    # -- answers ----------------------------------------------------------------------------------------------------

    def forced_rejection(self, code: int) -> no.XiaomiRejection:
        """Return a refusal in Xiaomi's form."""
        return no.XiaomiRejection(code, FORCED_TEXT, Reason.VENDOR_FAULT, "", FORCED_TEXT)

    def refusal(self, call: XiaomiCall, rejection: Rejection) -> Response:
        """Return Xiaomi's envelope for *rejection*; HTTP status is 200 for a refusal too."""
        assert isinstance(rejection, no.XiaomiRejection)
        text = rejection.text
        if rejection is no.PACKAGE_WRONG:
            text += f": {','.join(call.wrong_packages)}"
        elif rejection is no.QUOTA_USED:
            classes = dict.fromkeys(call.class_of(message) for message in call.messages)
            used = next(one for one in classes if rules.quota_of(one) is not None)
            text += f", quota: {rules.quota_of(used)}, have acked: {self.acked_today(call, used)}"
        return self._error(200, rejection, text, {"trace_id": self._stamped("X")})

    @staticmethod
    def _error(status: int, rejection: no.XiaomiRejection, text: str, more: Mapping[str, object]) -> Response:
        fields = {
            "result": "error",
            "reason": text,
            **more,
            "code": rejection.code,
            "description": rejection.description,
        }
        return Response(status, _HEADERS, _encode(fields))

    def _ok(self, data: Mapping[str, object] | None, info: str = "") -> Response:
        fields: dict[str, object] = {"result": "ok", "trace_id": self._stamped("X"), "code": 0}
        if data is not None:
            fields["data"] = data
        fields["description"] = "成功"
        fields.update({"info": info} if info else {"reason": "Success"})
        return Response(200, _HEADERS, _encode(fields))

    def _stamped(self, letter: str) -> str:
        """Return an id in Xiaomi's form: letter, machine room, machine, instant, two more characters."""
        instant = f"{self.kit.clock.epoch_ms % 10**12:012d}"
        return f"{letter}cm{self.kit.stream.digits(5)}{instant}{self.kit.stream.hex(2)}"

    def unknown_endpoint(self, request: Request) -> Response:  # noqa: ARG002  # its answer names no path
        """Return 404 in Xiaomi's form of an answer."""
        # Assumed: the status and that there is no trace id; the code is listed, and no text says how it comes.
        return self._error(404, no.ENDPOINT_UNKNOWN, no.ENDPOINT_UNKNOWN.text, {})

    def server_error(self) -> Response:
        """Return a fault of Xiaomi's own; its SDKs read nothing but the status."""
        return Response(500, (("Content-Type", "text/html;charset=UTF-8"),), b"Internal Server Error")

    # -- sending ----------------------------------------------------------------------------------------------------

    def _reg_ids(self, call: XiaomiCall, message: Message) -> list[str]:
        """Return whom the message is for; of aliases, accounts and topics the phones that have them."""
        app_id = call.app_id
        match message.by:
            case By.REG_ID:
                return list(message.targets)
            case By.ALL:
                return [one.reg_id for one in self.registrations if one.app_id == app_id and one.is_valid]
            case By.TOPICS:
                return self._joined(
                    message.text("topic_op"), [self._named(app_id, By.TOPIC, t) for t in message.targets]
                )
            case by:
                return list(dict.fromkeys(r for target in message.targets for r in self._named(app_id, by, target)))

    def _named(self, app_id: str, by: By, name: str) -> list[str]:
        return list(self.names.get((app_id, by, name), {}))

    @staticmethod
    def _joined(operation: str, subscribers: Sequence[list[str]]) -> list[str]:
        first, *others = subscribers or [[]]
        if operation == "INTERSECTION":
            return [one for one in first if all(one in other for other in others)]
        if operation == "EXCEPT":
            return [one for one in first if not any(one in other for other in others)]
        return list(dict.fromkeys(one for each in subscribers for one in each))

    def _send(self, call: XiaomiCall) -> Response:
        self.this_second.add(call.app_id)
        [message] = call.messages
        sent = self._new_sent(call, message)
        bad, rule = self._send_message(call, message, sent)
        by_name = message.by is not By.REG_ID
        if not sent.resolved and (rule is not None or message.by in {By.ALIAS, By.ACCOUNT}):
            return self.refusal(call, no.NO_TARGET)
        self.sent[sent.message_id] = sent
        data = {"id": sent.message_id}
        if bad:
            data["bad_regids"] = ",".join(bad)
        count = len(message.targets) if by_name else sent.resolved
        what = f"{count} {_WORDS[message.by]}" if message.by in _WORDS else "all devices"
        return self._ok(data, f"Received push messages for {what}")

    def _send_each(self, call: XiaomiCall) -> Response:
        self.this_second.add(call.app_id)
        sent = self._new_sent(call, call.messages[0])
        exceeded: Counter[str] = Counter()
        bad: list[str] = []
        is_refused = False
        for message in call.messages:
            wrong, rule = self._send_message(call, message, sent, exceeded)
            bad += wrong
            is_refused = is_refused or rule is not None
        if not sent.resolved and not exceeded and (is_refused or call.by is not By.REG_ID):
            return self.refusal(call, no.NO_TARGET)
        self.sent[sent.message_id] = sent
        data = {"id": sent.message_id}
        if bad:
            data["bad_regids"] = ",".join(bad)
        if exceeded:
            data["channel_exceed_quota"] = " ".join(f"{name}:{count}" for name, count in exceeded.items())
        count = sent.resolved if call.by is By.REG_ID else len(call.messages)
        return self._ok(data, f"Received push messages for {count} {_WORDS[call.messages[0].by]}")

    def _new_sent(self, call: XiaomiCall, message: Message) -> Sent:
        message_id = self._stamped(_LETTERS.get(message.by, "t"))
        life_ms, job_key = call.life_ms(message), message.extra("jobkey")
        return Sent(call.app_id, message_id, self.kit.clock.epoch_ms, life_ms, job_key, message.by)

    def _send_message(
        self, call: XiaomiCall, message: Message, sent: Sent, exceeded: Counter[str] | None = None
    ) -> tuple[list[str], Rule[Any] | None]:
        """Take *message* in for each of its phones; return the targets that are none, and the rule for the last."""
        go_back = self.kit.trace.branch()
        bad: list[str] = []
        refusal: Rule[Any] | None = None
        reg_ids = self._reg_ids(call, message)
        for reg_id, push_id in zip(reg_ids, self.pushes_for(reg_ids), strict=False):
            rule = self._push_to(call, message, reg_id, push_id, sent, exceeded)
            if rule is not None:
                bad.append(reg_id)
                refusal = rule
            go_back()
        sent.invalid += len(bad)
        return bad, refusal

    def _push_to(
        self, call: XiaomiCall, message: Message, reg_id: str, push_id: int, sent: Sent, exceeded: Counter[str] | None
    ) -> Rule[rules.TargetCase] | None:
        """Take one message in for one phone, unless its regId is not valid: then return the rule that says so."""
        registration = self.registrations.find(reg_id)
        subject = self.subject_of(reg_id)
        rule = self.kit.rules.first_no(rules.TARGETS, rules.TargetCase(call, registration), subject)
        if rule is None and registration is None:
            # A waived rule let it through: then it should have been the app's own on the phone that was meant.
            registration = self.registrations.current(subject, call.push_app.package) if subject else None
            rule = rules.NO_SUCH_PHONE if registration is None else None
        if rule is not None:
            assert isinstance(rule.answer, Rejection)
            self.write_refusal(push_id, rule, rule.answer)
            return rule
        assert registration is not None
        sent.resolved += 1
        self._take(rules.DeviceCase(call, message, registration), push_id, sent, exceeded)
        return None

    def _take(self, case: rules.DeviceCase, push_id: int, sent: Sent, exceeded: Counter[str] | None) -> None:
        ask, phone = self.kit.rules.first_no, case.registration.phone
        limit: Rule[Any] | None = None
        if exceeded is not None:
            limit = ask(rules.MULTI_QUOTA, case, phone)
            if limit is not None:
                exceeded[case.message.extra("channel_id") or MessageClass.DEFAULT] += 1
                sent.resolved -= 1
        limit = limit or ask(rules.DEVICE_LIMITS, case, phone)
        if limit is not None:
            self.drop_accepted(push_id, sent.message_id, limit)
            return
        self._count(case)
        ahead_ms = case.call.ahead_ms(case.message)
        stored = Stored(
            delivery=_delivery(case, push_id, sent.message_id),
            phone=phone,
            expires_ms=self.kit.scheduler.now_ms + ahead_ms + case.call.life_ms(case.message),
            collapse_key=_collapse_key(case),
            only_if_online=case.message.extra("only_send_once") == "1",
        )
        meter = rules.CLASS if case.call.is_multi else rules.CLASS_AND_QUOTA
        self.accept(stored, rule=meter.name, facts=_ASKED_BEFORE, after_ms=ahead_ms)

    # Differs: a phone's number of the day counts when a message is taken, not when the phone has it.
    def _count(self, case: rules.DeviceCase) -> None:
        self.bursts.add(case.registration.reg_id)
        self.today.add(case.device_key)
        if case.job_key[1]:
            self.job_keys.add(case.job_key)

    def _delivered(self, delivery: Delivery) -> None:
        sent = self.sent.get(delivery.message_id)
        if sent is not None:
            sent.delivered += 1
            self.today.add(("acked", sent.app_id, delivery.options["class"]))

    # -- topics and names -------------------------------------------------------------------------------------------

    def _change_topic(self, call: XiaomiCall) -> Response:
        self.this_second.add(call.app_id)
        reg_ids = call.values("registration_id") or [
            reg_id for alias in call.values("aliases") for reg_id in self._named(call.app_id, By.ALIAS, alias)
        ]
        change = self._name if "/unsubscribe" not in call.request.path else self._unname
        for reg_id in reg_ids:
            change(call.app_id, By.TOPIC, call.value("topic"), reg_id)
        return self._ok(None)

    def _name(self, app_id: str, by: By, name: str, reg_id: str) -> None:
        self.names.setdefault((app_id, by, name), {})[reg_id] = None

    def _unname(self, app_id: str, by: By, name: str, reg_id: str) -> None:
        self.names.get((app_id, by, name), {}).pop(reg_id, None)

    def command(self, command: SdkCommand) -> Registered:
        """Give the phone's regId a name or take it away: alias, account, topic."""
        registration = self.registrations.find(command.reg_id)
        found = _COMMANDS.get(command.command)
        if registration is not None and found is not None:
            by, is_set = found
            change = self._name if is_set else self._unname
            change(registration.app_id, by, command.argument, command.reg_id)
        return Registered(0)

    # -- reading ----------------------------------------------------------------------------------------------------

    def _names_of(self, call: XiaomiCall) -> Response:
        kind = {"alias": By.ALIAS, "topic": By.TOPIC, "account": By.ACCOUNT}[call.request.path.split("/")[2]]
        reg_id = call.value("registration_id")
        listed = [
            name
            for (app_id, by, name), reg_ids in self.names.items()
            if (app_id, by) == (call.app_id, kind) and reg_id in reg_ids
        ]
        return self._ok({"list": listed})

    def _presence(self, call: XiaomiCall) -> Response:
        # Assumed: the names of what is answered; no example has been seen.
        listed = []
        for reg_id in call.values("registration_id"):
            phone = self.phone_of(reg_id)
            listed.append(
                {"regid": reg_id, "status": "online" if phone and self.outbox.is_connected(phone) else "offline"}
            )
        return self._ok(listed[0] if call.request.path.startswith("/v1") else {"list": listed})

    def _invalid_reg_ids(self, call: XiaomiCall) -> Response:
        gone = [
            one.reg_id
            for one in self.registrations
            if one.app_id == call.app_id and not one.is_valid and one.reg_id not in self._fetched
        ][: facts.FETCHED_MAX.value]
        self._fetched.update(gone)
        return self._ok({"list": gone})

    def _status(self, call: XiaomiCall) -> Response:
        if call.request.path.endswith("/message/status") and call.value("msg_id"):
            sent = self.sent_message(call)
            return self._ok({"data": {} if sent is None else self._status_of(sent)})
        return self._ok({"data": [self._status_of(one) for one in self._matching(call)][-100:]})

    def _matching(self, call: XiaomiCall) -> Iterable[Sent]:
        own = [one for one in self.sent.values() if one.app_id == call.app_id]
        if call.value("job_key"):
            return [one for one in own if one.job_key == call.value("job_key")]
        begin, end = int(call.value("begin_time") or 0), int(call.value("end_time") or self.kit.clock.epoch_ms)
        return [one for one in own if begin <= one.created_ms <= end]

    def _status_of(self, sent: Sent) -> Mapping[str, object]:
        created = self.kit.clock.now - timedelta(milliseconds=self.kit.clock.epoch_ms - sent.created_ms)
        return {
            "id": sent.message_id,
            "create_time": created.strftime("%Y-%m-%d %H:%M:%S"),
            "create_timestamp": sent.created_ms,
            "time_to_live": f"{sent.life_ms // 1_000}s",
            "msg_type": "Common",
            "resolved": sent.resolved,
            "invalid_target": sent.invalid,
            "delivered": sent.delivered,
            "delivery_rate": f"{100 * sent.delivered // max(sent.resolved, 1)}%",
            "click": 0,
            "click_rate": "0%",
        }

    def _counters(self, call: XiaomiCall) -> Response:
        first, last = (_day(call.value(name)) for name in ("start_date", "end_date"))
        rows: dict[date, Counter[str]] = {}
        for sent in self.sent.values():
            back = timedelta(milliseconds=self.kit.clock.epoch_ms - sent.created_ms)
            day = (self.kit.clock.now - back).date()
            if sent.app_id != call.app_id or not first <= day <= last:
                continue
            row = rows.setdefault(day, Counter())
            kind = "single" if sent.by in _LETTERS else "broadcast"
            row[f"{kind}_recipients"] += sent.resolved
            row[f"{_RECIPIENTS.get(sent.by, 'broadcast')}_recipients"] += 0 if kind == "broadcast" else sent.resolved
            row["received"] += sent.delivered
        listed = [
            {"date": day.strftime("%Y%m%d"), **{name: rows[day][name] for name in _COUNTED}} for day in sorted(rows)
        ]
        return self._ok({"data": listed})

    # -- registration -----------------------------------------------------------------------------------------------

    def new_reg_id(self) -> str:
        """Return 64 characters of base64."""
        drawn = self.kit.stream.hex(2 * facts.REG_ID_BYTES.value)
        return base64.b64encode(bytes.fromhex(drawn)).decode()

    def register(self, question: Register) -> Registered:
        """Answer `registerPush`: a regId, or the result code and the reason that the app is told."""
        app = self.app_with("app_id", question.app_id)
        rule = self.kit.rules.first_no(rules.REGISTER, rules.RegisterCase(question, app), question.phone)
        if rule is not None:
            code = rule.answer
            assert isinstance(code, int)
            text = rules.REGISTER_TEXTS[code].format(app_id=question.app_id, package=question.package)
            return self.refuse_registration(question, rule, code, text)
        # A waived rule lets a wrong AppID through: then it is the first app of the console that was meant.
        app_id = (app or self.apps[0]).values["app_id"]
        return self.issue_reg_id(question, app_id, REGISTERED.name, (rules.REGISTER.name, facts.CERTIFICATE.name))


_COMMANDS = {
    "set-alias": (By.ALIAS, True),
    "unset-alias": (By.ALIAS, False),
    "set-account": (By.ACCOUNT, True),
    "unset-account": (By.ACCOUNT, False),
    "subscribe-topic": (By.TOPIC, True),
    "unsubscibe-topic": (By.TOPIC, False),
}
"""What a command of the SDK changes, and whether it sets or takes away; the last is Xiaomi's own spelling."""
_RECIPIENTS = {By.REG_ID: "regid", By.ALIAS: "alias", By.ACCOUNT: "useraccount"}
_COUNTED = (
    "single_recipients",
    "broadcast_recipients",
    "regid_recipients",
    "alias_recipients",
    "useraccount_recipients",
    "received",
    "click",
)


def _day(text: str) -> date:
    """Read `20260302`; a day that the calendar does not have is one before or after all of its days."""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return date.max if text > "2" else date.min


def _collapse_key(case: rules.DeviceCase) -> tuple[str, str] | None:
    key = case.message.text("collapse_key")
    return (case.registration.reg_id, key) if key else None


def _delivery(case: rules.DeviceCase, push_id: int, message_id: str) -> Delivery:
    message = case.message
    effect = message.extra("notify_effect")
    target = {"2": message.extra("intent_uri"), "3": message.extra("web_uri")}.get(effect, "")
    notify_type = message.notify_type
    has_sound = notify_type is None or notify_type == -1 or bool(notify_type & 1)
    is_loud = case.message_class in {MessageClass.PRIVATE, MessageClass.UNCLASSED}
    return Delivery(
        push_id=push_id,
        message_id=message_id,
        reg_id=case.registration.reg_id,
        package=case.registration.package,
        title=message.text("title"),
        body=message.text("description"),
        click=Click(_CLICK_KINDS.get(effect, ClickKind.CUSTOM), target),
        notify_id=message.notify_id,
        channel_id=message.extra("channel_id"),
        custom=message.custom,
        options={
            "class": case.message_class,
            "channel_name": message.extra("channel_name"),
            "class_name": message.extra("class_name"),
            "connpt": message.extra("connpt"),
            "payload": message.text("payload"),
            "pass_through": message.is_pass_through,
            "shows_in_front": message.extra("notify_foreground") != "0",
            "silent": not (has_sound and is_loud),
        },
    )
