"""Receipts of Huawei: what each status comes from, their two forms, and who may be believed."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest

from simulator.device.android.activity_manager import KillCause
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.users import Space
from simulator.kernel.trace import Kind, Record
from simulator.kernel.units import DAY_MS, MINUTE_MS, SECOND_MS
from simulator.network.faults import FaultKind
from simulator.network.http import Request
from simulator.world.spec import PhoneSpec, VendorAppSpec
from tests.factories import bound_phone, killed, records, reg_id_of, tap
from tests.rsa_key import PUBLIC_PEM
from tests.vendors.huawei_client import LEFT_OUT, UNKNOWN, HuaweiClient, a_client

URL = "https://receipts.customer.example/huawei?team=chat"
SHOWN = "message.android.notification"
UNCLASSED = {"message.android.category": LEFT_OUT}
KEYS = {"callback_user": "huawei-user", "callback_key": "huawei-key"}


def told_client(values: dict[str, str] | None = None, **spec: Any) -> HuaweiClient:
    """Return a client of an app whose console has an address for receipts."""
    app = VendorAppSpec(receipts=URL, values=values or {}, rights=spec.pop("rights", ()))
    return a_client(vendor_apps={"huawei": app}, **spec)


def posted(client: HuaweiClient) -> list[Any]:
    """Let two seconds pass and return the requests with receipts, with their answers."""
    client.world.run_for(2 * SECOND_MS)
    client.world.check_conservation()
    return [one.data for one in records(client.world, Kind.WIRE, "huawei>customer") if "request" in one.data]


def statuses(client: HuaweiClient) -> list[Any]:
    found = []
    for one in posted(client):
        found += json.loads(one["request"]["body"])["statuses"]
    return found


def status(client: HuaweiClient) -> list[int]:
    return [one["status"] for one in statuses(client)]


def received(client: HuaweiClient) -> list[Record]:
    return records(client.world, Kind.CALLBACK, "receipt")


# -- form -


def test_receipt_has_the_fields_of_version_1_and_is_answered_as_huawei_wants_it():
    client = told_client()
    request_id = client.send({"message.android.bi_tag": "the tag"})["requestId"]
    [one] = posted(client)
    request = one["request"]
    assert request["url"] == URL
    assert dict(request["headers"]) == {"Content-Type": "application/json"}
    [told] = json.loads(request["body"])["statuses"]
    assert isinstance(told.pop("timestamp"), int)
    assert told == {
        "biTag": "the tag",
        "appid": client.app.values["app_id"],
        "token": reg_id_of(client.world),
        "status": 0,
        "requestId": request_id,
    }
    again = Request("POST", "receipts.customer.example", "/huawei", "team=chat", (), request["body"])
    assert json.loads(client.world.hosts.handle(again).body) == {"code": "0", "message": "success"}
    receipt, _ = received(client)
    assert (receipt.data["kind"], receipt.data["code"], receipt.data["param"]) == ("arrived", "0", "the tag")
    assert (receipt.data["message_id"], receipt.data["target"]) == (request_id, reg_id_of(client.world))


@pytest.mark.parametrize("is_scenario", [False, True])
def test_receipt_of_version_2_has_the_package_and_a_delivery_status(is_scenario):
    client = told_client({"receipt_version": "1" if is_scenario else "2"})
    if is_scenario:
        notification = {"category": "IM", "title": "t", "body": "b", "clickAction": {"actionType": 0}}
        body = {"payload": {"notification": notification}, "target": {"token": [reg_id_of(client.world)]}}
        client.call("/v3/{project}/messages:send", body, ("push-type", "0"))
    else:
        client.send()
    [told] = statuses(client)
    delivered = told.pop("deliveryStatus")
    assert delivered["result"] == 0
    assert isinstance(delivered["timestamp"], int)
    assert (told["pushType"], told["appPackageName"]) == (0, "com.example.chat")
    assert set(told) == {"biTag", "token", "requestId", "pushType", "appPackageName"}
    assert [one.data["code"] for one in received(client)] == ["0"]


def test_without_an_address_nothing_is_posted():
    client = a_client()
    client.send()
    assert posted(client) == []


def test_receipts_that_come_close_together_go_in_one_request_of_100_at_most():
    client = told_client(phones={"bob_phone": PhoneSpec(), "carol_phone": PhoneSpec()})
    bound_phone(client.world, "carol_phone", "carol")
    for _ in range(60):
        client.send(tokens=[reg_id_of(client.world), reg_id_of(client.world, "carol_phone")])
    assert [len(json.loads(one["request"]["body"])["statuses"]) for one in posted(client)] == [100, 20]


def test_receipt_is_signed_with_user_and_key_of_the_console():
    client = told_client(KEYS)
    client.send()
    [one] = posted(client)
    header = dict(one["request"]["headers"])["X-HUAWEI-CALLBACK-ID"]
    parts = dict(part.split("=", 1) for part in header.split("; "))
    text = f"{parts['timestamp']}{parts['nonce']}huawei-user"
    assert [len(part) for part in parts["nonce"].split("-")] == [8, 4, 4, 4, 12]
    signed = hmac.new(b"huawei-key", text.encode(), hashlib.sha256).digest()
    assert parts["value"] == base64.b64encode(signed).decode()
    assert len(received(client)) == 1


@pytest.mark.parametrize("header", ["", "timestamp=1; nonce=2; value=AAAA"])
def test_receipt_that_is_not_signed_with_the_key_is_not_believed(header):
    client = told_client(KEYS)
    told = {"statuses": [{"token": "t", "requestId": "1", "appid": client.app.values["app_id"], "status": 0}]}
    headers = (("X-HUAWEI-CALLBACK-ID", header),)
    request = Request("POST", "receipts.customer.example", "/huawei", "team=chat", headers, json.dumps(told).encode())
    assert client.world.hosts.handle(request).status == 400
    assert received(client) == []
    assert len(records(client.world, Kind.CALLBACK, "receipt_unreadable")) == 1


def test_body_without_statuses_is_no_receipt():
    client = told_client()
    request = Request("POST", "receipts.customer.example", "/huawei", "team=chat", (), b"{}")
    assert client.world.hosts.handle(request).status == 400


@pytest.mark.parametrize(
    ("values", "receipt_id", "url", "code"),
    [
        ({"receipt_id": "r1"}, "r1", URL, "80000000"),
        ({"receipt_id": "r1"}, "r2", URL, "80300013"),
        ({}, "r1", URL, "80300013"),
        ({"receipt_id": "r1"}, "r1", "http://receipts.customer.example/huawei", "80300013"),
    ],
)
def test_message_may_name_its_receipt_configuration(values, receipt_id, url, code):
    client = a_client(vendor_apps={"huawei": VendorAppSpec(receipts=url, values=values)})
    assert client.send({"message.android.receipt_id": receipt_id})["code"] == code
    assert client.status == (200 if code == "80000000" else 400)


# -- statuses -


def test_app_that_was_removed_is_2():
    client = told_client()
    client.world.phone("bob_phone").uninstall()
    client.send()
    assert status(client) == [2]


def test_token_of_cleared_data_is_5():
    client = told_client()
    phone = client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    client.send()
    phone.clear_data()
    phone.set_network(NetworkKind.WIFI)
    assert status(client) == [5]
    assert phone.notifications.shade == ()


def test_token_that_was_given_back_is_5():
    client = told_client()
    phone = client.world.phone("bob_phone")
    process = phone.app.process
    assert process is not None
    assert process.demo is not None
    client.send()
    process.demo.call_sdk(process, "deleteToken", ())
    assert status(client) == [5]


def call_sdk(client: HuaweiClient, method: str, *arguments: str) -> None:
    process = client.world.phone("bob_phone").app.process
    assert process is not None
    assert process.demo is not None
    process.demo.call_sdk(process, method, arguments)


def test_push_that_the_app_turned_off_is_6_until_it_is_turned_on():
    client = told_client()
    call_sdk(client, "turnOffPush")
    client.send()
    assert status(client) == [6]
    call_sdk(client, "turnOnPush")
    client.send()
    assert status(client) == [6, 0]


def test_notifications_that_the_user_switched_off_are_6():
    client = told_client()
    client.world.phone("bob_phone").notifications.set_notifications_enabled("com.example.chat", enabled=False)
    client.send()
    assert status(client) == [6]


def test_phone_away_for_more_than_30_days_is_10():
    client = told_client()
    client.world.run_for(SECOND_MS)
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.world.run_for(30 * DAY_MS + 1)
    client.auth()
    client.send()
    assert status(client) == [10]


def test_waiting_message_that_gave_way_is_15():
    client = told_client()
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    for _ in range(2):
        client.send({"message.android.collapse_key": 7})
        client.world.run_for(SECOND_MS)
    assert status(client) == [15]


def test_message_that_expired_has_no_receipt():
    client = told_client()
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.send({"message.android.ttl": "1s"})
    client.world.run_for(MINUTE_MS)
    assert status(client) == []


@pytest.mark.parametrize(("is_running", "told"), [(False, 27), (True, 0)])
def test_data_for_an_app_without_process_is_27(is_running, told):
    client = told_client()
    if not is_running:
        killed(client.world)
    client.send({SHOWN: LEFT_OUT, "message.data": "some data"})
    assert status(client) == [told]


def test_urgent_data_starts_the_app_where_that_was_granted():
    client = told_client(rights=("high_urgency",))
    killed(client.world)
    client.send({SHOWN: LEFT_OUT, "message.data": "some data", "message.android.urgency": "HIGH"})
    assert status(client) == [0]
    assert client.world.phone("bob_phone").app.is_running


@pytest.mark.parametrize(
    "click",
    [
        {"type": 1, "intent": "intent:#Intent;component=com.example.chat/com.example.chat.Missing;end"},
        {"type": 1, "intent": "no intent"},
        {"type": 1, "action": "com.example.NO_SUCH"},
    ],
)
def test_page_that_is_not_there_is_31_and_the_notification_shows(click):
    client = told_client()
    client.send({f"{SHOWN}.click_action": click})
    assert status(client) == [31]
    assert len(client.world.phone("bob_phone").notifications.shade) == 1


def test_message_3001_of_the_day_is_102():
    client = told_client()
    client.world.clouds["huawei"].today.add(("device", reg_id_of(client.world)), 3_000)
    client.send()
    assert status(client) == [102]


def test_third_marketing_message_of_the_day_is_201():
    client = told_client()
    for _ in range(3):
        client.send(UNCLASSED)
    assert sorted(status(client)) == [0, 0, 201]


def test_news_app_has_five_marketing_messages_a_day():
    client = told_client(rights=("news",))
    for _ in range(6):
        client.send(UNCLASSED)
    assert sorted(status(client)) == [0, 0, 0, 0, 0, 201]


def test_profile_that_no_app_has_set_is_144():
    client = told_client()
    assert client.send({f"{SHOWN}.profile_id": "p" * 64})["code"] == "80000000"
    assert status(client) == [144]


def test_phone_at_which_another_user_works_is_22():
    client = told_client(phones={"guest": PhoneSpec(space_of="bob_phone", space=Space.USER)})
    client.world.phone("guest").unlock()
    client.send()
    assert status(client) == [22]


def test_locked_phone_is_51_and_0_once_it_is_unlocked():
    client = told_client()
    phone = client.world.phone("bob_phone")
    phone.reboot(is_unlocked=False)
    client.send()
    assert status(client) == [51]
    assert client.last.reason == "device_offline"
    phone.unlock()
    assert status(client) == [51, 0]
    assert len(client.world.phone("bob_phone").notifications.shade) == 1


def test_tap_has_no_receipt():
    client = told_client()
    killed(client.world)
    client.send()
    client.world.run_for(SECOND_MS)
    tap(client.world)
    assert status(client) == [0]


def test_message_hidden_from_the_app_in_front_counts_as_arrived():
    client = told_client()
    client.send({f"{SHOWN}.foreground_show": False})
    assert status(client) == [0]


def test_refused_token_has_no_receipt():
    client = told_client()
    client.send(tokens=[UNKNOWN])
    assert status(client) == []


def test_receipt_that_is_not_taken_is_not_posted_again():
    client = told_client()
    client.world.network.link("huawei", "customer", (1, 1)).fail_next(FaultKind.TIMEOUT, 1)
    client.send()
    client.world.run_for(10 * MINUTE_MS)
    assert received(client) == []
    assert len(records(client.world, Kind.STATE, "receipt_given_up")) == 1


# -- the gateway of HMS 2.x has states of its own -


def test_expired_message_of_the_old_gateway_is_80000003():
    client = told_client()
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.gateway({"expire_time": "2026-03-02T09:05"})
    client.world.run_for(10 * MINUTE_MS)
    assert status(client) == [80000003]


def test_removed_app_is_80000004_to_the_old_gateway():
    client = told_client()
    client.world.phone("bob_phone").uninstall()
    client.gateway()
    assert status(client) == [80000004]


def test_phone_long_away_is_80000006_to_the_old_gateway():
    client = told_client()
    client.world.run_for(SECOND_MS)
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.world.run_for(30 * DAY_MS + 1)
    client.auth()
    client.gateway()
    assert status(client) == [80000006]
    assert statuses(client)[0]["biTag"] == "tag"


# -- the night -

NIGHT = "2026-03-02 23:00"


def at_two(client: HuaweiClient) -> None:
    client.world.run_for(3 * 60 * MINUTE_MS)
    client.auth()


def test_message_at_night_waits_for_the_morning():
    client = told_client(start=NIGHT)
    killed(client.world)
    at_two(client)
    client.send()
    assert status(client) == []
    assert (client.last.reason, client.last.rule) == ("quiet_hours", "huawei.night_control")
    client.world.run_for(4 * 60 * MINUTE_MS)
    assert status(client) == [0]
    assert len(client.world.phone("bob_phone").notifications.shade) == 1


def test_message_at_night_comes_when_the_phone_is_used():
    client = told_client(start=NIGHT)
    killed(client.world)
    at_two(client)
    client.send()
    assert status(client) == []
    client.world.phone("bob_phone").app.launch()
    assert status(client) == [0]


@pytest.mark.parametrize(("unused_ms", "is_held"), [(29 * MINUTE_MS, False), (31 * MINUTE_MS, True)])
def test_phone_in_use_at_night_gets_its_messages(unused_ms, is_held):
    client = told_client(start=NIGHT)
    killed(client.world)
    at_two(client)
    phone = client.world.phone("bob_phone")
    phone.app.launch()
    phone.kill_app(KillCause.SWIPE)
    client.world.run_for(unused_ms)
    client.send()
    assert status(client) == ([] if is_held else [0])


def test_more_than_100000_messages_to_one_phone_cost_the_right_to_push():
    client = a_client()
    client.world.clouds["huawei"].today.add(("sent", reg_id_of(client.world)), 99_999)
    assert client.send()["code"] == "80000000"
    assert client.send()["code"] == "80000000"
    assert client.send()["code"] == "80300002"
    client.world.run_for(DAY_MS)
    client.auth()
    assert client.send()["code"] == "80300002"


def test_penalised_app_is_80300002():
    client = a_client(vendor_apps={"huawei": VendorAppSpec(barred=("sending",), values={"public_key": PUBLIC_PEM})})
    assert client.send()["code"] == "80300002"
    assert [one.rule for one in client.world.trace if one.rule][-1] == "huawei.push_right_blocked"
