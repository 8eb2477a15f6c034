"""Every cause on the shelf breaks a healthy scenario as it says, and each of its repairs mends it."""

import pytest

from simulator.causes import CAUSES
from simulator.causes.cause import Cause
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import edited
from simulator.causes.setting import Setting, healthy
from simulator.runner.result import CaseOutcome
from simulator.vendors import VENDORS
from tests.causes.planted import run

NEWER = 14
"""An Android version on which apps have to ask, for causes that are met there alone."""


def settings_of(cause: Cause) -> list[Setting]:
    """Return where *cause* is met: on each vendor's usual phone, or else on one with a newer Android."""
    usual = [Setting(vendor=vendor) for vendor in VENDORS]
    newer = [Setting(vendor=vendor, android=NEWER) for vendor in VENDORS]
    return [one for one in usual if cause.concerns(one)] or [one for one in newer if cause.concerns(one)]


CONCERNED = [
    pytest.param(cause, setting, id=f"{name}-{setting.vendor}")
    for name, cause in CAUSES.items()
    for setting in settings_of(cause)
]


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_healthy_scenario_passes(vendor: str) -> None:
    assert run(healthy(Setting(vendor=vendor))).failure is None


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_healthy_scenario_passes_where_the_app_has_to_ask(vendor: str) -> None:
    assert run(healthy(Setting(vendor=vendor, android=14))).failure is None


@pytest.mark.parametrize("name", CAUSES)
def test_a_cause_concerns_somebody(name: str) -> None:
    assert settings_of(CAUSES[name])


@pytest.mark.parametrize(("cause", "setting"), CONCERNED)
def test_a_cause_loses_the_push_as_it_says(cause: Cause, setting: Setting) -> None:
    broken = run(edited(healthy(setting), cause.inject(setting)))
    if cause.cause_hop is CauseHop.EXPECTED_BEHAVIOUR:
        return
    assert broken.outcome is CaseOutcome.FAILED
    met = {record.reason for record in broken.trace if record.reason}
    assert set(cause.reasons) & met, f"met {sorted(met)}"


@pytest.mark.parametrize(("cause", "setting"), CONCERNED)
def test_every_repair_of_a_cause_mends_it(cause: Cause, setting: Setting) -> None:
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
