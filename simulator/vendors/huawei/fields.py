"""What Huawei's simulated cloud refuses in the fields of a message, in the order in which it looks at them.

All of it reads a message in the words of version 1. Assumed: the order; no document gives it.
"""

import re
from collections.abc import Callable

from msgspec.structs import replace

from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade
from simulator.vendors.huawei import facts, rejections, scenario_messages
from simulator.vendors.huawei.call import HuaweiCall
from simulator.vendors.huawei.parts import part
from simulator.vendors.huawei.refusing import refusing
from simulator.vendors.huawei.topics import condition_of

_RAW = re.compile(r"/raw/\w+")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# Observed: a server SDK of Huawei's own lets the unit be written large, as it may be in `ttl`.
_SECONDS = re.compile(r"([0-9]{1,3})(?:\.([0-9]+))?[sS]?")
_DURATION = re.compile(r"[0-9]+(\.[0-9]+)?[sS]?")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z")
_IMPORTANCES = frozenset({"LOW", "NORMAL", "HIGH"})
_VISIBILITIES = ("VISIBILITY_UNSPECIFIED", "PRIVATE", "PUBLIC", "SECRET")
_FLAGS = ("default_sound", "auto_cancel", "local_only", "use_default_vibrate", "use_default_light", "foreground_show")


def _payload(name: str, text: str, says_no: Callable[[HuaweiCall], bool], *statements: str) -> Rule[HuaweiCall]:
    """Return a rule of code 80100003, whose text names the field."""
    rejection = replace(rejections.PAYLOAD_WRONG, text=f"{rejections.PAYLOAD_WRONG.text}, {text}")
    return refusing(name, rejection, says_no, *statements)


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


def _is_left_out(value: object) -> bool:
    """Return whether an object of the notification is not there.

    Observed: Huawei's server SDK in PHP writes an empty array for each one that nobody has set.
    """
    return value is None or value == []


def _badge_is_wrong(call: HuaweiCall) -> bool:
    badge = call.notification.get("badge")
    if _is_left_out(badge):
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
    if action not in (0, 1, 2, 3, 4):
        return True
    return action in (1, 2) and not button.get("intent")


def _buttons_are_wrong(call: HuaweiCall) -> bool:
    buttons = call.notification.get("buttons")
    if buttons is None:
        return False
    if not isinstance(buttons, list) or len(buttons) > facts.BUTTONS_MAX.value:
        return True
    return any(_button_is_wrong(button) for button in buttons)


def _vibration_is_wrong(seconds: object) -> bool:
    if isinstance(seconds, int | float) and not isinstance(seconds, bool):
        # Observed: Huawei's server SDK in C# writes the seconds as numbers.
        return not 0 < seconds < facts.VIBRATION_S_MAX.value
    found = _SECONDS.fullmatch(seconds) if isinstance(seconds, str) else None
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


def _languages_are_wrong(call: HuaweiCall) -> bool:
    """Return whether a key of `multi_lang_key` has other than texts by language, or too many."""
    wanted = call.notification.get("multi_lang_key")
    if wanted is None:
        return False
    return not isinstance(wanted, dict) or any(
        not isinstance(texts, dict) or len(texts) > facts.LANGUAGES_MAX.value for texts in wanted.values()
    )


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _light_is_wrong(call: HuaweiCall) -> bool:
    light = call.notification.get("light_settings")
    if _is_left_out(light):
        return False
    if not isinstance(light, dict):
        return True
    colour = part(light, "color")
    durations = (light.get("light_on_duration"), light.get("light_off_duration"))
    has_colour = bool(colour) and all(_is_share(colour.get(name, 0)) for name in ("alpha", "red", "green", "blue"))
    return not has_colour or any(not isinstance(one, str) or _DURATION.fullmatch(one) is None for one in durations)


def _platform_is_wrong(call: HuaweiCall) -> bool:
    return any(not isinstance(call.message.get(name) or {}, dict) for name in ("android", "apns", "webpush"))


def _localisation_is_wrong(call: HuaweiCall) -> bool:
    return any(_has(call, f"{name}_loc_args") and not _has(call, f"{name}_loc_key") for name in ("title", "body"))


def _ttl_is_wrong(call: HuaweiCall) -> bool:
    return call.ttl_s is None or call.ttl_s > facts.TTL_S_MAX.value


def _tokens_are_too_few_or_many(call: HuaweiCall) -> bool:
    if call.names_topic:
        return False
    return not call.has_message or not 1 <= len(call.targets) <= facts.TOKENS_MAX.value


def _has_several_targets(call: HuaweiCall) -> bool:
    return sum((bool(call.targets), bool(call.topic), bool(call.condition))) > 1


def _review_is_wrong(call: HuaweiCall) -> bool:
    """Return whether a review by others is named that is none; nobody here can sign one, so its result is not read."""
    reviews = call.sent.get("review")
    if reviews is None:
        return False
    return not isinstance(reviews, list) or any(
        not isinstance(review, dict) or review.get("reviewer") != facts.REVIEWER or not review.get("result")
        for review in reviews
    )


def _receipt_address_is_wrong(call: HuaweiCall) -> bool:
    """Return whether a receipt configuration is asked for that is not there, or has no address that Huawei calls."""
    app = call.push_app
    if not call.receipt_id:
        return False
    return call.receipt_id != app.values.get("receipt_id") or not app.receipt_url.startswith("https://")


def is_sensitive(call: HuaweiCall) -> bool:
    """Return whether title or text has a word that Huawei forbids this app."""
    return any(word in call.shown("title") + call.shown("body") for word in call.push_app.forbidden_words)


def _of_notification(says_no: Callable[[HuaweiCall], bool]) -> Callable[[HuaweiCall], bool]:
    return lambda call: call.is_notification and says_no(call)


def _shown(name: str, text: str, says_no: Callable[[HuaweiCall], bool], *statements: str) -> Rule[HuaweiCall]:
    return _payload(name, text, _of_notification(says_no), *statements)


FIELDS = Decision(
    "huawei.fields",
    (
        refusing(
            "body_too_large", rejections.BODY_TOO_LARGE, lambda call: call.size_bytes > facts.BODY_BYTES_MAX.value
        ),
        refusing("token_count", rejections.TOKEN_COUNT_WRONG, _tokens_are_too_few_or_many),
        refusing("several_targets", rejections.PARAMETER_WRONG, _has_several_targets),
        refusing(
            "condition_wrong",
            rejections.PARAMETER_WRONG,
            lambda call: call.names_topic and condition_of(call) is None,
            grade=Grade.ASSUMED,
        ),
        refusing("review", rejections.REVIEW_WRONG, _review_is_wrong, grade=Grade.ASSUMED),
        refusing("receipt_address", rejections.RECEIPT_ADDRESS_WRONG, _receipt_address_is_wrong),
        _payload("platform", "android, apns and webpush must be objects", _platform_is_wrong),
        _payload("nothing_to_send", "data and notification are empty", lambda c: not c.is_notification and not c.data),
        refusing(
            "collapse_key",
            rejections.COLLAPSE_KEY_WRONG,
            lambda call: not _is_whole(call.android.get("collapse_key"), -1, facts.COLLAPSE_KEY_MAX.value),
        ),
        _payload("ttl", "ttl is not valid", _ttl_is_wrong),
        refusing("ttl_past", rejections.TTL_PAST, lambda call: call.ttl_s == 0),
        _shown(
            "category_of_data",
            "category PLAY_VOICE is for data messages",
            lambda call: call.category == facts.DATA_ONLY_CATEGORY,
        ),
        _payload(
            "urgency",
            "urgency shouldn't be other than HIGH or NORMAL",
            lambda call: call.android.get("urgency") not in (None, "HIGH", "NORMAL"),
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
            lambda call: call.notification.get("visibility") not in (None, *_VISIBILITIES),
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
        _shown("multi_lang_key", "multi_lang_key has up to 3 languages a key", _languages_are_wrong),
        _shown("light_settings", "light_settings are not valid", _light_is_wrong),
        _shown(
            "when", "when must be a UTC time such as 2014-10-02T15:01:23Z", lambda c: _text_misfits(c, "when", _TIME)
        ),
        _shown("localisation", "args need their key", _localisation_is_wrong),
        _shown(
            "flags",
            "a flag must be true or false",
            lambda call: any(not isinstance(call.notification.get(name, True), bool | None) for name in _FLAGS),
        ),
    ),
)

# -- scenario messages of version 3 -----------------------------------------------------------------------------------

SCENARIO_FIELDS = Decision(
    "huawei.scenario_fields",
    (
        refusing(
            "push_type",
            rejections.PARAMETER_WRONG,
            lambda call: call.push_type not in scenario_messages.PUSH_TYPES,
            document=facts.SCENARIO_API,
            grade=Grade.ASSUMED,
        ),
        _payload("payload_missing", "payload is empty", lambda call: not call.has_message),
        _shown("category_missing", "category is empty", lambda call: not call.category),
        refusing(
            "test_tokens",
            rejections.TOKEN_COUNT_WRONG,
            lambda call: call.is_test and len(call.targets) > facts.SCENARIO_TEST_TOKENS_MAX.value,
            document=facts.SCENARIO_API,
        ),
        refusing(
            "call_to_many",
            rejections.ONE_TOKEN_WANTED,
            lambda call: call.push_type == scenario_messages.CALL and len(call.targets) > 1,
            document=facts.SCENARIO_API,
            grade=Grade.ASSUMED,
        ),
        *FIELDS.rules,
    ),
)
