"""Matrices: which cells there are, what they are called, and where a mistake in a value is told."""

import pytest

from simulator.scenario.errors import ScenarioErrors
from simulator.scenario.matrix import CELLS_MAX
from simulator.scenario.model import Scenario, cases
from tests.scenario.small_steps import Load, Send, Wrong

TWO_AXES = """\
name: x
vendors: [oppo, vivo]
matrix:
  user: [bob, carol]
  text: {短: 你好, long one: hello you}
steps:
  - begin: {phone: bob_phone, user: <user>}
  - send: {from: alice, to: <user>, text: <text>}
  - glance
"""
ROWS = """\
name: x
vendors: [vivo]
matrix:
  - {case: no number, inner: {word: a}}
  - {case: a number!, inner: {word: b, count: 2}}
steps:
  - begin: bob_phone
  - send: {from: alice, to: alice, inner: <inner>}
  - glance
"""


def case_ids(scenario: Scenario) -> list[str]:
    return [case.case_id for case in cases(scenario, ("oppo", "vivo"))]


def sent(scenario: Scenario) -> list[Send]:
    made = cases(scenario, ())
    return [placed.step for case in made for placed in case.scenario.steps if isinstance(placed.step, Send)]


def test_combinations_of_axes_and_vendors_are_the_cases(load: Load) -> None:
    assert case_ids(load(TWO_AXES)) == [
        "oppo-user=bob-text=短",
        "oppo-user=bob-text=long_one",
        "oppo-user=carol-text=短",
        "oppo-user=carol-text=long_one",
        "vivo-user=bob-text=短",
        "vivo-user=bob-text=long_one",
        "vivo-user=carol-text=短",
        "vivo-user=carol-text=long_one",
    ]


def test_a_case_has_its_values_and_its_own_steps(load: Load) -> None:
    made = cases(load(TWO_AXES), ())
    assert made[1].values == {"user": "bob", "text": "hello you"}
    assert [(one.to, one.text) for one in sent(load(TWO_AXES))[:4]] == [
        ("bob", "你好"),
        ("bob", "hello you"),
        ("carol", "你好"),
        ("carol", "hello you"),
    ]


def test_rows_are_named_by_their_case_and_may_hold_whole_parts(load: Load) -> None:
    scenario = load(ROWS)
    assert case_ids(scenario) == ["vivo-no_number", "vivo-a_number"]
    assert [one.inner and one.inner.count for one in sent(scenario)] == [1, 2]
    assert cases(scenario, ())[1].values == {"case": "a number!", "inner": '{"word":"b","count":2}'}


def test_a_part_of_the_world_may_differ(load: Load) -> None:
    scenario = load(
        "name: x\nmatrix: {app: [careful, vivo_guide]}\nphones: {bob_phone: {model: vivo X60, app: <app>}}\n"
    )
    assert [case.scenario.world.phones["bob_phone"].app.variant for case in cases(scenario, ())] == [  # type: ignore[union-attr]  # it has one
        "careful",
        "vivo_guide",
    ]
    assert case_ids(scenario) == ["phones-app=careful", "phones-app=vivo_guide"]


def test_what_is_excluded_is_no_case(load: Load) -> None:
    excluded = "  exclude: [{user: bob, text: 你好}, {vendor: vivo, text: long one}]\nsteps:"
    assert case_ids(load(TWO_AXES.replace("steps:", excluded))) == [
        "oppo-user=bob-text=long_one",
        "oppo-user=carol-text=短",
        "oppo-user=carol-text=long_one",
        "vivo-user=carol-text=短",
    ]


def test_labels_that_would_be_alike_are_told_apart(load: Load) -> None:
    scenario = load(TWO_AXES.replace("{短: 你好, long one: hello you}", "[a b, a-b, '?', '!', 'a b c']"))
    assert [name.rpartition("=")[2] for name in case_ids(scenario)[:5]] == ["a_b", "a_b~2", "3", "4", "a_b_c"]


def test_a_quoted_value_is_a_text_and_no_placeholder(load: Load) -> None:
    scenario = load("steps:\n  - begin: bob_phone\n  - send: {from: alice, to: alice, text: '<b>'}\n  - glance\n")
    assert [one.text for one in sent(scenario)] == ["<b>"]


def test_a_mistake_in_a_value_is_told_once_where_it_is_written(load: Load) -> None:
    with pytest.raises(ScenarioErrors) as caught:
        load(TWO_AXES.replace("hello you", "hello to all of you"))
    [error] = caught.value.errors
    assert (error.where.line, error.where.column, error.path) == (5, 27, "send.text")
    assert [(place.line, place.column) for place in error.used_in] == [(8, 43)]


def test_a_mistake_beside_the_matrix_is_told_once(wrong: Wrong) -> None:
    assert wrong(TWO_AXES.replace("from: alice", "form: alice")) == ['send: no field is called "form"']


def test_while_the_matrix_is_wrong_its_placeholders_are_not(wrong: Wrong) -> None:
    assert wrong(TWO_AXES.replace("[bob, carol]", "bob")) == ["matrix.user: has no values"]


@pytest.mark.parametrize(("count", "fits"), [(CELLS_MAX, True), (CELLS_MAX + 1, False)])
def test_a_file_has_a_thousand_cells_at_most(count: int, fits: bool, load: Load, wrong: Wrong) -> None:
    text = TWO_AXES.replace("[bob, carol]", f"{[f'user{number}' for number in range(count)]}")
    text = text.replace("{短: 你好, long one: hello you}", "[hello]")
    if fits:
        assert len(cases(load(text), ())) == 2 * count
    else:
        assert wrong(text) == [f"matrix: makes {count} cells; at most {CELLS_MAX} fit"]
