"""vivo's simulated cloud: authentication, single send, list payload, push to a list, and the SDK's registration.

What it refuses, and when, stands in `rules`.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec

from simulator.cloud.metering import DailyCounters, SlidingWindow
from simulator.cloud.outbox import Stored
from simulator.cloud.registrations import PushApp, Registration
from simulator.cloud.tokens import Tokens
from simulator.cloud.vendor_cloud import CloudKit, Endpoint, VendorCloud
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Source
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Request, Response
from simulator.push.click import Click, ClickKind
from simulator.push.rejection import Rejection
from simulator.push.uplink import Delivery, Register, Registered
from simulator.vendors.vivo import facts, rules
from simulator.vendors.vivo.call import PUSH_TO_LIST, VivoCall

_HEADERS = (("Content-Type", "application/json;charset=UTF-8"),)
_OK: Mapping[str, object] = {"result": 0, "desc": "请求成功"}
_CLICK_KINDS = {1: ClickKind.OPEN_APP, 2: ClickKind.URL, 3: ClickKind.CUSTOM, 4: ClickKind.INTENT}
_TASK_ID_DIGITS = 18
_TOKEN_CHARACTERS = 32

REGISTERED = Fact("vivo.reg_id_per_app_and_phone", True, Source("vivo guide", "step 3.4", ("C13", "V04", "V06")))

_ASKED_BEFORE = tuple(
    decision.name for decision in (rules.TOKEN, rules.SENDING, rules.TARGETS, rules.QUOTA, rules.DEVICE_LIMITS)
)
"""Decisions that an accepted message has passed, beside the one that its record names."""

_encode = msgspec.json.encode


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
    """

    vendor = facts.NAME
    hosts = ("api-push.vivo.com.cn",)
    dispatch = rules.DISPATCH

    def __init__(self, kit: CloudKit) -> None:
        """Stand on *kit*."""
        super().__init__(kit)
        self.tokens: Tokens = Tokens(
            life_ms=facts.TOKEN_LIFE_MS.value, characters=_TOKEN_CHARACTERS, scheduler=kit.scheduler, stream=kit.stream
        )
        self.payloads: dict[str, Payload] = {}
        self.today: DailyCounters = DailyCounters(kit.clock)
        self.this_second: SlidingWindow = SlidingWindow(kit.scheduler, SECOND_MS)
        self.bursts: SlidingWindow = SlidingWindow(kit.scheduler, facts.BURST_MS.value)

    def add_app(self, app: PushApp) -> None:
        """Have *app* in the console, with what it has sent today already."""
        super().add_app(app)
        for kind, count in app.calls_today.items():
            self.today.add((kind, app.values["app_id"]), count)
        for message_class in (0, 1):
            self.today.add(("sent", app.values["app_id"], message_class, False), app.used_today)

    @cached_property
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[VivoCall]]:
        """What is built: authentication, single send, list payload, push to a list."""
        return {
            ("POST", "/message/auth"): Endpoint(rules.AUTH, rules.NOTHING, rules.AUTH_METER, self._auth),
            ("POST", "/message/send"): Endpoint(rules.SENDING, rules.SINGLE_FIELDS, rules.CLASS_AND_QUOTA, self._send),
            ("POST", "/message/saveListPayload"): Endpoint(
                rules.TOKEN, rules.PAYLOAD_FIELDS, rules.PAYLOAD_METER, self._save_payload
            ),
            ("POST", PUSH_TO_LIST): Endpoint(
                rules.SENDING, rules.LIST_FIELDS, rules.CLASS_AND_QUOTA, self._push_to_list
            ),
        }

    def read(self, request: Request) -> VivoCall:
        """Return *request* as the steps look at it."""
        return VivoCall(self, request)

    def targets_of(self, call: VivoCall) -> Sequence[str]:
        """Return the regIds, or the aliases, that the call names."""
        return call.targets

    def sent_today(self, call: VivoCall) -> int:
        """Return how many messages of the call's app, class and mode were taken today."""
        return self.today.count(_sent_key(call))

    # -- answers ----------------------------------------------------------------------------------------------------

    def refusal(self, call: VivoCall, rejection: Rejection) -> Response:
        """Return `result` and `desc`; HTTP status is 200 for a refusal too."""
        return _answer(call, {"result": rejection.code, "desc": rejection.text})

    def unknown_endpoint(self, request: Request) -> Response:
        """Return 404 in vivo's form of an answer."""
        # Assumed: what vivo answers to a path it does not have; clients take anything but 200 for a broken transport.
        return Response(404, _HEADERS, _encode({"result": 404, "desc": f"Not Found: {request.path}"}))

    def server_error(self) -> Response:
        """Return vivo's words for a fault of its own."""
        return Response(500, (("Content-Type", "text/plain;charset=UTF-8"),), b"Internet server error!")

    # -- what the endpoints do --------------------------------------------------------------------------------------

    def _auth(self, call: VivoCall) -> Response:
        self.today.add(("auth", call.app_id))
        self.this_second.add(("auth", call.app_id))
        return _answer(call, {**_OK, "authToken": self.tokens.issue(call.app_id)})

    def _send(self, call: VivoCall) -> Response:
        self.this_second.add(call.app_id)
        target = next(iter(call.targets), "")
        [push_id] = self.pushes_for([target])
        task_id = self.kit.stream.digits(_TASK_ID_DIGITS)
        rule = self._push_to(call, target, push_id, task_id)
        if rule is None:
            return _answer(call, {**_OK, "taskId": task_id})
        rejection = rule.answer
        assert isinstance(rejection, Rejection)
        invalid = _invalid_user(rule, target)
        return _answer(call, {"result": rejection.code, "desc": rejection.text, "invalidUser": invalid})

    def _save_payload(self, call: VivoCall) -> Response:
        self.today.add(("list_payload", call.app_id))
        task_id = self.kit.stream.digits(_TASK_ID_DIGITS)
        ends_ms = self.kit.scheduler.now_ms + facts.LIST_PAYLOAD_LIFE_MS.value
        self.payloads[task_id] = Payload(call.message_to_store(), call.app_id, ends_ms)
        return _answer(call, {**_OK, "taskId": task_id})

    def _push_to_list(self, call: VivoCall) -> Response:
        self.this_second.add(call.app_id, len(call.targets))
        task_id = call.text("taskId")
        go_back = self.kit.trace.branch()
        invalid = []
        for target, push_id in zip(call.targets, self.pushes_for(call.targets), strict=False):
            rule = self._push_to(call, target, push_id, task_id)
            if rule is not None:
                invalid.append(_invalid_user(rule, target))
            go_back()
        return _answer(call, {**_OK, "taskId": task_id, "invalidUsers": invalid})

    # -- one message for one phone ----------------------------------------------------------------------------------

    def _push_to(self, call: VivoCall, target: str, push_id: int, task_id: str) -> Rule[rules.TargetCase] | None:
        """Take one message in, unless its target is no valid user: then return the rule that says so."""
        registration = None if call.names_aliases else self.registrations.find(target)
        subject = self.subject_of(target)
        rule = self.kit.rules.first_no(rules.TARGETS, rules.TargetCase(call, registration), subject)
        if rule is None and registration is None:
            registration = self._stand_in(call, subject)
            rule = rules.NO_SUCH_PHONE if registration is None else None
        if rule is not None:
            assert isinstance(rule.answer, Rejection)
            self.write_refusal(push_id, rule, rule.answer)
            return rule
        assert registration is not None
        self._take(call, registration, push_id, task_id)
        return None

    def _stand_in(self, call: VivoCall, phone: str | None) -> Registration | None:
        """Return what a target that a waived rule let through should have been: the app's own on the phone meant."""
        return self.registrations.current(phone, call.push_app.package) if phone else None

    def _take(self, call: VivoCall, registration: Registration, push_id: int, task_id: str) -> None:
        case = rules.DeviceCase(call, registration)
        ask = self.kit.rules.first_no
        limit: Rule[Any] | None = ask(rules.QUOTA, call, registration.phone)
        limit = limit or ask(rules.DEVICE_LIMITS, case, registration.phone)
        if limit is not None:
            self.drop_accepted(push_id, task_id, limit)
            return
        self._count(case)
        notify_id = call.number("notifyId", 0) or self.kit.stream.between(1, facts.NOTIFY_ID_MAX.value)
        stored = Stored(
            delivery=_delivery(call, push_id, registration, task_id, notify_id),
            phone=registration.phone,
            expires_ms=self.kit.scheduler.now_ms + call.ttl_s * 1_000,
            collapse_key=(registration.reg_id, notify_id) if call.has("notifyId") else None,
            only_if_online=call.body.get("sendOnline") is True,
        )
        self.accept(stored, rule=rules.CLASS_AND_QUOTA.name, facts=_ASKED_BEFORE)

    # Differs: vivo counts messages when they arrive; here they count when they are taken and not dropped at once.
    def _count(self, case: rules.DeviceCase) -> None:
        reg_id = case.registration.reg_id
        self.bursts.add(reg_id)
        self.today.add(_sent_key(case.call))
        if case.is_marketing:
            self.today.add(("device", reg_id))
            self.today.add(case.seen_key)

    # -- registration -----------------------------------------------------------------------------------------------

    def new_reg_id(self) -> str:
        """Return 23 digits, vivo's old and still common form."""
        return self.kit.stream.digits(facts.REG_ID_DIGITS.value)

    def register(self, question: Register) -> Registered:
        """Answer `turnOnPush`: a regId, or the state code that the app is told."""
        app = self.app_with("app_id", question.app_id)
        rule = self.kit.rules.first_no(rules.REGISTER, rules.RegisterCase(question, app), question.phone)
        if rule is not None:
            assert isinstance(rule.answer, int)
            return self.refuse_registration(question, rule, rule.answer)
        # A waived rule lets a wrong appId through: then it is the first app of the console that was meant.
        app_id = (app or self.apps[0]).values["app_id"]
        return self.issue_reg_id(question, app_id, REGISTERED.name, (rules.REGISTER.name,))


def _sent_key(call: VivoCall) -> tuple[object, ...]:
    return ("sent", call.app_id, call.message_class, call.is_test)


def _invalid_user(rule: Rule[rules.TargetCase], target: str) -> Mapping[str, object]:
    return {"status": rules.USER_STATUS[rule.name], "userid": target}


def _answer(call: VivoCall, fields: Mapping[str, object]) -> Response:
    """Return *fields* as vivo sends them; list pushes always have their `requestId` and an array `invalidUsers`."""
    if call.is_list_push:
        fields = {"invalidUsers": (), "requestId": call.text("requestId"), **fields}
    return Response(200, _HEADERS, _encode(fields))


def _delivery(call: VivoCall, push_id: int, registration: Registration, task_id: str, notify_id: int) -> Delivery:
    return Delivery(
        push_id=push_id,
        message_id=task_id,
        reg_id=registration.reg_id,
        package=registration.package,
        title=call.text("title"),
        body=call.text("content"),
        click=Click(_CLICK_KINDS.get(call.click_kind or 1, ClickKind.OPEN_APP), call.text("skipContent")),
        notify_id=notify_id,
        channel_id=facts.CHANNEL_ID.value,
        custom=call.custom_map,
        options={
            "networkType": call.number("networkType", -1),
            "foregroundShow": call.body.get("foregroundShow") is not False,
            "classification": call.message_class,
            "silent": call.is_silent,
        },
    )
