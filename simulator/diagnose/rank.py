"""Ranks causes: each is played in the customer's world, and what it shows is compared with what was reported."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from simulator.causes import CAUSES
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Tree, edited
from simulator.causes.setting import Setting, healthy
from simulator.diagnose.evidence import Evidence
from simulator.diagnose.model import Model, fitted, shares
from simulator.diagnose.observe import Seen, observe

HEALTHY: Final = "healthy"

# How likely a sign is reported though the cause does not show it, by how it came into the report: a log does not err,
# people leave things out and mean something else.
_STRAY_LOG: Final = 0.02
_STRAY_PROSE: Final = 0.25
_SEEN: Final = 0.9
_RELATED: Final = 0.5
"""The same where it is a sign of others of this word."""
_MISSING_IN_LOG: Final = 0.1
"""How likely a line that the cause writes is not in a log that was sent."""
_MISSING_IN_SETTINGS: Final = 0.03
"""How likely settings that were looked up do not show what the cause makes of them."""
_THUMB_WITH_SETTINGS: Final = 0.2
_THUMB_WITH_LOG: Final = 0.7
_LOG: Final = ("log.",)
_SETTINGS: Final = ("set.", "trace.")
_PROSE_AREAS: Final = frozenset(
    {"shown", "killed", "foreground", "locked", "tap", "token", "login", "compare", "limits"}
)


@dataclass(frozen=True)
class Ticket:
    """What there is to compare with.

    Attributes:
        lines: Shapes of the lines of its logs; empty without a log.
        has_log: Whether a log of the phone is there, so that a missing line says something.
        has_settings: Whether settings were looked up, so that what is not among them says something.
    """

    evidence: tuple[Evidence, ...]
    lines: frozenset[str]
    has_log: bool
    setting: Setting
    has_settings: bool = False


@dataclass(frozen=True)
class Candidate:
    """One cause in the customer's world.

    Attributes:
        id: Of the cause, or `healthy`.
        tree: The scenario with it.
    """

    id: str
    word: str
    tree: Tree
    seen: Seen
    share: float


@dataclass(frozen=True)
class Ranked:
    """All candidates with their probabilities, most probable first.

    Attributes:
        words: Probability of each word, `undecided` among them.
    """

    candidates: tuple[tuple[Candidate, float], ...]
    words: Mapping[str, float]


class World:
    """The candidates of one setting, played once."""

    def __init__(self, setting: Setting) -> None:
        """Play every cause that concerns *setting*."""
        self.setting = setting
        base = healthy(setting)
        self.healthy = Candidate(HEALTHY, HEALTHY, base, observe(base), 1.0)
        self.candidates = tuple(self._candidates(base))

    def _candidates(self, base: Tree) -> Iterable[Candidate]:
        concerned = {name: cause for name, cause in CAUSES.items() if cause.concerns(self.setting)}
        totals: dict[CauseHop, float] = {}
        for cause in concerned.values():
            totals[cause.cause_hop] = totals.get(cause.cause_hop, 0.0) + cause.prior
        for name, cause in concerned.items():
            tree = edited(base, cause.inject(self.setting))
            yield Candidate(name, cause.cause_hop, tree, observe(tree), cause.prior / totals[cause.cause_hop])


def rank(ticket: Ticket, world: World, model: Model | None = None, fits: Mapping[str, float] | None = None) -> Ranked:
    """Return the candidates of *world*, and how probable each is after *ticket*, whose *fits* may be known already."""
    chosen = fitted() if model is None else model
    priors = chosen.log_priors()
    words = {
        word: priors[word] + _rules_of_thumb(ticket) * (score - priors[word])
        for word, score in chosen.scores(ticket.evidence).items()
    }
    fits = fits_of(ticket, world) if fits is None else fits
    scores = {
        candidate.id: words[candidate.word] + math.log(candidate.share) + fits[candidate.id]
        for candidate in world.candidates
    }
    present = {candidate.word for candidate in world.candidates}
    # A word without a cause of its own, `undecided` above all, shows what causes show on the average.
    usual = _log_sum([priors[one.word] + math.log(one.share) + fits[one.id] for one in world.candidates])
    rest = {word: score + usual for word, score in words.items() if word not in present}
    share = shares({**scores, **{f"={word}": score for word, score in rest.items()}})
    by_word: dict[str, float] = dict.fromkeys(words, 0.0)
    for candidate in world.candidates:
        by_word[candidate.word] += share[candidate.id]
    for word in rest:
        by_word[word] += share[f"={word}"]
    ordered = sorted(world.candidates, key=lambda one: (-share[one.id], one.id))
    return Ranked(
        tuple((one, share[one.id]) for one in ordered),
        dict(sorted(by_word.items(), key=lambda pair: -pair[1])),
    )


def _rules_of_thumb(ticket: Ticket) -> float:
    """Return what the general meaning of signs counts: the more was looked up, the more the played causes know."""
    if ticket.has_settings:
        return _THUMB_WITH_SETTINGS
    return _THUMB_WITH_LOG if ticket.has_log else 1.0


def _log_sum(values: Sequence[float]) -> float:
    top = max(values)
    return top + math.log(sum(math.exp(value - top) for value in values))


def fits_of(ticket: Ticket, world: World) -> Mapping[str, float]:
    """Return the log likelihood of the ticket's signs and lines for each candidate."""
    candidates = world.candidates
    known = frozenset().union(*(one.seen.signs for one in candidates))
    shapes = frozenset().union(*(one.seen.lines for one in candidates)) if ticket.lines else frozenset()
    compared = [one for one in ticket.evidence if one.sign in known]
    return {one.id: _fit(one, compared, ticket, known, shapes) for one in candidates}


def _fit(
    candidate: Candidate, compared: Iterable[Evidence], ticket: Ticket, known: frozenset[str], shapes: frozenset[str]
) -> float:
    seen = candidate.seen
    reported = {one.sign for one in ticket.evidence}
    total = 0.0
    for one in compared:
        if one.sign in seen.signs:
            total += math.log(_SEEN)
        elif one.speaks.get(candidate.word, 0.0) > 0:
            total += math.log(_RELATED)
        else:
            total += math.log(_STRAY_PROSE if one.area in _PROSE_AREAS else _STRAY_LOG)
    missing = seen.signs & known - reported
    if ticket.has_settings:
        total += sum(one.startswith(_SETTINGS) for one in missing) * math.log(_MISSING_IN_SETTINGS)
    if ticket.has_log:
        total += sum(one.startswith(_LOG) for one in missing) * math.log(_MISSING_IN_LOG)
        met = ticket.lines & shapes
        total += math.log(_STRAY_LOG) * min(3, len(met - seen.lines))
        total += math.log(_MISSING_IN_LOG) * min(3, len(seen.lines - ticket.lines))
    return total
