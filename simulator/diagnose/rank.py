"""Ranks causes: each is played in the customer's world, and what it shows is compared with what was reported."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from simulator.causes import CAUSES
from simulator.causes.cause import Cause
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Edits, Tree, edited
from simulator.causes.setting import Setting, healthy
from simulator.diagnose.comparison import Comparison, Ticket
from simulator.diagnose.model import Model, fitted, shares
from simulator.diagnose.observe import Seen, observe
from simulator.vendors import VENDORS

HEALTHY: Final = "healthy"

_THUMB_WITH_SETTINGS: Final = 0.2
_THUMB_WITH_LOG: Final = 0.7
TOLD_APART: Final = 12.0
"""So much more probable is a cause that a ticket tells from another one of its word."""


@dataclass(frozen=True)
class Candidate:
    """One cause in the customer's world.

    Attributes:
        id: Of the cause, or `healthy`.
        setting: Where it was played.
        tree: The scenario with it.
        share: Of those of its word.
    """

    id: str
    word: str
    setting: Setting
    tree: Tree
    seen: Seen
    share: float


@dataclass(frozen=True)
class Group:
    """Causes of one word that the ticket does not tell apart, best first; it is as probable as all together."""

    candidates: tuple[Candidate, ...]
    probability: float

    @property
    def first(self) -> Candidate:
        """The one that stands for them."""
        return self.candidates[0]


@dataclass(frozen=True)
class Ranked:
    """All candidates with their probabilities, most probable first.

    Attributes:
        words: Probability of each word, `undecided` among them.
        log_total: Logarithm of what all candidates weigh, before it is shared out.
    """

    candidates: tuple[tuple[Candidate, float], ...]
    words: Mapping[str, float]
    log_total: float

    def groups(self) -> list[Group]:
        """Return the candidates, those together that the ticket does not tell apart, most probable first."""
        found: list[list[tuple[Candidate, float]]] = []
        for candidate, share in self.candidates:
            for group in found:
                leader, leaders = group[0]
                if leader.word == candidate.word and share * TOLD_APART >= leaders:
                    group.append((candidate, share))
                    break
            else:
                found.append([(candidate, share)])
        groups = [Group(tuple(one for one, _ in group), sum(share for _, share in group)) for group in found]
        return sorted(groups, key=lambda group: -group.probability)


class World:
    """The candidates of one setting, played once.

    Attributes:
        setting: As the ticket has it, with a phone that has push.
        has_unfit_phone: The ticket's own phone has none.
    """

    def __init__(self, setting: Setting) -> None:
        """Play every cause that concerns *setting*, and for words without one those of other vendors."""
        self.setting = setting
        self.healthy = _played(HEALTHY, HEALTHY, setting, (), 1.0)
        self.has_unfit_phone = not self.healthy.seen.is_well
        if self.has_unfit_phone:
            self.setting = replace(setting, model="")
            self.healthy = _played(HEALTHY, HEALTHY, self.setting, (), 1.0)
        self.candidates = tuple(self._candidates())

    def _candidates(self) -> Iterable[Candidate]:
        found = {name: self.setting for name, cause in CAUSES.items() if cause.concerns(self.setting)}
        words = {CAUSES[name].cause_hop for name in found}
        for name, cause in CAUSES.items():
            if cause.cause_hop not in words and (elsewhere := _elsewhere(cause)) is not None:
                found[name] = elsewhere
        totals: dict[CauseHop, float] = {}
        for name in found:
            totals[CAUSES[name].cause_hop] = totals.get(CAUSES[name].cause_hop, 0.0) + CAUSES[name].prior
        for name, setting in found.items():
            cause = CAUSES[name]
            yield _played(name, cause.cause_hop, setting, cause.inject(setting), cause.prior / totals[cause.cause_hop])


def _played(name: str, word: str, setting: Setting, edits: Edits, share: float) -> Candidate:
    tree = edited(healthy(setting), edits)
    return Candidate(name, word, setting, tree, observe(tree), share)


def _elsewhere(cause: Cause) -> Setting | None:
    """Return where else *cause* can happen."""
    settings = (Setting(vendor) for vendor in VENDORS)
    return next((setting for setting in settings if cause.concerns(setting)), None)


def rank(ticket: Ticket, world: World, model: Model | None = None, fits: Mapping[str, float] | None = None) -> Ranked:
    """Return the candidates of *world*, and how probable each is after *ticket*, whose *fits* may be known already."""
    chosen = fitted() if model is None else model
    priors = chosen.log_priors()
    words = {
        word: priors[word] + rules_of_thumb(ticket) * (score - priors[word])
        for word, score in chosen.scores(ticket.evidence).items()
    }
    fits = fits_of(ticket, world) if fits is None else fits
    scores = {
        candidate.id: words[candidate.word] + math.log(candidate.share) + fits[candidate.id]
        for candidate in world.candidates
    }
    present = {candidate.word for candidate in world.candidates}
    # A word without a cause of its own, `undecided` above all, shows what causes show on the average.
    usual = log_sum([priors[one.word] + math.log(one.share) + fits[one.id] for one in world.candidates])
    rest = {word: score + usual for word, score in words.items() if word not in present}
    raw = {**scores, **{f"={word}": score for word, score in rest.items()}}
    share = shares(raw)
    by_word: dict[str, float] = dict.fromkeys(words, 0.0)
    for candidate in world.candidates:
        by_word[candidate.word] += share[candidate.id]
    for word in rest:
        by_word[word] += share[f"={word}"]
    told = chosen.sharpened(by_word)
    by_id = {one.id: share[one.id] * told[one.word] / max(by_word[one.word], 1e-300) for one in world.candidates}
    ordered = sorted(world.candidates, key=lambda one: (-by_id[one.id], one.id))
    return Ranked(
        tuple((one, by_id[one.id]) for one in ordered),
        dict(sorted(told.items(), key=lambda pair: -pair[1])),
        log_sum(raw.values()),
    )


def rules_of_thumb(ticket: Ticket) -> float:
    """Return what the general meaning of signs counts: the more was looked up, the more the played causes know."""
    if ticket.has_settings:
        return _THUMB_WITH_SETTINGS
    return _THUMB_WITH_LOG if ticket.has_log else 1.0


def log_sum(values: Collection[float]) -> float:
    """Return the logarithm of the sum of what *values* are the logarithms of."""
    top = max(values)
    return top + math.log(sum(math.exp(value - top) for value in values))


def fits_of(ticket: Ticket, world: World) -> Mapping[str, float]:
    """Return the log likelihood of the ticket's signs and lines for each candidate."""
    comparison = Comparison(ticket, [one.seen for one in world.candidates])
    return {one.id: comparison.fit(one.seen, (one.word,)) for one in world.candidates}
