"""What can become of a message on its way to one phone, as receipts and statistics of Xiaomi tell it."""

from collections.abc import Mapping
from enum import IntEnum

import msgspec

from simulator.push.reason import Reason
from simulator.push.receipt import ReceiptKind
from simulator.push.uplink import DeliveryReport

BAR_ON, BAR_OFF, BAR_UNKNOWN = "Enable", "Disable", "Unknown"
"""`barStatus`: whether notifications of the app are switched on."""


class EventType(IntEnum):
    """The bits of `callback.type`, and `type` of a receipt."""

    DELIVERED = 1
    CLICKED = 2
    TARGET_INVALID = 16
    PUSH_DISABLED = 32
    FILTERED = 64
    QUOTA_EXCEEDED = 128
    TTL_EXPIRED = 1_024


class TargetKind(IntEnum):
    """`errorCode` of a receipt: what the invalid target is."""

    REG_ID = 1
    ALIAS = 2
    ACCOUNT = 3


class Event(msgspec.Struct, frozen=True):
    """One thing that became of a message.

    Attributes:
        bar_status: Empty where nobody knows of the switch.
        more: What a receipt of this type says beside.
    """

    type: EventType
    bar_status: str = ""
    more: Mapping[str, object] = msgspec.field(default_factory=dict)


_ARRIVED = Event(EventType.DELIVERED, BAR_ON)
_OFF = Event(EventType.DELIVERED, BAR_OFF)
_FILTERED = Event(EventType.FILTERED)
GONE = Event(EventType.TARGET_INVALID, more={"errorCode": TargetKind.REG_ID})
_NOT_SHOWN: Mapping[str, Event | None] = {
    Reason.NOTIFICATIONS_DISABLED: _OFF,
    Reason.PERMISSION_MISSING: _OFF,
    Reason.PASS_THROUGH: Event(EventType.DELIVERED, BAR_UNKNOWN),
    Reason.FILTERED: _FILTERED,
    Reason.NETWORK_TYPE: _FILTERED,
    Reason.APP_NOT_INSTALLED: GONE,
    # Assumed: a message that the SDK drops by itself is told to nobody; no type of receipt fits.
    Reason.OUTSIDE_ACCEPT_TIME: None,
}


def event_of(report: DeliveryReport) -> Event | None:
    """Return what the phone's *report* is to Xiaomi; `None` for nothing.

    A message that has reached the phone counts as delivered, whether or not anything shows.
    """
    match report.kind:
        case ReceiptKind.CLICKED:
            return Event(EventType.CLICKED, BAR_ON)
        case ReceiptKind.FAILED:
            return _NOT_SHOWN.get(report.reason, _ARRIVED)
        case _:
            return _ARRIVED
