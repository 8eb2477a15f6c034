"""What a sign is: something recognised in a report, with its meaning and the words of `cause_hop` it speaks for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final, Self

from simulator.causes.cause_hop import CauseHop
from simulator.causes.words import Words


class Scope(StrEnum):
    """How much of a text has to hold all that a condition names."""

    CLAUSE = "clause"
    PAIR = "pair"
    SENTENCE = "sentence"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Condition:
    """Concepts that stand together in prose.

    Attributes:
        needs: All of them are there.
        lacks: None of them is.
        other: Of a pair: what another clause of the same text has to fulfil.
    """

    needs: frozenset[str]
    lacks: frozenset[str]
    scope: Scope
    other: Self | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `killed + nothing - console`, `sentence: killed + nothing`, `pair: killed + works | running`."""
        one, bar, other = text.partition(" | ")
        if bar:
            first, second = cls.parse(one.removeprefix(f"{Scope.PAIR}: ")), cls.parse(other)
            return cls(first.needs, first.lacks, Scope.PAIR, second)
        scope, colon, rest = text.partition(": ")
        words = (rest if colon else text).split()
        signed = list(zip(["+", *words[1::2]], words[::2], strict=True))
        return cls(
            frozenset(word for mark, word in signed if mark == "+"),
            frozenset(word for mark, word in signed if mark == "-"),
            Scope(scope) if colon else Scope.CLAUSE,
        )

    def holds(self, concepts: frozenset[str]) -> bool:
        """Whether a stretch of text with these *concepts* fulfils it."""
        return self.needs <= concepts and not self.lacks & concepts


UNDECIDED: Final = "undecided"
"""The word for: what is there does not suffice to tell."""

Weights = Mapping[str, float]
"""By word of `cause_hop`, or `undecided`: how often the odds are doubled."""


def weights(text: str) -> Weights:
    """Read `os_channel 3, im_payload -1`."""
    pairs = (part.split() for part in text.split(",") if part.strip())
    return {word if word == UNDECIDED else CauseHop(word): float(weight) for word, weight in pairs}


@dataclass(frozen=True)
class Sign:
    """One thing that a report may show.

    Attributes:
        name: `area.word`, unique; the simulated world shows signs of the same names.
        means: What it tells whoever reads it.
        speaks: For (or, below nought, against) which words, in doublings of their odds.
        patterns: Any of them in a line, of prose or of a log; letter case does not matter.
        prose: Any of these conditions in a text that a person wrote.
        good: Something is as it should be.
        makers_min: It compares makers: so many of them the ticket has to name.
        opposite: Good sign that it rules out: where both are told, the good one is of another phone or another time.
        settled_by: Good sign that, in a later line of the same part, shows that this came to nothing.
    """

    name: str
    means: Words
    speaks: Weights = field(default_factory=dict)
    patterns: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()
    good: bool = False
    settled_by: str = ""
    makers_min: int = 0
    opposite: str = ""

    @property
    def area(self) -> str:
        """What it is about: signs of one area say much the same, so that each further one counts less."""
        return self.name.partition(".")[0]

    @cached_property
    def regex(self) -> re.Pattern[str] | None:
        """All patterns in one."""
        return (
            re.compile("|".join(f"(?:{one})" for one in self.patterns), re.IGNORECASE | re.ASCII)
            if self.patterns
            else None
        )

    @cached_property
    def conditions(self) -> Sequence[Condition]:
        """What `prose` asks for."""
        return tuple(Condition.parse(one) for one in self.prose)


_PLACEHOLDER: Final = ""


def sign(
    name: str,
    en: str,
    zh: str,
    speaks: str = _PLACEHOLDER,
    *,
    patterns: tuple[str, ...] = (),
    prose: tuple[str, ...] = (),
    good: bool = False,
    settled_by: str = "",
    makers_min: int = 0,
    opposite: str = "",
) -> Sign:
    """Return the sign of these parts, where *speaks* is written as `weights` reads it."""
    return Sign(name, Words(en, zh), weights(speaks), patterns, prose, good, settled_by, makers_min, opposite)
