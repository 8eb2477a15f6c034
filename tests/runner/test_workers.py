"""Cases in several processes: the same results, in the same order."""

import os
import signal
from functools import partial
from pathlib import Path

import msgspec
import pytest

from simulator.report.case_report import CaseReport, report_of
from simulator.runner.result import CaseResult
from simulator.runner.suite import load_suite
from simulator.runner.workers import ProcessKilled, play_cases
from simulator.world.build import RunOptions
from tests.results import without_wall

SUITE = Path("scenarios/every_vendor")


def reports(jobs: int, *, prove: bool = False, names: str = "logout") -> list[CaseReport]:
    suite = load_suite([SUITE], lambda case: names in case.scenario.path.name)
    assert suite.cases
    keep = partial(report_of, with_traces=True)
    return list(play_cases(suite.cases, RunOptions(), keep, prove=prove, jobs=jobs))


def written(report: CaseReport) -> bytes:
    return without_wall(msgspec.json.encode(report))


@pytest.mark.parametrize("jobs", [2, 64])
def test_processes_change_nothing_but_the_time(jobs):
    alone, together = reports(1), reports(jobs)
    assert [written(one) for one in together] == [written(one) for one in alone]


def test_negatives_are_proved_in_processes_too():
    assert {one.outcome for one in reports(2, prove=True)} == {"passed"}


def test_no_case_needs_no_process():
    assert list(play_cases((), RunOptions(), partial(report_of, with_traces=False), prove=False, jobs=4)) == []


def test_whoever_stops_early_leaves_nothing_running():
    suite = load_suite([SUITE])
    played = play_cases(suite.cases, RunOptions(), partial(report_of, with_traces=False), prove=False, jobs=2)
    assert next(played).file.startswith("scenarios/every_vendor/")
    played.close()


def _die(_result: CaseResult, _wall_s: float) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_the_system_kills_is_told_from_a_fault_of_ours():
    suite = load_suite([SUITE])
    with pytest.raises(ProcessKilled):
        list(play_cases(suite.cases, RunOptions(), _die, prove=False, jobs=2))
