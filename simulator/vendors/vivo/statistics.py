"""What vivo counts of a task: how many targets it had, and what became of them."""

from collections import Counter
from collections.abc import Iterable, Mapping

from simulator.kernel.newest import Newest
from simulator.push.explanation import Scope
from simulator.push.explanations import EXPLANATIONS
from simulator.push.reason import Reason
from simulator.push.receipt import ReceiptKind

FIELDS = (
    *("target", "valid", "send", "receive", "display", "click"),
    *("targetInvalid", "targetUnSub", "targetInActive", "covered", "controlled", "targetOffline"),
)
"""Counters of one task, by vivo's names."""

_DROPPED: Mapping[Reason, str] = {
    Reason.COLLAPSED: "covered",
    Reason.DEVICE_INACTIVE: "targetInActive",
    Reason.DEVICE_OFFLINE: "targetOffline",
    Reason.REG_ID_INVALID: "targetUnSub",
}
"""Where a message counts that was taken and not sent; every other one counts as `controlled`."""


class Statistics:
    """The counters of all tasks that went to many phones."""

    def __init__(self) -> None:
        """Start without tasks."""
        self._tasks: dict[str, tuple[str, Counter[str]]] = Newest()

    def open(self, task_id: str, app_id: str) -> None:
        """Count *task_id* of *app_id* from now on; one that is counted already goes on."""
        self._tasks.setdefault(task_id, (app_id, Counter()))

    def add(self, task_id: str, *names: str) -> None:
        """Count one more under each of *names*; a message that belongs to no such task is passed over."""
        if task_id in self._tasks:
            self._tasks[task_id][1].update(names)

    def reported(self, task_id: str, kind: ReceiptKind, reason: str) -> None:
        """Count what a phone reports: what has arrived there is shown, or is not; a tap that failed counts no more."""
        match kind:
            case ReceiptKind.ARRIVED:
                self.add(task_id, "receive", "display")
            case ReceiptKind.CLICKED:
                self.add(task_id, "click")
            case _ if EXPLANATIONS[Reason(reason)].scope is Scope.PUSH:
                self.add(task_id, "receive")
            case _:
                pass

    def dropped(self, task_id: str, reason: str) -> None:
        """Count an accepted message that will not be sent."""
        self.add(task_id, _DROPPED.get(Reason(reason), "controlled"))

    def of(self, app_id: str, task_ids: Iterable[str]) -> list[Mapping[str, object]]:
        """Return the counters of those of *task_ids* that are tasks of *app_id*'s."""
        known = {task_id: counts for task_id, (owner, counts) in self._tasks.items() if owner == app_id}
        return [
            {"taskId": task_id, **{name: known[task_id][name] for name in FIELDS}}
            for task_id in task_ids
            if task_id in known
        ]
