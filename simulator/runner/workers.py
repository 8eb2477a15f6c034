"""Plays many cases: one after the other, or in several processes with the same results in the same order."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from time import perf_counter
from typing import TypeVar

from simulator.runner.repetition import difference
from simulator.runner.result import CaseResult
from simulator.runner.run import ease_garbage_collection, prove_negatives, run_case
from simulator.scenario.model import Case
from simulator.world.build import RunOptions

KeptT = TypeVar("KeptT")

CASES_A_TASK = 8
"""What a process is handed at once: handing over costs little then, and nobody waits long for the last."""


class ProcessKilled(Exception):
    """Somebody else has ended a process that played, as a system does that runs out of memory."""


def play_case(case: Case, options: RunOptions, *, prove: bool, times: int = 1) -> CaseResult:
    """Play *case* and, where that is wanted, prove its negatives.

    It is played as many *times*, one that failed at least twice: each time has to be like the first.

    Raises:
        ConservationBroken: A push was lost: our own fault.
    """
    result = run_case(case, options)
    if prove and result.failure is None:
        result.proofs = list(prove_negatives(case, options))
    for _ in range(1, times if result.failure is None else max(times, 2)):
        result.differs = result.differs or difference(result, run_case(case, options))
    return result


def play_cases(
    cases: Sequence[Case],
    options: RunOptions,
    keep: Callable[[CaseResult, float], KeptT],
    *,
    prove: bool,
    jobs: int,
    times: int = 1,
) -> Iterator[KeptT]:
    """Play *cases* in as many as *jobs* processes and yield what *keep* makes of each result, in their order.

    A world cannot leave its process: *keep* takes from a result, and from how many seconds it took by the machine's
    clock, what is wanted of them. With more than one job it has to be a function of a module, and to return plain data.

    Raises:
        ConservationBroken: A push was lost: our own fault.
        ProcessKilled: One of the processes is gone; what it played, and what comes behind that, has no results.
    """
    play = partial(_play_some, options=options, keep=keep, prove=prove, times=times)
    if jobs == 1:
        ease_garbage_collection()
        for case in cases:
            yield from play((case,))
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    with ProcessPoolExecutor(min(jobs, max(1, len(cases))), initializer=ease_garbage_collection) as pool:
        try:
            for kept in pool.map(play, _tasks(cases)):
                yield from kept
        except BrokenProcessPool as broken:
            raise ProcessKilled from broken
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _tasks(cases: Sequence[Case]) -> list[Sequence[Case]]:
    return [cases[start : start + CASES_A_TASK] for start in range(0, len(cases), CASES_A_TASK)]


def _play_some(
    cases: Sequence[Case],
    *,
    options: RunOptions,
    keep: Callable[[CaseResult, float], KeptT],
    prove: bool,
    times: int,
) -> list[KeptT]:
    kept = []
    for case in cases:
        began_s = perf_counter()
        result = play_case(case, options, prove=prove, times=times)
        kept.append(keep(result, perf_counter() - began_s))
    return kept
