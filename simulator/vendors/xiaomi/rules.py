"""Every no of Xiaomi's simulated cloud, in the order in which it is asked: one decision for each step of an endpoint.

Codes stand in `rejections`, figures in `facts`. Assumed: the order of the fields, which no text gives.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from simulator.cloud.outbox import DEVICE_OFFLINE, ONLINE_ONLY, TTL_EXPIRED
from simulator.cloud.registrations import AppState, PushApp, Registration
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.push.reason import Reason
from simulator.push.uplink import Register
from simulator.vendors.xiaomi import facts
from simulator.vendors.xiaomi import rejections as no
from simulator.vendors.xiaomi.call import By, Message, MessageClass, XiaomiCall
from simulator.vendors.xiaomi.rejections import XiaomiRejection

if TYPE_CHECKING:
    from simulator.vendors.xiaomi.cloud import XiaomiCloud

NOTHING: Decision[XiaomiCall] = Decision("xiaomi.nothing_to_ask", ())


def _rule(
    name: str,
    rejection: XiaomiRejection,
    says_no: Callable[[XiaomiCall], bool],
    *statements: str,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[XiaomiCall]:
    source = Source(facts.CODES, f"code {rejection.code}", statements, grade)
    return Rule(f"xiaomi.{name}", rejection.reason, says_no, source, rejection)


def _message_rule(
    name: str,
    rejection: XiaomiRejection,
    says_no: Callable[[XiaomiCall, Message], bool],
    *statements: str,
    grade: Grade = Grade.DOCUMENTED,
) -> Rule[XiaomiCall]:
    """Return a rule that refuses the call when it says no to one of its messages."""
    return _rule(
        name, rejection, lambda call: any(says_no(call, message) for message in call.messages), *statements, grade=grade
    )


# -- authenticate -----------------------------------------------------------------------------------------------------

AUTH = Decision(
    "xiaomi.auth",
    (
        _rule("secret_wrong", no.SECRET_WRONG, lambda call: call.app is None, "C06", "X01", "X14"),
        _rule("app_closed", no.APP_ILLEGAL, lambda call: call.push_app.state is AppState.CLOSED, "C23"),
    ),
)
SENDING = Decision(
    "xiaomi.sending",
    (
        *AUTH,
        _rule("under_review", no.UNDER_REVIEW, lambda call: call.push_app.state is AppState.UNDER_REVIEW, "C23"),
    ),
)

# -- validate ---------------------------------------------------------------------------------------------------------

_EMPTY = {By.ALIAS: no.ALIAS_EMPTY, By.ACCOUNT: no.ACCOUNT_EMPTY, By.TOPIC: no.TOPIC_EMPTY, By.TOPICS: no.TOPIC_EMPTY}
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
    return call.ahead_ms(message) > facts.SEND_AHEAD_MS_MAX.value


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
    return bool(address) and not address.startswith("http://")


_PACKAGE_WRONG = _rule("package_wrong", no.PACKAGE_WRONG, lambda call: bool(call.wrong_packages), "C06", "X01", "C23")

FIELDS = Decision(
    "xiaomi.fields",
    (
        _rule("list_unreadable", no.PARAMETER_ERROR, lambda call: call.is_malformed),
        _rule("package_missing", no.PACKAGE_MISSING, _package_is_missing),
        *(
            _rule(f"{by.name.lower()}_empty", rejection, partial(_has_no_target, by=by))
            for by, rejection in _EMPTY.items()
        ),
        _rule("target_missing", no.PARAMETER_MISSING, lambda call: _has_no_target(call, By.REG_ID)),
        _rule("too_many_targets", no.VALUE_ILLEGAL, _has_too_many_targets),
        _rule(
            "too_many_topics",
            no.TOPICS_TOO_MANY,
            lambda call: call.by is By.TOPICS and len(list(call.targets)) > facts.TOPICS_MAX.value,
        ),
        _message_rule("value_illegal", no.VALUE_ILLEGAL, _is_illegal),
        _message_rule("too_far_ahead", no.VALUE_ILLEGAL, _is_too_far_ahead),
        _message_rule("job_key_wrong", no.VALUE_ILLEGAL, lambda _, message: message.job_key_is_wrong),
        _message_rule(
            "page_missing", no.VALUE_ILLEGAL, lambda _, message: message.page_is_missing, grade=Grade.ASSUMED
        ),
        _message_rule(
            "payload_missing",
            no.PARAMETER_MISSING,
            lambda _, message: message.is_pass_through and not message.text("payload"),
        ),
        _PACKAGE_WRONG,
        _message_rule("text_missing", no.TEXT_MISSING, _has_no_text),
        _message_rule("text_too_long", no.TOO_LONG, _text_is_too_long),
        _message_rule(
            "extras_too_many",
            no.EXTRAS_TOO_MANY,
            lambda _, message: len(message.custom) > facts.EXTRAS_MAX.value,
        ),
        _message_rule(
            "extras_too_long",
            no.EXTRAS_TOO_LONG,
            lambda _, message: message.custom_length > facts.EXTRAS_LENGTH_MAX.value,
        ),
        _message_rule("callback_wrong", no.CALLBACK_WRONG, _callback_is_wrong),
        _message_rule(
            "callback_too_long",
            no.CALLBACK_TOO_LONG,
            lambda _, message: len(message.extra("callback")) > facts.CALLBACK_LENGTH_MAX.value,
        ),
        _message_rule("callback_param_too_long", no.CALLBACK_PARAM_TOO_LONG, _callback_param_is_long),
    ),
)


def _needs(name: str, rejection: XiaomiRejection, *fields: str) -> Rule[XiaomiCall]:
    return _rule(name, rejection, lambda call: not any(call.value(field) for field in fields))


TOPIC_FIELDS = Decision(
    "xiaomi.topic_fields",
    (
        _needs("subscriber_missing", no.PARAMETER_MISSING, "registration_id", "aliases"),
        _needs("topic_missing", no.TOPIC_EMPTY, "topic"),
        _PACKAGE_WRONG,
    ),
)
READING_FIELDS = Decision(
    "xiaomi.reading_fields",
    (_needs("reg_id_missing", no.PARAMETER_MISSING, "registration_id"), _PACKAGE_WRONG),
)


def _is_no_day(text: str) -> bool:
    return not (len(text) == 8 and text.isascii() and text.isdecimal())


COUNTER_FIELDS = Decision(
    "xiaomi.counter_fields",
    (
        _rule(
            "days_missing",
            no.PARAMETER_MISSING,
            lambda call: not (call.value("start_date") and call.value("end_date")),
        ),
        _rule(
            "days_illegal",
            no.VALUE_ILLEGAL,
            lambda call: _is_no_day(call.value("start_date")) or _is_no_day(call.value("end_date")),
        ),
        _PACKAGE_WRONG,
    ),
)


def _is_number(text: str) -> bool:
    return not text or (text.isascii() and text.isdecimal())


STATUS_FIELDS = Decision(
    "xiaomi.status_fields",
    (
        _rule(
            "times_illegal",
            no.VALUE_ILLEGAL,
            lambda call: not all(_is_number(call.value(name)) for name in ("begin_time", "end_time")),
        ),
        _needs("status_of_nothing", no.PARAMETER_MISSING, "msg_id", "job_key", "begin_time"),
        _rule(
            "message_unknown",
            no.MESSAGE_UNKNOWN,
            lambda call: bool(call.value("msg_id")) and call.cloud.sent_message(call) is None,
        ),
    ),
)

# -- meter ------------------------------------------------------------------------------------------------------------


def _is_not_compliant(call: XiaomiCall, message: Message) -> bool:
    text = message.text("title") + message.text("description")
    if any(word in text for word in call.push_app.forbidden_words):
        return True
    return call.push_app.has_content_review and ("测试" in text or "test" in text.lower())


def quota_of(message_class: MessageClass) -> int | None:
    """Return how many messages of a class an app may send a day; `None` for any number."""
    match message_class:
        case MessageClass.UNCLASSED:
            return facts.UNCLASSED_PER_DAY_MAX.value
        case MessageClass.DEFAULT:
            return facts.DEFAULT_PER_DAY_MAX.value
        case MessageClass.PUBLIC:
            return facts.PUBLIC_PER_DAY_MAX.value
        case MessageClass.PRIVATE:
            return None


def quota_is_used(call: XiaomiCall, message: Message) -> bool:
    """Return whether the app has had the day's number of messages of this class."""
    message_class = call.class_of(message)
    most = quota_of(message_class)
    return most is not None and call.cloud.acked_today(call, message_class) >= most


def _is_too_fast(call: XiaomiCall) -> bool:
    return call.cloud.this_second.count(call.app_id) >= facts.QUERIES_PER_SECOND_MAX.value


TOO_FAST = _rule("too_fast", no.TOO_FAST, _is_too_fast)
RATE = Decision("xiaomi.rate", (TOO_FAST,))
_CLASS = (
    TOO_FAST,
    _message_rule("not_compliant", no.NOT_COMPLIANT, _is_not_compliant, grade=Grade.OBSERVED),
    _message_rule("channel_wrong", no.CHANNEL_WRONG, lambda call, message: call.channel_is_wrong(message)),
)
QUOTA_USED = _message_rule("quota_used", no.QUOTA_USED, quota_is_used)
CLASS_AND_QUOTA = Decision("xiaomi.class_and_quota", (*_CLASS, QUOTA_USED))
CLASS = Decision("xiaomi.class", _CLASS)
"""Of several messages only those are dropped whose class is used up; the call as a whole is not refused for it."""

# -- look up ----------------------------------------------------------------------------------------------------------


class TargetCase(msgspec.Struct, frozen=True):
    """One target of a call.

    Attributes:
        registration: Of the regId; `None` when Xiaomi has not given it out.
    """

    call: XiaomiCall
    registration: Registration | None

    @property
    def is_expired(self) -> bool:
        """Whether the phone has been away for too long."""
        registration = self.registration
        if registration is None or self.call.cloud.outbox.is_connected(registration.phone):
            return False
        return self.call.cloud.kit.scheduler.now_ms - registration.seen_ms > facts.INACTIVE_MS.value


def _target_rule(name: str, says_no: Callable[[TargetCase], bool], *statements: str) -> Rule[TargetCase]:
    source = Source(facts.CODES, f"code {no.NO_TARGET.code}", statements)
    return Rule(f"xiaomi.{name}", no.NO_TARGET.reason, says_no, source, no.NO_TARGET)


TARGETS = Decision(
    "xiaomi.targets",
    (
        _target_rule(
            "reg_id_unknown",
            lambda case: case.registration is None or case.registration.app_id != case.call.app_id,
            "C02",
            "C13",
        ),
        _target_rule(
            "reg_id_gone", lambda case: case.registration is not None and not case.registration.is_valid, "C13"
        ),
        _target_rule("reg_id_expired", lambda case: case.is_expired),
    ),
)
NO_SUCH_PHONE = TARGETS.rules[0]

# -- enqueue: what only receipts tell of ------------------------------------------------------------------------------


class DeviceCase(msgspec.Struct, frozen=True):
    """An accepted message for one phone before it goes into the outbox."""

    call: XiaomiCall
    message: Message
    registration: Registration

    @property
    def cloud(self) -> "XiaomiCloud":
        """The cloud that decides."""
        return self.call.cloud

    @property
    def message_class(self) -> MessageClass:
        """Class of the message."""
        return self.call.class_of(self.message)

    @property
    def device_key(self) -> tuple[str, str, str]:
        """What messages of one class to one phone share."""
        return ("device", self.registration.reg_id, self.message_class)

    @property
    def job_key(self) -> tuple[str, str]:
        """What messages of one group to one phone share; the second part is empty for a message of no group."""
        return (self.registration.reg_id, self.message.extra("jobkey"))


def _device_rule(
    name: str,
    reason: Reason,
    says_no: Callable[[DeviceCase], bool],
    source: Source,
) -> Rule[DeviceCase]:
    return Rule(f"xiaomi.{name}", reason, says_no, source)


def _is_burst(case: DeviceCase) -> bool:
    return case.cloud.bursts.count(case.registration.reg_id) >= facts.BURST_PER_DEVICE_MAX.value


def _device_limit_is_reached(case: DeviceCase) -> bool:
    match case.message_class:
        case MessageClass.DEFAULT:
            most = facts.DEFAULT_PER_DEVICE_MAX.value
        case MessageClass.PUBLIC:
            most = facts.PUBLIC_PER_DEVICE_MAX.value
        case _:
            return False
    return case.cloud.today.count(case.device_key) >= most


DEVICE_LIMITS = Decision(
    "xiaomi.device_limits",
    (
        _device_rule("device_burst", Reason.FREQUENCY_CONTROL, _is_burst, facts.BURST_PER_DEVICE_MAX.source),
        _device_rule(
            "job_key_seen",
            Reason.DUPLICATE_CONTENT,
            lambda case: bool(case.job_key[1]) and case.job_key in case.cloud.job_keys,
            Source(facts.API, "jobkey"),
        ),
        _device_rule(
            "device_daily_limit",
            Reason.QUOTA_USED,
            _device_limit_is_reached,
            Source(facts.RECEIPTS, "type 128, device_acked"),
        ),
    ),
)
MULTI_QUOTA: Decision[DeviceCase] = Decision(
    "xiaomi.multi_quota",
    (
        Rule(
            "xiaomi.multi_quota_used",
            Reason.QUOTA_USED,
            lambda case: quota_is_used(case.call, case.message),
            Source(facts.QUOTAS, "multi_messages, channel_exceed_quota"),
        ),
    ),
)

# -- dispatch ---------------------------------------------------------------------------------------------------------

DISPATCH = Decision("xiaomi.dispatch", (TTL_EXPIRED, ONLINE_ONLY, DEVICE_OFFLINE))

# -- the SDK's registration -------------------------------------------------------------------------------------------


class RegisterCase(msgspec.Struct, frozen=True):
    """A phone that wants a regId.

    Attributes:
        app: The push app of the AppID it names.
    """

    question: Register
    app: PushApp | None


def _register_rule(
    name: str, code: int, says_no: Callable[[RegisterCase], bool], *statements: str
) -> Rule[RegisterCase]:
    source = Source(facts.CLIENT, f"register result {code}", statements)
    return Rule(f"xiaomi.{name}", Reason.REGISTRATION_REFUSED, says_no, source, code)


REGISTER = Decision(
    "xiaomi.register",
    (
        _register_rule("register_app_id", facts.ClientCode.APP_ID_ILLEGAL, lambda case: case.app is None, "X05"),
        _register_rule(
            "register_app_key",
            facts.ClientCode.APP_KEY_ILLEGAL,
            lambda case: case.app is not None and case.app.values["app_key"] != case.question.app_key,
            "X05",
            "X14",
        ),
        _register_rule(
            "register_package",
            facts.ClientCode.PACKAGE_ILLEGAL,
            lambda case: case.app is not None and case.app.package != case.question.package,
            "C23",
            "X01",
            "X05",
        ),
        _register_rule(
            "register_app_closed",
            facts.ClientCode.APP_ILLEGAL,
            lambda case: case.app is not None and case.app.state is AppState.CLOSED,
            "C23",
            "X05",
        ),
    ),
)
REGISTER_TEXTS = {
    facts.ClientCode.APP_ID_ILLEGAL: "Invalid application id: {app_id}",
    facts.ClientCode.APP_KEY_ILLEGAL: "Invalid application key.",
    facts.ClientCode.PACKAGE_ILLEGAL: "Invalid package name: {package}",
    facts.ClientCode.APP_ILLEGAL: "Invalid application.",
}
"""What the SDK passes on as the reason, by code."""
