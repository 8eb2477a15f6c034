"""What OPPO posts to `call_back_url`: events of messages, several in one array."""

import msgspec

from simulator.cloud.receipts import ReceiptBatches, Receipts
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


class _Shared(msgspec.Struct, frozen=True):
    """What phones that stand in one element have in common."""

    tracked: Tracked
    event: str
    at_ms: int

    def event_of(self, reg_ids: list[str]) -> _Event:
        """Return the element of *reg_ids*."""
        return _Event(
            message_id=self.tracked.message_id,
            app_id=self.tracked.app_id,
            task_id=self.tracked.task_id,
            registration_ids=",".join(reg_ids),
            event_time=str(self.at_ms),
            param=self.tracked.param,
            event_type=self.event,
        )


class OppoReceipts:
    """Events of messages on their way to their senders, gathered by address.

    Assumed: nothing is posted again; no document says what follows an answer that is not 200.
    """

    def __init__(self, receipts: Receipts, *, scheduler: Scheduler, clock: Clock) -> None:
        """Post by *receipts*."""
        self._receipts = receipts
        self._clock = clock
        self._batches: ReceiptBatches[str, tuple[_Shared, str]] = ReceiptBatches(
            scheduler, facts.RECEIPT_BATCH_MS.value, self._post
        )

    def tell(self, tracked: Tracked, reg_id: str, event: str) -> None:
        """Tell of *event* on the phone of *reg_id*; phones that share it at one instant share one element."""
        self._batches.add(tracked.url, (_Shared(tracked, event, self._clock.epoch_ms), reg_id))

    def _post(self, url: str, batch: list[tuple[_Shared, str]]) -> None:
        elements: dict[_Shared, list[str]] = {}
        for shared, reg_id in batch:
            elements.setdefault(shared, []).append(reg_id)
        events = [shared.event_of(reg_ids) for shared, reg_ids in elements.items()]
        self._receipts.post(url, _HEADERS, msgspec.json.encode(events))
