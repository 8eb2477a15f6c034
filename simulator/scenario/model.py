"""A scenario as it is after its complete check: what it covers, its world, its steps, and the cases it stands for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

import msgspec

from simulator.kernel.units import Duration
from simulator.scenario.step import Step
from simulator.world.spec import WorldSpec

ALL: Final = "all"
_NO_VENDOR: Final = "phones"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A file whose steps a scenario uses.

    Attributes:
        path: Of the file.
        used_in_line: Of the scenario, where it says `use:`.
    """

    path: Path
    used_in_line: int


class PlacedStep(msgspec.Struct, frozen=True):
    """A step and where it stands.

    Attributes:
        step: The step itself.
        line: Of its verb, from 1, in the fragment where it stands in one.
        column: Of its verb, from 1.
        verb: Its name in YAML.
        pause: Before it begins, where it says so itself; otherwise the world's.
        fragment: That it stands in; `None` for the scenario itself.
    """

    step: Step
    line: int
    column: int
    verb: str
    pause: Duration | None = None
    fragment: Fragment | None = None

    @property
    def line_of_scenario(self) -> int:
        """Where the scenario has it: the step itself, or the `use:` that brings it in."""
        return self.line if self.fragment is None else self.fragment.used_in_line

    @property
    def fragment_place(self) -> str:
        """Fragment and line that it stands in, as `path:line`; empty for the scenario itself."""
        return "" if self.fragment is None else f"{self.fragment.path.as_posix()}:{self.line}"

    @property
    def place(self) -> dict[str, object]:
        """Where it stands, for records, in which a path would differ from machine to machine."""
        if self.fragment is None:
            return {"line": self.line}
        return {"line": self.line_of_scenario, "fragment": f"{self.fragment.path.name}:{self.line}"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell of a scenario's matrix makes of it; a scenario without a matrix has one.

    Attributes:
        cell_id: Such as `android=8-app=vivo_guide`; empty where there is no matrix.
        values: By the name of their placeholder, as text.
        not_for: Vendors that it is left out for.
        world: What it says about its actors.
        steps: One or more, in order.
    """

    cell_id: str
    values: Mapping[str, str]
    not_for: Collection[str]
    world: WorldSpec
    steps: tuple[PlacedStep, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario file, or one cell of its matrix.

    Attributes:
        path: As given to the loader.
        name: One line for people.
        covers: Statements that it proves.
        other_side: Statements whose condition it does not meet, to show what happens then.
        vendors: Names in the file's order, each a case; `all`; empty where every phone names its model.
        tags: Free words for `-k`.
        world: What it says about its actors; in the first cell where it has a matrix.
        steps: One or more, in order; likewise.
        lines: Of the source, for excerpts; line 1 is `lines[0]`.
        cells: One or more; empty where the scenario is what a cell has made of it.
    """

    path: Path
    name: str
    covers: tuple[str, ...]
    other_side: tuple[str, ...]
    vendors: tuple[str, ...] | Literal["all"]
    tags: tuple[str, ...]
    world: WorldSpec
    steps: tuple[PlacedStep, ...]
    lines: tuple[str, ...]
    cells: tuple[Cell, ...] = ()


class Case(msgspec.Struct, frozen=True):
    """One cell of a scenario played for one vendor.

    Attributes:
        scenario: As the cell has made it.
        vendor: Whose phones those without a model are; None where every phone names its model.
        case_id: `vivo` or `vivo-android=8`, with `phones` where there is no vendor; unique within its scenario.
        values: Of the cell, as text: what the matrix and made-up data have put there.
    """

    scenario: Scenario
    vendor: str | None
    case_id: str
    values: Mapping[str, str] = msgspec.field(default_factory=dict)


def cases(scenario: Scenario, all_vendors: Sequence[str]) -> tuple[Case, ...]:
    """Return the cases of *scenario*, of *all_vendors* where it says `all`, in that order."""
    vendors = all_vendors if scenario.vendors == ALL else scenario.vendors
    if not scenario.cells:
        return tuple(Case(scenario, vendor, vendor or _NO_VENDOR) for vendor in vendors or (None,))
    made = [replace(scenario, world=cell.world, steps=cell.steps, cells=()) for cell in scenario.cells]
    return tuple(
        Case(
            one, vendor, f"{vendor or _NO_VENDOR}-{cell.cell_id}" if cell.cell_id else vendor or _NO_VENDOR, cell.values
        )
        for vendor in vendors or (None,)
        for one, cell in zip(made, scenario.cells, strict=True)
        if vendor not in cell.not_for
    )
