"""What Xiaomi knows of the messages that it took: how many phones have them, who tapped, by message and by day."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from simulator.cloud.vendor_cloud import Endpoint
from simulator.kernel.newest import Newest
from simulator.kernel.rule import Decision
from simulator.network.http import Response
from simulator.vendors.xiaomi import facts, rejections
from simulator.vendors.xiaomi.call import XiaomiCall
from simulator.vendors.xiaomi.events import BAR_OFF, Event, EventType
from simulator.vendors.xiaomi.limits import QUOTA_READS, REPORTS, quota_of
from simulator.vendors.xiaomi.message import By, MessageClass
from simulator.vendors.xiaomi.rules import NOTHING, PACKAGE_WRONG, STATISTICS, needs, rule

if TYPE_CHECKING:
    from simulator.vendors.xiaomi.cloud import XiaomiCloud

SINGLE = {By.REG_ID: "regid", By.ALIAS: "alias", By.ACCOUNT: "useraccount"}
"""How statistics call messages to one target each; all others are broadcasts."""
_COUNTED = (
    "single_recipients",
    "broadcast_recipients",
    "regid_recipients",
    "alias_recipients",
    "useraccount_recipients",
    "received",
    "click",
)


@dataclass(slots=True)
class Sent:
    """What Xiaomi knows of a message that it took.

    Attributes:
        due_ms: Epoch milliseconds at which it leaves; `created_ms` where the sender wanted no later time.
        callback: Where receipts go; empty where nobody wants any.
        wanted: The events that receipts are wanted of.
        names: What the message called each of its targets, by push.
        phones: regIds that it went to.
        counts: Of phones, by what became of the message there.
    """

    app_id: str
    message_id: str
    created_ms: int
    due_ms: int
    life_ms: int
    job_key: str
    by: By
    message_class: MessageClass
    callback: str
    param: str
    wanted: frozenset[int]
    names: dict[int, str] = field(default_factory=dict)
    phones: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def resolved(self) -> int:
        """Phones that it went to."""
        return self.counts["resolved"]


def _day(text: str) -> date | None:
    """Read `20260302`; `None` for a day that the calendar does not have, and for anything else."""
    if not (len(text) == 8 and text.isascii() and text.isdecimal()):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _is_number(text: str) -> bool:
    return not text or (text.isascii() and text.isdecimal())


COUNTER_FIELDS = Decision(
    "xiaomi.counter_fields",
    (
        rule(
            "days_missing",
            rejections.PARAMETER_MISSING,
            lambda call: not (call.value("start_date") and call.value("end_date")),
        ),
        rule(
            "days_illegal",
            rejections.VALUE_ILLEGAL,
            lambda call: None in {_day(call.value("start_date")), _day(call.value("end_date"))},
        ),
        rule("days_too_many", rejections.VALUE_ILLEGAL, lambda call: _days(call) >= facts.COUNTER_DAYS.value),
        PACKAGE_WRONG,
    ),
)
STATUS_FIELDS = Decision(
    "xiaomi.status_fields",
    (
        rule(
            "times_illegal",
            rejections.VALUE_ILLEGAL,
            lambda call: not all(_is_number(call.value(name)) for name in ("begin_time", "end_time")),
        ),
        needs("status_of_nothing", rejections.PARAMETER_MISSING, "msg_id", "job_key", "begin_time"),
        rule(
            "message_unknown",
            rejections.MESSAGE_UNKNOWN,
            lambda call: bool(call.value("msg_id")) and call.cloud.statistics.own(call, call.value("msg_id")) is None,
        ),
    ),
)


class Statistics:
    """All messages that the cloud took, and the endpoints that tell of them.

    Attributes:
        sent: By message id.
    """

    def __init__(self, cloud: "XiaomiCloud") -> None:
        """Belong to *cloud*."""
        self._cloud = cloud
        self.sent: dict[str, Sent] = Newest()

    @property
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[XiaomiCall]]:
        """Reading of messages, days and quotas."""
        status = self._cloud.endpoint(STATISTICS, STATUS_FIELDS, REPORTS, self._status)
        return {
            ("GET", "/v1/trace/message/status"): status,
            ("GET", "/v1/trace/messages/status"): status,
            ("GET", "/v1/trace/quota/get"): self._cloud.endpoint(STATISTICS, NOTHING, QUOTA_READS, self._quotas),
            ("GET", "/v1/stats/message/counters"): self._cloud.endpoint(
                STATISTICS, COUNTER_FIELDS, REPORTS, self._counters
            ),
        }

    def own(self, call: XiaomiCall, message_id: str) -> Sent | None:
        """Return the message with this id, if it is one of the call's app."""
        sent = self.sent.get(message_id)
        return sent if sent is not None and sent.app_id == call.app_id else None

    def with_job_keys(self, call: XiaomiCall, job_keys: Iterable[str]) -> list[Sent]:
        """Return the app's messages of these groups."""
        wanted = set(job_keys)
        return [one for one in self.sent.values() if one.app_id == call.app_id and one.job_key in wanted]

    def count(self, sent: Sent, event: Event) -> None:
        """Count what became of *sent* on one phone."""
        match event.type:
            case EventType.DELIVERED:
                sent.counts["delivered"] += 1
                sent.counts["bar_closed"] += event.bar_status == BAR_OFF
            case EventType.CLICKED:
                sent.counts["click"] += 1
            case EventType.FILTERED:
                sent.counts["device_condition_unmatch"] += 1
            case EventType.TARGET_INVALID:
                sent.counts["app_not_register"] += 1
            case _:
                pass

    # -- answers ----------------------------------------------------------------------------------------------------

    def _status(self, call: XiaomiCall) -> Response:
        if call.value("msg_id"):
            sent = self.own(call, call.value("msg_id"))
            found = {} if sent is None else self._status_of(sent)
            return self._cloud.ok({"data": found if call.request.path.endswith("/message/status") else [found]})
        return self._cloud.ok({"data": [self._status_of(one) for one in self._matching(call)][-100:]})

    def _matching(self, call: XiaomiCall) -> Iterable[Sent]:
        if call.value("job_key"):
            return self.with_job_keys(call, [call.value("job_key")])
        begin, end = int(call.value("begin_time") or 0), int(call.value("end_time") or self._cloud.kit.clock.epoch_ms)
        return [one for one in self.sent.values() if one.app_id == call.app_id and begin <= one.created_ms <= end]

    def _status_of(self, sent: Sent) -> Mapping[str, object]:
        created = self._cloud.kit.clock.now - timedelta(milliseconds=self._cloud.kit.clock.epoch_ms - sent.created_ms)
        resolved, counts = max(sent.resolved, 1), sent.counts
        return {
            "id": sent.message_id,
            "create_time": created.strftime("%Y-%m-%d %H:%M:%S"),
            "create_timestamp": sent.created_ms,
            "time_to_live": f"{sent.life_ms // 1_000}s",
            "msg_type": "Common",
            "resolved": sent.resolved,
            "delivered": counts["delivered"],
            "delivery_rate": f"{100 * counts['delivered'] // resolved}%",
            "click": counts["click"],
            "click_rate": f"{100 * counts['click'] // max(counts['delivered'], 1)}%",
            "invalid_target": counts["invalid"],
            "raw_counter": sent.resolved + counts["invalid"],
            "bar_closed": counts["bar_closed"],
            "device_condition_unmatch": counts["device_condition_unmatch"],
            "app_not_register": counts["app_not_register"],
        }

    def _counters(self, call: XiaomiCall) -> Response:
        first, last = _day(call.value("start_date")) or date.min, _day(call.value("end_date")) or date.max
        rows: dict[date, Counter[str]] = {}
        for sent in self.sent.values():
            back = timedelta(milliseconds=self._cloud.kit.clock.epoch_ms - sent.created_ms)
            day = (self._cloud.kit.clock.now - back).date()
            if sent.app_id != call.app_id or not first <= day <= last:
                continue
            row = rows.setdefault(day, Counter())
            kind = SINGLE.get(sent.by)
            row["broadcast_recipients" if kind is None else "single_recipients"] += sent.resolved
            if kind is not None:
                row[f"{kind}_recipients"] += sent.resolved
            row["received"] += sent.counts["delivered"]
            row["click"] += sent.counts["click"]
        listed = [
            {"date": day.strftime("%Y%m%d"), **{name: rows[day][name] for name in _COUNTED}} for day in sorted(rows)
        ]
        return self._cloud.ok({"data": listed})

    def _quotas(self, call: XiaomiCall) -> Response:
        # Assumed: the names of the counters; the document of this endpoint has not been seen.
        found = {}
        for message_class in (MessageClass.DEFAULT, MessageClass.PUBLIC):
            acked = self._cloud.acked_today(call.app_id, message_class)
            found[message_class] = {"day_quota": str(quota_of(call, message_class)), "day_acked": str(acked)}
        return self._cloud.ok({"data": found})


def _days(call: XiaomiCall) -> int:
    return ((_day(call.value("end_date")) or date.max) - (_day(call.value("start_date")) or date.min)).days
