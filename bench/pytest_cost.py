"""What pytest takes for scenarios, from start to summary, beside the same number of tests that do nothing."""

import os
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.lifecycles import SCENARIO, VENDOR
from bench.row import Aim, Bound, Row
from bench.sizes import Sizes
from bench.stopwatch import seconds_a_process

_PLUGIN = "simulator.pytest_plugin"
_EMPTY_TEST = "def test_nothing_{number}():\n    pass\n"


def measure(sizes: Sizes) -> list[Row]:
    """Measure a folder of scenarios beside a folder of test modules, and beside one module with all tests in it."""
    with TemporaryDirectory(prefix="pushsim-bench-") as made:
        root = Path(made)
        scenarios, modules, module = _fill(root, sizes.cases)
        pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        ours, many, one = seconds_a_process(
            [[*pytest, "-p", _PLUGIN, str(scenarios)], [*pytest, str(modules)], [*pytest, str(module)]],
            rounds=sizes.suites,
            folder=root,
            environment={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(SCENARIO.parents[2])},
        )
    what = f"pytest, {sizes.cases:,} scenarios in as many files"
    return [
        Row(what, "s", ours, many, "empty tests in as many files", Aim(Bound.AT_MOST, 1.5, of_ratio=True)),
        Row(what, "s", ours, one, "empty tests in one file", Aim(Bound.AT_MOST, 1.5, of_ratio=True)),
    ]


def _fill(root: Path, count: int) -> tuple[Path, Path, Path]:
    """Write *count* scenarios, and twice as many tests: each in a module of its own, and all in one module."""
    (root / "pytest.ini").write_text("[pytest]\npushsim_scenarios = scenarios\n", encoding="utf-8")
    scenarios, modules = root / "scenarios", root / "modules"
    text = re.sub("^vendors: .*$", f"vendors: [{VENDOR}]", SCENARIO.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for folder in (scenarios, modules):
        folder.mkdir()
    for number in range(count):
        (scenarios / f"case_{number}.yaml").write_text(text, encoding="utf-8")
        (modules / f"test_{number}.py").write_text(_EMPTY_TEST.format(number=number), encoding="utf-8")
    module = root / "test_all.py"
    module.write_text("\n".join(_EMPTY_TEST.format(number=number) for number in range(count)), encoding="utf-8")
    return scenarios, modules, module
