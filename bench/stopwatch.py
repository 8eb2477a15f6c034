"""Taking a figure: warm up, repeat, and keep the median and the best."""

import gc
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """What several rounds gave.

    Attributes:
        best: The round that other work on the machine disturbed least.
    """

    median: float
    best: float
    rounds: int = 1


def rate(figure: Figure) -> Figure:
    """Return seconds a call as calls a second."""
    return Figure(1 / figure.median, 1 / figure.best, figure.rounds)


def seconds_a_call(calls: Sequence[Callable[[], object]], *, times: int, rounds: int) -> list[Figure]:
    """Return what each of *calls* takes, in seconds, warm.

    A round makes each call *times* times. All take turns round by round, so that a slow spell of the machine meets all
    of them; what one leaves behind is collected before the next one's turn.
    """
    taken: list[list[float]] = [[] for _ in calls]
    for call in calls:
        _run(call, max(1, times // 5))
    for _ in range(rounds):
        for call, seconds in zip(calls, taken, strict=True):
            gc.collect()
            seconds.append(_run(call, times) / times)
    return [figure_of(seconds) for seconds in taken]


def seconds_a_process(
    commands: Sequence[Sequence[str]], *, rounds: int, folder: Path, environment: Mapping[str, str] | None = None
) -> list[Figure]:
    """Return what each of *commands* takes as a whole process, in seconds; they take turns, after one unmeasured turn.

    What Python has compiled stays from one process to the next, as it does where a program is installed.

    Raises:
        CalledProcessError: A command fails.
    """
    taken: list[list[float]] = [[] for _ in commands]
    kept = {name: value for name, value in (environment or os.environ).items() if name != "PYTHONDONTWRITEBYTECODE"}
    for turn in range(rounds + 1):
        for command, seconds in zip(commands, taken, strict=True):
            begun = time.perf_counter()
            subprocess.run(command, check=True, cwd=folder, env=kept, capture_output=True)
            if turn > 0:
                seconds.append(time.perf_counter() - begun)
    return [figure_of(seconds) for seconds in taken]


def figure_of(values: Sequence[float]) -> Figure:
    """Return the median and the least of *values*."""
    return Figure(statistics.median(values), min(values), len(values))


def _run(call: Callable[[], object], times: int) -> float:
    begun = time.perf_counter()
    for _ in range(times):
        call()
    return time.perf_counter() - begun
