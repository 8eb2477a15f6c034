"""Withdrawing a push to many users: whoever it has not reached yet is left alone."""

from collections.abc import Callable

from simulator.im import codes
from simulator.im.codes import ImCode
from simulator.im.push_tasks import PushTask
from simulator.im.rest_command import Answer, Call, refusing
from simulator.im.rest_fields import text
from simulator.im.rest_messages import OFFLINE_PUSH
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Source
from simulator.kernel.units import DAY_MS, SECOND_MS
from simulator.push.reason import Reason

_DOCUMENT = "Tencent Push REST API"

REVOKES_PER_SECOND_MAX = Fact("im.push_revokes_per_second_max", 1, Source(_DOCUMENT, "timpush/revoke"))
REVOKED_MS_MAX = Fact("im.push_revoked_ms_max", DAY_MS, Source(_DOCUMENT, "timpush/revoke"))
"""How long after it was ordered a push can be withdrawn."""


def _task(call: Call) -> PushTask | None:
    return call.server.tasks.find(text(call.body.get("TaskId")))


def _is_too_old(call: Call, task: PushTask) -> bool:
    return call.now_s - task.ordered_s > REVOKED_MS_MAX.value // SECOND_MS


def _of_task(name: str, code: ImCode, says_no: Callable[[Call, PushTask], bool]) -> Rule[Call]:
    """Return the rule about a push that there is."""
    return refusing(f"revoke.{name}", code, lambda call: (task := _task(call)) is not None and says_no(call, task))


REVOKE: Decision[Call] = Decision(
    "im.rest.timpush_revoke",
    (
        refusing(
            "revoke.too_frequent",
            codes.REVOKED_TOO_OFTEN,
            lambda call: call.calls_this_second >= REVOKES_PER_SECOND_MAX.value,
            Reason.FREQUENCY_CONTROL,
        ),
        refusing("revoke.task_unknown", codes.REVOKED_TASK_UNKNOWN, lambda call: _task(call) is None),
        _of_task("too_old", codes.REVOKED_TOO_LATE, _is_too_old),
        _of_task("revoked_already", codes.REVOKED_ALREADY, lambda _, task: task.is_revoked),
        _of_task(
            "offline_push_missing",
            codes.REVOKE_WITHOUT_PUSH,
            lambda call, task: not task.is_kept and not call.body.get("OfflinePushInfo"),
        ),
        OFFLINE_PUSH,
    ),
)


def revoke(call: Call) -> Answer:
    """Withdraw a push: its task stops, and what of it waits for users is never handed out.

    Differs: `OfflinePushInfo` would take the place of the notification that a phone shows already, and does not.
    """
    task = _task(call)
    if task is not None:
        call.server.tasks.revoke(task)
    return {}
