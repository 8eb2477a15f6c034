"""`pushsim serve` and `pushsim record` as commands: what they print, and how they end."""

import re
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from simulator.cli.main import pushsim

WORLD = "phones: {bob_phone: {model: vivo X60, user: bob}}"


@contextmanager
def serving(*arguments: str) -> Iterator[tuple[str, list[str]]]:
    """Run the command; yield its address and what it said until it was ready, and end it as a service manager would."""
    command = [sys.executable, "-m", "simulator", "serve", "--port", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line.strip())
            if line.startswith("serving on "):
                break
        assert said, process.stderr.read() if process.stderr else ""
        yield said[-1].split()[2], said
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
        assert (process.returncode, errors) == (0, "")


def test_it_serves_goes_on_after_a_restart_and_is_recorded(tmp_path: Path):
    world, journal = tmp_path / "_world.yaml", tmp_path / "session.db"
    world.write_text(WORLD, encoding="utf-8")
    with serving(str(world), "--journal", str(journal)) as (url, said):
        assert said[-1] == f"serving on {url} with bob_phone; Ctrl-C ends it"
        steps = [{"kill_app": "bob_phone"}, {"send_message": {"from": "alice", "to": "bob", "text": "lunch?"}}]
        assert httpx.post(f"{url}/_sim/steps", json=steps, trust_env=False).status_code == 200
    with serving("--journal", str(journal)) as (url, _):
        assert httpx.get(f"{url}/_sim/phones/bob_phone", trust_env=False).json()["state"] == "dead"
    recorded = CliRunner().invoke(pushsim, ["record", str(journal)])
    assert recorded.exit_code == 0
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text(recorded.output, encoding="utf-8")
    assert "- send_message: {from: alice, to: bob, text: 'lunch?'}" in recorded.output
    played = CliRunner().invoke(pushsim, ["run", str(scenario)])
    assert "1 passed, 0 failed; 1 pushes = 1 shown + 0 dropped + 0 pending" in played.output


def test_it_speaks_tls_under_the_true_host_names(tmp_path: Path):
    with serving("--tls", "--ca", str(tmp_path)) as (url, said):
        authority = tmp_path / "pushsim-ca.pem"
        assert said[0] == f"trust {authority}: it is the authority of this run"
        port = int(url.rpartition(":")[2])
        context = ssl.create_default_context(cafile=authority)
        with httpx.Client(verify=context, trust_env=False) as client:
            assert client.get(f"https://localhost:{port}/_sim/clock").status_code == 200
            sni = {"sni_hostname": "api-push.vivo.com.cn"}
            headers = {"Host": "api-push.vivo.com.cn"}
            answer = client.post(f"https://127.0.0.1:{port}/message/auth", json={}, headers=headers, extensions=sni)
            assert "result" in answer.json()
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            httpx.get(f"https://localhost:{port}/_sim/clock", trust_env=False)


WRONG = {
    "open to all": (["--host", "0.0.0.0"], "--host 0.0.0.0: others can reach this address; choose a --token"),
    "callbacks": (["--callbacks", "somewhere"], '--callbacks: "somewhere" is no address; write http://127.0.0.1:9000'),
    "no world": (["nowhere.yaml"], "nowhere.yaml: this file cannot be read: no such file or directory"),
}


@pytest.mark.parametrize(("arguments", "what"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_served_is_told_before_anything_starts(arguments: list[str], what: str):
    command = [sys.executable, "-m", "simulator", "serve", "--port", "0", *arguments]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=30, check=False)
    assert ended.returncode == 2
    assert what in ended.stderr


def test_start_in_a_world_is_refused_with_its_place(tmp_path: Path):
    world = tmp_path / "_world.yaml"
    world.write_text(f"start: 2026-01-01\n{WORLD}", encoding="utf-8")
    command = [sys.executable, "-m", "simulator", "serve", str(world)]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=30, check=False)
    assert ended.returncode == 2
    assert "_world.yaml:1:1: start: a served world begins at the machine's date" in ended.stderr


def test_port_that_is_taken_is_told():
    with serving() as (url, _):
        port = url.rpartition(":")[2]
        command = [sys.executable, "-m", "simulator", "serve", "--port", port]
        ended = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=30, check=False)
    assert ended.returncode == 2
    assert re.search(rf"--port {port}: .*address already in use.*; choose another", ended.stderr)
