"""What is to be said about a reason: where it stops things, what it means, and what mends it."""

from dataclasses import dataclass
from enum import StrEnum

from simulator.push.journey import CLICK_HOPS, TOKEN_HOPS, Hop


class Scope(StrEnum):
    """What a reason ends."""

    TOKEN = "token"
    PUSH = "push"
    CLICK = "click"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a reason means and what to do about it, in both languages.

    Attributes:
        hop: The station at which it stops things.
        meaning: One sentence.
        repair: What the customer changes; begins with a verb.
    """

    hop: Hop
    meaning: str
    repair: str
    meaning_zh: str
    repair_zh: str

    @property
    def scope(self) -> Scope:
        """What this reason ends."""
        if self.hop in TOKEN_HOPS:
            return Scope.TOKEN
        return Scope.CLICK if self.hop in CLICK_HOPS else Scope.PUSH
