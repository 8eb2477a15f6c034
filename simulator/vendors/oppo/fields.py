"""What a notification has to look like: the rules about its fields, whichever call brings it.

Assumed: the order, which no document gives.
"""

from collections.abc import Callable

from simulator.kernel.rule import Rule
from simulator.kernel.source import Grade, Source
from simulator.push.rejection import Rejection
from simulator.vendors.oppo import facts, rejections
from simulator.vendors.oppo.call import (
    ACTION,
    ACTIVITY,
    BIG_PICTURE_STYLE,
    LONG_TEXT,
    MEDIUM_PICTURE_STYLE,
    OPEN_APP,
    SCHEME,
    STANDARD,
    URL,
    OppoCall,
)
from simulator.vendors.oppo.media import ID_FIELDS
from simulator.vendors.oppo.paths import BIG_PICTURE, BROADCAST, SAVE


def code_rule(
    name: str,
    rejection: Rejection,
    says_no: Callable[[OppoCall], bool],
    *statements: str,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[OppoCall]:
    """Return the rule that answers *rejection* where it *says_no*."""
    source = Source(facts.CODES, f"code {rejection.code}", statements, grade)
    return Rule(f"oppo.{name}", rejection.reason, says_no, source, rejection)


_CLICK_TYPES = frozenset({OPEN_APP, ACTION, URL, ACTIVITY, SCHEME})
_STYLES = frozenset({STANDARD, LONG_TEXT, BIG_PICTURE_STYLE, MEDIUM_PICTURE_STYLE})


def _not_in(name: str, default: int, allowed: frozenset[int]) -> Callable[[OppoCall], bool]:
    return lambda call: call.number(name, default) not in allowed


def _outside(name: str, default: int, least: int, most: int) -> Callable[[OppoCall], bool]:
    def is_outside(call: OppoCall) -> bool:
        number = call.number(name, default)
        return number is None or not least <= number <= most

    return is_outside


def _no_flag(name: str) -> Callable[[OppoCall], bool]:
    return lambda call: call.flag(name, default=False) is None


def _show_time_is_wrong(call: OppoCall) -> bool:
    kind = call.number("show_time_type", 0)
    if kind != 1:
        return kind != 0
    start, end = call.number("show_start_time", 0), call.number("show_end_time", 0)
    return not start or not end or start >= end


def _show_ttl_is_wrong(call: OppoCall) -> bool:
    seconds = call.number("show_ttl", 0)
    return seconds is None or not 0 <= seconds <= call.show_ttl_s_max


def _push_time_is_wrong(call: OppoCall) -> bool:
    kind = call.number("push_time_type", 0)
    return kind not in {0, 1} or (kind == 1 and not call.number("push_start_time", 0))


def _fixed_speed_is_wrong(call: OppoCall) -> bool:
    if not call.flag("fix_speed", default=False):
        return False
    rate = call.number("fix_speed_rate", 0)
    return rate is None or not facts.FIX_SPEED_RATE_MIN.value <= rate <= facts.FIX_SPEED_RATE_MAX.value


def _parameters_are_too_long(call: OppoCall) -> bool:
    return call.longer("action_parameters", facts.PARAMETERS_LENGTH_MAX.value)


_PICTURE_URLS = ("small_picture_url", "medium_picture_url", "big_picture_url")
_TEMPLATE_PARAMETERS = ("private_title_parameters", "private_content_parameters")


def _may_have_big_picture(call: OppoCall) -> bool:
    """Return whether this is a message for many, which is not sent at a fixed speed."""
    return call.request.path in {SAVE, BROADCAST} and not call.flag("fix_speed", default=False)


def _names_unknown_picture(call: OppoCall) -> bool:
    return any(
        call.has(field) and not call.cloud.pictures.has(call.text(field), call.app_id, kind)
        for kind, field in ID_FIELDS.items()
    )


def _picture_url_is_too_long(call: OppoCall) -> bool:
    return any(call.longer(name, facts.PICTURE_URL_LENGTH_MAX.value) for name in _PICTURE_URLS)


NOTIFICATION: tuple[Rule[OppoCall], ...] = (
    code_rule("title_missing", rejections.ARGUMENT_MISSING, lambda call: not call.has("title")),
    code_rule("content_missing", rejections.ARGUMENT_MISSING, lambda call: not call.has("content")),
    code_rule(
        "title_too_long",
        rejections.ARGUMENT_WRONG,
        lambda call: call.longer("title", call.edition(facts.TITLE_LENGTH_MAX)),
    ),
    code_rule(
        "sub_title_too_long",
        rejections.ARGUMENT_WRONG,
        lambda call: call.longer("sub_title", facts.SUB_TITLE_LENGTH_MAX.value),
    ),
    code_rule("style_wrong", rejections.ARGUMENT_WRONG, lambda call: call.style not in _STYLES),
    code_rule("content_too_long", rejections.ARGUMENT_WRONG, lambda call: call.content_is_too_long),
    code_rule("click_type_wrong", rejections.ARGUMENT_WRONG, lambda call: call.click_type not in _CLICK_TYPES),
    code_rule(
        "page_missing",
        rejections.ARGUMENT_MISSING,
        lambda call: call.click_type in {ACTION, ACTIVITY} and not call.has("click_action_activity"),
    ),
    code_rule(
        "page_too_long",
        rejections.ARGUMENT_WRONG,
        lambda call: call.longer("click_action_activity", facts.PAGE_LENGTH_MAX.value),
    ),
    code_rule(
        "url_missing",
        rejections.ARGUMENT_MISSING,
        lambda call: call.click_type in {URL, SCHEME} and not call.has("click_action_url"),
    ),
    code_rule(
        "url_too_long",
        rejections.ARGUMENT_WRONG,
        lambda call: call.longer("click_action_url", call.edition(facts.URL_LENGTH_MAX)),
    ),
    code_rule(
        "parameters_not_json",
        rejections.ARGUMENT_WRONG,
        lambda call: call.parameters is None,
        "O06",
        "C08",
        grade=Grade.ASSUMED,
    ),
    code_rule("parameters_too_long", rejections.ARGUMENT_WRONG, _parameters_are_too_long),
    code_rule("show_time_wrong", rejections.ARGUMENT_WRONG, _show_time_is_wrong),
    code_rule("off_line_wrong", rejections.ARGUMENT_WRONG, _no_flag("off_line")),
    code_rule(
        "off_line_ttl_wrong",
        rejections.ARGUMENT_WRONG,
        lambda call: (call.number("off_line_ttl", 0) or 0) < 0 or call.number("off_line_ttl", 0) is None,
    ),
    code_rule("push_time_wrong", rejections.ARGUMENT_WRONG, _push_time_is_wrong),
    code_rule("fix_speed_wrong", rejections.ARGUMENT_WRONG, _fixed_speed_is_wrong),
    code_rule("network_type_wrong", rejections.ARGUMENT_WRONG, _not_in("network_type", 0, frozenset({0, 1}))),
    code_rule(
        "callback_too_long",
        rejections.ARGUMENT_WRONG,
        lambda call: call.longer("call_back_url", facts.CALLBACK_LENGTH_MAX.value),
    ),
    code_rule(
        "callback_parameter_too_long",
        rejections.ARGUMENT_WRONG,
        lambda call: call.longer("call_back_parameter", call.edition(facts.CALLBACK_PARAM_LENGTH_MAX)),
    ),
    code_rule("show_ttl_wrong", rejections.ARGUMENT_WRONG, _show_ttl_is_wrong),
    code_rule("notify_id_wrong", rejections.ARGUMENT_WRONG, _outside("notify_id", 0, 0, facts.NOTIFY_ID_MAX.value)),
    code_rule(
        "big_picture_missing",
        rejections.ARGUMENT_MISSING,
        lambda call: call.style == BIG_PICTURE_STYLE and not call.has(ID_FIELDS[BIG_PICTURE]),
    ),
    code_rule(
        "big_picture_misplaced",
        rejections.ARGUMENT_WRONG,
        lambda call: call.style == BIG_PICTURE_STYLE and not _may_have_big_picture(call),
        grade=Grade.ASSUMED,
    ),
    code_rule("picture_unknown", rejections.PICTURE_WRONG, _names_unknown_picture),
    code_rule("picture_url_too_long", rejections.ARGUMENT_WRONG, _picture_url_is_too_long),
    code_rule(
        "buttons_denied",
        rejections.BUTTONS_DENIED,
        lambda call: call.has("buttons") and facts.BUTTONS_RIGHT not in call.push_app.rights,
        grade=Grade.OBSERVED,
    ),
    code_rule(
        "template_parameters_not_json",
        rejections.ARGUMENT_WRONG,
        lambda call: any(call.json_object(name) is None for name in _TEMPLATE_PARAMETERS),
        grade=Grade.ASSUMED,
    ),
)
