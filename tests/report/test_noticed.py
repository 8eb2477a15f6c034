"""Each rule of phone, app, binding and offline decision is noticed by a shipped scenario, which the table names.

`make tables` looks for those scenarios anew; other sessions play the one that is named, with the rule and without it.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from simulator.report.coverage import fails_without, gated, waive_each
from simulator.runner.result import CaseOutcome, case_name
from simulator.runner.run import ease_garbage_collection, run_case
from simulator.runner.suite import load_suite
from simulator.scenario.model import Case
from simulator.world.build import RunOptions
from tests.written import FOLDER

TABLE = FOLDER / "noticed.txt"
SEED = 1


def table() -> Mapping[str, str]:
    """Return the case that notices each rule, by rule."""
    lines = TABLE.read_text("utf-8").splitlines() if TABLE.is_file() else []
    return dict(line.split(maxsplit=1) for line in lines)


@cache
def cases_of(file: str) -> Mapping[str, Case]:
    return {case_name(case): case for case in load_suite((Path(file),)).cases}


def witness(name: str) -> Case | None:
    """Return the case called *name*; `None` where there is none any more."""
    file = name.partition("::")[0]
    return cases_of(file).get(name) if Path(file).is_file() else None


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
    return dict(sorted(kept.items()))


def test_each_rule_has_a_scenario_that_notices_it(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write-tables"):
        TABLE.write_text("".join(f"{rule}  {name}\n" for rule, name in found_anew().items()), "utf-8")
    assert sorted(set(gated()) - table().keys()) == [], "give each of them a scenario, then make tables"
    assert sorted(table().keys() - set(gated())) == [], "make tables writes it anew"


@pytest.mark.parametrize("group", sorted({rule.partition(".")[0] for rule in gated()}))
def test_the_scenario_that_is_named_passes_with_the_rule_and_fails_without_it(group: str) -> None:
    own = {rule: name for rule, name in table().items() if rule.partition(".")[0] == group}
    assert [f"{rule}: {name}" for rule, name in own.items() if not is_noticed(rule, name)] == []
