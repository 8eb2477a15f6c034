"""What vivo's simulated cloud asks before it takes a message: one decision for each step of an endpoint, in order.

What it asks about targets stands in `targets`, about tags in `topics`, about a message that it has taken in `schedule`.
Codes stand in `rejections`, figures in `facts`. Assumed: the order of the authentication checks; that of the fields is
the validator's of vivo's server SDK 2.2, and that of the steps the one in the README.
"""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from simulator.cloud.registrations import AppState
from simulator.kernel.clock import Clock
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Dated, Fact, Grade, Source
from simulator.push.rejection import Rejection
from simulator.vendors.vivo import facts, rejections
from simulator.vendors.vivo.call import VivoCall

NOTHING: Decision[VivoCall] = Decision("vivo.nothing_to_ask", ())


def call_rule(
    name: str,
    rejection: Rejection,
    says_no: Callable[[VivoCall], bool],
    *statements: str,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[VivoCall]:
    """Return the rule that refuses a call with *rejection*."""
    source = Source(facts.API, f"code {rejection.code}", statements, grade)
    return Rule(f"vivo.{name}", rejection.reason, says_no, source, rejection)


# -- authenticate -----------------------------------------------------------------------------------------------------


def _timestamp_is_off(call: VivoCall) -> bool:
    timestamp = call.number("timestamp", 0)
    return (
        timestamp is None or abs(timestamp - call.cloud.kit.clock.sender_epoch_ms) > facts.TIMESTAMP_SKEW_MS_MAX.value
    )


def _sign_is_wrong(call: VivoCall) -> bool:
    values = call.push_app.values
    parts = (values["app_id"], values["app_key"], call.text("timestamp").strip(), values["app_secret"])
    expected = hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()
    return call.text("sign").strip() != expected


AUTH = Decision(
    "vivo.auth",
    (
        call_rule("app_id_empty", rejections.APP_ID_EMPTY, lambda call: not call.has("appId")),
        call_rule("app_key_empty", rejections.APP_KEY_EMPTY, lambda call: not call.has("appKey")),
        call_rule("timestamp_empty", rejections.TIMESTAMP_EMPTY, lambda call: not call.has("timestamp")),
        call_rule("sign_empty", rejections.SIGN_EMPTY, lambda call: not call.has("sign")),
        call_rule("app_id_unknown", rejections.APP_ID_UNKNOWN, lambda call: call.app is None, "C06", "V01"),
        call_rule(
            "app_key_wrong",
            rejections.APP_KEY_WRONG,
            lambda call: call.text("appKey").strip() != call.push_app.values["app_key"],
            "C06",
            "V01",
        ),
        call_rule("timestamp_wrong", rejections.TIMESTAMP_WRONG, _timestamp_is_off),
        call_rule("sign_wrong", rejections.SIGN_WRONG, _sign_is_wrong, "C06", "V01"),
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
        call_rule("auth_too_many_today", rejections.AUTH_TOO_MANY_TODAY, _auth_calls_today_used_up),
        call_rule("auth_too_fast", rejections.AUTH_TOO_FAST, _auth_calls_too_fast),
    ),
)

TOKEN = Decision(
    "vivo.token",
    (
        call_rule("token_invalid", rejections.TOKEN_INVALID, lambda call: call.token is None),
        call_rule(
            "app_of_other_token",
            rejections.APP_OF_OTHER_TOKEN,
            lambda call: call.has("appId") and call.text("appId").strip() != call.app_id,
        ),
        call_rule("push_closed", rejections.PUSH_CLOSED, lambda call: call.push_app.state is AppState.CLOSED, "C23"),
    ),
)
"""Storing a message for a list push asks no more than this."""

SENDING = Decision(
    "vivo.sending",
    (
        *TOKEN,
        call_rule(
            "under_review",
            rejections.UNDER_REVIEW,
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
    return call.mapping("extra") is None or bool(set(call.extra) - _EXTRA_KEYS)


def _extra_longer(call: VivoCall, key: str, limit: int) -> bool:
    return len(str(call.extra.get(key, ""))) > limit


def _category_is_unknown(call: VivoCall) -> bool:
    known = facts.SYSTEM_CATEGORIES | facts.OPERATION_CATEGORIES
    return call.has("category") and call.text("category") not in known


_REQUEST = (
    call_rule("request_id_empty", rejections.REQUEST_ID_EMPTY, lambda call: not call.has("requestId")),
    call_rule(
        "request_id_too_long",
        rejections.REQUEST_ID_TOO_LONG,
        lambda call: len(call.text("requestId")) > facts.REQUEST_ID_LENGTH_MAX.value,
    ),
)
_TARGET = (
    call_rule("target_empty", rejections.TARGET_EMPTY, lambda call: not call.has("regId") and not call.has("alias")),
    call_rule(
        "alias_too_long",
        rejections.ALIAS_TOO_LONG,
        lambda call: len(call.text("alias")) > call.edition(facts.ALIAS_LENGTH_MAX),
    ),
)
_CONTENT = (
    call_rule("title_empty", rejections.TITLE_EMPTY, lambda call: not call.has("title")),
    call_rule(
        "title_too_long", rejections.TITLE_TOO_LONG, lambda call: call.length("title") > facts.TITLE_LENGTH_MAX.value
    ),
    call_rule("content_empty", rejections.CONTENT_EMPTY, lambda call: not call.has("content")),
    call_rule(
        "content_too_long",
        rejections.CONTENT_TOO_LONG,
        lambda call: call.length("content") > facts.CONTENT_LENGTH_MAX.value,
    ),
    call_rule(
        "notify_type_wrong", rejections.NOTIFY_TYPE_WRONG, lambda call: call.number("notifyType", 0) not in {1, 2, 3, 4}
    ),
)
_PUSH_MODE = call_rule(
    # Assumed: that this code stands for a wrong pushMode, which has none of its own; its words fit no other field.
    "push_mode_wrong",
    rejections.PUSH_MODE_WRONG,
    lambda call: call.number("pushMode", 0) not in {0, 1},
    grade=Grade.ASSUMED,
)
_ACTION = (
    call_rule("skip_type_wrong", rejections.SKIP_TYPE_WRONG, lambda call: call.click_kind not in _CLICK_KINDS),
    call_rule("url_empty", rejections.URL_EMPTY, lambda call: call.click_kind == 2 and not call.has("skipContent")),
    call_rule(
        "url_too_long",
        rejections.URL_TOO_LONG,
        lambda call: call.click_kind == 2 and len(call.text("skipContent")) > facts.URL_LENGTH_MAX.value,
    ),
    call_rule(
        "custom_empty", rejections.CUSTOM_EMPTY, lambda call: call.click_kind == 3 and not call.has("skipContent")
    ),
    call_rule("custom_too_long", rejections.CUSTOM_TOO_LONG, lambda call: call.click_kind == 3 and call.page_too_long),
    call_rule("page_empty", rejections.PAGE_EMPTY, lambda call: call.click_kind == 4 and not call.has("skipContent")),
    call_rule("page_too_long", rejections.PAGE_TOO_LONG, lambda call: call.click_kind == 4 and call.page_too_long),
    call_rule(
        "network_type_wrong", rejections.NETWORK_TYPE_WRONG, lambda call: call.number("networkType", -1) not in {-1, 1}
    ),
    call_rule("custom_map_too_many", rejections.CUSTOM_MAP_TOO_MANY, _has_too_many_pairs),
    call_rule("custom_map_wrong", rejections.CUSTOM_MAP_WRONG, lambda call: call.custom_map_is_wrong),
    call_rule("extra_key_unknown", rejections.EXTRA_KEY_UNKNOWN, _extra_has_unknown_key),
    call_rule(
        "callback_too_long",
        rejections.CALLBACK_TOO_LONG,
        lambda call: _extra_longer(call, "callback", facts.CALLBACK_LENGTH_MAX.value),
    ),
    call_rule(
        "callback_param_too_long",
        rejections.CALLBACK_PARAM_TOO_LONG,
        lambda call: _extra_longer(call, "callback.param", call.edition(facts.CALLBACK_PARAM_LENGTH_MAX)),
    ),
    call_rule("category_wrong", rejections.CATEGORY_WRONG, _category_is_unknown),
    call_rule(
        "notify_id_wrong",
        rejections.NOTIFY_ID_WRONG,
        lambda call: not 1 <= (call.number("notifyId", 1) or 0) <= facts.NOTIFY_ID_MAX.value,
    ),
    call_rule("class_wrong", rejections.CLASS_WRONG, lambda call: call.message_class not in {0, 1}),
    _PUSH_MODE,
)


def _ttl_rule(kind: str, seconds_min: int) -> Rule[VivoCall]:
    return call_rule(f"{kind}_ttl_wrong", rejections.TTL_WRONG, lambda call: call.ttl_is_wrong(seconds_min))


SINGLE_FIELDS = Decision(
    "vivo.single_fields",
    (*_REQUEST, *_TARGET, *_CONTENT, _ttl_rule("single", facts.SINGLE_TTL_S_MIN.value), *_ACTION),
)
PAYLOAD_FIELDS = Decision(
    "vivo.payload_fields", (*_REQUEST, *_CONTENT, _ttl_rule("list", facts.LIST_TTL_S_MIN.value), *_ACTION)
)
"""Of a message for many phones: one that is stored, a broadcast, or one by tags."""


def _task_id_is_unknown(call: VivoCall) -> bool:
    payload = call.cloud.payloads.get(call.text("taskId"))
    return payload is None or payload.app_id != call.app_id


def _payload_has_ended(call: VivoCall) -> bool:
    payload = call.cloud.payloads.get(call.text("taskId"))
    return payload is not None and payload.ends_ms <= call.cloud.kit.scheduler.now_ms


def _count_is_wrong(call: VivoCall, name: str) -> bool:
    count = len(call.texts(name))
    return count > 0 and not facts.LIST_TARGETS_MIN.value <= count <= facts.LIST_TARGETS_MAX.value


def _has_long_alias(call: VivoCall) -> bool:
    most = call.edition(facts.ALIAS_LENGTH_MAX)
    return any(len(alias) > most for alias in call.texts("aliases"))


LIST_FIELDS = Decision(
    "vivo.list_fields",
    (
        *_REQUEST,
        call_rule("task_id_empty", rejections.TASK_ID_EMPTY, lambda call: not call.has("taskId")),
        call_rule("list_empty", rejections.LIST_EMPTY, lambda call: not call.targets),
        call_rule("aliases_wrong_count", rejections.ALIASES_WRONG_COUNT, lambda call: _count_is_wrong(call, "aliases")),
        call_rule("list_alias_too_long", rejections.ALIAS_TOO_LONG, _has_long_alias),
        call_rule("reg_ids_wrong_count", rejections.REG_IDS_WRONG_COUNT, lambda call: _count_is_wrong(call, "regIds")),
        call_rule("task_id_unknown", rejections.TASK_ID_UNKNOWN, _task_id_is_unknown),
        call_rule("payload_expired", rejections.PAYLOAD_EXPIRED, _payload_has_ended),
        _PUSH_MODE,
    ),
)
STATISTICS_FIELDS = Decision(
    "vivo.statistics_fields",
    (
        call_rule("task_ids_empty", rejections.TASK_IDS_EMPTY, lambda call: not call.in_query("taskIds")),
        call_rule(
            "task_ids_too_many",
            rejections.TASK_IDS_TOO_MANY,
            lambda call: len(call.in_query("taskIds")) > facts.TASK_IDS_MAX.value,
        ),
    ),
)
RECALL_FIELDS = Decision(
    "vivo.recall_fields",
    (
        # Assumed: that these codes stand for the fields of a recall; the one client that makes it reads none.
        call_rule(
            "recall_task_empty", rejections.TASK_ID_EMPTY, lambda call: not call.has("taskId"), grade=Grade.ASSUMED
        ),
        call_rule(
            "recall_ids_empty", rejections.TAG_IDS_EMPTY, lambda call: not call.texts("userIds"), grade=Grade.ASSUMED
        ),
        call_rule(
            "recall_type_wrong",
            rejections.TAG_TYPE_WRONG,
            lambda call: call.number("userType", 1) != 1,
            grade=Grade.ASSUMED,
        ),
    ),
)

# -- meter ------------------------------------------------------------------------------------------------------------


def is_night(moment: datetime) -> bool:
    """Return whether operation messages rest at this time of day."""
    return not facts.OPERATION_FROM <= moment.time() < facts.OPERATION_UNTIL


def _is_night_now(clock: Clock) -> bool:
    return is_night(clock.now)


def _timed_is_wrong(call: VivoCall) -> bool:
    timed, now_ms = call.timed, call.cloud.kit.clock.epoch_ms
    if timed is None:
        return False
    ahead_ms, span_ms = timed.begin_ms - now_ms, timed.end_ms - timed.begin_ms
    if not facts.TIMED_AHEAD_MS_MIN.value <= ahead_ms or timed.end_ms - now_ms > facts.TIMED_AHEAD_MS_MAX.value:
        return True
    if not 0 < span_ms < facts.TIMED_SPAN_MS.value:
        return True
    begin, end = (call.cloud.moment_of(ms) for ms in (timed.begin_ms, timed.end_ms))
    return begin.date() != end.date() or (call.is_operation and (is_night(begin) or is_night(end)))


def _is_wrong_hour(call: VivoCall) -> bool:
    return call.is_operation and call.timed is None and _is_night_now(call.cloud.kit.clock)


def _category_misfits(call: VivoCall) -> bool:
    if not call.has("category"):
        return False
    fitting = facts.OPERATION_CATEGORIES if call.is_operation else facts.SYSTEM_CATEGORIES
    return call.text("category") not in fitting


def is_sensitive(call: VivoCall) -> bool:
    """Return whether the review knows a word of the message's."""
    return any(word in call.text("title") + call.text("content") for word in call.push_app.forbidden_words)


def _looks_like_a_test(text: str) -> bool:
    """Return whether vivo's review takes *text* for a test: the list is that of one public client."""
    has_no_words = not any(map(str.isalpha, text)) or (text.isascii() and text.isalpha())
    return has_no_words or "测试" in text or any(bracket in text for bracket in "{}[]【】")


def is_taken_for_a_test(call: VivoCall) -> bool:
    """Return whether the review takes a formal message for a test."""
    if not call.push_app.has_content_review or call.is_test:
        return False
    return _looks_like_a_test(call.text("title")) or _looks_like_a_test(call.text("content"))


@lru_cache(maxsize=64)
def sends_per_second(users: int, day: date) -> int:
    """Return how many sends a second an app with so many counting users may make on *day*."""
    bands = facts.SENDS_PER_SECOND_MAX.on(day).value
    return next(most for least, most in reversed(bands) if users >= least)


def _is_too_fast(call: VivoCall) -> bool:
    return call.cloud.this_second.count(call.app_id) >= sends_per_second(call.cloud.counting_base(call), call.today)


def quota_fact(call: VivoCall) -> Fact[int]:
    """Return the figure that the day's number of messages of the call's class follows."""
    if call.is_operation:
        return (facts.NEWS_PER_USER if call.is_news else facts.OPERATION_PER_USER).on(call.today)
    return facts.SYSTEM_PER_USER.on(call.today)


def _used_up(call: VivoCall, message_class: int, test_limit: Dated[int | None]) -> bool:
    if call.message_class != message_class:
        return False
    most = call.edition(test_limit) if call.is_test else quota_fact(call).value * call.cloud.counting_base(call)
    return most is not None and call.cloud.sent_today(call) >= most


def _system_used_up(call: VivoCall) -> bool:
    if facts.UNLIMITED_RIGHT in call.push_app.rights and not call.is_test:
        return False
    return _used_up(call, 1, facts.TEST_SYSTEM_PER_DAY_MAX)


_CATEGORY_MISFIT = call_rule("category_misfit", rejections.CATEGORY_MISFIT, _category_misfits)
_SENSITIVE = call_rule("sensitive", rejections.SENSITIVE, is_sensitive)

QUOTA = Decision(
    "vivo.quota",
    (
        call_rule(
            "operation_used_up",
            rejections.OPERATION_USED_UP,
            lambda call: _used_up(call, 0, facts.TEST_OPERATION_PER_DAY_MAX),
        ),
        call_rule("system_used_up", rejections.SYSTEM_USED_UP, _system_used_up),
    ),
)
"""Asked again for each message of a list push, which takes its place in the day's number one by one."""

_CLASS = (
    call_rule(
        "system_not_granted",
        rejections.SYSTEM_NOT_GRANTED,
        lambda call: call.message_class == 1 and not call.push_app.has_system_messages,
    ),
    call_rule("quiet_hours", rejections.QUIET, _is_wrong_hour),
    # Assumed: the code for a time of its own that is too soon, too late, too long, or over midnight.
    call_rule("timed_display_wrong", rejections.QUIET, _timed_is_wrong, grade=Grade.ASSUMED),
    _CATEGORY_MISFIT,
)
_PACE = (call_rule("too_fast", rejections.TOO_FAST, _is_too_fast), *QUOTA)

CLASS_AND_QUOTA = Decision(
    "vivo.class_and_quota",
    (
        *_CLASS,
        _SENSITIVE,
        call_rule("looks_like_a_test", rejections.LOOKS_LIKE_A_TEST, is_taken_for_a_test, grade=Grade.OBSERVED),
        *_PACE,
    ),
)
LIVE_METER = Decision("vivo.live_meter", _PACE[:1])
"""Live messages belong to no class; nothing says that the day's number counts them."""
TASK_CLASS_AND_QUOTA = Decision("vivo.task_class_and_quota", (*_CLASS, *_PACE))
"""Of a message for many phones, whose text is reviewed after it is taken."""


def _broadcast_today(call: VivoCall) -> bool:
    return call.cloud.today.count(("broadcast", call.app_id)) >= facts.BROADCASTS_PER_DAY_MAX.value


BROADCAST_METER = Decision(
    "vivo.broadcast_meter",
    (*_CLASS, call_rule("broadcasts_used_up", rejections.BROADCASTS_USED_UP, _broadcast_today), *_PACE),
)


def _payloads_used_up(call: VivoCall) -> bool:
    return call.cloud.today.count(("list_payload", call.app_id)) >= facts.LIST_PAYLOADS_PER_DAY_MAX.value


PAYLOAD_METER = Decision(
    "vivo.payload_meter",
    (
        _CATEGORY_MISFIT,
        _SENSITIVE,
        call_rule("payloads_used_up", rejections.PAYLOADS_USED_UP, _payloads_used_up, grade=Grade.ASSUMED),
    ),
)
