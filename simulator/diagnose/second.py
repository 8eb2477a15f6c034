"""Two causes at once: what the first one does not explain is looked at by itself, and both are played together."""

from dataclasses import replace
from typing import Final

from simulator.causes import CAUSES
from simulator.causes.edit import edited
from simulator.diagnose.observe import observe
from simulator.diagnose.rank import Candidate, Ranked, Ticket, World, rank

_FIRM: Final = frozenset({"set", "log", "code", "trace"})
"""Areas of signs that do not come about by a slip of somebody's tongue."""


def second_cause(ticket: Ticket, world: World, ranked: Ranked) -> tuple[Candidate, float] | None:
    """Return what stands beside the first cause of *ranked*, and how probable it is; None where one explains it all."""
    first, share = ranked.candidates[0]
    explained = ticket.signs_of(first.seen) | world.healthy.seen.shown
    left = tuple(one for one in ticket.evidence if one.area in _FIRM and not one.good and one.sign not in explained)
    if not left:
        return None
    rest = rank(replace(ticket, evidence=left, lines=frozenset(), has_log=False, has_settings=False), world)
    wanted = {one.sign for one in left}
    for candidate, own in rest.candidates[:3]:
        shown = wanted & candidate.seen.shown
        if shown and candidate.id != first.id and shown <= _shown_together(first, candidate):
            return candidate, share * own
    return None


def _shown_together(first: Candidate, second: Candidate) -> frozenset[str]:
    """Return the signs of a world with both causes; none where they cannot stand together."""
    try:
        tree = edited(first.tree, CAUSES[second.id].inject(first.setting))
    except LookupError:
        return frozenset()
    return observe(tree).shown
