"""What vendors tell IM about pushes that they have taken: that one arrived, or was tapped."""

from collections.abc import Callable, Mapping

import msgspec

from simulator.im.sender import VendorSender
from simulator.im.webhooks import ARRIVED, CLICKED, Webhooks
from simulator.kernel.newest import Newest
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind, Outcome, Trace
from simulator.network.http import Request, Response
from simulator.push.message import Message
from simulator.push.receipt import ReceiptKind, ReceiptUnreadable

HOST = "api.im.qcloud.com"
RECEIPT_PATH = Fact(
    "im.receipt_path",
    "/v3/offline_push_report/",
    Source("Tencent IM console", "receipts of vendors", grade=Grade.OBSERVED),
)
"""Behind it stands the vendor's name; the address is written into the vendor's console."""

_STAGES = {ReceiptKind.ARRIVED: ARRIVED, ReceiptKind.CLICKED: CLICKED}


class SentPush(msgspec.Struct, frozen=True):
    """A push that a vendor has taken."""

    push_id: int
    message: Message


class PushReceipts:
    """Takes vendors' receipts and passes them on to the customer's webhook.

    Differs: pushes are remembered for the whole run; IM forgets them after some days.
    """

    def __init__(
        self,
        senders: Mapping[str, VendorSender],
        webhooks: Webhooks,
        *,
        arrived: Callable[[int], None],
        trace: Trace,
    ) -> None:
        """Read receipts with *senders*, by vendor, and let *arrived* know which pushes are on their phones."""
        self._arrived = arrived
        self._senders = senders
        self._webhooks = webhooks
        self._trace = trace
        self._sent: dict[tuple[str, str], SentPush] = Newest()

    def url(self, vendor: str) -> str:
        """Return where *vendor* is to post receipts; empty where nobody wants to know."""
        return f"https://{HOST}{RECEIPT_PATH.value}{vendor}" if self._webhooks.wants_pushes else ""

    def keep(self, vendor: str, vendor_id: str, push: SentPush) -> None:
        """Remember *push*, which *vendor* has taken under the number *vendor_id*."""
        if self._webhooks.wants_pushes:
            self._sent[vendor, vendor_id] = push

    def handle(self, request: Request) -> Response:
        """Handle what a vendor posted."""
        vendor = request.path.removeprefix(RECEIPT_PATH.value)
        sender = self._senders.get(vendor)
        if sender is None:
            return Response(404, body=b"no such address")
        try:
            receipts, answer = sender.take_receipts(request)
        except ReceiptUnreadable as unreadable:
            self._refuse(vendor, str(unreadable))
            return Response(400, body=str(unreadable).encode())
        go_back = self._trace.branch()
        for receipt in receipts:
            push = self._sent.get((vendor, receipt.message_id))
            stage = _STAGES.get(receipt.kind)
            if push is None:
                self._refuse(vendor, f"no push has the number {receipt.message_id}")
            elif stage is not None:
                if stage == ARRIVED:
                    self._arrived(push.push_id)
                self._webhooks.push_reported(
                    push.push_id, push.message, push_platform=sender.push_platform, stage=stage
                )
            go_back()
        return answer

    def _refuse(self, vendor: str, why: str) -> None:
        data = {"vendor": vendor, "why": why}
        self._trace.write("im", Kind.STATE, "receipt_unreadable", outcome=Outcome.REFUSED, data=data)
