"""A vendor's refusal: its own code and words, and our word for the reason."""

import msgspec

from simulator.push.reason import Reason


class Rejection(msgspec.Struct, frozen=True):
    """One of a vendor's codes.

    Attributes:
        code: The vendor's number.
        text: The vendor's words; clients must not depend on them.
        reason: What this project calls it.
    """

    code: int
    text: str
    reason: Reason
