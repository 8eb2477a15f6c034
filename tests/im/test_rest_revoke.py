"""Withdrawing a push to many users: whom it still reaches, and when it is too late."""

import pytest

from simulator.world.world import World
from tests.im.calls import OK, a_chat, call, path_of, spoilt
from tests.im.worlds import a_world, kill, log_in, set_up, texts_in_app

PUSH, REVOKE = path_of("push"), path_of("revoke")
WITHDRAWN = {"OfflinePushInfo": {"Desc": "withdrawn"}}


def pushed(world: World, *, kept: bool = True) -> str:
    """Push to all and return the number of the task."""
    body = spoilt("push", MsgBody=[{"MsgType": "TIMTextElem", "MsgContent": {"Text": "sale!"}}] if kept else None)
    return str(call(world, PUSH, body)["TaskId"])


def revoked(world: World, task_id: str, **body: object) -> int:
    return int(call(world, REVOKE, {"TaskId": task_id, **body})["ErrorCode"])


def test_push_that_is_withdrawn_at_once_reaches_nobody():
    world = a_world()
    device = set_up(world)
    kill(world, device)
    task_id = pushed(world)
    assert revoked(world, task_id) == 0
    world.run_for(60_000)
    assert list(world.verdicts()) == []
    (report,) = call(world, path_of("im_get_push_report"), {"TaskIds": [task_id]})["Reports"]
    assert report["Finished"] == 0


def test_what_waits_for_a_user_is_not_handed_out_any_more():
    for wanted, texts in ((True, []), (False, ["sale!"])):
        world = a_world()
        device = set_up(world)
        kill(world, device)
        task_id = pushed(world)
        world.run_for(5_000)
        if wanted:
            assert revoked(world, task_id) == 0
        device.app.launch()
        log_in(world, device)
        assert texts_in_app(device) == texts


def test_big_push_stops_where_it_is():
    world = a_chat(*(f"user{number}" for number in range(1_200)))
    task_id = pushed(world)
    world.run_for(100)
    assert revoked(world, task_id) == 0
    world.run_for(10_000)
    (report,) = call(world, path_of("im_get_push_report"), {"TaskIds": [task_id]})["Reports"]
    assert (report["Status"], report["Finished"]) == (2, 500)


@pytest.mark.parametrize(("wait_ms", "code"), [(86_390_000, 0), (86_402_000, 90052)])
def test_push_can_be_withdrawn_for_a_day(wait_ms: int, code: int):
    world = a_chat()
    task_id = pushed(world)
    world.run_for(wait_ms)
    assert revoked(world, task_id) == code


def test_push_that_nobody_keeps_is_withdrawn_only_with_another_notification():
    world = a_chat()
    task_id = pushed(world, kept=False)
    assert revoked(world, task_id) == 90053
    world.run_for(1_000)
    assert revoked(world, task_id, **WITHDRAWN) == 0
    world.run_for(1_000)
    assert revoked(world, task_id, **WITHDRAWN) == 90050


def test_pushes_are_withdrawn_once_a_second():
    world = a_chat()
    first = pushed(world)
    world.run_for(2_000)
    second = str(call(world, PUSH, spoilt("push", MsgRandom=9))["TaskId"])
    world.run_for(1_000 - world.scheduler.now_ms % 1_000)
    assert revoked(world, first) == 0
    assert revoked(world, second, **WITHDRAWN) == 90051
    world.run_for(1_000)
    assert call(world, REVOKE, {"TaskId": second, **WITHDRAWN}) == OK


def test_only_a_push_can_be_withdrawn():
    assert revoked(a_chat(), "unheard of") == 90049
