"""A vendor that this project does not know, in a package of its own: it keeps every promise, and no list was edited."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SCENARIO = """\
name: A vendor from outside
covers: [C01, L01]
vendors: [lumen]
phones:
  bob_phone: {model: Lumen One}
certificates:
  lumen: {app_id: "100001", app_secret: secret}
steps:
  - set_up: {phone: bob_phone, user: bob}
  - kill_app: bob_phone
  - send_message: {from: alice, to: bob, text: lunch?}
  - must_arrive: {phone: bob_phone, within: 60s, body: lunch?}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the installed package, as an installer would have left it."""
    home = tmp_path_factory.mktemp("site-packages")
    shutil.copytree(HERE / "lumen_push", home / "lumen_push", ignore=shutil.ignore_patterns("__pycache__"))
    info = home / "lumen_push-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: lumen-push\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[simulator.vendors]\nlumen = lumen_push\n", "utf-8")
    return home


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(home)))}
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_it_keeps_every_promise_of_the_contract(home):
    contract = [str(path) for path in sorted(HERE.parent.glob("test_contract*.py"))]
    told = run(home, "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", "-k", "lumen", *contract)
    assert told.returncode == 0, told.stdout
    assert " passed" in told.stdout
    assert "failed" not in told.stdout


def test_its_sender_that_makes_no_other_requests_is_named(home, tmp_path):
    scenario = tmp_path / "lumen.yaml"
    scenario.write_text(SCENARIO.replace("  - kill_app: bob_phone\n", "  - call_vendor: {path: /tags}\n"), "utf-8")
    told = run(home, "simulator", "run", str(scenario))
    assert told.returncode == 1, told.stdout + told.stderr
    assert "call_vendor: LumenSender calls no /tags" in told.stdout
    assert "next: push with send_to_vendor" in told.stdout


def test_it_is_in_the_vocabulary_and_its_scenarios_run(home, tmp_path):
    scenario = tmp_path / "lumen.yaml"
    scenario.write_text(SCENARIO, "utf-8")
    told = run(home, "simulator", "run", str(scenario))
    assert told.returncode == 0, told.stdout + told.stderr
    assert "1 passed, 0 failed; 1 pushes = 1 shown + 0 dropped + 0 pending" in told.stdout
    assert "lumen" in run(home, "simulator", "list", "vendors").stdout
    assert "L01" in run(home, "simulator", "list", "statements").stdout
    assert "Lumen One" in run(home, "simulator", "list", "models").stdout
