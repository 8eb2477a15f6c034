"""The shipped scenarios say what holds, and not what one seed happens to draw."""

from pathlib import Path

import pytest

from simulator.runner.result import CaseOutcome
from simulator.runner.run import run_case
from simulator.runner.suite import load_suite
from simulator.world.build import RunOptions

SUITE = Path(__file__).parents[1] / "scenarios"
FOLDERS = sorted(path.name for path in SUITE.iterdir() if path.is_dir() and not path.name.startswith(("_", ".")))
SEED = 7


@pytest.mark.parametrize("folder", FOLDERS)
def test_scenarios_hold_for_another_seed(folder: str):
    cases = load_suite([SUITE / folder], seed=SEED).cases
    assert cases
    ended = [run_case(case, RunOptions(seed=SEED)) for case in cases]
    assert [
        f"{one.case.scenario.path}::{one.case.name}" for one in ended if one.outcome is not CaseOutcome.PASSED
    ] == []
