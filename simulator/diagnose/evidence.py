"""What was recognised in a ticket: each fact with its place, its words and its meaning."""

from collections.abc import Collection
from dataclasses import dataclass, field

from simulator.causes.words import Words
from simulator.diagnose.sign import Weights

TEXT_LENGTH_MAX = 300


@dataclass(frozen=True, slots=True)
class Evidence:
    """One recognised fact.

    Attributes:
        file: Part of the ticket.
        line: In it, from 1; 0 where it is about the whole part.
        text: As it stands there, secrets masked, cut.
        means: What it tells.
        sign: Name of the sign, such as `log.token_empty` or `code.vivo.server.10302`.
        speaks: Weights of the sign by word, in doublings of the odds.
        good: Something is as it should be.
    """

    file: str
    line: int
    text: str
    means: Words
    sign: str
    speaks: Weights = field(default_factory=dict)
    good: bool = False

    @property
    def area(self) -> str:
        """What it is about: signs of one area say much the same."""
        return self.sign.partition(".")[0]


def events(evidence: Collection[Evidence]) -> list[list[Evidence]]:
    """Return *evidence* by what happened: signs that the very same words show tell of one event."""
    found: dict[tuple[str, int, str], list[Evidence]] = {}
    for one in evidence:
        found.setdefault((one.file, one.line, one.text), []).append(one)
    return list(found.values())
