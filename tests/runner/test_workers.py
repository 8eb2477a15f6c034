"""Cases in several processes: the same results, in the same order."""

from functools import partial
from pathlib import Path

import pytest

from simulator.report.summary import CaseSummary, summarise
from simulator.runner.suite import load_suite
from simulator.runner.workers import play_cases
from simulator.world.build import RunOptions

SUITE = Path("scenarios/every_vendor")


def summaries(jobs: int, *, prove: bool = False, names: str = "logout") -> list[CaseSummary]:
    suite = load_suite([SUITE], lambda case: names in case.scenario.path.name)
    assert suite.cases
    keep = partial(summarise, with_json=True)
    return list(play_cases(suite.cases, RunOptions(), keep, prove=prove, jobs=jobs))


@pytest.mark.parametrize("jobs", [2, 64])
def test_processes_change_nothing_but_the_time(jobs):
    alone, together = summaries(1), summaries(jobs)
    assert [one.json for one in together] == [one.json for one in alone]
    assert [one.line for one in together] == [one.line for one in alone]


def test_negatives_are_proved_in_processes_too():
    assert {one.outcome for one in summaries(2, prove=True)} == {"passed"}


def test_no_case_needs_no_process():
    assert list(play_cases((), RunOptions(), partial(summarise, with_json=False), prove=False, jobs=4)) == []


def test_whoever_stops_early_leaves_nothing_running():
    suite = load_suite([SUITE])
    played = play_cases(suite.cases, RunOptions(), partial(summarise, with_json=False), prove=False, jobs=2)
    assert next(played).name.startswith("scenarios/every_vendor/")
    played.close()
