"""Timed messages, deleting, stopping and revoking at Xiaomi."""

import json
from typing import Any

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.units import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from simulator.push.reason import Reason
from simulator.vendors.xiaomi.facts import Command
from tests.factories import killed, logcat, reg_id_of
from tests.vendors.xiaomi_client import UNKNOWN, XiaomiClient, a_client, named, shades, shown, two_phones


def timed(client: XiaomiClient, after_ms: int = HOUR_MS, **fields: Any) -> str:
    """Send a message for later, and return its job id."""
    answer = client.send(time_to_send=client.world.clock.epoch_ms + after_ms, **fields)
    assert answer["code"] == 0
    message_id = answer["data"]["id"]
    assert isinstance(message_id, str)
    return message_id


# -- timed -


def test_job_is_there_until_its_time():
    client = a_client()
    job = timed(client)
    assert client.post("/v2/schedule_job/exist", job_id=job)["code"] == 0
    listed = client.post("/v2/schedule_job/query")["data"]["list"]
    assert listed == [{"job_id": job, "time_to_send": client.world.clock.epoch_ms + HOUR_MS}]
    client.world.run_for(HOUR_MS - 1)
    assert client.world.verdict(1).text == "pending"
    client.world.run_for(2 * SECOND_MS)
    assert client.world.verdict(1).text == "shown"
    assert client.post("/v2/schedule_job/exist", job_id=job)["code"] == 65028
    assert client.post("/v2/schedule_job/query")["data"] == {"list": []}


def test_deleted_job_is_never_sent():
    client = a_client()
    job = timed(client)
    assert client.post("/v2/schedule_job/delete", job_id=job)["code"] == 0
    assert client.post("/v2/schedule_job/exist", job_id=job)["code"] == 65028
    client.world.run_for(DAY_MS)
    assert client.last.reason == Reason.WITHDRAWN
    assert client.post("/v2/schedule_job/query")["data"] == {"list": []}
    client.world.check_conservation()


@pytest.mark.parametrize("field", ["jobkey", "job_key"])
def test_jobs_of_a_key_are_deleted_together(field):
    client = a_client()
    timed(client, extra__jobkey="offer")
    timed(client, extra__jobkey="another", notify_id=9)
    assert client.post("/v3/schedule_job/delete", **{field: "offer"})["code"] == 0
    client.world.run_for(2 * HOUR_MS)
    assert [client.world.verdict(number).text for number in (1, 2)] == ["withdrawn", "shown"]


@pytest.mark.parametrize("path", ["/v2/schedule_job/exist", "/v2/schedule_job/delete"])
@pytest.mark.parametrize(("fields", "code"), [({}, 10016), ({"job_id": " "}, 100), ({"job_id": "x"}, 65028)])
def test_job_must_be_named(path, fields, code):
    assert a_client().post(path, **fields)["code"] == code


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/v3/schedule_job/delete", "jobkey"),
        ("/v2/message/delete", "id"),
        ("/v1/message/switch/stop_by_id", "msg_ids"),
        ("/v1/message/switch/stop_by_jobkey", "job_keys"),
    ],
)
@pytest.mark.parametrize(("text", "code"), [("", 10016), (" ", 100), ("unknown", 65028)])
def test_what_is_taken_back_must_be_named(path, field, text, code):
    assert a_client().post(path, **{field: text})["code"] == code


def test_job_that_has_gone_cannot_be_deleted():
    client = a_client()
    job = timed(client, MINUTE_MS, extra__jobkey="offer")
    client.world.run_for(2 * MINUTE_MS)
    assert client.post("/v2/schedule_job/delete", job_id=job)["code"] == 10010
    assert client.post("/v3/schedule_job/delete", jobkey="offer")["code"] == 10010


@pytest.mark.parametrize(("late_ms", "code"), [(HOUR_MS, 0), (HOUR_MS + 1, 10037)])
def test_message_may_come_an_hour_after_it_was_to_be_sent(late_ms, code):
    client = a_client()
    assert client.send(time_to_send=client.world.clock.epoch_ms - late_ms)["code"] == code


def test_list_of_messages_is_timed_as_a_whole():
    client = a_client()
    due = client.world.clock.epoch_ms + HOUR_MS
    message = {"title": "t", "description": "d", "payload": None, "restricted_package_name": client.app.package}
    entries = [{"target": reg_id_of(client.world), "message": {**message, "extra": {"channel_id": True}}}]
    client.app.channels = {"true": "private"}
    fields = {"messages": json.dumps(entries), "time_to_send": due}
    assert client.call("POST", "/v2/multi_messages/regids", fields)["code"] == 0
    client.world.run_for(HOUR_MS - 1)
    assert client.world.verdict(1).text == "pending"
    client.world.run_for(2 * SECOND_MS)
    assert client.world.verdict(1).text == "shown"


# -- deleting and stopping -


def test_broadcast_that_has_not_reached_everybody_is_deleted():
    client = two_phones()
    client.world.phone("carol_phone").set_network(NetworkKind.OFF)
    message_id = client.send_to("/v3/message/all")["data"]["id"]
    client.world.run_for(SECOND_MS)
    assert client.post("/v2/message/delete", id=message_id)["code"] == 0
    client.world.phone("carol_phone").set_network(NetworkKind.WIFI)
    client.world.run_for(SECOND_MS)
    assert shades(client) == [1, 0]
    assert client.post("/v2/message/delete", id=message_id)["code"] == 20315
    client.world.check_conservation()


def test_only_broadcasts_are_deleted():
    client = a_client()
    message_id = client.send()["data"]["id"]
    assert client.post("/v2/message/delete", id=message_id)["code"] == 10036
    assert client.post("/v2/message/delete", id="unknown")["code"] == 65028
    assert client.post("/v2/message/delete")["code"] == 10016


@pytest.mark.parametrize(("path", "field"), [("stop_by_id", "msg_ids"), ("stop_by_jobkey", "job_keys")])
def test_sending_is_stopped(path, field):
    client = a_client()
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    ids = [client.send(extra__jobkey=f"key-{number}")["data"]["id"] for number in range(2)]
    client.world.run_for(SECOND_MS)
    named_so = ids if field == "msg_ids" else ["key-0", "key-1"]
    glued = f"{field}={named_so[0]}{field}={named_so[1]}"
    assert client.call("POST", f"/v1/message/switch/{path}", glued)["code"] == 0
    client.world.phone("bob_phone").set_network(NetworkKind.WIFI)
    client.world.run_for(SECOND_MS)
    assert [client.world.verdict(number).text for number in (1, 2)] == ["withdrawn", "withdrawn"]
    assert client.post(f"/v1/message/switch/{path}", **{field: "unknown"})["code"] == 65028


# -- revoking -


def revoke(client: XiaomiClient, path: str, **fields: Any) -> int:
    answer = client.post(path, restricted_package_name=client.app.package, **fields)
    client.world.run_for(3 * SECOND_MS)
    code = answer["code"]
    assert isinstance(code, int)
    return code


@pytest.mark.parametrize(
    ("kind", "field", "command"),
    [
        ("alias", "aliases", Command.SET_ALIAS),
        ("user_account", "user_accounts", Command.SET_ACCOUNT),
        ("topic", "topic", Command.SUBSCRIBE),
        ("multi_topic", "topics", Command.SUBSCRIBE),
    ],
)
def test_notification_of_a_name_is_taken_off_the_phones_that_have_it(kind, field, command):
    client = two_phones()
    named(client, command, "bob")
    client.send(registration_id=f"{reg_id_of(client.world)},{reg_id_of(client.world, 'carol_phone')}")
    client.world.run_for(SECOND_MS)
    assert revoke(client, f"/v1/message/{kind}/revoke", notify_id=7, **{field: "bob"}) == 0
    assert shades(client) == [0, 1]
    assert "try to retract a message by notifyId=" in logcat(client.world)


def test_notification_of_another_id_stays():
    client = a_client()
    client.send()
    assert shown(client)
    reg_id = reg_id_of(client.world)
    assert revoke(client, "/v1/message/regid/revoke", registration_ids=reg_id, notify_id=8) == 0
    assert shades_of(client) == 1
    assert revoke(client, "/v1/message/regid/revoke", registration_ids=reg_id, notify_id=7) == 0
    assert shades_of(client) == 0


def shades_of(client: XiaomiClient) -> int:
    return len(client.world.phone("bob_phone").notifications.shade)


def test_revoke_waits_for_a_phone_that_is_away():
    client = a_client()
    killed(client.world)
    phone = client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    client.send()
    client.world.run_for(SECOND_MS)
    reg_id = reg_id_of(client.world)
    assert revoke(client, "/v1/message/regid/revoke", registration_ids=reg_id, notify_id=7) == 0
    phone.set_network(NetworkKind.WIFI)
    client.world.run_for(SECOND_MS)
    assert client.world.verdict(1).text == "shown"
    client.world.run_for(3 * SECOND_MS)
    assert shades_of(client) == 0
    client.world.check_conservation()


@pytest.mark.parametrize("path", ["/v2/message/revoke", "/revoke/message"])
def test_message_is_revoked_by_its_own_id(path):
    client = a_client()
    first = client.send()["data"]["id"]
    client.send(notify_id=8)
    client.world.run_for(SECOND_MS)
    assert revoke(client, path, msg_id=first) == 0
    [left] = client.world.phone("bob_phone").notifications.shade
    assert left.id == 8
    assert revoke(client, path, msg_id="unknown") == 65028


def test_notify_id_of_xiaomis_own_sdk_says_nothing_beside_a_message_id_or_texts():
    client = a_client()
    first = client.send(notify_id=0)["data"]["id"]
    client.send(notify_id=8, title="another")
    client.world.run_for(SECOND_MS)
    assert revoke(client, "/revoke/message", title="another", description="lunch?", notify_id=0) == 0
    [left] = client.world.phone("bob_phone").notifications.shade
    assert left.title == "a new message"
    assert revoke(client, "/revoke/message", msg_id=first, notify_id=-1) == 0
    assert shades_of(client) == 0


def test_message_is_revoked_by_its_texts():
    client = a_client()
    client.send()
    client.send(notify_id=8, title="another")
    client.world.run_for(SECOND_MS)
    assert revoke(client, "/revoke/message", title="a new message", description="lunch?") == 0
    [left] = client.world.phone("bob_phone").notifications.shade
    assert left.title == "another"
    assert "try to retract a message by title&description." in logcat(client.world)
    named(client, Command.SUBSCRIBE, "news")
    assert revoke(client, "/revoke/message", title="another", topics="nobody") == 0
    assert shades_of(client) == 1
    assert revoke(client, "/revoke/message", title="another", topics="news") == 0
    assert shades_of(client) == 0


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"notify_id": 7}, 10016),
        ({"registration_ids": "r"}, 10016),
        ({"registration_ids": "r", "notify_id": "x"}, 22103),
        ({"registration_ids": "r", "notify_id": 2**31}, 22103),
        ({"registration_ids": UNKNOWN, "notify_id": 2**31 - 1}, 0),
    ],
)
def test_revoke_asks_for_its_fields(fields, code):
    assert revoke(a_client(), "/v1/message/regid/revoke", **fields) == code


def test_revoke_of_another_package_is_22022():
    fields = {"registration_ids": "r", "notify_id": 7, "restricted_package_name": "com.example.other"}
    assert a_client().post("/v1/message/regid/revoke", **fields)["code"] == 22022


def test_revoke_of_nothing_is_10016():
    assert revoke(a_client(), "/revoke/message") == 10016
