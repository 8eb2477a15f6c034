"""What became of each case before: changed verdicts are told, whether or not the expectations still pass."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path

import msgspec

from simulator.report.case_report import CaseReport
from simulator.report.json_lines import read_results
from simulator.runner.result import CaseOutcome
from simulator.scenario.errors import ScenarioError, ScenarioErrors, Where
from simulator.world.verdicts import Verdict

FORMAT = 1
HEAD = '{"baseline":'

_ANEW = "write it with pushsim run --json FILE, or with --baseline FILE --accept"

Verdicts = Mapping[str, tuple[str, ...]]
"""By case: passed or failed, and a line for each push; alike ones behind each other are one line."""


class _Baseline(msgspec.Struct, frozen=True):
    baseline: int
    cases: dict[str, tuple[str, ...]]


def verdicts_of(reports: Iterable[CaseReport]) -> Verdicts:
    """Return what became of each case."""
    return {report.case: (report.outcome, *_pushes(report.verdicts)) for report in reports}


def _pushes(verdicts: Iterable[Verdict]) -> Iterator[str]:
    for line, alike in groupby(map(_line, verdicts)):
        count = sum(1 for _ in alike)
        yield line if count == 1 else f"{line}, {count} times"


def _line(verdict: Verdict) -> str:
    phone = verdict.phone or "nobody known"
    if not verdict.reason:
        return f"{phone}: {verdict.text}"
    waits = "pending, waits for " if verdict.text == "pending" else ""
    root = f" <- {verdict.root}" if verdict.root != verdict.reason else ""
    return f"{phone}: {waits}{verdict.reason}{root} at {verdict.hop}"


# -- the file ---------------------------------------------------------------------------------------------------------


def write_baseline(path: Path, verdicts: Verdicts) -> None:
    """Write *verdicts* to *path*, a case a line, so that a change is a line of a diff."""
    lines = ",\n".join(f"{_text(case)}: {_text(told)}" for case, told in sorted(verdicts.items()))
    path.write_text(f'{HEAD}{FORMAT},"cases":{{\n{lines}\n}}}}\n', encoding="utf-8")


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()


def read_baseline(path: Path) -> Verdicts:
    """Read the verdicts at *path*, be it a file of them or one of results.

    Raises:
        ScenarioErrors: It cannot be opened, or is neither.
    """
    where = Where(path.as_posix())
    try:
        with path.open("rb") as file:
            is_baseline = file.read(len(HEAD)) == HEAD.encode()
            file.seek(0)
            read = msgspec.json.decode(file.read(), type=_Baseline) if is_baseline else None
    except OSError as error:
        what = f"this file cannot be read: {(error.strerror or 'no reason given').lower()}"
        raise ScenarioErrors([ScenarioError(where, "", what, next=_ANEW)]) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ScenarioErrors(
            [ScenarioError(where, "", f"this is no whole baseline: {str(error).lower()}", next=_ANEW)]
        ) from error
    if read is not None and read.baseline != FORMAT:
        what = f"this baseline has format {read.baseline}, and this pushsim reads format {FORMAT}"
        raise ScenarioErrors([ScenarioError(where, "", what, next=_ANEW)])
    if read is None:
        with read_results(path) as results:
            return verdicts_of(results)
    return read.cases


# -- what changed -----------------------------------------------------------------------------------------------------


class Change(StrEnum):
    """How a case's verdicts differ from those before."""

    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Difference:
    """One case whose verdicts are not those before.

    Attributes:
        before: Empty for a new case.
        now: Empty for one that is gone.
    """

    change: Change
    case: str
    before: tuple[str, ...] = ()
    now: tuple[str, ...] = ()

    @property
    def is_broken(self) -> bool:
        """Whether it fails now, and passed before or was not there."""
        return CaseOutcome.FAILED in self.now[:1] and CaseOutcome.FAILED not in self.before[:1]

    def lines(self) -> list[str]:
        """Return it for people: what is gone with a minus, what has come with a plus, what stayed left out."""
        if self.change is not Change.CHANGED:
            return [f"{self.change:<7} {self.case}: {'; '.join(self.before or self.now)}"]
        gone = [f"  - {line}" for line in _without(self.before, self.now)]
        come = [f"  + {line}" for line in _without(self.now, self.before)]
        reordered = ["  the same pushes in another order"] if not (gone or come) else []
        return [f"{self.change:<7} {self.case}", *gone, *come, *reordered]


def _without(lines: tuple[str, ...], others: tuple[str, ...]) -> list[str]:
    return [line for line in lines if line not in others]


def differences(before: Verdicts, now: Verdicts) -> list[Difference]:
    """Return what differs, changed cases first, each kind by name."""
    found = [
        Difference(Change.CHANGED, case, before[case], told)
        for case, told in now.items()
        if before.get(case, told) != told
    ]
    found += [Difference(Change.GONE, case, told) for case, told in before.items() if case not in now]
    found += [Difference(Change.NEW, case, (), told) for case, told in now.items() if case not in before]
    order = list(Change)
    return sorted(found, key=lambda one: (order.index(one.change), one.case))
