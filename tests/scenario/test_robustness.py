"""Whatever a file holds, it is either a scenario or refused in our own words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.scenario.errors import ScenarioErrors
from simulator.scenario.loader import scenario_of_text
from tests.scenario.small_steps import VOCABULARY

HERE = Path("scenario.yaml")
RIGHT = """\
name: "After logout: nothing arrives"
covers: [C01]
vendors: all
certificates:
  vivo: {id: 6666, app_id: "1", on_click: {url: 'https://example.com'}}
phones:
  bob_phone: {model: vivo X60, android: 11, app: careful}
steps:
  - begin: {phone: bob_phone, user: bob}
  - send: {from: alice, to: bob, text: 你好？}
  - stop: bob_phone
  - must_come:
      phone: bob_phone
      within: 10min
      because: logged_out
"""
PIECES = st.sampled_from(
    [
        *"{}[]:,-'\"#&*!|>%@`?~\t\n ：，“”－\u3000",
        *("- ", ": ", "\n  ", "\n\t", "<<: ", "---\n", "...", "\\", "null", "{}"),
    ]
)


def read(text: str) -> None:
    try:
        scenario_of_text(HERE, text, VOCABULARY)
    except ScenarioErrors as errors:
        for error in errors.errors:
            lines = error.text().splitlines()
            assert len(lines) <= 12
            assert len(lines) >= 2
            assert error.where.line <= text.count("\n") + text.count("\r") + 1


def test_the_text_that_is_spoilt_here_is_right() -> None:
    scenario_of_text(HERE, RIGHT, VOCABULARY)


@settings(max_examples=400, derandomize=True, deadline=None)
@given(st.integers(0, len(RIGHT)), st.integers(0, 6), PIECES)
def test_a_spoilt_scenario_is_read_or_refused(at: int, taken: int, piece: str) -> None:
    read(RIGHT[:at] + piece + RIGHT[at + taken :])


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.integers(0, RIGHT.count("\n")), st.sampled_from(["", "  ", " ", "- ", "\t"]))))
def test_a_scenario_with_shifted_lines_is_read_or_refused(shifts: list[tuple[int, str]]) -> None:
    lines = RIGHT.splitlines()
    for number, prefix in shifts:
        lines[number % len(lines)] = prefix + lines[number % len(lines)].lstrip()
    read("\n".join(lines))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_refused(text: str) -> None:
    with pytest.raises(ScenarioErrors):
        scenario_of_text(HERE, text, VOCABULARY)


@pytest.mark.parametrize("length", range(0, len(RIGHT), 3))
def test_a_scenario_cut_short_is_read_or_refused(length: int) -> None:
    read(RIGHT[:length])
