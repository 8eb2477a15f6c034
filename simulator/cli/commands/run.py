"""`pushsim run`: plays scenarios and says what became of every push."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click

from simulator.cli.finish import Finish, Wanted, report_options
from simulator.cli.last_failed import last_failed as failed_last_time
from simulator.cli.last_failed import note_failed
from simulator.cli.main import ExitCode, leave
from simulator.network.direct import DirectAdapter
from simulator.network.http import Adapter, Hosts
from simulator.report.case_report import CaseReport, report_of
from simulator.report.json_lines import Results
from simulator.report.text import case_line
from simulator.runner.result import case_name
from simulator.runner.suite import ExpressionWrong, Suite, load_suite, selector
from simulator.runner.suite import shard as shard_of
from simulator.runner.workers import ProcessKilled, play_cases
from simulator.scenario.loader import DEFAULT_FOLDER
from simulator.scenario.model import Case
from simulator.world.build import RunOptions


class _Shard(click.ParamType[tuple[int, int]]):
    """`2/5`: a number, from 1, and how many there are."""

    name = "I/N"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        number, _, count = str(value).partition("/")
        if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
            self.fail(f'"{value}" is no shard; write number/count, such as 1/4 to 4/4', param, ctx)
        return int(number), int(count)


SHARD = _Shard()


def httpx_adapter(hosts: Hosts) -> Adapter:
    """Return the adapter that carries through httpx, which is imported only then."""
    from simulator.network.httpx_adapter import HttpxAdapter

    return HttpxAdapter(hosts)


def sockets_adapter(hosts: Hosts) -> Adapter:
    """Return the adapter that carries over the loopback interface."""
    from simulator.network.sockets import SocketsAdapter

    return SocketsAdapter(hosts)


def direct_adapter(hosts: Hosts) -> Adapter:
    """Return the adapter that calls the handlers in process."""
    return DirectAdapter(hosts)


ADAPTERS: dict[str, Callable[[Hosts], Adapter]] = {
    "direct": direct_adapter,
    "httpx": httpx_adapter,
    "sockets": sockets_adapter,
}


@click.command("run")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("-k", "expression", metavar="EXPR", help="Only cases that fit: words with and, or, not, as in pytest.")
@click.option("-x", "stop_at_first", is_flag=True, help="Stop at the first failure.")
@click.option("--seed", default=1, show_default=True, help="What everything drawn repeats from.")
@click.option(
    "--over", type=click.Choice(list(ADAPTERS)), default="direct", show_default=True, help="What carries HTTP."
)
@click.option(
    "--trace", type=click.Choice(["full", "verdicts"]), default="full", help="verdicts: keep only how pushes ended."
)
@click.option("--prove", is_flag=True, help="Rerun each negative with its reason waived: then it has to arrive.")
@click.option("-j", "jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes that play.")
@click.option(
    "--shard", type=SHARD, help="Play one of N shards, such as 2/5; pushsim report merge joins their results."
)
@click.option(
    "--last-failed", is_flag=True, help="Only what failed when it was played last; everything where nothing did."
)
@click.option(
    "--repeat", "times", type=click.IntRange(1), default=1, help="Play each case so often; any difference is a fault."
)
@report_options
def COMMAND(  # noqa: N802  # the shelf's name for it
    paths: tuple[Path, ...],
    expression: str | None,
    stop_at_first: bool,
    seed: int,
    over: str,
    trace: str,
    prove: bool,
    jobs: int,
    shard: tuple[int, int] | None,
    last_failed: bool,
    times: int,
    **wanted: Any,  # checked by the options that it comes from
) -> None:
    """Play every scenario at or below PATHS; path::case is one case alone.

    When no path is given: scenarios, and with --last-failed the other files of what failed.

    Raises:
        UsageError: Options do not go together, or the results cannot be written where they are wanted.
    """
    reports = Wanted(**wanted)
    finish = Finish(reports)
    selection = _Selection(expression=expression, shard=shard, last_failed=last_failed)
    suite = selection.of(paths or selection.default_paths, seed)
    options = RunOptions(seed=seed, make_adapter=ADAPTERS[over], verdicts_only=trace == "verdicts")
    keep = partial(report_of, with_traces=reports.traces)
    stopped: _Stopped | None = None
    with Results(seed, "" if shard is None else f"{shard[0]}/{shard[1]}") as results:
        try:
            with _progress(len(suite.cases)) as told:
                for report in play_cases(suite.cases, options, keep, prove=prove, jobs=jobs, times=times):
                    told(report)
                    results.add(report)
                    if stop_at_first and report.failures and finish.quarantine.entry_of(report) is None:
                        break
        except ProcessKilled:
            stopped = _KILLED
        except KeyboardInterrupt:
            stopped = _INTERRUPTED
        is_whole = selection.is_whole and len(results) == len(suite.cases)
        code: int = finish(results, is_whole=is_whole, deselected=suite.deselected)
        note_failed(results)
        if stopped is not None:
            click.echo(f"\n{stopped.why}: {len(results)} of {len(suite.cases)} cases have results", err=True)
            code = stopped.code
    leave(code)


@dataclass(frozen=True, slots=True)
class _Stopped:
    """Why a run ended before its last case."""

    why: str
    code: int


_INTERRUPTED = _Stopped("stopped by Ctrl-C", 130)
_KILLED = _Stopped(
    "a process that played was killed from outside, as systems do that run out of memory; "
    "play fewer at once (-j), or shards (--shard 1/4)",
    ExitCode.OUR_FAULT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Selection:
    """Which cases are played.

    Attributes:
        expression: Of `-k`.
        shard: Number, from 1, and count.
    """

    expression: str | None
    shard: tuple[int, int] | None
    last_failed: bool

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self.expression is None and self.shard is None and not self.last_failed

    @property
    def default_paths(self) -> tuple[Path, ...]:
        """The usual folder; with --last-failed also the files elsewhere in which something failed."""
        default = Path(DEFAULT_FOLDER)
        files = {Path(name.rpartition("::")[0]) for name in (failed_last_time() if self.last_failed else ())}
        elsewhere = tuple(sorted(file for file in files if file.is_file() and not file.is_relative_to(default)))
        return (default, *elsewhere) if default.exists() or not elsewhere else elsewhere

    def of(self, paths: tuple[Path, ...], seed: int) -> Suite:
        """Read the suite, whose made-up data repeat from *seed*.

        Raises:
            UsageError: `-k` cannot be read, or nothing is left to play.
        """
        tests: list[Callable[[Case], bool]] = []
        if self.expression is not None:
            tests.append(self._fits(self.expression))
        if self.last_failed and (failed := failed_last_time()):
            tests.append(lambda case: case_name(case) in failed)
        suite = load_suite(paths, lambda case: all(test(case) for test in tests), seed=seed)
        if tests and not suite.cases:
            raise click.UsageError(f"none of {suite.deselected} cases {self._told}; see: pushsim list cases")
        if self.shard is not None:
            kept = shard_of(suite.cases, *self.shard)
            suite = Suite(kept, suite.deselected + len(suite.cases) - len(kept))
        return suite

    def _fits(self, expression: str) -> Callable[[Case], bool]:
        """Return the test that -k asks for.

        Raises:
            UsageError: It cannot be read.
        """
        try:
            return selector(expression)
        except ExpressionWrong as wrong:
            raise click.UsageError(str(wrong)) from wrong

    @property
    def _told(self) -> str:
        words = [f'fits -k "{self.expression}"'] if self.expression is not None else []
        return " and ".join([*words, *(["failed last time"] if self.last_failed else [])])


def fitting(name: str, places: int) -> str:
    """Return as much of *name* as so many *places* of a terminal hold; a Chinese character takes two of them."""
    from rich.cells import chop_cells

    return chop_cells(name, places)[0] if name and places > 1 else ""


_BAR = 16
_TIME = 12
"""What stands beside bar, numbers and name of the progress, in places."""


@contextmanager
def _progress(total: int) -> Iterator[Callable[[CaseReport], None]]:
    """Yield what is told of each result: a bar on a terminal, a line each in a log."""
    if not sys.stdout.isatty():

        def say(report: CaseReport) -> None:
            click.echo(case_line(report))

        yield say
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(_BAR),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns) as bar:
        task = bar.add_task("playing", total=total)

        def told(report: CaseReport) -> None:
            room = bar.console.width - _BAR - 2 * len(str(total)) - _TIME
            bar.update(task, advance=1, description=fitting(report.name, room))

        yield told
