"""Receipts: what vivo posts to the customer's server about messages that it has taken, in the old form or the new one.

A message asks for the old form with an address in `extra.callback`, and for the new one, with reasons, with
`extra.callback.id`: the address of those stands in vivo's console.
"""

from collections.abc import Callable, Mapping

import msgspec

from simulator.cloud.kit import CloudKit
from simulator.cloud.receipts import ReceiptBatches, Receipts
from simulator.cloud.registrations import PushApp
from simulator.kernel.newest import Newest
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.kernel.trace import Kind
from simulator.push.reason import Reason
from simulator.vendors.vivo import facts
from simulator.vendors.vivo.call import PUSH_TO_LIST, VivoCall
from simulator.vendors.vivo.facts import ReportCode

_HEADERS = (("Content-Type", "application/json;charset=UTF-8"),)
_encode = msgspec.json.encode


class Ack(msgspec.Struct, frozen=True):
    """What became of a message, in vivo's numbers.

    Attributes:
        type: `ackType`.
        sub: `subAckType`; `None` where there is none.
    """

    type: int
    sub: int | None = None


ARRIVED = Ack(0)
QUOTA, FREQUENCY, EXPIRED, OFFLINE = Ack(100, 11001), Ack(100, 12000), Ack(100, 10012), Ack(100, 14002)
HELD_BACK, REVIEWED, COVERED, NOT_SHOWN = Ack(100), Ack(101), Ack(103), Ack(104)
LIVE_ARRIVED, LIVE_NOT_SENT = Ack(300), Ack(301, 31000)
LIVE_NOT_SHOWN = 302
UNSUBSCRIBED, USER_GONE, INACTIVE = Ack(102, 20001), Ack(102, 20002), Ack(102, 20006)

BY_RULE: Mapping[str, Ack] = {
    "vivo.operation_used_up": QUOTA,
    "vivo.system_used_up": QUOTA,
    "vivo.device_daily_limit": FREQUENCY,
    "vivo.device_burst": FREQUENCY,
    "vivo.device_inactive": INACTIVE,
    "vivo.duplicate_content": Ack(104, ReportCode.DUPLICATE),
    "vivo.task_refused_by_review": REVIEWED,
    "vivo.night": Ack(104, ReportCode.NIGHT),
    "vivo.unsubscribed_meanwhile": UNSUBSCRIBED,
    "cloud.ttl_expired": EXPIRED,
    "cloud.online_only": OFFLINE,
    "cloud.collapsed": COVERED,
}
"""What is told of a message that was taken and never left, by the rule that ended it; `HELD_BACK` for any other."""

BY_REASON: Mapping[str, Ack] = {
    Reason.NOTIFICATIONS_DISABLED: Ack(104, ReportCode.SWITCHED_OFF),
    Reason.PERMISSION_MISSING: Ack(104, ReportCode.SWITCHED_OFF),
    Reason.CHANNEL_BLOCKED: Ack(104, ReportCode.CHANNEL_OFF),
    Reason.APP_NOT_INSTALLED: Ack(104, ReportCode.REG_ID_INVALID),
    Reason.PUSH_DISABLED: Ack(104, ReportCode.PUSH_DISABLED),
    Reason.TTL_EXPIRED: Ack(104, ReportCode.EXPIRED),
    Reason.RECEIVER_MISSING: Ack(104, ReportCode.RECEIVER_MISSING),
    Reason.INTENT_MALFORMED: Ack(104, ReportCode.BAD_DEEP_LINK),
    Reason.URL_NOT_LEGAL: Ack(104, ReportCode.BAD_DEEP_LINK),
    Reason.ACTIVITY_NOT_EXPORTED: Ack(104, ReportCode.NOT_EXPORTED),
    Reason.NO_ACTIVITY: Ack(104, ReportCode.NO_ACTIVITY),
    Reason.OTHER_PACKAGE: Ack(104, ReportCode.NO_ACTIVITY),
}
"""What is told of a message that its phone did not show, or whose tap led nowhere; `NOT_SHOWN` for any other."""

# -- whether there is a receipt at all --------------------------------------------------------------------------------


class ReceiptCase(msgspec.Struct, frozen=True):
    """A message that asks for receipts.

    Attributes:
        uses_new: The app has asked for receipts of the new form before.
        active_ms: Virtual time from which the address in the console is in use; `None` without one.
    """

    call: VivoCall
    uses_new: bool
    active_ms: int | None

    @property
    def is_late(self) -> bool:
        """Whether the address is not in use yet."""
        return self.active_ms is not None and self.call.cloud.kit.scheduler.now_ms < self.active_ms


def _rule(
    name: str, reason: Reason, says_no: Callable[[ReceiptCase], bool], section: str, grade: Grade = Grade.DOCUMENTED
) -> Rule[ReceiptCase]:
    return Rule(f"vivo.{name}", reason, says_no, Source(facts.RECEIPTS, section, grade=grade))


OLD_RECEIPT = Decision(
    "vivo.old_receipt",
    (
        _rule(
            "old_receipt_of_live", Reason.MESSAGE_CLASS_LIMITED, lambda case: case.call.is_live, "live notifications"
        ),
        _rule("old_receipt_of_many", Reason.MESSAGE_CLASS_LIMITED, lambda case: case.call.is_task, "extra.callback"),
        _rule("old_receipt_of_test", Reason.MESSAGE_CLASS_LIMITED, lambda case: case.call.is_test, "extra.callback"),
        _rule("old_receipts_ended", Reason.APP_NOT_OPEN, lambda case: case.uses_new, "callback.id"),
    ),
)
NEW_RECEIPT = Decision(
    "vivo.new_receipt",
    (
        _rule(
            "new_receipt_of_broadcast",
            Reason.MESSAGE_CLASS_LIMITED,
            lambda case: case.call.is_task and case.call.path != PUSH_TO_LIST,
            "callback.id",
        ),
        _rule(
            "receipt_address_missing",
            Reason.APP_NOT_OPEN,
            lambda case: case.active_ms is None,
            "callback.id",
            Grade.ASSUMED,
        ),
        _rule("receipts_not_active", Reason.APP_NOT_OPEN, lambda case: case.is_late, "callback.id", Grade.OBSERVED),
    ),
)

# -- what is posted ---------------------------------------------------------------------------------------------------


class Wish(msgspec.Struct, frozen=True):
    """Where receipts of one message go.

    Attributes:
        target: regId or alias, as the sender named it.
        param: To be told with each of them.
        is_new: In the form with reasons.
        is_live: Of a live notification, whose receipts have numbers of their own.
    """

    task_id: str
    target: str
    url: str
    param: str
    is_new: bool
    is_live: bool = False


class _Shared(msgspec.Struct, frozen=True):
    """What receipts that go out together share."""

    url: str
    is_new: bool
    ack: Ack
    param: str


class _Line(msgspec.Struct, frozen=True):
    """One target of one task.

    Attributes:
        at_ms: Since 1970; that of the first line is `ackTime` of all that go out with it.
    """

    task_id: str
    target: str
    at_ms: int


class VivoReceipts:
    """Who asked for receipts of what, and those that are about to be posted.

    Differs: one address in the console serves every `callback.id`; vivo's console may have several.
    """

    def __init__(self, kit: CloudKit, receipts: Receipts) -> None:
        """Post by *receipts*."""
        self._kit = kit
        self._receipts = receipts
        self._wishes: dict[int, Wish] = Newest()
        self._addresses: dict[str, tuple[str, int]] = {}
        self._uses_new: set[str] = set()
        self._batches: ReceiptBatches[_Shared, _Line] = ReceiptBatches(
            kit.scheduler, facts.RECEIPT_BATCH_MS.value, self._send
        )

    def app_added(self, app: PushApp) -> None:
        """Add a push app; an address that it has from the beginning is in use already."""
        self._addresses[app.values["app_id"]] = (app.receipt_url, self._kit.scheduler.now_ms)

    def wish_of(self, call: VivoCall, target: str, task_id: str) -> Wish | None:
        """Return where receipts of a message go; `None` for one that asks for none, or gets none."""
        is_new = bool(call.extra.get("callback.id"))
        url = str(call.extra.get("callback") or "")
        if not is_new and not url:
            return None
        active_ms = self._active_ms(call.push_app)
        case = ReceiptCase(call, call.app_id in self._uses_new, active_ms)
        if is_new:
            self._uses_new.add(call.app_id)
            url = call.push_app.receipt_url
        decision = NEW_RECEIPT if is_new else OLD_RECEIPT
        rule = self._kit.rules.first_no(decision, case, None)
        if rule is not None:
            self._kit.trace.refuse(f"{facts.NAME} cloud", Kind.STATE, "receipt_withheld", rule)
            return None
        return Wish(task_id, target, url, str(call.extra.get("callback.param") or ""), is_new, call.is_live)

    def _active_ms(self, app: PushApp) -> int | None:
        """Return since when the address in the console is in use: from an hour after it was first met."""
        app_id, now_ms = app.values["app_id"], self._kit.scheduler.now_ms
        url, since_ms = self._addresses.get(app_id, ("", 0))
        if url != app.receipt_url:
            since_ms = now_ms + facts.RECEIPTS_ACTIVE_MS.value
            self._addresses[app_id] = (app.receipt_url, since_ms)
        return since_ms if app.receipt_url else None

    def keep(self, push_id: int, wish: Wish) -> None:
        """Remember what is wished for the message of *push_id*."""
        self._wishes[push_id] = wish

    def tell(self, push_id: int, ack: Ack) -> None:
        """Post, a little later, what became of a message, if anybody wants to know; the old form tells of arrivals."""
        wish = self._wishes.get(push_id)
        if wish is None or (not wish.is_new and ack != ARRIVED):
            return
        if wish.is_live and ack.type < LIVE_ARRIVED.type:
            # Assumed: a live message that expires, or is given up otherwise, is one not sent for another reason.
            ack = LIVE_ARRIVED if ack == ARRIVED else LIVE_NOT_SENT
        shared = _Shared(wish.url, wish.is_new, ack, wish.param)
        self._batches.add(shared, _Line(wish.task_id, wish.target, self._kit.clock.epoch_ms))

    def _send(self, shared: _Shared, lines: list[_Line]) -> None:
        tasks: dict[str, list[str]] = {}
        for line in lines:
            tasks.setdefault(line.task_id, []).append(line.target)
        body = {task_id: _told(shared, ",".join(targets), lines[0].at_ms) for task_id, targets in tasks.items()}
        self._receipts.post(shared.url, _HEADERS, _encode(body))


def _told(shared: _Shared, targets: str, ack_time_ms: int) -> Mapping[str, object]:
    told: dict[str, object] = {"param": shared.param, "targets": targets}
    if shared.is_new:
        told |= {"ackTime": ack_time_ms, "ackType": shared.ack.type}
        if shared.ack.sub is not None:
            told["subAckType"] = shared.ack.sub
    return told
