"""What Huawei tells the customer's server of messages it has taken: gathered, signed, and posted."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

import msgspec

from simulator.cloud.kit import CloudKit
from simulator.cloud.receipts import ReceiptBatches, Receipts
from simulator.cloud.registrations import PushApp
from simulator.kernel.newest import Newest
from simulator.push.reason import Reason
from simulator.push.receipt import ReceiptKind
from simulator.push.uplink import DeliveryReport
from simulator.vendors.huawei import facts

ARRIVED = 0
STATUSES: Mapping[str, int] = {
    Reason.APP_NOT_INSTALLED: 2,
    Reason.REG_ID_INVALID: 5,
    **dict.fromkeys((Reason.NOTIFICATIONS_DISABLED, Reason.PUSH_DISABLED, Reason.PERMISSION_MISSING), 6),
    **dict.fromkeys((Reason.CHANNEL_BLOCKED, Reason.CHANNEL_MISSING, Reason.TOO_MANY_NOTIFICATIONS), 6),
    Reason.DEVICE_INACTIVE: 10,
    Reason.COLLAPSED: 15,
    facts.OTHER_USER: 22,
    Reason.PASS_THROUGH: 27,
    **dict.fromkeys((Reason.NO_ACTIVITY, Reason.ACTIVITY_NOT_EXPORTED, Reason.INTENT_MALFORMED), 31),
    Reason.OTHER_PACKAGE: 31,
    facts.LOCKED: 51,
    Reason.QUOTA_USED: 102,
    Reason.INVALID_REQUEST: 144,
    Reason.FOREGROUND_HIDDEN: ARRIVED,
}
"""Huawei's status for our reason, or for the condition of a phone; a message that expired has none, and no receipt."""
_OF_RULE: Mapping[str, int] = {"huawei.marketing_daily_limit": 201}
"""Where one reason has several."""
_OLD_STATUSES: Mapping[str, int] = {
    Reason.TTL_EXPIRED: 80000003,
    Reason.APP_NOT_INSTALLED: 80000004,
    Reason.DEVICE_INACTIVE: 80000006,
}
"""Those that messages of the old gateway have of their own."""


class Wanted(msgspec.Struct, frozen=True):
    """A message that receipts are wanted of.

    Attributes:
        request_id: As the sender was answered.
        is_old: Sent by the old gateway.
        push_type: Of version 3; empty for the others.
    """

    app: PushApp
    request_id: str
    token: str
    bi_tag: str
    is_old: bool
    push_type: str

    @property
    def is_v2(self) -> bool:
        """Whether the receipt has the form of version 2, as the console says; scenario messages have no other."""
        return bool(self.push_type) or self.app.values.get("receipt_version") == "2"

    def status_of(self, reason: str, rule: str) -> int | None:
        """Return Huawei's status for *reason*, given by *rule*; `None` where there is none."""
        own = _OLD_STATUSES.get(reason) if self.is_old else _OF_RULE.get(rule)
        return STATUSES.get(reason) if own is None else own

    def told(self, status: int, now_ms: int) -> Mapping[str, Any]:
        """Return what a receipt says, at *now_ms* since 1970."""
        fields: dict[str, Any] = {"biTag": self.bi_tag, "token": self.token, "requestId": self.request_id}
        if not self.is_v2:
            return {**fields, "appid": self.app.values["app_id"], "status": status, "timestamp": now_ms}
        return {
            **fields,
            "pushType": int(self.push_type) if self.push_type.isdecimal() else 0,
            "appPackageName": self.app.package,
            "deliveryStatus": {"result": status, "timestamp": now_ms},
        }


class HuaweiReceipts:
    """Receipts of all messages of one cloud; those that come close together go in one request."""

    def __init__(self, kit: CloudKit, receipts: Receipts) -> None:
        """Use *kit*, and post by *receipts*."""
        self._kit = kit
        self._receipts = receipts
        self._wanted: dict[int, Wanted] = Newest()
        self._batches: ReceiptBatches[str, tuple[PushApp, Mapping[str, Any]]] = ReceiptBatches(
            kit.scheduler, facts.RECEIPT_BATCH_MS.value, self._post
        )

    def want(self, push_id: int, wanted: Wanted) -> None:
        """Tell of this push when it has ended."""
        self._wanted[push_id] = wanted

    def reported(self, report: DeliveryReport) -> None:
        """Tell what the phone reports; a tap has no receipt here."""
        if report.kind is ReceiptKind.ARRIVED:
            self._tell(report.push_id, ARRIVED)
        elif report.reason == facts.LOCKED:
            self._tell_of_lock(report.push_id)
        elif report.kind is ReceiptKind.FAILED:
            self.ended(report.push_id, report.reason)

    def ended(self, push_id: int, reason: str, rule: str = "") -> None:
        """Tell that the push ended for *reason*, given by *rule*, where Huawei has a status for it."""
        wanted = self._wanted.get(push_id)
        status = None if wanted is None else wanted.status_of(reason, rule)
        if status is None:
            self._wanted.pop(push_id, None)
        else:
            self._tell(push_id, status)

    def _tell_of_lock(self, push_id: int) -> None:
        """Tell that the message waits for its phone to be unlocked; it has another receipt then."""
        wanted = self._wanted.get(push_id)
        self.ended(push_id, facts.LOCKED)
        if wanted is not None:
            self._wanted[push_id] = wanted

    def _tell(self, push_id: int, status: int) -> None:
        wanted = self._wanted.pop(push_id, None)
        if wanted is not None:
            told = wanted.told(status, self._kit.clock.epoch_ms)
            self._batches.add(wanted.app.values["app_id"], (wanted.app, told))

    def _post(self, _: str, batch: list[tuple[PushApp, Mapping[str, Any]]]) -> None:
        app, told = batch[0][0], [one for _, one in batch]
        most = facts.RECEIPTS_AT_ONCE_MAX.value
        for start in range(0, len(told), most):
            body = msgspec.json.encode({"statuses": told[start : start + most]})
            # Assumed: a receipt that is not taken is not posted again; no document says otherwise.
            self._receipts.post(app.receipt_url, (("Content-Type", "application/json"), *self._signature(app)), body)

    def _signature(self, app: PushApp) -> tuple[tuple[str, str], ...]:
        """Return the header that proves who posts, where both user and key stand in the console."""
        user, key = app.values.get("callback_user"), app.values.get("callback_key")
        if not user or not key:
            return ()
        timestamp, digits = str(self._kit.clock.epoch_ms), self._kit.stream.hex(32)
        nonce = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
        signed = hmac.new(key.encode(), f"{timestamp}{nonce}{user}".encode(), hashlib.sha256).digest()
        value = base64.b64encode(signed).decode()
        return (("X-HUAWEI-CALLBACK-ID", f"timestamp={timestamp}; nonce={nonce}; value={value}"),)
