"""What OPPO posts to `call_back_url`, and what the customer's server reads in it."""

import json
from typing import Any

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.trace import Kind
from simulator.kernel.units import DAY_MS, HOUR_MS, SECOND_MS
from simulator.network.http import Request
from simulator.push.receipt import Receipt, ReceiptKind, ReceiptUnreadable
from simulator.world.spec import VendorAppSpec
from tests.factories import bound_phone, killed, records, reg_id_of, tap
from tests.vendors.oppo_client import LEFT_OUT, PUBLIC, OppoClient, a_client

URL = "https://push.customer.example/receipts/oppo"


def a_tracked_client(**spec: Any) -> OppoClient:
    client = a_client(**spec)
    killed(client.world)
    return client


def posted(client: OppoClient) -> list[Request]:
    """Return the receipts that went over the wire, after half a minute."""
    client.world.run_for(30 * SECOND_MS)
    wires = [one.data for one in records(client.world, Kind.WIRE, "oppo>customer")]
    return [data["request"] for data in wires if "request" in data]


def events(client: OppoClient) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for request in posted(client):
        assert (request["method"], request["url"]) == ("POST", URL)
        found += json.loads(request["body"])
    return found


def send(client: OppoClient, **changes: Any) -> str:
    answer = client.send(call_back_url=URL, **{"call_back_parameter": "biz-7", **changes})
    assert answer["code"] == 0
    message_id: str = answer["data"]["messageId"]
    return message_id


def test_message_that_reaches_the_phone_is_told_as_an_array_of_one_event():
    client = a_tracked_client()
    message_id = send(client)
    [event] = events(client)
    at_ms = int(event.pop("eventTime"))
    assert event == {
        "messageId": message_id,
        "appId": client.app.values["app_id"],
        "taskId": message_id,
        "registrationIds": reg_id_of(client.world),
        "param": "biz-7",
        "eventType": "push_arrive",
    }
    [arrived] = records(client.world, Kind.HOP, "device_received")
    assert 0 < at_ms - (client.world.clock.epoch_ms - client.world.scheduler.now_ms + arrived.at_ms) < SECOND_MS
    [request] = posted(client)
    assert ("Content-Type", "application/json") in [tuple(header) for header in request["headers"]]


def test_receipt_reaches_the_customers_server_as_a_record():
    client = a_tracked_client()
    message_id = send(client)
    client.world.run_for(30 * SECOND_MS)
    [record] = records(client.world, Kind.CALLBACK, "receipt")
    assert record.actor == "customer"
    assert dict(record.data) == {
        "vendor": "oppo",
        "kind": "arrived",
        "message_id": message_id,
        "target": reg_id_of(client.world),
        "code": "push_arrive",
        "text": "",
        "param": "biz-7",
    }


def test_nobody_who_names_no_address_is_told():
    client = a_tracked_client()
    assert client.send(call_back_url=LEFT_OUT)["code"] == 0
    assert events(client) == []


def test_arrival_is_told_though_nothing_shows():
    client = a_tracked_client()
    phone = client.world.phone("bob_phone")
    phone.notifications.set_notifications_enabled(phone.app.package, enabled=False)
    send(client)
    assert [one["eventType"] for one in events(client)] == ["push_arrive"]
    assert client.last.reason == "notifications_disabled"


def test_tap_is_never_told():
    client = a_tracked_client()
    send(client)
    assert len(events(client)) == 1
    tap(client.world)
    assert len(events(client)) == 1


def test_phone_without_the_app_makes_the_registration_id_invalid():
    client = a_tracked_client()
    client.world.phone("bob_phone").uninstall()
    send(client)
    [event] = events(client)
    assert (event["eventType"], event["param"]) == ("regid_invalid", "biz-7")
    [record] = records(client.world, Kind.CALLBACK, "receipt")
    assert (record.data["kind"], record.data["code"]) == ("failed", "regid_invalid")
    assert client.send()["code"] == 10000


def test_daily_limit_of_a_phone_is_told():
    client = a_tracked_client()
    for _ in range(2):
        send(client, **PUBLIC)
        client.world.run_for(SECOND_MS)
    send(client, **PUBLIC)
    assert [one["eventType"] for one in events(client)] == ["push_arrive", "push_arrive", "user_daily_limit"]


@pytest.mark.parametrize("changes", [{"app_message_id": "m1"}])
def test_repeated_message_is_told_of_once(changes):
    client = a_tracked_client()
    for _ in range(2):
        send(client, **changes)
    assert len(events(client)) == 1


def test_message_whose_time_is_over_is_never_told():
    client = a_tracked_client()
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    send(client, off_line_ttl=3_600)
    client.world.run_for(2 * HOUR_MS)
    client.world.phone("bob_phone").set_network(NetworkKind.WIFI)
    assert events(client) == []
    assert client.last.reason == "ttl_expired"


def test_late_message_is_told_when_it_arrives():
    client = a_tracked_client()
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    send(client)
    assert events(client) == []
    client.world.phone("bob_phone").set_network(NetworkKind.WIFI)
    assert [one["eventType"] for one in events(client)] == ["push_arrive"]


def test_broadcast_is_told_with_its_task_and_events_of_one_second_come_together():
    client = a_tracked_client()
    carol = bound_phone(client.world, "carol_phone", "carol")
    both = [reg_id_of(client.world), reg_id_of(client.world, carol.name)]
    message_id = client.save(call_back_url=URL)["data"]["message_id"]
    task_id = client.broadcast(message_id, ";".join(both))["data"]["task_id"]
    told = events(client)
    assert {(one["messageId"], one["taskId"]) for one in told} == {(message_id, task_id)}
    assert sorted(one["registrationIds"] for one in told) == sorted(both)
    assert len(posted(client)) == 1


def test_phones_that_share_an_event_at_one_instant_share_its_element():
    client = a_tracked_client(vendor_apps={"oppo": VendorAppSpec(system_messages=False)})
    carol = bound_phone(client.world, "carol_phone", "carol")
    both = [reg_id_of(client.world), reg_id_of(client.world, carol.name)]
    for _ in range(3):
        message_id = client.save(call_back_url=URL)["data"]["message_id"]
        assert client.broadcast(message_id, ";".join(both))["code"] == 0
        client.world.run_for(2 * SECOND_MS)
    [limited] = [one for one in events(client) if one["eventType"] == "user_daily_limit"]
    assert limited["registrationIds"] == ",".join(both)
    told = [one for one in records(client.world, Kind.CALLBACK, "receipt") if one.data["kind"] == "failed"]
    assert [one.data["target"] for one in told] == both


def test_broadcast_to_everybody_is_not_told():
    client = a_tracked_client()
    message_id = client.save(call_back_url=URL)["data"]["message_id"]
    assert client.broadcast(message_id, target_type=1)["code"] == 0
    assert events(client) == []


@pytest.mark.parametrize(("start", "told"), [("2019-05-04 09:00", ["push_arrive"]), ("2026-10-10 09:00", [])])
def test_push_to_an_alias_was_told_in_the_older_api_only(start, told):
    client = a_tracked_client(start=start)
    client.world.clouds["oppo"].choices.aliases.set(client.app.values["app_id"], reg_id_of(client.world), ["bob"])
    send(client, target_type=5, target_value="bob")
    assert [one["eventType"] for one in events(client)] == told
    assert len(client.world.phone("bob_phone").notifications.shade) == 1


def test_receipt_that_nobody_takes_is_not_posted_again():
    client = a_tracked_client()
    assert client.send(call_back_url="https://push.customer.example/elsewhere")["code"] == 0
    assert len(posted(client)) == 1
    client.world.run_for(DAY_MS)
    assert len(posted(client)) == 1
    [given_up] = records(client.world, Kind.STATE, "receipt_given_up")
    assert given_up.data["why"] == "HTTP 404"


# -- the sender's side -


def reader(client: OppoClient):
    return client.world.own_senders["oppo"].take_receipts


def a_post(body: object) -> Request:
    return Request("POST", "push.customer.example", "/receipts/oppo", "", (), json.dumps(body).encode())


def an_event(**changes: str) -> dict[str, str]:
    return {
        "messageId": "A1-1-1-0",
        "appId": "A1",
        "taskId": "A1-1-1-0",
        "registrationIds": "CN_1,CN_2",
        "eventTime": "1719800000000",
        "eventType": "push_arrive",
        **changes,
    }


def test_each_id_of_an_event_is_a_receipt_of_its_own():
    receipts, answer = reader(a_client())(a_post([an_event(), an_event(param="p", eventType="user_daily_limit")]))
    assert answer.status == 200
    assert receipts == [
        Receipt(ReceiptKind.ARRIVED, "A1-1-1-0", "CN_1", "push_arrive"),
        Receipt(ReceiptKind.ARRIVED, "A1-1-1-0", "CN_2", "push_arrive"),
        Receipt(ReceiptKind.FAILED, "A1-1-1-0", "CN_1", "user_daily_limit", param="p"),
        Receipt(ReceiptKind.FAILED, "A1-1-1-0", "CN_2", "user_daily_limit", param="p"),
    ]


@pytest.mark.parametrize("body", [{}, "[", 7, [{}], [an_event(eventType="push_click")]])
def test_what_is_no_list_of_events_is_unreadable(body):
    with pytest.raises(ReceiptUnreadable):
        reader(a_client())(a_post(body))


@pytest.mark.parametrize("body", [b"", b"[", b"\xff"])
def test_bytes_that_are_no_json_are_unreadable(body):
    with pytest.raises(ReceiptUnreadable):
        reader(a_client())(a_post([])._replace(body=body))
