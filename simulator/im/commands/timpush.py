"""The newer push service: notifications for all users, for some of them by condition, or for a list."""

from dataclasses import replace

from simulator.im import codes
from simulator.im.backends import PUSHES
from simulator.im.mailbox import KEPT_MS
from simulator.im.rest_command import DOCUMENT, AdmissionCase, Answer, Call, Command, Service, admission, refusing
from simulator.im.rest_fields import are_texts, items, size, texts, whole
from simulator.im.rest_messages import FROM_ACCOUNT, MSG_BODY, MSG_RANDOM, OFFLINE_PUSH, REVIEW, SENDER_KNOWN
from simulator.im.rest_push_audience import COMMANDS
from simulator.im.rest_push_revoke import REVOKE, revoke
from simulator.im.rest_push_tasks import CONDITION, SWITCHED_ON, audience_of, quota, start_task, trial_quota
from simulator.im.rest_push_traces import (
    PUSH_LOSS,
    PUSH_TRACE,
    TASK_TRACE,
    TRACES_PER_SECOND_MAX,
    all_member_push_trace,
    normal_push_loss,
    normal_push_trace,
)
from simulator.im.settings import BATCH_PUSHES_PER_SECOND_MAX
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.reason import Reason

BATCH_MAX = Fact("im.batch_push_targets_max", 500, Source("Tencent Push REST API", "timpush/batch"))
DATA_ID_BYTES_MAX = Fact("im.batch_push_data_id_bytes_max", 64, Source("Tencent Push REST API", "timpush/batch"))
BODY_BYTES_MAX = Fact("im.push_body_bytes_max", 10 * 1024, Source(DOCUMENT, "90056"))

_TOO_LONG: Rule[Call] = refusing(
    "timpush.body_too_long", codes.PUSH_TOO_LONG, lambda call: call.bytes_count > BODY_BYTES_MAX.value
)
_INFO_MISSING: Rule[Call] = refusing(
    "timpush.offline_push_missing", codes.OFFLINE_PUSH_WRONG, lambda call: not call.body.get("OfflinePushInfo")
)


def _when_there(rule: Rule[Call]) -> Rule[Call]:
    """Return *rule* about `MsgBody` for a call in which that may be missing."""
    name = rule.name.replace("im.rest.", "im.rest.timpush.")
    return replace(rule, name=name, says_no=lambda call: "MsgBody" in call.body and rule.says_no(call))


PUSH: Decision[Call] = Decision(
    "im.rest.timpush",
    (
        SWITCHED_ON,
        _TOO_LONG,
        FROM_ACCOUNT,
        MSG_RANDOM,
        *(_when_there(rule) for rule in MSG_BODY),
        *REVIEW,
        _INFO_MISSING,
        OFFLINE_PUSH,
        SENDER_KNOWN,
        *CONDITION,
        *quota("timpush", trial_quota),
    ),
)
BATCH: Decision[Call] = Decision(
    "im.rest.timpush_batch",
    (
        _TOO_LONG,
        FROM_ACCOUNT,
        refusing("timpush.no_targets", codes.TO_ACCOUNT_WRONG, lambda call: not are_texts(call.body.get("To_Account"))),
        refusing(
            "timpush.too_many_targets",
            codes.TOO_MANY_ACCOUNTS,
            lambda call: len(items(call.body.get("To_Account"))) > BATCH_MAX.value,
        ),
        MSG_RANDOM,
        _INFO_MISSING,
        OFFLINE_PUSH,
        refusing(
            "timpush.data_id_wrong",
            codes.JSON_PARSE_FAILED,
            lambda call: (
                not isinstance(call.body.get("DataId"), str | None)
                or size(call.body.get("DataId")) > DATA_ID_BYTES_MAX.value
            ),
            grade=Grade.ASSUMED,
        ),
        SENDER_KNOWN,
        refusing(
            "timpush.batch_too_frequent",
            codes.TOO_FREQUENT,
            lambda call: call.calls_this_second >= BATCH_PUSHES_PER_SECOND_MAX.value[call.server.settings.edition],
            Reason.FREQUENCY_CONTROL,
        ),
    ),
)


def _push(call: Call) -> Answer:
    is_message = "MsgBody" in call.body and whole(call.body.get("OnlineOnlyFlag"), 0) == 0
    return start_task(call, audience_of(call), kept_ms=KEPT_MS.value if is_message else 0, online_only=False)


def _batch(call: Call) -> Answer:
    # Differs: a target may also be an ID that the push SDK has given to a device; here it is a user.
    users = [user for user in texts(call.body.get("To_Account")) if user in call.server.accounts]
    return start_task(call, users, kept_ms=0, online_only=False, prefix="batch_")


ADMISSION: Decision[AdmissionCase] = admission(
    "timpush", not_admin=codes.OPENIM_NEEDS_ADMIN, not_json=codes.JSON_PARSE_FAILED
)
SERVICE = Service(
    ADMISSION,
    {
        "push": Command(PUSH, _push),
        "batch": Command(BATCH, _batch),
        "revoke": Command(REVOKE, revoke),
        "normal_push_trace": Command(PUSH_TRACE, normal_push_trace, TRACES_PER_SECOND_MAX),
        "all_member_push_trace": Command(TASK_TRACE, all_member_push_trace, TRACES_PER_SECOND_MAX),
        "normal_push_loss": Command(PUSH_LOSS, normal_push_loss, TRACES_PER_SECOND_MAX),
        **COMMANDS,
    },
    (PUSHES,),
)
