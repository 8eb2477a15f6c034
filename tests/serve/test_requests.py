"""What a real sender asks is answered as in a scenario; its clock is the machine's, all else follows the world's."""

import pytest

from simulator.kernel.trace import Kind
from simulator.kernel.units import DAY_MS, HOUR_MS, MINUTE_MS
from tests.serve.senders import auth, push
from tests.serve.serving import VIVO, Desk


def test_push_of_a_real_sender_shows_on_the_phone():
    desk = Desk()
    token = auth(desk).json["authToken"]
    assert push(desk, token, desk.phone()["reg_id"], clientCustomMap={"order": "42"}).json["result"] == 0
    desk.pass_ms(5_000)
    [shown] = desk.phone()["shade"]
    assert (shown["title"], shown["body"], shown["custom"]) == ("a title", "a text to read", {"order": "42"})


def test_request_and_answer_are_recorded_as_the_customers():
    desk = Desk()
    desk.ask("POST", "/message/auth?a=b", b"{}", Authtoken="t", User_Agent="curl")
    asked, answered = [record for record in desk.live.world.trace if record.name == "customer>vivo"]
    assert (asked.actor, asked.kind, answered.actor) == ("customer", Kind.WIRE, "vivo")
    assert asked.data["request"] == {
        "method": "POST",
        "url": "https://api-push.vivo.com.cn/message/auth?a=b",
        "headers": (("Authtoken", "t"),),
        "body": b"{}",
    }
    assert asked.parent is None


def test_wrong_credential_and_unknown_reg_id_get_the_vendors_codes():
    desk = Desk()
    token = auth(desk).json["authToken"]
    assert push(desk, "nonsense", desk.phone()["reg_id"]).json["result"] == 10000
    assert push(desk, token, "15400000000000000009999").json["result"] == 10302


def test_stamp_of_the_senders_clock_holds_after_the_worlds_time_has_jumped():
    desk = Desk()
    desk.post("/_sim/clock", {"advance": "24h"})
    assert auth(desk).json["result"] == 0
    assert auth(desk, stamp_ms=desk.machine_ms + DAY_MS).json["result"] != 0


@pytest.mark.parametrize(("off_ms", "is_taken"), [(9 * MINUTE_MS, True), (11 * MINUTE_MS, False)])
def test_stamp_may_be_off_by_ten_minutes_of_the_machines_clock(off_ms: int, is_taken: bool):
    desk = Desk()
    desk.post("/_sim/clock", {"advance": "3h"})
    assert (auth(desk, stamp_ms=desk.machine_ms - off_ms).json["result"] == 0) is is_taken


@pytest.mark.parametrize(("advance_ms", "result"), [(23 * HOUR_MS, 0), (25 * HOUR_MS, 10000)])
def test_life_of_a_token_follows_the_worlds_clock(advance_ms: int, result: int):
    desk = Desk()
    token = auth(desk).json["authToken"]
    desk.post("/_sim/clock", {"advance": f"{advance_ms}ms"})
    assert push(desk, token, desk.phone()["reg_id"]).json["result"] == result


def test_stamp_of_the_senders_clock_holds_while_the_worlds_time_stands_still():
    desk = Desk()
    desk.post("/_sim/clock", {"pace": "stopped"})
    desk.pass_ms(DAY_MS)
    assert auth(desk).json["result"] == 0


def test_planned_faults_of_the_customers_link_meet_real_senders_too():
    desk = Desk()
    desk.steps({"fail_next": {"link": "customer>vivo", "how": "refused"}})
    assert auth(desk).has_hung_up
    desk.steps({"fail_next": {"link": "customer>vivo", "how": "server_error"}})
    assert auth(desk).status == 500
    desk.steps({"fail_next": {"link": "customer>vivo", "how": "timeout"}})
    silent = auth(desk)
    assert silent.is_open
    [(after_ms, action)] = desk.later
    action()
    assert (after_ms, silent.has_hung_up) == (5_000, True)
    assert auth(desk).json["result"] == 0


def test_slow_link_answers_later():
    desk = Desk()
    desk.steps({"delay_link": {"link": "customer>vivo", "by": "2s"}})
    slow = auth(desk)
    assert slow.is_open
    [(after_ms, action)] = desk.later
    action()
    assert (after_ms, slow.json["result"]) == (4_000, 0)


def test_each_world_has_its_own_clouds():
    desk = Desk()
    desk.post("/_sim/worlds", {"name": "other", "seed": 2, "world": VIVO})
    token = auth(desk).json["authToken"]
    there = auth(desk, at="/w/other").json["authToken"]
    reg_id = desk.get("/w/other/_sim/phones/bob_phone")["reg_id"]
    assert push(desk, token, reg_id, at="/w/other").json["result"] == 10000
    assert push(desk, there, reg_id, at="/w/other").json["result"] == 0
    desk.pass_ms(5_000)
    assert desk.phone()["shade"] == []
    assert len(desk.get("/w/other/_sim/phones/bob_phone")["shade"]) == 1
