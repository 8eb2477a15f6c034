"""Two causes at once: where one does not explain a ticket, two are played together, and what they show is compared."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from simulator.causes import CAUSES
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Tree
from simulator.causes.together import together
from simulator.diagnose.comparison import Comparison, Ticket
from simulator.diagnose.model import Model
from simulator.diagnose.observe import Seen, observe
from simulator.diagnose.rank import Candidate, Ranked, World, log_sum, rules_of_thumb

_LOG_SHARE_OF_TWO: Final = math.log(0.1)
"""How many tickets have two causes. Assumed: no figure is public."""
_PLAYED_MAX: Final = 40
"""Pairs that are played, of those that could explain most."""


@dataclass(frozen=True)
class Pair:
    """Two causes in one world.

    Attributes:
        tree: The scenario with both.
        probability: That it is these two, and no other two and no single one.
    """

    first: Candidate
    second: Candidate
    tree: Tree
    seen: Seen
    probability: float

    def other_than(self, name: str) -> Candidate | None:
        """Return the cause beside that of *name*; None where that is not in it."""
        if name == self.first.id:
            return self.second
        return self.first if name == self.second.id else None


def pairs(ticket: Ticket, world: World, ranked: Ranked, model: Model) -> tuple[Pair, ...]:
    """Return pairs of causes, most probable first; none where a single one leaves nothing firm unexplained."""
    comparison = Comparison(ticket, [one.seen for one in world.candidates])
    best, _ = ranked.candidates[0]
    left_open = comparison.left_open(best.seen)
    if not left_open:
        return ()
    promising = sorted(_promising(ticket, world, comparison, model), key=lambda one: -one[0] - one[1])[:_PLAYED_MAX]
    found: list[tuple[float, Pair]] = []
    for before, _, first, second in promising:
        words = (first.word, second.word)
        orders = [
            (comparison.fit(seen, words), tree, seen)
            for tree, seen in _played(world, first, second)
            if not left_open <= comparison.left_open(seen)
        ]
        if orders:
            fit, tree, seen = max(orders, key=lambda one: one[0])
            found.append((before + fit, Pair(first, second, tree, seen, 0.0)))
    if not found:
        return ()
    total = log_sum([ranked.log_total, *(score for score, _ in found)])
    found.sort(key=lambda one: (-one[0], one[1].first.id, one[1].second.id))
    return tuple(replace(pair, probability=math.exp(score - total)) for score, pair in found)


def _promising(
    ticket: Ticket, world: World, comparison: Comparison, model: Model
) -> Iterator[tuple[float, float, Candidate, Candidate]]:
    """Walk all pairs, each with the logarithm of what it weighs, and of what its world may add to it at most."""
    here = [one for one in world.candidates if one.setting == world.setting and one.word != CauseHop.EXPECTED_BEHAVIOUR]
    for first, second in combinations(here, 2):
        fit = comparison.fit_at_best(first.seen, second.seen, (first.word, second.word))
        yield _before(ticket, first, second, model), fit, first, second


def _before(ticket: Ticket, first: Candidate, second: Candidate, model: Model) -> float:
    """Return the logarithm of what a pair weighs before its world is looked at."""
    priors = model.log_priors()
    apart = sum(priors[one.word] + math.log(one.share) for one in (first, second))
    said = model.weight(ticket.evidence, (first.word, second.word))
    return _LOG_SHARE_OF_TWO + apart + rules_of_thumb(ticket) * said


def _played(world: World, first: Candidate, second: Candidate) -> Iterator[tuple[Tree, Seen]]:
    """Walk the worlds with both causes, in either order where it matters."""
    orders = ((first, second), (second, first))
    trees = [together(world.setting, (CAUSES[one.id] for one in order)) for order in orders]
    for index, tree in enumerate(trees):
        if tree is not None and tree not in trees[:index]:
            seen = observe(tree)
            if is_lost(seen):
                yield tree, seen


def is_lost(seen: Seen) -> bool:
    """Whether the push is lost in what was *seen*, as an expectation says and no step that could not be taken."""
    failure = seen.result.failure
    return failure is not None and failure.step.verb.startswith("must_")
