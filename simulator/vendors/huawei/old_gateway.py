"""The gateway of HMS 2.x, `pushsend.do`: what it refuses, by numbers of its own that travel in a header."""

from collections.abc import Callable

from simulator.cloud.registrations import AppState
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.network.http import Response
from simulator.push.rejection import Rejection
from simulator.vendors.huawei import facts, fields, old_message, rejections
from simulator.vendors.huawei.call import HuaweiCall
from simulator.vendors.huawei.refusing import refusing

OF_ALL = "old"
"""Counts the calls of this gateway: of all apps in a second, of each in a day."""

_SERVICE = "openpush.message.api.send"
_SYSTEM_PARAMETERS = ("nsp_svc", "nsp_ts", "access_token")
_STATUSES = {
    **dict.fromkeys(
        (rejections.NSP_SESSION_EXPIRED.code, rejections.NSP_SESSION_UNKNOWN.code, rejections.NSP_APP_UNKNOWN.code), 401
    ),
    **dict.fromkeys((rejections.NSP_NO_RIGHT.code, rejections.NSP_SECRET_CHANGED.code), 401),
    **dict.fromkeys(
        (rejections.NSP_TOO_FREQUENT.code, rejections.NSP_TOTAL_USED_UP.code, rejections.NSP_CALLS_USED_UP.code), 503
    ),
    rejections.NSP_INTERNAL.code: 500,
}
# Assumed: which number comes with which HTTP status; the gateway is known to have used 200, 401, 500 and 502 to 504.


def refusal(rejection: Rejection) -> Response:
    """Return the gateway's answer for one of its own numbers."""
    status = _STATUSES.get(rejection.code, 200)
    headers = (("Content-Type", "text/html; charset=UTF-8"), ("NSP_STATUS", str(rejection.code)))
    return Response(status, headers, f'{{"error":"{rejection.text}"}}'.encode())


def _rule(
    name: str, rejection: Rejection, says_no: Callable[[HuaweiCall], bool], *, grade: Grade = Grade.DOCUMENTED
) -> Rule[HuaweiCall]:
    source = Source(facts.OLD_API, f"NSP_STATUS {rejection.code}", grade=grade)
    return Rule(f"huawei.old_{name}", rejection.reason, says_no, source, rejection)


def _is_given(call: HuaweiCall, name: str) -> bool:
    return bool(call.bearer if name == "access_token" else call.form.get(name))


def _is_of_other_app(call: HuaweiCall) -> bool:
    return call.token is not None and call.token.app_id != call.app_id


def _secret_has_changed(call: HuaweiCall) -> bool:
    return call.cloud.secrets.get(call.bearer) != call.push_app.values["app_secret"]


def _time_is_off(call: HuaweiCall) -> bool:
    text = call.form.get("nsp_ts", "")
    # Some clients send milliseconds where seconds are documented.
    seconds = int(text[:10]) if text.isascii() and text.isdigit() else 0
    return abs(seconds - call.cloud.kit.clock.sender_epoch_s) > facts.NSP_TS_OFF_S_MAX.value


SENDING: Decision[HuaweiCall] = Decision(
    "huawei.old_sending",
    (
        _rule("no_text", rejections.NSP_INTERNAL, lambda call: not call.is_text, grade=Grade.ASSUMED),
        _rule("not_post", rejections.NSP_NOT_POST, lambda call: call.request.method != "POST"),
        _rule(
            "parameter_missing",
            rejections.NSP_PARAMETER_MISSING,
            lambda call: not all(_is_given(call, name) for name in _SYSTEM_PARAMETERS),
        ),
        _rule("method_unknown", rejections.NSP_METHOD_UNKNOWN, lambda call: call.form.get("nsp_svc") != _SERVICE),
        _rule("time_off", rejections.NSP_TIME_OFF, _time_is_off),
        _rule("app_unknown", rejections.NSP_APP_UNKNOWN, lambda call: call.app is None),
        _rule("session_unknown", rejections.NSP_SESSION_UNKNOWN, lambda call: call.token is None),
        _rule(
            "session_expired",
            rejections.NSP_SESSION_EXPIRED,
            lambda call: call.token is not None and not call.is_current,
        ),
        _rule("no_right", rejections.NSP_NO_RIGHT, _is_of_other_app),
        _rule("secret_changed", rejections.NSP_SECRET_CHANGED, _secret_has_changed, grade=Grade.ASSUMED),
        refusing(
            "old_push_not_enabled",
            rejections.NO_RIGHT_TO_SEND,
            lambda call: call.push_app.state is not AppState.OPEN or call.app_id in call.cloud.blocked,
            document=facts.OLD_API,
        ),
    ),
)


def _expire_time_is_wrong(call: HuaweiCall) -> bool:
    text = call.form.get("expire_time", "")
    return bool(text) and old_message.life_s_of(text, call.cloud.kit.clock.now) is None


FIELDS: Decision[HuaweiCall] = Decision(
    "huawei.old_fields",
    (
        _rule("payload_wrong", rejections.NSP_PARAMETER_WRONG, lambda call: not call.has_message),
        _rule("expire_time_wrong", rejections.NSP_PARAMETER_WRONG, _expire_time_is_wrong),
        refusing(
            "old_token_count",
            rejections.TOKEN_COUNT_WRONG,
            lambda call: len(call.targets) > facts.OLD_TOKENS_MAX.value,
            document=facts.OLD_API,
        ),
        *(rule for rule in fields.FIELDS.rules if rule.name not in {"huawei.click_wrong", "huawei.ttl"}),
        refusing(
            "old_click_wrong",
            rejections.PAYLOAD_WRONG,
            lambda call: call.is_notification and not (call.click.get("url", "-") and call.click.get("intent", "-")),
            document=facts.OLD_API,
        ),
    ),
)
METER: Decision[HuaweiCall] = Decision(
    "huawei.old_meter",
    (
        refusing("old_sensitive", rejections.SENSITIVE, fields.is_sensitive, document=facts.OLD_API),
        _rule(
            "total_used_up",
            rejections.NSP_TOTAL_USED_UP,
            lambda call: call.cloud.old_calls_of_all >= facts.OLD_CALLS_OF_ALL_MAX.value,
            grade=Grade.ASSUMED,
        ),
        _rule(
            "calls_used_up",
            rejections.NSP_CALLS_USED_UP,
            lambda call: call.cloud.today.count((OF_ALL, call.app_id)) >= facts.OLD_CALLS_PER_DAY_MAX.value,
            grade=Grade.ASSUMED,
        ),
        _rule(
            "too_frequent",
            rejections.NSP_TOO_FREQUENT,
            lambda call: call.cloud.this_second.count(call.app_id) >= call.edition(facts.SENDS_PER_SECOND_MAX),
        ),
    ),
)
