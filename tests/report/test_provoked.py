"""Each rule that a scenario can provoke says no in a shipped one, which the table names.

`make tables` looks for those scenarios anew, as few as will do; other sessions play the ones that are named.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from simulator.report.coverage import beyond_scenarios, provoked
from simulator.runner.run import ease_garbage_collection, run_case
from simulator.runner.suite import load_suite
from simulator.world.build import RunOptions
from simulator.world.catalogue import rules
from tests.witnesses import read_table, witness, write_table
from tests.written import FOLDER

TABLE = FOLDER / "provoked.txt"
OPTIONS = RunOptions(seed=1)


def wanted() -> set[str]:
    """Return the rules that a scenario can provoke."""
    return {rule.name for rule in rules()} - beyond_scenarios().keys()


def found_anew() -> Mapping[str, str]:
    """Return a case for each rule that some case provokes: the one that is named, or of all those that provoke most."""
    ease_garbage_collection()
    cases = load_suite((Path("scenarios"),)).cases
    by_rule = {rule: set(names) for rule, names in provoked(run_case(case, OPTIONS) for case in cases).items()}
    found = {
        rule: name for rule, name in read_table(TABLE).items() if name in by_rule.get(rule, ()) and rule in wanted()
    }
    left: dict[str, set[str]] = {}
    for rule in wanted() - found.keys():
        for name in by_rule[rule]:
            left.setdefault(name, set()).add(rule)
    while left:
        most = max(sorted(left), key=lambda name: len(left[name]))
        found |= dict.fromkeys(left.pop(most), most)
        left = {name: rest for name, own in left.items() if (rest := own - found.keys())}
    return found


def test_each_rule_has_a_scenario_that_provokes_it(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write-tables"):
        write_table(TABLE, found_anew())
    named = read_table(TABLE).keys()
    assert sorted(wanted() - named) == [], "give each of them a scenario, then make tables"
    assert sorted(named - wanted()) == [], "make tables writes it anew"


@pytest.mark.parametrize("group", sorted({rule.partition(".")[0] for rule in wanted()}))
def test_the_scenario_that_is_named_provokes_the_rule(group: str) -> None:
    by_case: dict[str, list[str]] = {}
    for rule, name in read_table(TABLE).items():
        if rule.partition(".")[0] == group:
            by_case.setdefault(name, []).append(rule)
    missed = []
    for name, own in by_case.items():
        case = witness(name)
        noes = {} if case is None else run_case(case, OPTIONS).world.rules.noes
        missed += [f"{rule}: {name}" for rule in own if rule not in noes]
    assert missed == [], "make tables finds others"
