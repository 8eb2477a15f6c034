"""The answer to a ticket: verdict, causes with their evidence, verified repairs, what to ask next, and a scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any, Final

import msgspec

from simulator.causes import CAUSES
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import edited, plain, to_yaml, told
from simulator.causes.setting import PHONE, RECEIVER
from simulator.causes.words import Words
from simulator.diagnose.evidence import Evidence
from simulator.diagnose.findings import Findings
from simulator.diagnose.model import Model
from simulator.diagnose.observe import shape_of
from simulator.diagnose.playing import play
from simulator.diagnose.questions import Asked, ask_next
from simulator.diagnose.rank import Candidate, Group, Ranked, Ticket, World, rank
from simulator.diagnose.second import second_cause
from simulator.diagnose.sign import UNDECIDED, sign
from simulator.diagnose.ticket import Unreadable
from simulator.world.catalogue import find_source
from simulator.world.troubleshooting import TROUBLESHOOTING, Checkup

CAUSES_TOLD: Final = 5
SHARE_MIN: Final = 0.01
_SURE: Final = 0.9


NO_SERVICE: Final = sign(
    "device.no_service",
    "the catalogue has this phone without push of its vendor",
    "型号库中该机型没有厂商推送",
    "device_unsupported 4, vendor_registration 1",
)


class Verdict(StrEnum):
    """The four ways a ticket ends."""

    BROKEN = "broken"
    HEALTHY = "healthy"
    EXPECTED_BEHAVIOUR = "expected_behaviour"
    UNDECIDED = "undecided"


class VerifiedRepair(msgspec.Struct, frozen=True):
    """A repair that was tried: without it the same world loses the push, with it the notification is shown.

    Attributes:
        edits: As data.
        told: The same for people.
    """

    text: Words
    edits: list[dict[str, Any]]
    told: tuple[str, ...]
    verified: bool


class ToldCause(msgspec.Struct, frozen=True):
    """One cause of an answer.

    Attributes:
        also: Further causes of its word that the ticket does not tell from it; the probability is of all together.
    """

    id: str
    about: Words
    hop: str | None
    cause_hop: str
    probability: float
    evidence: tuple[Evidence, ...]
    contradicted_by: tuple[Evidence, ...]
    repair: VerifiedRepair | None
    also: tuple[str, ...] = ()


class Ending(msgspec.Struct, frozen=True):
    """Where, in the simulated world, the push can no longer be saved.

    Attributes:
        rule: What says no there, with its source; empty where nothing does.
        source: Of the rule.
        check: Where the guides' order of checks stops in that world; empty where it stops nowhere.
    """

    hop: str
    reason: str
    rule: str
    source: str
    check: str


class Answer(msgspec.Struct, frozen=True):
    """All that there is to say to a ticket.

    Attributes:
        words: Probability of each word of `cause_hop`, most probable first.
        scenario: YAML that fails the way the customer's app fails; empty where nothing is broken.
    """

    verdict: Verdict
    hop: str | None
    causes: tuple[ToldCause, ...]
    ask_next: tuple[Asked, ...]
    scenario: str
    unreadable: tuple[Unreadable, ...]
    evidence: tuple[Evidence, ...]
    words: Mapping[str, float]
    ending: Ending | None
    vendor: str


def diagnose(findings: Findings, model: Model | None = None, world: World | None = None) -> Answer:
    """Return the answer to a ticket of *findings*; *world* holds the candidates where they were played before."""
    ticket = ticket_of(findings)
    played = World(ticket.setting) if world is None else world
    if played.has_unfit_phone:
        ticket = replace(ticket, evidence=(*ticket.evidence, _unfit(ticket.setting.model_name)))
    ranked = rank(ticket, played, model)
    verdict = verdict_of(ticket, played, ranked)
    if verdict is Verdict.HEALTHY:
        return Answer(
            verdict,
            None,
            (),
            (),
            "",
            tuple(findings.unreadable),
            ticket.evidence,
            ranked.words,
            None,
            ticket.setting.vendor,
        )
    groups = ranked.groups()
    beside = second_cause(ticket, played, ranked)
    if beside is not None:
        groups = [group for group in groups if group.first.id != beside[0].id]
        groups = sorted([*groups, Group((beside[0],), beside[1])], key=lambda group: -group.probability)
    kept = [group for group in groups if group.probability >= SHARE_MIN][:CAUSES_TOLD] or groups[:1]
    causes = tuple(_told(group, ticket, played) for group in kept)
    first = kept[0].first
    remaining = [pair for pair in ranked.candidates if any(pair[0] in group.candidates for group in kept)]
    reported = frozenset(one.sign for one in ticket.evidence)
    return Answer(
        verdict,
        causes[0].hop if verdict is not Verdict.EXPECTED_BEHAVIOUR else None,
        causes,
        tuple(ask_next(remaining, reported)) if _leaves_a_question(verdict, causes) else (),
        _scenario(first, causes[0]),
        tuple(findings.unreadable),
        ticket.evidence,
        ranked.words,
        _ending(first),
        ticket.setting.vendor,
    )


def _unfit(model: str) -> Evidence:
    """Return that a phone of the catalogue has no push of its vendor."""
    return Evidence("ticket", 0, model, NO_SERVICE.means, NO_SERVICE.name, NO_SERVICE.speaks)


def _leaves_a_question(verdict: Verdict, causes: Sequence[ToldCause]) -> bool:
    is_sure = verdict is Verdict.BROKEN and causes[0].probability >= _SURE and not causes[0].also
    return verdict is not Verdict.EXPECTED_BEHAVIOUR and not is_sure


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


def verdict_of(ticket: Ticket, world: World, ranked: Ranked) -> Verdict:
    """Return how *ticket* ends, where its causes are *ranked*."""
    usual = world.healthy.seen.shown
    troubles = [one for one in ticket.evidence if not one.good and one.sign not in usual]
    if not troubles:
        return Verdict.HEALTHY if ticket.evidence else Verdict.UNDECIDED
    top = next(iter(ranked.words))
    if top == UNDECIDED:
        return Verdict.UNDECIDED
    return Verdict.EXPECTED_BEHAVIOUR if top == CauseHop.EXPECTED_BEHAVIOUR else Verdict.BROKEN


def _told(group: Group, ticket: Ticket, world: World) -> ToldCause:
    candidate = group.first
    cause = CAUSES[candidate.id]
    known = frozenset().union(*(ticket.signs_of(one.seen) for one in world.candidates))

    def leaning(one: Evidence) -> float:
        """Return how much *one* is for, or against, this cause: what its run shows counts beside what the sign says."""
        said = one.speaks.get(candidate.word, 0.0)
        if one.sign in known:
            said += 1.0 if one.sign in ticket.signs_of(candidate.seen) else -1.0
        return said

    return ToldCause(
        candidate.id,
        cause.about,
        cause.hop,
        cause.cause_hop,
        round(group.probability, 4),
        tuple(one for one in ticket.evidence if leaning(one) > 0),
        tuple(one for one in ticket.evidence if leaning(one) < 0),
        _first_verified(candidate),
        tuple(one.id for one in group.candidates[1:]),
    )


def _first_verified(candidate: Candidate) -> VerifiedRepair | None:
    """Return the cheapest repair that a rerun proves."""
    if candidate.seen.is_well:
        return None
    for repair in CAUSES[candidate.id].repairs:
        edits = repair.edits(candidate.setting)
        if play(edited(candidate.tree, edits)).failure is None:
            return VerifiedRepair(repair.text, plain(edits), tuple(told(edit) for edit in edits), True)
    return None


def _scenario(candidate: Candidate, cause: ToldCause) -> str:
    tree = {**candidate.tree, "name": cause.about.en}
    comments = [f"{cause.about.en} / {cause.about.zh}", "It fails as the customer's app does."]
    if cause.repair is not None:
        comments += [
            f"Repair: {cause.repair.text.en} / {cause.repair.text.zh}",
            *(f"  {line}" for line in cause.repair.told),
        ]
    return to_yaml(tree, comments)


def _ending(candidate: Candidate) -> Ending | None:
    verdicts = [one for one in candidate.seen.result.verdicts() if one.reason]
    if not verdicts:
        return None
    last = verdicts[-1]
    source = find_source(last.rule) if last.rule else None
    world = candidate.seen.result.world
    check = world.rules.first_no(TROUBLESHOOTING, Checkup(world, PHONE, RECEIVER))
    return Ending(
        last.hop,
        last.root or last.reason,
        last.rule,
        "" if source is None else str(source),
        "" if check is None else check.name.rpartition("check_")[2],
    )


# -- JSON --------------------------------------------------------------------------------------------------------------


def to_json(answer: Answer) -> dict[str, Any]:
    """Return *answer* as `--json` prints it."""
    return {
        "verdict": answer.verdict,
        "hop": answer.hop,
        "causes": [_cause_json(one) for one in answer.causes],
        "ask_next": [
            {"question": one.question.en, "question_zh": one.question.zh, "how": one.how, "decides": list(one.decides)}
            for one in answer.ask_next
        ],
        "scenario": answer.scenario,
        "unreadable": [{"file": one.file, "why": one.why} for one in answer.unreadable],
    }


def _cause_json(cause: ToldCause) -> dict[str, Any]:
    repair = cause.repair
    return {
        "id": cause.id,
        "hop": cause.hop,
        "cause_hop": cause.cause_hop,
        "probability": cause.probability,
        "also": list(cause.also),
        "evidence": [_evidence_json(one) for one in cause.evidence],
        "contradicted_by": [_evidence_json(one) for one in cause.contradicted_by],
        "repair": None
        if repair is None
        else {"text": repair.text.en, "text_zh": repair.text.zh, "edits": repair.edits, "verified": repair.verified},
    }


def _evidence_json(one: Evidence) -> dict[str, Any]:
    return {"file": one.file, "line": one.line, "text": one.text, "means": one.means.en}
