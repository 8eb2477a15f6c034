"""Finds scenario files and reads them, checked completely: what passes here can be run."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from simulator.scenario.checks import (
    check_calendar,
    check_expectations,
    check_lists,
    check_logins,
    check_names,
    check_spaces,
    check_vendors,
)
from simulator.scenario.conversion import struct_reader
from simulator.scenario.defaults import with_defaults
from simulator.scenario.document import Document, parse_document, read_document
from simulator.scenario.errors import ScenarioError, ScenarioErrors, Where, quoted
from simulator.scenario.foresight import check_dates
from simulator.scenario.fragments import with_fragments
from simulator.scenario.made_up import FAKER, MadeUp, read_made_up
from simulator.scenario.matrix import MATRIX, Matrix, read_matrix
from simulator.scenario.matrix import Cell as MatrixCell
from simulator.scenario.model import Cell, PlacedStep, Scenario
from simulator.scenario.names import Vocabulary
from simulator.scenario.nodes import ListNode, MapNode, Node
from simulator.scenario.placeholders import check_placeholders, fill
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
    matrix: Annotated[
        Node | None, msgspec.Meta(description="axes or rows of values; <NAME> stands where they belong")
    ] = None
    faker: Annotated[
        Node | None, msgspec.Meta(description="made-up values, by the name of the placeholder that they take")
    ] = None
    steps: Annotated[Node, msgspec.Meta(description="what happens, as a list")]


def find_scenarios(paths: Iterable[Path]) -> list[Path]:
    """Return every scenario file at or below *paths*, sorted, each once.

    Below a folder these are all `*.yaml` and `*.yml`, except those named `_…`, which are fragments and worlds. Hidden
    folders are skipped, and links to folders are not followed.

    Raises:
        ScenarioErrors: A path is missing, or no scenario is there at all.
    """
    given = list(paths)
    found: dict[str, Path] = {}
    problems: list[ScenarioError] = []
    for path in given:
        if path.is_dir():
            for file in _below(path):
                found.setdefault(os.path.normpath(file.absolute()), file)
        elif path.exists():
            found.setdefault(os.path.normpath(path.absolute()), path)
        else:
            problems.append(_about(path, "no such file or folder", _near_path(path)))
    if not found and not problems:
        problems = [_about(path, "no scenario is here", None) for path in given or [Path()]]
    if problems:
        raise ScenarioErrors(problems)
    return sorted(found.values())


def suite_root(path: Path, paths: Iterable[Path]) -> Path:
    """Return the suite that the scenario at *path* belongs to.

    It is the folder that pushsim runs in, so that a scenario is the same whoever else is played with it. Where the
    scenario lies elsewhere, it is the folder of *paths* above it, or the file's own one.
    """
    here = Path()
    if path.absolute().is_relative_to(here.absolute()):
        return here
    above = [given for given in paths if given.is_dir() and path.is_relative_to(given)]
    return min(above, key=lambda given: len(given.parts), default=path.parent)


def load_scenario(path: Path, vocabulary: Vocabulary, root: Path | None = None, *, seed: int = 1) -> Scenario:
    """Read the scenario at *path*, with its suite's defaults and the fragments that it uses.

    Args:
        path: A YAML file.
        vocabulary: The names of the program.
        root: The suite; files that the scenario names lie below it. Without it, the file's own folder.
        seed: What made-up data repeat from.

    Raises:
        ScenarioErrors: All mistakes of the file.
    """
    return _scenario(read_document(path), vocabulary, root or path.parent, seed)


def scenario_of_text(
    path: Path, text: str, vocabulary: Vocabulary, root: Path | None = None, *, seed: int = 1
) -> Scenario:
    """Read *text* as the scenario that a file at *path* would hold.

    Raises:
        ScenarioErrors: All mistakes of the text.
    """
    return _scenario(parse_document(path, text), vocabulary, root or path.parent, seed)


def _scenario(document: Document, vocabulary: Vocabulary, root: Path, seed: int) -> Scenario:
    reading = Reading(document.source, vocabulary, root)
    reading.problems += document.problems
    written = _top(document)
    top = with_fragments(with_defaults(written, reading), reading)
    matrix, made_up = read_matrix(top, reading), read_made_up(top, reading)
    body = MapNode(
        top.line, top.column, {key: entry for key, entry in top.entries.items() if key not in {MATRIX, FAKER}}
    )
    # Nearly all files have none, and need not be walked.
    has_places = bool(matrix.names or made_up) or "<" in document.source.text or top is not written
    left = _check_places(body, matrix, made_up, reading) if has_places else frozenset[Where]()
    spec: ScenarioSpec | None = None
    cells: list[Cell] = []
    for cell in matrix.cells or [MatrixCell()]:
        values = {name: value.node for name, value in cell.values.items()}
        made = {
            name: one.value(seed, document.source.path.name, cell.cell_id) for name, one in made_up.items() if one.spec
        }
        filled = fill(body, {**values, **made}) if has_places else body
        assert isinstance(filled, MapNode), "the document is a map"
        read = Reading(document.source, vocabulary, root)
        read.references += reading.references
        read.not_for = cell.not_for
        read.is_incomplete = reading.is_incomplete or bool(left)
        spec, steps = _read(filled, read)
        reading.problems += [problem for problem in read.problems if problem.where not in left]
        if spec is not None:
            shown = {name: value.text for name, value in cell.values.items()}
            shown |= {name: made_up[name].shown(node) for name, node in made.items()}
            cells.append(Cell(cell.cell_id, shown, cell.not_for, _world(spec), steps))
    if reading.problems:
        raise ScenarioErrors(reading.problems)
    assert spec is not None, "a scenario that could not be read has mistakes"
    return Scenario(
        path=document.source.path,
        name=spec.name,
        covers=spec.covers,
        other_side=spec.other_side,
        vendors=spec.vendors,
        tags=spec.tags,
        world=cells[0].world,
        steps=cells[0].steps,
        lines=document.source.lines,
        cells=tuple(cells) if matrix.names or made_up else (),
    )


def _check_places(body: MapNode, matrix: Matrix, made_up: Mapping[str, MadeUp], reading: Reading) -> Collection[Where]:
    """Check the placeholders of *body*; return where some are left whose values are not known.

    What else does not fit there says nothing: it has been told why nothing stands there.
    """
    for name in matrix.names.keys() & made_up.keys():
        what = f"{quoted(name)} gets its values under {MATRIX}: already"
        reading.wrong(made_up[name].key, FAKER, what, value=name, next="choose another name")
    known = {**{name: one.key for name, one in made_up.items()}, **matrix.names}
    places = check_placeholders(body, known, reading, given_by=f"under {MATRIX}: or {FAKER}:", in_rows=matrix.labels)
    told = {problem.where for problem in reading.problems}
    for name, key in known.items():
        # Without a place of its own, an axis still makes up other data in each cell.
        if name not in places.values() and reading.where(key) not in told and (name in made_up or not made_up):
            meant = nearest(name, set(places.values()) - {"", *known})
            reading.wrong(
                key,
                FAKER if name in made_up else MATRIX,
                f"nothing uses <{name}>",
                value=name,
                suggestion=meant,
                next=None if meant else f"write <{name}> where the value belongs, or remove {name}:",
            )
    given = {name for name, one in made_up.items() if one.spec} | (matrix.names.keys() if matrix.cells else set())
    return {place for place, name in places.items() if name not in given}


def _read(top: MapNode, reading: Reading) -> tuple[ScenarioSpec | None, tuple[PlacedStep, ...]]:
    """Read a document that has its values in place of all placeholders."""
    spec = struct_reader(ScenarioSpec).read(top, "", reading)
    steps: tuple[PlacedStep, ...] = ()
    if written := top.entries.get("steps"):
        steps = read_steps(written[1], reading)
    check_names(reading, top)
    check_calendar(reading, top)
    check_logins(reading, top)
    check_spaces(reading, top)
    check_lists(reading, top)
    check_expectations(reading, top)
    check_vendors(reading, top)
    if isinstance(spec, ScenarioSpec):
        check_dates(reading, spec.steps, steps, spec)
    return spec if isinstance(spec, ScenarioSpec) else None, steps


def _world(spec: ScenarioSpec) -> WorldSpec:
    return WorldSpec(**{name: getattr(spec, name) for name in WorldSpec.__struct_fields__})


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


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.endswith(SUFFIXES) and not name.startswith(("_", ".")):
                yield Path(place, name)


_WANTED = (
    "give a YAML file, or a folder with *.yaml files whose names do not begin with _; "
    "begin a first one with pushsim new NAME"
)


def _about(path: Path, what: str, suggestion: str | None) -> ScenarioError:
    then = None if suggestion else _WANTED
    return ScenarioError(Where(path.as_posix()), "", what, value=str(path), suggestion=suggestion, next=then)


def _near_path(path: Path) -> str | None:
    try:
        near = nearest(path.name, [entry.name for entry in path.parent.iterdir()])
    except OSError:
        return None
    return (path.parent / near).as_posix() if near else None
