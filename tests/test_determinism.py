"""One scenario, one trace: byte for byte, whatever the machine's clock and hash seed are, and over every adapter."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.replay import OWN_CASE, PLANTED, ROOT, SUITE, Machine, replay

SCENARIOS = sorted(
    path.relative_to(ROOT)
    for path in (SUITE).rglob("*.yaml")
    if not any(part.startswith(("_", ".")) for part in path.relative_to(ROOT).parts)
)
HERE = Machine(hash_seed=0, date="2001-02-03 04:05:06")
ELSEWHERE = Machine(hash_seed=4_242, date="2031-12-31 23:59:59")
OVER_HTTPX = Machine(hash_seed=0, date="2026-03-02 01:00:00", over="httpx")


OVER_SOCKETS = Machine(hash_seed=0, date="2026-03-02 01:00:00", over="sockets")
SAMPLE = SCENARIOS[::12]
"""Real connections cost time: `make carried` plays every scenario over them."""


@pytest.fixture(scope="module")
def traces(tmp_path_factory: pytest.TempPathFactory) -> list[Mapping[str, str]]:
    """Every case of every scenario, on three machines."""
    return replay([HERE, ELSEWHERE, OVER_HTTPX], SCENARIOS, tmp_path_factory.mktemp("traces"))


def of_path(traces: Mapping[str, str], path: Path) -> dict[str, str]:
    return {case: text for case, text in traces.items() if case.startswith(f"{path.as_posix()}::")}


@pytest.mark.parametrize("path", SCENARIOS, ids=str)
def test_scenario_gives_the_same_trace_everywhere(traces: list[Mapping[str, str]], path: Path):
    here, elsewhere, over_httpx = (of_path(found, path) for found in traces)
    assert here
    assert all(here.values())
    assert elsewhere == here, "differs with the machine's clock or hash seed"
    assert over_httpx == here, "differs over httpx"


@pytest.fixture(scope="module")
def traces_over_sockets(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Every case of some scenarios."""
    [found] = replay([OVER_SOCKETS], SAMPLE, tmp_path_factory.mktemp("traces_over_sockets"))
    return found


@pytest.mark.parametrize("path", SAMPLE, ids=str)
def test_scenario_gives_the_same_trace_over_sockets(
    traces: list[Mapping[str, str]], traces_over_sockets: Mapping[str, str], path: Path
):
    assert of_path(traces_over_sockets, path) == of_path(traces[0], path)


def test_push_through_rest_and_tap_gives_the_same_trace_everywhere(traces: list[Mapping[str, str]]):
    here, elsewhere, over_httpx = (found[OWN_CASE] for found in traces)
    assert '"name":"handled"' in here
    assert elsewhere == here
    assert over_httpx == here


@pytest.mark.parametrize("fault", PLANTED)
def test_what_does_not_repeat_is_found_by_this_very_comparison(traces: list[Mapping[str, str]], fault: str):
    here, elsewhere, _ = (found[fault] for found in traces)
    assert here != elsewhere


@pytest.mark.parametrize("fault", ["set order", "hash"])
def test_order_of_a_set_repeats_under_one_hash_seed_so_two_are_needed(traces: list[Mapping[str, str]], fault: str):
    here, _, over_httpx = (found[fault] for found in traces)
    assert here == over_httpx
