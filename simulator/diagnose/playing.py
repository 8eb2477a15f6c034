"""Plays scenario trees for a diagnosis."""

import json
from functools import lru_cache
from pathlib import Path

from simulator.causes.edit import Tree
from simulator.runner.result import CaseResult
from simulator.runner.run import run_case
from simulator.runner.suite import vocabulary
from simulator.scenario.loader import scenario_of_text
from simulator.scenario.model import cases
from simulator.scenario.names import Vocabulary
from simulator.vendors import VENDORS
from simulator.world.build import RunOptions

_FILE = Path("diagnosis.yaml")
SEED = 1


@lru_cache(maxsize=1)
def _vocabulary() -> Vocabulary:
    return vocabulary()


def play(tree: Tree, seed: int = SEED) -> CaseResult:
    """Check *tree* as any scenario file is checked, and play its one case."""
    # JSON is YAML, and is written ten times as fast.
    scenario = scenario_of_text(_FILE, json.dumps(tree, ensure_ascii=False), _vocabulary())
    [case] = cases(scenario, tuple(VENDORS))
    return run_case(case, RunOptions(seed))
