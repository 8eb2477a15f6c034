"""Plays scenario trees for a diagnosis."""

from pathlib import Path

from simulator.causes.edit import Tree, to_yaml
from simulator.runner.result import CaseResult
from simulator.runner.run import run_case
from simulator.runner.suite import vocabulary
from simulator.scenario.loader import scenario_of_text
from simulator.scenario.model import cases
from simulator.vendors import VENDORS
from simulator.world.build import RunOptions

_FILE = Path("diagnosis.yaml")
SEED = 1


def play(tree: Tree, seed: int = SEED) -> CaseResult:
    """Check *tree* as any scenario file is checked, and play its one case."""
    scenario = scenario_of_text(_FILE, to_yaml(tree), vocabulary())
    [case] = cases(scenario, tuple(VENDORS))
    return run_case(case, RunOptions(seed))
