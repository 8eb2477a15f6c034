"""The words of a run for terminals and logs: one line a case, a block for each failure, a summary."""

from collections import Counter
from collections.abc import Iterable

from simulator.runner.result import CaseOutcome, CaseResult, Failure, case_name
from simulator.scenario.explaining import journey_lines
from simulator.world.verdicts import End, Verdict


def case_line(result: CaseResult) -> str:
    """Return the line that says how one case ended."""
    word = "ok    " if result.outcome is CaseOutcome.PASSED else "FAILED"
    return f"{word} {case_name(result.case)}  {result.case.scenario.name}"


def failure_text(result: CaseResult) -> str:
    """Return where a case failed, what was expected, how far the push got, why it ended, and what to do next."""
    lines: list[str] = []
    if result.failure is not None:
        lines += [*_expectation(result, result.failure), *_journey(result)]
    for problem in result.proof:
        lines += _expectation(result, problem)
    lines.append(f"  again: {again(result)}")
    return "\n".join(lines)


def _expectation(result: CaseResult, failure: Failure) -> list[str]:
    path, placed = result.case.scenario.path.as_posix(), failure.step
    where = f"{path}:{placed.line}" if placed.line else path
    details = [f"  {label}: {value}" for label, value in failure.error.details]
    return [f"{where}: {placed.verb}: {failure.error.what}", *details]


def again(result: CaseResult) -> str:
    """Return the command that repeats the case."""
    case = result.case
    chosen = f" -k {case.vendor}" if case.vendor else ""
    proof = " --prove" if result.proof else ""
    return f"pushsim run {case.scenario.path.as_posix()}{chosen} --seed {result.seed}{proof}"


def _journey(result: CaseResult) -> list[str]:
    """Tell of the last push to the phone of the step that failed; of the last one of all where it names none."""
    assert result.failure is not None
    phone = getattr(result.failure.step.step, "phone", None)
    phone_of = result.world.ledger.phone_of
    push_ids = [push_id for push_id in result.trace.push_ids() if phone in {None, phone_of(push_id)}]
    if not push_ids:
        return []
    return ["  journey of the last push:", *(f"    {line}" for line in journey_lines(result.world, push_ids[-1]))]


class Tally:
    """Counts cases and what became of all pushes, one result at a time, so that no world has to be kept.

    Attributes:
        outcomes: How many cases ended how.
    """

    def __init__(self, deselected: int = 0) -> None:
        """Begin with nothing; *deselected* cases were left out."""
        self.outcomes: Counter[CaseOutcome] = Counter()
        self._ends: Counter[End] = Counter()
        self._reasons: Counter[str] = Counter()
        self._deselected = deselected

    def add(self, outcome: CaseOutcome, verdicts: Iterable[Verdict]) -> None:
        """Count a case that ended with *outcome*, and its pushes."""
        self.outcomes[outcome] += 1
        for verdict in verdicts:
            self._ends[verdict.end] += 1
            if verdict.end is End.DROPPED:
                self._reasons[verdict.reason] += 1

    def text(self) -> str:
        """Return the last lines of a run."""
        cases = f"{self.outcomes[CaseOutcome.PASSED]} passed, {self.outcomes[CaseOutcome.FAILED]} failed"
        if self._deselected:
            cases += f", {self._deselected} not selected"
        ends = self._ends
        pushes = f"{ends[End.SHOWN]} shown + {ends[End.DROPPED]} dropped + {ends[End.PENDING]} pending"
        lines = [f"{cases}; {sum(ends.values())} pushes = {pushes}"]
        if self._reasons:
            counted = sorted(self._reasons.items(), key=lambda one: (-one[1], one[0]))
            lines.append(f"dropped because of: {', '.join(f'{reason} {count}' for reason, count in counted)}")
        return "\n".join(lines)
