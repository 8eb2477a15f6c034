"""Meizu's tasks, statistics, pictures, and the call that a phone makes itself."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from simulator.kernel.trace import Kind
from simulator.kernel.units import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from simulator.network.http import Request
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from tests.factories import records, reg_id_of, tap
from tests.vendors.meizu_client import (
    SUBSCRIPTIONS,
    UNKNOWN,
    MeizuClient,
    a_client,
    message,
    refused,
    shown,
    signed,
    two_phones,
)


def made(client: MeizuClient, path: str, **fields: object) -> int:
    answer = client.ask(f"/push/pushTask/{path}", **{"pushType": 0, "messageJson": message(), **fields})
    assert answer["code"] == "200"
    value = answer["value"]
    assert (value["pushType"], value["appId"]) == (0, int(client.app.values["app_id"]))
    return int(value["taskId"])


def statistics(client: MeizuClient, task_id: int) -> dict[str, int]:
    answer = client.ask("/push/statistics/getTaskStatistics", method="GET", taskId=task_id)
    value: dict[str, int] = answer["value"]
    return value


def test_task_is_pushed_to_push_ids_and_aliases_and_counted():
    client = two_phones()
    task_id = made(client, "getTaskId")
    client.about_phone("subscribeAlias", alias="bob")
    reg_ids = f"{reg_id_of(client.world, 'carol_phone')},{UNKNOWN}"
    answer = client.ask("/push/task/varnished/pushByPushId", taskId=task_id, pushIds=reg_ids)
    assert refused(answer, UNKNOWN) == "110003"
    assert client.ask("/push/task/varnished/pushByAlias", taskId=task_id, alias="bob")["value"] == {}
    assert shown(client)
    counted = statistics(client, task_id)
    assert (counted["targetNo"], counted["validNo"], counted["pushedNo"], counted["acceptNo"]) == (3, 2, 2, 2)
    days = {"startTime": "20260301", "endTime": "20260302"}
    rows = client.ask("/push/statistics/dailyPushStatics", **days)["value"]
    assert [(row["date"], row["acceptNo"]) for row in rows] == [("2026-03-02", 2), ("2026-03-01", 0)]
    client.world.check_conservation()


def test_task_that_is_none_is_110032():
    client = a_client()
    answer = client.ask("/push/task/varnished/pushByPushId", taskId=1, pushIds=reg_id_of(client.world))
    assert (answer["code"], answer["message"], answer["value"]) == ("110032", "非法的taskId", "")
    assert client.ask("/push/statistics/getTaskStatistics", taskId="x")["code"] == "110032"


def test_statistics_tell_what_was_shown_and_tapped():
    client = two_phones()
    world = client.world
    world.phone("carol_phone").notifications.set_notifications_enabled(client.app.package, enabled=False)
    task_id = made(client, "pushToApp")
    world.run_for(SECOND_MS)
    tap(world)
    counted = statistics(client, task_id)
    assert counted == {
        "taskId": task_id,
        "targetNo": 2,
        "validNo": 2,
        "pushedNo": 2,
        "acceptNo": 2,
        "displayNo": 1,
        "clickNo": 1,
    }


def test_statistics_of_the_day_count_messages_without_a_task_too():
    client = a_client()
    client.push(UNKNOWN)
    client.push()
    client.world.run_for(SECOND_MS)
    tap(client.world)
    [row] = client.ask("/push/statistics/dailyPushStatics", startTime="20260302", endTime="20260302")["value"]
    assert [row[name] for name in ("targetNo", "validNo", "displayNo", "clickNo")] == [2, 1, 1, 1]


def test_push_to_all_reaches_every_phone():
    client = two_phones()
    made(client, "pushToApp")
    client.world.run_for(SECOND_MS)
    assert [len(client.world.phone(name).notifications.shade) for name in ("bob_phone", "carol_phone")] == [1, 1]


@pytest.mark.parametrize(("scope", "shown_to_bob"), [(0, 1), (1, 0)])
def test_tags_are_joined_or_crossed(scope, shown_to_bob):
    client = two_phones()
    client.about_phone("subscribeTags", tags="news")
    carol = reg_id_of(client.world, "carol_phone")
    client.about_phone("subscribeTags", pushId=carol, tags="news,sport")
    made(client, "pushToTag", tagNames="news,sport", scope=scope)
    client.world.run_for(SECOND_MS)
    shades = [len(client.world.phone(name).notifications.shade) for name in ("bob_phone", "carol_phone")]
    assert shades == [shown_to_bob, 1]


def test_push_to_tags_names_tags_and_a_scope():
    client = a_client()
    path = "/push/pushTask/pushToTag"
    assert client.ask(path, messageJson=message(), scope=0)["code"] == "110004"
    assert client.ask(path, messageJson=message(), tagNames="news", scope=2)["code"] == "1005"


def timed(start: str) -> str:
    return message(pushTimeInfo__pushTimeType=1, pushTimeInfo__startTime=start)


def test_timed_task_starts_at_its_time_unless_it_is_cancelled():
    for is_cancelled in (False, True):
        client = a_client()
        task_id = made(client, "pushToApp", messageJson=timed("2026-03-02 10:00:00"))
        client.world.run_for(30 * MINUTE_MS)
        assert client.world.phone("bob_phone").notifications.shade == ()
        if is_cancelled:
            answer = client.ask("/push/pushTask/cancel", pushType=0, taskId=task_id)
            assert answer["value"] == {"result": True}
        client.world.run_for(HOUR_MS)
        assert len(client.world.phone("bob_phone").notifications.shade) == (0 if is_cancelled else 1)


@pytest.mark.parametrize("path", ["getTaskId", "pushToApp", "pushToTag"])
def test_only_a_task_for_all_that_is_not_done_can_be_cancelled(path):
    client = a_client()
    start = "2026-03-02 10:00:00" if path == "pushToTag" else "2026-03-02 08:00:00"
    task_id = made(client, path, messageJson=timed(start), tagNames="news")
    answer = client.ask("/push/pushTask/cancel", pushType=0, taskId=task_id)
    assert (answer["code"], answer["message"]) == ("500", "任务已取消[已完成]，无法取消")


def test_task_of_nobody_cannot_be_cancelled():
    assert a_client().ask("/push/pushTask/cancel", pushType=0, taskId=1)["code"] == "110032"


def slowly(rate: int) -> str:
    return message(advanceInfo__fixSpeed=True, advanceInfo__fixSpeedRate=rate)


def shades(client: MeizuClient) -> list[int]:
    return [len(client.world.phone(name).notifications.shade) for name in ("bob_phone", "carol_phone")]


def test_task_with_a_fixed_speed_reaches_so_many_phones_a_second():
    client = two_phones()
    made(client, "pushToApp", messageJson=slowly(1))
    client.world.run_for(900)
    assert shades(client) == [1, 0]
    client.world.run_for(SECOND_MS)
    assert shades(client) == [1, 1]


def test_while_a_task_is_being_sent_the_next_one_is_1003():
    client = two_phones()
    made(client, "pushToApp", messageJson=slowly(1))
    answer = client.ask("/push/pushTask/pushToApp", messageJson=message())
    assert (answer["code"], answer["message"]) == ("1003", "服务器忙")
    assert records(client.world, Kind.STATE, "refused")[-1].rule == "meizu.busy"
    client.world.run_for(SECOND_MS)
    assert client.ask("/push/pushTask/pushToApp", messageJson=message())["code"] == "200"


def test_task_that_is_being_sent_can_be_cancelled():
    client = two_phones()
    task_id = made(client, "pushToApp", messageJson=slowly(1))
    assert client.ask("/push/pushTask/cancel", pushType=0, taskId=task_id)["value"] == {"result": True}
    client.world.run_for(MINUTE_MS)
    assert shades(client) == [1, 0]


@pytest.mark.parametrize("start", ["", "tomorrow", "2026-03-02T10:00:00"])
def test_timed_task_needs_a_time(start):
    client = a_client()
    assert client.ask("/push/pushTask/pushToApp", messageJson=timed(start))["code"] == "1005"


@pytest.mark.parametrize(
    ("first", "last", "code", "text"),
    [
        ("20260201", "20260303", "200", ""),
        ("20260201", "20260304", "500", "开始时间和结束时间不能相差30天以上"),
        ("20260201", "20270201", "500", "开始时间和结束时间不能相差30天以上"),
        ("20260302", "20260301", "500", "结束时间不能早于开始时间"),
        ("20260230", "20260301", "1005", "参数错误，请参考API文档"),
        ("yesterday", "20260301", "1005", "参数错误，请参考API文档"),
        ("", "20260301", "110004", "参数不能为空"),
    ],
)
def test_statistics_are_of_at_most_thirty_days(first, last, code, text):
    answer = a_client().ask("/push/statistics/dailyPushStatics", startTime=first, endTime=last)
    assert (answer["code"], answer["message"]) == (code, text)


# -- pictures -


@pytest.mark.parametrize("kind", [0, 1, 3, 4, 5, 6])
def test_picture_is_kept_for_three_days(kind):
    client = a_client()
    value = client.ask("/push/uploadImg", imgType=kind, imgUrl="https://example.com/a.png")["value"]
    assert value["imgType"] == kind
    expanded = {"noticeExpandInfo__noticeExpandType": 2, "noticeExpandInfo__noticeExpandImgUrl": value["imgUrl"]}
    client.world.run_for(3 * DAY_MS - 1)
    assert client.push(**expanded)["value"] == {}
    client.world.run_for(1)
    assert client.push(**expanded)["code"] == "1005"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.INVALID_REQUEST, "picture_gone")
    assert client.push(vipInfo__bigIconUrl="https://example.com/a.png")["code"] == "200"


@pytest.mark.parametrize(
    ("fields", "code", "rule"),
    [
        ({"imgType": 2, "imgUrl": "https://example.com/a.png"}, "1005", "picture_type_wrong"),
        ({"imgType": "big", "imgUrl": "https://example.com/a.png"}, "1005", "picture_type_wrong"),
        ({"imgType": 1, "imgUrl": "a.png"}, "1005", "picture_address_wrong"),
        ({"imgType": 1}, "110004", "picture_empty"),
    ],
)
def test_picture_that_is_none_is_refused(fields, code, rule):
    client = a_client()
    assert client.ask("/push/uploadImg", **fields)["code"] == code
    assert records(client.world, Kind.STATE, "refused")[-1].rule == f"meizu.{rule}"


# -- the phone's own call -


REGISTER = "/garcia/api/client/message/registerPush"


def registered(client: MeizuClient, **changes: object) -> dict[str, Any]:
    """Ask as a phone's SDK does, with the appKey."""
    fields = {"appId": client.app.values["app_id"], "deviceId": "bob_phone", **changes}
    fields.setdefault("sign", signed(fields, client.app.values["app_key"]))
    answer = client.world.hosts.handle(Request("POST", SUBSCRIPTIONS, REGISTER, "", (), urlencode(fields).encode()))
    given: dict[str, Any] = json.loads(answer.body)
    return given


def test_phones_own_call_gives_a_push_id_and_seven_days():
    client = a_client()
    answer = registered(client)
    assert (answer["code"], answer["value"]) == ("200", {"pushId": reg_id_of(client.world), "expireTime": 604_800})


@pytest.mark.parametrize(
    ("changes", "code", "rule"),
    [
        ({"appId": "999999"}, "110000", "app_id_unknown"),
        ({"sign": "0" * 32}, "110001", "app_key_illegal"),
        ({"deviceId": ""}, "110004", "device_id_empty"),
        ({"deviceId": "nobodys_phone"}, "1005", "device_unknown"),
    ],
)
def test_phones_own_call_is_refused_for_what_is_wrong_with_it(changes, code, rule):
    client = a_client()
    assert registered(client, **changes)["code"] == code
    assert records(client.world, Kind.STATE, "refused")[-1].rule == f"meizu.{rule}"
