"""`pushsim run`: plays scenarios and says what became of every push."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from simulator.cli.main import ExitCode, leave
from simulator.network.direct import DirectAdapter
from simulator.network.http import Adapter, Hosts
from simulator.report.json_lines import case_line as json_line
from simulator.report.json_lines import head_line
from simulator.report.text import Tally, case_line, failure_text
from simulator.runner.result import CaseOutcome, CaseResult, case_name
from simulator.runner.run import ease_garbage_collection, prove_negatives, run_case
from simulator.runner.suite import ExpressionWrong, Suite, load_suite, selector
from simulator.world.build import RunOptions

DEFAULT_PATH = "scenarios"


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
@click.option(
    "--json", "json_path", type=click.Path(path_type=Path, dir_okay=False), help="Write results and traces here."
)
def COMMAND(  # noqa: N802  # the shelf's name for it
    paths: tuple[Path, ...],
    expression: str | None,
    stop_at_first: bool,
    seed: int,
    over: str,
    trace: str,
    prove: bool,
    json_path: Path | None,
) -> None:
    """Play every scenario at or below PATHS (scenarios, when none is given).

    Raises:
        UsageError: The results cannot be written where they are wanted.
    """
    if json_path is not None and not json_path.parent.is_dir():
        raise click.UsageError(f'--json: there is no folder "{json_path.parent}"; make it first')
    suite = _load(paths or (Path(DEFAULT_PATH),), expression)
    options = RunOptions(seed=seed, make_adapter=ADAPTERS[over], verdicts_only=trace == "verdicts")
    tally = Tally(suite.deselected)
    ease_garbage_collection()
    failures: list[str] = []
    written: list[tuple[str, str]] = []
    with _progress(len(suite.cases)) as told:
        for case in suite.cases:
            result = run_case(case, options)
            if prove and result.failure is None:
                result.proof = prove_negatives(result, options)
            tally.add(result)
            told(result)
            if json_path is not None:
                written.append((case_name(case), json_line(result)))
            if result.outcome is CaseOutcome.FAILED:
                failures.append(failure_text(result))
                if stop_at_first:
                    break
    for failure in failures:
        click.echo(f"\n{failure}")
    click.echo(f"\n{tally.text()}")
    if json_path is not None:
        lines = [head_line(seed), *(line for _, line in sorted(written))]
        json_path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    leave(ExitCode.FAILED if failures else ExitCode.PASSED)


def _load(paths: tuple[Path, ...], expression: str | None) -> Suite:
    """Read the suite.

    Raises:
        UsageError: `-k` cannot be read, or fits no case.
    """
    if expression is None:
        return load_suite(paths)
    try:
        suite = load_suite(paths, selector(expression))
    except ExpressionWrong as wrong:
        raise click.UsageError(str(wrong)) from wrong
    if not suite.cases:
        raise click.UsageError(f'none of {suite.deselected} cases fits -k "{expression}"; see: pushsim list cases')
    return suite


@contextmanager
def _progress(total: int) -> Iterator[Callable[[CaseResult], None]]:
    """Yield what is told of each result: a bar on a terminal, a line each in a log."""
    if not sys.stdout.isatty():

        def say(result: CaseResult) -> None:
            click.echo(case_line(result))

        yield say
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns) as bar:
        task = bar.add_task("playing", total=total)

        def told(result: CaseResult) -> None:
            bar.update(task, advance=1, description=result.case.scenario.name[:50])

        yield told
