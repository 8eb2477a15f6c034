"""`pushsim run`: plays scenarios and says what became of every push."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from simulator.cli.main import ExitCode, leave
from simulator.network.direct import DirectAdapter
from simulator.network.http import Adapter, Hosts
from simulator.report.case_report import CaseReport, report_of
from simulator.report.github import annotations
from simulator.report.json_lines import Head, Results
from simulator.report.text import Tally, case_line, failure_text
from simulator.runner.suite import ExpressionWrong, Suite, load_suite, selector
from simulator.runner.workers import play_cases
from simulator.scenario.loader import DEFAULT_FOLDER
from simulator.world.build import RunOptions

_FILE = click.Path(path_type=Path, dir_okay=False)


def httpx_adapter(hosts: Hosts) -> Adapter:
    """Return the adapter that carries through httpx, which is imported only then."""
    from simulator.network.httpx_adapter import HttpxAdapter

    return HttpxAdapter(hosts)


def direct_adapter(hosts: Hosts) -> Adapter:
    """Return the adapter that calls the handlers in process."""
    return DirectAdapter(hosts)


ADAPTERS: dict[str, Callable[[Hosts], Adapter]] = {"direct": direct_adapter, "httpx": httpx_adapter}


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
@click.option("--json", "json_path", type=_FILE, help="Write results and traces here, as JSON Lines.")
@click.option("--junit", "junit_path", type=_FILE, help="Write results here, as JUnit XML.")
@click.option("--html", "html_path", type=_FILE, help="Write results and traces here, as one page for a browser.")
@click.option("--github", is_flag=True, help="Print failures as annotations of a GitHub job too.")
def COMMAND(  # noqa: N802  # the shelf's name for it
    paths: tuple[Path, ...],
    expression: str | None,
    stop_at_first: bool,
    seed: int,
    over: str,
    trace: str,
    prove: bool,
    jobs: int,
    json_path: Path | None,
    junit_path: Path | None,
    html_path: Path | None,
    github: bool,
) -> None:
    """Play every scenario at or below PATHS (scenarios, when none is given).

    Raises:
        UsageError: The results cannot be written where they are wanted.
    """
    for option, path in (("--json", json_path), ("--junit", junit_path), ("--html", html_path)):
        if path is not None and not path.parent.is_dir():
            raise click.UsageError(f'{option}: there is no folder "{path.parent}"; make it first')
    suite = _load(paths or (Path(DEFAULT_FOLDER),), expression, seed)
    options = RunOptions(seed=seed, make_adapter=ADAPTERS[over], verdicts_only=trace == "verdicts")
    keep = partial(report_of, with_traces=json_path is not None or html_path is not None)
    tally = Tally(suite.deselected)
    failed: list[CaseReport] = []
    with Results(Head(seed=seed)) as results:
        with _progress(len(suite.cases)) as told:
            for report in play_cases(suite.cases, options, keep, prove=prove, jobs=jobs):
                tally.add(report)
                told(report)
                results.add(report)
                if report.failures:
                    failed.append(report.without_traces())
                    if stop_at_first:
                        break
        for report in failed:
            click.echo(f"\n{failure_text(report)}")
        click.echo(f"\n{tally.text()}")
        _write(results, json_path, junit_path, html_path)
    if github:
        for annotation in annotations(failed):
            click.echo(annotation)
    leave(ExitCode.FAILED if failed else ExitCode.PASSED)


def _write(results: Results, json_path: Path | None, junit_path: Path | None, html_path: Path | None) -> None:
    """Write the reports that are wanted."""
    if json_path is not None:
        results.write(json_path)
    if junit_path is not None:
        from simulator.report.junit import write_junit

        write_junit(junit_path, results, results.head.seed)
    if html_path is not None:
        from simulator.report.html import write_html

        write_html(html_path, results, results.head.seed)


def _load(paths: tuple[Path, ...], expression: str | None, seed: int) -> Suite:
    """Read the suite.

    Raises:
        UsageError: `-k` cannot be read, or fits no case.
    """
    if expression is None:
        return load_suite(paths, seed=seed)
    try:
        suite = load_suite(paths, selector(expression), seed=seed)
    except ExpressionWrong as wrong:
        raise click.UsageError(str(wrong)) from wrong
    if not suite.cases:
        raise click.UsageError(f'none of {suite.deselected} cases fits -k "{expression}"; see: pushsim list cases')
    return suite


@contextmanager
def _progress(total: int) -> Iterator[Callable[[CaseReport], None]]:
    """Yield what is told of each result: a bar on a terminal, a line each in a log."""
    if not sys.stdout.isatty():

        def say(report: CaseReport) -> None:
            click.echo(case_line(report))

        yield say
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns) as bar:
        task = bar.add_task("playing", total=total)

        def told(report: CaseReport) -> None:
            bar.update(task, advance=1, description=report.name[:50])

        yield told
