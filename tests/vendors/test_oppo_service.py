"""OPPO's service as a whole: its paths and versions, its load, callers it bars, and what an app may still send."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from simulator.kernel.trace import Kind
from simulator.kernel.units import DAY_MS, SECOND_MS
from simulator.network.http import Request
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.oppo.cloud import ALL_CALLS
from simulator.world.spec import VendorAppSpec
from tests.factories import healthy_world, killed, records, reg_id_of, send
from tests.vendors.oppo_client import FEEDBACK, FORM, HOST, PUBLIC, OppoClient, a_client


def answer_at(path: str, method: str = "POST") -> tuple[int, int]:
    """Return HTTP status and code of the answer to an empty call."""
    answer = healthy_world("oppo").hosts.handle(Request(method, HOST, path))
    return answer.status, json.loads(answer.body)["code"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/server/v1/message/notification/recall", 20),
        ("/message/notification/unicast", 20),
        ("/server/v1", 21),
        ("/server/v1/", 21),
        ("/server", 22),
        ("/server/auth", 22),
        ("/server/version1/auth", 23),
        ("/server/v1.0/auth", 23),
        ("/server/v2/auth", 24),
    ],
)
def test_path_without_a_call_behind_it_says_what_is_wrong_with_it(path, code):
    assert answer_at(path) == (404, code)


# -- load -


def under_load(calls: int) -> OppoClient:
    """Return a client of a service that so many calls of others have reached within this second."""
    client = a_client()
    client.world.run_for(SECOND_MS)
    client.world.clouds["oppo"].calls.add(ALL_CALLS, calls)
    return client


@pytest.mark.parametrize(
    ("calls", "code", "reason", "rule"),
    [
        (29_999, 0, "", "oppo.class_and_quota"),
        (30_000, -2, Reason.FREQUENCY_CONTROL, "oppo.flow_control"),
        (59_999, -2, Reason.FREQUENCY_CONTROL, "oppo.flow_control"),
        (60_000, -1, Reason.VENDOR_FAULT, "oppo.service_down"),
    ],
)
def test_busy_service_tells_everybody_to_slow_down_and_at_last_nothing_more(calls, code, reason, rule):
    client = under_load(calls)
    assert client.send()["code"] == code
    assert (client.last.reason, client.last.rule) == (reason, rule)
    client.world.run_for(SECOND_MS)
    assert client.send()["code"] == 0


# -- callers -


@pytest.mark.parametrize(
    ("listed", "header", "code"),
    [
        (("203.0.113.7",), "203.0.113.7", 26),
        (("198.51.100.1", "203.0.113.7"), "203.0.113.7, 10.0.0.1", 26),
        (("203.0.113.7",), "203.0.113.70", 0),
        (("203.0.113.7",), "10.0.0.1, 203.0.113.7", 0),
        ((), "203.0.113.7", 0),
    ],
)
def test_caller_on_the_apps_black_list_is_26(listed, header, code):
    client = a_client(vendor_apps={"oppo": VendorAppSpec(barred=listed)})
    headers = (*FORM, ("X-Forwarded-For", header))
    body = urlencode({"auth_token": client.token, "message": json.dumps(client.message())}).encode()
    assert client.ask("POST", "message/notification/unicast", body, headers=headers)["code"] == code
    if code:
        assert client.said_no(Hop.PUSH_REQUESTED, Reason.AUTH_REFUSED, "address_blocked")


# -- the day's number -


def permit(client: OppoClient, **ask: Any) -> dict[str, Any]:
    client.host = FEEDBACK
    answer = client.ask("GET", "feedback/fetch_push_permit", **{"query": f"auth_token={client.token}", **ask})
    client.host = HOST
    return answer


def test_permit_says_how_many_public_messages_are_left():
    client = a_client(vendor_apps={"oppo": VendorAppSpec(used_today=99_998)})
    assert permit(client)["data"] == {"total": 100_000, "sent": 99_998, "remain": 2}
    client.send()
    assert permit(client)["data"]["remain"] == 2
    client.send(**PUBLIC)
    assert permit(client)["data"] == {"total": 100_000, "sent": 99_999, "remain": 1}
    client.world.run_for(DAY_MS)
    client.auth()
    assert permit(client)["data"] == {"total": 100_000, "sent": 0, "remain": 100_000}


def test_permit_takes_the_token_as_a_header_and_no_call_without_one():
    client = a_client()
    assert permit(client, query="", headers=(("auth_token", client.token),))["code"] == 0
    assert permit(client, query="")["code"] == 29
    assert client.ask("POST", "feedback/fetch_push_permit")["code"] == 12


@pytest.mark.parametrize(("users", "total"), [(49_999, 100_000), (50_000, 100_000), (50_001, 100_002)])
def test_big_apps_send_two_public_messages_for_each_user(users, total):
    client = a_client()
    others = {f"phone{number}" for number in range(users - 1)}
    client.world.clouds["oppo"].users[client.app.values["app_id"]] |= others
    assert permit(client)["data"]["total"] == total


@pytest.mark.parametrize(("rights", "most"), [((), 2), (("news",), 5)])
def test_news_apps_have_a_limit_of_their_own(rights, most):
    client = a_client(vendor_apps={"oppo": VendorAppSpec(rights=rights)})
    for _ in range(most):
        assert client.send(**PUBLIC)["code"] == 0
        assert client.last.reason == ""
        client.world.run_for(SECOND_MS)
    assert client.send(**PUBLIC)["code"] == 0
    assert client.said_no(Hop.DISPATCHED, Reason.QUOTA_USED, "device_daily_limit")


@pytest.mark.parametrize(("start", "reason"), [("2024-07-28 12:00", ""), ("2024-07-29 00:00", "message_class_limited")])
def test_public_messages_vanish_for_apps_from_elsewhere_since_july_2024(start, reason):
    client = a_client(start=start, vendor_apps={"oppo": VendorAppSpec(barred=("public_messages",))})
    assert client.send(**PUBLIC)["code"] == 0
    assert client.last.reason == reason
    client.world.run_for(SECOND_MS)
    assert client.send()["code"] == 0
    assert client.last.reason == ""


@pytest.mark.parametrize(("rights", "code"), [((), 59), (("secondary_action",), 0)])
def test_buttons_need_a_right(rights, code):
    client = a_client(vendor_apps={"oppo": VendorAppSpec(rights=rights)})
    assert client.send(buttons=[{"name": "reply"}])["code"] == code
    if code:
        assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.MESSAGE_CLASS_LIMITED, "buttons_denied")


# -- magic values -


@pytest.mark.parametrize("call", ["auth", "message/notification/unicast_batch", "media/upload/big_picture"])
def test_magic_value_forces_the_answer_of_each_call(call):
    client = a_client()
    answer = client.post(call, {"app_key": "pushsim-refuse-13"})
    assert answer == {"code": 13, "message": "forced by a magic value of the request"}


def test_forced_status_without_a_body_is_a_fault_of_the_vendor_to_im():
    world = healthy_world("oppo")
    killed(world)
    binding = world.im.bindings.find("bob", "bob_phone")
    assert binding is not None
    binding.token = "pushsim-http-404"
    assert send(world).reason == Reason.VENDOR_FAULT
    [given_up] = [one for one in records(world, Kind.HOP, Hop.PUSH_REQUESTED) if one.reason]
    assert given_up.data["vendor_code"] == "404"


def test_registration_id_keeps_its_own_form():
    assert reg_id_of(healthy_world("oppo")).startswith("CN_")
