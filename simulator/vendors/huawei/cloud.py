"""Huawei's simulated cloud: access tokens, all ways to send, topics, and what the SDK asks.

What it refuses, and when, stands in `rules` and in the modules that this one names.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import msgspec

from simulator.cloud.kit import CloudKit
from simulator.cloud.metering import DailyCounters, SlidingWindow
from simulator.cloud.outbox import Stored
from simulator.cloud.registrations import PushApp, Registration
from simulator.cloud.tokens import Tokens
from simulator.cloud.vendor_cloud import Endpoint, VendorCloud
from simulator.kernel.lazy import lazy
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Source
from simulator.kernel.trace import Kind
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Request, Response
from simulator.network.json_body import json_response
from simulator.push.rejection import Rejection
from simulator.push.uplink import DeliveryReport, Register, Registered, SdkCommand
from simulator.vendors.huawei import facts, fields, old_gateway, rejections, rules, topics
from simulator.vendors.huawei.call import OLD_PATH, HuaweiCall
from simulator.vendors.huawei.delivery import delivery_of
from simulator.vendors.huawei.parts import text_of
from simulator.vendors.huawei.receipts import HuaweiReceipts, Wanted
from simulator.vendors.huawei.topics import Subscriptions

_LOGIN_HOSTS = (
    "oauth-login.cloud.huawei.com",
    "login.cloud.huawei.com",
    "oauth-login.cloud.huawei.eu",
    "login.vmall.com",
)
# Assumed: of the second and the third, which public clients ask, that they have all that the first one has.
_HOSTS = ("push-api.cloud.huawei.com", "push-api.cloud.huawei.eu", "push-api.cloud.hicloud.com")
_OLD_HOST = "api.push.hicloud.com"
_HOSTS_OF = {"oauth2": _LOGIN_HOSTS, "v1": (*_HOSTS, _OLD_HOST), "pushsend.do": (_OLD_HOST,)}
"""Which hosts have a path, by its first part; all other paths are the newer push hosts' alone."""
_SUB_ERRORS = {rejections.CLIENT_SECRET_WRONG.text: 12304, rejections.CLIENT_ID_WRONG.text: 12303}
_SUB_ERROR = 20001
_STATUSES: Mapping[int, int] = {
    **dict.fromkeys((rejections.OAUTH_WRONG.code, rejections.OAUTH_EXPIRED.code, rejections.JWT_EXPIRED.code), 401),
    rejections.OAUTH_SERVICE_FAILED.code: 401,
    **dict.fromkeys(
        (
            rejections.PARAMETER_WRONG.code,
            rejections.PAYLOAD_WRONG.code,
            rejections.TTL_PAST.code,
            rejections.REVIEW_WRONG.code,
        ),
        400,
    ),
    **dict.fromkeys(
        (rejections.COLLAPSE_KEY_WRONG.code, rejections.BODY_TOO_LARGE.code, rejections.TOKEN_COUNT_WRONG.code), 400
    ),
    **dict.fromkeys((rejections.ONE_TOKEN_WANTED.code, rejections.RECEIPT_ADDRESS_WRONG.code), 400),
    rejections.TOO_MANY_TOPIC_TASKS.code: 503,
    rejections.TOO_FAST.code: 503,
    rejections.INTERNAL.code: 500,
}
# Assumed: which code comes with which HTTP status. Huawei's table says what 400, 401 and 503 mean, and no more.
_TOKEN_CHARACTERS = 64
_TOKEN_PREFIX = "CgB6e3x9/"
"""A slash, which Huawei escapes in its JSON: a client that copies the text as it stands has another token."""
_REQUEST_ID_DIGITS = 8

REGISTERED = Fact("huawei.token_per_app_and_phone", True, Source(facts.CLIENT, "getToken", ("C13", "H01")))

_ASKED_BEFORE = tuple(decision.name for decision in (rules.SENDING, fields.FIELDS, rules.TARGETS, rules.DEVICE_LIMITS))
"""Decisions that an accepted message has passed, beside the one that its record names."""


class HuaweiCloud(VendorCloud[HuaweiCall]):
    """Huawei's push cloud.

    Attributes:
        tokens: Access tokens given out.
        secrets: The AppSecret that each of them was given for.
        token_calls: How many of them lately.
        today: Counters that start again at midnight.
        this_second: Sends over the last second.
        topic_tasks: Messages to topics that are being sent.
        blocked: AppIDs that lost the right to push.
        own_receipts: Receipts.
    """

    vendor = facts.NAME
    hosts = (*_LOGIN_HOSTS, *_HOSTS, _OLD_HOST)
    target_rules = rules.TARGETS
    no_such_phone = rules.NO_SUCH_PHONE

    def __init__(self, kit: CloudKit) -> None:
        """Use *kit*."""
        super().__init__(kit)
        self.tokens: Tokens = Tokens(
            kit,
            life_ms=facts.TOKEN_LIFE_MS.value,
            characters=_TOKEN_CHARACTERS,
            prefix=_TOKEN_PREFIX,
        )
        self.secrets: dict[str, str] = {}
        self.token_calls: SlidingWindow = SlidingWindow(kit.scheduler, facts.TOKEN_WINDOW_MS.value)
        self.today: DailyCounters = DailyCounters(kit.clock)
        self.this_second: SlidingWindow = SlidingWindow(kit.scheduler, SECOND_MS)
        self.topic_tasks: SlidingWindow = SlidingWindow(kit.scheduler, facts.TOPIC_TASK_MS.value)
        self.blocked: set[str] = set()
        self.own_receipts: HuaweiReceipts = HuaweiReceipts(kit, self.receipts)
        self._subscriptions: dict[str, Subscriptions] = {}
        self._sent_to: dict[str, int] = {}

    def add_app(self, app: PushApp) -> None:
        """Add *app* to the console, with the calls that it has made to the old gateway today."""
        super().add_app(app)
        self.today.add((old_gateway.OF_ALL, app.values["app_id"]), app.calls_today.get("total", 0))

    @property
    def old_calls_of_all(self) -> int:
        """Calls of all apps at the old gateway over the last second."""
        return self.this_second.count(old_gateway.OF_ALL) + sum(app.calls_of_others for app in self.apps)

    @property
    def access_tokens(self) -> Sequence[Tokens]:
        """The tokens that senders authenticate with."""
        return (self.tokens,)

    @lazy
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[HuaweiCall]]:
        """OAuth's token, the three versions of the send, topics, and the gateway of HMS 2.x."""
        token = Endpoint(rules.TOKEN, rules.NOTHING, rules.TOKEN_METER, self._issue_token)
        send = Endpoint(rules.SENDING, fields.FIELDS, rules.METER, self._send)
        scenario = Endpoint(rules.SENDING, fields.SCENARIO_FIELDS, rules.METER, self._send)
        old = Endpoint(old_gateway.SENDING, old_gateway.FIELDS, old_gateway.METER, self._send)
        subscribe = Endpoint(rules.SENDING, topics.SUBSCRIBE, rules.NOTHING, self._subscribe)
        unsubscribe = Endpoint(rules.SENDING, topics.UNSUBSCRIBE, rules.NOTHING, self._unsubscribe)
        return {
            ("POST", "/oauth2/token"): token,
            ("POST", "/oauth2/v2/token"): token,
            ("POST", "/oauth2/v3/token"): token,
            ("POST", "/v1/{app_id}/messages:send"): send,
            ("POST", "/v2/{project_id}/messages:send"): send,
            ("POST", "/v3/{project_id}/messages:send"): scenario,
            ("POST", "/v1/{app_id}/topic:subscribe"): subscribe,
            ("POST", "/v1/{app_id}/topic:unsubscribe"): unsubscribe,
            ("POST", "/v1/{app_id}/topic:list"): Endpoint(rules.SENDING, topics.LIST, rules.NOTHING, self._list_topics),
            ("POST", OLD_PATH): old,
            ("GET", OLD_PATH): old,
        }

    def hosts_of(self, path: str) -> Sequence[str]:
        """Return which hosts have *path*: one of the login hosts does not exist on the push hosts."""
        return _HOSTS_OF.get(path.split("/")[1], _HOSTS)

    def endpoint_of(self, request: Request) -> Endpoint[HuaweiCall] | None:
        """Return what answers *request*: a path of one host does not exist on the other."""
        path = unquote(request.path)
        return super().endpoint_of(request.at(path)) if request.host in self.hosts_of(path) else None

    def read(self, request: Request) -> HuaweiCall:
        """Return the call that the steps look at."""
        return HuaweiCall(self, request)

    def targets_of(self, call: HuaweiCall) -> Sequence[str]:
        """Return the tokens that the call names."""
        return call.targets

    # -- answers ----------------------------------------------------------------------------------------------------

    def refusal(self, call: HuaweiCall, rejection: Rejection) -> Response:
        """Return `code` and `msg`, or OAuth's own form of an error."""
        status = _STATUSES.get(rejection.code, 200)
        if call.is_old and rejection.code <= facts.NSP_STATUS_MAX.value:
            return old_gateway.refusal(rejection)
        if call.version or call.is_old:
            return self._answer(rejection.code, rejection.text, status)
        sub_error = _SUB_ERRORS.get(rejection.text, _SUB_ERROR)
        told = {"sub_error": sub_error, "error_description": rejection.text, "error": rejection.code}
        return json_response(told, 400 if status == 200 else status)

    def unknown_endpoint(self, request: Request) -> Response:
        """Return 404, which Huawei's table calls a wrong URL."""
        return json_response({"code": "404", "msg": f"Not Found: {request.path}"}, 404)

    def server_error(self) -> Response:
        """Return Huawei's answer to an internal error."""
        return self._answer(rejections.INTERNAL.code, rejections.INTERNAL.text, 500)

    def _answer(self, code: int, text: str, status: int = 200, **more: object) -> Response:
        return json_response({"code": str(code), "msg": text, "requestId": self._new_request_id(), **more}, status)

    def _new_request_id(self) -> str:
        return f"{self.kit.clock.epoch_ms}{self.kit.stream.digits(_REQUEST_ID_DIGITS)}"

    # -- what the endpoints do --------------------------------------------------------------------------------------

    def _issue_token(self, call: HuaweiCall) -> Response:
        self.token_calls.add(call.app_id)
        life_s = facts.TOKEN_LIFE_MS.value // SECOND_MS
        token = self.tokens.issue(call.app_id)
        self.secrets[token] = call.push_app.values["app_secret"]
        answer = json_response({"access_token": token, "expires_in": life_s, "token_type": "Bearer"})
        return answer._replace(body=answer.body.replace(b"/", b"\\/"))

    def _send(self, call: HuaweiCall) -> Response:
        self.this_second.add(call.app_id)
        if call.is_old:
            self.this_second.add(old_gateway.OF_ALL)
            self.today.add((old_gateway.OF_ALL, call.app_id))
        if call.is_dry_run:
            return self._answer(*_SUCCESS)
        if call.is_test:
            self.today.add(("test", call.app_id))
        request_id = self._new_request_id()
        targets = self._targets_of_topics(call) if call.names_topic else call.targets
        refused = self._push_to_all(call, targets, request_id)
        code, text = _outcome(call, len(targets), refused)
        return json_response({"code": str(code), "msg": text, "requestId": request_id})

    # -- topics -----------------------------------------------------------------------------------------------------

    def subscriptions(self, app_id: str) -> Subscriptions:
        """Return the topics of one app's tokens."""
        return self._subscriptions.setdefault(app_id, Subscriptions())

    @property
    def all_subscriptions(self) -> Iterable[Subscriptions]:
        """Those of every app."""
        return self._subscriptions.values()

    def _targets_of_topics(self, call: HuaweiCall) -> list[str]:
        self.topic_tasks.add(call.app_id)
        condition = topics.condition_of(call)
        # A waived rule lets a condition through that is none: then nobody is meant.
        meant = [] if condition is None else self.subscriptions(call.app_id).meant_by(condition)
        return [token for token in meant if not topics.is_unusable(call, token)]

    def _subscribe(self, call: HuaweiCall) -> Response:
        held = self.subscriptions(call.app_id)

        def subscribe(token: str) -> str:
            if topics.is_full(call, token):
                return rejections.TOO_MANY_TOPICS.text
            held.subscribe(token, topics.topic_of(call), self.kit.clock.today.isoformat())
            return ""

        return self._for_each_token(call, subscribe)

    def _unsubscribe(self, call: HuaweiCall) -> Response:
        held = self.subscriptions(call.app_id)

        def unsubscribe(token: str) -> str:
            held.unsubscribe(token, topics.topic_of(call))
            return ""

        return self._for_each_token(call, unsubscribe)

    def _for_each_token(self, call: HuaweiCall, act: Callable[[str], str]) -> Response:
        """Call *act* for each token, which returns an error or an empty text, and answer with the counts."""
        tokens = topics.tokens_of(call)
        errors = []
        for index, token in enumerate(tokens):
            why = _TOKEN_INVALID if topics.is_unusable(call, token) else act(token)
            if why:
                errors.append({"index": index, "reason": why})
        code, text = (rejections.SOME_TOKENS_FAILED.code, rejections.SOME_TOKENS_FAILED.text) if errors else _SUCCESS
        counts: dict[str, Any] = {
            "successCount": len(tokens) - len(errors),
            "failureCount": len(errors),
            "errors": errors,
        }
        return self._answer(code, text, **counts)

    def _list_topics(self, call: HuaweiCall) -> Response:
        held = self.subscriptions(call.app_id).of(text_of(call.sent.get("token")))
        return self._answer(*_SUCCESS, topics=[{"name": name, "addDate": day} for name, day in held.items()])

    def command(self, command: SdkCommand) -> Registered:
        """Answer `subscribe` and `unsubscribe` of the SDK, or its uplink message."""
        registration = self.registrations.find(command.reg_id)
        phone = "" if registration is None else registration.phone
        rule = self.kit.rules.first_no(rules.COMMAND, rules.CommandCase(self, command, registration), phone)
        if rule is not None:
            code = rule.answer_as(int)
            self.kit.trace.refuse(self.actor, Kind.STATE, command.command, rule, data={"code": code})
            return Registered(code)
        if registration is None:
            # A waived rule let a token through that nobody has: then there is nothing to do.
            return Registered(0)
        held = self.subscriptions(registration.app_id)
        if command.command == rules.SUBSCRIBE:
            held.subscribe(command.reg_id, command.argument, self.kit.clock.today.isoformat())
        else:
            held.unsubscribe(command.reg_id, command.argument)
        return Registered(0)

    # -- receipts ---------------------------------------------------------------------------------------------------

    def delivery_reported(self, report: DeliveryReport) -> None:
        """Post a receipt of a phone's report."""
        self.own_receipts.reported(report)

    def message_dropped(self, stored: Stored, rule: Rule[Any]) -> None:
        """Post a receipt of a dropped message."""
        self.own_receipts.ended(stored.delivery.push_id, rule.reason, rule.name)

    # -- one message for one phone ----------------------------------------------------------------------------------

    def _push_to_all(self, call: HuaweiCall, targets: Sequence[str], request_id: str) -> dict[str, str]:
        """Accept the message for each token; return the refused tokens, each with the rule that refused it."""
        found = [self._look_up(call, target) for target in targets]
        is_partial = not all(isinstance(one, Rule) for one in found)
        rejection = rejections.SOME_TOKENS_INVALID if is_partial else rejections.ALL_TOKENS_INVALID
        go_back = self.kit.trace.branch()
        refused = {}
        pushes = self.pushes_for(targets)
        for target, push_id, one in zip(targets, pushes, found, strict=True):
            if isinstance(one, Rule):
                self.write_refusal(push_id, one, rejection)
                refused[target] = one.name
            else:
                self._take(call, one, push_id, request_id)
            go_back()
        return refused

    def _look_up(self, call: HuaweiCall, target: str) -> Registration | Rule[Any]:
        case = rules.TargetCase(call, self.registrations.find(target))
        return self.look_up(target, call.push_app, case)

    def _take(self, call: HuaweiCall, registration: Registration, push_id: int, request_id: str) -> None:
        app = self.app_with("app_id", registration.app_id) or call.push_app
        if app.receipt_url:
            push_type = call.push_type if call.version == "v3" else ""
            wanted = Wanted(app, request_id, registration.reg_id, call.bi_tag, call.is_old, push_type)
            self.own_receipts.want(push_id, wanted)
        self._count_abuse(registration)
        case = rules.DeviceCase(call, registration)
        limit: Rule[Any] | None = self.kit.rules.first_no(rules.DEVICE_LIMITS, case, registration.phone)
        if limit is not None:
            self.drop_accepted(push_id, request_id, limit)
            self.own_receipts.ended(push_id, limit.reason, limit.name)
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
            delivery=delivery_of(call, push_id, registration, request_id, notify_id, is_tracked=bool(app.receipt_url)),
            phone=registration.phone,
            expires_ms=self.kit.scheduler.now_ms + ttl_s * SECOND_MS,
            collapse_key=(reg_id, *self._place_of(call, reg_id)),
        )
        reclassed = (facts.UNCLASSED_IS_MARKETING.name,) if call.is_reclassed else ()
        self.accept(stored, rule=rules.METER.name, facts=(*_ASKED_BEFORE, *reclassed))

    def _count_abuse(self, registration: Registration) -> None:
        """Count every message to a phone; beyond a number that no app needs, the app loses the right to push."""
        key = ("sent", registration.reg_id)
        self.today.add(key)
        if self.today.count(key) > facts.ABUSE_MAX.value:
            self.blocked.add(registration.app_id)

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
            return self.refuse_registration(question, rule)
        return self.issue_reg_id(question, app, REGISTERED.name, (rules.REGISTER.name, facts.CERTIFICATE.name))


_SUCCESS = (80000000, "Success")
_TOKEN_INVALID = "invalid token"
_SCENARIO_REASONS = {
    "huawei.token_unknown": "tokenFormatError",
    "huawei.push_type_not_granted": "noPushTypeRight",
}
"""How version 3 tells why it refuses a token; any other has no right to it."""


def _outcome(call: HuaweiCall, count: int, refused: Mapping[str, str]) -> tuple[int, str]:
    """Return code and text for a message to *count* tokens, of which some are *refused*."""
    if not refused:
        return _SUCCESS
    if len(refused) == count:
        return rejections.ALL_TOKENS_INVALID.code, rejections.ALL_TOKENS_INVALID.text
    counted: dict[str, object] = {"success": count - len(refused), "failure": len(refused)}
    if call.version == "v3":
        by_reason: dict[str, list[str]] = {}
        for token, rule in refused.items():
            by_reason.setdefault(_SCENARIO_REASONS.get(rule, "noRight"), []).append(token)
        counted["illegalTokens"] = by_reason
    else:
        counted["illegal_tokens"] = list(refused)
    return rejections.SOME_TOKENS_INVALID.code, msgspec.json.encode(counted).decode()
