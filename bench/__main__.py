"""`python -m bench [NAME …]`: takes all measurements, or the named ones; one table, then one JSON line a row."""

import argparse
import importlib
import json
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

import bench
from bench.machine import machine
from bench.row import Row, number
from bench.sizes import TINY, Sizes
from bench.stopwatch import Figure

WIDTH_IN_A_LOG = 190


def measurements() -> Mapping[str, Callable[[Sizes], list[Row]]]:
    """Return every `measure` of this package, by the name of its module."""
    found = {}
    for entry in pkgutil.iter_modules(bench.__path__):
        if entry.name != "__main__":
            module = importlib.import_module(f"bench.{entry.name}")
            if hasattr(module, "measure"):
                found[entry.name] = module.measure
    return found


def main() -> None:
    """Measure, print the table, and write the rows."""
    known = measurements()
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)}; all when none is given")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the JSON lines here, not behind the table")
    parser.add_argument("--phones", type=int, default=Sizes().phones, help="how many phones share the one world")
    parser.add_argument("--tiny", action="store_true", help="next to nothing: to see that it works, not how fast")
    wanted = parser.parse_args()
    if unknown := set(wanted.names) - set(known):
        parser.error(f"no measurement is called {', '.join(sorted(unknown))}; there are {', '.join(known)}")

    sizes = TINY if wanted.tiny else replace(Sizes(), phones=wanted.phones)
    log = Console(stderr=True)
    rows: list[Row] = []
    for name in wanted.names or known:
        with log.status(f"measuring {name}"):
            rows += known[name](sizes)
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH_IN_A_LOG)
    console.print(_table(rows))
    written = "".join(json.dumps({**row.plain(), "machine": machine()}, ensure_ascii=False) + "\n" for row in rows)
    if wanted.json is None:
        print(written, end="")
    else:
        wanted.json.write_text(written, encoding="utf-8")


def _table(rows: list[Row]) -> Table:
    table = Table(box=box.SIMPLE, caption=f"{machine()}; median (best)", caption_justify="left")
    for heading in ("what", "ours", "theirs", "beside", "ratio", "aim", ""):
        table.add_column(heading, justify="right" if heading in {"ours", "theirs", "ratio"} else "left")
    for row in rows:
        table.add_row(
            row.what,
            f"{_both(row.ours)} {row.unit}",
            "" if row.theirs is None else _both(row.theirs),
            row.beside,
            "" if row.ratio is None else f"{number(row.ratio)} ×",
            "" if row.aim is None else row.aim.text(row.unit),
            "" if row.aim is None else "met" if row.aim.is_met_by(row) else "missed",
        )
    return table


def _both(figure: Figure) -> str:
    return f"{number(figure.median)} ({number(figure.best)})"


if __name__ == "__main__":
    main()
