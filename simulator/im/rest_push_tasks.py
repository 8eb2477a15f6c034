"""Pushes to many users over REST: whom they are for, how often there may be one, and the task that becomes of one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from simulator.im import codes
from simulator.im.audience import Condition
from simulator.im.codes import ImCode
from simulator.im.offline_push_info import read_offline_push_info
from simulator.im.rest_command import Answer, Call, refusing
from simulator.im.rest_fields import Body, items, size, text, texts, whole
from simulator.im.rest_messages import (
    FROM_ACCOUNT,
    LIFE_TIME,
    LIFE_TIME_S_MAX,
    MSG_BODY,
    MSG_RANDOM,
    OFFLINE_PUSH,
    REVIEW,
    SENDER_KNOWN,
    elements_of,
    sender_of,
)
from simulator.im.settings import Edition
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.units import SECOND_MS
from simulator.push.message import Message, TaskMark
from simulator.push.reason import Reason

_DOCUMENT = "Tencent IM all-member push"

PUSHES_PER_DAY_MAX = Fact("im.all_member_pushes_per_day_max", 100, Source(_DOCUMENT, "quota"))
TRIAL_PUSHES_PER_DAY_MAX = Fact("im.trial_pushes_per_day_max", 10, Source("Tencent Push REST API", "timpush/push"))
PUSH_GAP_MS = Fact("im.all_member_push_gap_ms", SECOND_MS, Source(_DOCUMENT, "90024"))
"""Two pushes must be further apart than this."""
TAGS_MAX = Fact("im.tags_max", 10, Source(_DOCUMENT, "90032"))
TAG_BYTES_MAX = Fact("im.tag_bytes_max", 50, Source(_DOCUMENT, "90020"))
ATTRIBUTE_BYTES_MAX = Fact("im.attribute_bytes_max", 50, Source(_DOCUMENT, "90030"))
REPORTS_MAX = Fact("im.push_reports_max", 500, Source(_DOCUMENT, "im_get_push_report"))
TINY_ID = Fact("im.task_tiny_id", 144115212910570789, Source(_DOCUMENT, "sample", grade=Grade.ASSUMED))
"""What stands in a task's number for the account that pushes; here the same for all."""

# -- conditions -------------------------------------------------------------------------------------------------------

_TAG_FIELDS = ("TagsOr", "TagsAnd")
_ATTRIBUTE_FIELDS = ("AttrsOr", "AttrsAnd")


def _condition(body: Body) -> Body:
    """Return the `Condition` without what is null; some clients write every field."""
    condition = body.get("Condition")
    known = condition if isinstance(condition, dict) else {}
    return {name: value for name, value in known.items() if value is not None}


def _tags(condition: Body) -> list[object]:
    return [tag for field in _TAG_FIELDS for tag in items(condition.get(field))]


def _attributes(condition: Body) -> list[Mapping[str, object]]:
    return [condition[field] for field in _ATTRIBUTE_FIELDS if isinstance(condition.get(field), dict)]


def _is_wrong(condition: Body) -> bool:
    return any(not isinstance(condition.get(field, []), list) for field in _TAG_FIELDS) or any(
        not isinstance(condition.get(field, {}), dict) for field in _ATTRIBUTE_FIELDS
    )


def _has_wrong_attribute(call: Call, condition: Body) -> bool:
    names = call.server.tasks.audience.attribute_names.values()
    return any(
        name not in names or not isinstance(value, str) for one in _attributes(condition) for name, value in one.items()
    )


def _on_condition(
    name: str, code: ImCode, says_no: Callable[[Call, Body], bool], *, grade: Grade | None = None
) -> Rule[Call]:
    return refusing(f"push.{name}", code, lambda call: says_no(call, _condition(call.body)), grade=grade)


def is_wrong_tag(tag: object) -> bool:
    """Return whether *tag* is empty or no text."""
    return not text(tag)


CONDITION = (
    # Assumed: a condition of the wrong shape is answered as an illegal attribute is.
    _on_condition(
        "condition_wrong", codes.ATTRIBUTE_INVALID, lambda _, condition: _is_wrong(condition), grade=Grade.ASSUMED
    ),
    _on_condition(
        "tags_and_attributes",
        codes.TAGS_AND_ATTRIBUTES,
        lambda _, condition: (
            any(condition.get(tag) for tag in _TAG_FIELDS)
            and any(condition.get(attribute) for attribute in _ATTRIBUTE_FIELDS)
        ),
    ),
    _on_condition("tag_empty", codes.TAG_EMPTY, lambda _, condition: any(map(is_wrong_tag, _tags(condition)))),
    _on_condition(
        "tag_too_long",
        codes.CONDITION_TAG_TOO_LONG,
        lambda _, condition: any(size(tag) > TAG_BYTES_MAX.value for tag in _tags(condition)),
    ),
    _on_condition(
        "too_many_tags",
        codes.TOO_MANY_TAGS,
        lambda _, condition: any(len(items(condition.get(field))) > TAGS_MAX.value for field in _TAG_FIELDS),
    ),
    _on_condition(
        "tag_twice",
        codes.TAG_TWICE,
        lambda _, condition: bool(set(texts(condition.get("TagsOr"))) & set(texts(condition.get("TagsAnd")))),
    ),
    _on_condition("attribute_wrong", codes.ATTRIBUTE_INVALID, _has_wrong_attribute),
)
"""What is asked of `Condition`, in an assumed order."""


def read_condition(body: Body) -> Condition:
    """Return whom *body* is for."""
    condition = _condition(body)
    return Condition(
        texts(condition.get("TagsOr")),
        texts(condition.get("TagsAnd")),
        *({name: text(value) for name, value in _dict(condition.get(field)).items()} for field in _ATTRIBUTE_FIELDS),
    )


def _dict(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def audience_of(call: Call) -> list[str]:
    """Return the users whom *call* is for: all who fit its condition."""
    condition, audience = read_condition(call.body), call.server.tasks.audience
    return [user for user in call.server.accounts if audience.fits(user, condition)]


# -- quota ------------------------------------------------------------------------------------------------------------


def _same(call: Call) -> tuple[str, str, int]:
    return ("push task", sender_of(call), whole(call.body.get("MsgRandom"), 0))


def _is_repeated(call: Call) -> bool:
    return call.recent.find(_same(call), now_s=call.now_s) is not None


def _is_too_soon(call: Call) -> bool:
    since_ms = call.server.tasks.ms_since_last()
    return since_ms is not None and since_ms <= PUSH_GAP_MS.value and not _is_repeated(call)


def quota(name: str, per_day_max: Callable[[Call], int]) -> tuple[Rule[Call], ...]:
    """Return what limits how often *name* may push; the same push once more within its second is no other one."""
    return (
        refusing(f"{name}.too_soon", codes.PUSH_TOO_SOON, _is_too_soon, Reason.FREQUENCY_CONTROL),
        refusing(
            f"{name}.quota_used",
            codes.PUSH_QUOTA_USED,
            lambda call: call.server.tasks.today >= per_day_max(call) and not _is_repeated(call),
            Reason.QUOTA_USED,
        ),
    )


SWITCHED_ON: Rule[Call] = refusing(
    "push.not_switched_on", codes.ALL_MEMBER_PUSH_OFF, lambda call: not call.server.settings.all_member_push
)


def trial_quota(call: Call) -> int:
    """Return how many pushes to all users a day has, by the edition of the app."""
    is_trial = call.server.settings.edition is Edition.TRIAL
    return (TRIAL_PUSHES_PER_DAY_MAX if is_trial else PUSHES_PER_DAY_MAX).value


# -- im_push ----------------------------------------------------------------------------------------------------------

IM_PUSH: Decision[Call] = Decision(
    "im.rest.im_push",
    (
        SWITCHED_ON,
        FROM_ACCOUNT,
        MSG_RANDOM,
        *LIFE_TIME,
        refusing(
            "push.life_time_too_long",
            codes.LIFE_TIME_WRONG,
            lambda call: whole(call.body.get("MsgLifeTime"), 0) > LIFE_TIME_S_MAX.value,
        ),
        *MSG_BODY,
        *REVIEW,
        OFFLINE_PUSH,
        SENDER_KNOWN,
        *CONDITION,
        *quota("im_push", lambda _: PUSHES_PER_DAY_MAX.value),
    ),
)
"""What is asked of a push to all users, or to all with certain tags or attributes."""


def im_push(call: Call) -> Answer:
    """Push to all users who fit the condition; as long as nothing is said of its life, to those who are online only."""
    life_s = whole(call.body.get("MsgLifeTime"), 0)
    return start_task(call, audience_of(call), kept_ms=life_s * SECOND_MS, online_only=life_s == 0)


def start_task(call: Call, users: Sequence[str], *, kept_ms: int, online_only: bool, prefix: str = "") -> Answer:
    """Begin the task that brings the message in *call* to *users*; the same call within its second begins no other."""
    known = call.recent.find(_same(call), now_s=call.now_s)
    if known is not None:
        return known
    tasks, random = call.server.tasks, whole(call.body.get("MsgRandom"), 0)
    task_id = f"{prefix}{call.server.sdk_app_id}_{TINY_ID.value}_{tasks.number + 1}_{random}"
    message = Message(
        sender_of(call),
        "",
        elements_of(call.body),
        online_only=online_only,
        offline_push=read_offline_push_info(call.body.get("OfflinePushInfo")),
        heeds_options=False,
        counts_unread=False,
        random=random,
        task=TaskMark(task_id, call.now_s, text(call.body.get("DataId"))),
    )
    tasks.start(task_id, message, users, kept_ms=kept_ms)
    if not prefix:
        tasks.count()
    answer = {"TaskId": task_id}
    call.recent.keep(_same(call), answer, now_s=call.now_s, until_s=call.now_s + 1)
    return answer


# -- report -----------------------------------------------------------------------------------------------------------

PUSH_REPORT: Decision[Call] = Decision(
    "im.rest.im_get_push_report",
    (
        # Assumed: the codes; the document of this call lists none of its own.
        refusing(
            "push.no_task_ids",
            codes.JSON_PARSE_FAILED,
            lambda call: not items(call.body.get("TaskIds")),
            grade=Grade.ASSUMED,
        ),
        refusing(
            "push.too_many_task_ids",
            codes.REQUEST_TOO_MANY_ACCOUNTS,
            lambda call: len(items(call.body.get("TaskIds"))) > REPORTS_MAX.value,
            grade=Grade.ASSUMED,
        ),
    ),
)

QUEUED, RUNNING, DONE = 0, 1, 2
"""`Status` of a task."""


def im_get_push_report(call: Call) -> Answer:
    """Tell how far tasks have got; one that nobody knows is left out."""
    return {"Reports": [report for task_id in texts(call.body.get("TaskIds")) for report in _report(call, task_id)]}


def _report(call: Call, task_id: str) -> list[Answer]:
    task = call.server.tasks.find(task_id)
    if task is None:
        return []
    report = {"TaskId": task_id, "Status": QUEUED, "Finished": task.finished, "Total": task.total}
    if not task.started_s:
        return [report]
    started = datetime.fromtimestamp(task.started_s, call.server.clock.zone)
    status = DONE if task.is_done else RUNNING
    return [{**report, "Status": status, "StartTime": started.strftime("%Y-%m-%d %H:%M:%S")}]
