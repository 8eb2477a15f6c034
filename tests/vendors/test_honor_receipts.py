"""What Honor posts to the address in its console, and what the customer's server makes of it."""

import json
from typing import Any

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.trace import Kind
from simulator.kernel.units import MINUTE_MS, SECOND_MS
from simulator.network.faults import FaultKind
from simulator.network.http import Request
from simulator.world.spec import VendorAppSpec
from tests.factories import killed, records, reg_id_of, tap
from tests.vendors.honor_client import LEFT_OUT, HonorClient, a_client

URL = "https://push.customer.example/receipts/honor"


def tracked(**app: Any) -> HonorClient:
    client = a_client(vendor_apps={"honor": VendorAppSpec(receipts=URL, **app)})
    killed(client.world)
    return client


def posted(client: HonorClient) -> list[dict[str, Any]]:
    """Let a second pass and return the bodies of all receipts."""
    client.world.run_for(SECOND_MS)
    sent = [one.data["request"] for one in records(client.world, Kind.WIRE, "honor>customer") if "request" in one.data]
    assert {one["url"] for one in sent} <= {URL}
    return [json.loads(one["body"]) for one in sent]


def statuses(client: HonorClient) -> list[int]:
    return [one["status"] for body in posted(client) for one in body["statuses"]]


def test_receipt_has_the_senders_tag_and_the_request_id():
    client = tracked()
    request_id = client.push()["data"]["requestId"]
    [body] = posted(client)
    [status] = body["statuses"]
    assert 0 < client.world.clock.epoch_ms - status.pop("timestamp") < 2 * SECOND_MS
    app_id = client.app.values["app_id"]
    token = reg_id_of(client.world)
    assert status == {"biTag": "tag-1", "appid": app_id, "token": token, "status": 0, "requestId": request_id}
    [read] = records(client.world, Kind.CALLBACK, "receipt")
    assert read.data == {
        "vendor": "honor",
        "kind": "arrived",
        "message_id": request_id,
        "target": token,
        "code": "0",
        "text": "",
        "param": "tag-1",
    }


def test_message_without_a_tag_has_an_empty_one_in_its_receipt():
    client = tracked()
    client.push(android={"biTag": LEFT_OUT})
    [body] = posted(client)
    assert body["statuses"][0]["biTag"] == ""


def test_without_an_address_in_the_console_there_is_no_receipt():
    client = a_client()
    client.push()
    assert posted(client) == []


def test_tap_has_no_receipt():
    client = tracked()
    client.push()
    assert statuses(client) == [0]
    tap(client.world)
    assert statuses(client) == [0]


def test_notification_that_is_not_shown_is_6():
    client = tracked()
    client.world.phone("bob_phone").notifications.set_notifications_enabled("com.example.chat", enabled=False)
    client.push()
    assert statuses(client) == [6]
    assert records(client.world, Kind.CALLBACK, "receipt")[-1].data["kind"] == "failed"


def test_app_that_is_no_longer_there_is_2():
    client = tracked()
    client.push()
    client.world.phone("bob_phone").uninstall()
    assert statuses(client) == [2]


@pytest.mark.parametrize(("is_running", "status"), [(True, 0), (False, 27)])
def test_data_message_is_taken_by_the_running_app_or_kept(is_running, status):
    client = tracked()
    if is_running:
        client.world.phone("bob_phone").app.launch()
    client.send(token=[reg_id_of(client.world)], data="anything")
    assert statuses(client) == [status]


def test_marketing_message_over_the_limit_of_the_day_is_102():
    client = tracked()
    for _ in range(3):
        client.push(importance="LOW")
    assert sorted(statuses(client)) == [0, 0, 102]


def test_message_whose_life_ends_has_no_receipt_and_a_later_one_has():
    client = tracked()
    phone = client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    client.push(android={"ttl": "60s"})
    client.world.run_for(MINUTE_MS)
    phone.set_network(NetworkKind.WIFI)
    assert statuses(client) == []
    client.push()
    assert statuses(client) == [0]


def test_receipt_that_is_not_taken_is_not_posted_again():
    client = tracked()
    link = client.world.network.find("honor>customer")
    assert link is not None
    link.fail_next(FaultKind.SERVER_ERROR, 1)
    client.push()
    assert len(posted(client)) == 1
    client.world.run_for(MINUTE_MS)
    assert len(posted(client)) == 1
    assert len(records(client.world, Kind.STATE, "receipt_given_up")) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b'{"statuses":[{"status":"0"}]}', b"no JSON"])
def test_request_that_is_no_receipt_is_refused(body):
    client = tracked()
    answer = client.world.hosts.handle(Request("POST", "push.customer.example", "/receipts/honor", "", (), body))
    assert answer.status == 400
    assert len(records(client.world, Kind.CALLBACK, "receipt_unreadable")) == 1
