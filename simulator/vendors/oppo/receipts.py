"""What OPPO posts to `call_back_url`: events of messages, several in one array."""

from collections.abc import Callable

import msgspec

from simulator.kernel.clock import Clock
from simulator.kernel.scheduler import Scheduler
from simulator.network.http import Headers
from simulator.vendors.oppo import facts

PUSH_ARRIVE = "push_arrive"
REG_ID_INVALID = "regid_invalid"
USER_DAILY_LIMIT = "user_daily_limit"

_HEADERS: Headers = (("Content-Type", "application/json"),)


class Tracked(msgspec.Struct, frozen=True):
    """A message whose sender wants receipts.

    Attributes:
        task_id: Of its broadcast; for a single message its own number.
        param: What the sender wants back with them.
    """

    url: str
    message_id: str
    app_id: str
    task_id: str
    param: str


class _Event(msgspec.Struct, frozen=True, rename="camel"):
    """One element of the array; all of it is text."""

    message_id: str
    app_id: str
    task_id: str
    registration_ids: str
    event_time: str
    param: str
    event_type: str


Post = Callable[[str, Headers, bytes], None]


class EventBatches:
    """Gathers events by address, and posts each batch.

    Assumed: nothing is posted again; no document says what follows an answer that is not 200.
    """

    def __init__(self, post: Post, *, scheduler: Scheduler, clock: Clock) -> None:
        """Post batches with *post*."""
        self._post = post
        self._scheduler = scheduler
        self._clock = clock
        self._gathered: dict[str, dict[tuple[Tracked, str, int], list[str]]] = {}

    def add(self, tracked: Tracked, reg_id: str, event: str) -> None:
        """Tell of *event* on the phone of *reg_id*; phones that share it at one instant share one element."""
        batch = self._gathered.setdefault(tracked.url, {})
        if not batch:
            self._scheduler.after(facts.RECEIPTS_BATCH_MS.value, lambda: self._flush(tracked.url))
        batch.setdefault((tracked, event, self._clock.epoch_ms), []).append(reg_id)

    def _flush(self, url: str) -> None:
        events = [
            _Event(
                message_id=tracked.message_id,
                app_id=tracked.app_id,
                task_id=tracked.task_id,
                registration_ids=",".join(reg_ids),
                event_time=str(at_ms),
                param=tracked.param,
                event_type=event,
            )
            for (tracked, event, at_ms), reg_ids in self._gathered.pop(url).items()
        ]
        self._post(url, _HEADERS, msgspec.json.encode(events))
