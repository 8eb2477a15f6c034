"""`pushsim check`: reads scenarios completely and runs nothing."""

from pathlib import Path

import click

from simulator.runner.suite import load_suite
from simulator.scenario.loader import DEFAULT_FOLDER


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def COMMAND(paths: tuple[Path, ...]) -> None:  # noqa: N802  # the shelf's name for it
    """Check every scenario at or below PATHS (scenarios, when none is given); all mistakes are told at once."""
    suite = load_suite(paths or (Path(DEFAULT_FOLDER),))
    files = len({case.scenario.path for case in suite.cases})
    click.echo(f"{_counted(files, 'scenario')}, {_counted(len(suite.cases), 'case')}: no mistakes")


def _counted(number: int, one: str) -> str:
    """Return *number* with its noun."""
    return f"{number} {one}{'' if number == 1 else 's'}"
