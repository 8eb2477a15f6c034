"""One line of the table: a figure of ours, the same figure of somebody else's, and what we aim at."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bench.stopwatch import Figure


class Bound(StrEnum):
    """On which side of its limit a figure should lie."""

    AT_LEAST = "≥"
    AT_MOST = "≤"


@dataclass(frozen=True, slots=True)
class Aim:
    """What the design asks for.

    Attributes:
        of_ratio: The limit is one of the ratio, not of our own figure.
    """

    bound: Bound
    limit: float
    of_ratio: bool = False

    def is_met_by(self, row: "Row") -> bool:
        """Return whether the median of *row* keeps the limit."""
        value = row.ratio if self.of_ratio else row.ours.median
        assert value is not None, f'"{row.what}" aims at a ratio and has nothing beside it'
        return value >= self.limit if self.bound is Bound.AT_LEAST else value <= self.limit

    def text(self, unit: str) -> str:
        """Return `≥ 2,000 a second` or `≤ 1.5 ×`."""
        return f"{self.bound} {number(self.limit)} {'×' if self.of_ratio else unit}"


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement.

    Attributes:
        what: What was measured.
        unit: Of ours, of theirs, and of an aim that is no ratio.
        theirs: The same figure of what `beside` names.
        beside: Another tool, doing as nearly the same as it can.
    """

    what: str
    unit: str
    ours: Figure
    theirs: Figure | None = None
    beside: str = ""
    aim: Aim | None = None

    @property
    def ratio(self) -> float | None:
        """Our median divided by theirs."""
        return None if self.theirs is None else self.ours.median / self.theirs.median

    def plain(self) -> Mapping[str, Any]:
        """Return the row for JSON."""
        return {
            "what": self.what,
            "unit": self.unit,
            "ours": self.ours.median,
            "ours_best": self.ours.best,
            "rounds": self.ours.rounds,
            "theirs": None if self.theirs is None else self.theirs.median,
            "theirs_best": None if self.theirs is None else self.theirs.best,
            "beside": self.beside,
            "ratio": self.ratio,
            "aim": None if self.aim is None else self.aim.text(self.unit),
            "aim_met": None if self.aim is None else self.aim.is_met_by(self),
        }


def number(value: float) -> str:
    """Return *value* for people: three digits that count, thousands apart."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
