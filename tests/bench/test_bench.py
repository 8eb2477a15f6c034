import importlib

import pytest

from bench.__main__ import measurements
from bench.row import Aim, Bound, Row
from bench.sizes import TINY
from bench.stopwatch import Figure, seconds_a_call


@pytest.mark.parametrize("name", measurements())
def test_measurement_gives_its_rows(name):
    rows = measurements()[name](TINY)

    assert rows
    for row in rows:
        assert row.what
        assert row.unit
        assert row.ours.median > 0
        assert (row.theirs is None) == (row.beside == "")


def test_modules_that_measure_nothing_are_no_measurements():
    assert not hasattr(importlib.import_module("bench.row"), "measure")
    assert "row" not in measurements()


def test_calls_take_turns_and_are_warmed_up():
    made = []
    seconds_a_call([lambda: made.append("one"), lambda: made.append("two")], times=2, rounds=2)

    assert made == ["one", "two", *(["one"] * 2 + ["two"] * 2) * 2]


def test_aim_of_a_figure_holds_at_its_limit():
    at_limit, one_over = (Row("start", "s", Figure(value, value)) for value in (0.4, 0.401))

    assert Aim(Bound.AT_MOST, 0.4).is_met_by(at_limit)
    assert not Aim(Bound.AT_MOST, 0.4).is_met_by(one_over)


def test_aim_of_a_ratio_looks_at_what_is_beside():
    row = Row("pytest", "s", Figure(3, 3), Figure(2, 2), "empty tests")

    assert row.ratio == 1.5
    assert Aim(Bound.AT_MOST, 1.5, of_ratio=True).is_met_by(row)
    assert not Aim(Bound.AT_LEAST, 1.6, of_ratio=True).is_met_by(row)


def test_row_for_json_has_median_best_and_whether_the_aim_is_met():
    plain = Row("events", "a second", Figure(900_000, 950_000, 5), aim=Aim(Bound.AT_LEAST, 800_000)).plain()

    assert (plain["ours"], plain["ours_best"], plain["rounds"]) == (900_000, 950_000, 5)
    assert (plain["aim"], plain["aim_met"]) == ("≥ 800,000 a second", True)
    assert plain["ratio"] is None
