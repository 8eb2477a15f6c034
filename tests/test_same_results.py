"""The same cases in one process, in two, in two shards, and under pytest with two: the same results and traces."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.generated import write_suite
from tests.results import without_wall

ROOT = Path(__file__).parents[1]
SCENARIOS = 84
CASES = 504


def python(*words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *words],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stdout.decode()[-2000:] + done.stderr.decode()[-2000:]


def test_five_hundred_cases_have_the_same_results_and_traces_however_they_are_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_suite(tmp_path / "scenarios", SCENARIOS)
    (tmp_path / "pytest.ini").write_text("[pytest]\npushsim_prove = true\n", encoding="utf-8")

    python("simulator", "run", "scenarios", "--prove", "--json", "serial.jsonl")
    python("simulator", "run", "scenarios", "--prove", "--json", "jobs.jsonl", "-j", "2")
    for shard in ("1/2", "2/2"):
        python("simulator", "run", "scenarios", "--prove", "--json", f"{shard[0]}.jsonl", "--shard", shard)
    python("simulator", "report", "merge", "2.jsonl", "1.jsonl", "--json", "shards.jsonl")
    python("pytest", "-p", "simulator.pytest_plugin", "-q", "scenarios", "-n", "2", "--pushsim-json", "pytest.jsonl")

    serial = without_wall(Path("serial.jsonl"))
    assert serial.startswith(b'{"format":1,"seed":1,"cases":%d}\n' % CASES)
    assert serial.count(b'"proof":[{') == CASES // 2
    for other in ("jobs", "shards", "pytest"):
        assert without_wall(Path(f"{other}.jsonl")) == serial, other
