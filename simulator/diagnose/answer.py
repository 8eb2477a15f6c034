"""The answer to a ticket: verdict, causes with their evidence, verified repairs, what to ask next, and a scenario."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any, Final, NamedTuple

import msgspec

from simulator.causes import CAUSES
from simulator.causes.cause import Repair
from simulator.causes.edit import Edits, Tree, edited, plain, to_yaml
from simulator.causes.setting import PHONE, RECEIVER
from simulator.causes.words import Words
from simulator.diagnose.chain import Station, chain_of
from simulator.diagnose.conclude import Conclusion, Verdict, conclude, ticket_in, ticket_of
from simulator.diagnose.evidence import Evidence
from simulator.diagnose.findings import Findings
from simulator.diagnose.looked_up import CONTRADICTION
from simulator.diagnose.model import Model
from simulator.diagnose.observe import Seen
from simulator.diagnose.pairs import Pair
from simulator.diagnose.playing import play
from simulator.diagnose.questions import Asked, ask_next
from simulator.diagnose.rank import Candidate, Group, World
from simulator.diagnose.ticket import Unreadable
from simulator.runner.result import CaseResult
from simulator.world.catalogue import find_source
from simulator.world.troubleshooting import TROUBLESHOOTING, Checkup

CAUSES_TOLD: Final = 5
SHARE_MIN: Final = 0.01
_SURE: Final = 0.9


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
        together: The ids of the first two causes where both are so at once; else empty.
        before: The journey in the world of the first cause, or of the two.
        after: The same with the repair; empty where none is proved.
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
    together: tuple[str, ...]
    before: tuple[Station, ...]
    after: tuple[Station, ...]

    @property
    def contradictions(self) -> tuple[Evidence, ...]:
        """What two parts of the ticket tell differently."""
        return tuple(one for one in self.evidence if one.area == CONTRADICTION)


def diagnose(findings: Findings, model: Model | None = None, world: World | None = None) -> Answer:
    """Return the answer to a ticket of *findings*; *world* holds the candidates where they were played before."""
    ticket = ticket_of(findings)
    played = World(ticket.setting) if world is None else world
    found = conclude(ticket_in(played, ticket), played, model)
    kept = [group for group in found.groups if group.probability >= SHARE_MIN][:CAUSES_TOLD] or list(found.groups[:1])
    repairs = _repairs(kept, found.pair)
    causes = tuple(_told(group, found, repairs.by_cause[group.first.id]) for group in kept)
    return Answer(
        found.verdict,
        causes[0].hop if causes and found.verdict is not Verdict.EXPECTED_BEHAVIOUR else None,
        causes,
        _asked(found, kept, causes),
        _scenario(found, causes) if causes else "",
        tuple(findings.unreadable),
        found.ticket.evidence,
        found.ranked.words,
        _ending(_seen(found)) if causes else None,
        ticket.setting.vendor,
        () if found.pair is None else (causes[0].id, causes[1].id),
        chain_of(_seen(found).result) if causes else (),
        repairs.after,
    )


def _asked(found: Conclusion, kept: Sequence[Group], causes: Sequence[ToldCause]) -> tuple[Asked, ...]:
    if not causes or not _leaves_a_question(found.verdict, causes):
        return ()
    remaining = [pair for pair in found.ranked.candidates if any(pair[0] in group.candidates for group in kept)]
    which = (_which_is_right(one, causes) for one in found.ticket.evidence if one.area == CONTRADICTION)
    return (*which, *ask_next(remaining, frozenset(one.sign for one in found.ticket.evidence)))


def _which_is_right(contradiction: Evidence, causes: Sequence[ToldCause]) -> Asked:
    """Return the question which of two parts of the ticket is right."""
    place = f"{contradiction.file}:{contradiction.line}" if contradiction.line else contradiction.file
    question = Words(
        f"{place} has {contradiction.text}, {contradiction.means.en}: which of the two is right?",
        f"{place} 中是 {contradiction.text}，{contradiction.means.zh}，以哪个为准？",
    )
    how = Words(
        "ask which build, and which IM application, this phone had",
        "确认这台手机当时安装的是哪个包、使用的是哪个 IM 应用",
    )
    return Asked(question, how, tuple(one.id for one in causes), 1.0)


def _leaves_a_question(verdict: Verdict, causes: Sequence[ToldCause]) -> bool:
    is_sure = verdict is Verdict.BROKEN and causes[0].probability >= _SURE and not causes[0].also
    return verdict is not Verdict.EXPECTED_BEHAVIOUR and not is_sure


def _told(group: Group, found: Conclusion, repair: VerifiedRepair | None) -> ToldCause:
    candidate, ticket = group.first, found.ticket
    cause = CAUSES[candidate.id]
    known = frozenset().union(*(ticket.signs_of(one.seen) for one in found.world.candidates))
    in_pair = found.pair is not None and candidate.id in {found.pair.first.id, found.pair.second.id}
    # What the one does not show, the other may.
    explained = ticket.signs_of(_seen(found)) if in_pair else frozenset()

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
        tuple(one for one in ticket.evidence if leaning(one) < 0 and one.sign not in explained),
        repair,
        tuple(one.id for one in group.candidates[1:]),
    )


# -- repairs -----------------------------------------------------------------------------------------------------------


class _Repairs(NamedTuple):
    """What mends the causes of an answer.

    Attributes:
        by_cause: Of each first cause the cheapest repair that a rerun proves; of two at once both are needed.
        after: The journey of the first cause, or of the two, with it.
    """

    by_cause: Mapping[str, VerifiedRepair | None]
    after: tuple[Station, ...]


def _repairs(groups: Sequence[Group], pair: Pair | None) -> _Repairs:
    by_cause: dict[str, VerifiedRepair | None] = {}
    after: tuple[Station, ...] = ()
    for number, group in enumerate(groups):
        proved = _first_verified(group.first)
        by_cause[group.first.id] = None if proved is None else proved[0]
        if proved is not None and number == 0 and pair is None:
            after = proved[1]
    both = None if pair is None else _both_verified(pair)
    return _Repairs(by_cause, after) if both is None else _Repairs({**by_cause, **both[0]}, both[1])


def _first_verified(candidate: Candidate) -> tuple[VerifiedRepair, tuple[Station, ...]] | None:
    if candidate.seen.is_well:
        return None
    for repair in CAUSES[candidate.id].repairs:
        edits = repair.edits(candidate.setting)
        if (mended := _mended(candidate.tree, edits)) is not None:
            return _verified(repair, edits), chain_of(mended)
    return None


def _both_verified(pair: Pair) -> tuple[Mapping[str, VerifiedRepair], tuple[Station, ...]] | None:
    """Return a repair of each, where both together mend the world and neither does alone."""
    ways = (
        [(repair, repair.edits(one.setting)) for repair in CAUSES[one.id].repairs] for one in (pair.first, pair.second)
    )
    for (first, edits), (second, others) in product(*ways):
        alone = (_mended(pair.tree, one) for one in (edits, others))
        if all(one is None for one in alone) and (both := _mended(pair.tree, (*edits, *others))) is not None:
            repairs = {pair.first.id: _verified(first, edits), pair.second.id: _verified(second, others)}
            return repairs, chain_of(both)
    return None


def _mended(tree: Tree, edits: Edits) -> CaseResult | None:
    """Return the run of *tree* with *edits*; None where it fails even then, or cannot be edited so."""
    try:
        result = play(edited(tree, edits))
    except LookupError:
        return None
    return result if result.failure is None else None


def _verified(repair: Repair, edits: Edits) -> VerifiedRepair:
    return VerifiedRepair(repair.text, plain(edits), tuple(edit.told() for edit in edits), True)


# -- scenario ----------------------------------------------------------------------------------------------------------


def _scenario(found: Conclusion, causes: Sequence[ToldCause]) -> str:
    tree = found.groups[0].first.tree if found.pair is None else found.pair.tree
    named = causes[: 1 if found.pair is None else 2]
    comments = [f"{one.about.en} / {one.about.zh}" for one in named]
    comments.append("It fails as the customer's app does.")
    for one in named:
        if one.repair is not None:
            comments.append(f"Repair: {one.repair.text.en} / {one.repair.text.zh}")
            comments += [f"  {line}" for line in one.repair.told]
    return to_yaml({**tree, "name": ", and ".join(one.about.en for one in named)}, comments)


def _seen(found: Conclusion) -> Seen:
    """Return what shows in the world that the answer is about."""
    return found.groups[0].first.seen if found.pair is None else found.pair.seen


def _ending(seen: Seen) -> Ending | None:
    verdicts = [one for one in seen.result.verdicts() if one.reason]
    if not verdicts:
        return None
    last = verdicts[-1]
    source = find_source(last.rule) if last.rule else None
    world = seen.result.world
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
            {
                "question": one.question.en,
                "question_zh": one.question.zh,
                "how": one.how.en,
                "how_zh": one.how.zh,
                "decides": list(one.decides),
            }
            for one in answer.ask_next
        ],
        "scenario": answer.scenario,
        "together": list(answer.together),
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
