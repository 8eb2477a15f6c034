"""A served world that is killed under load comes back with all that it has acknowledged, once."""

import sqlite3
from pathlib import Path

import pytest

from simulator.runner.suite import vocabulary
from simulator.serve.journal import Journal
from simulator.serve.server import machine_ms
from simulator.serve.worlds import Worlds
from tests.serve.restarting import problems, restart

KILLS = 6
"""`make killed` kills fifty times."""


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # the helper module is imported by the processes it starts, too
def test_nothing_acknowledged_is_lost_or_doubled_and_a_loss_would_be_found(tmp_path: Path):
    known, worlds = restart(KILLS, tmp_path)
    assert len(known.pushes) >= KILLS
    assert problems(known, worlds) == []
    worlds.close()
    with sqlite3.connect(tmp_path / "session.db") as connection:
        # The last push, as if its answer had gone out before it was written.
        [n] = connection.execute("SELECT max(n) FROM inputs WHERE instr(input, '/message/send')").fetchone()
        [row] = connection.execute("SELECT instr(input, 'requestId') FROM inputs WHERE n = ?", (n,)).fetchone()
        assert row
        connection.execute("DELETE FROM inputs WHERE n <= ? AND instr(input, 'requestId')", (n,))
    connection.close()
    spoilt = problems(known, Worlds(vocabulary(), machine_ms, Journal(tmp_path / "session.db")))
    assert len([one for one in spoilt if one.endswith("is there 0 times")]) == len(known.pushes)
