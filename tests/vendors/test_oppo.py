"""OPPO's cloud: classes and quotas, targets, lives and replacement, each code from its real cause."""

import json
from datetime import time
from typing import Any

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.trace import Kind
from simulator.kernel.units import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from simulator.network.http import Request
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.oppo import facts
from tests.factories import bound_phone, healthy_world, records, reg_id_of
from tests.vendors.oppo_client import (
    FEEDBACK,
    HOST,
    IN_2019,
    IN_2021,
    IN_2024,
    IN_2026,
    LEFT_OUT,
    PUBLIC,
    UNKNOWN,
    OppoClient,
    a_client,
    push_app,
)

# -- healthy -


def test_healthy_message_is_shown():
    client = a_client()
    answer = client.send()
    assert (answer["code"], answer["message"]) == (0, "Success")
    app_id, _, _, number = answer["data"]["messageId"].split("-")
    assert (app_id, len(number)) == (client.app.values["app_id"], 24)
    assert client.verdict() == "shown"
    client.world.check_conservation()


def test_unknown_path_is_20_with_http_404_and_the_nearest_paths_in_the_trace():
    client = a_client()
    answer = client.world.hosts.handle(Request("POST", HOST, "/server/v1/message/notification/unicasts"))
    assert (answer.status, json.loads(answer.body)["code"]) == (404, 20)
    [record] = records(client.world, Kind.STATE, "endpoint_unknown")
    assert record.data["nearest"][0] == "/server/v1/message/notification/unicast"


def test_fault_of_oppo_is_minus_1_with_http_503():
    answer = healthy_world("oppo").clouds["oppo"].server_error()
    assert (answer.status, json.loads(answer.body)["code"]) == (503, -1)


@pytest.mark.parametrize("path", ["auth", "message/notification/unicast", "message/notification/broadcast"])
def test_other_http_method_is_12(path):
    client = a_client()
    assert client.ask("GET", path, query=f"auth_token={client.token}")["code"] == 12


def test_reading_call_is_not_posted_to():
    client = a_client()
    assert client.ask("POST", "feedback/fetch_invalid_regidList")["code"] == 12


# -- classes and quotas -


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"category": "ORDER"}, 0),
        ({"category": "MARKETING"}, 67),
        ({"category": "order"}, 67),
        ({"category": "MARKETING", **PUBLIC}, 0),
        ({"category": "ORDER", **PUBLIC}, 67),
        ({"notify_level": 2}, 67),
        ({"category": "ORDER", "notify_level": 16}, 0),
        ({"category": "ORDER", "notify_level": 3}, 67),
        ({"category": "NEWS", "notify_level": 16, **PUBLIC}, 67),
        ({"category": "IM"}, 54),
        ({"category": "IM", "private_msg_template_id": "t1"}, 0),
    ],
)
def test_category_level_and_class_have_to_fit(changes, code):
    client = a_client(start=IN_2026)
    assert client.send(**changes)["code"] == code
    if code:
        assert client.last.reason == Reason.MESSAGE_CLASS_LIMITED


def test_before_november_2024_categories_mean_nothing():
    assert a_client(start=IN_2024).send(category="nonsense", notify_level=3)["code"] == 0


def test_channel_that_the_console_has_as_private_is_private():
    client = a_client(start=IN_2026, **push_app(channels={"orders": "private", "news": "public"}))
    assert client.send(category="ORDER", channel_id="orders")["code"] == 0
    assert client.send(category="ORDER", channel_id="news")["code"] == 67


def test_without_the_right_every_channel_is_public():
    client = a_client(start=IN_2026, **push_app(system_messages=False))
    assert client.send(category="ORDER")["code"] == 67


def test_public_messages_of_the_day_are_used_up():
    client = a_client(**push_app(used_today=99_999))
    carol = bound_phone(client.world, "carol_phone", "carol")
    assert client.send(**PUBLIC)["code"] == 0
    assert client.send(target_value=reg_id_of(client.world, carol.name), **PUBLIC)["code"] == 33
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.QUOTA_USED, "public_used_up")
    assert client.send()["code"] == 0
    client.world.run_for(client.world.clock.ms_until(time(0)))
    assert client.send(**PUBLIC)["code"] == 0


@pytest.mark.parametrize(("start", "code", "rule"), [(IN_2021, 13, "call_limited"), (IN_2026, 55, "too_fast")])
def test_sends_of_one_second_are_limited(start, code, rule):
    client = a_client(start=start)
    client.world.run_for(SECOND_MS)
    client.world.clouds["oppo"].this_second.add(client.app.values["app_id"], 4_999)
    assert client.send()["code"] == 0
    assert client.send()["code"] == code
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.FREQUENCY_CONTROL, rule)
    client.world.run_for(SECOND_MS - 1)
    assert client.send()["code"] == code
    client.world.run_for(1)
    assert client.send()["code"] == 0


@pytest.mark.parametrize(("start", "most"), [(IN_2021, 5), (IN_2026, 2)])
def test_phone_gets_so_many_public_messages_a_day(start, most):
    client = a_client(start=start, **push_app(channels={"tuikit": "public"}, values={"channel_id": "other"}))
    for _ in range(most):
        client.world.run_for(SECOND_MS)
        assert client.send()["code"] == 0
        assert client.last.outcome.value == "ok"
    client.world.run_for(SECOND_MS)
    assert client.send()["code"] == 0
    assert client.said_no(Hop.DISPATCHED, Reason.QUOTA_USED, "device_daily_limit")
    client.world.run_for(client.world.clock.ms_until(time(0)))
    assert client.send()["code"] == 0
    assert client.last.reason == ""


def test_sixth_message_of_a_second_to_one_phone_is_lost():
    client = a_client()
    for _ in range(5):
        assert client.send()["code"] == 0
        assert client.last.reason == ""
    assert client.send()["code"] == 0
    assert client.said_no(Hop.DISPATCHED, Reason.FREQUENCY_CONTROL, "device_burst")
    client.world.run_for(SECOND_MS)
    assert client.send()["code"] == 0
    assert client.last.reason == ""


def test_same_message_number_to_one_phone_is_dropped_silently():
    client = a_client()
    carol = bound_phone(client.world, "carol_phone", "carol")
    assert client.send(app_message_id="m1")["code"] == 0
    assert client.send(app_message_id="m1")["code"] == 0
    assert client.said_no(Hop.DISPATCHED, Reason.DUPLICATE_CONTENT, "repeated_message")
    assert client.send(app_message_id="m1", target_value=reg_id_of(client.world, carol.name))["code"] == 0
    assert client.verdict() == "shown"


# -- targets -


@pytest.mark.parametrize(
    ("target", "rule"),
    [
        (UNKNOWN, "reg_id_unknown"),
        ("fa0e0000000000000000000000009999", "reg_id_unknown"),
        ("OPPO_CN_fa0e0000000000000000000000009999", "reg_id_unknown"),
        ("fa0e000000000000000000000000999", "reg_id_malformed"),
        ("OPPO_UK_fa0e0000000000000000000000009999", "reg_id_of_other_cluster"),
    ],
)
def test_wrong_registration_id_is_10000(target, rule):
    client = a_client()
    assert client.send(target_value=target)["code"] == 10000
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, rule)


@pytest.mark.parametrize("target_type", [3, 5])
def test_alias_that_nobody_has_is_10000(target_type):
    client = a_client()
    assert client.send(target_type=target_type, target_value="bob")["code"] == 10000
    assert client.last.rule == "oppo.alias_unknown"


def test_registration_id_of_an_app_that_has_gone_is_10000():
    client = a_client()
    reg_id = reg_id_of(client.world)
    client.world.clouds["oppo"].app_removed("bob_phone", "com.example.chat")
    assert client.send(target_value=reg_id)["code"] == 10000
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "reg_id_gone")


def test_registration_id_ends_after_30_days_without_connection():
    client = a_client()
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.world.run_for(30 * DAY_MS)
    client.auth()
    assert client.send(off_line_ttl=60)["code"] == 0
    client.world.run_for(1)
    assert client.send()["code"] == 10000
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "reg_id_inactive")


def test_invalid_registration_ids_can_be_read_once():
    client = a_client()
    reg_id = reg_id_of(client.world)
    client.host = FEEDBACK
    query = f"auth_token={client.token}"
    path = "feedback/fetch_invalid_regidList"
    assert client.ask("GET", path, query=query)["data"] == {"registration_ids": [], "totalCount": 0}
    client.world.clouds["oppo"].app_removed("bob_phone", "com.example.chat")
    assert client.ask("GET", path, query=query)["data"] == {"registration_ids": [reg_id], "totalCount": 1}
    assert client.ask("GET", path, query=query)["data"]["totalCount"] == 0
    assert client.ask("GET", path)["code"] == 29


def test_registration_id_of_a_phone_that_was_away_for_a_month_is_among_the_invalid():
    client = a_client()
    reg_id = reg_id_of(client.world)
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.world.run_for(30 * DAY_MS)
    client.auth()
    path, query = "feedback/fetch_invalid_regidList", f"auth_token={client.token}"
    assert client.ask("GET", path, query=query)["data"]["registration_ids"] == []
    client.world.run_for(1)
    assert client.ask("GET", path, query=query)["data"] == {"registration_ids": [reg_id], "totalCount": 1}


# -- lives and replacement -


def offline(client: OppoClient, **changes: Any) -> str:
    """Send to a phone without network, and return how the push stands a minute later."""
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    assert client.send(**changes)["code"] == 0
    client.world.run_for(MINUTE_MS)
    return client.world.verdict(client.world.ledger.opened).text


def verdict_after(client: OppoClient, span_ms: int) -> str:
    client.world.run_for(span_ms)
    client.world.phone("bob_phone").set_network(NetworkKind.WIFI)
    client.world.run_for(SECOND_MS)
    return client.world.verdict(client.world.ledger.opened).text


def test_message_that_is_not_kept_is_lost_to_a_phone_without_network():
    client = a_client()
    assert offline(client, off_line=False) == "device_offline"
    assert client.said_no(Hop.DISPATCHED, Reason.DEVICE_OFFLINE, "not_kept")


def test_message_lives_an_hour_where_nothing_is_said():
    assert offline(client := a_client(), off_line=LEFT_OUT, off_line_ttl=LEFT_OUT) == "pending"
    assert verdict_after(client, HOUR_MS - 2 * MINUTE_MS) == "shown"
    assert offline(client, off_line=LEFT_OUT, off_line_ttl=LEFT_OUT) == "pending"
    assert verdict_after(client, HOUR_MS) == "ttl_expired"


@pytest.mark.parametrize(("start", "days"), [(IN_2019, 3), (IN_2026, 10)])
def test_longer_life_is_cut(start, days):
    client = a_client(start=start)
    assert offline(client, off_line_ttl=100 * 86_400) == "pending"
    assert verdict_after(client, days * DAY_MS - 2 * MINUTE_MS) == "shown"
    assert offline(client, off_line_ttl=100 * 86_400) == "pending" if client.auth()["code"] == 0 else False
    assert verdict_after(client, days * DAY_MS) == "ttl_expired"


def test_same_notify_id_takes_the_place_of_the_message_before():
    client = a_client()
    for text in ("one", "two"):
        assert client.send(notify_id=7, content=text)["code"] == 0
        client.world.run_for(SECOND_MS)
    assert [one.text for one in client.world.phone("bob_phone").notifications.shade] == ["two"]


def test_same_notify_id_takes_the_place_of_a_message_that_waits():
    client = a_client()
    assert offline(client, notify_id=7) == "pending"
    first = client.world.ledger.opened
    assert offline(client, notify_id=7) == "pending"
    assert client.world.verdict(first).text == "collapsed"


# -- console -


def test_certificate_form_asks_for_no_app_secret():
    form = facts.CERTIFICATE_FORM
    assert [field.label for field in form.fields] == ["AppKey", "AppID", "MasterSecret", "ChannelID"]
    assert form.app_only == ("app_secret",)
