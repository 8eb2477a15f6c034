"""What became of a broadcast, in numbers: how many phones it was for, reached, showed it, and opened it."""

from collections import Counter
from collections.abc import Callable

from simulator.kernel.newest import Newest
from simulator.kernel.rule import Decision
from simulator.kernel.source import Grade
from simulator.vendors.oppo import rejections
from simulator.vendors.oppo.call import OppoCall
from simulator.vendors.oppo.fields import code_rule

TARGET, VALID, SEND, ARRIVE, SHOW, OPEN = "target", "valid", "send", "arrive", "show", "open"
_ALL = (TARGET, VALID, SEND, ARRIVE, SHOW, OPEN)

TaskKey = tuple[str, str, str]
"""App, message_id, task_id."""


class Statistics:
    """The numbers of all broadcasts."""

    def __init__(self) -> None:
        """Start without any."""
        self._counts: dict[TaskKey, Counter[str]] = Newest()
        self._tasks: dict[int, TaskKey] = Newest()

    def begin(self, key: TaskKey, targets: int) -> None:
        """Note a broadcast to so many *targets*."""
        self._counts[key] = Counter({TARGET: targets})

    def has(self, key: TaskKey) -> bool:
        """Return whether there was such a broadcast."""
        return key in self._counts

    def take(self, key: TaskKey, push_id: int) -> None:
        """Note that one of its messages goes to a phone that there is."""
        self._counts[key][VALID] += 1
        self._tasks[push_id] = key

    def count(self, push_id: int, what: str) -> None:
        """Count *what* has become of a message; nothing for one that belongs to no broadcast."""
        key = self._tasks.get(push_id)
        if key is not None and key in self._counts:
            self._counts[key][what] += 1

    def is_counted(self, push_id: int) -> bool:
        """Return whether the message belongs to a broadcast."""
        return push_id in self._tasks

    def answer(self, key: TaskKey) -> dict[str, int]:
        """Return the numbers under OPPO's names; all 0 for a broadcast that there was not."""
        counts = self._counts.get(key, Counter())
        return {f"{what}Count": counts[what] for what in _ALL}


def key_of(call: OppoCall) -> TaskKey:
    """Return which broadcast the call asks for."""
    return call.app_id, call.form.get("message_id", ""), call.form.get("task_id", "")


def _is_missing(name: str) -> Callable[[OppoCall], bool]:
    return lambda call: not call.form.get(name)


FIELDS = Decision(
    "oppo.statistics_fields",
    (
        code_rule(
            "counted_message_missing", rejections.ARGUMENT_MISSING, _is_missing("message_id"), grade=Grade.ASSUMED
        ),
        code_rule("counted_task_missing", rejections.ARGUMENT_MISSING, _is_missing("task_id"), grade=Grade.ASSUMED),
        code_rule(
            "counted_task_unknown",
            rejections.DATA_MISSING,
            lambda call: not call.cloud.statistics.has(key_of(call)),
            grade=Grade.ASSUMED,
        ),
    ),
)
