"""What there is to tell of one case, as plain data: one line of the results file, and all that any report is made of.

It outlives the world, can leave the process that played it, and is the same when it is read from a file.
"""

import re
import shlex
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from simulator.device.device import Device
from simulator.kernel.trace import Record
from simulator.runner.result import CaseOutcome, CaseResult, Failure, Proof, case_name, file_name
from simulator.scenario.explaining import fault_of, fault_text, journey_lines
from simulator.world.verdicts import Verdict
from simulator.world.world import World

NO_TRACE = msgspec.Raw(b"[]")
"""Where nobody wants the records, or none were kept."""


class StepReport(msgspec.Struct, frozen=True):
    """One step of the scenario.

    Attributes:
        line: Where its verb stands, from 1, or the `use:` that brings it in.
        step: The verb.
        fragment: File and line of the fragment that it stands in; empty for the scenario itself.
    """

    line: int
    step: str
    fragment: str = ""


class RootCause(NamedTuple):
    """Why cases failed, the same for all that one correction would mend.

    Attributes:
        reason: The root of what became of the push, the token or the tap; what was not met, where nothing was stopped.
        hop: Where that stands; empty where nothing was stopped.
        rule: What said no; empty where nothing did.
        fault: Of the scenario's own making, that broke the way: `timeout over im>vendor`; empty for none.
    """

    reason: str
    hop: str = ""
    rule: str = ""
    fault: str = ""

    @property
    def title(self) -> str:
        """A few words."""
        return f"{self.reason} at {self.hop}" if self.hop else self.reason


class FailureReport(msgspec.Struct, frozen=True):
    """An expectation that was not met.

    Attributes:
        line: Where the step stands; 0 for one that the world part implies.
        step: The verb.
        what: What happened instead, as one clause.
        details: Label and value of each further line, in their order.
        push_id: The push that it is about, else the last one to the step's phone; `None` where there was none.
        journey: The hops of that push, a line each.
        fragment: File and line of the fragment that the step stands in; empty for the scenario itself.
        stop: What stopped the token, the tap or the push that it is about; `None` where nothing did.
        missing: The reason that something should have been refused for; empty where another expectation was not met.
    """

    line: int
    step: str
    what: str
    details: tuple[tuple[str, str], ...] = ()
    push_id: int | None = None
    journey: tuple[str, ...] = ()
    fragment: str = ""
    stop: RootCause | None = None
    missing: str = ""


class ProofReport(msgspec.Struct, frozen=True):
    """A negative, and the rerun of its case with the reason waived.

    Attributes:
        line: Where the negative stands, from 1.
        step: Its verb.
        because: The reason that it names, waived in the rerun.
        phone: For which phone.
        failure: Why it proves nothing; `None` where the push arrived.
        verdicts: How the pushes of the rerun ended.
        trace: Its records.
    """

    line: int
    step: str
    because: str
    phone: str
    failure: FailureReport | None
    verdicts: tuple[Verdict, ...]
    trace: msgspec.Raw = NO_TRACE


class PhoneReport(msgspec.Struct, frozen=True):
    """A phone, as people know it.

    Attributes:
        android: Its version, as people count it.
    """

    manufacturer: str
    model: str
    android: int


class CaseReport(msgspec.Struct, frozen=True, kw_only=True):
    """One case after its run.

    Attributes:
        case: `path::case_id`.
        failure: The expectation that was not met; `None` for none.
        proof: Of each negative; empty where nobody asked.
        differs: How it went another way when it was played again with the same seed: a fault of pushsim.
        name: The scenario's, for people.
        file: Of the scenario, with `/`.
        line: Of the step that failed; 1 for a case that passed.
        case_id: As behind `::`, unique in its file.
        vendor: Whose phones those without a model are; empty for nobody's.
        values: What the matrix has put in place of each placeholder, by its name.
        steps: In their order.
        source: The lines of the scenario's file.
        start: Calendar time when the run began, with its zone, as ISO 8601 writes it.
        phones: By name, in the order in which they were first named.
        rules: How often each rule said no in it, by name; not in its proofs.
        again: The command that repeats it.
        wall_ms: What it took by the machine's clock, proofs included.
        trace: The records, an array of JSON; empty where nobody wants them.
    """

    case: str
    outcome: CaseOutcome
    verdicts: tuple[Verdict, ...] = ()
    failure: FailureReport | None = None
    proof: tuple[ProofReport, ...] = ()
    differs: FailureReport | None = None
    name: str = ""
    file: str = ""
    line: int = 1
    case_id: str = ""
    vendor: str = ""
    tags: tuple[str, ...] = ()
    values: Mapping[str, str] = {}
    steps: tuple[StepReport, ...] = ()
    source: tuple[str, ...] = ()
    start: str = ""
    phones: Mapping[str, PhoneReport] = {}
    rules: Mapping[str, int] = {}
    again: str = ""
    wall_ms: float = 0.0
    trace: msgspec.Raw = NO_TRACE

    @property
    def failures(self) -> tuple[FailureReport, ...]:
        """All that is wrong: in the run itself, then the negatives that prove nothing, then what repeating it shows."""
        found = (self.failure, *(proof.failure for proof in self.proof), self.differs)
        return tuple(failure for failure in found if failure is not None)

    @property
    def root_cause(self) -> RootCause:
        """What its failure may have in common with those of other cases.

        Raises:
            ValueError: Nothing failed.
        """
        if not self.failures:
            raise ValueError(f"{self.case} has not failed")
        first = self.failures[0]
        if first.stop is not None:
            return first.stop._replace(fault=self._for_any_case(first.stop.fault))
        if first.missing:
            return RootCause(f"{first.missing} did not happen")
        differing = ", ".join(label for label, value in first.details if ", expected " in value)
        what = self._for_any_case(first.what) + (f" ({differing})" if differing else "")
        return RootCause(f"{first.step}: {what}")

    @property
    def root(self) -> str:
        """The word of its root cause; empty where nothing failed."""
        return self.root_cause.reason if self.failures else ""

    def _for_any_case(self, text: str) -> str:
        """Return *text* without this case's own names, so that a line that is wrong for all vendors is told once."""
        names = {**dict.fromkeys(self.phones, "the phone"), **({self.vendor: "vendor"} if self.vendor else {})}
        if not names:
            return text
        longest_first = sorted(names, key=len, reverse=True)
        pattern = rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)"
        return re.sub(pattern, lambda found: names[found[1]], text)

    def without_traces(self) -> "CaseReport":
        """Return the same without records, which are most of its size."""
        proof = tuple(msgspec.structs.replace(one, trace=NO_TRACE) for one in self.proof)
        return msgspec.structs.replace(self, trace=NO_TRACE, proof=proof)


def report_of(result: CaseResult, wall_s: float = 0.0, *, with_traces: bool = False) -> CaseReport:
    """Return what there is to tell of *result*, which took *wall_s* seconds by the machine's clock."""
    case, scenario = result.case, result.case.scenario
    failures = [*([] if result.failure is None else [result.failure]), *result.vacuous]
    return CaseReport(
        case=case_name(case),
        outcome=result.outcome,
        verdicts=tuple(result.verdicts()),
        failure=None if result.failure is None else _with_journey(result, _failure(result, result.failure)),
        proof=tuple(_proof(proof, with_traces=with_traces) for proof in result.proofs),
        differs=None
        if result.differs is None
        else FailureReport(0, "repeat", result.differs.what, result.differs.details),
        name=scenario.name,
        file=file_name(case),
        line=max(1, failures[0].step.line_of_scenario) if failures else 1,
        case_id=case.case_id,
        vendor=case.vendor or "",
        tags=scenario.tags,
        values=case.values,
        steps=tuple(
            StepReport(placed.line_of_scenario, placed.verb, placed.fragment_place) for placed in scenario.steps
        ),
        source=scenario.lines,
        start=result.world.clock.at(0).isoformat(),
        phones={name: _phone(phone) for name, phone in result.world.phones.items()},
        rules=dict(sorted(result.world.rules.noes.items())),
        again=_again(result),
        wall_ms=round(wall_s * 1000, 3),
        trace=_records(result) if with_traces else NO_TRACE,
    )


def _failure(result: CaseResult, failure: Failure) -> FailureReport:
    """Return it with the push that it is about; else the last to the phone of its step, or of all where it has none."""
    placed, error = failure.step, failure.error
    phone, phone_of = getattr(placed.step, "phone", None), result.world.ledger.phone_of
    push_ids = [push_id for push_id in result.trace.push_ids() if phone in {None, phone_of(push_id)}]
    push_id = error.push_id or (push_ids[-1] if push_ids else None)
    return FailureReport(
        placed.line_of_scenario,
        placed.verb,
        error.what,
        error.details,
        push_id,
        fragment=placed.fragment_place,
        stop=_stop(result.world, error.stopped_by, error.push_id),
        missing=error.missing,
    )


def _stop(world: World, record: Record | None, push_id: int | None) -> RootCause | None:
    if record is not None:
        return RootCause(record.reason, record.name, record.rule)
    if push_id is None:
        return None
    verdict = world.verdict(push_id)
    if not verdict.root:
        return None
    fault = None if verdict.rule else fault_of(world, push_id)
    return RootCause(verdict.root, verdict.hop, verdict.rule, "" if fault is None else fault_text(fault))


def _with_journey(result: CaseResult, failure: FailureReport) -> FailureReport:
    if failure.push_id is None:
        return failure
    return msgspec.structs.replace(failure, journey=tuple(journey_lines(result.world, failure.push_id)))


def _proof(proof: Proof, *, with_traces: bool) -> ProofReport:
    negative, rerun = proof.negative, proof.rerun
    return ProofReport(
        line=negative.line_of_scenario,
        step=negative.verb,
        because=proof.waiver.what,
        phone=proof.waiver.subject or "",
        failure=None if rerun.failure is None else _failure(rerun, rerun.failure),
        verdicts=tuple(rerun.verdicts()),
        trace=_records(rerun) if with_traces else NO_TRACE,
    )


def _phone(phone: Device) -> PhoneReport:
    profile = phone.profile
    return PhoneReport(profile.manufacturer, profile.model, phone.android)


def _records(result: CaseResult) -> msgspec.Raw:
    return msgspec.Raw(f"[{','.join(result.trace.to_json_lines())}]".encode())


def _again(result: CaseResult) -> str:
    proof = " --prove" if result.vacuous else ""
    name = case_name(result.case)
    name = f"./{name}" if name.startswith("-") else name  # which would be an option
    return f"pushsim run {shlex.quote(name)} --seed {result.seed}{proof}"
