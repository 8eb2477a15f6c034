"""Where a rule or a figure comes from, how sure that is, and since when it has held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

ValueT = TypeVar("ValueT")


class Grade(StrEnum):
    """How well a rule or figure is known."""

    DOCUMENTED = "documented"
    """A vendor's or Tencent's own text says so."""
    OBSERVED = "observed"
    """Seen in SDK code, logs or answers; no text says so."""
    ASSUMED = "assumed"
    """Reasoned, with no witness: a verdict that leans on it says so."""


@dataclass(frozen=True, slots=True)
class Source:
    """One place in a document.

    Attributes:
        document: Short title, such as `vivo guide` or `vivo server API 2.9.2`.
        section: Where in it, such as `step 3.4` or `4.2`.
        statements: Numbered behaviours of the guides that stand there, such as `C19` or `V05`.
        grade: How well it is known.
    """

    document: str
    section: str = ""
    statements: tuple[str, ...] = ()
    grade: Grade = Grade.DOCUMENTED

    def __str__(self) -> str:
        """Return `vivo guide, step 5 (C19), documented`."""
        place = f"{self.document}, {self.section}" if self.section else self.document
        numbers = f" ({', '.join(self.statements)})" if self.statements else ""
        return f"{place}{numbers}, {self.grade}"


@dataclass(frozen=True, slots=True)
class Fact(Generic[ValueT]):
    """A figure, name or behaviour taken from a source.

    Attributes:
        name: Dotted, unique over the project: `im.default_title`.
        value: In the unit its name ends with.
        effective_from: First day it held; `None` when it always did.
    """

    name: str
    value: ValueT
    source: Source
    effective_from: date | None = None


class Dated(Generic[ValueT]):
    """A figure that changed over the years: the calendar date of the world decides which edition holds."""

    def __init__(self, *editions: Fact[ValueT]) -> None:
        """Order *editions*, of which exactly one must hold from the beginning.

        Raises:
            ValueError: None, or several, hold from the beginning or from the same day.
        """
        days = [edition.effective_from or date.min for edition in editions]
        if date.min not in days or len(set(days)) < len(days):
            names = ", ".join(edition.name for edition in editions)
            raise ValueError(f"one edition holds from the beginning, each other one from a day of its own: {names}")
        self.editions: Sequence[Fact[ValueT]] = sorted(editions, key=lambda edition: edition.effective_from or date.min)
        self._newest_first = tuple((one.effective_from or date.min, one) for one in reversed(self.editions[1:]))

    def on(self, day: date) -> Fact[ValueT]:
        """Return the edition that holds on *day*."""
        for since, edition in self._newest_first:
            if since <= day:
                return edition
        return self.editions[0]
