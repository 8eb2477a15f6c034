"""Every no of Meizu's simulated cloud, in the order in which it is asked: one decision for each step of an endpoint.

Codes stand in `rejections`, figures in `facts`. Assumed: the order, which no text gives.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

import msgspec

from simulator.cloud.outbox import DEVICE_OFFLINE, ONLINE_ONLY, TTL_EXPIRED
from simulator.cloud.registrations import AppState, PushApp, Registration
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.push.reason import Reason
from simulator.push.rejection import Rejection
from simulator.push.uplink import Register
from simulator.vendors.meizu import facts
from simulator.vendors.meizu import rejections as no
from simulator.vendors.meizu.call import MeizuCall, Message

NOTHING: Decision[MeizuCall] = Decision("meizu.nothing_to_ask", ())


def _rule(
    name: str,
    rejection: Rejection,
    says_no: Callable[[MeizuCall], bool],
    *statements: str,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[MeizuCall]:
    source = Source(facts.API, f"code {rejection.code}", statements, grade)
    return Rule(f"meizu.{name}", rejection.reason, says_no, source, rejection)


def _needs(name: str, *fields: str) -> Rule[MeizuCall]:
    """Return a rule that refuses a call without one of *fields*."""
    return _rule(name, no.PARAMETER_EMPTY, lambda call: not all(call.text(field) for field in fields))


# -- authenticate -----------------------------------------------------------------------------------------------------

AUTH = Decision(
    "meizu.auth",
    (
        _needs("app_id_empty", "appId"),
        _rule("app_id_unknown", no.APP_ID_ILLEGAL, lambda call: call.app is None, "C06", "M02"),
        _rule("sign_wrong", no.SIGN_WRONG, lambda call: not call.sign_is_right, "C06", "M02"),
        # Assumed: an app that is not open in the console is answered like one on the black list.
        _rule(
            "app_not_open",
            no.APP_BLACKLISTED,
            lambda call: call.push_app.state is not AppState.OPEN,
            "C23",
            grade=Grade.ASSUMED,
        ),
    ),
)

# -- validate: the message --------------------------------------------------------------------------------------------

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


def _message_rule(
    name: str,
    says_no: Callable[[MeizuCall, Message], bool],
    *statements: str,
    rejection: Rejection = no.PARAMETER_WRONG,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[MeizuCall]:
    return _rule(name, rejection, lambda call: says_no(call, call.message), *statements, grade=grade)


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
    given = message.value("clickTypeInfo.parameters")
    return given is not None and not isinstance(given, dict)


def _life_is_wrong(_: MeizuCall, message: Message) -> bool:
    hours = message.number("pushTimeInfo.validTime", facts.LIFE_HOURS.value)
    return hours is None or not facts.LIFE_HOURS_MIN.value <= hours <= facts.LIFE_HOURS_MAX.value


def _notify_key_is_wrong(_: MeizuCall, message: Message) -> bool:
    key = message.notify_key
    return len(key) > facts.NOTIFY_KEY_LENGTH_MAX.value or not _NOTIFY_KEY.fullmatch(key)


def _extras_of_vip_are_wrong(_: MeizuCall, message: Message) -> bool:
    pinned = message.number("vipInfo.timeTop", 0)
    if pinned is None or (pinned != 0 and not facts.PINNED_S_MIN.value <= pinned <= facts.PINNED_S_MAX.value):
        return True
    is_long = len(message.text("vipInfo.subtitle")) > facts.SUBTITLE_LENGTH_MAX.value
    return is_long or message.text("vipInfo.titleColor") not in _COLORS


def _callback_is_wrong(_: MeizuCall, message: Message) -> bool:
    address = message.text("extra.callback")
    if address and not address.startswith(("http://", "https://")):
        return True
    is_long = len(address.encode()) > facts.CALLBACK_BYTES_MAX.value
    param_is_long = len(message.text("extra.callback.param").encode()) > facts.CALLBACK_PARAM_BYTES_MAX.value
    return is_long or param_is_long or message.number("extra.callback.type", 3) not in {1, 2, 3}


_MESSAGE = (
    _rule(
        "pass_through_stopped",
        no.PASS_THROUGH,
        lambda call: call.is_unvarnished or call.number("pushType") == 1,
        "C04",
    ),
    _needs("message_empty", "messageJson"),
    _message_rule("message_unreadable", lambda _, message: not message.is_readable),
    _message_rule("title_empty", lambda _, message: not message.text("noticeBarInfo.title").strip()),
    _message_rule("content_empty", lambda _, message: not message.text("noticeBarInfo.content").strip()),
    _message_rule(
        "title_too_long",
        lambda _, message: len(message.text("noticeBarInfo.title")) > facts.TITLE_LENGTH_MAX.value,
        grade=Grade.ASSUMED,
    ),
    _message_rule(
        "content_too_long",
        lambda _, message: len(message.text("noticeBarInfo.content")) > facts.CONTENT_LENGTH_MAX.value,
        grade=Grade.ASSUMED,
    ),
    _message_rule("class_wrong", lambda _, message: message.number("noticeBarInfo.noticeMsgType", 0) not in {0, 1}),
    _message_rule("bar_wrong", _bar_is_wrong),
    _message_rule("expansion_wrong", _expansion_is_wrong),
    _message_rule("click_wrong", _click_is_wrong),
    _message_rule("parameters_wrong", _parameters_are_wrong),
    _message_rule("life_wrong", _life_is_wrong),
    _message_rule("flag_wrong", lambda _, message: any(message.switch(path, default=False) is None for path in _FLAGS)),
    _message_rule("notify_key_wrong", _notify_key_is_wrong),
    _message_rule("vip_wrong", _extras_of_vip_are_wrong),
    _message_rule("callback_wrong", _callback_is_wrong),
)
_TOO_MANY_TARGETS = _rule(
    "too_many_targets",
    no.PARAMETER_WRONG,
    lambda call: len(call.targets) > facts.TARGETS_MAX.value,
    grade=Grade.ASSUMED,
)
_TARGETS_EMPTY = _rule("targets_empty", no.PARAMETER_EMPTY, lambda call: not call.targets)
_TASK_ILLEGAL = _rule("task_illegal", no.TASK_ILLEGAL, lambda call: call.task is None)

FIELDS = Decision("meizu.fields", (*_MESSAGE, _TARGETS_EMPTY, _TOO_MANY_TARGETS))
TASK_FIELDS = Decision(
    "meizu.task_fields",
    (*_MESSAGE, _rule("start_wrong", no.PARAMETER_WRONG, lambda call: call.starts_ms is None)),
)
TAG_FIELDS = Decision(
    "meizu.tag_fields",
    (
        *TASK_FIELDS,
        _needs("tags_empty", "tagNames"),
        _rule("scope_wrong", no.PARAMETER_WRONG, lambda call: call.text("scope") not in {"", "0", "1"}),
    ),
)
TASK_TARGETS = Decision("meizu.task_targets", (_MESSAGE[0], _TASK_ILLEGAL, _TARGETS_EMPTY, _TOO_MANY_TARGETS))
TASK = Decision("meizu.task", (_TASK_ILLEGAL,))
CANCEL = Decision(
    "meizu.cancel",
    (
        _TASK_ILLEGAL,
        _rule("cancel_too_late", no.CANCEL_TOO_LATE, lambda call: call.task is None or not call.task.is_waiting),
    ),
)

# -- validate: other calls --------------------------------------------------------------------------------------------


def day_of(text: str) -> date | None:
    """Read `20260302`; `None` for anything that is no day."""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])) if re.fullmatch(r"[0-9]{8}", text) else None
    except ValueError:
        return None


def _days_are_too_many(call: MeizuCall) -> bool:
    first, last = day_of(call.text("startTime")), day_of(call.text("endTime"))
    if first is None or last is None:
        return False
    return not timedelta() <= last - first <= timedelta(days=facts.STATISTICS_DAYS_MAX.value)


DAYS = Decision(
    "meizu.days",
    (
        _needs("days_empty", "startTime", "endTime"),
        _rule(
            "days_unreadable",
            no.PARAMETER_WRONG,
            lambda call: None in {day_of(call.text("startTime")), day_of(call.text("endTime"))},
        ),
        _rule("days_wrong", no.DAYS_WRONG, _days_are_too_many),
    ),
)


def _subscriber_is_illegal(call: MeizuCall) -> bool:
    return call.subscriber is None or call.subscriber.app_id != call.app_id


SUBSCRIBER = Decision(
    "meizu.subscriber",
    (
        _needs("push_id_empty", "pushId"),
        _rule("push_id_illegal", no.SUBSCRIBER_ILLEGAL, _subscriber_is_illegal),
        _rule(
            "push_id_gone",
            no.SUBSCRIBER_GONE,
            lambda call: call.subscriber is not None and not call.subscriber.is_valid,
        ),
    ),
)
SWITCH = Decision(
    "meizu.switch",
    (
        *SUBSCRIBER,
        _rule(
            "switch_wrong",
            no.PARAMETER_WRONG,
            lambda call: call.text("subSwitch") not in {"0", "1"} or call.text("msgType") not in {"", "0", "1"},
        ),
    ),
)
ALIAS = Decision(
    "meizu.alias",
    (
        *SUBSCRIBER,
        _needs("alias_empty", "alias"),
        _rule(
            "alias_too_long", no.PARAMETER_WRONG, lambda call: len(call.text("alias")) > facts.ALIAS_LENGTH_MAX.value
        ),
    ),
)


def _tags_are_wrong(call: MeizuCall) -> bool:
    tags = call.values("tags")
    return len(tags) > facts.TAGS_MAX.value or any(len(tag) > facts.TAG_LENGTH_MAX.value for tag in tags)


TAGS = Decision(
    "meizu.tags",
    (*SUBSCRIBER, _needs("tags_of_phone_empty", "tags"), _rule("tags_wrong", no.PARAMETER_WRONG, _tags_are_wrong)),
)

# -- meter ------------------------------------------------------------------------------------------------------------


def _is_too_fast(call: MeizuCall) -> bool:
    return call.cloud.this_second.count(call.app_id) >= call.edition(facts.PER_SECOND_MAX)


# Assumed: since there are classes, the calls of the day are counted for the public one only.
def _calls_are_used(call: MeizuCall) -> bool:
    message = call.message if call.task is None else call.task.message
    return not call.is_private(message) and call.cloud.calls_today(call) >= facts.CALLS_PER_DAY_MAX.value


SPEED = Decision("meizu.speed", (_rule("too_fast", no.TOO_FAST, _is_too_fast),))
METER = Decision("meizu.meter", (*SPEED, _rule("calls_used", no.CALLS_USED, _calls_are_used)))

# -- look up: one target ----------------------------------------------------------------------------------------------


class TargetCase(msgspec.Struct, frozen=True):
    """One target of a call.

    Attributes:
        message: What it is to get.
        registration: Of the pushId or the alias; `None` when there is none.
    """

    call: MeizuCall
    message: Message
    registration: Registration | None

    @property
    def is_gone(self) -> bool:
        """Whether the app has left the phone, or the phone has been away for too long."""
        registration = self.registration
        if registration is None or not registration.is_valid:
            return registration is not None
        cloud = self.call.cloud
        if cloud.outbox.is_connected(registration.phone):
            return False
        return cloud.kit.scheduler.now_ms - registration.seen_ms > facts.INACTIVE_MS.value

    @property
    def is_switched_off(self) -> bool:
        """Whether the app has switched its notifications off at Meizu."""
        return self.registration is not None and self.call.cloud.is_switched_off(self.registration.reg_id)

    @property
    def device_key(self) -> tuple[str, str]:
        """What public messages to one phone share."""
        return ("device", "" if self.registration is None else self.registration.reg_id)

    @property
    def is_private(self) -> bool:
        """Whether the message is of the private class."""
        return self.call.is_private(self.message)


def _target_rule(
    name: str,
    rejection: Rejection,
    says_no: Callable[[TargetCase], bool],
    *statements: str,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[TargetCase]:
    source = Source(facts.API, f"code {rejection.code} in value", statements, grade)
    return Rule(f"meizu.{name}", rejection.reason, says_no, source, rejection)


def _is_illegal(case: TargetCase) -> bool:
    if case.call.names_aliases:
        return False
    return case.registration is None or case.registration.app_id != case.call.app_id


# Assumed: private messages are not folded: no chat could live with 5 messages in a minute.
def _is_burst(case: TargetCase) -> bool:
    if case.registration is None or case.is_private:
        return False
    return case.call.cloud.bursts.count(case.registration.reg_id) >= facts.BURST_PER_DEVICE_MAX.value


def _device_limit_is_reached(case: TargetCase) -> bool:
    most = case.call.edition(facts.PUBLIC_PER_DEVICE_MAX)
    return most is not None and not case.is_private and case.call.cloud.today.count(case.device_key) >= most


TARGETS = Decision(
    "meizu.targets",
    (
        _target_rule(
            "target_illegal",
            no.TARGET_ILLEGAL,
            _is_illegal,
            "C02",
            "C13",
            "M02",
            grade=Grade.ASSUMED,
        ),
        _target_rule(
            "alias_unknown",
            no.ALIAS_UNKNOWN,
            lambda case: case.call.names_aliases and (case.registration is None or case.is_switched_off),
        ),
        _target_rule("target_gone", no.TARGET_GONE, lambda case: case.is_gone, "C13", "M02"),
        _target_rule("switched_off", no.SWITCHED_OFF, lambda case: case.is_switched_off),
        _target_rule(
            "no_right",
            no.NO_RIGHT,
            lambda case: case.is_private and not case.call.push_app.has_system_messages,
            grade=Grade.ASSUMED,
        ),
        _target_rule("folded", no.FOLDED, _is_burst, "C22"),
        _target_rule("device_limit", no.DEVICE_LIMIT, _device_limit_is_reached),
    ),
)
NO_SUCH_PHONE = TARGETS.rules[0]

# -- dispatch ---------------------------------------------------------------------------------------------------------

DISPATCH = Decision("meizu.dispatch", (TTL_EXPIRED, ONLINE_ONLY, DEVICE_OFFLINE))

# -- the SDK's registration -------------------------------------------------------------------------------------------


class RegisterCase(msgspec.Struct, frozen=True):
    """A phone that wants a pushId.

    Attributes:
        app: The push app of the appId it names.
    """

    question: Register
    app: PushApp | None


def _register_rule(
    name: str,
    code: int,
    says_no: Callable[[RegisterCase], bool],
    *statements: str,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[RegisterCase]:
    source = Source(facts.CLIENT, f"register code {code}", ("M01", *statements), grade)
    return Rule(f"meizu.{name}", Reason.REGISTRATION_REFUSED, says_no, source, code)


REGISTER = Decision(
    "meizu.register",
    (
        _register_rule("register_app_id", facts.ClientCode.APP_ID_ILLEGAL, lambda case: case.app is None),
        _register_rule(
            "register_app_key",
            facts.ClientCode.APP_KEY_ILLEGAL,
            lambda case: case.app is not None and case.app.values["app_key"] != case.question.app_key,
        ),
        _register_rule(
            "register_package",
            facts.ClientCode.PACKAGE_ILLEGAL,
            lambda case: case.app is not None and case.app.package != case.question.package,
            "C23",
            grade=Grade.ASSUMED,
        ),
    ),
)
REGISTER_TEXTS = {
    facts.ClientCode.APP_ID_ILLEGAL: "appId不合法",
    facts.ClientCode.APP_KEY_ILLEGAL: "appKey不合法",
    facts.ClientCode.PACKAGE_ILLEGAL: "packageName不合法",
}
"""What the SDK passes on as the message, by code."""
