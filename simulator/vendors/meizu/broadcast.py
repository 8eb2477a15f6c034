"""Tasks: a message that is kept under a number, for later lists or for all phones of an app, at once or at its time."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from simulator.kernel.newest import Newest
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Response
from simulator.vendors.meizu import rules
from simulator.vendors.meizu.answers import accepted
from simulator.vendors.meizu.call import MeizuCall
from simulator.vendors.meizu.message import Message
from simulator.vendors.meizu.path import Path

if TYPE_CHECKING:
    from simulator.vendors.meizu.cloud import MeizuCloud

_NUMBER_DIGITS = 6


class State(StrEnum):
    """Progress of a task."""

    KEPT = "kept"
    """For lists; it never runs by itself."""
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(slots=True)
class Task:
    """A message with a number.

    Attributes:
        number: What the caller knows it by.
        app_id: Of its push app.
        message: What is sent.
        is_for_all: It goes to all of the app's phones, whatever their tags.
    """

    number: int
    app_id: str
    message: Message
    is_for_all: bool = False
    state: State = State.KEPT

    @property
    def can_be_cancelled(self) -> bool:
        """Whether it goes to all phones, and has not come to its end."""
        return self.is_for_all and self.state in {State.WAITING, State.RUNNING}


class Broadcasts:
    """All tasks of all apps.

    Attributes:
        tasks: By their numbers.
    """

    def __init__(self, cloud: "MeizuCloud") -> None:
        """Send with *cloud*."""
        self._cloud = cloud
        self.tasks: dict[int, Task] = Newest()

    @property
    def paths(self) -> Iterator[Path]:
        """What makes, starts and ends tasks."""
        yield Path("/push/pushTask/getTaskId", rules.TASK_FIELDS, self._keep)
        yield Path("/push/pushTask/pushToApp", rules.TASK_FIELDS, self._push_to_all, meter=rules.BROADCAST)
        yield Path("/push/pushTask/pushToTag", rules.TAG_FIELDS, self._push_to_tags, meter=rules.BROADCAST)
        yield Path("/push/pushTask/cancel", rules.CANCEL, self._cancel)

    def is_busy(self, app_id: str) -> bool:
        """Return whether a task of the app is being sent right now."""
        return any(task.app_id == app_id and task.state is State.RUNNING for task in self.tasks.values())

    def _new(self, call: MeizuCall, *, is_for_all: bool = False) -> Task:
        number = int(self._cloud.kit.stream.digits(_NUMBER_DIGITS))
        task = self.tasks[number] = Task(number, call.app_id, call.message, is_for_all)
        return task

    @staticmethod
    def _made(call: MeizuCall, task: Task) -> Response:
        app_id = int(call.app_id) if call.app_id.isdecimal() else call.app_id
        return accepted({"taskId": task.number, "pushType": call.number("pushType") or 0, "appId": app_id})

    def _keep(self, call: MeizuCall) -> Response:
        return self._made(call, self._new(call))

    def _cancel(self, call: MeizuCall) -> Response:
        if call.task is not None:
            call.task.state = State.CANCELLED
        return accepted({"result": True})

    # -- sending ----------------------------------------------------------------------------------------------------

    def _push_to_all(self, call: MeizuCall) -> Response:
        return self._start(call, self._new(call, is_for_all=True), lambda _: True)

    def _push_to_tags(self, call: MeizuCall) -> Response:
        wanted = call.values("tagNames")
        holds = all if call.text("scope") == "1" else any
        tags_of = self._cloud.subscriptions.tags_of
        return self._start(call, self._new(call), lambda reg_id: holds(tag in tags_of(reg_id) for tag in wanted))

    def _start(self, call: MeizuCall, task: Task, is_meant: Callable[[str], bool]) -> Response:
        """Send to the app's phones that are meant, at once or when the task's time has come."""
        cloud = self._cloud
        cloud.count_call(call)

        def run() -> None:
            if task.state is not State.CANCELLED:
                task.state = State.RUNNING
                own = (one for one in cloud.registrations if one.app_id == task.app_id and one.is_valid)
                self._go_on(call, task, deque(one.reg_id for one in own if is_meant(one.reg_id)))

        delay_ms = (task.message.starts_ms(cloud.kit.clock.zone) or 0) - cloud.kit.clock.epoch_ms
        if delay_ms > 0:
            task.state = State.WAITING
            cloud.kit.scheduler.after(delay_ms, run)
        else:
            run()
        return self._made(call, task)

    def _go_on(self, call: MeizuCall, task: Task, reg_ids: deque[str]) -> None:
        """Send to as many phones as a fixed speed has in a second, or to all that are left."""
        if task.state is State.CANCELLED:
            return
        count = task.message.a_second or len(reg_ids)
        now = [reg_ids.popleft() for _ in range(min(count, len(reg_ids)))]
        self._cloud.push_to_each(call, task.message, now, task)
        if reg_ids:
            self._cloud.kit.scheduler.after(SECOND_MS, lambda: self._go_on(call, task, reg_ids))
        else:
            task.state = State.DONE
