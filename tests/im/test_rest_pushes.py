"""Pushes to many users: conditions, quotas, tasks and their reports."""

from typing import Any

import pytest

from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.world.world import World
from tests.im.calls import OK, TEXT, Answer, a_chat, a_full_chat, call, path_of, spoilt
from tests.im.worlds import SHOWN, at_decision, ended, kill, records, set_up, texts_in_app

IM_PUSH, PUSH, BATCH, REPORT = map(path_of, ("im_push", "push", "batch", "im_get_push_report"))
OLD_IM_PUSH = "/v4/openim/im_push"
DAY_MS = 24 * 3_600_000


def two_killed() -> World:
    world = a_full_chat()
    for user in ("bob", "carol"):
        kill(world, set_up(world, f"{user}_phone", user))
    return world


def ends(world: World) -> dict[str, tuple[str, str]]:
    world.run_for(15_000)
    return {verdict.phone: ended(verdict) for verdict in world.verdicts()}


def of(world: World, command: str, **body: object) -> Answer:
    answer = call(world, path_of(command), body)
    assert answer["ErrorCode"] == 0
    return answer


# -- attributes and tags ----------------------------------------------------------------------------------------------


def test_attributes_are_named_set_told_and_removed():
    world = a_full_chat()
    of(world, "im_set_attr_name", AttrNames={"1": "team"})
    assert of(world, "im_get_attr_name")["AttrNames"] == {"0": "city", "1": "team"}
    of(world, "im_set_attr", UserAttrs=[{"To_Account": "bob", "Attrs": {"team": "red"}}])
    expected = [
        {"To_Account": "bob", "Attrs": {"city": "Beijing", "team": "red"}},
        {"To_Account": "carol", "Attrs": {}},
    ]
    answer = of(world, "im_get_attr", To_Account=["bob", "carol"])
    assert answer["UserAttrs"] == answer["Attrs"] == expected
    of(world, "im_remove_attr", UserAttrs=[{"To_Account": "bob", "Attrs": ["city", "unheard of"]}])
    assert of(world, "im_get_attr", To_Account=["bob"])["UserAttrs"][0]["Attrs"] == {"team": "red"}


def test_tags_are_added_told_and_removed():
    world = a_full_chat()
    of(world, "im_add_tag", UserTags=[{"To_Account": "bob", "Tags": ["vip", "new"]}])
    answer = of(world, "im_get_tag", To_Account=["bob"])
    assert answer["UserTags"] == answer["Tags"] == [{"To_Account": "bob", "Tags": ["new", "vip"]}]
    of(world, "im_remove_tag", UserTags=[{"To_Account": "bob", "Tags": ["new"]}])
    assert of(world, "im_get_tag", To_Account=["bob"])["UserTags"][0]["Tags"] == ["vip"]
    of(world, "im_remove_all_tags", To_Account=["bob"])
    assert of(world, "im_get_tag", To_Account=["bob"])["UserTags"][0]["Tags"] == []


UNKNOWN = [{"To_Account": "nobody", "ErrorCode": 70107}]


def test_push_service_does_what_it_can_with_attributes_and_tells_whom_it_does_not_know():
    world = a_full_chat()
    of(world, "set_attr_name", AttrNames={"1": "team", "2": "model"}, AttrTypes={"2": 1})
    answer = of(world, "get_attr_name")
    assert answer["AttrNames"] == {"0": "city", "1": "team", "2": "model"}
    assert answer["AttrTypes"] == {"0": 0, "1": 0, "2": 1}
    entries = [{"To_Account": user, "Attrs": {"team": "red"}} for user in ("nobody", "bob")]
    assert of(world, "set_attr", UserAttrs=entries)["ErrorList"] == UNKNOWN
    answer = of(world, "get_attr", To_Account=["bob", "nobody", "carol"])
    assert answer["UserAttrs"] == [
        {"To_Account": "bob", "Attrs": {"city": "Beijing", "team": "red"}},
        {"To_Account": "carol", "Attrs": {}},
    ]
    assert answer["ErrorList"] == UNKNOWN
    removed = [{"To_Account": user, "Attrs": ["city"]} for user in ("bob", "nobody")]
    assert of(world, "remove_attr", UserAttrs=removed)["ErrorList"] == UNKNOWN
    # Users are the same ones whatever service speaks of them.
    assert of(world, "im_get_attr", To_Account=["bob"])["UserAttrs"][0]["Attrs"] == {"team": "red"}


def test_attribute_of_devices_is_for_no_user():
    world = a_full_chat()
    of(world, "set_attr_name", AttrNames={"2": "model"}, AttrTypes={"2": 1})
    entries = [{"To_Account": "bob", "Attrs": {"model": "X"}}, {"To_Account": "carol", "Attrs": {"city": "Xi'an"}}]
    answer = of(world, "set_attr", UserAttrs=entries)
    assert answer["ErrorList"] == [{"To_Account": "bob", "ErrorCode": 90035}]
    found = of(world, "get_attr", To_Account=["bob", "carol"])["UserAttrs"]
    assert [entry["Attrs"] for entry in found] == [{"city": "Beijing"}, {"city": "Xi'an"}]


def test_push_service_does_what_it_can_with_tags_and_tells_whom_it_does_not_know():
    world = a_full_chat()
    entries = [{"To_Account": user, "Tags": ["vip"]} for user in ("bob", "nobody")]
    assert of(world, "add_tag", UserTags=entries)["ErrorList"] == UNKNOWN
    answer = of(world, "get_tag", To_Account=["bob", "nobody"])
    assert answer["UserTags"] == [{"To_Account": "bob", "Tags": ["new", "vip"]}]
    assert answer["ErrorList"] == UNKNOWN
    assert of(world, "remove_tag", UserTags=entries)["ErrorList"] == UNKNOWN
    assert of(world, "get_tag", To_Account=["bob"])["UserTags"][0]["Tags"] == ["new"]
    of(world, "add_tag", Replace=1, UserTags=[{"To_Account": "bob", "Tags": ["old"]}])
    assert of(world, "get_tag", To_Account=["bob"])["UserTags"][0]["Tags"] == ["old"]
    assert of(world, "clear_all_tags", To_Account=["bob", "nobody"])["ErrorList"] == UNKNOWN
    assert of(world, "get_tag", To_Account=["bob"])["UserTags"][0]["Tags"] == []


def test_push_finds_users_by_tags_that_the_push_service_gave_them():
    world = two_killed()
    of(world, "add_tag", UserTags=[{"To_Account": "carol", "Tags": ["vip"]}])
    answer = call(world, PUSH, spoilt("push", Condition={"TagsOr": ["vip"]}))
    assert answer["ErrorCode"] == 0
    assert set(ends(world)) == {"carol_phone"}


@pytest.mark.parametrize("service", ["openim", "all_member_push"])
def test_tags_have_been_at_home_in_two_services(service):
    world = a_full_chat()
    body = {"UserTags": [{"To_Account": "bob", "Tags": ["vip"]}]}
    assert call(world, f"/v4/{service}/im_add_tag", body)["ErrorCode"] == 0
    assert of(world, "get_tag", To_Account=["bob"])["UserTags"][0]["Tags"] == ["new", "vip"]


def test_clients_that_write_attrs_and_tags_at_the_top_are_understood():
    world = a_full_chat()
    of(world, "im_set_attr", Attrs=[{"To_Account": "carol", "Attrs": {"city": "Shanghai"}}])
    of(world, "im_add_tag", Tags=[{"To_Account": "carol", "Tags": ["old"]}])
    assert of(world, "im_get_attr", To_Account=["carol"])["UserAttrs"][0]["Attrs"] == {"city": "Shanghai"}
    assert of(world, "im_get_tag", To_Account=["carol"])["UserTags"][0]["Tags"] == ["old"]


# -- conditions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "phones"),
    [
        (None, ["bob_phone", "carol_phone"]),
        ({}, ["bob_phone", "carol_phone"]),
        ({"TagsOr": ["a", "z"]}, ["bob_phone", "carol_phone"]),
        ({"TagsOr": ["b", "z"]}, ["bob_phone"]),
        ({"TagsAnd": ["a", "b"]}, ["bob_phone"]),
        ({"TagsAnd": ["a", "z"]}, []),
        ({"TagsOr": ["a"], "TagsAnd": ["b"]}, ["bob_phone"]),
        ({"AttrsOr": {"city": "Beijing"}}, ["bob_phone"]),
        ({"AttrsOr": {"city": "Rome", "team": "red"}}, ["carol_phone"]),
        ({"AttrsAnd": {"city": "Beijing", "team": "red"}}, []),
        ({"AttrsAnd": {"city": "Shanghai", "team": "red"}}, ["carol_phone"]),
        ({"TagsOr": None, "TagsAnd": [], "AttrsOr": None, "AttrsAnd": {"city": "Beijing"}}, ["bob_phone"]),
    ],
)
@pytest.mark.parametrize("path", [IM_PUSH, OLD_IM_PUSH, PUSH])
def test_push_reaches_those_whom_its_condition_fits(path: str, condition: dict[str, Any] | None, phones: list[str]):
    world = two_killed()
    audience = world.im.tasks.audience
    audience.attribute_names["1"] = "team"
    audience.set_attributes("carol", {"city": "Shanghai", "team": "red"})
    audience.add_tags("bob", ["a", "b"])
    audience.add_tags("carol", ["a"])
    command = path.rpartition("/")[2]
    body = spoilt(command, Condition=condition, **({} if path == PUSH else {"MsgLifeTime": 60}))
    assert call(world, path, body)["ErrorCode"] == 0
    assert ends(world) == dict.fromkeys(phones, SHOWN)


# -- what is pushed ---------------------------------------------------------------------------------------------------


def test_push_to_all_is_for_online_users_unless_it_is_given_a_life():
    world = two_killed()
    call(world, IM_PUSH, spoilt("im_push"))
    online_only = at_decision(Reason.SENT_TO_ONLINE_ONLY)
    assert ends(world) == {"bob_phone": online_only, "carol_phone": online_only}


def test_push_to_all_is_kept_for_its_life():
    for life_s, is_there in ((10, False), (60, True)):
        world = a_full_chat()
        device = set_up(world)
        world.run_for(2_000)
        kill(world, device)
        call(world, IM_PUSH, spoilt("im_push", MsgLifeTime=life_s))
        world.run_for(30_000)
        device.app.launch()
        world.run_for(3_000)
        assert texts_in_app(device) == (["lunch?"] if is_there else [])


def test_push_of_the_newer_service_needs_no_message_and_shows_title_and_text():
    world = two_killed()
    call(world, PUSH, spoilt("push"))
    assert ends(world) == {"bob_phone": SHOWN, "carol_phone": SHOWN}
    (shown,) = world.phone("bob_phone").notifications.shade
    assert (shown.title, shown.text) == ("t", "d")


@pytest.mark.parametrize(
    ("fields", "is_there"),
    [({"MsgBody": TEXT}, True), ({"MsgBody": TEXT, "OnlineOnlyFlag": 1}, False), ({}, False)],
)
def test_push_of_the_newer_service_is_kept_only_as_a_message(fields: dict[str, Any], is_there: bool):  # a parameter
    world = a_full_chat()
    device = set_up(world)
    world.run_for(2_000)
    kill(world, device)
    call(world, PUSH, spoilt("push", **fields))
    assert ends(world) == {"bob_phone": SHOWN}
    device.app.launch()
    world.run_for(3_000)
    assert texts_in_app(device) == (["lunch?"] if is_there else [])


def test_push_flag_1_of_the_newer_service_is_for_online_users():
    world = two_killed()
    call(world, BATCH, spoilt("batch", OfflinePushInfo={"PushFlag": 1, "Title": "t", "Desc": "d"}))
    assert ends(world) == {"bob_phone": at_decision(Reason.PUSH_SWITCHED_OFF)}


def test_list_push_reaches_each_of_its_users_once_and_ignores_whom_nobody_knows():
    world = two_killed()
    answer = call(world, BATCH, spoilt("batch", To_Account=["bob", "nobody", "bob"], DataId="7"))
    assert answer["TaskId"].startswith("batch_")
    assert ends(world) == {"bob_phone": SHOWN}
    assert len(records(world, Hop.IM_ACCEPTED)) == 1


# -- quotas -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [IM_PUSH, OLD_IM_PUSH, PUSH])
def test_two_pushes_to_all_are_more_than_a_second_apart(path: str):
    world = a_full_chat()
    command = path.rpartition("/")[2]
    assert call(world, path, spoilt(command, MsgRandom=1))["ErrorCode"] == 0
    world.run_for(999 - 1)
    assert call(world, path, spoilt(command, MsgRandom=2))["ErrorCode"] == 90024
    assert call(world, path, spoilt(command, MsgRandom=2))["ErrorCode"] == 90024
    assert call(world, path, spoilt(command, MsgRandom=2))["ErrorCode"] == 0
    assert {record.reason for record in records(world, "rest_refused")} == {Reason.FREQUENCY_CONTROL}


def test_same_push_within_its_second_is_one_task():
    world = two_killed()
    world.run_for(1_000 - world.scheduler.now_ms % 1_000)
    first = call(world, IM_PUSH, spoilt("im_push", MsgLifeTime=60))
    assert call(world, IM_PUSH, spoilt("im_push", MsgLifeTime=60)) == first
    assert ends(world) == {"bob_phone": SHOWN, "carol_phone": SHOWN}
    assert len(records(world, Hop.IM_ACCEPTED)) == 2


@pytest.mark.parametrize(
    ("path", "edition", "limit"),
    [(IM_PUSH, "premium", 100), (IM_PUSH, "trial", 100), (PUSH, "premium", 100), (PUSH, "trial", 10)],
)
def test_a_day_has_so_many_pushes_to_all(path: str, edition: str, limit: int):
    world = a_chat(edition=edition)
    command = path.rpartition("/")[2]

    def push(number: int) -> int:
        world.run_for(1_100)
        code: int = call(world, path, spoilt(command, MsgRandom=number))["ErrorCode"]
        return code

    assert [push(number) for number in range(limit + 2)] == [0] * limit + [90047] * 2
    assert records(world, "rest_refused")[-1].reason == Reason.QUOTA_USED
    world.run_for(DAY_MS)
    assert push(1_000) == 0


@pytest.mark.parametrize(("edition", "limit"), [("trial", 10), ("standard", 30), ("premium", 40)])
def test_edition_says_how_many_list_pushes_a_second_has(edition: str, limit: int):
    world = a_chat(edition=edition)
    world.run_for(1_000 - world.scheduler.now_ms % 1_000)
    codes = [call(world, BATCH, spoilt("batch", MsgRandom=number))["ErrorCode"] for number in range(limit + 2)]
    assert codes == [0] * limit + [60007] * 2
    world.run_for(1_000)
    assert call(world, BATCH, spoilt("batch"))["ErrorCode"] == 0


@pytest.mark.parametrize("path", [IM_PUSH, OLD_IM_PUSH, PUSH])
def test_pushes_to_all_must_be_switched_on(path: str):
    world = a_chat(all_member_push=False)
    assert call(world, path, spoilt(path.rpartition("/")[2]))["ErrorCode"] == 90045


# -- tasks ------------------------------------------------------------------------------------------------------------


def test_task_has_the_number_of_the_application_and_of_the_message():
    world = a_full_chat()
    task_id = call(world, IM_PUSH, spoilt("im_push", MsgRandom=15723514))["TaskId"]
    app, tiny, number, random = task_id.split("_")
    assert (app, number, random) == (str(world.im.sdk_app_id), "2", "15723514")
    assert tiny.isdecimal()


def test_report_follows_a_task_from_the_queue_to_its_end():
    world = a_chat(*(f"user{number}" for number in range(1_200)))
    total = len(world.im.accounts)
    task_id = call(world, IM_PUSH, spoilt("im_push"))["TaskId"]

    def report() -> dict[str, object]:
        (found,) = call(world, REPORT, {"TaskIds": [task_id, "unheard of"]})["Reports"]
        assert found.pop("TaskId") == task_id
        assert found.pop("Total") == total
        return found

    assert report() == {"Status": 0, "Finished": 0}
    world.run_for(100)
    started = "2026-03-02 09:00:00"
    assert report() == {"Status": 1, "Finished": 500, "StartTime": started}
    world.run_for(1_000)
    assert report() == {"Status": 2, "Finished": total, "StartTime": started}


def test_push_that_fits_nobody_is_done_at_once():
    world = a_full_chat()
    task_id = call(world, IM_PUSH, spoilt("im_push", Condition={"TagsOr": ["unheard of"]}))["TaskId"]
    world.run_for(1_000)
    (report,) = call(world, REPORT, {"TaskIds": [task_id]})["Reports"]
    assert (report["Status"], report["Finished"], report["Total"]) == (2, 0, 0)
    assert {name: call(world, REPORT, {"TaskIds": ["x"]})[name] for name in OK} == OK
