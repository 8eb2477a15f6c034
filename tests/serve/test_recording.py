"""A session of a served world, written as a scenario, leads to the same verdicts."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.runner.result import CaseOutcome, CaseResult
from simulator.runner.run import run_case
from simulator.runner.suite import vocabulary
from simulator.scenario.loader import scenario_of_text
from simulator.scenario.model import cases
from simulator.serve.journal import Journal
from simulator.serve.recording import NothingRecorded, scenario_of
from simulator.world.build import RunOptions
from tests.serve.senders import auth, push
from tests.serve.serving import Desk
from tests.serve.test_journal import busy

KILL = {"kill_app": "bob_phone"}
SEND = {"send_message": {"from": "alice", "to": "bob", "text": "lunch?"}}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(journal=Journal(tmp_path / "session.db"))
    yield made
    made.worlds.close()


def written(desk: Desk, world: str = "main") -> str:
    return scenario_of(desk.journal, vocabulary(), world)


def played(text: str, seed: int = 1) -> CaseResult:
    [case] = cases(scenario_of_text(Path("recorded.yaml"), text, vocabulary()), ())
    return run_case(case, RunOptions(seed=seed))


def verdicts_of(desk: Desk, world: str = "main") -> list[object]:
    desk.pass_ms(60_000)
    return list(desk.worlds.present(world).world.verdicts())


def assert_same(desk: Desk) -> str:
    text = written(desk)
    result = played(text)
    assert result.failure is None, f"{result.failure.error.text()}\n{text}"
    assert result.outcome is CaseOutcome.PASSED
    assert list(result.world.verdicts()) == verdicts_of(desk)
    return text


def test_pushes_of_a_real_sender_end_as_they_did(desk: Desk):
    token = auth(desk).json["authToken"]
    reg_id = desk.phone()["reg_id"]
    desk.pass_ms(123)
    push(desk, token, reg_id, title='午饭 "quoted": {yes}', requestId="1")
    push(desk, "wrong", reg_id, requestId="2")
    push(desk, token, "unknown", requestId="3")
    desk.pass_ms(10)
    push(desk, token, reg_id, requestId="4", content="line\nbreak")
    text = assert_same(desk)
    assert len(verdicts_of(desk)) == 4
    assert text.count("send_request:") == 5


def test_steps_and_requests_that_happened_while_others_waited(desk: Desk):
    desk.steps(KILL, SEND, {"must_arrive": {"phone": "bob_phone", "body": "lunch?"}}, {"tap_notification": "bob_phone"})
    desk.pass_ms(500)
    token = auth(desk).json["authToken"]
    for number in range(6):
        desk.pass_ms(700)
        push(desk, token, desk.phone()["reg_id"], requestId=str(number))
    desk.steps({"wait": "5s"}, {"must_open": {"phone": "bob_phone", "app": "main"}})
    desk.pass_ms(20_000)
    text = assert_same(desk)
    assert "wait: 5s" not in text


def test_phone_that_was_set_up_while_requests_came_in(desk: Desk):
    desk.steps({"clear_data": "bob_phone"})
    desk.pass_ms(2_000)
    desk.steps({"set_up": {"phone": "bob_phone", "user": "bob"}}, KILL)
    for _ in range(4):
        desk.pass_ms(100)
        auth(desk)
    desk.pass_ms(3_000)
    desk.steps(SEND)
    text = assert_same(desk)
    assert "launch_app" in text
    assert "answer_permission" not in text


def test_dialog_of_a_phone_that_was_set_up_meanwhile_is_answered(tmp_path: Path):
    world = "phones: {bob_phone: {model: vivo X60, android: 13, user: bob}}"
    desk = Desk(world, journal=Journal(tmp_path / "session.db"))
    desk.steps({"clear_data": "bob_phone"}, {"set_up": {"phone": "bob_phone", "user": "bob"}}, KILL, SEND)
    for _ in range(40):
        desk.pass_ms(100)
        auth(desk)
    desk.pass_ms(10_000)
    assert "- answer_permission: {phone: bob_phone, answer: allow}" in assert_same(desk)
    desk.worlds.close()


def test_phone_that_was_set_up_alone_stays_one_step(desk: Desk):
    desk.steps({"clear_data": "bob_phone"}, {"set_up": {"phone": "bob_phone", "user": "bob"}}, KILL, SEND)
    desk.pass_ms(10_000)
    assert "- set_up: {phone: bob_phone, user: bob}" in assert_same(desk)


def test_jump_of_the_worlds_clock_is_a_wait_and_senders_keep_theirs(desk: Desk):
    token = auth(desk).json["authToken"]
    desk.post("/_sim/clock", {"advance": "25h"})
    push(desk, token, desk.phone()["reg_id"], requestId="1")
    push(desk, auth(desk).json["authToken"], desk.phone()["reg_id"], requestId="2")
    text = assert_same(desk)
    assert "clock_ahead_ms: -90000000" in text
    assert [one.text for one in verdicts_of(desk)] == ["auth_refused", "shown"]


def test_expectation_that_was_not_met_is_left_out_and_told(desk: Desk):
    desk.steps({"must_arrive": {"phone": "bob_phone", "within": "1s"}})
    desk.pass_ms(2_000)
    text = assert_same(desk)
    assert "# Left out, since it was not met: must_arrive: bob_phone showed nothing within 1s\n" in text
    assert "- must_arrive" not in text


def test_all_that_a_busy_session_had(tmp_path: Path):
    desk = busy(tmp_path / "busy.db")
    assert_same(desk)
    other = played(written(desk, "other"), seed=3)
    assert other.failure is None
    assert "# Play it with --seed 3.\n" in written(desk, "other")


def test_body_that_is_no_text_is_written_in_base64(desk: Desk):
    desk.ask("POST", "/message/send", b"\xff\x00\x1b", Content_Type="application/json")
    assert "body_base64: /wAb" in assert_same(desk)


def test_world_that_was_never_made_is_refused(desk: Desk):
    with pytest.raises(NothingRecorded, match='the journal has no world "mine"'):
        written(desk, "mine")


def test_world_part_says_only_what_does_not_go_without_saying(tmp_path: Path):
    world = {
        "im": {"sdk_app_id": 1400000002, "groups": {"team": {"members": ["bob", "eve"]}}},
        "certificates": {"vivo": {"id": 7, "app_id": "0123", "on_click": {"url": "https://example.com/"}}},
        "phones": {"bob_phone": {"model": "vivo X60", "user": "bob", "reg_id": "15400000000000000000001"}},
        "app": {"variant": "careful", "im_sdk": "5.0.1"},
        "timezone": "Europe/Berlin",
    }
    desk = Desk(json.dumps(world), journal=Journal(tmp_path / "session.db"))
    text = assert_same(desk)
    assert "app: {im_sdk: 5.0.1}" in text.replace("\n  ", " {", 1) or "im_sdk: 5.0.1" in text
    assert "variant" not in text
    assert "app_id: '0123'" in text
    assert "timezone: Europe/Berlin" in text
    desk.worlds.close()
