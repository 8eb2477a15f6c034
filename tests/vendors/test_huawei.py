"""Huawei's cloud: each code from its real cause, on the wire."""

import json
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
from simulator.world.spec import PhoneSpec, VendorAppSpec
from tests.factories import bound_phone, callbacks, healthy_world, killed, records, reg_id_of
from tests.vendors.huawei_client import (
    HOST,
    LEFT_OUT,
    LOGIN_HOST,
    UNKNOWN,
    HuaweiClient,
    a_body,
    a_client,
    shade,
    shown,
)

IN_2021, IN_2022, IN_2024 = "2021-05-04 09:00", "2022-12-10 09:00", "2024-10-10 09:00"
ANDROID, SHOWN = "message.android", "message.android.notification"
LOW = f"{SHOWN}.importance"


def push_app(**fields: Any) -> dict[str, Any]:
    return {"vendor_apps": {"huawei": VendorAppSpec(**fields)}}


# -- healthy -


def test_healthy_message_is_shown():
    client = a_client()
    answer = client.send()
    assert (client.status, answer["code"], answer["msg"]) == (200, "80000000", "Success")
    assert answer["requestId"].startswith(str(client.world.clock.epoch_ms))
    assert shown(client)


@pytest.mark.parametrize(
    ("host", "path"),
    [
        (HOST, "/v1/1/2/messages:send"),
        (HOST, "/v1//messages:send"),
        (HOST, "/v9/1/messages:send"),
        (HOST, "/oauth2/v3/token"),
        (LOGIN_HOST, "/v1/1/messages:send"),
    ],
)
def test_unknown_path_is_answered_404_and_recorded(host, path):
    client = a_client()
    assert client.world.hosts.handle(Request("POST", host, path)).status == 404
    assert len(records(client.world, Kind.STATE, "endpoint_unknown")) == 1


@pytest.mark.parametrize(
    "host",
    [
        "push-api.cloud.huawei.com",
        "push-api.cloud.huawei.eu",
        "push-api.cloud.hicloud.com",
        "api.push.hicloud.com",
    ],
)
def test_send_is_taken_under_each_host_name(host):
    client = a_client()
    path, headers = f"/v1/{client.app.values['app_id']}/messages:send", (("authorization", f"Bearer {client.token}"),)
    body = json.dumps(a_body([reg_id_of(client.world)]))
    assert client.ask(host, path, body, headers)["code"] == "80000000"


@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("login.vmall.com", "/oauth2/token"),
        ("login.cloud.huawei.com", "/oauth2/v2/token"),
        ("oauth-login.cloud.huawei.eu", "/oauth2/v3/token"),
    ],
)
def test_access_token_of_each_login_host_is_good(host, path):
    client = a_client()
    values = client.app.values
    form = {"client_id": values["app_id"], "client_secret": values["app_secret"], "grant_type": "client_credentials"}
    client.token = client.ask(host, path, urlencode(form), ())["access_token"]
    assert client.send()["code"] == "80000000"


def test_fault_of_huawei_is_81000001_with_http_500():
    answer = healthy_world("huawei").clouds["huawei"].server_error()
    assert (answer.status, json.loads(answer.body)["code"]) == (500, "81000001")


# -- access token -

AUTH_REFUSALS = {
    "form_field_missing": ({"client_secret": LEFT_OUT}, 1102, 20001),
    "grant_type_wrong": ({"grant_type": "password"}, 1104, 20001),
    "client_id_wrong": ({"client_id": "999999999"}, 1101, 12303),
    "client_secret_wrong": ({"client_secret": "somebody else's"}, 1101, 12304),
}


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("rule", AUTH_REFUSALS)
def test_wrong_token_request_is_http_400_with_numbers(rule, version):
    changes, error, sub_error = AUTH_REFUSALS[rule]
    client = HuaweiClient(healthy_world("huawei"))
    answer = client.auth(version, **changes)
    assert (client.status, answer["error"], answer["sub_error"]) == (400, error, sub_error)
    assert isinstance(answer["error_description"], str)
    refused = records(client.world, Kind.STATE, "refused")[-1]
    assert (refused.reason, refused.rule) == (Reason.AUTH_REFUSED, f"huawei.{rule}")


@pytest.mark.parametrize(("after_ms", "code"), [(HOUR_MS - 1, "80000000"), (HOUR_MS, "80200003"), (DAY_MS, "80200003")])
def test_access_token_lives_an_hour(after_ms, code):
    client = a_client()
    client.world.run_for(after_ms)
    answer = client.send()
    assert answer["code"] == code
    assert client.status == (200 if code == "80000000" else 401)


def test_an_older_access_token_stays_valid_beside_a_new_one():
    client = a_client()
    old = client.token
    assert client.auth()["access_token"] != old
    assert client.post(a_body([reg_id_of(client.world)]), f"Bearer {old}")["code"] == "80000000"


@pytest.mark.parametrize("bearer", ["", "Bearer ", "Bearer", "Basic abc"])
def test_missing_access_token_is_80200001(bearer):
    client = a_client()
    assert client.post(a_body([reg_id_of(client.world)]), bearer)["code"] == "80200001"
    assert client.status == 401
    assert client.said_no(Hop.PUSH_REQUESTED, Reason.AUTH_REFUSED, "no_access_token")


def test_changed_access_token_is_80200003():
    client = a_client()
    assert client.post(a_body([reg_id_of(client.world)]), f"Bearer {client.token}\\/")["code"] == "80200003"


def test_access_token_of_another_app_is_80200001():
    client = a_client()
    assert client.post(a_body([reg_id_of(client.world)]), app_id="123")["code"] == "80200001"
    assert client.said_no(Hop.PUSH_REQUESTED, Reason.AUTH_REFUSED, "access_token_of_other_app")


def test_thousand_tokens_in_five_minutes_and_the_next_is_too_many():
    client = HuaweiClient(healthy_world("huawei"))
    client.world.run_for(5 * MINUTE_MS)
    assert {client.auth()["token_type"] for _ in range(1_000)} == {"Bearer"}
    client.auth()
    assert client.status == 503
    client.world.run_for(5 * MINUTE_MS - 1)
    client.auth()
    assert client.status == 503
    client.world.run_for(1)
    assert client.auth()["token_type"] == "Bearer"


@pytest.mark.parametrize("state", ["closed", "under_review"])
def test_app_whose_push_is_not_enabled_is_80300002(state):
    client = a_client()
    client.app.state = AppState(state)
    assert client.send()["code"] == "80300002"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.APP_NOT_OPEN, "push_not_enabled")


# -- class and quota -


def test_high_importance_needs_a_right():
    client = a_client(**push_app(rights=("high_importance",)))
    assert client.spoil("importance", "HIGH")["code"] == "80000000"
    assert shown(client)


def test_forbidden_word_is_80100016_and_other_words_are_not():
    client = a_client(**push_app(forbidden_words=("lottery",)))
    assert client.spoil("body", "win the lottery")["code"] == "80100016"
    assert client.status == 200
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.CONTENT_REFUSED, "sensitive")
    assert client.send()["code"] == "80000000"


@pytest.mark.parametrize(("start", "most"), [(IN_2021, 3_000), (IN_2022, 6_000)])
def test_sends_of_one_second_are_limited_with_http_503(start, most):
    client = a_client(start=start)
    client.world.clouds["huawei"].this_second.add(client.app.values["app_id"], most - 1)
    assert client.send()["code"] == "80000000"
    client.send()
    assert client.status == 503
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.FREQUENCY_CONTROL, "too_fast")
    client.world.run_for(SECOND_MS)
    assert client.send()["code"] == "80000000"


def test_test_messages_are_500_a_day():
    client = a_client()
    client.world.clouds["huawei"].today.add(("test", client.app.values["app_id"]), 499)
    test = {f"{ANDROID}.target_user_type": 1}
    assert client.send(test)["code"] == "80000000"
    client.send(test)
    assert client.status == 503
    client.world.run_for(DAY_MS)
    client.auth()
    assert client.send(test)["code"] == "80000000"


UNCLASSED = {f"{ANDROID}.category": LEFT_OUT}


def accepted_of(client: HuaweiClient, count: int, changes: dict[str, Any]) -> list[bool]:
    """Send so many and return which of them show; the sender sees success for each."""
    found = []
    for _ in range(count):
        assert client.send(changes)["code"] == "80000000"
        found.append(shown(client))
    return found


@pytest.mark.parametrize(
    "changes", [UNCLASSED, {f"{ANDROID}.category": "MARKETING"}, {f"{ANDROID}.category": "NO_SUCH"}, {LOW: "LOW"}]
)
def test_third_marketing_message_of_the_day_is_taken_and_not_shown(changes):
    client = a_client()
    assert accepted_of(client, 3, changes) == [True, True, False]
    assert client.said_no(Hop.DISPATCHED, Reason.QUOTA_USED, "marketing_daily_limit")
    assert accepted_of(client, 3, {}) == [True] * 3
    client.world.run_for(DAY_MS)
    client.auth()
    assert accepted_of(client, 1, changes) == [True]


def test_marketing_messages_were_not_counted_before_2023():
    assert accepted_of(a_client(start=IN_2022), 3, UNCLASSED) == [True] * 3


def test_category_counts_only_with_the_right_to_it():
    client = a_client(**push_app(system_messages=False))
    assert accepted_of(client, 3, {}) == [True, True, False]


def test_test_messages_are_not_counted_by_phone():
    client = a_client()
    assert accepted_of(client, 3, {**UNCLASSED, f"{ANDROID}.target_user_type": 1}) == [True] * 3


def test_message_3001_of_the_day_is_dropped_for_a_phone():
    client = a_client()
    client.world.clouds["huawei"].today.add(("device", reg_id_of(client.world)), 2_999)
    assert accepted_of(client, 2, {}) == [True, False]
    assert client.said_no(Hop.DISPATCHED, Reason.QUOTA_USED, "device_daily_limit")


@pytest.mark.parametrize(("importance", "category", "is_heard"), [
    ("NORMAL", "IM", True), ("LOW", "IM", False), ("NORMAL", "MARKETING", False)])  # fmt: skip
def test_lower_class_makes_no_sound_on_emui_10(importance, category, is_heard):
    client = a_client()
    client.send({LOW: importance, f"{ANDROID}.category": category})
    assert shown(client)
    [one] = client.world.phone("bob_phone").notifications.shade
    assert one.sound is is_heard


def test_marketing_is_heard_below_emui_10():
    client = a_client(phones={"bob_phone": PhoneSpec(model="HUAWEI P20")})
    client.send({f"{ANDROID}.category": "MARKETING"})
    assert shown(client)
    [one] = client.world.phone("bob_phone").notifications.shade
    assert one.sound


# -- look up -


def test_access_token_that_was_never_given_out_is_80200001():
    client = a_client()
    assert client.post(a_body([reg_id_of(client.world)]), "Bearer nobody's")["code"] == "80200001"
    assert client.said_no(Hop.PUSH_REQUESTED, Reason.AUTH_REFUSED, "access_token_unknown")


def test_unknown_token_is_80300007():
    client = a_client()
    answer = client.send(tokens=[UNKNOWN])
    assert (client.status, answer["code"], answer["msg"]) == (200, "80300007", "All the tokens are invalid")
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "token_unknown")


def test_token_with_a_blank_is_80300007():
    client = a_client()
    assert client.send(tokens=[f"{reg_id_of(client.world)} "])["code"] == "80300007"


def test_token_of_another_app_is_80300007():
    client = a_client()
    current = client.world.clouds["huawei"].registrations.find(reg_id_of(client.world))
    assert current is not None
    current.app_id = "123"
    assert client.send()["code"] == "80300007"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "token_of_other_app")


def test_token_of_an_app_that_has_gone_is_80300007():
    client = a_client()
    client.world.clouds["huawei"].app_removed("bob_phone", "com.example.chat")
    assert client.send()["code"] == "80300007"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "token_gone")


def test_some_wrong_tokens_are_80100000_and_the_others_are_served():
    client = a_client()
    answer = client.send(tokens=[UNKNOWN, reg_id_of(client.world)])
    assert (client.status, answer["code"]) == (200, "80100000")
    assert json.loads(answer["msg"]) == {"success": 1, "failure": 1, "illegal_tokens": [UNKNOWN]}
    assert shade(client) == ["lunch?"]
    client.world.check_conservation()


def test_repeated_token_is_one_target():
    client = a_client()
    token = reg_id_of(client.world)
    assert client.send(tokens=[token, token])["code"] == "80000000"
    assert shade(client) == ["lunch?"]


def test_topic_without_subscribers_reaches_nobody():
    client = a_client()
    assert client.send({"message.topic": "news", "message.token": LEFT_OUT})["code"] == "80000000"
    assert shade(client) == []


# -- a phone that is away -


def away(client: HuaweiClient) -> None:
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)


def back(client: HuaweiClient) -> list[str]:
    client.world.phone("bob_phone").set_network(NetworkKind.WIFI)
    client.world.run_for(SECOND_MS)
    client.world.check_conservation()
    return shade(client)


def bodies(client: HuaweiClient, texts: list[str], **android: object) -> None:
    for text in texts:
        client.send({f"{SHOWN}.body": text, **{f"{ANDROID}.{name}": value for name, value in android.items()}})
        client.world.run_for(SECOND_MS)


@pytest.mark.parametrize(
    ("keys", "kept"),
    [((-1, -1), ["0", "1"]), ((0, 0), ["1"]), ((7, 7), ["1"]), ((7, 8), ["0", "1"]), ((7, -1), ["0", "1"])],
)
def test_waiting_message_of_the_same_group_gives_way(keys, kept):
    client = a_client()
    away(client)
    for number, key in enumerate(keys):
        bodies(client, [str(number)], collapse_key=key)
    assert sorted(back(client)) == kept


def test_120_messages_wait_for_a_phone_and_the_oldest_gives_way():
    client = a_client()
    bodies(client, ["before"])
    away(client)
    bodies(client, [str(number) for number in range(121)])
    dropped = [one for one in client.world.trace if one.reason == Reason.COLLAPSED]
    assert len(dropped) == 1
    # The phone shows 50 of them at most; the cloud still sends them all.
    back(client)
    gone = {one.push_id for one in client.world.trace if one.name == Hop.DEVICE_RECEIVED}
    assert len(gone) == 121


@pytest.mark.parametrize(("after_ms", "texts"), [(59_900, ["short"]), (60_000, [])])
def test_message_lives_as_long_as_its_ttl(after_ms, texts):
    client = a_client()
    away(client)
    client.send({f"{SHOWN}.body": "short", f"{ANDROID}.ttl": "60s"})
    client.world.run_for(after_ms)
    client.world.phone("bob_phone").set_network(NetworkKind.WIFI)
    client.world.run_for(SECOND_MS)
    assert shade(client) == texts


@pytest.mark.parametrize(
    ("days_ms", "reason"), [(30 * DAY_MS, Reason.DEVICE_OFFLINE), (30 * DAY_MS + 1, Reason.DEVICE_INACTIVE)]
)
def test_phone_away_for_more_than_30_days_is_inactive(days_ms, reason):
    client = a_client()
    client.world.run_for(SECOND_MS)
    away(client)
    client.world.run_for(days_ms)
    client.auth()
    assert client.send()["code"] == "80000000"
    client.world.run_for(SECOND_MS)
    assert client.last.reason == reason


# -- pass-through, and the app in front -


def test_data_alone_goes_to_the_running_app_and_is_never_shown():
    client = a_client()
    data = {SHOWN: LEFT_OUT, "message.data": "some data"}
    client.send(data)
    assert not shown(client)
    assert client.said_no(Hop.POSTED, Reason.PASS_THROUGH, "pass_through")
    [called] = callbacks(client.world, "onMessageReceived")
    assert called.data["data"] == "some data"
    killed(client.world)
    client.send(data)
    assert not shown(client)
    assert len(callbacks(client.world, "onMessageReceived")) == 1


@pytest.mark.parametrize(("value", "is_shown"), [(True, True), (LEFT_OUT, True), (False, False)])
def test_foreground_show_false_hides_it_while_the_app_is_in_front(value, is_shown):
    client = a_client()
    client.spoil("foreground_show", value)
    assert shown(client) is is_shown
    killed(client.world)
    client.spoil("foreground_show", value)
    assert shown(client)


# -- what replaces what -


@pytest.mark.parametrize(
    ("first", "second", "texts"),
    [
        ({"notify_id": 7}, {"notify_id": 7}, ["1"]),
        ({"notify_id": 7}, {"notify_id": 8}, ["0", "1"]),
        ({}, {}, ["0", "1"]),
        ({"notify_id": 7, "tag": "a"}, {"notify_id": 7, "tag": "b"}, ["0", "1"]),
    ],
)
def test_same_notify_id_takes_the_place(first, second, texts):
    client = a_client()
    for number, fields in enumerate((first, second)):
        client.send({f"{SHOWN}.{name}": value for name, value in {**fields, "body": str(number)}.items()})
        client.world.run_for(SECOND_MS)
    assert shade(client) == texts


def test_two_phones_of_one_call_both_show_it():
    client = a_client()
    bound_phone(client.world, "carol_phone", "carol")
    client.send(tokens=[reg_id_of(client.world), reg_id_of(client.world, "carol_phone")])
    assert shade(client) == ["lunch?"]
    assert len(client.world.phone("carol_phone").notifications.shade) == 1
