"""A world that lives long remembers what is new, and forgets what has ended long ago."""

import gc
import json
import tracemalloc

import pytest

from simulator.im import conversations, mailbox
from simulator.kernel import randomness
from simulator.kernel.newest import Newest
from simulator.scenario import stage
from simulator.serve import live_world
from simulator.vendors import VENDORS
from simulator.vendors.xiaomi import feedback
from simulator.world.models import supported_model
from tests.serve.outside import DeskWire, OutsideSender
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


def test_whatever_is_asked_leaves_no_more_behind_than_the_bounds_allow(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live_world, "RECORDS_MAX", 200)
    monkeypatch.setattr(Newest, "kept_max", 10)
    monkeypatch.setattr(stage, "_FORGOTTEN_MAX", 20)
    monkeypatch.setattr(randomness, "_drawn", randomness._drawn.__wrapped__)
    for keeper in (mailbox, conversations, feedback):
        monkeypatch.setattr(keeper, "KEPT_MAX", 10)
    phones = {f"{name}_phone": {"model": supported_model(name), "user": f"{name}_user"} for name in VENDORS}
    desk = Desk(json.dumps({"phones": phones}))
    known, wire = desk.get("/_sim/credentials")["vendors"], DeskWire(desk)
    senders = {name: OutsideSender(name, known[name], wire, clock=lambda: desk.machine_ms) for name in VENDORS}
    reg_ids = {name: desk.phone(f"{name}_phone")["reg_id"] for name in VENDORS}
    desk.steps(*({"kill_app": name} for name in phones))

    def use(rounds: int) -> int:
        """Do the same over and over, and return how many bytes that has left behind."""
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        for number in range(rounds):
            for name, sender in senders.items():
                if number % 10 == 0:
                    sender.forget_token()
                assert sender.push(reg_ids[name]).reason is None
                sender.push(f"unknown-{number}")
                message = {"from": "alice", "to": f"{name}_user", "text": "lunch?"}
                desk.steps({"send_message": message})
            desk.steps(*({"reboot_phone": name} for name in phones))
            desk.pass_ms(12 * 3_600_000)
        gc.collect()
        return tracemalloc.get_traced_memory()[0] - before

    tracemalloc.start()
    try:
        use(12)
        assert use(12) < 32 * 1024
    finally:
        tracemalloc.stop()
