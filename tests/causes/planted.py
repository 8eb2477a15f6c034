"""Runs scenario trees: a healthy one, the same with a cause, the same with its repair."""

from pathlib import Path

from simulator.causes.edit import Tree, to_yaml
from simulator.runner.result import CaseResult
from simulator.runner.run import run_case
from simulator.runner.suite import vocabulary
from simulator.scenario.loader import scenario_of_text
from simulator.scenario.model import cases
from simulator.vendors import VENDORS
from simulator.world.build import RunOptions


def run(tree: Tree, seed: int = 1) -> CaseResult:
    """Play *tree*, which is one case."""
    [case] = cases(scenario_of_text(Path("planted.yaml"), to_yaml(tree), vocabulary()), tuple(VENDORS))
    return run_case(case, RunOptions(seed))
