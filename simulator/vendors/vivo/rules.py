"""Every no of vivo's simulated cloud, in the order in which it is asked: one decision for each step of an endpoint.

Codes stand in `rejections`, figures in `facts`. Assumed: the order of the authentication checks; that of the fields is
the validator's of vivo's server SDK 2.2, and that of the steps the one in the README.
"""

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from simulator.cloud.outbox import DEVICE_OFFLINE, ONLINE_ONLY, TTL_EXPIRED, DispatchCase
from simulator.cloud.registrations import AppState, PushApp, Registration
from simulator.kernel.clock import Clock
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Dated, Grade, Source
from simulator.push.reason import Reason
from simulator.push.rejection import Rejection
from simulator.push.uplink import Register
from simulator.vendors.vivo import facts
from simulator.vendors.vivo import rejections as no
from simulator.vendors.vivo.call import VivoCall

if TYPE_CHECKING:
    from simulator.vendors.vivo.cloud import VivoCloud

NOTHING: Decision[VivoCall] = Decision("vivo.nothing_to_ask", ())


def _rule(
    name: str,
    rejection: Rejection,
    says_no: Callable[[VivoCall], bool],
    *statements: str,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[VivoCall]:
    source = Source(facts.API, f"code {rejection.code}", statements, grade)
    return Rule(f"vivo.{name}", rejection.reason, says_no, source, rejection)


# -- authenticate -----------------------------------------------------------------------------------------------------


def _timestamp_is_off(call: VivoCall) -> bool:
    timestamp = call.number("timestamp", 0)
    return timestamp is None or abs(timestamp - call.cloud.kit.clock.epoch_ms) > facts.TIMESTAMP_SKEW_MS_MAX.value


def _sign_is_wrong(call: VivoCall) -> bool:
    values = call.push_app.values
    parts = (values["app_id"], values["app_key"], call.text("timestamp").strip(), values["app_secret"])
    expected = hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()
    return call.text("sign").strip() != expected


AUTH = Decision(
    "vivo.auth",
    (
        _rule("app_id_empty", no.APP_ID_EMPTY, lambda call: not call.has("appId")),
        _rule("app_key_empty", no.APP_KEY_EMPTY, lambda call: not call.has("appKey")),
        _rule("timestamp_empty", no.TIMESTAMP_EMPTY, lambda call: not call.has("timestamp")),
        _rule("sign_empty", no.SIGN_EMPTY, lambda call: not call.has("sign")),
        _rule("app_id_unknown", no.APP_ID_UNKNOWN, lambda call: call.app is None, "C06", "V01"),
        _rule(
            "app_key_wrong",
            no.APP_KEY_WRONG,
            lambda call: call.text("appKey").strip() != call.push_app.values["app_key"],
            "C06",
            "V01",
        ),
        _rule("timestamp_wrong", no.TIMESTAMP_WRONG, _timestamp_is_off),
        _rule("sign_wrong", no.SIGN_WRONG, _sign_is_wrong, "C06", "V01"),
    ),
)


def _is_counted_by_second(call: VivoCall) -> bool:
    return call.cloud.kit.clock.today >= facts.AUTH_LIMIT_PER_SECOND_SINCE


def _auth_calls_today_used_up(call: VivoCall) -> bool:
    if _is_counted_by_second(call):
        return False
    return call.cloud.today.count(("auth", call.app_id)) >= facts.AUTH_CALLS_PER_DAY_MAX.value


def _auth_calls_too_fast(call: VivoCall) -> bool:
    if not _is_counted_by_second(call):
        return False
    return call.cloud.this_second.count(("auth", call.app_id)) >= facts.AUTH_CALLS_PER_SECOND_MAX.value


AUTH_METER = Decision(
    "vivo.auth_meter",
    (
        _rule("auth_too_many_today", no.AUTH_TOO_MANY_TODAY, _auth_calls_today_used_up),
        _rule("auth_too_fast", no.AUTH_TOO_FAST, _auth_calls_too_fast),
    ),
)

TOKEN = Decision(
    "vivo.token",
    (
        _rule("token_invalid", no.TOKEN_INVALID, lambda call: call.token is None),
        _rule(
            "app_of_other_token",
            no.APP_OF_OTHER_TOKEN,
            lambda call: call.has("appId") and call.text("appId").strip() != call.app_id,
        ),
        _rule("push_closed", no.PUSH_CLOSED, lambda call: call.push_app.state is AppState.CLOSED, "C23"),
    ),
)
"""Storing a message for a list push asks no more than this."""

SENDING = Decision(
    "vivo.sending",
    (
        *TOKEN,
        _rule(
            "under_review",
            no.UNDER_REVIEW,
            lambda call: call.push_app.state is AppState.UNDER_REVIEW and not call.is_test,
            "C23",
            "V11",
        ),
    ),
)

# -- validate ---------------------------------------------------------------------------------------------------------

_CLICK_KINDS = frozenset({1, 2, 3, 4})
_EXTRA_KEYS = frozenset({"callback", "callback.param", "callback.id"})


def _has_too_many_pairs(call: VivoCall) -> bool:
    most = call.edition(facts.CUSTOM_PAIRS_MAX)
    return most is not None and len(call.mapping("clientCustomMap") or {}) > most


def _extra_has_unknown_key(call: VivoCall) -> bool:
    extra = call.mapping("extra")
    return extra is None or bool(set(extra) - _EXTRA_KEYS)


def _extra_longer(call: VivoCall, key: str, limit: int) -> bool:
    return len(str((call.mapping("extra") or {}).get(key, ""))) > limit


def _category_is_unknown(call: VivoCall) -> bool:
    known = facts.SYSTEM_CATEGORIES | facts.OPERATION_CATEGORIES
    return call.has("category") and call.text("category") not in known


_REQUEST = (
    _rule("request_id_empty", no.REQUEST_ID_EMPTY, lambda call: not call.has("requestId")),
    _rule(
        "request_id_too_long",
        no.REQUEST_ID_TOO_LONG,
        lambda call: len(call.text("requestId")) > facts.REQUEST_ID_LENGTH_MAX.value,
    ),
)
_TARGET = (
    _rule("target_empty", no.TARGET_EMPTY, lambda call: not call.has("regId") and not call.has("alias")),
    _rule(
        "alias_too_long",
        no.ALIAS_TOO_LONG,
        lambda call: len(call.text("alias")) > call.edition(facts.ALIAS_LENGTH_MAX),
    ),
)
_CONTENT = (
    _rule("title_empty", no.TITLE_EMPTY, lambda call: not call.has("title")),
    _rule("title_too_long", no.TITLE_TOO_LONG, lambda call: call.length("title") > facts.TITLE_LENGTH_MAX.value),
    _rule("content_empty", no.CONTENT_EMPTY, lambda call: not call.has("content")),
    _rule(
        "content_too_long", no.CONTENT_TOO_LONG, lambda call: call.length("content") > facts.CONTENT_LENGTH_MAX.value
    ),
    _rule("notify_type_wrong", no.NOTIFY_TYPE_WRONG, lambda call: call.number("notifyType", 0) not in {1, 2, 3, 4}),
)
_ACTION = (
    _rule("skip_type_wrong", no.SKIP_TYPE_WRONG, lambda call: call.click_kind not in _CLICK_KINDS),
    _rule("url_empty", no.URL_EMPTY, lambda call: call.click_kind == 2 and not call.has("skipContent")),
    _rule(
        "url_too_long",
        no.URL_TOO_LONG,
        lambda call: call.click_kind == 2 and len(call.text("skipContent")) > facts.URL_LENGTH_MAX.value,
    ),
    _rule("custom_empty", no.CUSTOM_EMPTY, lambda call: call.click_kind == 3 and not call.has("skipContent")),
    _rule("custom_too_long", no.CUSTOM_TOO_LONG, lambda call: call.click_kind == 3 and call.page_too_long),
    _rule("page_empty", no.PAGE_EMPTY, lambda call: call.click_kind == 4 and not call.has("skipContent")),
    _rule("page_too_long", no.PAGE_TOO_LONG, lambda call: call.click_kind == 4 and call.page_too_long),
    _rule("network_type_wrong", no.NETWORK_TYPE_WRONG, lambda call: call.number("networkType", -1) not in {-1, 1}),
    _rule("custom_map_too_many", no.CUSTOM_MAP_TOO_MANY, _has_too_many_pairs),
    _rule("custom_map_wrong", no.CUSTOM_MAP_WRONG, lambda call: call.custom_map_is_wrong),
    _rule("extra_key_unknown", no.EXTRA_KEY_UNKNOWN, _extra_has_unknown_key),
    _rule(
        "callback_too_long",
        no.CALLBACK_TOO_LONG,
        lambda call: _extra_longer(call, "callback", facts.CALLBACK_LENGTH_MAX.value),
    ),
    _rule(
        "callback_param_too_long",
        no.CALLBACK_PARAM_TOO_LONG,
        lambda call: _extra_longer(call, "callback.param", call.edition(facts.CALLBACK_PARAM_LENGTH_MAX)),
    ),
    _rule("category_wrong", no.CATEGORY_WRONG, _category_is_unknown),
    _rule(
        "notify_id_wrong",
        no.NOTIFY_ID_WRONG,
        lambda call: not 1 <= (call.number("notifyId", 1) or 0) <= facts.NOTIFY_ID_MAX.value,
    ),
    _rule("class_wrong", no.CLASS_WRONG, lambda call: call.message_class not in {0, 1}),
)


def _ttl_rule(kind: str, seconds_min: int) -> Rule[VivoCall]:
    return _rule(f"{kind}_ttl_wrong", no.TTL_WRONG, lambda call: call.ttl_is_wrong(seconds_min))


SINGLE_FIELDS = Decision(
    "vivo.single_fields",
    (*_REQUEST, *_TARGET, *_CONTENT, _ttl_rule("single", facts.SINGLE_TTL_S_MIN.value), *_ACTION),
)
PAYLOAD_FIELDS = Decision(
    "vivo.payload_fields", (*_REQUEST, *_CONTENT, _ttl_rule("list", facts.LIST_TTL_S_MIN.value), *_ACTION)
)


def _task_id_is_unknown(call: VivoCall) -> bool:
    payload = call.cloud.payloads.get(call.text("taskId"))
    return payload is None or payload.app_id != call.app_id


def _payload_has_ended(call: VivoCall) -> bool:
    payload = call.cloud.payloads.get(call.text("taskId"))
    return payload is not None and payload.ends_ms <= call.cloud.kit.scheduler.now_ms


def _count_is_wrong(call: VivoCall, name: str) -> bool:
    count = len(call.texts(name))
    return count > 0 and not facts.LIST_TARGETS_MIN.value <= count <= facts.LIST_TARGETS_MAX.value


LIST_FIELDS = Decision(
    "vivo.list_fields",
    (
        *_REQUEST,
        _rule("list_empty", no.LIST_EMPTY, lambda call: not call.targets),
        _rule("task_id_empty", no.TASK_ID_EMPTY, lambda call: not call.has("taskId")),
        _rule("task_id_unknown", no.TASK_ID_UNKNOWN, _task_id_is_unknown),
        _rule("payload_expired", no.PAYLOAD_EXPIRED, _payload_has_ended),
        _rule("reg_ids_wrong_count", no.REG_IDS_WRONG_COUNT, lambda call: _count_is_wrong(call, "regIds")),
        _rule("aliases_wrong_count", no.ALIASES_WRONG_COUNT, lambda call: _count_is_wrong(call, "aliases")),
    ),
)

# -- meter ------------------------------------------------------------------------------------------------------------


def _is_night(clock: Clock) -> bool:
    return not facts.OPERATION_FROM <= clock.now.time() < facts.OPERATION_UNTIL


def _category_misfits(call: VivoCall) -> bool:
    if not call.has("category"):
        return False
    fitting = facts.OPERATION_CATEGORIES if call.is_operation else facts.SYSTEM_CATEGORIES
    return call.text("category") not in fitting


def _is_sensitive(call: VivoCall) -> bool:
    return any(word in call.text("title") + call.text("content") for word in call.push_app.forbidden_words)


def _looks_like_a_test(text: str) -> bool:
    """Return whether vivo's review takes *text* for a test: the list is that of one public client."""
    has_no_words = not any(map(str.isalpha, text)) or (text.isascii() and text.isalpha())
    return has_no_words or "测试" in text or any(bracket in text for bracket in "{}[]【】")


def _is_refused_as_a_test(call: VivoCall) -> bool:
    if not call.push_app.has_content_review or call.is_test:
        return False
    return _looks_like_a_test(call.text("title")) or _looks_like_a_test(call.text("content"))


def _is_too_fast(call: VivoCall) -> bool:
    return call.cloud.this_second.count(call.app_id) >= call.edition(facts.SENDS_PER_SECOND_MAX)


def _used_up(call: VivoCall, message_class: int, limit: Dated[int], test_limit: Dated[int | None]) -> bool:
    if call.message_class != message_class:
        return False
    most = call.edition(test_limit) if call.is_test else call.edition(limit)
    return most is not None and call.cloud.sent_today(call) >= most


_CATEGORY_MISFIT = _rule("category_misfit", no.CATEGORY_MISFIT, _category_misfits)
_SENSITIVE = _rule("sensitive", no.SENSITIVE, _is_sensitive)

QUOTA = Decision(
    "vivo.quota",
    (
        _rule(
            "operation_used_up",
            no.OPERATION_USED_UP,
            lambda call: _used_up(call, 0, facts.OPERATION_PER_DAY_MAX, facts.TEST_OPERATION_PER_DAY_MAX),
        ),
        _rule(
            "system_used_up",
            no.SYSTEM_USED_UP,
            lambda call: _used_up(call, 1, facts.SYSTEM_PER_DAY_MAX, facts.TEST_SYSTEM_PER_DAY_MAX),
        ),
    ),
)
"""Asked again for each message of a list push, which takes its place in the day's number one by one."""

CLASS_AND_QUOTA = Decision(
    "vivo.class_and_quota",
    (
        _rule(
            "system_not_granted",
            no.SYSTEM_NOT_GRANTED,
            lambda call: call.message_class == 1 and not call.push_app.has_system_messages,
        ),
        _rule("quiet_hours", no.QUIET, lambda call: call.is_operation and _is_night(call.cloud.kit.clock)),
        _CATEGORY_MISFIT,
        _SENSITIVE,
        _rule("looks_like_a_test", no.LOOKS_LIKE_A_TEST, _is_refused_as_a_test, grade=Grade.OBSERVED),
        _rule("too_fast", no.TOO_FAST, _is_too_fast),
        *QUOTA,
    ),
)


def _payloads_used_up(call: VivoCall) -> bool:
    return call.cloud.today.count(("list_payload", call.app_id)) >= facts.LIST_PAYLOADS_PER_DAY_MAX.value


PAYLOAD_METER = Decision(
    "vivo.payload_meter",
    (
        _CATEGORY_MISFIT,
        _SENSITIVE,
        _rule("payloads_used_up", no.PAYLOADS_USED_UP, _payloads_used_up, grade=Grade.ASSUMED),
    ),
)

# -- look up ----------------------------------------------------------------------------------------------------------


class TargetCase(msgspec.Struct, frozen=True):
    """One target of a call.

    Attributes:
        registration: Of the regId; `None` when vivo has not given it out, and for every alias.
    """

    call: VivoCall
    registration: Registration | None


def _target_rule(
    name: str, rejection: Rejection, says_no: Callable[[TargetCase], bool], *statements: str
) -> Rule[TargetCase]:
    source = Source(facts.API, f"code {rejection.code}", statements)
    return Rule(f"vivo.{name}", rejection.reason, says_no, source, rejection)


TARGETS = Decision(
    "vivo.targets",
    (
        # The client's bindAlias is not simulated, so that no alias stands for any phone.
        _target_rule("alias_unknown", no.ALIAS_INVALID, lambda case: case.call.names_aliases),
        _target_rule(
            "reg_id_unknown",
            no.REG_ID_INVALID,
            lambda case: case.registration is None or case.registration.app_id != case.call.app_id,
            "C02",
            "C13",
        ),
        _target_rule(
            "reg_id_gone",
            no.REG_ID_INVALID,
            lambda case: case.registration is not None and not case.registration.is_valid,
            "C13",
            "V12",
        ),
        _target_rule(
            "not_a_test_device",
            no.NOT_A_TEST_DEVICE,
            lambda case: (
                case.call.is_test
                and case.registration is not None
                and case.registration.phone not in case.call.push_app.test_devices
            ),
            "V11",
        ),
    ),
)
NO_SUCH_PHONE = next(rule for rule in TARGETS if rule.answer is no.REG_ID_INVALID)
USER_STATUS = {
    "vivo.alias_unknown": no.USER_UNKNOWN,
    "vivo.reg_id_unknown": no.USER_UNKNOWN,
    "vivo.reg_id_gone": no.USER_GONE,
    "vivo.not_a_test_device": no.USER_NOT_A_TEST_DEVICE,
}
"""`status` of an invalid user, by the rule that found it."""

# -- enqueue: what only receipts tell of ------------------------------------------------------------------------------


class DeviceCase(msgspec.Struct, frozen=True):
    """An accepted message before it goes into the outbox."""

    call: VivoCall
    registration: Registration

    @property
    def cloud(self) -> "VivoCloud":
        """The cloud that decides."""
        return self.call.cloud

    @property
    def seen_key(self) -> tuple[str, ...]:
        """What a message of the same title and content to the same phone shares with it."""
        return ("seen", self.registration.reg_id, self.call.text("title"), self.call.text("content"))

    @property
    def is_marketing(self) -> bool:
        """Whether it is an operation message that is not a test."""
        return self.call.is_operation and not self.call.is_test


def _device_rule(
    name: str,
    reason: Reason,
    says_no: Callable[[DeviceCase], bool],
    receipt: str,
    *statements: str,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[DeviceCase]:
    return Rule(f"vivo.{name}", reason, says_no, Source("vivo receipts", receipt, statements, grade))


def _is_inactive(case: DeviceCase) -> bool:
    if case.cloud.outbox.is_connected(case.registration.phone):
        return False
    return case.cloud.kit.scheduler.now_ms - case.registration.seen_ms > facts.INACTIVE_MS.value


def _is_burst(case: DeviceCase) -> bool:
    return case.cloud.bursts.count(case.registration.reg_id) >= facts.BURST_PER_DEVICE_MAX.value


def _device_limit_reached(case: DeviceCase) -> bool:
    count = case.cloud.today.count(("device", case.registration.reg_id))
    return case.is_marketing and count >= case.call.edition(facts.OPERATION_PER_DEVICE_MAX)


def _is_duplicate(case: DeviceCase) -> bool:
    if not (case.is_marketing and case.call.edition(facts.DROPS_DUPLICATES)):
        return False
    return case.cloud.today.count(case.seen_key) > 0


DEVICE_LIMITS = Decision(
    "vivo.device_limits",
    (
        _device_rule("device_inactive", Reason.DEVICE_INACTIVE, _is_inactive, "102/20006"),
        _device_rule("device_burst", Reason.FREQUENCY_CONTROL, _is_burst, "100/12000", "C22", grade=Grade.ASSUMED),
        _device_rule("duplicate_content", Reason.DUPLICATE_CONTENT, _is_duplicate, "104/2124"),
        _device_rule("device_daily_limit", Reason.QUOTA_USED, _device_limit_reached, "100/12000"),
    ),
)

# -- dispatch ---------------------------------------------------------------------------------------------------------


def _comes_at_night(case: DispatchCase) -> bool:
    return case.is_connected and case.stored.delivery.options["classification"] == 0 and _is_night(case.clock)


# Differs: the phone itself holds a message back at night; here the cloud does so when it would leave.
NIGHT: Rule[DispatchCase] = Rule(
    "vivo.night", Reason.QUIET_HOURS, _comes_at_night, Source("vivo receipts", "104/1017", grade=Grade.OBSERVED)
)
DISPATCH = Decision("vivo.dispatch", (TTL_EXPIRED, NIGHT, ONLINE_ONLY, DEVICE_OFFLINE))

# -- the SDK's registration -------------------------------------------------------------------------------------------


class RegisterCase(msgspec.Struct, frozen=True):
    """A phone that wants a regId.

    Attributes:
        app: The push app of the appId it names.
    """

    question: Register
    app: PushApp | None


def _register_rule(
    name: str, code: int, says_no: Callable[[RegisterCase], bool], *statements: str
) -> Rule[RegisterCase]:
    source = Source(facts.CLIENT, f"state {code}", statements)
    return Rule(f"vivo.{name}", Reason.REGISTRATION_REFUSED, says_no, source, code)


REGISTER = Decision(
    "vivo.register",
    (
        _register_rule("register_app_id", facts.ClientCode.APP_ID_WRONG, lambda case: case.app is None, "V02", "V13"),
        _register_rule(
            "register_app_key",
            facts.ClientCode.APP_KEY_MISMATCH,
            lambda case: case.app is not None and case.app.values["app_key"] != case.question.app_key,
            "V02",
            "V13",
        ),
        _register_rule(
            "register_package",
            facts.ClientCode.PACKAGE_MISMATCH,
            lambda case: case.app is not None and case.app.package != case.question.package,
            "C23",
            "V02",
        ),
    ),
)
