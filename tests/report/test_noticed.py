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

_MANY = "it takes a hundred calls or more"
_NO_STEP = "no step has an app, or its user, do that"
WITHOUT_A_SCENARIO = {
    "honor.register_http_too_frequent": "it takes ten thousand phones in one second",
    "huawei.agent_update_cancelled": _NO_STEP,
    "huawei.called_on_main_thread": _NO_STEP,
    "im.login.trial_day_full": _MANY,
    "im.login_data_too_long": "a UserSig of the customer's server is shorter",
    "im.recalled": "a call takes longer than the decision that it would have to overtake",
    "im.user_sig.wrong_too_often": _NO_STEP,
    "im_sdk.send_before_login": "a step that sends chooses a phone that is logged in",
    "meizu.not_brand_meizu": "no phone that there is takes the branch and is none of Meizu's",
    "oppo.command_limited": _NO_STEP,
    "oppo.sdk_version_missing": _NO_STEP,
    "oppo.text_not_utf_8": _NO_STEP,
    "vivo.too_many_today": _MANY,
    "xiaomi.click_without_receiver": "an app whose receiver cannot be called has no regId to push to",
    "xiaomi.command_account_too_often": _MANY,
    "xiaomi.command_alias_too_often": _MANY,
    "xiaomi.command_of_nobody": _NO_STEP,
    "xiaomi.command_topic_of_others": _NO_STEP,
    "xiaomi.command_unregister_twice": _NO_STEP,
}
"""Rules that tests provoke and no scenario can; everything else has one."""


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
    wanted = set(gated()) - kept.keys() - WITHOUT_A_SCENARIO.keys()
    if wanted:
        ease_garbage_collection()
        results = [run_case(case, RunOptions(seed=SEED)) for case in load_suite((Path("scenarios"),)).cases]
        kept |= {one.rule: one.by for one in waive_each(results, SEED, wanted) if one.by}
    return dict(sorted(kept.items()))


def test_each_rule_has_a_scenario_that_notices_it(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write-tables"):
        TABLE.write_text("".join(f"{rule}  {name}\n" for rule, name in found_anew().items()), "utf-8")
    assert sorted(set(gated()) - table().keys() - WITHOUT_A_SCENARIO.keys()) == [], (
        "give each of them a scenario, then make tables"
    )
    assert sorted(table().keys() - set(gated())) == [], "make tables writes it anew"
    assert sorted(WITHOUT_A_SCENARIO.keys() - set(gated())) == [], "there is no such rule any more"
    assert sorted(WITHOUT_A_SCENARIO.keys() & table().keys()) == [], "they have one by now"


@pytest.mark.parametrize("group", sorted({rule.partition(".")[0] for rule in gated()}))
def test_the_scenario_that_is_named_passes_with_the_rule_and_fails_without_it(group: str) -> None:
    own = {rule: name for rule, name in table().items() if rule.partition(".")[0] == group}
    assert [f"{rule}: {name}" for rule, name in own.items() if not is_noticed(rule, name)] == []
