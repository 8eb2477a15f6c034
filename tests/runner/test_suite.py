"""Selecting cases as pytest's -k does."""

from pathlib import Path

import pytest

from simulator.runner.suite import ExpressionWrong, selector
from simulator.scenario.model import Case, Scenario
from simulator.world.spec import WorldSpec


def a_case(name: str = "After logout nothing arrives", vendor: str = "vivo", tags: tuple[str, ...] = ()) -> Case:
    scenario = Scenario(Path("suite/logout.yaml"), name, (), (), (vendor,), tags, WorldSpec(), (), ())
    return Case(scenario, vendor, vendor)


@pytest.mark.parametrize(
    "expression",
    [
        "logout",
        "LOGOUT",
        "vivo",
        "smoke",
        "logout and vivo",
        "xiaomi or vivo",
        "not xiaomi",
        "(a or nothing) and not oppo",
    ],
)
def test_expression_fits(expression: str) -> None:
    assert selector(expression)(a_case(tags=("smoke",)))


@pytest.mark.parametrize("expression", ["xiaomi", "not vivo", "vivo and xiaomi", "not (vivo or oppo)"])
def test_expression_does_not_fit(expression: str) -> None:
    assert not selector(expression)(a_case())


@pytest.mark.parametrize("expression", ["", "and vivo", "vivo or", "(vivo", "vivo)", "not", "vivo xiaomi"])
def test_expression_cannot_be_read(expression: str) -> None:
    with pytest.raises(ExpressionWrong):
        selector(expression)
