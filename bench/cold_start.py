"""From the shell's prompt to the verdict: `pushsim run` of one scenario as a whole process."""

import sys
from pathlib import Path

from bench.lifecycles import SCENARIO
from bench.row import Aim, Bound, Row
from bench.sizes import Sizes
from bench.stopwatch import seconds_a_process


def measure(sizes: Sizes) -> list[Row]:
    """Measure the command beside a Python that does nothing and one that imports pytest."""
    ours, nothing, importing_pytest = seconds_a_process(
        [
            [*_pushsim(), "run", str(SCENARIO)],
            [sys.executable, "-c", "pass"],
            [sys.executable, "-c", "import pytest"],
        ],
        rounds=sizes.processes,
        folder=SCENARIO.parents[2],
    )
    what = "pushsim run, one scenario, cold"
    return [
        Row(what, "s", ours, nothing, "python -c pass", Aim(Bound.AT_MOST, 0.4)),
        Row(what, "s", ours, importing_pytest, 'python -c "import pytest"'),
    ]


def _pushsim() -> list[str]:
    """Return the installed command, or the module where it is not installed."""
    installed = Path(sys.executable).with_name("pushsim")
    return [str(installed)] if installed.exists() else [sys.executable, "-m", "simulator"]
