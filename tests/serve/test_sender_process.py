"""A sender's process is run to its end, whatever it makes of signals, and what it leaves behind is waited for."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from simulator.serve.sender_process import run_process
from tests.programs import needs_proc

MARK = f"PUSHSIM_URL=of test {os.getpid()}"
DEAF = """
import os, signal, sys, threading
signal.signal({name}, signal.SIG_IGN)
while True:
    os.kill(os.getppid(), {name})
    threading.Event().wait(0.1)
"""
"""Ignores a signal, and sends it to whoever has started it."""


def run(*command: str, grace_s: float = 20.0) -> tuple[int, list[str]]:
    name, _, value = MARK.partition("=")
    return asyncio.run(run_process(command, {**os.environ, name: value}, MARK, grace_s=grace_s))


def test_exit_code_is_that_of_the_command() -> None:
    assert run("sh", "-c", "exit 7") == (7, [])


def test_command_that_a_signal_ended_has_the_shells_code_for_it() -> None:
    assert run("sh", "-c", "kill -9 $$") == (137, [])


@needs_proc
def test_process_that_the_command_leaves_behind_is_waited_for(tmp_path: Path) -> None:
    done = tmp_path / "done"
    assert run("sh", "-c", f"(sleep 0.5; touch {done}) > /dev/null 2>&1 &") == (0, [])
    assert done.exists()


@needs_proc
def test_process_that_does_not_end_is_named_in_the_end() -> None:
    code, left = run("sh", "-c", "sleep 7.25 > /dev/null 2>&1 &", grace_s=0.1)
    assert code == 0
    [named] = left
    assert named.startswith("sleep 7.25 (process ")
    os.kill(int(named.rpartition(" ")[2].rstrip(")")), signal.SIGKILL)


@pytest.mark.parametrize("name", ["signal.SIGTERM", "signal.SIGINT"], ids=["after_a_while", "by_the_third_ctrl_c"])
def test_command_that_heeds_no_signal_is_ended(name: str) -> None:
    assert run(sys.executable, "-c", DEAF.format(name=name), grace_s=0.3)[0] == 137
