"""Finds scenario files and reads them, checked completely: what passes here can be run."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from simulator.scenario.checks import (
    check_calendar,
    check_expectations,
    check_lists,
    check_logins,
    check_names,
    check_vendors,
)
from simulator.scenario.conversion import struct_reader
from simulator.scenario.document import Document, parse_document, read_document
from simulator.scenario.errors import ScenarioError, ScenarioErrors, Where
from simulator.scenario.model import PlacedStep, Scenario
from simulator.scenario.names import Vocabulary
from simulator.scenario.nodes import ListNode, MapNode, Node
from simulator.scenario.reading import Reading, shape_of
from simulator.scenario.step_list import read_steps
from simulator.scenario.suggest import nearest
from simulator.scenario.syntax import Mistake, misplaced
from simulator.world.fields import StatementId, VendorName
from simulator.world.spec import WorldSpec

SUFFIXES: Final = (".yaml", ".yml")

DEFAULT_FOLDER: Final = "scenarios"
"""Where scenarios are looked for when nobody says where."""


class ScenarioSpec(WorldSpec, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that stands at the top of a scenario file: what it is about, its world, its steps."""

    name: Annotated[str, msgspec.Meta(min_length=1, description="what it shows, in one line")]
    covers: Annotated[tuple[StatementId, ...], msgspec.Meta(description="statements that it proves")] = ()
    other_side: Annotated[
        tuple[StatementId, ...], msgspec.Meta(description="statements whose condition it does not meet")
    ] = ()
    vendors: Annotated[
        Literal["all"] | tuple[VendorName, ...], msgspec.Meta(description="all, or a list; each is a case")
    ] = ()
    tags: Annotated[tuple[Annotated[str, msgspec.Meta(min_length=1)], ...], msgspec.Meta(description="for -k")] = ()
    steps: Annotated[Node, msgspec.Meta(description="what happens, as a list")]


def find_scenarios(paths: Iterable[Path]) -> list[Path]:
    """Return every scenario file at or below *paths*, sorted, each once.

    Below a folder these are all `*.yaml` and `*.yml`, except those named `_…`, which are fragments and worlds. Hidden
    folders are skipped, and links to folders are not followed.

    Raises:
        ScenarioErrors: A path is missing, or no scenario is there at all.
    """
    given = list(paths)
    found: set[Path] = set()
    problems: list[ScenarioError] = []
    for path in given:
        if path.is_dir():
            found.update(_below(path))
        elif path.exists():
            found.add(path)
        else:
            problems.append(_about(path, "no such file or folder", _near_path(path)))
    if not found and not problems:
        problems = [_about(path, "no scenario is here", None) for path in given or [Path()]]
    if problems:
        raise ScenarioErrors(problems)
    return sorted(found)


def suite_root(path: Path, paths: Iterable[Path]) -> Path:
    """Return the suite that the scenario at *path* belongs to.

    It is the folder of *paths* above it. For a file given by itself it is the folder that pushsim runs in, or the
    file's own one where it lies elsewhere.
    """
    above = [given for given in paths if given.is_dir() and path.is_relative_to(given)]
    here = Path()
    alone = here if path.absolute().is_relative_to(here.absolute()) else path.parent
    return min(above, key=lambda given: len(given.parts), default=alone)


def load_scenario(path: Path, vocabulary: Vocabulary, root: Path | None = None) -> Scenario:
    """Read the scenario at *path*.

    Args:
        path: A YAML file.
        vocabulary: The names of the program.
        root: The suite; files that the scenario names lie below it. Without it, the file's own folder.

    Raises:
        ScenarioErrors: All mistakes of the file.
    """
    return _scenario(read_document(path), vocabulary, root or path.parent)


def scenario_of_text(path: Path, text: str, vocabulary: Vocabulary, root: Path | None = None) -> Scenario:
    """Read *text* as the scenario that a file at *path* would hold.

    Raises:
        ScenarioErrors: All mistakes of the text.
    """
    return _scenario(parse_document(path, text), vocabulary, root or path.parent)


def _scenario(document: Document, vocabulary: Vocabulary, root: Path) -> Scenario:
    reading = Reading(document.source, vocabulary, root)
    top = _top(document)
    spec = struct_reader(ScenarioSpec).read(top, "", reading)
    steps: tuple[PlacedStep, ...] = ()
    if written := top.entries.get("steps"):
        steps = read_steps(written[1], reading)
    check_names(reading, top)
    check_calendar(reading, top)
    check_logins(reading, top)
    check_lists(reading, top)
    check_expectations(reading, top)
    check_vendors(reading, top)
    _raise_all(document, reading)
    assert isinstance(spec, ScenarioSpec), "a scenario that could not be read has mistakes"
    return Scenario(
        path=document.source.path,
        name=spec.name,
        covers=spec.covers,
        other_side=spec.other_side,
        vendors=spec.vendors,
        tags=spec.tags,
        world=WorldSpec(**{name: getattr(spec, name) for name in WorldSpec.__struct_fields__}),
        steps=steps,
        lines=document.source.lines,
    )


def _top(document: Document) -> MapNode:
    """Return the outermost map.

    Raises:
        ScenarioErrors: The file holds something else.
    """
    root, source = document.root, document.source
    if isinstance(root, MapNode):
        return root
    mistake = misplaced(source.lines, root.line - 1) or Mistake(
        root.line,
        root.column,
        f"{shape_of(root)} stands here where name:, steps: and the like belong",
        'write "steps:" above the list, and "name:" above that'
        if isinstance(root, ListNode)
        else 'write "key: value", with a space behind the colon, or get a starter scenario: pushsim new NAME',
    )
    raise ScenarioErrors([source.error(mistake.line, mistake.column, "", mistake.what, next=mistake.next)])


def _raise_all(document: Document, reading: Reading) -> None:
    if document.problems or reading.problems:
        raise ScenarioErrors([*document.problems, *reading.problems])


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.endswith(SUFFIXES) and not name.startswith(("_", ".")):
                yield Path(place, name)


def _about(path: Path, what: str, suggestion: str | None) -> ScenarioError:
    then = "give a YAML file, or a folder with *.yaml files whose names do not begin with _" if not suggestion else None
    return ScenarioError(Where(path.as_posix()), "", what, value=str(path), suggestion=suggestion, next=then)


def _near_path(path: Path) -> str | None:
    try:
        near = nearest(path.name, [entry.name for entry in path.parent.iterdir()])
    except OSError:
        return None
    return (path.parent / near).as_posix() if near else None
