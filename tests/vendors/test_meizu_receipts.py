"""Receipts of Meizu's: what asks for them, what is posted, and how the customer's server reads it."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from simulator.kernel.trace import Kind
from simulator.kernel.units import SECOND_MS
from simulator.network.http import Request
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.world.spec import VendorAppSpec
from tests.factories import killed, records, reg_id_of, tap
from tests.vendors.meizu_client import MeizuClient, a_client, message, two_phones

URL = "https://push.customer.example/receipts/meizu"
ALIAS_PUSH = "/push/varnished/pushByAlias"


def wanted(types: int = 3, url: str = URL) -> dict[str, Any]:
    return {"extra__callback": url, "extra__callback.param": "order 42", "extra__callback.type": types}


def posted(client: MeizuClient) -> list[dict[str, Any]]:
    """Return what `cb` held in each post, after seeing that a token stands beside it."""
    found = []
    for one in records(client.world, Kind.WIRE, "meizu>customer"):
        if "request" in one.data:
            form = dict(parse_qsl(one.data["request"]["body"].decode()))
            assert one.data["request"]["url"] == URL
            assert set(form) == {"cb", "access_token"}
            assert len(form["access_token"]) == 32
            found.append(json.loads(form["cb"]))
    return found


def read(client: MeizuClient) -> list[tuple[str, str, str, str]]:
    """Return kind, message, target and param of all receipts that the customer's server has read."""
    receipts = [one.data for one in records(client.world, Kind.CALLBACK, "receipt")]
    return [(one["kind"], one["message_id"], one["target"], one["param"]) for one in receipts]


def test_arrival_and_click_are_told_each_in_a_form_of_its_own():
    client = a_client()
    killed(client.world)
    message_id = client.push(**wanted())["msgId"]
    client.world.run_for(3 * SECOND_MS)
    tap(client.world)
    client.world.run_for(3 * SECOND_MS)
    bob = reg_id_of(client.world)
    assert posted(client) == [
        {f"{message_id}-1": {"param": "order 42", "type": 1, "targets": [bob]}},
        {f"{message_id}-2": {"param": "order 42", "type": 2, "targets": [bob]}},
    ]
    assert read(client) == [("arrived", message_id, bob, "order 42"), ("clicked", message_id, bob, "order 42")]


def test_what_happens_within_a_second_is_told_in_one_form():
    client = two_phones()
    phones = [reg_id_of(client.world, name) for name in ("bob_phone", "carol_phone")]
    both, one = client.push(",".join(phones), **wanted()), client.push(**wanted())
    client.world.run_for(3 * SECOND_MS)
    [cb] = posted(client)
    assert set(cb) == {f"{both['msgId']}-1", f"{one['msgId']}-1"}
    assert sorted(cb[f"{both['msgId']}-1"]["targets"]) == sorted(phones)


@pytest.mark.parametrize(("types", "kinds"), [(1, ["arrived"]), (2, ["clicked"]), (3, ["arrived", "clicked"])])
def test_only_what_was_asked_for_is_told(types, kinds):
    client = a_client()
    client.push(**wanted(types))
    client.world.run_for(3 * SECOND_MS)
    tap(client.world)
    client.world.run_for(3 * SECOND_MS)
    assert [kind for kind, *_ in read(client)] == kinds


def test_receipt_of_a_push_to_an_alias_names_the_alias():
    client = a_client()
    client.about_phone("subscribeAlias", alias="bob")
    client.ask(ALIAS_PUSH, alias="bob", messageJson=message(**wanted()))
    client.world.run_for(3 * SECOND_MS)
    assert [target for _, _, target, _ in read(client)] == ["bob"]


def test_tasks_have_no_receipts():
    client = a_client()
    client.ask("/push/pushTask/pushToApp", messageJson=message(**wanted()))
    client.world.run_for(3 * SECOND_MS)
    assert len(client.world.phone("bob_phone").notifications.shade) == 1
    assert posted(client) == []


def test_message_that_is_not_shown_has_no_receipt():
    client = a_client()
    client.world.phone("bob_phone").notifications.set_notifications_enabled(client.app.package, enabled=False)
    client.push(**wanted())
    client.world.run_for(3 * SECOND_MS)
    assert posted(client) == []


def test_message_without_an_address_has_no_receipt():
    client = a_client()
    client.push(**wanted(url=""))
    client.world.run_for(3 * SECOND_MS)
    assert posted(client) == []


@pytest.mark.parametrize(("url", "code"), [(URL, "200"), (f"{URL}/other", "1005"), ("", "200")])
def test_address_that_the_console_does_not_have_stops_the_push(url, code):
    client = a_client(vendor_apps={"meizu": VendorAppSpec(receipts=URL)})
    assert client.push(**wanted(url=url))["code"] == code
    if code != "200":
        assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.INVALID_REQUEST, "callback_not_registered")


def test_receipt_that_nobody_takes_is_not_posted_again():
    client = a_client()
    client.push(**wanted(url="https://nobody.example/"))
    client.world.run_for(60 * SECOND_MS)
    assert len(records(client.world, Kind.STATE, "receipt_given_up")) == 1


CB = json.dumps({"NS1-1": {"param": "p", "type": 1, "targets": ["a"]}})


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"cb": CB}, "the form has no access_token"),
        ({"cb": CB, "access_token": ""}, "the form has no access_token"),
        ({"access_token": "t"}, "cb: "),
        ({"cb": "[]", "access_token": "t"}, "cb: "),
        ({"cb": CB.replace(": 1", ": 3"), "access_token": "t"}, "type 3 is neither an arrival nor a click"),
    ],
)
def test_post_that_is_no_receipt_is_refused(form, why):
    client = a_client()
    request = Request("POST", "push.customer.example", "/receipts/meizu", "", (), urlencode(form).encode())
    assert client.world.customer.handle(request).status == 400
    [unreadable] = records(client.world, Kind.CALLBACK, "receipt_unreadable")
    assert unreadable.data["why"].startswith(why)
