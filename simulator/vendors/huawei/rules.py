"""Every no of Huawei's simulated cloud, in the order in which it is asked: one decision for each step of an endpoint.

Codes stand in `rejections`, figures in `facts`. Assumed: the order; no document gives it.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from simulator.cloud.registrations import AppState, PushApp, Registration
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.push.reason import Reason
from simulator.push.rejection import Rejection
from simulator.push.uplink import Register
from simulator.vendors.huawei import facts
from simulator.vendors.huawei import rejections as no
from simulator.vendors.huawei.call import HuaweiCall

if TYPE_CHECKING:
    from simulator.vendors.huawei.cloud import HuaweiCloud

NOTHING: Decision[HuaweiCall] = Decision("huawei.nothing_to_ask", ())


def _rule(
    name: str,
    rejection: Rejection,
    says_no: Callable[[HuaweiCall], bool],
    *statements: str,
    document: str = facts.API,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[HuaweiCall]:
    source = Source(document, f"code {rejection.code}", statements, grade)
    return Rule(f"huawei.{name}", rejection.reason, says_no, source, rejection)


# -- token ------------------------------------------------------------------------------------------------------------

_FORM = ("grant_type", "client_id", "client_secret")

TOKEN = Decision(
    "huawei.token",
    (
        _rule(
            "form_field_missing",
            no.PARAMETER_MISSING,
            lambda call: any(not call.form.get(name) for name in _FORM),
            document=facts.OAUTH,
            grade=Grade.ASSUMED,
        ),
        _rule(
            "grant_type_wrong",
            no.GRANT_TYPE_WRONG,
            lambda call: call.form.get("grant_type") != "client_credentials",
            document=facts.OAUTH,
            grade=Grade.ASSUMED,
        ),
        _rule("client_id_wrong", no.CLIENT_ID_WRONG, lambda call: call.app is None, "C06", document=facts.OAUTH),
        _rule(
            "client_secret_wrong",
            no.CLIENT_SECRET_WRONG,
            lambda call: call.form.get("client_secret") != call.push_app.values["app_secret"],
            "C06",
            document=facts.OAUTH,
            grade=Grade.OBSERVED,
        ),
    ),
)
TOKEN_METER = Decision(
    "huawei.token_meter",
    (
        _rule(
            "too_many_tokens",
            no.TOO_MANY_TOKENS,
            lambda call: call.cloud.token_calls.count(call.app_id) >= facts.TOKENS_PER_WINDOW_MAX.value,
            document=facts.OAUTH,
        ),
    ),
)

# -- authenticate -----------------------------------------------------------------------------------------------------

SENDING = Decision(
    "huawei.sending",
    (
        _rule("no_access_token", no.OAUTH_WRONG, lambda call: not call.bearer),
        _rule("access_token_expired", no.OAUTH_EXPIRED, lambda call: call.token is None),
        _rule(
            "access_token_of_other_app",
            no.OAUTH_WRONG,
            lambda call: call.token is not None and call.token.app_id != call.path_app_id,
        ),
        _rule("push_not_enabled", no.NO_RIGHT_TO_SEND, lambda call: call.push_app.state is not AppState.OPEN, "C23"),
    ),
)

# -- validate ---------------------------------------------------------------------------------------------------------

_RAW = re.compile(r"/raw/\w+")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_SECONDS = re.compile(r"([0-9]{1,3})(?:\.([0-9]+))?s?")
_IMPORTANCES = frozenset({"LOW", "NORMAL", "HIGH"})
_VISIBILITIES = frozenset({"VISIBILITY_UNSPECIFIED", "PRIVATE", "PUBLIC", "SECRET"})
_FLAGS = ("default_sound", "auto_cancel", "local_only", "use_default_vibrate", "use_default_light", "foreground_show")


def _payload(name: str, text: str, says_no: Callable[[HuaweiCall], bool], *statements: str) -> Rule[HuaweiCall]:
    """Return a rule of code 80100003, whose text names the field."""
    rejection = replace(no.PAYLOAD_WRONG, text=f"{no.PAYLOAD_WRONG.text}, {text}")
    return _rule(name, rejection, says_no, *statements)


def _is_whole(value: object, least: int, most: int) -> bool:
    """Return whether *value* is left out or a whole number in these bounds."""
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and least <= value <= most)


def _has(call: HuaweiCall, name: str) -> bool:
    return bool(call.notification.get(name))


def _text_misfits(call: HuaweiCall, name: str, pattern: "re.Pattern[str]") -> bool:
    value = call.notification.get(name)
    return value is not None and not (isinstance(value, str) and pattern.fullmatch(value))


def _click_is_wrong(call: HuaweiCall) -> bool:
    click = call.click
    match click.get("type"):
        case 1:
            return not (click.get("intent") or click.get("action"))
        case 2:
            return not str(click.get("url") or "").startswith("https://")
        case 3:
            return False
        case 4:
            return not str(click.get("rich_resource") or "").startswith("https://")
        case _:
            return True


def _style_is_wrong(call: HuaweiCall) -> bool:
    match call.notification.get("style"):
        case None | 0:
            return False
        case 1:
            return not (_has(call, "big_title") and _has(call, "big_body"))
        case 3:
            lines = call.notification.get("inbox_content")
            if not isinstance(lines, list) or not 1 <= len(lines) <= facts.INBOX_LINES_MAX.value:
                return True
            return any(len(str(line)) > facts.INBOX_LINE_LENGTH_MAX.value for line in lines)
        case _:
            return True


def _badge_is_wrong(call: HuaweiCall) -> bool:
    badge = call.notification.get("badge")
    if badge is None:
        return False
    if not isinstance(badge, dict):
        return True
    most = facts.BADGE_ADD_MAX.value
    return not (_is_whole(badge.get("add_num"), 1, most) and _is_whole(badge.get("set_num"), 0, most))


def _button_is_wrong(button: object) -> bool:
    if not isinstance(button, dict) or not button.get("name"):
        return True
    if len(str(button["name"])) > facts.BUTTON_NAME_LENGTH_MAX.value:
        return True
    if len(str(button.get("data", ""))) > facts.BUTTON_DATA_LENGTH_MAX.value:
        return True
    action = button.get("action_type")
    if action not in {0, 1, 2, 3, 4}:
        return True
    return action in {1, 2} and not button.get("intent")


def _buttons_are_wrong(call: HuaweiCall) -> bool:
    buttons = call.notification.get("buttons")
    if buttons is None:
        return False
    if not isinstance(buttons, list) or len(buttons) > facts.BUTTONS_MAX.value:
        return True
    return any(_button_is_wrong(button) for button in buttons)


def _vibration_is_wrong(text: object) -> bool:
    found = _SECONDS.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return True
    is_nothing = not int(found[1]) and not int(found[2] or 0)
    return is_nothing or int(found[1]) >= facts.VIBRATION_S_MAX.value


def _vibrations_are_wrong(call: HuaweiCall) -> bool:
    wanted = call.notification.get("vibrate_config")
    if wanted is None:
        return False
    if not isinstance(wanted, list) or len(wanted) > facts.VIBRATIONS_MAX.value:
        return True
    return any(_vibration_is_wrong(one) for one in wanted)


def _localisation_is_wrong(call: HuaweiCall) -> bool:
    return any(_has(call, f"{name}_loc_args") and not _has(call, f"{name}_loc_key") for name in ("title", "body"))


def _ttl_is_wrong(call: HuaweiCall) -> bool:
    return call.ttl_s is None or call.ttl_s > facts.TTL_S_MAX.value


def _tokens_are_too_few_or_many(call: HuaweiCall) -> bool:
    if call.names_topic:
        return False
    return not call.has_message or not 1 <= len(call.targets) <= facts.TOKENS_MAX.value


def _of_notification(says_no: Callable[[HuaweiCall], bool]) -> Callable[[HuaweiCall], bool]:
    return lambda call: call.is_notification and says_no(call)


def _shown(name: str, text: str, says_no: Callable[[HuaweiCall], bool], *statements: str) -> Rule[HuaweiCall]:
    return _payload(name, text, _of_notification(says_no), *statements)


FIELDS = Decision(
    "huawei.fields",
    (
        _rule("token_count", no.TOKEN_COUNT_WRONG, _tokens_are_too_few_or_many),
        _rule("topic_and_tokens", no.PARAMETER_WRONG, lambda call: call.names_topic and bool(call.targets)),
        _rule("body_too_large", no.BODY_TOO_LARGE, lambda call: call.size_bytes > facts.BODY_BYTES_MAX.value),
        _payload("nothing_to_send", "data and notification are empty", lambda c: not c.is_notification and not c.data),
        _rule(
            "collapse_key",
            no.COLLAPSE_KEY_WRONG,
            lambda call: not _is_whole(call.android.get("collapse_key"), -1, facts.COLLAPSE_KEY_MAX.value),
        ),
        _payload("ttl", "ttl is not valid", _ttl_is_wrong),
        _rule("ttl_past", no.TTL_PAST, lambda call: call.ttl_s == 0),
        _payload(
            "urgency",
            "urgency shouldn't be other than HIGH or NORMAL",
            lambda call: call.android.get("urgency") not in {None, "HIGH", "NORMAL"},
        ),
        _payload(
            "target_user_type",
            "target_user_type must be 0 or 1",
            lambda call: not _is_whole(call.android.get("target_user_type"), 0, 1),
        ),
        _payload(
            "fast_app_target",
            "fast_app_target must be 1 or 2",
            lambda call: not _is_whole(call.android.get("fast_app_target"), 1, 2),
        ),
        _shown(
            "title_empty", "title is empty", lambda call: not call.shown("title") and not _has(call, "title_loc_key")
        ),
        _shown("body_empty", "body is empty", lambda call: not call.shown("body") and not _has(call, "body_loc_key")),
        _shown("click_missing", "click_action is empty", lambda call: not call.click),
        _shown("click_wrong", "click_action is not valid", _click_is_wrong, "C07"),
        _shown(
            "importance", "importance must be LOW, NORMAL or HIGH", lambda call: call.importance not in _IMPORTANCES
        ),
        _shown("icon", "icon must be like /raw/name", lambda call: _text_misfits(call, "icon", _RAW)),
        _shown(
            "sound",
            "sound must be like /raw/name",
            lambda call: bool(call.sound) and _text_misfits(call, "sound", _RAW),
        ),
        _shown("color", "color must be in the form #RRGGBB", lambda call: _text_misfits(call, "color", _COLOUR)),
        _shown(
            "image",
            "image must begin with https",
            lambda call: bool(call.shown("image")) and not call.shown("image").startswith("https://"),
        ),
        _shown("style", "style or its content is not valid", _style_is_wrong),
        _shown("badge", "badge addNum value ranges from 1 to 99", _badge_is_wrong),
        _shown("buttons", "buttons are not valid", _buttons_are_wrong),
        _shown("vibrate_config", "vibrate_config is not valid", _vibrations_are_wrong),
        _shown(
            "visibility",
            "visibility is not valid",
            lambda call: call.notification.get("visibility") not in {None, *_VISIBILITIES},
        ),
        _shown(
            "auto_clear",
            "auto_clear must be greater than 0",
            lambda call: not _is_whole(call.notification.get("auto_clear"), 1, facts.NOTIFY_ID_MAX.value),
        ),
        _shown(
            "notify_id",
            "notify_id is not valid",
            lambda call: not _is_whole(call.notification.get("notify_id"), -1, facts.NOTIFY_ID_MAX.value),
        ),
        _shown(
            "profile_id",
            "profile_id length is not valid",
            lambda call: len(str(call.notification.get("profile_id") or "")) > facts.PROFILE_ID_LENGTH_MAX.value,
        ),
        _shown("localisation", "args need their key", _localisation_is_wrong),
        _shown(
            "flags",
            "a flag must be true or false",
            lambda call: any(not isinstance(call.notification.get(name, True), bool | None) for name in _FLAGS),
        ),
    ),
)

# -- meter ------------------------------------------------------------------------------------------------------------


def _is_sensitive(call: HuaweiCall) -> bool:
    return any(word in call.shown("title") + call.shown("body") for word in call.push_app.forbidden_words)


def _tests_used_up(call: HuaweiCall) -> bool:
    return call.is_test and call.cloud.today.count(("test", call.app_id)) >= facts.TEST_MESSAGES_MAX.value


METER = Decision(
    "huawei.class_and_quota",
    (
        _rule(
            "high_not_granted",
            no.NO_RIGHT_TO_HIGH,
            lambda call: call.importance == "HIGH" and facts.HIGH_IMPORTANCE not in call.push_app.rights,
        ),
        _rule("sensitive", no.SENSITIVE, _is_sensitive),
        _rule("tests_used_up", no.TOO_FAST, _tests_used_up, grade=Grade.ASSUMED),
        _rule(
            "too_fast",
            no.TOO_FAST,
            lambda call: call.cloud.this_second.count(call.app_id) >= call.edition(facts.SENDS_PER_SECOND_MAX),
        ),
    ),
)

# -- look up ----------------------------------------------------------------------------------------------------------


class TargetCase(msgspec.Struct, frozen=True):
    """One token of a call.

    Attributes:
        registration: Of the token; `None` when Huawei has not given it out.
    """

    call: HuaweiCall
    registration: Registration | None


def _target_rule(name: str, says_no: Callable[[TargetCase], bool], *statements: str) -> Rule[TargetCase]:
    source = Source(facts.API, f"code {no.ALL_TOKENS_INVALID.code}", statements)
    return Rule(f"huawei.{name}", Reason.REG_ID_INVALID, says_no, source, no.ALL_TOKENS_INVALID)


TARGETS = Decision(
    "huawei.targets",
    (
        _target_rule("token_unknown", lambda case: case.registration is None, "C02", "C13"),
        _target_rule(
            "token_of_other_app",
            lambda case: case.registration is not None and case.registration.app_id != case.call.app_id,
            "C02",
        ),
        _target_rule(
            "token_gone", lambda case: case.registration is not None and not case.registration.is_valid, "C13"
        ),
    ),
)
NO_SUCH_PHONE = TARGETS.rules[0]

# -- what only receipts tell of ---------------------------------------------------------------------------------------


class DeviceCase(msgspec.Struct, frozen=True):
    """One message for one registered phone."""

    call: HuaweiCall
    registration: Registration

    @property
    def cloud(self) -> "HuaweiCloud":
        """The cloud that decides."""
        return self.call.cloud


def _device_rule(name: str, reason: Reason, says_no: Callable[[DeviceCase], bool], source: Source) -> Rule[DeviceCase]:
    return Rule(f"huawei.{name}", reason, says_no, source)


def _is_inactive(case: DeviceCase) -> bool:
    if case.cloud.outbox.is_connected(case.registration.phone):
        return False
    return case.cloud.kit.scheduler.now_ms - case.registration.seen_ms > facts.INACTIVE_MS.value


def _count(case: DeviceCase, kind: str) -> int:
    return case.cloud.today.count((kind, case.registration.reg_id))


DEVICE_LIMITS = Decision(
    "huawei.device_limits",
    (
        _device_rule("device_inactive", Reason.DEVICE_INACTIVE, _is_inactive, Source(facts.RECEIPTS, "status 10")),
        _device_rule(
            "device_daily_limit",
            Reason.QUOTA_USED,
            lambda case: not case.call.is_test and _count(case, "device") >= facts.PER_DEVICE_MAX.value,
            Source(facts.RECEIPTS, "status 102"),
        ),
        _device_rule(
            "marketing_daily_limit",
            Reason.QUOTA_USED,
            lambda case: (
                case.call.is_marketing
                and not case.call.is_test
                and _count(case, "marketing") >= facts.MARKETING_PER_DEVICE_MAX.value
            ),
            Source(facts.LIMITS, "marketing class"),
        ),
    ),
)

# -- the SDK's registration -------------------------------------------------------------------------------------------


class RegisterCase(msgspec.Struct, frozen=True):
    """A phone that wants a token.

    Attributes:
        question: Its `app_key` is the fingerprint of the certificate that the app is signed with.
        app: The push app of the AppID it names.
    """

    question: Register
    app: PushApp | None


def _register_rule(
    name: str, code: int, says_no: Callable[[RegisterCase], bool], *statements: str
) -> Rule[RegisterCase]:
    source = Source(facts.CLIENT, f"code {code}", ("H01", *statements))
    return Rule(f"huawei.{name}", Reason.REGISTRATION_REFUSED, says_no, source, code)


REGISTER: Decision[RegisterCase] = Decision(
    "huawei.register",
    (
        _register_rule("register_app_id", facts.ClientCode.ARGUMENTS_INVALID, lambda case: case.app is None),
        _register_rule(
            "register_package",
            facts.ClientCode.ARGUMENTS_INVALID,
            lambda case: case.app is not None and case.app.package != case.question.package,
            "C23",
        ),
        _register_rule(
            "register_fingerprint",
            facts.ClientCode.FINGERPRINT_WRONG,
            lambda case: case.app is not None and case.app.values["fingerprint"] != case.question.app_key,
        ),
        _register_rule(
            "register_push_not_enabled",
            facts.ClientCode.PUSH_NOT_ENABLED,
            lambda case: case.app is not None and case.app.state is not AppState.OPEN,
            "C23",
        ),
    ),
)
