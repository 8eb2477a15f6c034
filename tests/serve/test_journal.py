"""What came in is written before it acts; a world that is restored is the one that was."""

import sqlite3
from pathlib import Path

import pytest

from simulator.runner.suite import vocabulary
from simulator.serve.journal import Asked, ClockSet, Created, Dropped, Journal, JournalUnusable, Played
from simulator.serve.routing import MAIN
from simulator.serve.worlds import Worlds
from tests.serve.senders import auth, push
from tests.serve.serving import Desk

SEND = {"send_message": {"from": "alice", "to": "bob", "text": "lunch?"}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "session.db"


def busy(path: Path) -> Desk:
    """Return a world in which much has happened, some of it at once, some of it not over."""
    desk = Desk(journal=Journal(path))
    desk.steps({"kill_app": "bob_phone"}, SEND)
    token = auth(desk).json["authToken"]
    desk.pass_ms(700)
    push(desk, token, desk.phone()["reg_id"], requestId="r-1")
    push(desk, token, "unknown", requestId="r-2")
    desk.post("/_sim/worlds", {"name": "other", "seed": 3})
    desk.post("/_sim/clock", {"advance": "2h"})
    desk.steps({"must_arrive": {"phone": "bob_phone", "within": "30s", "title": "later"}})
    desk.pass_ms(5_000)
    desk.post("/_sim/clock", {"pace": "stopped"})
    desk.pass_ms(5_000)
    desk.steps({"send_to_vendor": {"vendor": "vivo", "to": "bob_phone"}}, {"wait": "3s"})
    desk.post("/_sim/clock", {"pace": "real"})
    auth(desk)
    return desk


def restored(path: Path, at_ms: int) -> Worlds:
    return Worlds(vocabulary(), lambda: at_ms, Journal(path))


def trace_of(worlds: Worlds, name: str = MAIN) -> list[str]:
    return list(worlds.present(name).world.trace.to_json_lines())


def test_restored_worlds_have_the_very_traces_of_those_that_were(path: Path):
    desk = busy(path)
    desk.journal.close()
    worlds = restored(path, desk.machine_ms)
    assert list(worlds) == [MAIN, "other"]
    for name in worlds:
        assert trace_of(worlds, name) == trace_of(desk.worlds, name)
        assert worlds.present(name).epoch_ms == desk.worlds.present(name).epoch_ms


def test_restored_world_goes_on_as_the_first_would_have(path: Path):
    desk = busy(path)
    desk.journal.close()
    worlds = restored(path, desk.machine_ms + 60_000)
    desk.pass_ms(60_000)
    assert trace_of(worlds) == trace_of(desk.worlds)
    # The step that waited for a title which never came has failed there too.
    assert any('"outcome":"failed"' in line for line in trace_of(worlds))


def test_restored_world_writes_on(path: Path):
    desk = busy(path)
    desk.journal.close()
    again = Desk(journal=Journal(path), at=desk.at)
    push(again, auth(again).json["authToken"], again.phone()["reg_id"])
    again.journal.close()
    assert trace_of(restored(path, again.machine_ms)) == trace_of(again.worlds)


def test_inputs_are_there_before_anybody_is_told(path: Path):
    desk = busy(path)
    # Not closed: as after a kill. Nobody else may read it meanwhile, so it is read through the same connection.
    kinds = [type(entry.input) for entry in desk.journal]
    assert kinds == [Created, Played, Asked, Asked, Asked, Created, ClockSet, Played, ClockSet, Played, ClockSet, Asked]


def test_world_that_was_dropped_stays_dropped(path: Path):
    desk = Desk(journal=Journal(path))
    desk.post("/_sim/worlds", {"name": "other"})
    desk.ask("DELETE", "/_sim/worlds/other")
    assert isinstance(list(desk.journal)[-1].input, Dropped)
    desk.journal.close()
    assert list(restored(path, desk.machine_ms)) == [MAIN]


def test_steps_and_worlds_that_are_refused_leave_nothing(path: Path):
    desk = Desk(journal=Journal(path))
    desk.steps({"kil_app": "bob_phone"})
    desk.post("/_sim/worlds", {"name": "other", "world": "start: 2026-01-01"})
    desk.get("/_sim/phones")
    assert len(list(desk.journal)) == 1


def test_what_cannot_be_written_is_not_done_and_the_sender_learns_of_a_fault(
    path: Path, capsys: pytest.CaptureFixture[str]
):
    desk = Desk(journal=Journal(path))
    before = len(desk.live.world.trace)
    vars(desk.journal)["_connection"].execute("PRAGMA max_page_count = 2")  # as if the disk were full
    while desk.steps({"kill_app": "bob_phone"}).status == 200:
        before = len(desk.live.world.trace)
    assert desk.last.status == 507
    assert "nothing was done, since it cannot be remembered" in desk.last.json["error"]
    assert "full" in desk.last.json["error"]
    secret = desk.ask("GET", "/_sim/credentials").json["vendors"]["vivo"]
    desk.post("/message/auth", secret)
    assert desk.last.response == desk.live.world.clouds["vivo"].server_error()
    assert "not answered" in capsys.readouterr().err
    assert len(desk.live.world.trace) == before
    assert desk.phone()["state"] == "dead"


def test_journal_has_one_user_at_a_time(path: Path):
    first = Journal(path)
    with pytest.raises(JournalUnusable, match="another process has it open"):
        Journal(path)
    first.close()
    Journal(path).close()


def test_file_that_is_something_else_is_refused(path: Path):
    path.write_text("not a journal, but long enough to be looked at as one of SQLite's files" * 20, encoding="utf-8")
    with pytest.raises(JournalUnusable, match="cannot be used: file is not a database"):
        Journal(path)


def test_journal_of_another_format_is_refused(path: Path):
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(JournalUnusable, match="this journal has format 99, and 1 is known"):
        Journal(path)


DAMAGED = {
    "an input": ("UPDATE inputs SET input = x'00ff' WHERE n = 2", "input 2 of this journal is damaged"),
    "a type": ("UPDATE inputs SET input = 'text' WHERE n = 2", "input 2 of this journal is damaged"),
    "a world": ("UPDATE inputs SET world = 'nobody' WHERE n = 2", 'it never makes the world "nobody"'),
    "the table": ("ALTER TABLE inputs RENAME COLUMN world TO name", "no such column: world"),
}


@pytest.mark.parametrize(("change", "told"), DAMAGED.values(), ids=DAMAGED)
def test_journal_that_is_damaged_says_where(path: Path, change: str, told: str):
    busy(path).journal.close()
    with sqlite3.connect(path) as connection:
        connection.execute(change)
    connection.close()
    journal = Journal(path)
    with pytest.raises(JournalUnusable, match=told):
        Worlds(vocabulary(), lambda: 0, journal)
    journal.close()


def test_journal_in_a_folder_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(JournalUnusable, match="unable to open database file"):
        Journal(tmp_path / "no" / "session.db")
