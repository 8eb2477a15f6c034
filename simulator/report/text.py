"""The words of a run for terminals and logs: one line a case, a block for each failure, a summary."""

from collections import Counter

from simulator.report.case_report import CaseReport, FailureReport
from simulator.runner.result import CaseOutcome
from simulator.world.verdicts import End


def case_line(report: CaseReport) -> str:
    """Return the line that says how one case ended."""
    word = "ok    " if report.outcome is CaseOutcome.PASSED else "FAILED"
    return f"{word} {report.case}  {report.name}"


def failure_text(report: CaseReport) -> str:
    """Return where a case failed, what was expected, how far the push got, why it ended, and what to do next."""
    lines = [line for failure in report.failures for line in _expectation(report, failure)]
    return "\n".join([*lines, f"  again: {report.again}"])


def _expectation(report: CaseReport, failure: FailureReport) -> list[str]:
    where = f"{report.file}:{failure.line}" if failure.line else report.file
    lines = [
        f"{where}: {failure.step}: {failure.what}",
        *((f"  stands in: {failure.fragment}",) if failure.fragment else ()),
        *(f"  {label}: {value}" for label, value in failure.details),
    ]
    if failure.journey:
        lines += ["  journey of the last push:", *(f"    {line}" for line in failure.journey)]
    return lines


class Tally:
    """Counts cases and what became of all pushes, one case at a time, so that none has to be kept.

    Attributes:
        outcomes: How many cases ended how.
    """

    def __init__(self, deselected: int = 0) -> None:
        """Begin with nothing; *deselected* cases were left out."""
        self.outcomes: Counter[CaseOutcome] = Counter()
        self._ends: Counter[End] = Counter()
        self._reasons: Counter[str] = Counter()
        self._deselected = deselected

    def add(self, report: CaseReport) -> None:
        """Count a case, and its pushes."""
        self.outcomes[report.outcome] += 1
        for verdict in report.verdicts:
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
