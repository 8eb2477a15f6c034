"""Failed cases by what they have in common: a fault in one place fails many cases, and is told once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.report.case_report import CaseReport, RootCause


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that failed for one root cause.

    Attributes:
        cases: One or more, in the order they were told.
    """

    cause: RootCause
    cases: Sequence[CaseReport]

    @property
    def counted(self) -> str:
        """How many, in words."""
        return "1 case failed" if len(self.cases) == 1 else f"{len(self.cases)} cases failed"

    def others(self, named_max: int) -> list[str]:
        """Return the names of the cases behind the first, at most *named_max*, and how many are left.

        One of each further file comes before a second one of any, since that says how far the cause reaches.
        """
        first_of_file = {case.file: case.case for case in reversed(self.cases)}
        behind = sorted(self.cases[1:], key=lambda case: first_of_file[case.file] != case.case)
        names = [case.case for case in behind]
        left = len(names) - named_max
        return names if left <= 0 else [*names[:named_max], f"and {left} more"]


def by_root_cause(reports: Iterable[CaseReport]) -> list[Group]:
    """Return those of *reports* that failed, by root cause, that of most cases first."""
    found: dict[RootCause, list[CaseReport]] = {}
    for report in reports:
        if report.failures:
            found.setdefault(report.root_cause, []).append(report)
    groups = [Group(cause, cases) for cause, cases in found.items()]
    return sorted(groups, key=lambda group: (-len(group.cases), group.cause))
