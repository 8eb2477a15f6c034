"""What a ticket comes to: the verdict, and causes that stand for it, most probable first; alone, or two at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from simulator.causes.cause_hop import CauseHop
from simulator.diagnose.comparison import Ticket
from simulator.diagnose.evidence import Evidence
from simulator.diagnose.findings import Findings
from simulator.diagnose.model import Model, fitted
from simulator.diagnose.observe import shape_of
from simulator.diagnose.pairs import Pair, pairs
from simulator.diagnose.rank import TOLD_APART, Candidate, Group, Ranked, World, rank
from simulator.diagnose.sign import UNDECIDED, sign

NO_SERVICE: Final = sign(
    "device.no_service",
    "the catalogue has this phone without push of its vendor",
    "型号库中该机型没有厂商推送",
    "device_unsupported 2.5, vendor_registration 0.7",
)


class Verdict(StrEnum):
    """The four ways a ticket ends."""

    BROKEN = "broken"
    HEALTHY = "healthy"
    EXPECTED_BEHAVIOUR = "expected_behaviour"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Conclusion:
    """What a ticket comes to.

    Attributes:
        groups: Causes, those together that the ticket does not tell apart, most probable first.
        pair: Where two causes at once are more probable than one: the first of two groups each.
    """

    ticket: Ticket
    world: World
    ranked: Ranked
    verdict: Verdict
    groups: tuple[Group, ...]
    pair: Pair | None

    @property
    def words(self) -> tuple[str, ...]:
        """The words of its causes, each once."""
        return tuple(dict.fromkeys(group.first.word for group in self.groups))


def ticket_of(findings: Findings) -> Ticket:
    """Return what of *findings* is compared with simulated worlds."""
    lines = (
        frozenset(shape_of(line.text) for line in findings.lines if not line.is_prose)
        if findings.has_log
        else frozenset()
    )
    return Ticket(
        findings.recognised(),
        lines,
        findings.has_log,
        findings.facts.setting(),
        findings.has_settings,
        findings.looked_up.decided,
    )


def ticket_in(world: World, ticket: Ticket) -> Ticket:
    """Return *ticket* with what the catalogue of phones adds to it."""
    if not world.has_unfit_phone:
        return ticket
    model = ticket.setting.model_name
    unfit = Evidence("ticket", 0, model, NO_SERVICE.means, NO_SERVICE.name, NO_SERVICE.speaks)
    return replace(ticket, evidence=(*ticket.evidence, unfit))


def conclude(
    ticket: Ticket, world: World, model: Model | None = None, fits: Mapping[str, float] | None = None
) -> Conclusion:
    """Return what *ticket* comes to among the candidates of *world*; their *fits* may be known already."""
    chosen = fitted() if model is None else model
    ranked = rank(ticket, world, chosen, fits)
    verdict = _verdict(ticket, world, ranked)
    groups = ranked.groups()
    if verdict is Verdict.HEALTHY:
        return Conclusion(ticket, world, ranked, verdict, (), None)
    found = pairs(ticket, world, ranked, chosen)
    of_two = sum(one.probability for one in found)
    if of_two <= 1 / 2:
        return Conclusion(ticket, world, ranked, verdict, tuple(groups), None)
    both = [_group(found, found[0].first, found[0].second), _group(found, found[0].second, found[0].first)]
    both.sort(key=lambda group: -group.probability)
    named = {one.id for group in both for one in group.candidates}
    others = [Group(group.candidates, group.probability * (1 - of_two)) for group in groups]
    rest = [group for group in others if not named & {one.id for one in group.candidates}]
    return Conclusion(ticket, world, ranked, Verdict.BROKEN, (*both, *rest), found[0])


def _verdict(ticket: Ticket, world: World, ranked: Ranked) -> Verdict:
    usual = world.healthy.seen.shown
    troubles = [one for one in ticket.evidence if not one.good and one.sign not in usual]
    if not troubles:
        # Who writes in has some trouble: only what was looked at can show that there is none.
        was_looked_at = ticket.has_log or ticket.has_settings or bool(ticket.decided)
        return Verdict.HEALTHY if ticket.evidence and was_looked_at else Verdict.UNDECIDED
    top = next(iter(ranked.words))
    if top == UNDECIDED:
        return Verdict.UNDECIDED
    return Verdict.EXPECTED_BEHAVIOUR if top == CauseHop.EXPECTED_BEHAVIOUR else Verdict.BROKEN


def _group(found: tuple[Pair, ...], leader: Candidate, beside: Candidate) -> Group:
    """Return *leader* with what could as well stand beside *beside*, and how probable it is that one of them does."""
    likeliest = found[0].probability
    rivals = [(pair.other_than(beside.id), pair.probability) for pair in found]
    members = tuple(
        one for one, share in rivals if one is not None and one.word == leader.word and share * TOLD_APART >= likeliest
    )
    names = {one.id for one in members}
    share = sum(pair.probability for pair in found if names & {pair.first.id, pair.second.id})
    return Group(members, min(1.0, share))
