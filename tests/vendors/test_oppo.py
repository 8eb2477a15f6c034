"""OPPO's cloud: each code from its real cause, on the wire."""

import json
from datetime import time
from typing import Any
from urllib.parse import urlencode

import pytest

from simulator.cloud.registrations import AppState
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.trace import Kind
from simulator.kernel.units import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from simulator.network.http import Request
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.oppo import facts
from simulator.world.spec import VendorAppSpec
from tests.factories import bound_phone, healthy_world, killed, records, reg_id_of
from tests.vendors.oppo_client import (
    ABROAD,
    FEEDBACK,
    FORM,
    HOST,
    LEFT_OUT,
    UNKNOWN,
    OppoClient,
    a_client,
)

IN_2019, IN_2021, IN_2024, IN_2026 = "2019-05-04 09:00", "2021-05-04 09:00", "2024-06-10 09:00", "2026-10-10 09:00"
PUBLIC = {"channel_id": "news"}


def push_app(**fields: Any) -> dict[str, Any]:
    return {"vendor_apps": {"oppo": VendorAppSpec(**fields)}}


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


# -- auth -

AUTH_REFUSALS: dict[int, tuple[str, dict[str, Any]]] = {
    14: ("app_key_unknown", {"app_key": "oppo-app-key-of-somebody-else"}),
    15: ("app_key_missing", {"app_key": LEFT_OUT}),
    16: ("sign_wrong", {"master_secret": "oppo-master-secret-of-somebody-else"}),
    17: ("sign_missing", {"sign": ""}),
    18: ("timestamp_missing", {"timestamp": ""}),
    19: ("timestamp_wrong", {"timestamp": 1_500_000_000_000}),
}


@pytest.mark.parametrize("code", AUTH_REFUSALS)
def test_wrong_auth_is_refused(code):
    rule, changes = AUTH_REFUSALS[code]
    client = OppoClient(healthy_world("oppo"))
    answer = client.auth(**changes)
    assert (answer["code"], "data" in answer) == (code, False)
    refused = records(client.world, Kind.STATE, "refused")[-1]
    assert (refused.reason, refused.rule, refused.data["code"]) == (Reason.AUTH_REFUSED, f"oppo.{rule}", code)


def test_app_secret_in_place_of_the_master_secret_is_16():
    client = OppoClient(healthy_world("oppo"))
    assert client.auth(master_secret=client.app.values["app_secret"])["code"] == 16


def test_app_id_in_place_of_the_app_key_is_14():
    client = OppoClient(healthy_world("oppo"))
    assert client.auth(app_key=client.app.values["app_id"])["code"] == 14


def test_token_has_24_characters_and_says_when_it_was_made():
    client = OppoClient(healthy_world("oppo"))
    data = client.auth()["data"]
    assert len(data["auth_token"]) == 24
    assert data["create_time"] == client.world.clock.epoch_ms


@pytest.mark.parametrize(
    ("skew_ms", "code"),
    [
        (10 * MINUTE_MS, 0),
        (-10 * MINUTE_MS, 0),
        (10 * MINUTE_MS + 1, 19),
        (-10 * MINUTE_MS - 1, 19),
        (DAY_MS, 19),
    ],
)
def test_timestamp_may_be_ten_minutes_off(skew_ms, code):
    client = OppoClient(healthy_world("oppo"))
    assert client.auth(timestamp=client.world.clock.epoch_ms + skew_ms)["code"] == code


@pytest.mark.parametrize("timestamp", ["soon", "1500000000", "15000000000000"])
def test_timestamp_has_13_digits(timestamp):
    assert OppoClient(healthy_world("oppo")).auth(timestamp=timestamp)["code"] == 19


def test_sign_of_the_reference_is_the_one_that_is_expected():
    values = {"app_key": "k", "master_secret": "s", "app_id": "1", "app_secret": "a", "channel_id": "tuikit"}
    client = OppoClient(healthy_world("oppo", start="2023-11-15 06:08", **push_app(values=values)))
    sign = "ea69308234fc809599f8b5934fae803c77be085338d5c57d31e2fd18afe3752e"
    assert client.auth(timestamp="1700000000000", sign=sign)["code"] == 0
    assert client.auth(timestamp="1700000000000", sign=sign.upper())["code"] == 16


# -- token and app -


def test_missing_token_is_29():
    client = a_client()
    client.token = ""
    assert client.send()["code"] == 29
    assert client.said_no(Hop.PUSH_REQUESTED, Reason.AUTH_REFUSED, "token_missing")


def test_unknown_token_is_11():
    client = a_client()
    client.token = "0" * 24
    assert client.send()["code"] == 11
    assert client.said_no(Hop.PUSH_REQUESTED, Reason.AUTH_REFUSED, "token_invalid")


def test_token_lives_24_hours():
    client = a_client()
    client.world.run_for(DAY_MS - 1)
    assert client.send()["code"] == 0
    client.world.run_for(1)
    assert client.send()["code"] == 11


def test_new_token_leaves_the_old_one_valid():
    client = a_client()
    old = client.token
    client.auth()
    assert client.token != old
    client.token = old
    assert client.send()["code"] == 0


@pytest.mark.parametrize("name", ["auth_token", "Auth_Token"])
def test_token_may_come_in_a_header(name):
    client = a_client()
    body = urlencode({"message": json.dumps(client.message())}).encode()
    headers = (*FORM, (name, client.token))
    assert client.ask("POST", "message/notification/unicast", body, headers=headers)["code"] == 0


def test_token_may_come_in_the_query():
    client = a_client()
    body = urlencode({"message": json.dumps(client.message())}).encode()
    query = f"auth_token={client.token}"
    assert client.ask("POST", "message/notification/unicast", body, query=query)["code"] == 0


def test_clusters_do_not_know_each_others_tokens():
    client = a_client()
    client.host = ABROAD
    assert client.send()["code"] == 11
    assert client.auth()["code"] == 0
    assert client.send()["code"] == 10000
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "reg_id_of_other_cluster")
    client.host = HOST
    assert client.send()["code"] == 11


def test_body_that_is_not_utf_8_is_25():
    client = a_client()
    body = f"auth_token={client.token}&message=%FF%FE".encode()
    assert client.ask("POST", "message/notification/unicast", body)["code"] == 25
    assert client.ask("POST", "message/notification/unicast", b"message=\xff")["code"] == 25


@pytest.mark.parametrize(
    ("state", "code", "rule"),
    [(AppState.CLOSED, 28, "app_disabled"), (AppState.UNDER_REVIEW, 30, "permission_denied")],
)
def test_app_that_is_not_open_sends_nothing(state, code, rule):
    client = a_client()
    client.app.state = state
    assert client.send()["code"] == code
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.APP_NOT_OPEN, rule)
    assert client.auth()["code"] == code


# -- fields -

FIELDS: dict[str, tuple[int, dict[str, Any]]] = {
    "title_missing": (40, {"title": LEFT_OUT}),
    "content_missing": (40, {"content": ""}),
    "target_missing": (40, {"target_value": ""}),
    "page_missing": (40, {"click_action_type": 4}),
    "url_missing": (40, {"click_action_type": 2}),
    "target_type_wrong": (41, {"target_type": 1}),
    "title_too_long": (41, {"title": "题" * 51}),
    "sub_title_too_long": (41, {"sub_title": "s" * 11}),
    "style_wrong": (41, {"style": 9}),
    "content_too_long": (41, {"content": "文" * 51}),
    "click_type_wrong": (41, {"click_action_type": 3}),
    "page_too_long": (41, {"click_action_type": 4, "click_action_activity": "p" * 501}),
    "url_too_long": (41, {"click_action_type": 5, "click_action_url": "u" * 2_001}),
    "parameters_not_json": (41, {"action_parameters": "ext content"}),
    "parameters_too_long": (41, {"action_parameters": json.dumps({"k": "v" * 4_000})}),
    "show_time_wrong": (41, {"show_time_type": 1, "show_start_time": 2, "show_end_time": 1}),
    "off_line_wrong": (41, {"off_line": "perhaps"}),
    "off_line_ttl_wrong": (41, {"off_line_ttl": "long"}),
    "push_time_wrong": (41, {"push_time_type": 1}),
    "fix_speed_wrong": (41, {"fix_speed": True, "fix_speed_rate": 999}),
    "network_type_wrong": (41, {"network_type": 2}),
    "callback_too_long": (41, {"call_back_url": "c" * 201}),
    "callback_parameter_too_long": (41, {"call_back_parameter": "p" * 101}),
    "show_ttl_wrong": (41, {"show_ttl": -1}),
    "notify_id_wrong": (41, {"notify_id": 2**31}),
    "picture_unknown": (51, {"small_picture_id": "5b8a0d1f"}),
}


@pytest.mark.parametrize("rule", FIELDS)
def test_wrong_field_is_refused(rule):
    code, changes = FIELDS[rule]
    client = a_client(start=IN_2026)
    assert client.send(**changes)["code"] == code
    if client.world.ledger.opened:  # a call without a target is a push to nobody
        assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.INVALID_REQUEST, rule)
    else:
        refused = records(client.world, Kind.STATE, "refused")[-1]
        assert (refused.reason, refused.rule) == (Reason.INVALID_REQUEST, f"oppo.{rule}")


BOUNDS: list[tuple[str, dict[str, Any]]] = [
    (IN_2026, {"title": "😀" * 50}),
    (IN_2026, {"sub_title": "s" * 10}),
    (IN_2026, {"content": "文" * 50}),
    (IN_2026, {"content": "文" * 128, "style": 2}),
    (IN_2021, {"content": "文" * 200}),
    (IN_2019, {"title": "题" * 32}),
    (IN_2026, {"click_action_type": 4, "click_action_activity": "p" * 500}),
    (IN_2026, {"click_action_type": 5, "click_action_url": "u" * 2_000}),
    (IN_2026, {"action_parameters": json.dumps({"k": "v" * 3_991})}),
    (IN_2026, {"call_back_url": "c" * 200, "call_back_parameter": "p" * 100}),
    (IN_2021, {"call_back_parameter": "p" * 50}),
    (IN_2026, {"show_ttl": 86_400}),
    (IN_2026, {"show_ttl": 43_200, **PUBLIC}),
    (IN_2026, {"notify_id": 2**31 - 1}),
    (IN_2026, {"fix_speed": True, "fix_speed_rate": 10_000}),
    (IN_2026, {"show_time_type": 1, "show_start_time": 1, "show_end_time": 2}),
]
BEYOND: list[tuple[str, dict[str, Any]]] = [
    (IN_2026, {"content": "文" * 129, "style": 2}),
    (IN_2021, {"content": "文" * 201}),
    (IN_2019, {"title": "题" * 33}),
    (IN_2021, {"click_action_type": 5, "click_action_url": "u" * 501}),
    (IN_2026, {"action_parameters": json.dumps({"k": "v" * 3_993})}),
    (IN_2021, {"call_back_parameter": "p" * 51}),
    (IN_2026, {"show_ttl": 86_401}),
    (IN_2026, {"show_ttl": 43_201, **PUBLIC}),
    (IN_2026, {"fix_speed": True, "fix_speed_rate": 10_001}),
    (IN_2026, {"title": "题" * 5_000}),
]


@pytest.mark.parametrize(("start", "changes"), BOUNDS)
def test_value_at_its_bound_is_taken(start, changes):
    assert a_client(start=start).send(**changes)["code"] == 0


@pytest.mark.parametrize(("start", "changes"), BEYOND)
def test_value_beyond_its_bound_is_refused(start, changes):
    assert a_client(start=start).send(**changes)["code"] == 41


@pytest.mark.parametrize("message", ["", "{", "[]", '"text"', "42"])
def test_message_that_is_no_json_object_is_refused(message):
    answer = a_client().post("message/notification/unicast", {"message": message})
    assert answer["code"] == (41 if message else 40)


@pytest.mark.parametrize("parameters", ["ext content", "[1]", "42", '"text"', "{"])
def test_parameters_that_are_no_json_object_are_refused(parameters):
    assert a_client().send(action_parameters=parameters)["code"] == 41


def test_values_may_all_be_texts():
    texts = {"click_action_type": "0", "off_line": "true", "off_line_ttl": "3600", "network_type": "0", "style": "1"}
    client = a_client()
    assert client.send(target_type="2", target_value=f"{reg_id_of(client.world)},", **texts)["code"] == 0
    assert client.verdict() == "shown"


def test_names_may_be_those_of_the_documents_example():
    client = a_client()
    message = client.message(channel_id=LEFT_OUT, channelId="tuikit", actionParameters='{"k":"v"}', offLineTtl=60)
    assert client.post("message/notification/unicast", {"message": json.dumps(message)})["code"] == 0
    assert client.verdict() == "shown"


def test_old_name_of_the_target_is_taken():
    client = a_client()
    own = {"target_value": LEFT_OUT, "registration_id": reg_id_of(client.world)}
    assert client.send(**own)["code"] == 0


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


# -- batches -


def test_batch_answers_for_each_message_in_order():
    client = a_client(start=IN_2026)
    messages = [
        client.message(),
        client.message(target_value=UNKNOWN),
        client.message(title=""),
        client.message(category="MARKETING"),
        "no message",
    ]
    answer = client.batch(*messages)
    assert (answer["code"], len(answer["data"])) == (0, 5)
    first, *others = answer["data"]
    assert first["registrationId"] == reg_id_of(client.world)
    assert isinstance(first["messageId"], str)
    assert [one["errorCode"] for one in others] == [10000, 40, 67, 41]
    assert all(isinstance(one["errorMessage"], str) for one in others)
    client.world.run_for(SECOND_MS)
    assert len(client.world.phone("bob_phone").notifications.shade) == 1
    client.world.check_conservation()


@pytest.mark.parametrize(("count", "code"), [(1_000, 0), (1_001, 41)])
def test_batch_has_1000_messages_at_most(count, code):
    client = a_client()
    assert client.batch(*[client.message(target_value=UNKNOWN)] * count)["code"] == code


@pytest.mark.parametrize(("messages", "code"), [("", 40), ("[]", 41), ("{}", 41), ("[", 41)])
def test_batch_that_is_no_list_is_refused(messages, code):
    assert a_client().post("message/notification/unicast_batch", {"messages": messages})["code"] == code


# -- stored messages and broadcasts -


def test_stored_message_goes_to_each_target():
    client = a_client()
    carol = bound_phone(client.world, "carol_phone", "carol")
    killed(client.world)
    message_id = client.save()["data"]["message_id"]
    both = f"{reg_id_of(client.world)};{reg_id_of(client.world, carol.name)};{UNKNOWN}"
    answer = client.broadcast(message_id, both)
    assert answer["code"] == 0
    assert answer["data"] == {"message_id": message_id, "task_id": answer["data"]["task_id"], "10000": [UNKNOWN]}
    client.world.run_for(SECOND_MS)
    assert [len(client.world.phone(name).notifications.shade) for name in ("bob_phone", "carol_phone")] == [1, 1]
    client.world.check_conservation()


def test_broadcast_to_everybody_needs_no_targets():
    client = a_client()
    bound_phone(client.world, "carol_phone", "carol")
    answer = client.broadcast(client.save()["data"]["message_id"], target_type=1)
    assert answer["code"] == 0
    client.world.run_for(SECOND_MS)
    assert [len(client.world.phone(name).notifications.shade) for name in ("bob_phone", "carol_phone")] == [1, 1]


def test_broadcast_joined_with_commas_names_one_bad_id():
    client = a_client()
    message_id = client.save()["data"]["message_id"]
    joined = f"{reg_id_of(client.world)},{UNKNOWN}"
    assert client.broadcast(message_id, joined)["data"]["10000"] == [joined]


@pytest.mark.parametrize("target_type", [5, 6])
def test_broadcast_to_aliases_and_tags_finds_nobody(target_type):
    client = a_client()
    message_id = client.save()["data"]["message_id"]
    assert client.broadcast(message_id, "bob", target_type)["data"]["10000"] == ["bob"]


def test_stored_message_ends_after_a_day():
    client = a_client()
    message_id = client.save()["data"]["message_id"]
    client.world.run_for(DAY_MS - 1)
    client.auth()
    assert client.broadcast(message_id, reg_id_of(client.world))["code"] == 0
    client.world.run_for(1)
    assert client.broadcast(message_id, reg_id_of(client.world))["code"] == 31


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"message_id": ""}, 40),
        ({"message_id": "0" * 24}, 31),
        ({"target_type": 3}, 41),
        ({"target_type": LEFT_OUT}, 41),
        ({"target_value": ""}, 40),
        ({"target_value": ";".join([UNKNOWN] * 1_001)}, 41),
        ({"target_value": ";".join([UNKNOWN] * 1_000)}, 0),
    ],
)
def test_wrong_broadcast_is_refused(changes, code):
    client = a_client()
    right = {"message_id": client.save()["data"]["message_id"], "target_value": reg_id_of(client.world)}
    assert client.broadcast(**{**right, **changes})["code"] == code


@pytest.mark.parametrize(("changes", "code"), [({"title": ""}, 40), ({"content": "文" * 51}, 41), ({"style": 3}, 40)])
def test_wrong_message_is_not_stored(changes, code):
    assert a_client(start=IN_2026).save(**changes)["code"] == code


def test_quota_is_taken_one_by_one_by_a_broadcast():
    client = a_client(**push_app(used_today=99_999, channels={"tuikit": "public"}, values={"channel_id": "other"}))
    carol = bound_phone(client.world, "carol_phone", "carol")
    both = f"{reg_id_of(client.world)};{reg_id_of(client.world, carol.name)}"
    assert client.broadcast(client.save()["data"]["message_id"], both)["code"] == 0
    assert client.said_no(Hop.DISPATCHED, Reason.QUOTA_USED, "public_used_up")


# -- console -


def test_certificate_form_asks_for_no_app_secret():
    form = facts.CERTIFICATE_FORM
    assert [field.label for field in form.fields] == ["AppKey", "AppID", "MasterSecret", "ChannelID"]
    assert form.app_only == ("app_secret",)
