"""A suite as a whole: some two thousand cases over all vendors in one command, with every report, and with proofs."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.generated import write_suite
from bench.row import Aim, Bound, Row
from bench.sizes import Sizes
from bench.stopwatch import Figure, figure_of
from simulator.vendors import VENDORS

ROOT = Path(__file__).parents[1]
REPORTS = ("--json", "results.jsonl", "--junit", "results.xml", "--html", "results.html")
_MIB = 1024 * 1024
_LAUNCH = """
import resource, subprocess, sys, time
began_s = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(time.perf_counter() - began_s, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def measure(sizes: Sizes) -> list[Row]:
    """Measure `pushsim run -j 2`: alone, with all reports, and with proofs of all negatives."""
    with TemporaryDirectory() as named:
        folder = Path(named)
        cases = len(write_suite(folder / "suite", sizes.scenarios)) * len(VENDORS)
        rounds = range(sizes.suites)
        # They take turns, so that a slow spell of the machine meets all of them.
        turns = [[_play(folder, *more) for more in ((), REPORTS, ("--prove",))] for _ in rounds]
        alone, reported, proved = (list(taken) for taken in zip(*turns, strict=True))
        weights = {name: (folder / name).stat().st_size / _MIB for name in REPORTS[1::2]}
    seconds = [figure_of([took_s for took_s, _ in taken]) for taken in (alone, reported, proved)]
    per_second = [Figure(cases / one.median, cases / one.best, one.rounds) for one in seconds]
    peak = figure_of([peak_mib for _, peak_mib in reported])
    what = f"suite of {cases:,} cases, -j 2"
    return [
        Row(f"{what}, all reports", "cases/s", per_second[1], per_second[0], "the same without reports"),
        Row(f"{what}, --prove", "s", seconds[2], seconds[0], "the same unproved", Aim(Bound.AT_MOST, 2, of_ratio=True)),
        Row(f"{what}: memory of its biggest process", "MiB", peak),
        *(Row(f"{what}: {name}", "MiB", Figure(weight, weight)) for name, weight in weights.items()),
    ]


def _play(folder: Path, *more: str) -> tuple[float, float]:
    """Play the suite; return seconds, and the MiB that its biggest process had in memory.

    Raises:
        CalledProcessError: Something failed.
    """
    command: Sequence[str] = [sys.executable, "-m", "simulator", "run", "suite", "-j", "2", *more]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    # A process's peak begins with that of whoever starts it: this one may have grown to hundreds of MiB by now.
    launched = [sys.executable, "-c", _LAUNCH, *command]
    told = subprocess.run(launched, cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout
    took_s, peak_kib = map(float, told.split())
    return took_s, peak_kib / 1024
