"""The words of a run for terminals and logs: one line a case, a block for each root cause, a summary."""

from collections import Counter
from collections.abc import Iterable, Sequence
from textwrap import wrap

from simulator.report.case_report import CaseReport, FailureReport
from simulator.report.root_causes import Group, by_root_cause
from simulator.runner.result import CaseOutcome
from simulator.world.verdicts import End

FAILURE_LINES_MAX = 35
"""What fits a screen, with the heading and the summary: above that, root causes are told in few words."""
CASES_NAMED_MAX = 3
WIDTH = 120
"""Of lines that would have no end, in characters."""


def case_line(report: CaseReport) -> str:
    """Return the line that says how one case ended."""
    word = "ok    " if report.outcome is CaseOutcome.PASSED else "FAILED"
    return f"{word} {report.case}  {report.name}"


# -- failures ---------------------------------------------------------------------------------------------------------


def failure_text(report: CaseReport, *, with_journey: bool = True) -> str:
    """Return where a case failed, what was expected, how far the push got, why it ended, and what to do next."""
    lines = [line for failure in report.failures for line in _expectation(report, failure, with_journey=with_journey)]
    return "\n".join([*lines, f"  again: {report.again}"])


def _expectation(report: CaseReport, failure: FailureReport, *, with_journey: bool) -> list[str]:
    lines = [
        f"{_place(report, failure)}: {failure.step}: {failure.what}",
        *((f"  stands in: {failure.fragment}",) if failure.fragment else ()),
        *(f"  {label}: {value}" for label, value in failure.details),
    ]
    if failure.journey and with_journey:
        lines += ["  journey of the last push:", *(f"    {line}" for line in failure.journey)]
    return lines


def _place(report: CaseReport, failure: FailureReport) -> str:
    return f"{report.file}:{failure.line}" if failure.line else report.file


def failures_text(reports: Iterable[CaseReport]) -> str:
    """Return all failures by root cause: at length while there is room, then in few words; empty for none."""
    groups = by_root_cause(reports)
    blocks = [_brief(group) for group in groups]
    left = FAILURE_LINES_MAX - sum(len(block) + 1 for block in blocks)
    for with_journey in (False, True):
        for index, group in enumerate(groups):
            longer = _at_length(group, with_journey=with_journey)
            more = len(longer) - len(blocks[index])
            if more <= left or len(groups) == 1:
                blocks[index] = longer
                left -= more
    failed = sum(len(group.cases) for group in groups)
    heading = [[f"{len(groups)} root causes behind {failed} failed cases"]] if len(groups) > 1 else []
    return "\n\n".join("\n".join(block) for block in [*heading, *blocks])


def brief_text(reports: Iterable[CaseReport]) -> str:
    """Return failures that are known already by root cause, in few words."""
    return "\n".join("\n".join(_brief(group)) for group in by_root_cause(reports))


def _at_length(group: Group, *, with_journey: bool) -> list[str]:
    first, cause = group.cases[0], group.cause
    lines = failure_text(first, with_journey=with_journey).splitlines()
    if (
        cause.hop
        and not any(line.startswith("  stopped at: ") for line in lines)
        and not (with_journey and first.failures[0].journey)
    ):
        lines.insert(1, f"  stopped at: {cause.hop}")
    return [*lines, *_also(group)]


def _brief(group: Group) -> list[str]:
    """Return place, hop, reason, rule and the command that repeats it."""
    first, cause = group.cases[0], group.cause
    failure = first.failures[0]
    by = f", by rule {cause.rule}" if cause.rule else f", by a fault: {cause.fault}" if cause.fault else ""
    rule = [f"  because: {cause.title}{by}"] if cause.hop else []
    rule += [f"  {label}: {value}" for label, value in failure.details if label == "would stop at"]
    what = f"{_place(first, failure)}: {failure.step}: {failure.what}"
    return [what, *rule, f"  again: {first.again}", *_also(group)]


def _also(group: Group) -> list[str]:
    others = group.others(CASES_NAMED_MAX)
    return [f"  also: {', '.join(others)}"] if others else []


# -- the summary ------------------------------------------------------------------------------------------------------


class Tally:
    """Counts cases and what became of all pushes, one case at a time, so that none has to be kept.

    Attributes:
        outcomes: How many cases ended how.
    """

    def __init__(self, deselected: int = 0) -> None:
        """Begin with nothing; *deselected* cases were left out."""
        self.outcomes: Counter[CaseOutcome] = Counter()
        self.quarantined = 0
        self._ends: Counter[End] = Counter()
        self._reasons: Counter[str] = Counter()
        self._deselected = deselected

    def add(self, report: CaseReport, *, is_quarantined: bool = False) -> None:
        """Count a case, and its pushes; a failed one in quarantine is counted as that."""
        if is_quarantined:
            self.quarantined += 1
        else:
            self.outcomes[report.outcome] += 1
        for verdict in report.verdicts:
            self._ends[verdict.end] += 1
            if verdict.end is End.DROPPED:
                self._reasons[verdict.reason] += 1

    @property
    def cases(self) -> int:
        """How many were counted."""
        return self.outcomes.total() + self.quarantined

    def text(self) -> str:
        """Return the last lines of a run."""
        counts: Sequence[tuple[int, str]] = [
            (self.quarantined, "failed in quarantine"),
            (self._deselected, "not selected"),
        ]
        cases = f"{self.outcomes[CaseOutcome.PASSED]} passed, {self.outcomes[CaseOutcome.FAILED]} failed"
        cases += "".join(f", {count} {word}" for count, word in counts if count)
        ends = self._ends
        pushes = f"{ends[End.SHOWN]} shown + {ends[End.DROPPED]} dropped + {ends[End.PENDING]} pending"
        lines = [f"{cases}; {sum(ends.values())} pushes = {pushes}"]
        if self._reasons:
            counted = sorted(self._reasons.items(), key=lambda one: (-one[1], one[0]))
            # A reason and its count stay on one line: the wrapping breaks at no such space.
            reasons = ", ".join(f"{reason}\N{NO-BREAK SPACE}{count}" for reason, count in counted)
            wrapped = wrap(f"dropped because of: {reasons}", WIDTH, subsequent_indent="  ")
            lines += [line.replace("\N{NO-BREAK SPACE}", " ") for line in wrapped]
        return "\n".join(lines)
