"""vivo's calls for many phones: aliases, tags, broadcasts, their counters, and taking messages back."""

from datetime import time
from typing import Any

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.trace import Kind
from simulator.kernel.units import DAY_MS, SECOND_MS
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.vivo.sdk import PushClient
from simulator.vendors.vivo.statistics import FIELDS
from simulator.world.spec import VendorAppSpec
from simulator.world.world import World
from tests.factories import bound_phone, records, reg_id_of, tap
from tests.vendors.vivo_client import LEFT_OUT, MESSAGE, UNKNOWN, VivoClient, a_client

TASK = {name: value for name, value in MESSAGE.items() if name != "extra"}
OPERATION = {"classification": 0, "category": "MARKETING"}
NAMES = ("bob", "carol", "dave")


def three_phones(**spec: Any) -> VivoClient:
    client = a_client(**spec)
    for name in NAMES[1:]:
        bound_phone(client.world, f"{name}_phone", name)
    return client


def reg_ids(client: VivoClient, *names: str) -> list[str]:
    return [reg_id_of(client.world, f"{name}_phone") for name in names or NAMES]


def showing(client: VivoClient) -> list[int]:
    """Let a second pass and return how many notifications each phone shows."""
    client.world.run_for(SECOND_MS)
    return [len(client.world.phone(f"{name}_phone").notifications.shade) for name in NAMES]


def showing_one(client: VivoClient) -> int:
    """Let a second pass and return how many notifications bob's phone shows."""
    client.world.run_for(SECOND_MS)
    return len(client.world.phone("bob_phone").notifications.shade)


def refused(client: VivoClient) -> str:
    return records(client.world, Kind.STATE, "refused")[-1].rule


def sdk_of(world: World, name: str = "bob_phone") -> PushClient:
    process = world.phone(name).app.process
    assert process is not None
    assert isinstance(process.vendor_client, PushClient)
    return process.vendor_client


def bound(client: VivoClient, alias: str, name: str = "bob_phone") -> None:
    heard: list[int] = []
    sdk_of(client.world, name).bind_alias(alias, heard.append)
    client.world.run_for(SECOND_MS)
    assert heard == [0]


# -- aliases -


def test_alias_that_an_app_has_bound_reaches_its_phone():
    client = three_phones()
    bound(client, "bobby")
    assert client.send(regId=LEFT_OUT, alias="bobby")["result"] == 0
    assert showing(client) == [1, 0, 0]


def test_alias_belongs_to_the_phone_that_bound_it_last():
    client = three_phones()
    bound(client, "family")
    bound(client, "family", "carol_phone")
    client.send(regId=LEFT_OUT, alias="family")
    assert showing(client) == [0, 1, 0]


@pytest.mark.parametrize("how", ["unbound", "another"])
def test_alias_that_was_given_up_is_nobodys(how):
    client = a_client()
    bound(client, "bobby")
    client.world.run_for(2 * SECOND_MS)
    if how == "unbound":
        sdk_of(client.world).unbind_alias("bobby", lambda _: None)
        client.world.run_for(SECOND_MS)
    else:
        bound(client, "robert")
    answer = client.send(regId=LEFT_OUT, alias="bobby")
    assert (answer["result"], answer["invalidUser"]) == (10307, {"status": 1, "userid": "bobby"})


def test_alias_of_a_phone_that_switched_push_off_is_status_2():
    client = a_client()
    bound(client, "bobby")
    client.world.clouds["vivo"].app_removed("bob_phone", "com.example.chat")
    answer = client.send(regId=LEFT_OUT, alias="bobby")
    assert (answer["result"], answer["invalidUser"]) == (10302, {"status": 2, "userid": "bobby"})


def test_list_of_aliases_reaches_those_that_are_bound():
    client = three_phones()
    bound(client, "one")
    bound(client, "two", "carol_phone")
    answer = client.push_to_list(client.save()["taskId"], LEFT_OUT, aliases=["one", "nobody", "two"])
    assert answer["invalidUsers"] == [{"status": 1, "userid": "nobody"}]
    assert showing(client) == [1, 1, 0]


# -- away for long -


@pytest.mark.parametrize(
    ("start", "away_days", "result"),
    [("2022-10-10 09:00", 90, 0), ("2022-10-10 09:00", 91, 10311), ("2024-10-10 09:00", 91, 0)],
)
def test_phone_away_for_90_days_was_an_invalid_user_until_2023(start, away_days, result):
    # The 90 days end before 2023-01-10, when phones away for 14 days became inactive instead.
    client = a_client(start=start)
    reg_id = reg_id_of(client.world)
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.world.run_for(away_days * DAY_MS)
    client.auth()
    answer = client.send()
    assert answer["result"] == result
    if result:
        assert answer["invalidUser"] == {"status": 3, "userid": reg_id}
        assert client.said_no(Hop.DISPATCHED, Reason.DEVICE_INACTIVE, "reg_id_given_up")


# -- broadcasts -


def test_broadcast_reaches_every_phone_once_a_day():
    client = three_phones()
    answer = client.post("all", TASK)
    assert set(answer) == {"result", "desc", "taskId"}
    assert showing(client) == [1, 1, 1]
    assert client.post("all", TASK)["result"] == 10254
    assert refused(client) == "vivo.broadcasts_used_up"
    client.world.run_for(client.world.clock.ms_until(time(0)))
    client.auth()
    assert client.post("all", TASK)["result"] == 0


def test_broadcast_with_two_slashes_in_its_path_is_one():
    client = a_client()
    assert client.post("/message//all", TASK)["result"] == 0
    assert client.post("all", TASK)["result"] == 10254


def test_broadcast_leaves_out_phones_that_have_gone():
    client = three_phones()
    client.world.clouds["vivo"].app_removed("carol_phone", "com.example.chat")
    task_id = client.post("all", TASK)["taskId"]
    assert showing(client) == [1, 0, 1]
    assert client.statistics(task_id)["statistics"][0]["target"] == 2


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"timeToLive": 899}, 10059),
        ({"timeToLive": 900}, 0),
        ({"title": ""}, 10055),
        ({"requestId": ""}, 10352),
        ({"pushMode": 2}, 10051),
        ({"category": "MARKETING"}, 10097),
    ],
)
def test_broadcast_has_the_fields_of_a_message_for_many(changes, result):
    client = a_client()
    assert client.post("all", {**TASK, **changes})["result"] == result
    if result:
        assert client.post("all", TASK)["result"] == 0  # a refused one does not count


def test_broadcast_at_night_and_of_an_app_under_review_is_refused():
    client = a_client()
    client.world.run_for(client.world.clock.ms_until(time(23)))
    client.auth()
    assert client.post("all", {**TASK, **OPERATION})["result"] == 10071
    reviewed = a_client(vendor_apps={"vivo": VendorAppSpec(state="under_review")})
    assert reviewed.post("all", TASK)["result"] == 10045


# -- tags -


def tagged(client: VivoClient, **tags: list[str]) -> None:
    for name, members in tags.items():
        assert client.post("/tag/add", {"name": name})["result"] == 0
        ids = reg_ids(client, *members)
        assert client.post("/tag/addMembers", {"name": name, "type": 1, "ids": ids})["data"] == []


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ({"orTags": ["vip"]}, [1, 1, 0]),
        ({"orTags": ["vip", "north"]}, [1, 1, 1]),
        ({"andTags": ["vip", "north"]}, [0, 1, 0]),
        ({"orTags": ["vip", "north"], "notTags": ["north"]}, [1, 0, 0]),
        ({"orTags": ["vip"], "andTags": ["north"]}, [0, 1, 0]),
        ({"orTags": ["nobody"]}, [0, 0, 0]),
    ],
)
def test_push_by_tag_reaches_those_that_the_expression_chooses(expression, shown):
    client = three_phones()
    tagged(client, vip=["bob", "carol"], north=["carol", "dave"])
    answer = client.post("tagPush", {**TASK, "tagExpression": expression})
    assert set(answer) == {"result", "desc", "taskId"}
    assert showing(client) == shown


@pytest.mark.parametrize("expression", [{}, {"notTags": ["vip"]}, {"orTags": []}, "vip", None])
def test_push_by_tag_needs_tags_to_choose_by(expression):
    client = a_client()
    assert client.post("tagPush", {**TASK, "tagExpression": expression})["result"] == 10601
    assert refused(client) == "vivo.tag_expression_empty"


def test_phones_leave_a_tag_and_a_tag_takes_its_members_along_to_its_new_name():
    client = three_phones()
    tagged(client, vip=["bob", "carol"])
    out = {"name": "vip", "type": 1, "ids": reg_ids(client, "carol")}
    assert client.post("/tag/removeMembers", out)["data"] == []
    assert client.post("/tag/update", {"oldName": "vip", "newName": "gold"})["result"] == 0
    client.post("tagPush", {**TASK, "tagExpression": {"orTags": ["vip"]}})
    assert showing(client) == [0, 0, 0]
    client.post("tagPush", {**TASK, "tagExpression": {"orTags": ["gold"]}})
    assert showing(client) == [1, 0, 0]


def test_members_that_cannot_be_are_named_with_their_status():
    client = three_phones()
    cloud = client.world.clouds["vivo"]
    client.world.phone("dave_phone").set_network(NetworkKind.OFF)
    client.world.run_for(7 * DAY_MS + 1)
    client.auth()
    cloud.app_removed("carol_phone", "com.example.chat")
    client.post("/tag/add", {"name": "vip"})
    ids = [*reg_ids(client), UNKNOWN]
    assert client.post("/tag/addMembers", {"name": "vip", "type": 1, "ids": ids})["data"] == [
        {"status": 2, "userid": ids[1]},
        {"status": 3, "userid": ids[2]},
        {"status": 1, "userid": UNKNOWN},
    ]


def test_members_can_be_named_by_alias():
    client = three_phones()
    bound(client, "bobby")
    client.post("/tag/add", {"name": "vip"})
    answer = client.post("/tag/addMembers", {"name": "vip", "type": 2, "ids": ["bobby", "nobody"]})
    assert answer["data"] == [{"status": 1, "userid": "nobody"}]
    client.post("tagPush", {**TASK, "tagExpression": {"orTags": ["vip"]}})
    assert showing(client) == [1, 0, 0]


@pytest.mark.parametrize(("kind", "shown"), [(1, [1, 0, 0]), (2, [0, 0, 0])])
def test_exclusive_group_has_a_phone_under_one_tag(kind, shown):
    client = three_phones()
    assert client.post("/tagGroup/add", {"name": "level", "type": kind})["result"] == 0
    for name in ("silver", "gold"):
        client.post("/tag/add", {"name": name})
    assert client.post("/tagGroup/addToGroup", {"name": "level", "tagList": ["silver", "gold", "no"]})["result"] == 0
    assert client.post("/tagGroup/update", {"oldName": "level", "newName": "rank"})["result"] == 0
    for name in ("silver", "gold"):
        client.post("/tag/addMembers", {"name": name, "type": 1, "ids": reg_ids(client, "bob")})
    client.post("tagPush", {**TASK, "tagExpression": {"orTags": ["silver"]}})
    assert showing(client) == shown


def test_expression_can_be_saved_and_renamed():
    client = a_client()
    saved = {"name": "s", "expression": {"orTags": ["vip"]}}
    assert client.post("/tagSegment/add", saved)["result"] == 0
    renamed = {"oldName": "s", "newName": "t", "expression": {"andTags": ["vip"]}}
    assert client.post("/tagSegment/update", renamed)["result"] == 0
    assert client.post("/tagSegment/update", renamed)["result"] == 10601
    assert refused(client) == "vivo.tag_segment_unknown"


TAG_CALLS: list[tuple[str, dict[str, Any], int, str]] = [
    ("/tag/add", {}, 10601, "tag_name_empty"),
    ("/tag/add", {"name": " "}, 10601, "tag_name_empty"),
    ("/tag/update", {"newName": "b"}, 10601, "tag_old_name_empty"),
    ("/tag/update", {"oldName": "a"}, 10601, "tag_new_name_empty"),
    ("/tag/update", {"oldName": "no", "newName": "b"}, 10601, "tag_old_unknown"),
    ("/tag/addMembers", {"type": 1, "ids": ["1"]}, 10601, "tag_name_empty"),
    ("/tag/addMembers", {"name": "no", "type": 1, "ids": ["1"]}, 10601, "tag_unknown"),
    ("/tag/addMembers", {"name": "a", "type": 3, "ids": ["1"]}, 10616, "tag_type_wrong"),
    ("/tag/addMembers", {"name": "a", "type": 1, "ids": []}, 10609, "tag_ids_empty"),
    ("/tag/addMembers", {"name": "a", "type": 1, "ids": ["1"] * 1_001}, 10614, "tag_ids_too_many"),
    ("/tag/removeMembers", {"name": "a", "type": 0, "ids": ["1"]}, 10616, "tag_type_wrong"),
    ("/tagGroup/add", {"type": 1}, 10601, "tag_name_empty"),
    ("/tagGroup/add", {"name": "g", "type": 3}, 10616, "tag_type_wrong"),
    ("/tagGroup/update", {"oldName": "no", "newName": "h"}, 10601, "tag_group_old_unknown"),
    ("/tagGroup/addToGroup", {"name": "no", "tagList": ["a"]}, 10601, "tag_group_unknown"),
    ("/tagGroup/addToGroup", {"name": "g", "tagList": []}, 10609, "tag_list_empty"),
    ("/tagGroup/addToGroup", {"name": "g", "tagList": ["a"] * 101}, 10614, "tag_list_too_long"),
    ("/tagSegment/add", {"expression": {"orTags": ["a"]}}, 10601, "tag_name_empty"),
    ("/tagSegment/add", {"name": "s", "expression": {"notTags": ["a"]}}, 10601, "tag_segment_empty"),
]


@pytest.mark.parametrize(("path", "body", "code", "rule"), TAG_CALLS)
def test_wrong_tag_call_is_refused(path, body, code, rule):
    client = a_client()
    client.post("/tag/add", {"name": "a"})
    assert client.post(path, body)["result"] == code
    assert refused(client) == f"vivo.{rule}"


@pytest.mark.parametrize("count", [1, 1_000])
def test_tag_takes_1_to_1000_ids(count):
    client = a_client()
    client.post("/tag/add", {"name": "a"})
    answer = client.post("/tag/addMembers", {"name": "a", "type": "1", "ids": [UNKNOWN] * count})
    assert (answer["result"], len(answer["data"])) == (0, count)


@pytest.mark.parametrize("path", ["/tag/add", "all", "tagPush", "recycle", "/tagGroup/add", "/tagSegment/add"])
def test_every_call_wants_a_token(path):
    client = a_client()
    client.token = "0" * 32
    assert client.post(path, TASK)["result"] == 10000


# -- counters -


def test_counters_follow_a_list_from_target_to_tap():
    client = three_phones()
    client.world.phone("dave_phone").notifications.set_notifications_enabled("com.example.chat", enabled=False)
    task_id = client.save()["taskId"]
    client.push_to_list(task_id, [*reg_ids(client), UNKNOWN])
    client.world.run_for(SECOND_MS)
    tap(client.world)
    [counts] = client.statistics(task_id, "no such task")["statistics"]
    assert tuple(counts) == ("taskId", *FIELDS)
    wanted = {"target": 4, "valid": 3, "send": 3, "receive": 3, "display": 2, "click": 1, "targetInvalid": 1}
    assert {name: count for name, count in counts.items() if count and name != "taskId"} == wanted


def test_counters_tell_why_messages_were_not_sent():
    client = three_phones()
    client.world.clouds["vivo"].app_removed("carol_phone", "com.example.chat")
    client.world.phone("dave_phone").set_network(NetworkKind.OFF)
    client.world.run_for(14 * DAY_MS + 1)
    client.auth()
    task_id = client.save(**OPERATION)["taskId"]
    for _ in range(2):
        client.push_to_list(task_id, reg_ids(client))
    [counts] = client.statistics(task_id)["statistics"]
    told = {name: counts[name] for name in ("target", "targetUnSub", "targetInActive", "controlled", "send")}
    assert told == {"target": 6, "targetUnSub": 2, "targetInActive": 2, "controlled": 1, "send": 1}


def test_counters_tell_of_covered_messages_and_of_phones_that_were_away():
    client = three_phones()
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    covered, online = client.save()["taskId"], client.save(sendOnline=True)["taskId"]
    for task_id in (covered, covered, online):
        client.push_to_list(task_id, reg_ids(client, "bob", "carol"))
        client.world.run_for(SECOND_MS)
    first, second = client.statistics(covered, online)["statistics"]
    assert (first["covered"], second["targetOffline"]) == (2, 1)


@pytest.mark.parametrize(("count", "result"), [(0, 10473), (1, 0), (100, 0), (101, 10471), (1_000, 10471)])
def test_counters_of_1_to_100_tasks_can_be_asked_for(count, result):
    assert a_client().statistics(*map(str, range(count)))["result"] == result


def test_counters_of_single_messages_and_of_other_apps_are_none():
    client = three_phones()
    single = client.send()["taskId"]
    task_id = client.save()["taskId"]
    client.push_to_list(task_id, reg_ids(client))
    assert client.statistics(single)["statistics"] == []
    assert client.world.clouds["vivo"].statistics.of("another app", [task_id]) == []


def test_blank_behind_the_path_of_the_counters_is_no_other_path():
    assert a_client().statistics("1", path="/report/getStatistics%20")["result"] == 0


# -- taking back -


def test_shown_message_is_taken_back():
    client = three_phones()
    task_id = client.save()["taskId"]
    client.push_to_list(task_id, reg_ids(client))
    assert showing(client) == [1, 1, 1]
    wanted = {"taskId": task_id, "userIds": [*reg_ids(client, "bob", "carol"), UNKNOWN], "userType": 1}
    assert client.post("recycle", wanted)["result"] == 0
    assert showing(client) == [0, 0, 1]


def test_message_that_waits_is_taken_back():
    client = a_client()
    phone = client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    task_id = client.send()["taskId"]
    client.world.run_for(SECOND_MS)
    client.post("recycle", {"taskId": task_id, "userIds": [reg_id_of(client.world)]})
    assert (client.last.name, client.last.reason) == (Hop.DISPATCHED, Reason.WITHDRAWN)
    phone.set_network(NetworkKind.WIFI)
    assert showing_one(client) == 0
    client.world.check_conservation()


def test_taking_back_leaves_other_messages_alone():
    client = a_client()
    first = client.send(notifyId=1)["taskId"]
    client.send(notifyId=2)
    client.world.run_for(SECOND_MS)
    client.post("recycle", {"taskId": first, "userIds": [reg_id_of(client.world)]})
    client.world.run_for(SECOND_MS)
    assert [one.id for one in client.world.phone("bob_phone").notifications.shade] == [2]


@pytest.mark.parametrize(
    ("changes", "code"), [({"taskId": ""}, 10151), ({"userIds": []}, 10609), ({"userType": 2}, 10616)]
)
def test_wrong_recall_is_refused(changes, code):
    body = {"taskId": "1", "userIds": [UNKNOWN], "userType": 1, **changes}
    assert a_client().post("recycle", body)["result"] == code


# -- what counts for the day -


def test_number_of_the_day_follows_the_rights_of_the_app():
    news = a_client(vendor_apps={"vivo": VendorAppSpec(rights=("news",), used_today=29_999)})
    assert [news.send(**OPERATION, content=f"no {number}")["result"] for number in range(2)] == [0, 10070]
    free = a_client(vendor_apps={"vivo": VendorAppSpec(rights=("unlimited_system_messages",), used_today=10**9)})
    assert free.send()["result"] == 0


def test_news_app_reaches_a_phone_five_times_a_day():
    client = a_client(vendor_apps={"vivo": VendorAppSpec(rights=("news",))})
    for number in range(6):
        client.send(**OPERATION, content=f"headline {number}")
        client.world.run_for(SECOND_MS)
    assert [verdict.text for verdict in client.world.verdicts()] == ["shown"] * 5 + ["quota_used"]


def test_first_message_of_the_day_names_the_figure_that_holds():
    for start, rule, messages in (
        ("2026-04-30 09:00", "vivo.system_per_user", 30_000),
        ("2026-05-01 09:00", "vivo.system_per_user_2026", 200_000),
    ):
        client = a_client(start=start)
        for _ in range(2):
            client.send()
        [opened] = records(client.world, Kind.STATE, "day_opened")
        assert (opened.rule, opened.data["messages"]) == (rule, messages)


def test_app_with_more_users_than_ten_thousand_may_send_more():
    client = a_client(start="2024-10-10 09:00", vendor_apps={"vivo": VendorAppSpec(used_today=30_000)})
    cloud = client.world.clouds["vivo"]
    known = cloud.registrations.find(reg_id_of(client.world))
    for number in range(10_001):
        cloud.registrations.add(type(known)(f"{number}", f"phone {number}", known.package, known.app_id))
        cloud.outbox.add_phone(f"phone {number}", client.world.network.find("vivo>bob_phone"), lambda _: None)
    assert client.send()["result"] == 0


def test_repeated_request_id_is_a_message_of_its_own():
    client = a_client()
    tasks = {client.send(requestId="again", notifyId=number)["taskId"] for number in (1, 2)}
    client.world.run_for(SECOND_MS)
    assert len(tasks) == 2
    assert len(client.world.phone("bob_phone").notifications.shade) == 2
