"""Pushes to many users at once: how many there may be, and how far each has got."""

from collections.abc import Sequence
from datetime import date

import msgspec

from simulator.im.audience import Audience
from simulator.im.delivery import Delivery
from simulator.kernel.environment import Environment
from simulator.kernel.newest import Newest
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.message import Message

_DOCUMENT = "Tencent IM all-member push"

USERS_PER_STEP = Fact("im.task_users_per_step", 500, Source(_DOCUMENT, "report", grade=Grade.ASSUMED))
STEP_MS = Fact("im.task_step_ms", 100, Source(_DOCUMENT, "report", grade=Grade.ASSUMED))
"""A task is worked off in steps of so many users; only a big one is ever seen under way."""


class PushTask(msgspec.Struct):
    """One push to many users.

    Attributes:
        total: How many users it is for.
        ordered_s: Unix second at which it was.
        is_kept: Its message waits for users who are away.
        finished: How many of them have been taken on.
        started_s: Unix second at which the first was; 0 while it waits.
        is_revoked: It was withdrawn, and goes to nobody else.
    """

    task_id: str
    total: int = 0
    ordered_s: int = 0
    is_kept: bool = False
    finished: int = 0
    started_s: int = 0
    is_revoked: bool = False

    @property
    def is_done(self) -> bool:
        """Whether nobody is left."""
        return self.started_s > 0 and (self.is_revoked or self.finished == self.total)


class PushTasks:
    """All pushes to many users.

    Attributes:
        audience: What users are tagged with.
    """

    def __init__(self, delivery: Delivery, env: Environment) -> None:
        """Deliver messages with *delivery*."""
        self.audience = Audience()
        self._delivery = delivery
        self._scheduler = env.scheduler
        self._clock = env.clock
        self._tasks: dict[str, PushTask] = Newest()
        self._by_day: dict[date, int] = {}
        self._last_ms: int | None = None

    @property
    def today(self) -> int:
        """How many pushes to all users were made today."""
        return self._by_day.get(self._clock.today, 0)

    @property
    def number(self) -> int:
        """How many tasks there have been."""
        return len(self._tasks)

    def ms_since_last(self) -> int | None:
        """Return how long ago the last push to all users was; `None` before the first."""
        return None if self._last_ms is None else self._scheduler.now_ms - self._last_ms

    def find(self, task_id: str) -> PushTask | None:
        """Return the task *task_id*; `None` for none."""
        return self._tasks.get(task_id)

    def count(self) -> None:
        """Count one push to all users."""
        self._by_day = {self._clock.today: self.today + 1}
        self._last_ms = self._scheduler.now_ms

    def start(self, task_id: str, message: Message, users: Sequence[str], *, kept_ms: int) -> None:
        """Deliver *message* to *users*, some at a time."""
        task = self._tasks[task_id] = PushTask(task_id, len(users), self._clock.epoch_s, kept_ms > 0)

        def step() -> None:
            if task.is_revoked:
                return
            task.started_s = task.started_s or self._clock.epoch_s
            some = users[task.finished : task.finished + USERS_PER_STEP.value]
            self._delivery.deliver_to_all(message, some, kept_ms=kept_ms)
            task.finished += len(some)
            if not task.is_done:
                self._scheduler.after(STEP_MS.value, step)

        self._scheduler.after(STEP_MS.value, step)

    def revoke(self, task: PushTask) -> None:
        """Let *task* go to nobody else, and nobody have it who has not had it yet."""
        task.is_revoked = True
        self._delivery.recall_task(task.task_id)
