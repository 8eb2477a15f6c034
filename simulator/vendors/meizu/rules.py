"""Every no of Meizu's simulated cloud about a whole call, in the order in which it is asked.

Nos about the message stand in `message_rules`, those about one target in `targets`; codes stand in `rejections`,
figures in `facts`. Assumed: the order, which no text gives.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

import msgspec

from simulator.cloud.registrations import AppState, PushApp
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.push.reason import Reason
from simulator.push.rejection import Rejection
from simulator.push.uplink import Register
from simulator.vendors.meizu import facts, rejections
from simulator.vendors.meizu.call import MeizuCall
from simulator.vendors.meizu.message_rules import CALLBACK_NOT_REGISTERED, MESSAGE
from simulator.vendors.meizu.rejections import rule

NOTHING: Decision[MeizuCall] = Decision("meizu.nothing_to_ask", ())


def _assumed(
    name: str, rejection: Rejection, says_no: Callable[[MeizuCall], bool], *statements: str
) -> Rule[MeizuCall]:
    """Return a rule whose cause is assumed: the code is in Meizu's list, and what leads to it is told nowhere."""
    return rule(name, rejection, says_no, *statements, grade=Grade.ASSUMED)


def _needs(name: str, *fields: str) -> Rule[MeizuCall]:
    """Return a rule that refuses a call without one of *fields*."""
    return rule(name, rejections.PARAMETER_EMPTY, lambda call: not all(call.text(field) for field in fields))


# -- authenticate -----------------------------------------------------------------------------------------------------

_READABLE = _assumed("form_undecodable", rejections.SYSTEM_ERROR, lambda call: not call.is_decodable)
_APP: tuple[Rule[MeizuCall], ...] = (
    _needs("app_id_empty", "appId"),
    rule("app_id_unknown", rejections.APP_ID_ILLEGAL, lambda call: call.app is None, "C06", "M02"),
)
AUTH = Decision(
    "meizu.auth",
    (
        _READABLE,
        *_APP,
        _assumed("other_platform", rejections.OTHER_PLATFORM, lambda call: call.is_on_other_platform),
        _assumed(
            "signed_with_app_key", rejections.SECRET_ILLEGAL, lambda call: call.signed_with == "app_key", "C06", "M02"
        ),
        rule("sign_wrong", rejections.SIGN_WRONG, lambda call: not call.signed_with, "C06", "M02"),
        # Assumed: an app that is not open in the console is answered like one on the black list.
        _assumed(
            "app_not_open", rejections.APP_BLACKLISTED, lambda call: call.push_app.state is not AppState.OPEN, "C23"
        ),
    ),
)
CLIENT_AUTH = Decision(
    "meizu.client_auth",
    (
        *_APP,
        rule("app_key_illegal", rejections.APP_KEY_ILLEGAL, lambda call: call.signed_with != "app_key", "M01"),
    ),
)
"""Of the calls that a phone's SDK makes: they are signed with the appKey."""

# -- meter ------------------------------------------------------------------------------------------------------------


def _is_too_fast(call: MeizuCall) -> bool:
    most = call.edition(facts.REQUESTS_PER_SECOND_MAX)
    if most is not None and call.cloud.requests.count(call.app_id) >= most:
        return True
    return call.cloud.messages.count(call.app_id) >= facts.MESSAGES_PER_SECOND_MAX.value


# Assumed: since there are classes, the calls of the day are counted for the public one only.
def _calls_are_used(call: MeizuCall) -> bool:
    return not call.is_private(call.message_sent) and call.cloud.calls_today(call) >= facts.CALLS_PER_DAY_MAX.value


SPEED = Decision("meizu.speed", (rule("too_fast", rejections.TOO_FAST, _is_too_fast),))
METER = Decision("meizu.meter", (*SPEED, rule("calls_used", rejections.CALLS_USED, _calls_are_used)))
BROADCAST = Decision(
    "meizu.broadcast",
    (*METER, _assumed("busy", rejections.BUSY, lambda call: call.cloud.broadcasts.is_busy(call.app_id))),
)

# -- validate: pushes and tasks ---------------------------------------------------------------------------------------

_TOO_MANY_TARGETS = _assumed(
    "too_many_targets", rejections.PARAMETER_WRONG, lambda call: len(call.targets) > facts.TARGETS_MAX.value
)
_TARGETS_EMPTY: Rule[MeizuCall] = rule("targets_empty", rejections.PARAMETER_EMPTY, lambda call: not call.targets)
_TASK_ILLEGAL: Rule[MeizuCall] = rule("task_illegal", rejections.TASK_ILLEGAL, lambda call: call.task is None)


def _package_is_illegal(call: MeizuCall) -> bool:
    names = call.values("restrictedPackageNames")
    return bool(names) and call.push_app.package not in names


_PACKAGE = _assumed("package_illegal", rejections.PACKAGE_ILLEGAL, _package_is_illegal)

FIELDS = Decision("meizu.fields", (*MESSAGE, CALLBACK_NOT_REGISTERED, _PACKAGE, _TARGETS_EMPTY, _TOO_MANY_TARGETS))
TASK_FIELDS = Decision(
    "meizu.task_fields",
    (
        *MESSAGE,
        _PACKAGE,
        rule(
            "start_wrong",
            rejections.PARAMETER_WRONG,
            lambda call: call.message.starts_ms(call.cloud.kit.clock.zone) is None,
        ),
    ),
)
TAG_FIELDS = Decision(
    "meizu.tag_fields",
    (
        *TASK_FIELDS,
        _needs("tags_empty", "tagNames"),
        rule("scope_wrong", rejections.PARAMETER_WRONG, lambda call: call.text("scope") not in {"", "0", "1"}),
    ),
)
TASK_TARGETS = Decision("meizu.task_targets", (MESSAGE[0], _TASK_ILLEGAL, _TARGETS_EMPTY, _TOO_MANY_TARGETS))
TASK = Decision("meizu.task", (_TASK_ILLEGAL,))
CANCEL = Decision(
    "meizu.cancel",
    (
        _TASK_ILLEGAL,
        rule(
            "cancel_too_late",
            rejections.CANCEL_TOO_LATE,
            lambda call: call.task is None or not call.task.can_be_cancelled,
        ),
    ),
)

# -- validate: other calls --------------------------------------------------------------------------------------------


def day_of(text: str) -> date | None:
    """Read `20260302`; `None` for anything that is no day."""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])) if re.fullmatch(r"[0-9]{8}", text) else None
    except ValueError:
        return None


def days_of(call: MeizuCall) -> tuple[date, date] | None:
    """Return the first and the last day that the call asks about; `None` where one cannot be read."""
    first, last = day_of(call.text("startTime")), day_of(call.text("endTime"))
    return None if first is None or last is None else (first, last)


def _span(call: MeizuCall) -> timedelta:
    days = days_of(call)
    return timedelta() if days is None else days[1] - days[0]


DAYS = Decision(
    "meizu.days",
    (
        _needs("days_empty", "startTime", "endTime"),
        rule("days_unreadable", rejections.PARAMETER_WRONG, lambda call: days_of(call) is None),
        rule("days_reversed", rejections.DAYS_REVERSED, lambda call: _span(call) < timedelta()),
        rule(
            "days_too_many",
            rejections.DAYS_TOO_MANY,
            lambda call: _span(call) > timedelta(days=facts.STATISTICS_DAYS_MAX.value),
        ),
    ),
)

PICTURE_TYPES = frozenset({0, 1, 3, 4, 5, 6})
"""Of the bar, expanded, of the desktop, background, small icon, big icon."""
PICTURE = Decision(
    "meizu.picture",
    (
        _needs("picture_empty", "imgType", "imgUrl"),
        rule(
            "picture_type_wrong", rejections.PARAMETER_WRONG, lambda call: call.number("imgType") not in PICTURE_TYPES
        ),
        _assumed(
            "picture_address_wrong",
            rejections.PARAMETER_WRONG,
            lambda call: not call.text("imgUrl").startswith(("http://", "https://")),
        ),
    ),
)


def _subscriber_is_illegal(call: MeizuCall) -> bool:
    return call.subscriber is None or call.subscriber.app_id != call.app_id


SUBSCRIBER = Decision(
    "meizu.subscriber",
    (
        _needs("push_id_empty", "pushId"),
        rule("push_id_illegal", rejections.SUBSCRIBER_ILLEGAL, _subscriber_is_illegal),
        rule(
            "push_id_gone",
            rejections.SUBSCRIBER_GONE,
            lambda call: call.subscriber is not None and not call.subscriber.is_valid,
        ),
    ),
)
SWITCH = Decision(
    "meizu.switch",
    (
        *SUBSCRIBER,
        rule(
            "switch_wrong",
            rejections.PARAMETER_WRONG,
            lambda call: call.switch("subSwitch") is None or call.text("msgType") not in {"", "0", "1"},
        ),
    ),
)


def _alias_is_too_long(call: MeizuCall) -> bool:
    most = facts.CLIENT_ALIAS_LENGTH_MAX if call.is_from_sdk else facts.ALIAS_LENGTH_MAX
    return len(call.text("alias")) > most.value


ALIAS = Decision(
    "meizu.alias",
    (
        *SUBSCRIBER,
        _needs("alias_empty", "alias"),
        rule("alias_too_long", rejections.PARAMETER_WRONG, _alias_is_too_long),
    ),
)


def _tags_are_wrong(call: MeizuCall) -> bool:
    tags = call.values("tags")
    return len(tags) > facts.TAGS_MAX.value or any(len(tag) > facts.TAG_LENGTH_MAX.value for tag in tags)


def _tags_are_used(call: MeizuCall) -> bool:
    known = call.cloud.subscriptions.tags_of_app(call.app_id)
    return len(known.union(call.values("tags"))) > facts.APP_TAGS_MAX.value


UNSET_TAGS = Decision(
    "meizu.unset_tags",
    (
        *SUBSCRIBER,
        _needs("tags_of_phone_empty", "tags"),
        rule("tags_wrong", rejections.PARAMETER_WRONG, _tags_are_wrong),
    ),
)
SET_TAGS = Decision("meizu.set_tags", (*UNSET_TAGS, _assumed("app_tags_used", rejections.TAGS_USED, _tags_are_used)))

# -- registration -----------------------------------------------------------------------------------------------------

DEVICE = Decision(
    "meizu.device",
    (
        _needs("device_id_empty", "deviceId"),
        _assumed(
            "device_unknown", rejections.PARAMETER_WRONG, lambda call: call.text("deviceId") not in call.cloud.phones
        ),
    ),
)


class RegisterCase(msgspec.Struct, frozen=True):
    """A phone that wants a pushId.

    Attributes:
        app: The push app of the appId it names.
    """

    question: Register
    app: PushApp | None

    @property
    def key_is_wrong(self) -> bool:
        """Whether the appKey is not the app's; the old `register(Context)` names neither appId nor appKey."""
        if self.app is None or not (self.question.app_id or self.question.app_key):
            return False
        return self.app.values["app_key"] != self.question.app_key


def _register_rule(
    name: str,
    rejection: Rejection,
    says_no: Callable[[RegisterCase], bool],
    *statements: str,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[RegisterCase]:
    source = Source(facts.CLIENT, f"register code {rejection.code}", ("M01", *statements), grade)
    return Rule(f"meizu.{name}", Reason.REGISTRATION_REFUSED, says_no, source, rejection)


REGISTER = Decision(
    "meizu.register",
    (
        _register_rule("register_app_id", rejections.APP_ID_ILLEGAL, lambda case: case.app is None),
        _register_rule("register_app_key", rejections.APP_KEY_ILLEGAL, lambda case: case.key_is_wrong),
        _register_rule(
            "register_package",
            rejections.PACKAGE_ILLEGAL,
            lambda case: case.app is not None and case.app.package != case.question.package,
            "C23",
            grade=Grade.ASSUMED,
        ),
    ),
)
"""What the SDK on a phone is told stands in the same codes and words as what a server is told."""
