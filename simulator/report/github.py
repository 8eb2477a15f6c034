"""Failures as annotations of a GitHub job: one for each root cause, since a job shows only a few."""

from collections.abc import Iterable, Iterator

from simulator.report.case_report import CaseReport
from simulator.report.text import failure_text
from simulator.runner.result import CaseOutcome

ANNOTATIONS_MAX = 10
"""A step shows ten errors; what comes after them is not shown."""
CASES_NAMED_MAX = 20


def annotations(reports: Iterable[CaseReport]) -> Iterator[str]:
    """Yield a workflow command for each root cause, that of most cases first; the last one counts what is left over."""
    by_root: dict[str, list[CaseReport]] = {}
    for one in reports:
        if one.outcome is CaseOutcome.FAILED:
            by_root.setdefault(one.root, []).append(one)
    causes = sorted(by_root.items(), key=lambda item: (-len(item[1]), item[0]))
    shown = causes if len(causes) <= ANNOTATIONS_MAX else causes[: ANNOTATIONS_MAX - 1]
    for root, cases in shown:
        yield _error(cases[0], f"{root}: {_count(cases)}", _told(cases))
    hidden = [one for _, cases in causes[len(shown) :] for one in cases]
    if hidden:
        yield _error(hidden[0], f"{len(causes) - len(shown)} more root causes: {_count(hidden)}", _told(hidden))


def _count(cases: list[CaseReport]) -> str:
    return "1 case failed" if len(cases) == 1 else f"{len(cases)} cases failed"


def _told(cases: list[CaseReport]) -> str:
    """Return the first failure whole, and the names of the others."""
    others = [one.case for one in cases[1:]]
    left = len(others) - CASES_NAMED_MAX
    lines = [failure_text(cases[0]), *(f"also: {name}" for name in others[:CASES_NAMED_MAX])]
    return "\n".join([*lines, f"and {left} more"] if left > 0 else lines)


def _error(where: CaseReport, title: str, text: str) -> str:
    return f"::error file={_property(where.file)},line={where.line},title={_property(title)}::{_message(text)}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
