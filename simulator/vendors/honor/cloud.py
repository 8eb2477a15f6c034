"""Honor's simulated cloud: access tokens, sendMessage, and the SDK's registration.

What it refuses, and when, stands in `rules`; what it tells later, in `receipts`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.cloud.forced import FORCED_TEXT
from simulator.cloud.kit import CloudKit
from simulator.cloud.metering import DailyCounters, SlidingWindow
from simulator.cloud.outbox import Stored
from simulator.cloud.registrations import PushApp
from simulator.cloud.tokens import Tokens
from simulator.cloud.vendor_cloud import Endpoint, VendorCloud
from simulator.kernel.lazy import lazy
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Source
from simulator.kernel.trace import Kind
from simulator.kernel.units import MINUTE_MS, SECOND_MS
from simulator.network.http import Request, Response
from simulator.network.json_body import json_response
from simulator.push.reason import Reason
from simulator.push.rejection import Rejection
from simulator.push.uplink import DeliveryReport, Register, Registered
from simulator.vendors.honor import facts, rejections, rules
from simulator.vendors.honor.call import (
    AUTH_PATH,
    GRANT_TYPE_BY_MISTAKE,
    GRANT_TYPE_REPEATED,
    OLD_AUTH_PATH,
    SEND_PATH,
    HonorCall,
)
from simulator.vendors.honor.delivery import delivery_of
from simulator.vendors.honor.receipts import HonorReceipts, Tracked

_TOKEN_CHARACTERS = 32
_STATUSES = range(400, 600)
_SUCCESS_CODE = 200
_ONE_FOR_A_TAG = 0

REGISTERED = Fact("honor.reg_id_per_app_and_phone", True, Source(facts.GUIDE, "getPushToken", ("C13",)))

_ASKED_BEFORE = tuple(
    one.name for one in (rules.SENDING, rules.FIELDS, rules.TARGETS, rules.DEVICE_LIMITS, facts.TTL_S_DEFAULT)
)
"""What an accepted message has passed, beside the decision that its record names."""


class HonorCloud(VendorCloud[HonorCall]):
    """Honor's push cloud.

    Attributes:
        tokens: Access tokens given out.
        today: Counters that start again at midnight.
        this_second: Sends and registrations of each app over the last second.
        this_minute: Registrations of each phone over the last minute.
        own_receipts: Those that are still to come.
    """

    vendor = facts.NAME
    hosts = (
        "push-api.cloud.honor.com",
        "iam.developer.honor.com",
        # Older names of the same services, which old clients still have.
        "push-api.cloud.hihonor.com",
        "iam.developer.hihonor.com",
    )
    target_rules = rules.TARGETS
    no_such_phone = rules.NO_SUCH_PHONE
    dispatch = rules.DISPATCH

    def __init__(self, kit: CloudKit) -> None:
        """Use *kit*."""
        super().__init__(kit)
        self.tokens: Tokens = Tokens(kit, life_ms=facts.TOKEN_LIFE_MS.value, characters=_TOKEN_CHARACTERS)
        self.today: DailyCounters = DailyCounters(kit.clock)
        self.this_second: SlidingWindow = SlidingWindow(kit.scheduler, SECOND_MS)
        self.this_minute: SlidingWindow = SlidingWindow(kit.scheduler, MINUTE_MS)
        self.own_receipts: HonorReceipts = HonorReceipts(self.receipts, kit.clock)

    @property
    def access_tokens(self) -> Sequence[Tokens]:
        """The tokens that senders authenticate with."""
        return (self.tokens,)

    def add_app(self, app: PushApp) -> None:
        """Add *app* to the console, with the test messages that it has sent today."""
        super().add_app(app)
        self.today.add(("test", app.values["app_id"]), app.used_today)

    @lazy
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[HonorCall]]:
        """What is built: the token, at its older path too, and the one call that sends."""
        auth = Endpoint(rules.AUTH, rules.NOTHING, rules.NOTHING, self._auth)
        return {
            ("POST", SEND_PATH): Endpoint(rules.SENDING, rules.FIELDS, rules.RATE, self._send),
            ("POST", AUTH_PATH): auth,
            ("POST", OLD_AUTH_PATH): auth,
        }

    def read(self, request: Request) -> HonorCall:
        """Return the call that the steps look at."""
        return HonorCall(self, request)

    def targets_of(self, call: HonorCall) -> Sequence[str]:
        """Return the regIds that the call names."""
        return call.targets

    # -- answers ----------------------------------------------------------------------------------------------------

    def forced_rejection(self, code: int) -> rejections.HonorRejection:
        """Return a refusal in Honor's form, whose codes are HTTP statuses; any other number comes with status 400."""
        return rejections.HonorRejection(code, FORCED_TEXT, Reason.VENDOR_FAULT, error=str(code))

    def refusal(self, call: HonorCall, rejection: Rejection) -> Response:
        """Return `code` and `message`, of the token endpoint `error` and its description; both under their status."""
        assert isinstance(rejection, rejections.HonorRejection)
        if call.is_for_token:
            fields: Mapping[str, object] = {"error": rejection.error, "error_description": rejection.text}
        else:
            fields = {"code": rejection.code, "message": rejection.text}
        status = rejection.code if rejection.code in _STATUSES else 400
        return json_response(fields, status)

    def unknown_endpoint(self, request: Request) -> Response:
        """Return 404 in Honor's form of an answer."""
        # Assumed: what Honor answers to a path it does not have.
        return json_response({"code": 404, "message": f"Not Found: {request.path}"}, 404)

    def server_error(self) -> Response:
        """Return Honor's internal error."""
        # Assumed: status and words.
        return json_response({"code": 503, "message": "Service Unavailable"}, 503)

    # -- what the endpoints do --------------------------------------------------------------------------------------

    def _auth(self, call: HonorCall) -> Response:
        if call.form.get("grant_type") == GRANT_TYPE_BY_MISTAKE:
            self.kit.trace.write(self.actor, Kind.STATE, "overlooked", rule=GRANT_TYPE_REPEATED.name)
        fields = {
            "access_token": self.tokens.issue(call.push_app.values["app_id"]),
            "expires_in": facts.TOKEN_LIFE_MS.value // SECOND_MS,
            "token_type": "Bearer",
        }
        return json_response(fields)

    def _send(self, call: HonorCall) -> Response:
        self.this_second.add(call.push_app.values["app_id"])
        request_id = self.kit.stream.hex(32)
        go_back = self.kit.trace.branch()
        bad: dict[Rejection, list[str]] = {rejections.TOKEN_FAILED: [], rejections.TOKEN_EXPIRED: []}
        for target, push_id in zip(call.targets, self.pushes_for(call.targets), strict=False):
            rejection = self._push_to(call, target, push_id, request_id)
            if rejection is not None:
                bad[rejection].append(target)
            go_back()
        data = {
            "sendResult": sum(map(len, bad.values())) < len(call.targets),
            "requestId": request_id,
            "failTokens": bad[rejections.TOKEN_FAILED],
            "expireTokens": bad[rejections.TOKEN_EXPIRED],
        }
        return json_response({"code": self._success_code(call), "message": "success", "data": data})

    def _success_code(self, call: HonorCall) -> int:
        """Return 200, which most public clients expect, unless the push app sets another code, such as 80000000."""
        wanted = call.push_app.values.get("success_code", "")
        return int(wanted) if wanted.isdecimal() else _SUCCESS_CODE

    # -- one message for one phone ----------------------------------------------------------------------------------

    def _push_to(self, call: HonorCall, target: str, push_id: int, request_id: str) -> Rejection | None:
        """Accept one message for one target, or return Honor's rejection of an invalid token."""
        case = rules.TargetCase(call, self.registrations.find(target))
        found = self.look_up(target, call.push_app, case)
        if isinstance(found, Rule):
            self.write_refusal(push_id, found)
            return found.answer_as(Rejection)
        self._take(rules.DeviceCase(call, found), push_id, request_id)
        return None

    def _take(self, case: rules.DeviceCase, push_id: int, request_id: str) -> None:
        self._track(case, push_id, request_id)
        limit = self.kit.rules.first_no(rules.DEVICE_LIMITS, case, case.registration.phone)
        if limit is not None:
            self.drop_accepted(push_id, request_id, limit)
            self.own_receipts.ended(push_id, limit.reason)
            return
        self._count(case)
        life_s = facts.TTL_S_DEFAULT.value if case.call.ttl_s is None else case.call.ttl_s
        expires_ms = self.kit.scheduler.now_ms + life_s * SECOND_MS
        stored = Stored(
            delivery=delivery_of(case, push_id, request_id, self._notify_id(case.call), expires_ms),
            phone=case.registration.phone,
            expires_ms=expires_ms,
        )
        reclassed = (facts.RECLASSED.name,) if case.call.is_reclassed else ()
        self.accept(stored, rule=rules.RATE.name, facts=(*_ASKED_BEFORE, *reclassed, *case.call.leniencies))

    def _notify_id(self, call: HonorCall) -> int:
        """Return the sender's id, or a fresh one; messages that have but a tag in common share one, and so replace."""
        asked = call.number("notifyId", -1)
        if asked is not None and asked >= 0:
            return asked
        return _ONE_FOR_A_TAG if call.has("tag") else self.kit.stream.between(1, facts.NOTIFY_ID_MAX.value)

    # Differs: a phone's number of the day counts when a message is taken, not when the phone has it.
    def _count(self, case: rules.DeviceCase) -> None:
        if case.call.is_test:
            self.today.add(case.test_key)
        if case.counts_for_phone:
            self.today.add(case.marketing_key)

    # -- receipts ---------------------------------------------------------------------------------------------------

    def _track(self, case: rules.DeviceCase, push_id: int, request_id: str) -> None:
        call, registration = case.call, case.registration
        url = call.push_app.receipt_url
        if url:
            tracked = Tracked(url, registration.app_id, registration.reg_id, request_id, call.bi_tag)
            self.own_receipts.track(push_id, tracked)

    def delivery_reported(self, report: DeliveryReport) -> None:
        """Post the receipt of a message that has reached its phone."""
        self.own_receipts.reported(report)

    def message_dropped(self, stored: Stored, rule: Rule[Any]) -> None:  # noqa: ARG002  # alike for all of them
        """Tell nothing of a message whose life has ended."""
        self.own_receipts.forget(stored.delivery.push_id)

    # -- registration -----------------------------------------------------------------------------------------------

    def new_reg_id(self) -> str:
        """Return a token in the form that public examples have."""
        return facts.REG_ID_PREFIX + self.kit.stream.hex(facts.REG_ID_CHARACTERS.value)

    def register(self, question: Register) -> Registered:
        """Answer `getPushToken`: a regId, or the code that the app is told."""
        app = self.app_with("app_id", question.app_id)
        app_key, phone_key = ("register", question.app_id), ("register", question.phone)
        case = rules.RegisterCase(question, app, self.this_second.count(app_key), self.this_minute.count(phone_key))
        self.this_second.add(app_key)
        self.this_minute.add(phone_key)
        rule = self.kit.rules.first_no(rules.REGISTER, case, question.phone)
        if rule is not None:
            return self.refuse_registration(question, rule)
        return self.issue_reg_id(question, app, REGISTERED.name, (rules.REGISTER.name,))
