"""`pushsim list`: the vocabulary, a line each."""

from collections.abc import Iterable
from pathlib import Path

import click

from simulator.report.vocabulary import LISTS, Row
from simulator.runner.result import case_name
from simulator.runner.suite import load_suite

CASES = "cases"


@click.command("list")
@click.argument("what", type=click.Choice([CASES, *LISTS]))
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def COMMAND(what: str, paths: tuple[Path, ...]) -> None:  # noqa: N802  # the shelf's name for it
    """List WHAT there is; cases are those of PATHS (scenarios, when none is given)."""
    rows = _cases(paths or (Path("scenarios"),)) if what == CASES else LISTS[what]()
    _print(list(rows))


def _cases(paths: tuple[Path, ...]) -> Iterable[Row]:
    for case in load_suite(paths).cases:
        sides = [*case.scenario.covers, *(f"not {statement}" for statement in case.scenario.other_side)]
        yield case_name(case), case.scenario.name, " ".join(sides)


def _print(rows: list[Row]) -> None:
    """Print columns, each as wide as its widest cell; the last one runs free."""
    if not rows:
        return
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*cells, row[-1]]).rstrip())
