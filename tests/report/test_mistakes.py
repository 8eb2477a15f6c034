"""Every mistake that an app can make is noticed by a scenario that the careful app passes."""

from pathlib import Path

import pytest

from simulator.device.app.variants import VARIANTS, careful
from simulator.report.mistakes import Caught, catch_each, caught_by, mistakes
from simulator.runner.result import case_name
from simulator.runner.suite import load_suite

ROOT = Path(__file__).parents[2]
WHOLE = "scenarios/every_vendor/killed_phone_shows_the_message.yaml"


@pytest.fixture(autouse=True)
def at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_every_mistake_of_an_app_is_caught_by_a_shipped_scenario() -> None:
    found = list(catch_each(load_suite((Path("scenarios"),)).cases, seed=1))
    assert [one.variant for one in found] == mistakes()
    assert [one.variant for one in found if not one.by] == []


def test_a_scenario_that_the_mistake_does_not_touch_does_not_catch_it() -> None:
    [case] = load_suite((Path(WHOLE),), lambda case: case.vendor == "vivo").cases
    assert caught_by("channel_never_created", case, seed=1) == Caught("channel_never_created")
    assert caught_by("report_misses_vivo", case, seed=1) == Caught(
        "report_misses_vivo", case_name(case), "must_arrive: bob_phone showed nothing within 1min"
    )


def test_a_scenario_that_fails_for_the_careful_app_too_catches_nothing(tmp_path: Path) -> None:
    path = tmp_path / "fails.yaml"
    path.write_text(
        "name: it is logged out\n"
        "vendors: [vivo]\n"
        "steps:\n"
        "  - set_up: {phone: bob_phone, user: bob}\n"
        "  - log_out: bob_phone\n"
        "  - send_message: {from: alice, to: bob, text: lunch?}\n"
        "  - must_arrive: bob_phone\n",
        encoding="utf-8",
    )
    [case] = load_suite((path,)).cases
    assert caught_by("report_misses_vivo", case, seed=1) == Caught("report_misses_vivo")


def test_scenarios_with_an_app_of_their_own_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "name: an app of its own\n"
        "vendors: [vivo]\n"
        "app: vivo_guide\n"
        "steps:\n"
        "  - set_up: {phone: bob_phone, user: bob}\n"
        "  - must_record: {name: token_bound}\n",
        encoding="utf-8",
    )
    assert {one.by for one in catch_each(load_suite((path,)).cases, seed=1)} == {""}


@pytest.mark.parametrize("name", mistakes())
def test_a_mistake_is_the_careful_app_in_all_but_one_thing(name: str) -> None:
    fields = set(careful.VARIANT.__dataclass_fields__) - {"about", "source", "is_mistake"}
    changed = {field for field in fields if getattr(VARIANTS[name], field) != getattr(careful.VARIANT, field)}
    assert len(changed) == 1
