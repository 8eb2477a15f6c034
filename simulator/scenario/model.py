"""A scenario as it is after its complete check: what it covers, its world, its steps, and the cases it stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from simulator.kernel.units import Duration
from simulator.scenario.step import Step
from simulator.world.spec import WorldSpec

ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class PlacedStep:
    """A step and where it stands.

    Attributes:
        step: The step itself.
        line: Of its verb, from 1.
        column: Of its verb, from 1.
        verb: Its name in YAML.
        pause: Before it begins, where it says so itself; otherwise the world's.
    """

    step: Step
    line: int
    column: int
    verb: str
    pause: Duration | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario file.

    Attributes:
        path: As given to the loader.
        name: One line for people.
        covers: Statements that it proves.
        other_side: Statements whose condition it does not meet, to show what happens then.
        vendors: Names in the file's order, each a case; `all`; empty where every phone names its model.
        tags: Free words for `-k`.
        world: What it says about its actors.
        steps: One or more, in order.
        lines: Of the source, for excerpts; line 1 is `lines[0]`.
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


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the matrix: a scenario played for one vendor.

    Attributes:
        scenario: The scenario.
        vendor: Whose phones those without a model are; None where every phone names its model.
        case_id: `vivo`, or `phones` where there is no vendor; unique within its scenario.
    """

    scenario: Scenario
    vendor: str | None
    case_id: str


def cases(scenario: Scenario, all_vendors: Sequence[str]) -> tuple[Case, ...]:
    """Return the cases of *scenario*, of *all_vendors* where it says `all`, in that order."""
    vendors = all_vendors if scenario.vendors == ALL else scenario.vendors
    if not vendors:
        return (Case(scenario, None, "phones"),)
    return tuple(Case(scenario, vendor, vendor) for vendor in vendors)
