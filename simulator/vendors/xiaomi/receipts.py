"""Xiaomi's receipts: what senders asked to be told of their messages, gathered for a second and posted as a form."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec

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


class ReceiptWriter:
    """Gathers events for each address, and posts them."""

    def __init__(self, cloud: "XiaomiCloud") -> None:
        """Belong to *cloud*."""
        self._cloud = cloud
        self._gathered: dict[str, list[_Line]] = {}

    def tell(self, sent: Sent, target: str, event: Event) -> None:
        """Have the sender told of *event*, if that is wanted."""
        if not sent.callback or event.type not in sent.wanted:
            return
        lines = self._gathered.setdefault(sent.callback, [])
        lines.append(_Line(sent, target, event, self._cloud.kit.clock.epoch_ms))
        if len(lines) == 1:
            self._cloud.kit.scheduler.after(facts.RECEIPT_BATCH_MS.value, lambda: self._post(sent.callback))

    def _post(self, url: str) -> None:
        # Assumed: nothing is posted a second time; no text says what follows an answer other than 200.
        for batch in _batches(self._gathered.pop(url)):
            body = urlencode({"data": msgspec.json.encode(batch).decode()})
            self._cloud.receipts.post(url, _HEADERS, body.encode())


def _batches(lines: list[_Line]) -> Iterator[dict[str, dict[str, Any]]]:
    """Yield maps from message id to receipt; targets of one message with the same event share a receipt."""
    batches: list[dict[str, dict[str, Any]]] = []
    for line in lines:
        found = _receipt(line)
        for batch in batches:
            known = batch.get(line.sent.message_id)
            if known is None:
                batch[line.sent.message_id] = found
                break
            if {**known, "targets": "", "timestamp": 0} == {**found, "targets": "", "timestamp": 0}:
                known["targets"] += f",{line.target}"
                break
        else:
            batches.append({line.sent.message_id: found})
    yield from batches


def _receipt(line: _Line) -> dict[str, Any]:
    receipt: dict[str, Any] = {"param": line.sent.param, "type": line.event.type.value, "targets": line.target}
    if line.sent.job_key:
        receipt["jobkey"] = line.sent.job_key
    if line.event.bar_status:
        receipt["barStatus"] = line.event.bar_status
    return {**receipt, "timestamp": line.timestamp, **line.event.more}
