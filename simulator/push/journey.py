"""The hops of a push, in order, and those of the token that it needs."""

from enum import StrEnum


class Hop(StrEnum):
    """A station on the way of a push or token; its record says how it ended there."""

    SDK_STARTED = "sdk_started"
    REG_ID_ISSUED = "reg_id_issued"
    REG_ID_RECEIVED = "reg_id_received"
    TOKEN_REPORTED = "token_reported"
    TOKEN_BOUND = "token_bound"

    IM_ACCEPTED = "im_accepted"
    OFFLINE_DECIDED = "offline_decided"
    PUSH_REQUESTED = "push_requested"
    VENDOR_ACCEPTED = "vendor_accepted"
    DISPATCHED = "dispatched"
    DEVICE_RECEIVED = "device_received"
    POSTED = "posted"
    TAPPED = "tapped"
    HANDLED = "handled"


TOKEN_HOPS = (Hop.SDK_STARTED, Hop.REG_ID_ISSUED, Hop.REG_ID_RECEIVED, Hop.TOKEN_REPORTED, Hop.TOKEN_BOUND)
PUSH_HOPS = (
    Hop.IM_ACCEPTED,
    Hop.OFFLINE_DECIDED,
    Hop.PUSH_REQUESTED,
    Hop.VENDOR_ACCEPTED,
    Hop.DISPATCHED,
    Hop.DEVICE_RECEIVED,
    Hop.POSTED,
)
CLICK_HOPS = (Hop.TAPPED, Hop.HANDLED)

LAST_HOPS: frozenset[str] = frozenset({Hop.POSTED, Hop.TAPPED, Hop.HANDLED})
"""After each of these a push needs no further hop: it has been shown."""
