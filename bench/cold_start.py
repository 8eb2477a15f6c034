"""From the shell's prompt to the verdict: `pushsim run` of one scenario file as a whole process."""

import sys
from pathlib import Path

from bench.lifecycles import SCENARIO
from bench.row import Aim, Bound, Row
from bench.sizes import Sizes
from bench.stopwatch import seconds_a_process

ROOT = Path(__file__).parents[1]
ONE_VENDOR = ROOT / "scenarios" / "vivo" / "guide_from_login_to_ext.yaml"


def measure(sizes: Sizes) -> list[Row]:
    """Measure the command beside a Python that does nothing and one that imports pytest.

    The aim is about one scenario; that of every vendor imports all the vendors and plays once for each.
    """
    one_vendor, every_vendor, nothing, importing_pytest = seconds_a_process(
        [
            [*_pushsim(), "run", str(ONE_VENDOR)],
            [*_pushsim(), "run", str(SCENARIO)],
            [sys.executable, "-c", "pass"],
            [sys.executable, "-c", "import pytest"],
        ],
        rounds=sizes.processes,
        folder=ROOT,
    )
    aim = Aim(Bound.AT_MOST, 0.4)
    return [
        Row("pushsim run, one vendor's scenario, cold", "s", one_vendor, nothing, "python -c pass", aim),
        Row("pushsim run, every vendor's scenario, cold", "s", every_vendor, nothing, "python -c pass", aim),
        Row("pushsim run, one vendor's scenario, cold", "s", one_vendor, importing_pytest, 'python -c "import pytest"'),
    ]


def _pushsim() -> list[str]:
    """Return the installed command, or the module where it is not installed."""
    installed = Path(sys.executable).with_name("pushsim")
    return [str(installed)] if installed.exists() else [sys.executable, "-m", "simulator"]
