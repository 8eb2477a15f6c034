"""What a vendor tells about a message after it has taken it, as whoever asked for receipts reads it."""

from enum import StrEnum

import msgspec


class ReceiptKind(StrEnum):
    """What became of the message."""

    ARRIVED = "arrived"
    CLICKED = "clicked"
    FAILED = "failed"


class Receipt(msgspec.Struct, frozen=True):
    """What one receipt says of one target.

    Attributes:
        message_id: The vendor's number of the message, or of the task that it belongs to.
        target: regId, or the alias that was pushed to.
        code: The vendor's own code or word, as text.
        text: The vendor's own words; empty for none.
        param: What the sender asked to have back with its receipts; empty for nothing.
    """

    kind: ReceiptKind
    message_id: str
    target: str
    code: str = ""
    text: str = ""
    param: str = ""


class ReceiptUnreadable(Exception):
    """A request at the address for receipts is none, or its signature is wrong."""
