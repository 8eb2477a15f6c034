"""Mistakes of every kind in shipped scenarios are told where they are; rewriting one without changing it is none."""

from collections.abc import Callable, Iterator

import pytest

from simulator.runner.run import run_case
from simulator.scenario.errors import ScenarioError, ScenarioErrors
from simulator.scenario.loader import scenario_of_text
from simulator.scenario.model import cases
from simulator.vendors import VENDORS
from simulator.world.build import RunOptions
from tests.scenario.look_alikes import REWRITINGS, Rewriting, meaning
from tests.scenario.mutating import (
    FILES,
    SUITE,
    VOCABULARY,
    Draw,
    Mutation,
    placeholders,
    typos,
    wrong_marks,
    wrong_nesting,
    wrong_punctuation,
    wrong_units,
)

LOOK_ALIKES = 210
Mutations = Callable[[int, Draw], Iterator[Mutation]]

NUMBERS: tuple[tuple[Mutations, int], ...] = (
    (typos, 300),
    (wrong_units, 80),
    (wrong_nesting, 80),
    (wrong_punctuation, 80),
    (wrong_marks, 120),
    (placeholders, 60),
)


def mistakes(mutation: Mutation) -> tuple[ScenarioError, ...]:
    """Return what is told of *mutation*; that something is, and in our own words, is the first thing to see."""
    with pytest.raises(ScenarioErrors) as caught:
        scenario_of_text(mutation.path, mutation.text, VOCABULARY, SUITE)
    for error in caught.value.errors:
        assert len(error.text().splitlines()) <= 12
    return caught.value.errors


@pytest.mark.parametrize(("make", "count"), NUMBERS, ids=[make.__name__ for make, _ in NUMBERS])
def test_a_mistake_is_told_with_its_line_and_column(make: Mutations, count: int) -> None:
    for mutation in make(count, Draw(7)):
        told = {(error.where.line, error.where.column) for error in mistakes(mutation)}
        assert told & mutation.places, f"{mutation.path.name}: {mutation.what}: told at {sorted(told)}"


def test_there_are_500_mistakes() -> None:
    assert sum(count for _, count in NUMBERS) >= 500


@pytest.mark.parametrize("make", [typos, placeholders])
def test_the_word_that_was_meant_is_suggested_first_in_95_of_100(make: Mutations) -> None:
    missed, total = [], 0
    for mutation in make(200, Draw(11)):
        if not mutation.meant:
            continue
        total += 1
        first = [
            error.suggestion
            for error in mistakes(mutation)
            if (error.where.line, error.where.column) in mutation.places
        ]
        if mutation.meant not in first[:1]:
            missed.append(f"{mutation.what}: {first}")
    assert len(missed) <= total * 0.05, missed


# -- rewriting that changes nothing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("rewrite", REWRITINGS, ids=[rewrite.__name__ for rewrite in REWRITINGS])
def test_a_scenario_that_is_written_otherwise_is_the_same(rewrite: Rewriting) -> None:
    draw = Draw(5)
    for path in draw.some_of(FILES, LOOK_ALIKES // len(REWRITINGS)):
        text = rewrite(path, draw)
        assert text != path.read_text(encoding="utf-8")
        assert meaning(path, text) == meaning(path, path.read_text(encoding="utf-8")), f"{path.name}:\n{text}"


@pytest.mark.parametrize(
    "said", ["“午饭”，在哪里？", "１２：００，【食堂】", "a: b, {c} [d] # e", "no", "~", "<message>"]
)
def test_any_text_may_stand_in_quotes(said: str) -> None:
    path = SUITE / "every_vendor/killed_phone_shows_the_message.yaml"
    text = path.read_text(encoding="utf-8").replace("lunch?", f"'{said}'")
    for case in cases(scenario_of_text(path, text, VOCABULARY, SUITE), tuple(VENDORS)):
        assert run_case(case, RunOptions()).failure is None
