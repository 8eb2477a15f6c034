"""A world that lives long remembers what is new, and forgets what has ended long ago."""

import pytest

from simulator.serve import live_world
from tests.serve.senders import auth, push
from tests.serve.serving import Desk


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(live_world, "RECORDS_MAX", 500)
    return Desk()


def test_pushes_that_have_ended_are_forgotten_with_their_records(desk: Desk):
    token = auth(desk).json["authToken"]
    world, reg_id = desk.live.world, desk.phone()["reg_id"]
    for number in range(2_500):
        push(desk, token if number % 2 else "wrong", reg_id, requestId=str(number))
        desk.pass_ms(100)
    desk.pass_ms(60_000)
    kept = list(world.trace.push_ids())
    assert len(kept) < 250
    assert world.ledger.opened == 2_500
    assert world.ledger.phone_of(2_500) == "bob_phone"
    assert world.ledger.phone_of(1) == ""
    assert len(vars(world.ledger)["_phones"]) == len(kept)


def test_push_that_is_still_pending_is_not_forgotten(desk: Desk):
    token = auth(desk).json["authToken"]
    reg_id = desk.phone()["reg_id"]
    desk.steps({"set_network": {"phone": "bob_phone", "to": "off"}})
    push(desk, token, reg_id, requestId="pending", title="pending")
    for number in range(1_500):
        push(desk, "wrong", reg_id, requestId=str(number))
    assert next(iter(desk.live.world.trace)).n > 1_000
    assert desk.live.world.verdict(1).end == "pending"
    desk.steps({"set_network": {"phone": "bob_phone", "to": "wifi"}})
    playing = desk.steps({"must_arrive": {"phone": "bob_phone", "title": "pending"}})
    desk.pass_ms(60_000)
    assert playing.status == 200


def test_expectation_looks_at_what_is_left(desk: Desk):
    token = auth(desk).json["authToken"]
    reg_id = desk.phone()["reg_id"]
    for number in range(1_500):
        push(desk, "wrong", reg_id, requestId=str(number))
    playing = desk.steps({"must_not_arrive": {"phone": "bob_phone", "because": "auth_refused", "within": "1s"}})
    desk.pass_ms(1_000)
    assert playing.status == 200
    assert push(desk, token, reg_id).json["result"] == 0
