"""Watching a suite: which scenarios a changed file concerns, and playing them anew."""

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Final

import click

from simulator.report.case_report import CaseReport, report_of
from simulator.report.text import Tally, failures_text
from simulator.runner.suite import vocabulary
from simulator.runner.workers import play_case
from simulator.scenario import defaults
from simulator.scenario.errors import ScenarioError, ScenarioErrors
from simulator.scenario.loader import SUFFIXES, find_scenarios, load_scenario, suite_root
from simulator.scenario.matching import counted
from simulator.scenario.model import Case, cases
from simulator.vendors import VENDORS
from simulator.world.build import RunOptions

WATCHED: Final = (*SUFFIXES, ".xml", ".apk", ".pro", ".txt")
"""Ends of the names of files that a suite may consist of."""

_NAMED_MAX = 5


def affected(changed: Collection[Path], paths: Sequence[Path]) -> list[Path]:
    """Return the scenarios at or below *paths* that may read otherwise now that the files *changed* have.

    These are the changed ones themselves, those that name a changed file or a fragment that does, and all below a
    changed `_suite.yaml`.
    """
    known = find_scenarios(paths)
    resolved = {path.resolve() for path in changed}
    folders = [path.parent for path in resolved if path.name == defaults.NAME]
    named = _named({path.name for path in resolved if path.name != defaults.NAME}, known)
    found = []
    for path in known:
        whole = path.resolve()
        is_below = any(whole.is_relative_to(folder) for folder in folders)
        if whole in resolved or is_below or _names_any(path, named):
            found.append(path)
    return found


def _named(changed: set[str], known: Sequence[Path]) -> set[str]:
    """Return the names of *changed* files that are no scenarios, and of the fragments that lead to one of them."""
    names = changed - {path.name for path in known}
    folders = {folder for path in known for folder in (path.parent, *path.parent.parents)}
    fragments = [path for folder in folders for path in folder.glob("_*") if path.suffix in SUFFIXES]
    while more := {path.name for path in fragments if path.name not in names and _names_any(path, names)}:
        names |= more
    return names


def _names_any(path: Path, names: Collection[str]) -> bool:
    if not names:
        return False
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        # It has gone since it was found; there is nothing to play.
        return False
    return re.search("|".join(map(re.escape, sorted(names))), text) is not None


def play_again(files: Sequence[Path], paths: Sequence[Path], seed: int) -> bool:
    """Play the cases of *files*, tell what failed and how many passed, and return whether all did."""
    found, problems = _read(files, paths, seed)
    for error in problems:
        click.echo(error.text(), err=True)
    tally = Tally()
    failed: list[CaseReport] = []
    for case in found:
        report = report_of(play_case(case, RunOptions(seed=seed), prove=False))
        tally.add(report)
        if report.failures:
            failed.append(report)
    if failed:
        click.echo(failures_text(failed))
    click.echo(tally.text())
    return not (failed or problems)


def _read(files: Sequence[Path], paths: Sequence[Path], seed: int) -> tuple[list[Case], list[ScenarioError]]:
    names, found, problems = vocabulary(), list[Case](), list[ScenarioError]()
    for file in files:
        try:
            found += cases(load_scenario(file, names, suite_root(file, paths), seed=seed), tuple(VENDORS))
        except ScenarioErrors as errors:
            problems += errors.errors
    return found, list(ScenarioErrors(problems).errors)


def watch(paths: Sequence[Path], changes: Iterable[Collection[Path]], *, seed: int, clear: bool) -> None:
    """Play the suite at *paths*, and after each of *changes* what they concern, until there are no more.

    Raises:
        ScenarioErrors: A path is missing, or there is no scenario; mistakes in files are told, and watching goes on.
    """
    files = find_scenarios(paths)
    _say(f"{counted(len(files), 'scenario', 'scenarios')}; Ctrl-C ends", clear=clear)
    play_again(files, paths, seed)
    for changed in changes:
        try:
            files = affected(changed, paths)
        except ScenarioErrors as errors:
            # All scenarios may have gone for a moment, while an editor or git writes them anew.
            _say(errors.text(), clear=clear)
            continue
        if files:
            _say(f"changed: {_names(changed)}; {counted(len(files), 'scenario', 'scenarios')} to play", clear=clear)
            play_again(files, paths, seed)


def _names(changed: Collection[Path]) -> str:
    names = sorted(path.name for path in changed)
    more = [f"and {len(names) - _NAMED_MAX} more"] if len(names) > _NAMED_MAX else []
    return ", ".join([*names[:_NAMED_MAX], *more])


def _say(text: str, *, clear: bool) -> None:
    if clear:
        click.clear()
    click.echo(f"-- {text}")
