"""What failed when it was played last: kept in a folder below the one that pushsim runs in, for `--last-failed`."""

import json
from collections.abc import Set
from pathlib import Path

import click

from simulator.report.json_lines import Results

FOLDER = Path(".pushsim_cache")
_FILE = FOLDER / "last_failed.json"


def last_failed() -> Set[str]:
    """Return the names of the cases that failed; none where nothing is known."""
    try:
        known = json.loads(_FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # A cache that is not there, or was cut off, says nothing.
        return frozenset()
    return frozenset(name for name in known if isinstance(name, str)) if isinstance(known, list) else frozenset()


def note_failed(results: Results) -> None:
    """Remember which of *results* failed; what was not played this time stays as it was."""
    before = last_failed()
    now = {name for name in before if name not in results}
    now.update(report.case for report in results if report.failures)
    if now == before:
        return
    try:
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / ".gitignore").write_text("*\n", encoding="utf-8")
        _FILE.write_text(json.dumps(sorted(now), ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        click.echo(f"{_FILE}: cannot be written ({reason}); --last-failed will not know of this run", err=True)
