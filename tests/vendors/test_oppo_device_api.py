"""Aliases and tags that a sender sets over HTTP, pushes by expressions of tags, and the numbers of broadcasts."""

import json
from typing import Any

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.trace import Kind
from simulator.kernel.units import SECOND_MS
from simulator.push.reason import Reason
from tests.factories import bound_phone, killed, records, reg_id_of, tap
from tests.vendors.oppo_client import DEVICE, LEFT_OUT, UNKNOWN, OppoClient, a_client, changed

JSON = (("Content-Type", "application/json"),)


def device(client: OppoClient, call: str, in_header: bool = True, **fields: Any) -> dict[str, Any]:
    """Make a call of the device API; the token goes into a header, or into the body."""
    headers = (*JSON, ("auth_token", client.token)) if in_header else JSON
    body = fields if in_header else {"auth_token": client.token, **fields}
    host, client.host = client.host, DEVICE
    answer = client.ask("POST", f"device/{call}", json.dumps(changed(body, {})).encode(), headers=headers)
    client.host = host
    return answer


def with_carol() -> OppoClient:
    client = a_client()
    bound_phone(client.world, "carol_phone", "carol")
    for name in ("bob_phone", "carol_phone"):
        killed(client.world, name)
    return client


def carols(client: OppoClient) -> str:
    return reg_id_of(client.world, "carol_phone")


def shades(client: OppoClient) -> list[int]:
    client.world.run_for(5 * SECOND_MS)
    return [len(client.world.phone(name).notifications.shade) for name in ("bob_phone", "carol_phone")]


@pytest.mark.parametrize("in_header", [True, False])
def test_alias_is_set_and_pushed_to(in_header):
    client = with_carol()
    answer = device(client, "set_alias", in_header, registration_id=carols(client), alias="carol")
    assert answer == {"code": 0, "message": "success"}
    assert client.send(target_type=5, target_value="carol")["code"] == 0
    assert shades(client) == [0, 1]


def test_alias_belongs_to_the_registration_id_that_got_it_last():
    client = with_carol()
    for reg_id in (carols(client), reg_id_of(client.world)):
        assert device(client, "set_alias", registration_id=reg_id, alias="team")["code"] == 0
    assert client.send(target_type=5, target_value="team")["code"] == 0
    assert shades(client) == [1, 0]


def test_registration_id_has_the_alias_that_it_got_last_alone():
    client = with_carol()
    for alias in ("old", "new"):
        assert device(client, "set_alias", registration_id=carols(client), alias=alias)["code"] == 0
    assert client.send(target_type=5, target_value="old")["code"] == 10000
    assert client.send(target_type=5, target_value="new")["code"] == 0
    assert shades(client) == [0, 1]


def test_deleted_alias_stands_for_nobody():
    client = with_carol()
    device(client, "set_alias", registration_id=carols(client), alias="carol")
    assert device(client, "delete_alias", alias="carol")["code"] == 0
    assert client.send(target_type=5, target_value="carol")["code"] == 10000
    assert device(client, "delete_alias", alias="carol")["code"] == 0


def tagged() -> OppoClient:
    """Return a client whose bob has the tags vip and old, and whose carol has vip alone."""
    client = with_carol()
    assert device(client, "subscribe_tags", registration_id=reg_id_of(client.world), tags="vip,old")["code"] == 0
    assert device(client, "subscribe_tags", registration_id=carols(client), tags=["vip"])["code"] == 0
    return client


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("vip", [1, 1]),
        ("old", [1, 0]),
        ('{ "and" : ["vip"]}', [1, 1]),
        ('{"and": ["vip", "old"]}', [1, 0]),
        ('{"or": ["old", "nobody"]}', [1, 0]),
        ('{"or": ["vip"], "not": ["old"]}', [0, 1]),
        ('{"and": ["vip"], "or": ["old", "vip"], "not": ["nobody"]}', [1, 1]),
    ],
)
def test_broadcast_goes_to_the_phones_that_a_tag_or_an_expression_means(expression, shown):
    client = tagged()
    answer = client.broadcast(client.save()["data"]["message_id"], expression, 6)
    assert (answer["code"], "10000" in answer["data"]) == (0, False)
    assert shades(client) == shown


@pytest.mark.parametrize(
    "expression", ['{"and": ["vip", "nobody"]}', '{"not": ["old"]}', '{"and": []}', "{}", "nobody"]
)
def test_expression_that_means_nobody_is_named_among_the_invalid(expression):
    client = tagged()
    assert client.broadcast(client.save()["data"]["message_id"], expression, 6)["data"]["10000"] == [expression]


def test_tag_that_was_taken_away_means_the_phone_no_more():
    client = tagged()
    assert device(client, "unsubscribe_tags", registration_id=carols(client), tags="vip")["code"] == 0
    assert client.broadcast(client.save()["data"]["message_id"], "vip", 6)["code"] == 0
    assert shades(client) == [1, 0]


WRONG: list[tuple[str, dict[str, Any], int, str]] = [
    ("set_alias", {"registration_id": LEFT_OUT}, 40, "device_reg_id_missing"),
    ("set_alias", {"alias": ""}, 40, "device_name_missing"),
    ("set_alias", {"alias": "a" * 65}, 41, "device_name_wrong"),
    ("set_alias", {"alias": "a;b"}, 41, "device_name_wrong"),
    ("set_alias", {"registration_id": UNKNOWN}, 10000, "device_reg_id_unknown"),
    ("delete_alias", {"alias": LEFT_OUT}, 40, "device_name_missing"),
    ("subscribe_tags", {"tags": []}, 40, "device_name_missing"),
    ("subscribe_tags", {"registration_id": UNKNOWN}, 10000, "device_reg_id_unknown"),
    ("unsubscribe_tags", {"tags": LEFT_OUT}, 40, "device_name_missing"),
]


@pytest.mark.parametrize(("call", "changes", "code", "rule"), WRONG)
def test_wrong_call_of_the_device_api_is_refused(call, changes, code, rule):
    client = a_client()
    right = {"registration_id": reg_id_of(client.world), "alias": "bob", "tags": "vip"}
    assert device(client, call, **{**right, **changes})["code"] == code
    refused = records(client.world, Kind.STATE, "refused")[-1]
    assert (refused.rule, refused.data["code"]) == (f"oppo.{rule}", code)


def test_alias_of_64_characters_is_taken():
    client = a_client()
    assert device(client, "set_alias", registration_id=reg_id_of(client.world), alias="名" * 64)["code"] == 0


@pytest.mark.parametrize(("body", "code"), [(b"", 41), (b"[1]", 41), (b"alias=bob", 41), (b"\xff", 25)])
def test_body_that_is_no_json_object_is_refused(body, code):
    client = a_client()
    headers = (*JSON, ("auth_token", client.token))
    assert client.ask("POST", "device/set_alias", body, headers=headers)["code"] == code


def test_device_api_wants_a_token_too():
    client = a_client()
    client.token = ""
    assert device(client, "set_alias", alias="bob")["code"] == 29
    client.token = "0" * 24
    assert device(client, "set_alias", alias="bob")["code"] == 11


# -- numbers of broadcasts -


def numbers(client: OppoClient, task: dict[str, str], **changes: object) -> dict[str, Any]:
    return client.post("message/statistics", changed({**task}, changes))


def sent(client: OppoClient, targets: str, **fields: Any) -> dict[str, str]:
    data = client.broadcast(client.save(**fields)["data"]["message_id"], targets)["data"]
    return {"message_id": data["message_id"], "task_id": data["task_id"]}


def test_numbers_of_a_broadcast_follow_its_messages():
    client = with_carol()
    client.world.phone("carol_phone").set_network(NetworkKind.OFF)
    task = sent(client, f"{reg_id_of(client.world)};{carols(client)};{UNKNOWN}")
    assert shades(client) == [1, 0]
    names = ("targetCount", "validCount", "sendCount", "arriveCount", "showCount", "openCount")
    assert numbers(client, task)["data"] == dict(zip(names, (3, 2, 2, 1, 1, 0), strict=True))
    phone = client.world.phone("carol_phone")
    phone.notifications.set_notifications_enabled(phone.app.package, enabled=False)
    phone.set_network(NetworkKind.WIFI)
    tap(client.world)
    client.world.run_for(5 * SECOND_MS)
    assert numbers(client, task)["data"] == dict(zip(names, (3, 2, 2, 2, 1, 1), strict=True))


def test_message_that_is_dropped_at_once_is_valid_and_not_sent():
    client = with_carol()
    first = sent(client, reg_id_of(client.world), app_message_id="m1")
    again = sent(client, reg_id_of(client.world), app_message_id="m1")
    assert [numbers(client, task)["data"]["sendCount"] for task in (first, again)] == [1, 0]
    assert numbers(client, again)["data"]["validCount"] == 1
    assert client.last.reason == Reason.DUPLICATE_CONTENT


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"message_id": ""}, 40),
        ({"task_id": LEFT_OUT}, 40),
        ({"task_id": "0" * 24}, 31),
        ({"message_id": "0" * 24}, 31),
    ],
)
def test_numbers_of_no_broadcast_are_refused(changes, code):
    client = with_carol()
    task = sent(client, reg_id_of(client.world))
    assert numbers(client, task)["code"] == 0
    assert numbers(client, task, **changes)["code"] == code
