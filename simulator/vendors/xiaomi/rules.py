"""Every no of Xiaomi's simulated cloud, in the order in which it is asked: one decision for each step of an endpoint.

Codes stand in `rejections`, figures in `facts`. Assumed: the order of the fields, which no text gives.
"""

from collections.abc import Callable
from functools import partial

from simulator.cloud.receipts import CallbackAddress
from simulator.cloud.registrations import AppState
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.vendors.xiaomi import facts, rejections
from simulator.vendors.xiaomi.call import TOPIC_MARK, XiaomiCall
from simulator.vendors.xiaomi.message import By, Message
from simulator.vendors.xiaomi.rejections import XiaomiRejection

NOTHING: Decision[XiaomiCall] = Decision("xiaomi.nothing_to_ask", ())


def rule(
    name: str,
    rejection: XiaomiRejection,
    says_no: Callable[[XiaomiCall], bool],
    *statements: str,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[XiaomiCall]:
    """Return a rule that refuses a call with *rejection*."""
    source = Source(facts.CODES, f"code {rejection.code}", statements, grade)
    return Rule(f"xiaomi.{name}", rejection.reason, says_no, source, rejection)


def message_rule(
    name: str,
    rejection: XiaomiRejection,
    says_no: Callable[[XiaomiCall, Message], bool],
    *statements: str,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[XiaomiCall]:
    """Return a rule that refuses the call when it says no to one of its messages."""
    return rule(
        name, rejection, lambda call: any(says_no(call, message) for message in call.messages), *statements, grade=grade
    )


# -- authenticate -----------------------------------------------------------------------------------------------------


def _barred(name: str, rejection: XiaomiRejection, word: str) -> Rule[XiaomiCall]:
    """Return a rule about something that Xiaomi has barred the app from."""
    return rule(name, rejection, lambda call: word in call.push_app.barred, grade=Grade.ASSUMED)


AUTH = Decision(
    "xiaomi.auth",
    (
        rule("secret_wrong", rejections.SECRET_WRONG, lambda call: call.app is None, "C06", "X01", "X14"),
        rule("app_closed", rejections.APP_ILLEGAL, lambda call: call.push_app.state is AppState.CLOSED, "C23"),
        _barred("app_missing", rejections.APP_MISSING, "app"),
        _barred("app_revoked", rejections.APP_REVOKED, "revoked_app"),
        _barred("developer_not_authorised", rejections.USER_NOT_AUTHORISED, "developer"),
        _barred("service_paused", rejections.PAUSED, "service"),
        _barred("api_closed", rejections.API_CLOSED, "api"),
        rule("app_incomplete", rejections.APP_INCOMPLETE, lambda call: not call.push_app.package, grade=Grade.ASSUMED),
        rule(
            "request_too_long",
            rejections.REQUEST_TOO_LONG,
            lambda call: len(call.request.body) > facts.REQUEST_BYTES_MAX.value,
            grade=Grade.ASSUMED,
        ).beyond_scenarios("it takes a request of ten million bytes, which every report would carry"),
        rule(
            "calls_too_many",
            rejections.CALLS_TOO_MANY,
            lambda call: call.cloud.today.count(("calls", call.app_id)) >= facts.CALLS_PER_DAY_MAX.value,
            grade=Grade.ASSUMED,
        ),
    ),
)
IS_TEXT = rule("body_no_text", rejections.REQUEST_ILLEGAL, lambda call: call.is_not_text, grade=Grade.ASSUMED)
FEEDBACK = Decision(
    "xiaomi.feedback", (*AUTH, _barred("feedback_forbidden", rejections.FEEDBACK_FORBIDDEN, "feedback"))
)
STATISTICS = Decision(
    "xiaomi.statistics", (*AUTH, _barred("statistics_forbidden", rejections.STATISTICS_FORBIDDEN, "statistics"))
)
_VIP_HOSTS = frozenset({"vip.api.xmpush.xiaomi.com", "vip.api.xmpush.global.xiaomi.com"})


def _lacks_audit_token(call: XiaomiCall) -> bool:
    """Return whether one of the call's topics is so big that it wants a token, and the call has none of Xiaomi's."""
    token = call.request.header("X-PUSH-AUDIT-TOKEN") or ""
    if f"audit_token:{token}" in call.push_app.rights:
        return False
    return any(
        call.cloud.names.count(call.app_id, By.TOPIC, topic) + call.push_app.subscribers.get(topic, 0)
        > facts.TOPIC_TOKEN_FROM.value
        for message in call.messages
        if message.by in {By.TOPIC, By.TOPICS}
        for topic in message.targets
    )


SENDING = Decision(
    "xiaomi.sending",
    (
        *AUTH,
        IS_TEXT,
        _barred("app_blacklisted", rejections.SENDING_FORBIDDEN, "sending"),
        rule("under_review", rejections.UNDER_REVIEW, lambda call: call.push_app.state is AppState.UNDER_REVIEW, "C23"),
        rule(
            "no_vip",
            rejections.REQUEST_RESTRICTED,
            lambda call: call.request.host in _VIP_HOSTS and "vip" not in call.push_app.rights,
            grade=Grade.ASSUMED,
        ),
        rule("audit_token_missing", rejections.AUDIT_TOKEN_WRONG, _lacks_audit_token),
    ),
)

# -- validate ---------------------------------------------------------------------------------------------------------

_EMPTY = {
    By.ALIAS: rejections.ALIAS_EMPTY,
    By.ACCOUNT: rejections.ACCOUNT_EMPTY,
    By.TOPIC: rejections.TOPIC_EMPTY,
    By.TOPICS: rejections.TOPIC_EMPTY,
}
_SWITCHES = frozenset({"", "0", "1"})


def _names_no_package(call: XiaomiCall) -> bool:
    return not call.messages or any(not message.packages for message in call.messages)


def _has_no_target(call: XiaomiCall, by: By) -> bool:
    return call.by is by and (not call.messages or any(not message.targets for message in call.messages))


def _package_is_missing(call: XiaomiCall) -> bool:
    return _names_no_package(call) and call.by is By.REG_ID and _has_no_target(call, By.REG_ID)


def _has_too_many_targets(call: XiaomiCall) -> bool:
    return call.by is not By.TOPICS and len(list(call.targets)) > facts.TARGETS_MAX.value


def _is_illegal(_: XiaomiCall, message: Message) -> bool:
    """Return whether a number or a flag of the message is none, or is out of its bounds."""
    kind, life = message.notify_type, message.number("time_to_live", 1)
    if message.number("pass_through", 0) not in {0, 1} or kind is None or not -1 <= kind <= 7:
        return True
    if life is None or life <= 0 or message.number("time_to_send", 0) is None:
        return True
    return message.extra("notify_foreground") not in _SWITCHES or message.extra("only_send_once") not in _SWITCHES


def _is_too_far_ahead(call: XiaomiCall, message: Message) -> bool:
    return call.ahead_ms(message) > call.edition(facts.SEND_AHEAD_MS_MAX)


def _has_no_text(_: XiaomiCall, message: Message) -> bool:
    if message.is_pass_through:
        return False
    return not message.text("title").strip() or not message.text("description").strip()


def _text_is_too_long(call: XiaomiCall, message: Message) -> bool:
    if len(message.text("payload").encode()) > facts.PAYLOAD_BYTES_MAX.value:
        return True
    if message.is_pass_through:
        return False
    title_is_long = len(message.text("title")) > call.edition(facts.TITLE_LENGTH_MAX)
    return title_is_long or len(message.text("description")) > facts.DESCRIPTION_LENGTH_MAX.value


def _callback_param_is_long(call: XiaomiCall, message: Message) -> bool:
    return len(message.extra("callback.param").encode()) > call.edition(facts.CALLBACK_PARAM_BYTES_MAX)


# Assumed: https is refused as a wrong address; one public client notes that it is not taken.
def _callback_is_wrong(_: XiaomiCall, message: Message) -> bool:
    address = message.extra("callback")
    return bool(address) and not address.lower().startswith("http://")


def _callback_has_no_host(_: XiaomiCall, message: Message) -> bool:
    return bool(message.extra("callback")) and CallbackAddress.parse(message.extra("callback")) is None


def topic_is_illegal(topic: str) -> bool:
    """Return whether *topic* has what stands between topics, or what nobody can print."""
    return TOPIC_MARK in topic or not topic.isprintable()


_LENGTHS_MAX = {
    By.ALIAS: (facts.ALIAS_LENGTH_MAX, rejections.ALIAS_TOO_LONG),
    By.ACCOUNT: (facts.ACCOUNT_LENGTH_MAX, rejections.ACCOUNT_TOO_LONG),
    By.TOPIC: (facts.TOPIC_LENGTH_MAX, rejections.TOPIC_TOO_LONG),
    By.TOPICS: (facts.TOPIC_LENGTH_MAX, rejections.TOPIC_TOO_LONG),
}


def _name_is_too_long(call: XiaomiCall, by: By) -> bool:
    return call.by is by and any(len(target) > _LENGTHS_MAX[by][0].value for target in call.targets)


def _alias_is_barred(call: XiaomiCall) -> bool:
    return call.by is By.ALIAS and any(f"alias:{target}" in call.push_app.barred for target in call.targets)


PACKAGE_WRONG = rule(
    "package_wrong", rejections.PACKAGE_WRONG, lambda call: bool(call.wrong_packages), "C06", "X01", "C23"
)


FIELDS = Decision(
    "xiaomi.fields",
    (
        rule("list_unreadable", rejections.PARAMETER_ERROR, lambda call: call.is_unreadable),
        rule("list_of_something_else", rejections.JSON_WRONG, lambda call: call.is_malformed, grade=Grade.ASSUMED),
        rule("package_missing", rejections.PACKAGE_MISSING, _package_is_missing),
        *(
            rule(f"{by.name.lower()}_empty", rejection, partial(_has_no_target, by=by))
            for by, rejection in _EMPTY.items()
        ),
        rule("target_missing", rejections.PARAMETER_MISSING, lambda call: _has_no_target(call, By.REG_ID)),
        rule(
            "too_many_messages",
            rejections.NOTIFICATIONS_TOO_MANY,
            lambda call: call.is_multi and len(call.messages) > facts.TARGETS_MAX.value,
            grade=Grade.ASSUMED,
        ),
        rule("too_many_targets", rejections.VALUE_ILLEGAL, _has_too_many_targets),
        *(
            rule(
                f"{by.name.lower()}_too_long",
                _LENGTHS_MAX[by][1],
                partial(_name_is_too_long, by=by),
                grade=Grade.ASSUMED,
            )
            for by in _LENGTHS_MAX
        ),
        rule("alias_blacklisted", rejections.ALIAS_BLACKLISTED, _alias_is_barred, grade=Grade.ASSUMED),
        rule(
            "account_illegal",
            rejections.USER_ILLEGAL,
            lambda call: call.by is By.ACCOUNT and any(not target.strip() for target in call.targets),
            grade=Grade.ASSUMED,
        ),
        rule(
            "topic_illegal",
            rejections.TOPIC_ILLEGAL,
            lambda call: call.by in {By.TOPIC, By.TOPICS} and any(map(topic_is_illegal, call.targets)),
            grade=Grade.ASSUMED,
        ),
        rule(
            "region_missing",
            rejections.PARAMETER_MISSING,
            lambda call: _has_no_target(call, By.REGION),
        ),
        rule(
            "region_empty",
            rejections.NOTIFICATION_FAILED,
            lambda call: (
                call.by is By.REGION and not any(call.cloud.regions.reg_ids(call, one) for one in call.targets)
            ),
            grade=Grade.ASSUMED,
        ),
        rule(
            "too_many_topics",
            rejections.TOPICS_TOO_MANY,
            lambda call: call.by is By.TOPICS and len(list(call.targets)) > facts.TOPICS_MAX.value,
        ),
        message_rule("value_illegal", rejections.VALUE_ILLEGAL, _is_illegal),
        message_rule(
            "topic_op_illegal",
            rejections.VALUE_ILLEGAL,
            lambda _, message: message.text("topic_op") not in {"", "UNION", "INTERSECTION", "EXCEPT"},
        ),
        message_rule(
            "notify_id_wrong",
            rejections.NOTIFY_ID_WRONG,
            lambda _, message: (message.number("notify_id", 0) or 0) < 0,
            grade=Grade.ASSUMED,
        ),
        message_rule(
            "style_wrong", rejections.STYLE_WRONG, lambda _, message: message.style_is_wrong, grade=Grade.ASSUMED
        ),
        message_rule(
            "sent_too_late",
            rejections.EXPIRED,
            lambda call, message: call.late_ms(message) > facts.SEND_LATE_MS_MAX.value,
            grade=Grade.ASSUMED,
        ),
        message_rule("too_far_ahead", rejections.VALUE_ILLEGAL, _is_too_far_ahead),
        message_rule("job_key_wrong", rejections.VALUE_ILLEGAL, lambda _, message: message.job_key_is_wrong),
        message_rule(
            "page_missing", rejections.VALUE_ILLEGAL, lambda _, message: message.page_is_missing, grade=Grade.ASSUMED
        ),
        message_rule(
            "payload_missing",
            rejections.PARAMETER_MISSING,
            lambda _, message: message.is_pass_through and not message.text("payload"),
        ),
        PACKAGE_WRONG,
        message_rule("text_missing", rejections.TEXT_MISSING, _has_no_text),
        message_rule("text_too_long", rejections.TOO_LONG, _text_is_too_long),
        message_rule(
            "extras_too_many",
            rejections.EXTRAS_TOO_MANY,
            lambda _, message: len(message.custom) > facts.EXTRAS_MAX.value,
        ),
        message_rule(
            "extras_too_long",
            rejections.EXTRAS_TOO_LONG,
            lambda _, message: message.custom_length > facts.EXTRAS_LENGTH_MAX.value,
        ),
        message_rule("callback_wrong", rejections.CALLBACK_WRONG, _callback_is_wrong),
        message_rule("callback_host_wrong", rejections.CALLBACK_HOST_WRONG, _callback_has_no_host),
        message_rule(
            "callback_type_wrong",
            rejections.VALUE_ILLEGAL,
            lambda _, message: message.callback_types is None,
            grade=Grade.OBSERVED,
        ),
        message_rule(
            "callback_too_long",
            rejections.CALLBACK_TOO_LONG,
            lambda _, message: len(message.extra("callback")) > facts.CALLBACK_LENGTH_MAX.value,
        ),
        message_rule("callback_param_too_long", rejections.CALLBACK_PARAM_TOO_LONG, _callback_param_is_long),
    ),
)


def needs(name: str, rejection: XiaomiRejection, *fields: str) -> Rule[XiaomiCall]:
    """Return a rule that refuses a call which has none of *fields*."""
    return rule(name, rejection, lambda call: not any(call.value(field) for field in fields))


DEVICE_ID_FIELDS = Decision(
    "xiaomi.device_id_fields",
    (
        rule(
            "geofence_called",
            rejections.INTERNAL_API,
            lambda call: "/geo" in call.request.path,
            grade=Grade.ASSUMED,
        ),
        rule(
            "imei_missing",
            rejections.IMEI_EMPTY,
            lambda call: "imeimd5" in call.request.path and not (call.value("imeiMd5") or call.value("imeimd5")),
            grade=Grade.ASSUMED,
        ),
        rule("device_ids_closed", rejections.API_RESTRICTED, lambda _: True, grade=Grade.ASSUMED),
    ),
)
"""Targets that Xiaomi opens to few: nobody here may use them."""
