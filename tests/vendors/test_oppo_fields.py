"""Fields of OPPO's notifications: each wrong one with its code, bounds by date, and the forms that clients use."""

import json
from typing import Any

import pytest

from simulator.kernel.trace import Kind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from tests.factories import records, reg_id_of
from tests.vendors.oppo_client import IN_2019, IN_2021, IN_2026, LEFT_OUT, PUBLIC, a_client

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
