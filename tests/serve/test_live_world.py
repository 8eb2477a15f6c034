"""A served world goes by the machine's clock, and steps wait in it while others are served."""

import pytest

from simulator.scenario.model import PlacedStep
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step, Waits
from simulator.serve.live_world import CutShort, Playing
from tests.serve.serving import VIVO, Desk

SEND = {"send_message": {"from": "alice", "to": "bob", "text": "lunch?"}}
ARRIVE = {"must_arrive": {"phone": "bob_phone", "body": "lunch?"}}


def test_world_begins_at_the_machines_date_with_its_users_logged_in():
    desk = Desk(at="2026-11-22T12:00:00.250+08:00")
    assert desk.get("/_sim/clock") == {
        "now_ms": desk.live.world.scheduler.now_ms,
        "time": "2026-11-22T12:00:00.250+08:00",
        "ahead_ms": 0,
        "pace": "real",
    }
    phone = desk.phone()
    assert (phone["state"], phone["user"], phone["vendor"], phone["network"]) == ("foreground", "bob", "vivo", "wifi")
    assert phone["reg_id"]


def test_user_who_cannot_be_set_up_is_told_of_and_the_world_lives():
    desk = Desk(f"app: {{vendors: {{vivo: {{sdk: none}}}}}}\n{VIVO}")
    [world] = desk.get("/_sim/worlds")
    assert world["unready"][0].startswith("bob_phone bound no token for bob within a minute")
    assert desk.get("/_sim/clock")["ahead_ms"] == 0


def test_time_passes_as_the_machines_clock_does():
    desk = Desk()
    before = desk.get("/_sim/clock")["now_ms"]
    desk.pass_ms(90_000)
    assert desk.get("/_sim/clock")["now_ms"] == before + 90_000


def test_machines_clock_that_is_set_back_lets_the_world_wait_for_it():
    desk = Desk()
    before = desk.get("/_sim/clock")["now_ms"]
    desk.machine_ms -= 5_000
    assert desk.get("/_sim/clock")["now_ms"] == before
    desk.pass_ms(5_100)
    assert desk.get("/_sim/clock")["now_ms"] == before + 100


def test_message_arrives_in_its_own_time():
    desk = Desk()
    assert desk.steps({"kill_app": "bob_phone"}).status == 200
    desk.pass_ms(1_000)
    assert desk.steps(SEND).status == 200
    assert desk.phone()["shade"] == []
    desk.pass_ms(5_000)
    [shown] = desk.phone()["shade"]
    assert (shown["title"], shown["body"], shown["ext"], shown["channel"]) == (
        "a new message",
        "lunch?",
        None,
        "vivo_push_channel",
    )


def test_step_that_waits_holds_up_nobody():
    desk = Desk()
    waiting = desk.steps(ARRIVE)
    assert waiting.is_open
    assert desk.steps({"kill_app": "bob_phone"}).status == 200
    desk.pass_ms(1_000)
    assert desk.steps(SEND).status == 200
    assert waiting.is_open
    desk.pass_ms(5_000)
    assert waiting.status == 200
    assert [record["name"] for record in waiting.json["records"]] == ["must_arrive"]


def test_pause_between_two_steps_of_a_list_passes_in_real_time():
    desk = Desk()
    playing = desk.steps({"kill_app": "bob_phone"}, SEND)
    assert desk.phone()["state"] == "dead"
    desk.pass_ms(999)
    assert playing.is_open
    desk.pass_ms(1)
    assert playing.status == 200
    assert [record["name"] for record in playing.json["records"] if record["kind"] == "step"] == [
        "kill_app",
        "send_message",
    ]


def test_expectation_that_is_not_met_is_a_409_with_its_parts():
    desk = Desk()
    playing = desk.steps({"must_arrive": {"phone": "bob_phone", "within": "2s"}})
    desk.pass_ms(1_999)
    assert playing.is_open
    desk.pass_ms(1)
    assert playing.status == 409
    [problem] = playing.json["problems"]
    assert (problem["what"], problem["where"], problem["path"]) == (
        "bob_phone showed nothing within 2s",
        "steps:1",
        "must_arrive",
    )
    assert problem["details"][0] == ["got as far as", "no push was under way to this phone"]


def test_window_of_an_expectation_begins_when_it_is_asked_for():
    desk = Desk()
    desk.steps({"kill_app": "bob_phone"})
    desk.pass_ms(1_000)
    desk.steps(SEND)
    desk.pass_ms(3_600_000)
    assert desk.steps({"must_arrive": {"phone": "bob_phone", "within": "1s"}}).status == 200


def test_advance_lets_time_jump_and_leaves_the_machines_clock_behind():
    desk = Desk()
    before = desk.get("/_sim/clock")["now_ms"]
    clock = desk.post("/_sim/clock", {"advance": "24h"}).json
    assert (clock["now_ms"] - before, clock["ahead_ms"], clock["time"][:10]) == (86_400_000, 86_400_000, "2026-11-23")
    desk.pass_ms(10)
    assert desk.get("/_sim/clock")["now_ms"] == before + 86_400_010


def test_stopped_time_stands_still_until_it_goes_on_from_there():
    desk = Desk()
    stopped = desk.post("/_sim/clock", {"pace": "stopped"}).json
    desk.pass_ms(60_000)
    assert desk.get("/_sim/clock")["now_ms"] == stopped["now_ms"]
    real = desk.post("/_sim/clock", {"pace": "real"}).json
    assert (real["now_ms"], real["ahead_ms"]) == (stopped["now_ms"], -60_000)
    desk.pass_ms(7)
    assert desk.get("/_sim/clock")["now_ms"] == stopped["now_ms"] + 7


def test_steps_jump_over_their_waits_where_time_stands_still():
    desk = Desk()
    desk.post("/_sim/clock", {"pace": "stopped"})
    playing = desk.steps({"kill_app": "bob_phone"}, SEND, ARRIVE)
    assert playing.status == 200
    # Until the notification was there, and no further.
    assert desk.live.world.trace.last_hop(1).at_ms == desk.get("/_sim/clock")["now_ms"]


def test_advance_wakes_a_step_that_waits_at_its_own_instant():
    desk = Desk()
    playing = desk.steps({"wait": "30s"}, {"kill_app": "bob_phone"})
    began_ms = desk.get("/_sim/clock")["now_ms"]
    desk.post("/_sim/clock", {"advance": "10min"})
    assert playing.status == 200
    killed = [record for record in playing.json["records"] if record["name"] == "kill_app"]
    assert killed[0]["at_ms"] == began_ms + 31_000


def test_two_worlds_have_each_their_own_clock_and_seed():
    desk = Desk()
    assert desk.post("/_sim/worlds", {"name": "other", "seed": 2, "world": VIVO}).status == 201
    desk.post("/w/other/_sim/clock", {"advance": "24h"})
    assert desk.get("/_sim/clock")["ahead_ms"] == 0
    assert desk.get("/w/other/_sim/clock")["ahead_ms"] == 86_400_000
    assert desk.get("/w/other/_sim/phones")[0]["reg_id"] != desk.phone()["reg_id"]


def test_what_a_world_does_follows_from_its_inputs_however_time_was_cut():
    def trace_of(parts: int) -> list[str]:
        desk = Desk()
        desk.steps({"kill_app": "bob_phone"}, SEND, ARRIVE)
        for _ in range(parts):
            desk.pass_ms(10_000 // parts)
        return list(desk.live.world.trace.to_json_lines())

    assert trace_of(1) == trace_of(10) == trace_of(2_500)


class Breaks(Step, frozen=True, kw_only=True):
    """A step that has a fault of ours behind a wait."""

    takes_time = True

    def play(self, stage: Stage) -> Waits:
        yield stage.wait(5_000)
        raise ZeroDivisionError("of ours")


def test_fault_of_ours_in_a_step_is_told_and_the_world_goes_on_and_others_too():
    desk = Desk()
    desk.post("/_sim/worlds", {"name": "other", "world": VIVO})
    told: list[Playing] = []
    desk.live.play([PlacedStep(Breaks(), 1, 1, "breaks")], told.append)
    waiting = desk.ask("POST", "/w/other/_sim/steps", b'[{"wait": "4s"}]')
    with pytest.raises(ZeroDivisionError):
        desk.pass_ms(5_000)
    [playing] = told
    assert playing.cut_short is CutShort.BY_FAULT
    assert desk.live.waiting == 0
    assert waiting.status == 200
    assert desk.steps({"kill_app": "bob_phone"}).status == 200
    assert desk.phone()["state"] == "dead"


def test_who_waits_for_steps_in_a_world_that_is_deleted_is_told_so():
    desk = Desk()
    desk.post("/_sim/worlds", {"name": "other", "world": VIVO})
    waiting = desk.ask("POST", "/w/other/_sim/steps", b'[{"kill_app": "bob_phone"}, {"wait": "1h"}]')
    desk.pass_ms(2_000)
    assert desk.ask("DELETE", "/_sim/worlds/other").status == 204
    assert waiting.status == 410
    assert waiting.json["error"] == "other was deleted during these steps"
    assert waiting.json["records"][0]["name"] == "kill_app"
    desk.pass_ms(3_600_000)


def test_link_of_the_cases_vendor_is_refused_where_there_is_no_case():
    exchange = Desk().steps("must_request")
    assert exchange.status == 409
    assert '"im>vendor" means the vendor of the case' in exchange.json["error"]
