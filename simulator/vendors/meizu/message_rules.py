"""Every no about the message that comes with a call, in the order in which it is asked."""

import re
from collections.abc import Callable

from simulator.kernel.rule import Rule
from simulator.kernel.source import Grade, Source
from simulator.push.rejection import Rejection
from simulator.vendors.meizu import facts, rejections
from simulator.vendors.meizu.call import MeizuCall
from simulator.vendors.meizu.message import Message
from simulator.vendors.meizu.rejections import rule

_NOTIFY_KEY = re.compile(r"[0-9a-zA-Z_-]*")
_COLORS = frozenset({"", "#206CFF", "#E42D22"})
_FLAGS = (
    "pushTimeInfo.offLine",
    "advanceInfo.suspend",
    "advanceInfo.clearNoticeBar",
    "advanceInfo.fixDisplay",
    "advanceInfo.fixSpeed",
    "vipInfo.pullDownTop",
    "vipInfo.notGroup",
)


def _rule(
    name: str,
    says_no: Callable[[MeizuCall, Message], bool],
    *statements: str,
    rejection: Rejection = rejections.PARAMETER_WRONG,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[MeizuCall]:
    return rule(name, rejection, lambda call: says_no(call, call.message), *statements, grade=grade)


def _bar_is_wrong(call: MeizuCall, message: Message) -> bool:
    allowed = {0, 1, 2} if call.edition(facts.PICTURE_BAR) else {0, 2}
    return message.number("noticeBarInfo.noticeBarType", 0) not in allowed


def _expansion_is_wrong(_: MeizuCall, message: Message) -> bool:
    match message.number("noticeExpandInfo.noticeExpandType", 0):
        case 0:
            return False
        case 1:
            return not message.text("noticeExpandInfo.noticeExpandContent")
        case 2:
            return not message.text("noticeExpandInfo.noticeExpandImgUrl")
        case _:
            return True


def _click_is_wrong(_: MeizuCall, message: Message) -> bool:
    match message.click_type:
        case 0:
            return False
        case 1:
            return not message.text("clickTypeInfo.activity")
        case 2:
            return not message.text("clickTypeInfo.url")
        case 3:
            return len(message.text("clickTypeInfo.customAttribute").encode()) > facts.CUSTOM_BYTES_MAX.value
        case _:
            return True


def _parameters_are_wrong(_: MeizuCall, message: Message) -> bool:
    return message.given_parameters is None


def _life_is_wrong(_: MeizuCall, message: Message) -> bool:
    """Clients that do not want a message kept send `validTime` 0."""
    hours = message.number("pushTimeInfo.validTime", facts.LIFE_HOURS.value)
    if not message.is_kept:
        return hours is None
    return hours is None or not facts.LIFE_HOURS_MIN.value <= hours <= facts.LIFE_HOURS_MAX.value


def _display_is_wrong(call: MeizuCall, message: Message) -> bool:
    return message.has_fixed_display and message.display_ms(call.cloud.kit.clock.zone) is None


def _notify_key_is_wrong(_: MeizuCall, message: Message) -> bool:
    key = message.notify_key
    return len(key) > facts.NOTIFY_KEY_LENGTH_MAX.value or not _NOTIFY_KEY.fullmatch(key)


def _extras_of_vip_are_wrong(_: MeizuCall, message: Message) -> bool:
    pinned = message.number("vipInfo.timeTop", 0)
    if pinned is None or (pinned != 0 and not facts.PINNED_S_MIN.value <= pinned <= facts.PINNED_S_MAX.value):
        return True
    is_long = len(message.text("vipInfo.subtitle")) > facts.SUBTITLE_LENGTH_MAX.value
    return is_long or message.text("vipInfo.titleColor") not in _COLORS


def _picture_is_gone(call: MeizuCall, message: Message) -> bool:
    return any(call.cloud.pictures.has_lost(url) for url in message.pictures)


def _callback_is_wrong(_: MeizuCall, message: Message) -> bool:
    address = message.callback
    if address and not address.startswith(("http://", "https://")):
        return True
    is_long = len(address.encode()) > facts.CALLBACK_BYTES_MAX.value
    param_is_long = len(message.text("extra.callback.param").encode()) > facts.CALLBACK_PARAM_BYTES_MAX.value
    return is_long or param_is_long or message.callback_types not in {1, 2, 3}


MESSAGE = (
    _rule(
        "pass_through_stopped",
        lambda call, _: call.is_unvarnished or call.number("pushType") == 1,
        "C04",
        rejection=rejections.PASS_THROUGH,
    ),
    _rule("message_empty", lambda call, _: not call.text("messageJson"), rejection=rejections.PARAMETER_EMPTY),
    _rule("message_unreadable", lambda _, message: not message.is_readable),
    _rule("title_empty", lambda _, message: not message.text("noticeBarInfo.title").strip()),
    _rule("content_empty", lambda _, message: not message.text("noticeBarInfo.content").strip()),
    _rule(
        "title_too_long",
        lambda _, message: len(message.text("noticeBarInfo.title")) > facts.TITLE_LENGTH_MAX.value,
        grade=Grade.ASSUMED,
    ),
    _rule(
        "content_too_long",
        lambda _, message: len(message.text("noticeBarInfo.content")) > facts.CONTENT_LENGTH_MAX.value,
        grade=Grade.ASSUMED,
    ),
    _rule("class_wrong", lambda _, message: message.number("noticeBarInfo.noticeMsgType", 0) not in {0, 1}),
    _rule("bar_wrong", _bar_is_wrong),
    _rule("expansion_wrong", _expansion_is_wrong),
    _rule("click_wrong", _click_is_wrong),
    _rule("parameters_wrong", _parameters_are_wrong),
    _rule("life_wrong", _life_is_wrong),
    _rule("flag_wrong", lambda _, message: any(message.switch(path, default=False) is None for path in _FLAGS)),
    _rule("display_wrong", _display_is_wrong),
    _rule("fixed_speed_wrong", lambda _, message: message.a_second is None),
    _rule("notify_key_wrong", _notify_key_is_wrong),
    _rule("vip_wrong", _extras_of_vip_are_wrong),
    _rule("picture_gone", _picture_is_gone, grade=Grade.ASSUMED),
    _rule("callback_wrong", _callback_is_wrong),
)

CALLBACK_NOT_REGISTERED: Rule[MeizuCall] = Rule(
    "meizu.callback_not_registered",
    rejections.PARAMETER_WRONG.reason,
    lambda call: call.cloud.own_receipts.is_unregistered(call.push_app, call.message.callback),
    Source(facts.QUOTAS, "receipts, address not registered", grade=Grade.ASSUMED),
    rejections.PARAMETER_WRONG,
)
"""An address that the console does not have stops the push; with which code no text says."""
