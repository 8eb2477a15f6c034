"""How a run ends, and a merge: the reports that are wanted, and the gates that results have to pass."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import click

from simulator.cli.main import ExitCode
from simulator.report.baseline import Change, Verdicts, differences, read_baseline, verdicts_of, write_baseline
from simulator.report.case_report import CaseReport
from simulator.report.github import annotations
from simulator.report.json_lines import Results
from simulator.report.quarantine import Entry, Quarantine, read_quarantine
from simulator.report.text import Tally, brief_text, failures_text

FILE = click.Path(path_type=Path, dir_okay=False)
CHANGES_SHOWN_MAX = 20

CommandT = TypeVar("CommandT", bound=Callable[..., object])


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What shall become of results.

    Attributes:
        json_path: Where results and traces go, as JSON Lines.
        junit_path: Where results go, as JUnit XML.
        html_path: Where results and traces go, as one page for a browser.
        github: Failures are printed as annotations too.
        cases_min: Fewer cases than that do not pass.
        baseline: What became of each case before.
        accept: Take what became of them now as the baseline.
        quarantine: List of the cases that may fail.
    """

    json_path: Path | None = None
    junit_path: Path | None = None
    html_path: Path | None = None
    github: bool = False
    cases_min: int = 0
    baseline: Path | None = None
    accept: bool = False
    quarantine: Path | None = None

    @property
    def traces(self) -> bool:
        """Whether any report shows records."""
        return self.json_path is not None or self.html_path is not None

    def check(self) -> None:
        """Check what can be checked before anything is played.

        Raises:
            UsageError: A report cannot be written where it is wanted, or options do not go together.
        """
        written = {
            "--json": self.json_path,
            "--junit": self.junit_path,
            "--html": self.html_path,
            "--baseline": self.baseline,
        }
        for option, path in written.items():
            if path is not None and not path.parent.is_dir():
                raise click.UsageError(f'{option}: there is no folder "{path.parent}"; make it first')
        if self.accept and self.baseline is None:
            raise click.UsageError("--accept goes with --baseline FILE, which it writes")


_OPTIONS = (
    click.option("--json", "json_path", type=FILE, help="Write results and traces here, as JSON Lines."),
    click.option("--junit", "junit_path", type=FILE, help="Write results here, as JUnit XML."),
    click.option("--html", "html_path", type=FILE, help="Write results and traces here, as one page for a browser."),
    click.option("--github", is_flag=True, help="Print failures as annotations of a GitHub job too."),
    click.option("--min-cases", "cases_min", type=click.IntRange(0), default=0, help="Fewer cases do not pass."),
    click.option("--baseline", type=FILE, help="Verdicts that differ from those in this file do not pass."),
    click.option("--accept", is_flag=True, help="With --baseline: take the verdicts of now into that file."),
    click.option("--quarantine", type=FILE, help="A list of cases that may fail, with owner, reason and last day."),
)


def report_options(command: CommandT) -> CommandT:
    """Add the options of `Wanted` to *command*."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


class Finish:
    """Takes the results of a run or a merge to their end.

    Attributes:
        quarantine: The cases that may fail.
    """

    def __init__(self, wanted: Wanted) -> None:
        """Check *wanted* and read what it names, before anything is played.

        Raises:
            UsageError: A report cannot be written where it is wanted, or options do not go together.
            ScenarioErrors: The baseline or the quarantine list cannot be read.
        """
        wanted.check()
        today = datetime.now(UTC).date()  # noqa: TID251  # an entry expires on a day of its owner's calendar
        self.quarantine = Quarantine("", (), today)
        if wanted.quarantine is not None:
            self.quarantine = read_quarantine(wanted.quarantine, today)
        self._before: Verdicts = {}
        if wanted.baseline is not None and (wanted.baseline.exists() or not wanted.accept):
            self._before = read_baseline(wanted.baseline)
        self._wanted = wanted

    def __call__(
        self, results: Results, *, is_whole: bool, deselected: int = 0, missing: Sequence[str] = ()
    ) -> ExitCode:
        """Print what failed and the summary, write the reports, hold the gates, and return what the exit says.

        Args:
            results: The cases.
            is_whole: These are all cases of the suite: one that is missing has gone.
            deselected: How many cases were left out.
            missing: Shards that should be here and are not.
        """
        tally, failed, excused = self._walk(results, deselected)
        if failed:
            click.echo(f"\n{failures_text(failed)}")
        for told, reports in _by_entry(excused).items():
            click.echo(f"\n{told}\n{brief_text(reports)}")
        click.echo(f"\n{tally.text()}")
        unwritten = list(self._write(results, {report.case: entry.text for report, entry in excused}))
        if self._wanted.github:
            for annotation in annotations(failed, [report for report, _ in excused]):
                click.echo(annotation)
        unmet = [f"shard {shard} is missing" for shard in missing]
        unmet += self._unmet(results, is_whole=is_whole)
        if unmet:
            click.echo("\n".join(["", "gate not met:", *(f"  {line}" for line in unmet)]))
        for line in unwritten:
            click.echo(line, err=True)
        if any(report.differs for report in failed):
            return ExitCode.OUR_FAULT
        if failed:
            return ExitCode.FAILED
        if unwritten:
            return ExitCode.BAD_INPUT
        return ExitCode.GATE_NOT_MET if unmet else ExitCode.PASSED

    def _walk(
        self, results: Results, deselected: int
    ) -> tuple[Tally, list[CaseReport], list[tuple[CaseReport, Entry]]]:
        """Return the counts, the cases that failed, and those that may."""
        tally = Tally(deselected)
        failed: list[CaseReport] = []
        excused: list[tuple[CaseReport, Entry]] = []
        for report in results:
            entry = self.quarantine.entry_of(report)
            tally.add(report, is_quarantined=entry is not None)
            if entry is not None:
                excused.append((report.without_traces(), entry))
            elif report.failures:
                failed.append(report.without_traces())
        return tally, failed, excused

    def _write(self, results: Results, excused: Mapping[str, str]) -> Iterator[str]:
        """Write the reports, and yield a line for each that cannot be."""

        def junit(path: Path) -> None:
            from simulator.report.junit import write_junit

            write_junit(path, results, results.seed, excused)

        def html(path: Path) -> None:
            from simulator.report.html import write_html

            write_html(path, results, results.seed, excused=excused)

        wanted = self._wanted
        for path, write in ((wanted.json_path, results.write), (wanted.junit_path, junit), (wanted.html_path, html)):
            try:
                if path is not None:
                    write(path)
            except OSError as error:
                if path is not None and path.is_file():
                    path.unlink()  # a part of a report is taken for the whole
                yield f"{path}: cannot be written: {(error.strerror or 'no reason given').lower()}"

    def _unmet(self, results: Results, *, is_whole: bool) -> Iterator[str]:
        """Yield a line for each thing that does not pass."""
        if len(results) < self._wanted.cases_min:
            yield f"{len(results)} cases were played, at least {self._wanted.cases_min} have to be (--min-cases)"
        yield from self.quarantine.complaints(is_whole=is_whole)
        if self._wanted.baseline is not None:
            yield from self._changes(results, self._wanted.baseline, is_whole=is_whole)

    def _changes(self, results: Results, baseline: Path, *, is_whole: bool) -> Iterator[str]:
        """Yield what differs from the baseline, or take it in where it is accepted."""
        now = verdicts_of(results)
        if self._wanted.accept:
            write_baseline(baseline, now if is_whole else {**self._before, **now})
            click.echo(f"wrote {baseline}")
            return
        found = differences(self._before, now)
        new = sum(one.change is Change.NEW for one in found)
        if new:
            click.echo(f"{new} cases are not in {baseline} yet; take them in with --accept")
        told = [one for one in found if one.change is Change.CHANGED or (one.change is Change.GONE and is_whole)]
        for one in told[:CHANGES_SHOWN_MAX]:
            yield from one.lines()
        if len(told) > CHANGES_SHOWN_MAX:
            yield f"and {len(told) - CHANGES_SHOWN_MAX} more"
        if told:
            yield f"if that is as it should be: --baseline {baseline} --accept"


def _by_entry(excused: Iterable[tuple[CaseReport, Entry]]) -> Mapping[str, list[CaseReport]]:
    """Return the cases that each entry of the quarantine list excuses, by what it says."""
    found: dict[str, list[CaseReport]] = {}
    for report, entry in excused:
        found.setdefault(entry.text, []).append(report)
    return found
