"""A case played again goes the same way; if it does not, that is told and is our own fault."""

from dataclasses import replace

import msgspec
import pytest

from simulator.kernel.trace import Kind
from simulator.report.case_report import report_of
from simulator.report.text import failure_text
from simulator.runner.repetition import difference
from simulator.runner.result import CaseOutcome, CaseResult
from simulator.runner.run import run_case
from simulator.runner.workers import play_case
from simulator.scenario.model import Case, PlacedStep
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.build import RunOptions
from tests.scenario.playing import ARRIVE, KILL, LOG_OUT, SEEN, SEND, UP, a_case

PLAYED: list[int] = []
"""What a step must never have: something that outlives its world."""


class Forgetful(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Goes another way each time."""

    tells: bool = True

    def play(self, stage: Stage) -> None:
        PLAYED.append(len(PLAYED))
        if self.tells:
            stage.world.trace.write("scenario", Kind.STATE, f"played {len(PLAYED)} times")


def forgetful(*steps: str, tells: bool = True) -> Case:
    case = a_case(steps)
    placed = (*case.scenario.steps, PlacedStep(Forgetful(tells=tells), 9, 5, "forgetful"))
    return msgspec.structs.replace(case, scenario=replace(case.scenario, steps=placed))


def times_played(case: Case, times: int) -> CaseResult:
    PLAYED.clear()
    return play_case(case, RunOptions(), prove=False, times=times)


def test_two_runs_of_one_seed_do_not_differ():
    case = a_case((UP, KILL, SEND, ARRIVE))
    assert difference(run_case(case, RunOptions()), run_case(case, RunOptions())) is None
    other = difference(run_case(case, RunOptions()), run_case(case, RunOptions(seed=2)))
    assert other is not None
    assert other.what.startswith("played again with the same seed it went another way, from record ")


def test_runs_without_records_differ_by_what_became_of_the_pushes():
    shown = run_case(a_case((UP, KILL, SEND, ARRIVE)), RunOptions(verdicts_only=True))
    dropped = run_case(a_case((UP, LOG_OUT, SEND, SEEN)), RunOptions(verdicts_only=True))
    assert difference(shown, shown) is None
    assert difference(shown, dropped) is not None


@pytest.mark.parametrize(("steps", "times", "played"), [
    ((SEEN,), 1, 1),
    ((SEEN,), 3, 3),
    ((LOG_OUT, SEND, ARRIVE), 1, 0),
])  # fmt: skip
def test_a_case_is_played_as_often_as_is_wanted(steps, times, played):
    assert times_played(forgetful(UP, *steps, tells=False), times).differs is None
    assert len(PLAYED) == played


def test_a_case_that_failed_is_played_a_second_time_and_has_to_fail_alike():
    case = forgetful(UP, LOG_OUT, SEND, ARRIVE)
    up, *others, forgets = case.scenario.steps
    begins_with_it = replace(case.scenario, steps=(up, forgets, *others))
    result = times_played(msgspec.structs.replace(case, scenario=begins_with_it), 1)
    assert result.failure is not None
    assert result.differs is not None
    assert len(PLAYED) == 2


def test_a_rerun_that_differs_fails_the_case_with_both_records():
    result = times_played(forgetful(UP, SEEN), 2)
    assert result.outcome is CaseOutcome.FAILED
    text = failure_text(report_of(result))
    assert text.startswith("a_case.yaml: repeat: played again with the same seed it went another way, from record ")
    assert "played 1 times" in text
    assert "played 2 times" in text
    assert "  next: this is a fault of pushsim, not of your scenario" in text
