"""`pushsim list`: the vocabulary, a line each."""

from collections.abc import Iterable
from pathlib import Path

import click

from simulator.report.codes import code_tables
from simulator.report.vocabulary import LISTS, Row, codes
from simulator.runner.result import case_name
from simulator.runner.suite import load_suite
from simulator.scenario.loader import DEFAULT_FOLDER
from simulator.scenario.suggest import nearest

CASES = "cases"
COLUMN_MAX = 64
"""Of what is wider the next column stands further right, and not for all rows."""
CODES = "codes"


@click.command("list")
@click.argument("what", type=click.Choice([CASES, *LISTS]))
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--vendor", help="With codes: only those of this vendor, or of im.")
def COMMAND(what: str, paths: tuple[Path, ...], vendor: str | None) -> None:  # noqa: N802  # the shelf's name for it
    """List WHAT there is; cases are those of PATHS (scenarios, when none is given).

    Raises:
        UsageError: There is no such vendor, or it does not go with WHAT.
    """
    if vendor is not None:
        _print(list(_codes_of(what, vendor)))
    elif what == CASES:
        _print(list(_cases(paths or (Path(DEFAULT_FOLDER),))))
    else:
        _print(list(LISTS[what]()))


def _codes_of(what: str, vendor: str) -> Iterable[Row]:
    if what != CODES:
        raise click.UsageError(f"--vendor goes with codes alone: pushsim list codes --vendor {vendor}")
    known = code_tables()
    if vendor not in known:
        near = nearest(vendor, known)
        hint = f'did you mean "{near}"?' if near else f"known: {', '.join(known)}"
        raise click.UsageError(f'no vendor is called "{vendor}"; {hint}')
    return codes(vendor)


def _cases(paths: tuple[Path, ...]) -> Iterable[Row]:
    for case in load_suite(paths).cases:
        sides = [*case.scenario.covers, *(f"not {statement}" for statement in case.scenario.other_side)]
        yield case_name(case), case.scenario.name, " ".join(sides)


def _print(rows: list[Row]) -> None:
    """Print columns, as wide as their usual cells (a Chinese character is two wide); the last one runs free."""
    from rich.cells import cell_len

    if not rows:
        return
    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for row in rows:
        padded = [
            cell + " " * (min(width, COLUMN_MAX) - cell_len(cell)) for cell, width in zip(row, widths, strict=False)
        ]
        click.echo("  ".join([*padded, row[-1]]).rstrip())
