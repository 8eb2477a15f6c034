"""`pushsim watch`: plays what a change concerns, as soon as a file is saved."""

import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import click

from simulator.cli.watching import WATCHED, watch
from simulator.scenario.loader import DEFAULT_FOLDER, find_scenarios

_SETTLING_MS = 100
"""How long changes are gathered that come close together."""
_BEGUN_MS = 200
"""After this long without a change, it is known that watching has begun."""


@click.command("watch")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--seed", default=1, show_default=True, help="What everything drawn repeats from.")
def COMMAND(paths: tuple[Path, ...], seed: int) -> None:  # noqa: N802  # the shelf's name for it
    """Play every scenario at or below PATHS (scenarios, when none is given), and again what a saved file concerns."""
    wanted = paths or (Path(DEFAULT_FOLDER),)
    find_scenarios(wanted)
    changes = _changes(wanted)
    # What is saved while the suite is played for the first time is not lost.
    next(changes)
    with suppress(KeyboardInterrupt):
        watch(wanted, changes, seed=seed, clear=sys.stdout.isatty())


def _changes(paths: Sequence[Path]) -> Iterator[Collection[Path]]:
    """Yield the files that were saved, made or removed together, until Ctrl-C; first, when watching has begun, none."""
    from watchfiles import watch as saved

    # A file alone would be lost from sight when an editor puts a new one in its place.
    folders = {path if path.is_dir() else path.parent for path in paths}
    begun = False
    for together in saved(
        *folders, debounce=_SETTLING_MS, rust_timeout=_BEGUN_MS, yield_on_timeout=True, raise_interrupt=False
    ):
        changed = {Path(name) for _, name in together if name.endswith(WATCHED)}
        if changed or not begun:
            yield changed
        begun = True
