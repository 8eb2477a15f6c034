"""What Honor posts to the address in its console once the end of a message is known.

Assumed: all of the form. Honor's own is not public; this is that of Huawei's receipts, from which it comes, without a
signature, one status a request, and not tried again. A message whose life ends before it is delivered has no receipt.
"""

from collections.abc import Mapping

import msgspec

from simulator.cloud.receipts import Receipts
from simulator.kernel.clock import Clock
from simulator.kernel.newest import Newest
from simulator.push.reason import Reason
from simulator.push.receipt import ReceiptKind
from simulator.push.uplink import DeliveryReport

DELIVERED, APP_NOT_INSTALLED, NOT_SHOWN, DATA_KEPT, OVER_THE_LIMIT = 0, 2, 6, 27, 102
_STATUSES: Mapping[str, int] = {
    Reason.APP_NOT_INSTALLED: APP_NOT_INSTALLED,
    Reason.PASS_THROUGH: DATA_KEPT,
    Reason.QUOTA_USED: OVER_THE_LIMIT,
}
"""Every other reason of a phone is `NOT_SHOWN`."""
_HEADERS = (("Content-Type", "application/json;charset=UTF-8"),)

_encode = msgspec.json.encode


class Tracked(msgspec.Struct, frozen=True):
    """A message to one phone whose end somebody wants to know.

    Attributes:
        url: Address in the console.
    """

    url: str
    app_id: str
    token: str
    request_id: str
    bi_tag: str


class HonorReceipts:
    """The receipts that are still to come."""

    def __init__(self, receipts: Receipts, clock: Clock) -> None:
        """Post by *receipts*, with the time of *clock*."""
        self._receipts = receipts
        self._clock = clock
        self._open: dict[int, Tracked] = Newest()

    def track(self, push_id: int, tracked: Tracked) -> None:
        """Wait for the end of a push."""
        self._open[push_id] = tracked

    def forget(self, push_id: int) -> None:
        """Wait no longer: of this end nothing is told."""
        self._open.pop(push_id, None)

    def ended(self, push_id: int, reason: str = "") -> None:
        """Post the receipt of a push that was delivered, or was not for *reason*; a tap later has none."""
        tracked = self._open.pop(push_id, None)
        if tracked is None:
            return
        status = {
            "biTag": tracked.bi_tag,
            "appid": tracked.app_id,
            "token": tracked.token,
            "status": _STATUSES.get(reason, NOT_SHOWN) if reason else DELIVERED,
            "timestamp": self._clock.epoch_ms,
            "requestId": tracked.request_id,
        }
        self._receipts.post(tracked.url, _HEADERS, _encode({"statuses": [status]}))

    def reported(self, report: DeliveryReport) -> None:
        """Handle a phone's report."""
        self.ended(report.push_id, report.reason if report.kind is ReceiptKind.FAILED else "")
