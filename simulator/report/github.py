"""Failures as annotations of a GitHub job: one for each root cause, since a job shows only a few."""

from collections.abc import Iterable, Iterator, Sequence

from simulator.report.case_report import CaseReport
from simulator.report.root_causes import Group, by_root_cause
from simulator.report.text import failure_text

ANNOTATIONS_MAX = 10
"""A step shows ten errors and ten warnings, a job fifty of all its steps; what comes after them is not shown."""
CASES_NAMED_MAX = 20
MESSAGE_LENGTH_MAX = 4_000


def annotations(failed: Iterable[CaseReport], quarantined: Iterable[CaseReport] = ()) -> Iterator[str]:
    """Yield a command for each root cause, that of most cases first: errors, and warnings for *quarantined*."""
    yield from _of_level("error", by_root_cause(failed))
    yield from _of_level("warning", by_root_cause(quarantined))


def _of_level(level: str, groups: Sequence[Group]) -> Iterator[str]:
    """Yield as many as are shown; the last one says how many are folded into it."""
    shown = groups if len(groups) <= ANNOTATIONS_MAX else groups[: ANNOTATIONS_MAX - 1]
    for group in shown:
        yield _command(level, group, f"{group.cause.title}: {group.counted}")
    folded = groups[len(shown) :]
    if folded:
        rest = Group(folded[0].cause, [case for group in folded for case in group.cases])
        yield _command(level, rest, f"{len(folded)} more root causes are folded into this one: {rest.counted}")


def _command(level: str, group: Group, title: str) -> str:
    """Return the first failure whole, at its place, and the names of the others."""
    first = group.cases[0]
    others = [name if name.startswith("and ") else f"also: {name}" for name in group.others(CASES_NAMED_MAX)]
    text = _clipped("\n".join([failure_text(first), *others]))
    return f"::{level} file={_property(first.file)},line={first.line},title={_property(title)}::{_message(text)}"


def _clipped(text: str) -> str:
    left = len(text) - MESSAGE_LENGTH_MAX
    return text if left <= 0 else f"{text[:MESSAGE_LENGTH_MAX]}\n… {left} more characters"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
