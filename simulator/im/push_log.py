"""What IM remembers of each push for the console and the REST API: where it went, and how far it got."""

from collections.abc import Iterator

import msgspec

from simulator.im.codes import ImCode
from simulator.kernel.newest import Newest
from simulator.kernel.source import Fact, Source
from simulator.kernel.units import DAY_MS, SECOND_MS
from simulator.push.message import Message

KEPT_S = Fact("im.push_log_kept_s", 7 * DAY_MS // SECOND_MS, Source("Tencent Push REST API", "normal_push_trace"))
"""How long a push can be looked up."""


def push_ref(sdk_app_id: int, message: Message, push_id: int) -> str:
    """Return the `PushID` under which the customer knows a push."""
    return f"{sdk_app_id:08x}_{message.random:08x}_{push_id:08x}"


class LoggedPush(msgspec.Struct):
    """One push.

    Attributes:
        at_s: Unix second at which IM accepted the message.
        stopped: Why IM asked no vendor; `None` where it did, or where there was nothing to push.
        certificate_id: 0 before a vendor was asked.
        platform: `PushPlatform` of the vendor that was asked.
        answered: How the vendor took it; `None` before it has answered.
        vendor_code: The vendor's own code, or its number of the message.
        answered_s: Unix second of that.
        arrived_s: Unix second at which a receipt said that it was on the phone; 0 for none.
    """

    message: Message
    phone: str
    at_s: int
    stopped: ImCode | None = None
    certificate_id: int = 0
    token: str = ""
    platform: int = 0
    answered: ImCode | None = None
    vendor_code: str = ""
    vendor_text: str = ""
    answered_s: int = 0
    arrived_s: int = 0


class PushLog:
    """All pushes of the app, by number."""

    def __init__(self) -> None:
        """Start empty."""
        self._pushes: dict[int, LoggedPush] = Newest()

    def begin(self, push_id: int, message: Message, phone: str, *, now_s: int) -> None:
        """Take note that *message* is on its way to *phone*."""
        self._pushes[push_id] = LoggedPush(message, phone, now_s)

    def of(self, push_id: int) -> LoggedPush:
        """Return the push *push_id*, to write down what became of it; one that is forgotten is a blank sheet."""
        return self._pushes.get(push_id) or LoggedPush(Message("", "", ()), "", 0)

    def find(self, ref: str, *, sdk_app_id: int, now_s: int) -> LoggedPush | None:
        """Return the push that the customer of *sdk_app_id* knows as *ref*; `None` for none, or for one too old."""
        for push_id, push in self._pushes.items():
            if push_ref(sdk_app_id, push.message, push_id) == ref:
                return push if now_s - push.at_s <= KEPT_S.value else None
        return None

    def of_task(self, task_id: str, user: str, *, now_s: int) -> Iterator[LoggedPush]:
        """Iterate over the pushes to *user* that belong to the task *task_id*."""
        for push in self._pushes.values():
            task = push.message.task
            is_kept = now_s - push.at_s <= KEPT_S.value
            if is_kept and task is not None and task.task_id == task_id and push.message.to == user:
                yield push

    def of_messages(self, begin_s: int, end_s: int) -> Iterator[LoggedPush]:
        """Iterate over the pushes of messages that IM accepted between two Unix seconds, both included."""
        return (push for push in self._pushes.values() if push.message.task is None and begin_s <= push.at_s <= end_s)
