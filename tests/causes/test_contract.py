"""Every cause on the shelf breaks a healthy scenario as it says, and each of its repairs mends it."""

import pytest

from simulator.causes import CAUSES
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import edited
from simulator.causes.setting import Setting, healthy
from simulator.runner.result import CaseOutcome
from simulator.vendors import VENDORS
from tests.causes.planted import run

CONCERNED = [
    (name, vendor) for name, cause in CAUSES.items() for vendor in VENDORS if cause.concerns(Setting(vendor=vendor))
]


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_healthy_scenario_passes(vendor: str) -> None:
    assert run(healthy(Setting(vendor=vendor))).failure is None


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_healthy_scenario_passes_where_the_app_has_to_ask(vendor: str) -> None:
    assert run(healthy(Setting(vendor=vendor, android=14))).failure is None


@pytest.mark.parametrize("name", CAUSES)
def test_a_cause_concerns_somebody(name: str) -> None:
    assert any(CAUSES[name].concerns(Setting(vendor=vendor)) for vendor in VENDORS)


@pytest.mark.parametrize(("name", "vendor"), CONCERNED)
def test_a_cause_loses_the_push_as_it_says(name: str, vendor: str) -> None:
    cause, setting = CAUSES[name], Setting(vendor=vendor)
    broken = run(edited(healthy(setting), cause.inject(setting)))
    if cause.cause_hop is CauseHop.EXPECTED_BEHAVIOUR:
        return
    assert broken.outcome is CaseOutcome.FAILED
    met = {record.reason for record in broken.trace if record.reason}
    assert set(cause.reasons) & met, f"met {sorted(met)}"


@pytest.mark.parametrize(("name", "vendor"), CONCERNED)
def test_every_repair_of_a_cause_mends_it(name: str, vendor: str) -> None:
    cause, setting = CAUSES[name], Setting(vendor=vendor)
    tree = edited(healthy(setting), cause.inject(setting))
    for repair in cause.repairs:
        mended = run(edited(tree, repair.edits(setting)))
        assert mended.failure is None, f"{repair.text.en}: {mended.failure and mended.failure.error.what}"


@pytest.mark.parametrize("name", CAUSES)
def test_a_cause_says_what_to_do_about_it_in_both_languages(name: str) -> None:
    cause = CAUSES[name]
    texts = [cause.about, *(one.text for one in cause.repairs), *(one.question for one in cause.ask)]
    assert all(words.en and words.zh for words in texts)
    assert cause.ask
    assert all(one.how for one in cause.ask)
    assert cause.prior > 0
