"""Each rule of phone, app, binding and offline decision is noticed by a shipped scenario, which the table names.

`make tables` looks for those scenarios anew; other sessions play the one that is named, with the rule and without it.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from simulator.report.coverage import fails_without, gated, waive_each
from simulator.runner.result import CaseOutcome
from simulator.runner.run import ease_garbage_collection, run_case
from simulator.runner.suite import load_suite
from simulator.world.build import RunOptions
from tests.witnesses import read_table, witness, write_table
from tests.written import FOLDER

TABLE = FOLDER / "noticed.txt"
SEED = 1


def table() -> Mapping[str, str]:
    """Return the case that notices each rule, by rule."""
    return read_table(TABLE)


def is_noticed(rule: str, name: str) -> bool:
    case = witness(name)
    if case is None or run_case(case, RunOptions(seed=SEED)).outcome is CaseOutcome.FAILED:
        return False
    return fails_without(rule, case, SEED)


def found_anew() -> Mapping[str, str]:
    """Return a case that notices each rule: the one that is named, or the first that does."""
    kept = {rule: name for rule, name in table().items() if rule in gated() and is_noticed(rule, name)}
    wanted = set(gated()) - kept.keys()
    if wanted:
        ease_garbage_collection()
        results = [run_case(case, RunOptions(seed=SEED)) for case in load_suite((Path("scenarios"),)).cases]
        kept |= {one.rule: one.by for one in waive_each(results, SEED, wanted) if one.by}
    return kept


def test_each_rule_has_a_scenario_that_notices_it(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write-tables"):
        write_table(TABLE, found_anew())
    assert sorted(set(gated()) - table().keys()) == [], "give each of them a scenario, then make tables"
    assert sorted(table().keys() - set(gated())) == [], "make tables writes it anew"


@pytest.mark.parametrize("group", sorted({rule.partition(".")[0] for rule in gated()}))
def test_the_scenario_that_is_named_passes_with_the_rule_and_fails_without_it(group: str) -> None:
    own = {rule: name for rule, name in table().items() if rule.partition(".")[0] == group}
    assert [f"{rule}: {name}" for rule, name in own.items() if not is_noticed(rule, name)] == []
