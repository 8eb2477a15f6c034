"""One vivo log and a line of text lead to the cause, its verified repair and a scenario that fails and is mended."""

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from simulator.causes.edit import Tree
from simulator.cli.main import pushsim
from simulator.diagnose.playing import play

LOG = """\
--------- beginning of main
11-22 08:00:00.000  1234  5678 I VIVOPushMessageReceiver: onReceiveRegId = 15646472431991408944055
11-22 08:00:00.010  1234  5678 I MainActivity: vivopush open vivo push success regId = 15646472431991408944055
11-22 08:00:01.010  1234  5678 D ThirdPushTokenMgr: setOfflinePushToken success
11-22 08:05:01.010  1000  1078 E NotificationService: Suppressing notification from package com.x by user request.
"""
WORDS = "vivo X60 杀掉应用后收不到推送，从 vivo 控制台直接推也收不到\n"


@pytest.fixture
def ticket(tmp_path: Path) -> Path:
    folder = tmp_path / "ticket"
    folder.mkdir()
    (folder / "push.log").write_text(LOG, encoding="utf-8")
    (folder / "words.txt").write_text(WORDS, encoding="utf-8")
    return folder


def test_a_log_and_a_line_lead_to_the_cause(ticket: Path) -> None:
    answer = json.loads(CliRunner().invoke(pushsim, ["diagnose", str(ticket), "--json"]).stdout)
    first = answer["causes"][0]
    assert (answer["verdict"], answer["hop"]) == ("broken", "posted")
    assert (first["id"], first["cause_hop"]) == ("notifications_off", "os_notification_permission")
    assert first["repair"]["verified"]
    assert {"file": "push.log", "line": 5} in [{"file": one["file"], "line": one["line"]} for one in first["evidence"]]
    assert "15646472431991408944055" not in json.dumps(answer)


def test_the_scenario_fails_before_the_repair_and_passes_behind_it(ticket: Path, tmp_path: Path) -> None:
    path = tmp_path / "again.yaml"
    result = CliRunner().invoke(pushsim, ["diagnose", str(ticket), "--scenario", str(path)])
    assert result.exit_code == 0
    assert "broken at: posted" in result.stdout
    tree: Tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert play(tree).failure is not None
    tree["steps"] = [step for step in tree["steps"] if "switch_notifications" not in step]
    assert play(tree).failure is None


def test_no_ticket_at_all_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(pushsim, ["diagnose", str(tmp_path / "nowhere")])
    assert result.exit_code == 2
    assert "no such file or folder" in result.stderr
