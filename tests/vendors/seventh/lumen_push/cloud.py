"""Lumen's simulated cloud: one call that sends one message, and receipts to the address that it names."""

import base64
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec

from lumen_push import facts, rejections
from simulator.cloud.call import VendorCall
from simulator.cloud.metering import DailyCounters
from simulator.cloud.outbox import Stored
from simulator.cloud.registrations import AppState, PushApp, Registration
from simulator.cloud.vendor_cloud import CloudKit, Endpoint, VendorCloud
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Source
from simulator.network.http import Request, Response
from simulator.network.json_body import object_or_none
from simulator.push.click import Click, ClickKind
from simulator.push.reason import Reason
from simulator.push.rejection import Rejection
from simulator.push.uplink import Delivery, DeliveryReport, Register, Registered

_encode = msgspec.json.encode


class LumenCall(VendorCall["LumenCloud"]):
    """One request."""

    def __init__(self, cloud: "LumenCloud", request: Request) -> None:
        super().__init__(cloud, request)
        self.body: Mapping[str, Any] = object_or_none(request.body) or {}
        scheme, _, key = (request.header("Authorization") or "").partition(" ")
        app_id, _, secret = base64.b64decode(key, validate=False).decode("utf-8", "replace").partition(":")
        found = cloud.app_with("app_id", app_id) if scheme == "Basic" else None
        self._app = found if found is not None and found.values["app_secret"] == secret else None

    @property
    def app(self) -> PushApp | None:
        return self._app

    def text(self, name: str) -> str:
        value = self.body.get(name, "")
        return value if isinstance(value, str) else ""


class TargetCase(msgspec.Struct, frozen=True):
    """A message and the phone that its token stands for, if any."""

    call: LumenCall
    registration: Registration | None


AUTH: Decision[LumenCall] = Decision(
    "lumen.auth",
    (
        Rule(
            "lumen.key",
            Reason.AUTH_REFUSED,
            lambda call: call.app is None,
            Source(facts.API, "Authorization"),
            rejections.WRONG_KEY,
        ),
        Rule(
            "lumen.app_not_open",
            Reason.APP_NOT_OPEN,
            lambda call: call.push_app.state is not AppState.OPEN,
            Source(facts.API, "apps"),
            rejections.APP_NOT_OPEN,
        ),
    ),
)
FIELDS: Decision[LumenCall] = Decision(
    "lumen.fields",
    (
        Rule(
            "lumen.title",
            Reason.INVALID_REQUEST,
            lambda call: not call.text("title"),
            Source(facts.API, "title"),
            rejections.TITLE_MISSING,
        ),
    ),
)
METER: Decision[LumenCall] = Decision(
    "lumen.meter",
    (
        Rule(
            "lumen.quota",
            Reason.QUOTA_USED,
            lambda call: call.cloud.today.count(call.push_app.values["app_id"]) >= facts.PER_DAY_MAX.value,
            Source(facts.API, "quota"),
            rejections.QUOTA_USED,
        ),
    ),
)
TARGET: Decision[TargetCase] = Decision(
    "lumen.target",
    (
        Rule(
            "lumen.token",
            Reason.REG_ID_INVALID,
            lambda case: (
                case.registration is None
                or not case.registration.is_valid
                or case.registration.app_id != case.call.push_app.values["app_id"]
            ),
            Source(facts.API, "token"),
            rejections.UNKNOWN_TOKEN,
        ),
    ),
)
REGISTER: Decision[PushApp | None] = Decision(
    "lumen.register",
    (Rule("lumen.app_id", Reason.REGISTRATION_REFUSED, lambda app: app is None, Source(facts.CLIENT, "code 1"), 1),),
)
REGISTERED = Fact("lumen.token_per_app_and_phone", True, Source(facts.CLIENT, "register", ("L01",)))


class LumenCloud(VendorCloud[LumenCall]):
    """Lumen's push cloud."""

    vendor = facts.NAME
    hosts = ("push.lumen.example",)
    target_rules = TARGET
    no_such_phone = TARGET.rules[0]

    def __init__(self, kit: CloudKit) -> None:
        super().__init__(kit)
        self.today = DailyCounters(kit.clock)
        self.receipt_urls: dict[str, str] = {}

    def add_app(self, app: PushApp) -> None:
        super().add_app(app)
        self.today.add(app.values["app_id"], app.used_today)

    @cached_property
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[LumenCall]]:
        return {("POST", "/lumen/push"): Endpoint(AUTH, FIELDS, METER, self._push)}

    def read(self, request: Request) -> LumenCall:
        return LumenCall(self, request)

    def targets_of(self, call: LumenCall) -> Sequence[str]:
        return (call.text("token"),)

    @staticmethod
    def _answer(code: int, text: str, status: int = 200) -> Response:
        return Response(status, (("Content-Type", "application/json"),), _encode({"code": code, "text": text}))

    def refusal(self, call: LumenCall, rejection: Rejection) -> Response:
        return self._answer(rejection.code, rejection.text)

    def unknown_endpoint(self, request: Request) -> Response:
        return self._answer(404, request.path, 404)

    def server_error(self) -> Response:
        return self._answer(500, "fault", 500)

    def _push(self, call: LumenCall) -> Response:
        token = call.text("token")
        [push_id] = self.pushes_for([token])
        registration = self.look_up(token, call.push_app, TargetCase(call, self.registrations.find(token)))
        if isinstance(registration, Rule):
            self.write_refusal(push_id, registration)
            return self.refusal(call, registration.answer_as(Rejection))
        self.today.add(call.push_app.values["app_id"])
        message_id = self.kit.stream.hex(16)
        self.receipt_urls[message_id] = call.text("receipts")
        delivery = Delivery(
            push_id=push_id,
            message_id=message_id,
            reg_id=registration.reg_id,
            package=registration.package,
            title=call.text("title"),
            body=call.text("text"),
            click=Click(ClickKind(call.text("open") or ClickKind.OPEN_APP), call.text("target")),
            notify_id=self.kit.stream.between(1, 2**31 - 1),
            channel_id=facts.CHANNEL,
            custom={"ext": call.text("ext")} if "ext" in call.body else {},
            is_tracked=bool(call.text("receipts")),
        )
        expires_ms = self.kit.scheduler.now_ms + facts.LIFE_MS.value
        self.accept(Stored(delivery, registration.phone, expires_ms), rule=METER.name, facts=(TARGET.name,))
        return self._answer(0, message_id)

    def delivery_reported(self, report: DeliveryReport) -> None:
        body = {"id": report.message_id, "token": report.reg_id, "what": report.kind}
        self.receipts.post(self.receipt_urls[report.message_id], (), _encode(body))

    def new_reg_id(self) -> str:
        return self.kit.stream.hex(facts.TOKEN_CHARACTERS.value)

    def register(self, question: Register) -> Registered:
        app = self.app_with("app_id", question.app_id)
        rule = self.kit.rules.first_no(REGISTER, app, question.phone)
        if rule is not None:
            return self.refuse_registration(question, rule)
        return self.issue_reg_id(question, app, REGISTERED.name, (REGISTER.name,))
