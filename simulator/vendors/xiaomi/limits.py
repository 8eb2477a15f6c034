"""How much and how often: what Xiaomi's cloud asks of a call whose fields are right, of its targets and of a phone.

Codes stand in `rejections`, figures in `facts`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from simulator.cloud.outbox import DEVICE_OFFLINE, ONLINE_ONLY, TTL_EXPIRED
from simulator.cloud.registrations import Registration
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.reason import Reason
from simulator.vendors.xiaomi import facts, rejections
from simulator.vendors.xiaomi.call import XiaomiCall
from simulator.vendors.xiaomi.events import Event, EventType
from simulator.vendors.xiaomi.message import By, Message, MessageClass
from simulator.vendors.xiaomi.rejections import XiaomiRejection
from simulator.vendors.xiaomi.rules import message_rule, rule

if TYPE_CHECKING:
    from simulator.vendors.xiaomi.cloud import XiaomiCloud

SECOND, MINUTE, HOUR = "second", "minute", "hour"
"""The windows in which the cloud counts."""

# -- meter ------------------------------------------------------------------------------------------------------------


def _is_not_compliant(call: XiaomiCall, message: Message) -> bool:
    text = message.text("title") + message.text("description")
    if any(word in text for word in call.push_app.forbidden_words):
        return True
    return call.push_app.has_content_review and ("测试" in text or "test" in text.lower())


def _allowance_of(call: XiaomiCall, message_class: MessageClass) -> facts.Allowance | None:
    """Return what the app may send of a class in a day; `None` for as much as it likes."""
    match message_class:
        case MessageClass.DEFAULT:
            return facts.DEFAULT_ALLOWANCE.value
        case MessageClass.PUBLIC:
            has_licence = "news" in call.push_app.rights
            if "full_quota" in call.push_app.barred and call.edition(facts.DOWNGRADES):
                return (facts.DOWNGRADED_NEWS_ALLOWANCE if has_licence else facts.DOWNGRADED_ALLOWANCE).value
            return (facts.NEWS_ALLOWANCE if has_licence else facts.PUBLIC_ALLOWANCE).value
        case _:
            return None


def quota_of(call: XiaomiCall, message_class: MessageClass) -> int | None:
    """Return how many messages of a class the app may send a day; `None` for any number."""
    if message_class is MessageClass.UNCLASSED:
        return facts.UNCLASSED_PER_DAY_MAX.value
    allowance = _allowance_of(call, message_class)
    return None if allowance is None else allowance.percent * call.cloud.counting_base(call.app_id) // 100


def quota_is_used(call: XiaomiCall, message: Message) -> bool:
    """Return whether the app has had the day's number of messages of this class."""
    message_class = call.class_of(message)
    if _allowance_of(call, message_class) is None:
        return False
    return call.cloud.acked_today(call.app_id, message_class) >= (quota_of(call, message_class) or 0)


def _unclassed_quota_is_used(call: XiaomiCall, message: Message) -> bool:
    message_class = call.class_of(message)
    if message_class is not MessageClass.UNCLASSED:
        return False
    return call.cloud.acked_today(call.app_id, message_class) >= facts.UNCLASSED_PER_DAY_MAX.value


def _is_too_fast(call: XiaomiCall) -> bool:
    queries = call.cloud.windows[SECOND].count(call.app_id)
    return queries >= facts.QUERIES_PER_SECOND.value[-1][1] and queries >= call.cloud.queries_per_second(call.app_id)


def _broadcasts_too_often(call: XiaomiCall) -> bool:
    if call.by not in BROADCASTS:
        return False
    return call.cloud.windows[MINUTE].count((BROADCASTING, call.app_id)) >= facts.BROADCASTS_PER_MINUTE_MAX.value


BROADCASTING = "broadcasts"
BROADCASTS = frozenset({By.ALL, By.TOPIC, By.TOPICS, By.REGION})
TOO_FAST = rule("too_fast", rejections.TOO_FAST, _is_too_fast)
RATE = Decision("xiaomi.rate", (TOO_FAST,))
_CLASS = (
    TOO_FAST,
    rule("broadcasts_too_often", rejections.BROADCASTS_TOO_OFTEN, _broadcasts_too_often, grade=Grade.ASSUMED),
    rule(
        "jobs_too_many",
        rejections.TASKS_TOO_MANY,
        lambda call: call.wants_jobs and len(call.cloud.schedule.jobs(call.app_id)) >= facts.JOBS_MAX.value,
        grade=Grade.ASSUMED,
    ),
    message_rule("not_compliant", rejections.NOT_COMPLIANT, _is_not_compliant, grade=Grade.OBSERVED),
    message_rule("channel_wrong", rejections.CHANNEL_WRONG, lambda call, message: call.channel_is_wrong(message)),
    message_rule("unclassed_quota_used", rejections.MESSAGES_TOO_MANY, _unclassed_quota_is_used, grade=Grade.ASSUMED),
)
QUOTA_USED = message_rule("quota_used", rejections.QUOTA_USED, quota_is_used)
CLASS_AND_QUOTA = Decision("xiaomi.class_and_quota", (*_CLASS, QUOTA_USED))
CLASS = Decision("xiaomi.class", _CLASS)
"""Of several messages only those are dropped whose class is used up; the call as a whole is not refused for it."""


class Poll(msgspec.Struct, frozen=True):
    """What is asked of a call of which only so many are allowed in some time.

    Attributes:
        name: What the calls are counted under, for each app.
        span: In which of the cloud's windows.
    """

    name: str
    span: str
    meter: Decision[XiaomiCall]


def _poll(name: str, span: str, most: Fact[int], rejection: XiaomiRejection) -> Poll:
    def is_too_often(call: XiaomiCall) -> bool:
        return call.cloud.windows[span].count((name, call.app_id)) >= most.value

    grade = most.source.grade
    return Poll(
        name,
        span,
        Decision(f"xiaomi.{name}_rate", (TOO_FAST, rule(f"{name}_too_often", rejection, is_too_often, grade=grade))),
    )


CALLS = _poll("calls", SECOND, facts.READS_PER_SECOND_MAX, rejections.API_TOO_FAST)
QUOTA_READS = _poll("quota_reads", SECOND, facts.QUOTA_READS_PER_SECOND_MAX, rejections.API_TOO_FAST)
REPORTS = _poll("reports", SECOND, facts.READS_PER_SECOND_MAX, rejections.STATISTICS_TOO_OFTEN)
INVALID_REG_IDS = _poll("invalid_reg_ids", SECOND, facts.READS_PER_SECOND_MAX, rejections.REG_IDS_TOO_OFTEN)
INVALID_ALIASES = _poll("invalid_aliases", SECOND, facts.READS_PER_SECOND_MAX, rejections.ALIASES_TOO_OFTEN)
CHANNEL_CHANGES = _poll("channel_changes", MINUTE, facts.CHANNEL_CHANGES_PER_MINUTE_MAX, rejections.USER_TOO_FAST)
UPLOADS = _poll("uploads", MINUTE, facts.UPLOADS_PER_MINUTE_MAX, rejections.USER_TOO_FAST_HERE)

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
        return registration is not None and self.call.cloud.away_ms(registration) > facts.INACTIVE_MS.value

    @property
    def is_of_another_region(self) -> bool:
        """Whether the app registered for another region than the host that the call went to."""
        registration = self.registration
        return registration is not None and self.call.cloud.regions.of(registration.reg_id) != self.call.region


def _target_rule(name: str, says_no: Callable[[TargetCase], bool], *statements: str) -> Rule[TargetCase]:
    source = Source(facts.CODES, f"code {rejections.NO_TARGET.code}", statements)
    return Rule(f"xiaomi.{name}", rejections.NO_TARGET.reason, says_no, source, rejections.NO_TARGET)


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
        _target_rule("reg_id_of_another_region", lambda case: case.is_of_another_region),
    ),
)
NO_SUCH_PHONE, OTHER_REGION = TARGETS.rules[0], TARGETS.rules[-1]

# -- enqueue: what only receipts tell of ------------------------------------------------------------------------------


class DeviceCase(msgspec.Struct, frozen=True):
    """An accepted message for one phone before it goes into the outbox.

    Attributes:
        target: What the message calls the phone: its regId or a name.
    """

    call: XiaomiCall
    message: Message
    registration: Registration
    target: str

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


def device_quota_of(case: DeviceCase) -> int | None:
    """Return how many messages of this class a phone gets in a day; `None` for any number."""
    allowance = _allowance_of(case.call, case.message_class)
    return None if allowance is None else allowance.per_device


def _device_limit_is_reached(case: DeviceCase) -> bool:
    most = device_quota_of(case)
    return most is not None and case.cloud.today.count(case.device_key) >= most


DEVICE_LIMITS = Decision(
    "xiaomi.device_limits",
    (
        _device_rule(
            "push_disabled",
            Reason.PUSH_DISABLED,
            lambda case: case.registration.reg_id in case.cloud.names.disabled,
            Source(facts.RECEIPTS, "type 32"),
        ),
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


def event_of_limit(case: DeviceCase, limit: Rule[DeviceCase]) -> Event | None:
    """Return what a sender is told of a message that *limit* kept from its phone; `None` for nothing."""
    match limit.name:
        case "xiaomi.push_disabled":
            return Event(EventType.PUSH_DISABLED)
        case "xiaomi.device_daily_limit":
            acked = case.cloud.today.count(case.device_key)
            extra = {"device_acked": str(acked), "device_quota": str(device_quota_of(case))}
            return Event(EventType.QUOTA_EXCEEDED, more={"extra": extra})
        case "xiaomi.multi_quota_used":
            acked = case.cloud.acked_today(case.call.app_id, case.message_class)
            extra = {"ack": str(acked), "quota": str(quota_of(case.call, case.message_class))}
            return Event(EventType.QUOTA_EXCEEDED, more={"extra": extra})
        case _:
            return None


# -- dispatch ---------------------------------------------------------------------------------------------------------

DISPATCH = Decision("xiaomi.dispatch", (TTL_EXPIRED, ONLINE_ONLY, DEVICE_OFFLINE))
