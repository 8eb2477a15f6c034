"""Meizu's cloud: each code from its real cause, on the wire."""

from typing import Any
from urllib.parse import urlencode

import pytest

from simulator.cloud.registrations import AppState
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.trace import Kind
from simulator.kernel.units import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from simulator.network.http import Request
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.meizu import rejections, rules
from simulator.world.spec import VendorAppSpec
from simulator.world.verdicts import End
from tests.factories import bound_phone, healthy_world, killed, records, reg_id_of
from tests.vendors.meizu_client import (
    HOST,
    LEFT_OUT,
    PREFIX,
    PUSH,
    SUBSCRIPTIONS,
    UNKNOWN,
    MeizuClient,
    a_client,
    message,
    signed,
)

IN_2021, BEFORE_CLASSES, BEFORE_LIMIT = "2021-05-04 09:00", "2025-03-31 09:00", "2025-05-06 09:00"


def push_app(**fields: Any) -> dict[str, Any]:
    return {"vendor_apps": {"meizu": VendorAppSpec(**fields)}}


def shown(client: MeizuClient) -> bool:
    """Let a second pass and return whether the latest push shows."""
    client.world.run_for(SECOND_MS)
    return client.world.verdict(client.world.ledger.opened).end is End.SHOWN


def two_phones() -> MeizuClient:
    client = a_client()
    bound_phone(client.world, "carol_phone", "carol")
    client.world.run_for(SECOND_MS)
    return client


def refused(answer: dict[str, Any], reg_id: str) -> str:
    """Return the one code under which an accepted call's answer lists *reg_id*."""
    assert answer["code"] == "200"
    [(code, listed)] = answer["value"].items()
    assert listed == [reg_id]
    return str(code)


# -- healthy -


def test_healthy_message_is_shown():
    client = a_client()
    answer = client.push()
    assert answer == {"code": "200", "message": "", "value": {}, "redirect": "", "msgId": answer["msgId"]}
    assert shown(client)
    client.world.check_conservation()


@pytest.mark.parametrize("host", [HOST, SUBSCRIPTIONS, "server-api-push.in.meizu.com", "api-push.in.meizu.com"])
def test_every_host_answers(host):
    client = a_client()
    reg_id = reg_id_of(client.world)
    assert client.ask(PUSH, host=host, pushIds=reg_id, messageJson=message())["code"] == "200"


def test_message_with_nothing_but_title_and_content_is_shown():
    client = a_client()
    assert client.push(message_json='{"noticeBarInfo":{"title":"t","content":"c"}}')["code"] == "200"
    assert shown(client)


def test_unknown_path_is_answered_404_with_the_nearest_paths_in_the_trace():
    client = a_client()
    answer = client.world.hosts.handle(Request("POST", HOST, f"{PREFIX}{PUSH}s"))
    assert answer.status == 404
    [record] = records(client.world, Kind.STATE, "endpoint_unknown")
    assert record.data["nearest"][0] == f"{PREFIX}{PUSH}"


# -- auth -


@pytest.mark.parametrize(
    ("fields", "code", "rule"),
    [
        ({"appId": LEFT_OUT}, "110004", "app_id_empty"),
        ({"appId": "999999"}, "110000", "app_id_unknown"),
        ({"sign": "0" * 32}, "1006", "sign_wrong"),
        ({"sign": ""}, "1006", "sign_wrong"),
    ],
)
def test_call_that_nobody_signed_right_is_refused(fields, code, rule):
    client = a_client()
    answer = client.ask(PUSH, pushIds=reg_id_of(client.world), messageJson=message(), **fields)
    assert (answer["code"], answer["value"]) == (code, "")
    assert "msgId" not in answer
    assert client.last.rule == f"meizu.{rule}"


def test_sign_is_lower_case_over_decoded_sorted_values_without_separator():
    client = a_client()
    own = {"appId": client.app.values["app_id"], "pushIds": reg_id_of(client.world), "messageJson": message()}
    secret = client.app.values["app_secret"]
    right = signed(own, secret)
    assert client.ask(PUSH, **own, sign=right)["code"] == "200"
    wrong_joints = "&".join(f"{name}={own[name]}" for name in sorted(own))
    encoded = {name: urlencode({name: value}).partition("=")[2] for name, value in own.items()}
    for sign in (right.upper(), signed({"": wrong_joints}, secret), signed(encoded, secret)):
        assert client.ask(PUSH, **own, sign=sign)["code"] == "1006"


def test_every_parameter_takes_part_in_the_sign():
    client = a_client()
    more = {"pushIds": reg_id_of(client.world), "messageJson": message(), "restrictedPackageNames": "com.example"}
    assert client.ask(PUSH, **more)["code"] == "200"
    sign = signed({"appId": client.app.values["app_id"], **more}, client.app.values["app_secret"])
    assert client.ask(PUSH, **{**more, "restrictedPackageNames": "com.other"}, sign=sign)["code"] == "1006"


@pytest.mark.parametrize("state", [AppState.CLOSED, AppState.UNDER_REVIEW])
def test_app_that_may_not_push_is_110009(state):
    client = a_client()
    client.app.state = state
    assert client.push()["code"] == "110009"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.APP_NOT_OPEN, "app_not_open")


# -- fields -

WRONG_FIELDS: list[tuple[str, dict[str, Any]]] = [
    ("title_empty", {"noticeBarInfo__title": ""}),
    ("title_empty", {"noticeBarInfo__title": LEFT_OUT}),
    ("content_empty", {"noticeBarInfo__content": " "}),
    ("title_too_long", {"noticeBarInfo__title": "t" * 33}),
    ("title_too_long", {"noticeBarInfo__title": "t" * 1_000}),
    ("content_too_long", {"noticeBarInfo__content": "c" * 101}),
    ("content_too_long", {"noticeBarInfo__content": "c" * 5_000}),
    ("class_wrong", {"noticeBarInfo__noticeMsgType": 2}),
    ("class_wrong", {"noticeBarInfo__noticeMsgType": "private"}),
    ("bar_wrong", {"noticeBarInfo__noticeBarType": 1}),
    ("bar_wrong", {"noticeBarInfo__noticeBarType": 3}),
    ("expansion_wrong", {"noticeExpandInfo__noticeExpandType": 3}),
    ("expansion_wrong", {"noticeExpandInfo__noticeExpandContent": ""}),
    ("expansion_wrong", {"noticeExpandInfo__noticeExpandType": 2}),
    ("click_wrong", {"clickTypeInfo__clickType": 4}),
    ("click_wrong", {"clickTypeInfo__clickType": 1}),
    ("click_wrong", {"clickTypeInfo__clickType": 2}),
    ("click_wrong", {"clickTypeInfo__clickType": 3, "clickTypeInfo__customAttribute": "a" * 1_001}),
    ("parameters_wrong", {"clickTypeInfo__parameters": "ext=42"}),
    ("life_wrong", {"pushTimeInfo__validTime": 0}),
    ("life_wrong", {"pushTimeInfo__validTime": 73}),
    ("life_wrong", {"pushTimeInfo__validTime": 10_000}),
    ("life_wrong", {"pushTimeInfo__validTime": "a day"}),
    ("flag_wrong", {"pushTimeInfo__offLine": 2}),
    ("flag_wrong", {"pushTimeInfo__offLine": "yes"}),
    ("flag_wrong", {"advanceInfo__suspend": [1]}),
    ("notify_key_wrong", {"advanceInfo__notifyKey": "ninechars"}),
    ("notify_key_wrong", {"advanceInfo__notifyKey": "a key"}),
    ("vip_wrong", {"vipInfo__subtitle": "s" * 17}),
    ("vip_wrong", {"vipInfo__timeTop": 1_799}),
    ("vip_wrong", {"vipInfo__timeTop": 7_201}),
    ("vip_wrong", {"vipInfo__titleColor": "#FFFFFF"}),
    ("callback_wrong", {"extra__callback": "push.example.com"}),
    ("callback_wrong", {"extra__callback": "https://" + "c" * 121}),
    ("callback_wrong", {"extra__callback.param": "p" * 65}),
    ("callback_wrong", {"extra__callback.type": 4}),
]


@pytest.mark.parametrize(("rule", "changes"), WRONG_FIELDS)
def test_wrong_field_is_1005(rule, changes):
    client = a_client()
    answer = client.push(**changes)
    assert (answer["code"], answer["message"], answer["value"]) == ("1005", "参数错误", "")
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.INVALID_REQUEST, rule)


@pytest.mark.parametrize(
    "changes",
    [
        {"noticeBarInfo__title": "题" * 32, "noticeBarInfo__content": "文" * 100},
        {"clickTypeInfo__clickType": 3, "clickTypeInfo__customAttribute": "a" * 1_000},
        {"pushTimeInfo__validTime": 1},
        {"pushTimeInfo__validTime": "72"},
        {"pushTimeInfo__offLine": True, "advanceInfo__suspend": False, "advanceInfo__fixSpeed": "0"},
        {"advanceInfo__notifyKey": "Key_-123"},
        {"vipInfo__subtitle": "s" * 16, "vipInfo__timeTop": 1_800, "vipInfo__titleColor": "#206CFF"},
        {"vipInfo__timeTop": 7_200},
        {"extra__callback": "https://" + "c" * 120, "extra__callback.param": "p" * 64, "extra__callback.type": 1},
        {"clickTypeInfo__customAttribute": "a" * 1_001},
    ],
)
def test_bounds_of_the_fields(changes):
    client = a_client()
    assert client.push(**changes)["code"] == "200"
    assert shown(client)


@pytest.mark.parametrize("text", ["", "no json", '"text"', "[]", '{"noticeBarInfo":[]}'])
def test_message_that_is_none_is_refused(text):
    client = a_client()
    assert client.push(message_json=text)["code"] == ("1005" if text else "110004")


@pytest.mark.parametrize(("start", "code"), [("2022-05-26 09:00", "200"), ("2022-05-27 09:00", "1005")])
def test_picture_bar_ended_in_may_2022(start, code):
    client = a_client(start=start)
    assert client.push(noticeBarInfo__noticeBarType=1)["code"] == code


def test_call_without_a_target_is_110004():
    assert a_client().push("")["code"] == "110004"


@pytest.mark.parametrize(("count", "code"), [(1_000, "200"), (1_001, "1005"), (3_000, "1005")])
def test_thousand_targets_are_taken(count, code):
    client = a_client()
    push_ids = ",".join([reg_id_of(client.world), *(f"{UNKNOWN}{number}" for number in range(count - 1))])
    assert client.push(push_ids)["code"] == code


@pytest.mark.parametrize("path", ["/push/unvarnished/pushByPushId", "/push/task/unvarnished/pushByPushId"])
def test_pass_through_messages_are_110053(path):
    client = a_client()
    answer = client.ask(path, pushIds=reg_id_of(client.world), messageJson='{"title":"t","content":"c"}')
    assert answer["code"] == "110053"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.MESSAGE_CLASS_LIMITED, "pass_through_stopped")


# -- meter -


@pytest.mark.parametrize(("start", "most"), [(IN_2021, 500), ("2026-03-02 09:00", 200)])
def test_messages_of_one_second_are_limited(start, most):
    client = a_client(start=start)
    window, app_id = client.world.clouds["meizu"].this_second, client.app.values["app_id"]
    window.add(app_id, most - 1)
    assert client.push()["code"] == "200"
    answer = client.push()
    assert (answer["code"], answer["message"]) == ("110010", "应用请求频率超过限制")
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.FREQUENCY_CONTROL, "too_fast")
    client.world.run_for(SECOND_MS - 1)
    assert client.push()["code"] == "110010"
    client.world.run_for(1)
    assert client.push()["code"] == "200"


def test_public_calls_of_the_day_are_used_up_and_private_ones_are_not():
    client = a_client(**push_app(used_today=999))
    assert client.public()["code"] == "200"
    assert client.public()["code"] == "110019"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.QUOTA_USED, "calls_used")
    assert client.push()["code"] == "200"
    client.world.run_for(DAY_MS)
    assert client.public()["code"] == "200"


def test_before_there_were_classes_every_call_counted():
    client = a_client(start=BEFORE_CLASSES, **push_app(used_today=1_000))
    assert client.push()["code"] == "110019"


# -- targets -


def test_push_id_that_meizu_never_gave_out_is_110003():
    client = a_client()
    assert refused(client.push(UNKNOWN), UNKNOWN) == "110003"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "target_illegal")


def test_push_id_of_an_app_that_has_gone_is_110002():
    client = a_client()
    reg_id = reg_id_of(client.world)
    client.world.clouds["meizu"].app_removed("bob_phone", client.app.package)
    assert refused(client.push(reg_id), reg_id) == "110002"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "target_gone")


@pytest.mark.parametrize(("away_ms", "is_gone"), [(30 * DAY_MS, False), (30 * DAY_MS + 1, True), (90 * DAY_MS, True)])
def test_push_id_of_a_phone_that_was_away_for_a_month_is_110002(away_ms, is_gone):
    client = a_client()
    reg_id = reg_id_of(client.world)
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.world.run_for(away_ms)
    assert client.push(reg_id)["value"] == ({"110002": [reg_id]} if is_gone else {})


def test_refused_targets_are_listed_by_code_and_accepted_ones_are_not():
    client = two_phones()
    world = client.world
    gone, there = reg_id_of(world), reg_id_of(world, "carol_phone")
    world.clouds["meizu"].app_removed("bob_phone", client.app.package)
    answer = client.push(f"{UNKNOWN},{there},{gone},{UNKNOWN}x")
    assert answer["value"] == {"110003": [UNKNOWN, f"{UNKNOWN}x"], "110002": [gone]}
    world.run_for(SECOND_MS)
    assert len(world.phone("carol_phone").notifications.shade) == 1
    world.check_conservation()


def test_app_without_the_right_to_the_private_class_is_201():
    client = a_client(**push_app(system_messages=False))
    reg_id = reg_id_of(client.world)
    assert refused(client.push(), reg_id) == "201"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.MESSAGE_CLASS_LIMITED, "no_right")
    assert client.public()["value"] == {}


def test_before_there_were_classes_no_right_was_needed():
    client = a_client(start=BEFORE_CLASSES, **push_app(system_messages=False))
    assert client.push()["value"] == {}


def test_sixth_message_in_a_minute_is_520():
    client = a_client(start=BEFORE_LIMIT)
    reg_id = reg_id_of(client.world)
    assert [client.public()["value"] for _ in range(5)] == [{}] * 5
    assert refused(client.public(), reg_id) == "520"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.FREQUENCY_CONTROL, "folded")
    assert client.push()["value"] == {}  # a private one
    client.world.run_for(MINUTE_MS - 1)
    assert refused(client.public(), reg_id) == "520"
    client.world.run_for(1)
    assert client.public()["value"] == {}


def test_fourth_public_message_of_a_day_is_110011():
    client = a_client()
    reg_id = reg_id_of(client.world)
    assert [client.public()["value"] for _ in range(3)] == [{}] * 3
    assert refused(client.public(), reg_id) == "110011"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.QUOTA_USED, "device_limit")
    assert client.push()["value"] == {}
    client.world.run_for(DAY_MS)
    assert client.public()["value"] == {}


def test_limit_of_public_messages_holds_since_may_2025():
    client = a_client(start=BEFORE_LIMIT)
    assert [client.public()["value"] for _ in range(4)] == [{}] * 4


# -- lives -


@pytest.mark.parametrize(("off_line", "is_kept"), [(1, True), (True, True), ("1", True), (0, False), (False, False)])
def test_message_is_kept_for_a_phone_that_is_away_unless_it_says_not_to(off_line, is_kept):
    client = a_client()
    phone = client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    client.push(pushTimeInfo__offLine=off_line)
    client.world.run_for(HOUR_MS)
    if not is_kept:
        assert (client.last.name, client.last.rule) == (Hop.DISPATCHED, "cloud.online_only")
    phone.set_network(NetworkKind.WIFI)
    assert shown(client) is is_kept
    client.world.check_conservation()


@pytest.mark.parametrize("hours", [1, 72])
def test_message_lives_as_many_hours_as_it_says(hours):
    for more_ms, is_shown in ((-MINUTE_MS, True), (MINUTE_MS, False)):
        client = a_client()
        phone = client.world.phone("bob_phone")
        phone.set_network(NetworkKind.OFF)
        client.push(pushTimeInfo__validTime=hours)
        client.world.run_for(hours * HOUR_MS + more_ms)
        phone.set_network(NetworkKind.WIFI)
        assert shown(client) is is_shown


def test_of_the_messages_of_one_key_only_the_last_one_shows():
    client = a_client()
    for key in ("key", "key", "", ""):
        client.push(advanceInfo__notifyKey=key, noticeBarInfo__title=f"with {key!r}")
        client.world.run_for(SECOND_MS)
    assert len(client.world.phone("bob_phone").notifications.shade) == 3


def test_waiting_message_of_the_same_key_is_collapsed():
    client = a_client()
    phone = client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    for title in ("first", "second"):
        client.push(advanceInfo__notifyKey="key", noticeBarInfo__title=title)
        client.world.run_for(SECOND_MS)
    phone.set_network(NetworkKind.WIFI)
    client.world.run_for(SECOND_MS)
    assert [one.title for one in phone.notifications.shade] == ["second"]


# -- aliases, switches, tags -


def test_alias_reaches_its_phone_until_it_is_taken_away():
    client = a_client()
    assert client.about_phone("subscribeAlias", alias="bob")["value"] == {
        "pushId": reg_id_of(client.world),
        "alias": "bob",
    }
    path = "/push/varnished/pushByAlias"
    assert client.ask(path, alias="bob", messageJson=message())["value"] == {}
    assert shown(client)
    assert client.about_phone("unSubscribeAlias", alias="bob")["value"]["alias"] == ""
    assert refused(client.ask(path, alias="bob", messageJson=message()), "bob") == "110005"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "alias_unknown")


def test_alias_of_a_phone_that_has_switched_off_is_110005_and_its_push_id_110010():
    client = a_client()
    client.about_phone("subscribeAlias", alias="bob")
    value = client.about_phone("changeRegisterSwitch", msgType=0, subSwitch=0)["value"]
    assert (value["barTypeSwitch"], value["directTypeSwitch"]) == (0, 1)
    answer = client.ask("/push/varnished/pushByAlias", alias="bob", messageJson=message())
    assert refused(answer, "bob") == "110005"
    assert refused(client.push(), reg_id_of(client.world)) == "110010"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "switched_off")
    client.about_phone("changeAllSwitch", subSwitch=0)
    value = client.about_phone("getRegisterSwitch", method="GET")["value"]
    assert (value["barTypeSwitch"], value["directTypeSwitch"]) == (0, 0)
    client.about_phone("changeAllSwitch", subSwitch=1)
    assert client.push()["value"] == {}


@pytest.mark.parametrize(
    ("name", "fields", "code", "rule"),
    [
        ("getRegisterSwitch", {"pushId": ""}, "110004", "push_id_empty"),
        ("getRegisterSwitch", {"pushId": UNKNOWN}, "110003", "push_id_illegal"),
        ("changeRegisterSwitch", {"msgType": 0}, "1005", "switch_wrong"),
        ("changeRegisterSwitch", {"msgType": 2, "subSwitch": 1}, "1005", "switch_wrong"),
        ("subscribeAlias", {}, "110004", "alias_empty"),
        ("subscribeAlias", {"alias": "a" * 61}, "1005", "alias_too_long"),
        ("subscribeTags", {}, "110004", "tags_of_phone_empty"),
        ("subscribeTags", {"tags": "t" * 21}, "1005", "tags_wrong"),
        ("subscribeTags", {"tags": ",".join(str(number) for number in range(101))}, "1005", "tags_wrong"),
    ],
)
def test_wrong_subscription_call_is_refused(name, fields, code, rule):
    client = a_client()
    assert client.about_phone(name, **fields)["code"] == code
    assert records(client.world, Kind.STATE, "refused")[-1].rule == f"meizu.{rule}"


def test_subscription_of_an_app_that_has_gone_is_110002():
    client = a_client()
    client.world.clouds["meizu"].app_removed("bob_phone", client.app.package)
    assert client.about_phone("getSubAlias")["code"] == "110002"


def test_bounds_of_alias_and_tags():
    client = a_client()
    assert client.about_phone("subscribeAlias", alias="a" * 60)["code"] == "200"
    hundred = ",".join(f"{number:020d}" for number in range(100))
    assert client.about_phone("subscribeTags", tags=hundred)["code"] == "200"
    assert client.about_phone("getSubTags")["value"]["tags"] == hundred


def test_tags_are_set_taken_away_and_cleared():
    client = a_client()
    assert client.about_phone("subscribeTags", tags="a,b,c")["value"]["tags"] == "a,b,c"
    assert client.about_phone("unSubscribeTags", tags="b")["value"]["tags"] == "a,c"
    assert client.about_phone("unSubAllTags")["value"]["tags"] == ""


# -- tasks -


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
    assert [(row["date"], row["acceptNo"]) for row in rows] == [("2026-03-01", 0), ("2026-03-02", 2)]
    client.world.check_conservation()


def test_task_that_is_none_is_110032():
    client = a_client()
    answer = client.ask("/push/task/varnished/pushByPushId", taskId=1, pushIds=reg_id_of(client.world))
    assert (answer["code"], answer["message"], answer["value"]) == ("110032", "非法的taskId", "")
    assert client.ask("/push/statistics/getTaskStatistics", taskId="x")["code"] == "110032"


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


def test_task_that_is_done_cannot_be_cancelled():
    client = a_client()
    task_id = made(client, "pushToApp")
    answer = client.ask("/push/pushTask/cancel", pushType=0, taskId=task_id)
    assert (answer["code"], answer["message"]) == ("500", "任务已取消[已完成]，无法取消")
    assert client.ask("/push/pushTask/cancel", pushType=0, taskId=1)["code"] == "110032"


@pytest.mark.parametrize("start", ["", "tomorrow", "2026-03-02T10:00:00"])
def test_timed_task_needs_a_time(start):
    client = a_client()
    assert client.ask("/push/pushTask/pushToApp", messageJson=timed(start))["code"] == "1005"


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        ("20260201", "20260303", "200"),
        ("20260201", "20260304", "500"),
        ("20260201", "20270201", "500"),
        ("20260302", "20260301", "500"),
        ("20260230", "20260301", "1005"),
        ("yesterday", "20260301", "1005"),
        ("", "20260301", "110004"),
    ],
)
def test_statistics_are_of_at_most_thirty_days(first, last, code):
    answer = a_client().ask("/push/statistics/dailyPushStatics", startTime=first, endTime=last)
    assert answer["code"] == code


# -- the whole -


def test_killed_app_is_pushed_to_like_a_running_one():
    client = a_client()
    killed(client.world)
    client.push()
    assert shown(client)


def test_push_id_has_the_form_of_meizus():
    reg_id = reg_id_of(healthy_world("meizu"))
    assert len(reg_id) == 45
    assert reg_id[:3].isalnum()
    assert reg_id[:3] == reg_id[:3].upper()
    assert set(reg_id[3:]) <= set("0123456789abcdef")


def test_no_rule_gives_a_code_that_rejections_lack():
    declared = {one for one in vars(rejections).values() if isinstance(one, rejections.Rejection)}
    asked = (rules.AUTH, rules.FIELDS, rules.TAG_FIELDS, rules.TASK_TARGETS, rules.CANCEL, rules.DAYS, rules.METER)
    given = {rule.answer for decision in asked for rule in decision}
    assert given <= declared
