"""`pushsim check`: reads scenarios completely and runs nothing."""

from pathlib import Path

import click

from simulator.runner.suite import load_suite


@click.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
def COMMAND(paths: tuple[Path, ...]) -> None:  # noqa: N802  # the shelf's name for it
    """Check every scenario at or below PATHS; all mistakes of all files are told at once."""
    suite = load_suite(paths)
    files = len({case.scenario.path for case in suite.cases})
    click.echo(f"{files} scenarios, {len(suite.cases)} cases: no mistakes")
