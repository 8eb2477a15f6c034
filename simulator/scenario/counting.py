"""How many of something an expectation wants."""

from dataclasses import dataclass
from typing import Annotated

import msgspec

Times = Annotated[int, msgspec.Meta(ge=0, description="exactly how many; one or more where nothing is said")] | None
AtLeast = Annotated[int, msgspec.Meta(ge=1, description="no fewer")] | None
AtMost = Annotated[int, msgspec.Meta(ge=0, description="no more; with it alone, none will do")] | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many are wanted: exactly so many, or within bounds; one or more where nothing is said."""

    times: int | None
    at_least: int | None
    at_most: int | None

    def __post_init__(self) -> None:
        """Refuse numbers that contradict each other.

        Raises:
            ValueError: `times` stands beside one of the others, or no number fits.
        """
        if self.times is not None and (self.at_least is not None or self.at_most is not None):
            raise ValueError("times says how many exactly", "take it out, or take at_least and at_most out")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("at_least is more than at_most", "correct one of the two")

    def fits(self, count: int) -> bool:
        """Whether *count* is as many as wanted."""
        above = self.most
        return count >= self.least and (above is None or count <= above)

    @property
    def least(self) -> int:
        """How many there must be at least."""
        if self.times is not None:
            return self.times
        return self.at_least or (1 if self.at_most is None else 0)

    @property
    def most(self) -> int | None:
        """How many there may be; `None` for any number."""
        return self.at_most if self.times is None else self.times

    def is_settled(self, count: int) -> bool:
        """Whether *count* decides, whatever comes: that a bound above holds is only known when the time is over."""
        above = self.most
        return count >= self.least if above is None else count > above

    def __str__(self) -> str:
        """Return how many are wanted, for people."""
        if self.times is not None:
            return str(self.times or "none")
        if self.at_most is None:
            return "at least one" if self.at_least is None else f"at least {self.at_least}"
        return f"at most {self.at_most}" if self.at_least is None else f"{self.at_least} to {self.at_most}"
