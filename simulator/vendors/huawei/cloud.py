"""Huawei's simulated cloud: access tokens, messages:send of v1, and the SDK's registration.

What it refuses, and when, stands in `rules`.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec

from simulator.cloud.metering import DailyCounters, SlidingWindow
from simulator.cloud.outbox import Stored
from simulator.cloud.registrations import Registration
from simulator.cloud.tokens import Tokens
from simulator.cloud.vendor_cloud import CloudKit, Endpoint, VendorCloud
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Source
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Request, Response
from simulator.push.click import Click, ClickKind
from simulator.push.rejection import Rejection
from simulator.push.uplink import Delivery, Register, Registered
from simulator.vendors.huawei import facts, rules
from simulator.vendors.huawei import rejections as no
from simulator.vendors.huawei.call import HuaweiCall

_LOGIN_HOSTS = ("oauth-login.cloud.huawei.com", "login.cloud.huawei.com")
_PUSH_HOSTS = ("push-api.cloud.huawei.com", "api.push.hicloud.com")
_SEND = "/v1/{app_id}/messages:send"
_HEADERS = (("Content-Type", "application/json;charset=UTF-8"),)
_SUB_ERRORS = {no.CLIENT_SECRET_WRONG.text: 12304, no.CLIENT_ID_WRONG.text: 12303}
_SUB_ERROR = 20001
_STATUSES: Mapping[int, int] = {
    **dict.fromkeys((no.OAUTH_WRONG.code, no.OAUTH_EXPIRED.code), 401),
    **dict.fromkeys((no.PARAMETER_WRONG.code, no.PAYLOAD_WRONG.code, no.TTL_PAST.code), 400),
    **dict.fromkeys((no.COLLAPSE_KEY_WRONG.code, no.BODY_TOO_LARGE.code, no.TOKEN_COUNT_WRONG.code), 400),
    no.TOO_FAST.code: 503,
}
# Assumed: which code comes with which HTTP status. Huawei's table says what 400, 401 and 503 mean, and no more.
_TOKEN_CHARACTERS = 64
_REQUEST_ID_DIGITS = 8

REGISTERED = Fact("huawei.token_per_app_and_phone", True, Source(facts.CLIENT, "getToken", ("C13", "H01")))

_ASKED_BEFORE = tuple(decision.name for decision in (rules.SENDING, rules.FIELDS, rules.TARGETS, rules.DEVICE_LIMITS))
"""Decisions that an accepted message has passed, beside the one that its record names."""

_encode = msgspec.json.encode


class HuaweiCloud(VendorCloud[HuaweiCall]):
    """Huawei's push cloud.

    Attributes:
        tokens: Access tokens given out.
        token_calls: How many of them lately.
        today: Counters that start again at midnight.
        this_second: Sends over the last second.
    """

    vendor = facts.NAME
    hosts = (*_LOGIN_HOSTS, *_PUSH_HOSTS)

    def __init__(self, kit: CloudKit) -> None:
        """Stand on *kit*."""
        super().__init__(kit)
        self.tokens: Tokens = Tokens(
            life_ms=facts.TOKEN_LIFE_MS.value, characters=_TOKEN_CHARACTERS, scheduler=kit.scheduler, stream=kit.stream
        )
        self.token_calls: SlidingWindow = SlidingWindow(kit.scheduler, facts.TOKEN_WINDOW_MS.value)
        self.today: DailyCounters = DailyCounters(kit.clock)
        self.this_second: SlidingWindow = SlidingWindow(kit.scheduler, SECOND_MS)
        self._sent_to: dict[str, int] = {}

    @cached_property
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[HuaweiCall]]:
        """What is built: the token of OAuth's versions 2 and 3, and the send of version 1."""
        token = Endpoint(rules.TOKEN, rules.NOTHING, rules.TOKEN_METER, self._issue_token)
        return {
            ("POST", "/oauth2/v2/token"): token,
            ("POST", "/oauth2/v3/token"): token,
            ("POST", _SEND): Endpoint(rules.SENDING, rules.FIELDS, rules.METER, self._send),
        }

    def endpoint_of(self, request: Request) -> Endpoint[HuaweiCall] | None:
        """Return what answers *request*: a path of one host does not exist on the other."""
        hosts = _LOGIN_HOSTS if request.path.startswith("/oauth2/") else _PUSH_HOSTS
        return super().endpoint_of(request) if request.host in hosts else None

    def read(self, request: Request) -> HuaweiCall:
        """Return *request* as the steps look at it."""
        return HuaweiCall(self, request)

    def targets_of(self, call: HuaweiCall) -> Sequence[str]:
        """Return the tokens that the call names."""
        return call.targets

    # -- answers ----------------------------------------------------------------------------------------------------

    def refusal(self, call: HuaweiCall, rejection: Rejection) -> Response:
        """Return `code` and `msg`, or OAuth's own form of an error."""
        status = _STATUSES.get(rejection.code, 200)
        if call.path_app_id:
            return self._answer(rejection.code, rejection.text, status)
        sub_error = _SUB_ERRORS.get(rejection.text, _SUB_ERROR)
        fields = {"sub_error": sub_error, "error_description": rejection.text, "error": rejection.code}
        return Response(400 if status == 200 else status, _HEADERS, _encode(fields))

    def unknown_endpoint(self, request: Request) -> Response:
        """Return 404, which Huawei's table calls a wrong URL."""
        return Response(404, _HEADERS, _encode({"code": "404", "msg": f"Not Found: {request.path}"}))

    def server_error(self) -> Response:
        """Return Huawei's words for a fault of its own."""
        return self._answer(81000001, "System inner error", 500)

    def _answer(self, code: int, text: str, status: int = 200) -> Response:
        request_id = f"{self.kit.clock.epoch_ms}{self.kit.stream.digits(_REQUEST_ID_DIGITS)}"
        return Response(status, _HEADERS, _encode({"code": str(code), "msg": text, "requestId": request_id}))

    # -- what the endpoints do --------------------------------------------------------------------------------------

    def _issue_token(self, call: HuaweiCall) -> Response:
        self.token_calls.add(call.app_id)
        life_s = facts.TOKEN_LIFE_MS.value // SECOND_MS
        fields = {"access_token": self.tokens.issue(call.app_id), "expires_in": life_s, "token_type": "Bearer"}
        return Response(200, _HEADERS, _encode(fields))

    def _send(self, call: HuaweiCall) -> Response:
        self.this_second.add(call.app_id)
        if call.is_dry_run:
            return self._answer(80000000, "Success")
        if call.is_test:
            self.today.add(("test", call.app_id))
        message_id = f"{self.kit.clock.epoch_ms}{self.kit.stream.digits(_REQUEST_ID_DIGITS)}"
        refused = self._push_to_all(call, message_id)
        if not refused:
            code, text = 80000000, "Success"
        elif len(refused) == len(call.targets):
            code, text = no.ALL_TOKENS_INVALID.code, no.ALL_TOKENS_INVALID.text
        else:
            counted = {"success": len(call.targets) - len(refused), "failure": len(refused), "illegal_tokens": refused}
            code, text = no.SOME_TOKENS_INVALID.code, _encode(counted).decode()
        fields = {"code": str(code), "msg": text, "requestId": message_id}
        return Response(200, _HEADERS, _encode(fields))

    # -- one message for one phone ----------------------------------------------------------------------------------

    def _push_to_all(self, call: HuaweiCall, message_id: str) -> list[str]:
        """Take the message in for each token; return those that are refused."""
        asked = [self._refusal_of(call, target) for target in call.targets]
        is_partial = any(rule is None for rule, _ in asked)
        rejection = no.SOME_TOKENS_INVALID if is_partial else no.ALL_TOKENS_INVALID
        go_back = self.kit.trace.branch()
        refused = []
        pushes = self.pushes_for(call.targets)
        for target, push_id, (rule, registration) in zip(call.targets, pushes, asked, strict=True):
            if rule is not None:
                self.write_refusal(push_id, rule, rejection)
                refused.append(target)
            else:
                assert registration is not None
                self._take(call, registration, push_id, message_id)
            go_back()
        return refused

    def _refusal_of(self, call: HuaweiCall, target: str) -> tuple[Rule[rules.TargetCase] | None, Registration | None]:
        """Return the rule that refuses *target*, or the phone that it stands for."""
        registration = self.registrations.find(target)
        subject = self.subject_of(target)
        rule = self.kit.rules.first_no(rules.TARGETS, rules.TargetCase(call, registration), subject)
        if rule is None and registration is None:
            # A waived rule let an unknown token through: then the app's own on the phone meant is what it stood for.
            registration = self.registrations.current(subject, call.push_app.package) if subject else None
            rule = rules.NO_SUCH_PHONE if registration is None else None
        return rule, registration

    def _take(self, call: HuaweiCall, registration: Registration, push_id: int, message_id: str) -> None:
        case = rules.DeviceCase(call, registration)
        limit: Rule[Any] | None = self.kit.rules.first_no(rules.DEVICE_LIMITS, case, registration.phone)
        if limit is not None:
            self.drop_accepted(push_id, message_id, limit)
            return
        reg_id = registration.reg_id
        # Differs: Huawei counts messages when they arrive; here they count when they are taken and not dropped at once.
        self.today.add(("device", reg_id))
        if call.is_marketing:
            self.today.add(("marketing", reg_id))
        self._sent_to[reg_id] = self._sent_to.get(reg_id, 0) + 1
        ttl_s = facts.TTL_S_DEFAULT.value if call.ttl_s is None else call.ttl_s
        notify_id = call.notification.get("notify_id")
        if notify_id is None or notify_id == -1:
            notify_id = self.kit.stream.between(1, facts.NOTIFY_ID_MAX.value)
        stored = Stored(
            delivery=_delivery(call, push_id, registration, message_id, notify_id),
            phone=registration.phone,
            expires_ms=self.kit.scheduler.now_ms + ttl_s * SECOND_MS,
            collapse_key=(reg_id, *self._place_of(call, reg_id)),
        )
        reclassed = (facts.UNCLASSED_IS_MARKETING.name,) if call.is_reclassed else ()
        self.accept(stored, rule=rules.METER.name, facts=(*_ASKED_BEFORE, *reclassed))

    def _place_of(self, call: HuaweiCall, reg_id: str) -> tuple[str, int]:
        """Return which waiting message the newcomer takes the place of: its group's, else the 120th before it."""
        group = call.android.get("collapse_key")
        if isinstance(group, int) and group >= 0:
            # Differs: group 0 keeps the newest of the app, whatever groups the others are in; here it is one of them.
            return "group", group
        return "kept", self._sent_to[reg_id] % facts.KEPT_MAX.value

    # -- registration -----------------------------------------------------------------------------------------------

    def new_reg_id(self) -> str:
        """Return an opaque token of today's length."""
        prefix = "IQAAAACy"
        return prefix + self.kit.stream.hex(facts.TOKEN_CHARACTERS.value - len(prefix))

    def register(self, question: Register) -> Registered:
        """Answer `getToken`: a token, or the code that the app is told."""
        app = self.app_with("app_id", question.app_id)
        rule = self.kit.rules.first_no(rules.REGISTER, rules.RegisterCase(question, app), question.phone)
        if rule is not None:
            assert isinstance(rule.answer, int)
            return self.refuse_registration(question, rule, rule.answer)
        # A waived rule lets a wrong AppID through: then it is the first app of the console that was meant.
        app_id = (app or self.apps[0]).values["app_id"]
        return self.issue_reg_id(question, app_id, REGISTERED.name, (rules.REGISTER.name, facts.CERTIFICATE.name))


def _delivery(call: HuaweiCall, push_id: int, registration: Registration, message_id: str, notify_id: int) -> Delivery:
    notification = call.notification
    return Delivery(
        push_id=push_id,
        message_id=message_id,
        reg_id=registration.reg_id,
        package=registration.package,
        title=call.shown("title"),
        body=call.shown("body"),
        click=_click(call),
        notify_id=notify_id,
        channel_id=str(notification.get("channel_id") or ""),
        custom=call.custom,
        options={
            "data": call.data,
            "pass_through": not call.is_notification,
            "marketing": call.is_marketing,
            "importance": call.importance,
            "sound": call.sound,
            "tag": notification.get("tag"),
            "foreground_show": notification.get("foreground_show") is not False,
            "auto_cancel": notification.get("auto_cancel") is not False,
        },
    )


def _click(call: HuaweiCall) -> Click:
    click = call.click
    match click.get("type"):
        case 1 if click.get("intent"):
            return Click(ClickKind.INTENT, str(click["intent"]))
        case 1:
            return Click(ClickKind.ACTION, str(click.get("action") or ""))
        case 2:
            return Click(ClickKind.URL, str(click.get("url") or ""))
        case 4:
            return Click(ClickKind.URL, str(click.get("rich_resource") or ""))
        case _:
            return Click()
