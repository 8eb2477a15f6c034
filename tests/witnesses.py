"""Cases that a committed table names as witnesses of a rule: a line a rule, `rule  file::case`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from simulator.runner.result import case_name
from simulator.runner.suite import load_suite
from simulator.scenario.model import Case


def read_table(path: Path) -> Mapping[str, str]:
    """Return the case of each rule, by rule; nothing where there is no such file."""
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return dict(line.split(maxsplit=1) for line in lines)


def write_table(path: Path, cases: Mapping[str, str]) -> None:
    """Write the case of each rule."""
    path.write_text("".join(f"{rule}  {name}\n" for rule, name in sorted(cases.items())), "utf-8")


@cache
def _cases_of(file: str) -> Mapping[str, Case]:
    return {case_name(case): case for case in load_suite((Path(file),)).cases}


def witness(name: str) -> Case | None:
    """Return the case called *name*; `None` where there is none any more."""
    file = name.partition("::")[0]
    return _cases_of(file).get(name) if Path(file).is_file() else None
