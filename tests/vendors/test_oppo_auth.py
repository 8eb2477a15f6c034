"""OPPO's authentication: signatures, tokens, clusters, and the state of the push app."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from simulator.cloud.registrations import AppState
from simulator.kernel.trace import Kind
from simulator.kernel.units import DAY_MS, MINUTE_MS
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from tests.factories import healthy_world, records
from tests.vendors.oppo_client import ABROAD, FORM, HOST, LEFT_OUT, OppoClient, a_client, push_app

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
