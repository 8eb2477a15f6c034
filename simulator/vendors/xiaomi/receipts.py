"""Xiaomi's receipts: what senders asked to be told of their messages, gathered for a second and posted as a form."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec

from simulator.cloud.receipts import ReceiptBatches
from simulator.vendors.xiaomi import facts
from simulator.vendors.xiaomi.events import Event
from simulator.vendors.xiaomi.statistics import Sent

if TYPE_CHECKING:
    from simulator.vendors.xiaomi.cloud import XiaomiCloud

_HEADERS = (("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8"),)


class _Line(msgspec.Struct, frozen=True):
    """One event of one target."""

    sent: Sent
    target: str
    event: Event
    timestamp: int


class XiaomiReceipts:
    """Events of messages on their way to their senders, gathered by address."""

    def __init__(self, cloud: "XiaomiCloud") -> None:
        """Belong to *cloud*."""
        self._cloud = cloud
        self._batches: ReceiptBatches[str, _Line] = ReceiptBatches(
            cloud.kit.scheduler, facts.RECEIPT_BATCH_MS.value, self._post
        )

    def tell(self, sent: Sent, target: str, event: Event) -> None:
        """Post a receipt of *event*, if the sender wants it."""
        if not sent.callback or event.type not in sent.wanted:
            return
        self._batches.add(sent.callback, _Line(sent, target, event, self._cloud.kit.clock.epoch_ms))

    def _post(self, url: str, lines: list[_Line]) -> None:
        # Assumed: nothing is posted a second time; no text says what follows an answer other than 200.
        for told in _forms(lines):
            body = urlencode({"data": msgspec.json.encode(told).decode()})
            self._cloud.receipts.post(url, _HEADERS, body.encode())


def _forms(lines: list[_Line]) -> Iterator[dict[str, dict[str, Any]]]:
    """Yield maps from message id to receipt; targets of one message with the same event share a receipt."""
    forms: list[dict[str, dict[str, Any]]] = []
    for line in lines:
        found = _receipt(line)
        for form in forms:
            known = form.get(line.sent.message_id)
            if known is None:
                form[line.sent.message_id] = found
                break
            if {**known, "targets": "", "timestamp": 0} == {**found, "targets": "", "timestamp": 0}:
                known["targets"] += f",{line.target}"
                break
        else:
            forms.append({line.sent.message_id: found})
    yield from forms


def _receipt(line: _Line) -> dict[str, Any]:
    receipt: dict[str, Any] = {"param": line.sent.param, "type": line.event.type.value, "targets": line.target}
    if line.sent.job_key:
        receipt["jobkey"] = line.sent.job_key
    if line.event.bar_status:
        receipt["barStatus"] = line.event.bar_status
    return {**receipt, "timestamp": line.timestamp, **line.event.more}
