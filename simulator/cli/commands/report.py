"""`pushsim report`: results of other runs, joined and compared."""

from pathlib import Path
from typing import Any

import click

from simulator.cli.finish import FILE, Finish, Wanted, report_options
from simulator.cli.main import ExitCode, leave
from simulator.report.baseline import Change, differences, read_baseline, verdicts_of, write_baseline
from simulator.report.joining import join

_READ = click.Path(path_type=Path)


@click.group("report")
def COMMAND() -> None:  # noqa: N802  # the shelf's name for it
    """Join results of shards, compare them with those of before, and accept what changed."""


@COMMAND.command("merge")
@click.argument("files", nargs=-1, required=True, type=_READ)
@report_options
def _merge(files: tuple[Path, ...], **wanted: Any) -> None:  # what the options make of themselves
    """Join FILES, each written by run --json, and end as one run of all their cases would have ended."""
    finish = Finish(Wanted(**wanted))
    results, missing = join(files)
    with results:
        leave(finish(results, is_whole=not missing, missing=missing))


@COMMAND.command("diff")
@click.argument("old", type=_READ)
@click.argument("new", type=_READ)
def _diff(old: Path, new: Path) -> None:
    """Show whose verdicts changed from OLD to NEW, each a file of results or a baseline.

    Leaves with 1 where a case fails that did not before, and with 4 where verdicts changed or are gone.
    """
    found = differences(read_baseline(old), read_baseline(new))
    for one in found:
        click.echo("\n".join(one.lines()))
    counts = {change: sum(one.change is change for one in found) for change in Change}
    click.echo(", ".join(f"{count} {change}" for change, count in counts.items()))
    if any(one.is_broken for one in found):
        leave(ExitCode.FAILED)
    leave(ExitCode.GATE_NOT_MET if counts[Change.CHANGED] or counts[Change.GONE] else ExitCode.PASSED)


@COMMAND.command("accept")
@click.argument("files", nargs=-1, required=True, type=_READ)
@click.option("--baseline", required=True, type=FILE, help="Where the verdicts go.")
def _accept(files: tuple[Path, ...], baseline: Path) -> None:
    """Take the verdicts of FILES, each written by run --json, as the baseline that later runs are held against."""
    results, missing = join(files)
    with results:
        before = read_baseline(baseline) if missing and baseline.exists() else {}
        write_baseline(baseline, {**before, **verdicts_of(results)})
        click.echo(f"wrote {baseline}: {len(results)} cases")
