"""What became of an app's messages, counted by task and by day."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from simulator.kernel.newest import Newest
from simulator.network.http import Response
from simulator.push.receipt import ReceiptKind
from simulator.vendors.meizu import rules
from simulator.vendors.meizu.answers import accepted
from simulator.vendors.meizu.call import MeizuCall
from simulator.vendors.meizu.path import GET_OR_POST, Path

if TYPE_CHECKING:
    from simulator.vendors.meizu.sent import Sent

_NAMES = ("targetNo", "validNo", "pushedNo", "acceptNo", "displayNo", "clickNo")


class Statistics:
    """Six counters for each task, and for each day of each app."""

    def __init__(self) -> None:
        """Start from zero."""
        self._by_task: dict[int, Counter[str]] = Newest()
        self._by_day: dict[tuple[str, date], Counter[str]] = {}

    @property
    def paths(self) -> Iterator[Path]:
        """What can be asked for."""
        yield Path("/push/statistics/getTaskStatistics", rules.TASK, self._of_task, methods=GET_OR_POST)
        yield Path("/push/statistics/dailyPushStatics", rules.DAYS, self._of_days, methods=GET_OR_POST)

    def targeted(self, sent: "Sent", *, is_accepted: bool) -> None:
        """Count one target of a message."""
        self._add(sent, "targetNo", *(("validNo", "pushedNo") if is_accepted else ()))

    def reported(self, sent: "Sent", kind: ReceiptKind) -> None:
        """Count a phone's report about a message."""
        match kind:
            case ReceiptKind.ARRIVED:
                self._add(sent, "acceptNo", "displayNo")
            case ReceiptKind.FAILED:
                self._add(sent, "acceptNo")
            case ReceiptKind.CLICKED:
                self._add(sent, "clickNo")
            case _:
                return

    def _add(self, sent: "Sent", *names: str) -> None:
        self._by_day.setdefault((sent.app_id, sent.day), Counter()).update(names)
        if sent.task:
            self._by_task.setdefault(sent.task, Counter()).update(names)

    def _of_task(self, call: MeizuCall) -> Response:
        number = call.number("taskId") or 0
        return accepted({"taskId": number, **_counted(self._by_task.get(number))})

    def _of_days(self, call: MeizuCall) -> Response:
        days = rules.days_of(call)
        if days is None:
            # Only a waived rule lets days through that cannot be read.
            return accepted([])
        first, last = days
        rows = []
        for back in range((last - first).days + 1):
            day = last - timedelta(days=back)
            rows.append({"date": day.isoformat(), **_counted(self._by_day.get((call.app_id, day)))})
        return accepted(rows)


def _counted(counts: Counter[str] | None) -> Mapping[str, int]:
    return {name: 0 if counts is None else counts[name] for name in _NAMES}
