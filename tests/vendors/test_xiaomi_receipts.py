"""Xiaomi's receipts, as they are posted and as the customer's server reads them."""

import json
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.trace import Kind
from simulator.kernel.units import MINUTE_MS, SECOND_MS
from simulator.network.http import Request
from simulator.push.receipt import Receipt, ReceiptKind, ReceiptUnreadable
from simulator.world.spec import PhoneSpec, VendorAppSpec
from tests.factories import killed, new_world, records, reg_id_of, tap
from tests.vendors.xiaomi_client import (
    LEFT_OUT,
    UNKNOWN,
    XiaomiClient,
    a_client,
    call_sdk,
    named,
    push_app,
    shown,
    two_phones,
)

ADDRESS = "http://push.customer.example/receipts/xiaomi"
ALL = "1267"
CALLBACK = {"extra__callback": ADDRESS, "extra__callback.type": ALL, "extra__callback.param": "p"}


def told(client: XiaomiClient, after_ms: int = 3 * SECOND_MS) -> list[dict[str, Any]]:
    """Let some seconds pass and return the maps that Xiaomi has posted."""
    client.world.run_for(after_ms)
    posted = [
        one.data["request"] for one in records(client.world, Kind.WIRE, "xiaomi>customer") if "request" in one.data
    ]
    assert {one["method"] for one in posted} <= {"POST"}
    forms = [parse_qs(one["body"].decode(), strict_parsing=True) for one in posted]
    assert all(list(form) == ["data"] for form in forms)
    return [json.loads(form["data"][0]) for form in forms]


def read(client: XiaomiClient) -> list[dict[str, Any]]:
    """Return the receipts that the customer's server has read."""
    return [one.data for one in records(client.world, Kind.CALLBACK, "receipt")]


def test_arrival_is_told_with_all_that_the_sender_gave():
    client = a_client()
    message_id = client.send(extra__jobkey="offer", **CALLBACK)["data"]["id"]
    [receipt] = told(client)
    assert list(receipt) == [message_id]
    timestamp = receipt[message_id].pop("timestamp")
    assert client.world.clock.epoch_ms - 3 * SECOND_MS < timestamp < client.world.clock.epoch_ms
    assert receipt[message_id] == {
        "param": "p",
        "type": 1,
        "targets": reg_id_of(client.world),
        "jobkey": "offer",
        "barStatus": "Enable",
    }
    assert read(client) == [
        {
            "vendor": "xiaomi",
            "kind": "arrived",
            "message_id": message_id,
            "target": reg_id_of(client.world),
            "code": "1",
            "text": "barStatus Enable",
            "param": "p",
        }
    ]


@pytest.mark.parametrize(("wanted", "types"), [("", [1, 2]), ("3", [1, 2]), ("1", [1]), ("2", [2]), ("16", [])])
def test_only_the_wanted_events_are_told(wanted, types):
    client = a_client()
    killed(client.world)
    client.send(extra__callback=ADDRESS, **{"extra__callback.type": wanted or LEFT_OUT})
    client.world.run_for(2 * SECOND_MS)
    tap(client.world)
    found = told(client)
    assert [line["type"] for batch in found for line in batch.values()] == types


def test_events_of_a_second_travel_together_and_targets_of_one_message_share_a_receipt():
    client = two_phones()
    both = [reg_id_of(client.world, name) for name in ("bob_phone", "carol_phone")]
    first = client.send(registration_id=",".join(both), **CALLBACK)["data"]["id"]
    second = client.send(notify_id=8, **CALLBACK)["data"]["id"]
    [batch] = told(client)
    assert set(batch) == {first, second}
    assert set(batch[first]["targets"].split(",")) == set(both)
    assert batch[second]["targets"] == both[0]


def test_two_events_of_one_message_do_not_hide_each_other():
    client = two_phones()
    client.world.phone("carol_phone").notifications.set_notifications_enabled(client.app.package, enabled=False)
    both = ",".join(reg_id_of(client.world, name) for name in ("bob_phone", "carol_phone"))
    client.send(registration_id=both, **CALLBACK)
    batches = told(client)
    assert sorted(line["barStatus"] for batch in batches for line in batch.values()) == ["Disable", "Enable"]
    assert len(batches) == 2


@pytest.mark.parametrize(
    ("command", "path", "field", "error"),
    [
        ("set-alias", "/v2/message/alias", "alias", 2),
        ("set-account", "/v2/message/user_account", "user_account", 3),
    ],
)
def test_names_are_told_as_the_sender_wrote_them(command, path, field, error):
    client = a_client()
    named(client, command, "bob")
    client.send_to(path, **{field: "bob,nobody"}, **CALLBACK)
    lines = [line for batch in told(client) for line in batch.values()]
    assert sorted((line["type"], line["targets"], line.get("errorCode")) for line in lines) == [
        (1, "bob", None),
        (16, "nobody", error),
    ]


def test_replaced_reg_id_is_told_with_the_new_one():
    client = two_phones()
    old = reg_id_of(client.world, "carol_phone")
    new = client.world.clouds["xiaomi"].renew("carol_phone", client.app.package)
    client.send(registration_id=f"{reg_id_of(client.world)},{old}", **CALLBACK)
    lines = [line for batch in told(client) for line in batch.values()]
    [invalid] = [line for line in lines if line["type"] == 16]
    assert (invalid["targets"], invalid["errorCode"], invalid["replaceTarget"]) == (old, 1, {old: new})
    assert f"{old} is now {new}" in read(client)[-1]["text"] + read(client)[0]["text"]


def test_reg_id_of_another_region_is_told_with_its_region():
    client = two_phones()
    client.world.phone("carol_phone").uninstall()
    cloud = client.world.clouds["xiaomi"]
    abroad = reg_id_of(client.world, "carol_phone")
    cloud.regions.note(abroad, "Global")
    client.send(registration_id=f"{reg_id_of(client.world)},{abroad}", **CALLBACK)
    lines = [line for batch in told(client) for line in batch.values()]
    [invalid] = [line for line in lines if line["type"] == 16]
    assert (invalid["targets"], invalid["targetRegion"]) == (abroad, {abroad: "GLOBAL"})


def test_unknown_reg_id_among_good_ones_is_told_and_one_that_is_alone_is_refused():
    client = a_client()
    assert client.send(registration_id=UNKNOWN, **CALLBACK)["code"] == 20301
    assert told(client) == []
    client.send(registration_id=f"{UNKNOWN},{reg_id_of(client.world)}", **CALLBACK)
    lines = [line for batch in told(client) for line in batch.values()]
    assert sorted(line["type"] for line in lines) == [1, 16]


def test_app_that_has_gone_unnoticed_is_told_by_its_phone():
    client = a_client()
    client.world.phone("bob_phone").uninstall()
    client.send(**CALLBACK)
    [batch] = told(client)
    [line] = batch.values()
    assert (line["type"], line["errorCode"]) == (16, 1)


def test_disabled_push_is_told_as_32():
    client = a_client()
    call_sdk(client, "disablePush")
    client.send(**CALLBACK)
    [batch] = told(client)
    assert [line["type"] for line in batch.values()] == [32]


@pytest.mark.parametrize(
    ("fields", "network"),
    [
        ({"extra__connpt": "wifi"}, NetworkKind.MOBILE),
        ({"extra__model": "another"}, NetworkKind.WIFI),
        ({"extra__model_not_in": "m2011k2c"}, NetworkKind.WIFI),
        ({"extra__locale": "en_US"}, NetworkKind.WIFI),
        ({"extra__locale_not_in": "en_US,zh_CN"}, NetworkKind.WIFI),
        ({"extra__app_version": "2.0"}, NetworkKind.WIFI),
        ({"extra__app_version_not_in": "1.0"}, NetworkKind.WIFI),
    ],
)
def test_filter_that_does_not_fit_is_told_as_64(fields, network):
    client = a_client()
    client.world.phone("bob_phone").set_network(network)
    client.send(**fields, **CALLBACK)
    [batch] = told(client)
    assert [line["type"] for line in batch.values()] == [64]


@pytest.mark.parametrize(
    "fields",
    [
        {"extra__connpt": "wifi"},
        {"extra__model": "xiaomi"},
        {"extra__model": "other,M2011K2C"},
        {"extra__locale": "zh_CN"},
        {"extra__locale_not_in": "en_US"},
        {"extra__app_version": "1.0,2.0"},
    ],
)
def test_filter_that_fits_lets_the_message_through(fields):
    client = a_client()
    client.send(**fields)
    assert shown(client)


def test_quota_of_a_phone_is_told_as_128_with_its_figures():
    client = a_client()
    for number in range(2):
        client.send(extra__channel_id=LEFT_OUT, notify_id=number, **CALLBACK)
    lines = [line for batch in told(client) for line in batch.values()]
    [exceeded] = [line for line in lines if line["type"] == 128]
    assert exceeded["extra"] == {"device_acked": "1", "device_quota": "1"}


def test_quota_of_an_app_is_told_as_128_with_its_figures():
    client = a_client(**push_app(used_today=10_000))
    client.send_each((reg_id_of(client.world), {"extra__channel_id": LEFT_OUT, **CALLBACK}))
    [batch] = told(client)
    [line] = batch.values()
    assert (line["type"], line["extra"]) == (128, {"ack": "10000", "quota": "10000"})


def test_end_of_a_life_is_told_as_1024_and_one_for_present_phones_alone_is_told_to_nobody():
    client = a_client()
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.send(extra__only_send_once="1", **CALLBACK)
    assert told(client) == []
    client.send(time_to_live=MINUTE_MS, **CALLBACK)
    [batch] = told(client, 2 * MINUTE_MS)
    assert [line["type"] for line in batch.values()] == [1024]


def test_pass_through_message_counts_as_delivered_to_a_running_app_alone():
    client = a_client()
    client.send(pass_through=1, **CALLBACK)
    [batch] = told(client)
    assert [(line["type"], line["barStatus"]) for line in batch.values()] == [(1, "Unknown")]
    killed(client.world)
    client.send(pass_through=1, **CALLBACK)
    assert len(told(client)) == 1


def test_message_hidden_in_front_counts_as_delivered_and_one_dropped_by_the_sdk_does_not():
    client = a_client()
    client.send(extra__notify_foreground="0", **CALLBACK)
    [batch] = told(client)
    assert [line["type"] for line in batch.values()] == [1]
    call_sdk(client, "pausePush")
    client.send(**CALLBACK)
    assert len(told(client)) == 1


# -- reading them -


def reader(client: XiaomiClient) -> Any:
    return client.world.own_senders["xiaomi"].take_receipts


def a_receipt(body: str) -> Request:
    return Request("POST", "push.customer.example", "/receipts/xiaomi", body=body.encode())


def test_example_of_the_document_is_read():
    lines = {
        "axo00546585203029498oV": {
            "param": "p",
            "type": 1,
            "targets": "alias1,alias2",
            "jobkey": "k",
            "barStatus": "Enable",
            "timestamp": 1465852030299,
        }
    }
    receipts, answer = reader(a_client())(a_receipt(urlencode({"data": json.dumps(lines)})))
    assert answer.status == 200
    assert receipts == [
        Receipt(ReceiptKind.ARRIVED, "axo00546585203029498oV", target, "1", "barStatus Enable", "p")
        for target in ("alias1", "alias2")
    ]


@pytest.mark.parametrize("body", ["", "data=", "data=%5B%5D", "data=no+json", '{"m": {"type": 1, "targets": "r"}}'])
def test_something_else_is_unreadable(body):
    with pytest.raises(ReceiptUnreadable):
        reader(a_client())(a_receipt(body))


def test_address_of_another_host_is_posted_to():
    world = new_world(
        "xiaomi",
        phones={"bob_phone": PhoneSpec(user="bob")},
        vendor_apps={"xiaomi": VendorAppSpec(receipts="http://callbacks.example/mi")},
    )
    assert "callbacks.example" in world.customer.hosts
