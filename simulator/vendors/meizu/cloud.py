"""Meizu's simulated cloud: sending to pushIds, aliases, tags and all, tasks, subscriptions, and the SDK's registration.

What it refuses, and when, stands in `rules`.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

import msgspec

from simulator.cloud.metering import DailyCounters, SlidingWindow
from simulator.cloud.outbox import Stored
from simulator.cloud.registrations import PushApp, Registration
from simulator.cloud.vendor_cloud import CloudKit, Endpoint, VendorCloud
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Source
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Request, Response
from simulator.network.link import Link
from simulator.push.click import Click, ClickKind
from simulator.push.rejection import Rejection
from simulator.push.uplink import Delivery, Register, Registered, SdkCommand
from simulator.vendors.meizu import facts, rules
from simulator.vendors.meizu.call import MeizuCall, Message

_HEADERS = (("Content-Type", "application/json;charset=UTF-8"),)
_PREFIX = "/garcia/api/server"
_TASK_ID_DIGITS = 6
_MESSAGE_ID_CHARACTERS = 32
_CLICK_KINDS = {0: ClickKind.OPEN_APP, 1: ClickKind.ACTIVITY, 2: ClickKind.URL, 3: ClickKind.CUSTOM}
_NOTIFICATIONS, _PASS_THROUGH = "0", "1"

REGISTERED = Fact("meizu.push_id_per_app_and_phone", True, Source("Meizu push demo", "pushId", ("C13", "M01", "M02")))

_ASKED_BEFORE = tuple(one.name for one in (rules.AUTH, rules.FIELDS, rules.METER, facts.CERTIFICATE))
"""What an accepted message has passed, beside the decision that its record names."""

_encode = msgspec.json.encode


@dataclass(slots=True)
class Task:
    """A message that is kept under a number, or sent under one to many phones.

    Attributes:
        number: What the caller knows it by.
        app_id: Of its push app.
        day: On which it was made.
        message: What is sent.
        is_waiting: Its time has not come yet.
        is_cancelled: It will not be sent.
        counts: Targets, valid ones, and messages that reached their phones.
    """

    number: int
    app_id: str
    day: date
    message: Message
    is_waiting: bool = False
    is_cancelled: bool = False
    counts: Counter[str] = field(default_factory=Counter)


class MeizuCloud(VendorCloud[MeizuCall]):
    """Meizu's push cloud.

    Attributes:
        today: Counters that start again at midnight.
        this_second: Messages of an app over the last second.
        bursts: Messages for one phone over the last minute.
        tasks: By their numbers.
        aliases: The one alias of each pushId.
        tags: The tags of each pushId.
    """

    vendor = facts.NAME
    hosts = (
        "server-api-push.meizu.com",
        "api-push.meizu.com",
        "server-api-push.in.meizu.com",
        "api-push.in.meizu.com",
    )
    dispatch = rules.DISPATCH

    def __init__(self, kit: CloudKit) -> None:
        """Stand on *kit*."""
        super().__init__(kit)
        self.today: DailyCounters = DailyCounters(kit.clock)
        self.this_second: SlidingWindow = SlidingWindow(kit.scheduler, SECOND_MS)
        self.bursts: SlidingWindow = SlidingWindow(kit.scheduler, facts.BURST_MS.value)
        self.tasks: dict[int, Task] = {}
        self.aliases: dict[str, str] = {}
        self.tags: dict[str, dict[str, None]] = {}
        self._off: dict[str, set[str]] = {}
        self._sent: dict[str, Task] = {}

    def add_app(self, app: PushApp) -> None:
        """Have *app* in the console, with the calls that it has made today already."""
        super().add_app(app)
        self.today.add(("calls", app.values["app_id"]), app.used_today)

    def add_phone(self, phone: str, link: Link, receive: Callable[[Delivery], None]) -> None:
        """Let *phone* be reached over *link*, and count what it gets."""

        def received(delivery: Delivery) -> None:
            if delivery.message_id in self._sent:
                self._sent[delivery.message_id].counts["acceptNo"] += 1
            receive(delivery)

        super().add_phone(phone, link, received)

    @cached_property
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[MeizuCall]]:
        """What is built: all but the upload of pictures."""
        found: dict[tuple[str, str], Endpoint[MeizuCall]] = {}

        def add(
            path: str,
            validate: Decision[MeizuCall],
            act: Callable[[MeizuCall], Response],
            *,
            meter: Decision[MeizuCall] = rules.SPEED,
            methods: Sequence[str] = ("POST",),
        ) -> None:
            for method in methods:
                found[method, f"{_PREFIX}{path}"] = Endpoint(rules.AUTH, validate, meter, act)

        for kind in ("varnished", "unvarnished"):
            for by in ("pushByPushId", "pushByAlias"):
                add(f"/push/{kind}/{by}", rules.FIELDS, self._push, meter=rules.METER)
                add(f"/push/task/{kind}/{by}", rules.TASK_TARGETS, self._push_task, meter=rules.METER)
        add("/push/pushTask/getTaskId", rules.TASK_FIELDS, self._keep_task)
        add("/push/pushTask/pushToApp", rules.TASK_FIELDS, self._push_to_all, meter=rules.METER)
        add("/push/pushTask/pushToTag", rules.TAG_FIELDS, self._push_to_tags, meter=rules.METER)
        add("/push/pushTask/cancel", rules.CANCEL, self._cancel)
        both = ("GET", "POST")
        add("/push/statistics/getTaskStatistics", rules.TASK, self._task_statistics, methods=both)
        add("/push/statistics/dailyPushStatics", rules.DAYS, self._daily_statistics, methods=both)
        add("/message/getRegisterSwitch", rules.SUBSCRIBER, self._read_switches, methods=both)
        for name in ("changeRegisterSwitch", "changeAllSwitch"):
            add(f"/message/{name}", rules.SWITCH, self._change_switch)
        add("/message/subscribeAlias", rules.ALIAS, self._set_alias)
        add("/message/unSubscribeAlias", rules.SUBSCRIBER, self._unset_alias)
        add("/message/getSubAlias", rules.SUBSCRIBER, self._read_alias, methods=both)
        add("/message/subscribeTags", rules.TAGS, self._set_tags)
        add("/message/unSubscribeTags", rules.TAGS, self._unset_tags)
        add("/message/unSubAllTags", rules.SUBSCRIBER, self._unset_all_tags)
        add("/message/getSubTags", rules.SUBSCRIBER, self._read_tags, methods=both)
        return found

    def read(self, request: Request) -> MeizuCall:
        """Return *request* as the steps look at it."""
        return MeizuCall(self, request)

    def targets_of(self, call: MeizuCall) -> Sequence[str]:
        """Return the pushIds that the call names; for aliases those behind them."""
        if not call.names_aliases:
            return call.targets
        return [self._push_id_of(call, alias) or alias for alias in call.targets]

    def calls_today(self, call: MeizuCall) -> int:
        """Return how often the call's app has sent today."""
        return self.today.count(("calls", call.app_id))

    def is_switched_off(self, reg_id: str) -> bool:
        """Return whether notifications for *reg_id* are switched off."""
        return _NOTIFICATIONS in self._off.get(reg_id, ())

    # -- answers ----------------------------------------------------------------------------------------------------

    def refusal(self, call: MeizuCall, rejection: Rejection) -> Response:  # noqa: ARG002  # one form for every call
        """Return Meizu's envelope for *rejection*; HTTP status is 200 for a refusal too."""
        fields = {"code": str(rejection.code), "message": rejection.text, "redirect": "", "value": ""}
        return Response(200, _HEADERS, _encode(fields))

    @staticmethod
    def _ok(value: object, message_id: str = "") -> Response:
        fields: dict[str, object] = {"code": "200", "message": "", "value": value, "redirect": ""}
        if message_id:
            fields["msgId"] = message_id
        return Response(200, _HEADERS, _encode(fields))

    def unknown_endpoint(self, request: Request) -> Response:
        """Return 404 in Meizu's form of an answer."""
        # Assumed: what Meizu answers to a path it does not have.
        fields = {"code": "500", "message": f"Not Found: {request.path}", "redirect": "", "value": ""}
        return Response(404, _HEADERS, _encode(fields))

    def server_error(self) -> Response:
        """Return a fault of Meizu's own; its SDK makes of any status from 500 on that there was no answer."""
        return Response(500, (("Content-Type", "text/html;charset=UTF-8"),), b"Internal Server Error")

    # -- sending ----------------------------------------------------------------------------------------------------

    def _push(self, call: MeizuCall) -> Response:
        return self._push_to_named(call, call.message, None)

    def _push_task(self, call: MeizuCall) -> Response:
        # A waived rule lets an unknown task through: then there is nothing to send.
        task = call.task
        return self._push_to_named(call, task.message if task else call.message, task)

    def _push_to_named(self, call: MeizuCall, message: Message, task: Task | None) -> Response:
        self.this_second.add(call.app_id, max(1, len(call.targets)))
        self._count_call(call, message)
        message_id = self._new_message_id()
        if task is not None:
            self._sent[message_id] = task
        refused = self._push_to_each(call, message, call.targets, message_id, task)
        return self._ok(refused, message_id)

    def _new_message_id(self) -> str:
        return f"NS{self.kit.stream.hex(_MESSAGE_ID_CHARACTERS)}"

    def _count_call(self, call: MeizuCall, message: Message) -> None:
        if not call.is_private(message):
            self.today.add(("calls", call.app_id))

    def _push_to_each(
        self, call: MeizuCall, message: Message, targets: Sequence[str], message_id: str, task: Task | None
    ) -> Mapping[str, list[str]]:
        """Take *message* in for each target; return the refused ones by code."""
        go_back = self.kit.trace.branch()
        refused: dict[str, list[str]] = {}
        reg_ids = [self._push_id_of(call, one) or one for one in targets] if call.names_aliases else targets
        for target, reg_id, push_id in zip(targets, reg_ids, self.pushes_for(reg_ids), strict=False):
            rejection = self._push_to(call, message, reg_id, push_id, message_id)
            if rejection is not None:
                refused.setdefault(str(rejection.code), []).append(target)
            if task is not None:
                task.counts["targetNo"] += 1
                task.counts["validNo"] += rejection is None
                task.counts["pushedNo"] += rejection is None
            go_back()
        return refused

    def _push_to(
        self, call: MeizuCall, message: Message, reg_id: str, push_id: int, message_id: str
    ) -> Rejection | None:
        """Take one message in for one phone, or return why not."""
        registration = self.registrations.find(reg_id)
        subject = self.subject_of(reg_id)
        rule = self.kit.rules.first_no(rules.TARGETS, rules.TargetCase(call, message, registration), subject)
        if rule is None and registration is None:
            # A waived rule let it through: then it should have been the app's own on the phone that was meant.
            registration = self.registrations.current(subject, call.push_app.package) if subject else None
            rule = rules.NO_SUCH_PHONE if registration is None else None
        if rule is not None:
            return self._refuse_target(push_id, rule)
        assert registration is not None
        self._take(rules.TargetCase(call, message, registration), registration, push_id, message_id)
        return None

    def _refuse_target(self, push_id: int, rule: Rule[rules.TargetCase]) -> Rejection:
        rejection = rule.answer
        assert isinstance(rejection, Rejection)
        self.write_refusal(push_id, rule, rejection)
        return rejection

    def _take(self, case: rules.TargetCase, registration: Registration, push_id: int, message_id: str) -> None:
        message = case.message
        self.bursts.add(registration.reg_id)
        if not case.is_private:
            self.today.add(case.device_key)
        key = message.notify_key
        notify_id = message.key_id if key else self.kit.stream.between(1, facts.NOTIFY_ID_MAX.value)
        stored = Stored(
            delivery=_delivery(message, push_id, registration, message_id, notify_id),
            phone=registration.phone,
            expires_ms=self.kit.scheduler.now_ms + message.life_ms,
            collapse_key=(registration.reg_id, key) if key else None,
            only_if_online=message.switch("pushTimeInfo.offLine", default=True) is False,
        )
        self.accept(stored, rule=rules.TARGETS.name, facts=_ASKED_BEFORE)

    # -- tasks ------------------------------------------------------------------------------------------------------

    def _new_task(self, call: MeizuCall) -> Task:
        number = int(self.kit.stream.digits(_TASK_ID_DIGITS))
        task = self.tasks[number] = Task(number, call.app_id, self.kit.clock.today, call.message)
        return task

    def _made(self, call: MeizuCall, task: Task) -> Response:
        app_id = int(call.app_id) if call.app_id.isdecimal() else call.app_id
        return self._ok({"taskId": task.number, "pushType": call.number("pushType") or 0, "appId": app_id})

    def _keep_task(self, call: MeizuCall) -> Response:
        return self._made(call, self._new_task(call))

    def _push_to_all(self, call: MeizuCall) -> Response:
        return self._start_task(call, lambda _: True)

    def _push_to_tags(self, call: MeizuCall) -> Response:
        wanted = call.values("tagNames")
        holds = all if call.text("scope") == "1" else any
        return self._start_task(call, lambda reg_id: holds(tag in self.tags.get(reg_id, ()) for tag in wanted))

    def _start_task(self, call: MeizuCall, is_meant: Callable[[str], bool]) -> Response:
        """Send to the app's phones that are meant, at once or when the task's time has come."""
        self.this_second.add(call.app_id)
        self._count_call(call, call.message)
        task = self._new_task(call)
        message_id = self._new_message_id()
        self._sent[message_id] = task

        def start() -> None:
            task.is_waiting = False
            if not task.is_cancelled:
                self._push_to_each(call, call.message, self._reg_ids(call, is_meant), message_id, task)

        delay_ms = (call.starts_ms or 0) - self.kit.clock.epoch_ms
        if delay_ms > 0:
            task.is_waiting = True
            self.kit.scheduler.after(delay_ms, start)
        else:
            start()
        return self._made(call, task)

    def _reg_ids(self, call: MeizuCall, is_meant: Callable[[str], bool]) -> list[str]:
        own = [one for one in self.registrations if one.app_id == call.app_id and one.is_valid]
        return [one.reg_id for one in own if is_meant(one.reg_id)]

    def _cancel(self, call: MeizuCall) -> Response:
        if call.task is not None:
            call.task.is_cancelled = True
        return self._ok({"result": True})

    # Differs: only what reached the phone is counted; shown and clicked messages stay 0, as no receipt comes back.
    def _task_statistics(self, call: MeizuCall) -> Response:
        task = call.task
        counts = Counter[str]() if task is None else task.counts
        return self._ok({"taskId": call.number("taskId"), **_counted(counts)})

    def _daily_statistics(self, call: MeizuCall) -> Response:
        first, last = rules.day_of(call.text("startTime")), rules.day_of(call.text("endTime"))
        rows = []
        day = first
        while day is not None and last is not None and day <= last:
            counts: Counter[str] = Counter()
            for task in self.tasks.values():
                if task.app_id == call.app_id and task.day == day:
                    counts.update(task.counts)
            rows.append({"date": day.isoformat(), **_counted(counts)})
            day += timedelta(days=1)
        return self._ok(rows)

    # -- subscriptions ----------------------------------------------------------------------------------------------

    def _push_id_of(self, call: MeizuCall, alias: str) -> str | None:
        """Return the pushId that has *alias* in the call's app."""
        for reg_id, own in self.aliases.items():
            registration = self.registrations.find(reg_id)
            if own == alias and registration is not None and registration.app_id == call.app_id:
                return reg_id
        return None

    def _switches(self, reg_id: str) -> Mapping[str, object]:
        off = self._off.get(reg_id, set())
        return {
            "barTypeSwitch": int(_NOTIFICATIONS not in off),
            "directTypeSwitch": int(_PASS_THROUGH not in off),
            "pushId": reg_id,
        }

    def _read_switches(self, call: MeizuCall) -> Response:
        return self._ok(self._switches(call.text("pushId")))

    def _change_switch(self, call: MeizuCall) -> Response:
        is_all = call.request.path.endswith("changeAllSwitch")
        kinds = {_NOTIFICATIONS, _PASS_THROUGH} if is_all else {call.text("msgType") or _NOTIFICATIONS}
        self._turn(call.text("pushId"), kinds, is_on=call.text("subSwitch") == "1")
        return self._read_switches(call)

    def _turn(self, reg_id: str, kinds: set[str], *, is_on: bool) -> None:
        off = self._off.setdefault(reg_id, set())
        if is_on:
            off -= kinds
        else:
            off |= kinds

    def _set_alias(self, call: MeizuCall) -> Response:
        self.aliases[call.text("pushId")] = call.text("alias")
        return self._read_alias(call)

    def _unset_alias(self, call: MeizuCall) -> Response:
        self.aliases.pop(call.text("pushId"), None)
        return self._read_alias(call)

    def _read_alias(self, call: MeizuCall) -> Response:
        reg_id = call.text("pushId")
        return self._ok({"pushId": reg_id, "alias": self.aliases.get(reg_id, "")})

    def _set_tags(self, call: MeizuCall) -> Response:
        self.tags.setdefault(call.text("pushId"), {}).update(dict.fromkeys(call.values("tags")))
        return self._read_tags(call)

    def _unset_tags(self, call: MeizuCall) -> Response:
        own = self.tags.get(call.text("pushId"), {})
        for tag in call.values("tags"):
            own.pop(tag, None)
        return self._read_tags(call)

    def _unset_all_tags(self, call: MeizuCall) -> Response:
        self.tags.pop(call.text("pushId"), None)
        return self._read_tags(call)

    def _read_tags(self, call: MeizuCall) -> Response:
        reg_id = call.text("pushId")
        return self._ok({"pushId": reg_id, "tags": ",".join(self.tags.get(reg_id, ()))})

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
        rule = self.kit.rules.first_no(rules.REGISTER, rules.RegisterCase(question, app), question.phone)
        if rule is not None:
            code = rule.answer
            assert isinstance(code, int)
            return self.refuse_registration(question, rule, code, rules.REGISTER_TEXTS[code])
        # A waived rule lets a wrong appId through: then it is the first app of the console that was meant.
        app_id = (app or self.apps[0]).values["app_id"]
        return self.issue_reg_id(question, app_id, REGISTERED.name, (rules.REGISTER.name,))

    def command(self, command: SdkCommand) -> Registered:
        """Change the phone's switch, alias or tags, as its app asks."""
        reg_id, argument = command.reg_id, command.argument
        match command.command:
            case "switchPush":
                self._turn(reg_id, {_NOTIFICATIONS}, is_on=argument == "true")
            case "subScribeAlias":
                self.aliases[reg_id] = argument
            case "unSubScribeAlias":
                self.aliases.pop(reg_id, None)
            case "subScribeTags":
                self.tags.setdefault(reg_id, {}).update(dict.fromkeys(argument.split(",")))
            case "unSubScribeTags":
                for tag in argument.split(","):
                    self.tags.get(reg_id, {}).pop(tag, None)
            case _:
                pass
        return Registered(0)


def _counted(counts: Counter[str]) -> Mapping[str, int]:
    return {name: counts[name] for name in ("targetNo", "validNo", "pushedNo", "acceptNo", "displayNo", "clickNo")}


def _delivery(message: Message, push_id: int, registration: Registration, message_id: str, notify_id: int) -> Delivery:
    kind = _CLICK_KINDS.get(message.click_type or 0, ClickKind.OPEN_APP)
    target = {
        ClickKind.ACTIVITY: message.text("clickTypeInfo.activity"),
        ClickKind.URL: message.text("clickTypeInfo.url"),
    }.get(kind, "")
    return Delivery(
        push_id=push_id,
        message_id=message_id,
        reg_id=registration.reg_id,
        package=registration.package,
        title=message.text("noticeBarInfo.title"),
        body=message.text("noticeBarInfo.content"),
        click=Click(kind, target),
        notify_id=notify_id,
        custom=message.parameters,
        options={
            "customAttribute": message.text("clickTypeInfo.customAttribute"),
            "silent": _is_silent(message),
            "suspend": message.switch("advanceInfo.suspend", default=True) is not False,
        },
    )


def _is_silent(message: Message) -> bool:
    """Return whether `notificationType` has the sound switched off; anything but a flag leaves it on."""
    given = message.value("advanceInfo.notificationType")
    return isinstance(given, dict) and str(given.get("sound")).lower() in {"0", "false"}
