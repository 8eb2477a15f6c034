"""Honor's cloud: each refusal from its real cause, on the wire; bounds; classes and quotas."""

import json
from datetime import time
from typing import Any
from urllib.parse import urlencode

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.rule import Waiver
from simulator.kernel.trace import Kind, Outcome
from simulator.kernel.units import DAY_MS, SECOND_MS
from simulator.network.http import Request
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.honor import rejections, rules
from simulator.vendors.honor.call import BEARER_LEFT_OUT, HUAWEIS_NAME, LIFE_AS_NUMBER, NOTHING_TO_ADD, ONE_BUTTON
from simulator.world.build import RunOptions, build
from simulator.world.spec import VendorAppSpec, WorldSpec
from simulator.world.verdicts import End
from tests.factories import bound_phone, healthy_world, killed, records, reg_id_of, tap
from tests.vendors.honor_client import HOST, LEFT_OUT, NOTIFICATION, TOKEN_HOST, UNKNOWN, HonorClient, a_client


def push_app(**fields: Any) -> dict[str, Any]:
    return {"vendor_apps": {"honor": VendorAppSpec(**fields)}}


def shown(client: HonorClient) -> bool:
    """Let a second pass and return whether the latest push shows."""
    client.world.run_for(SECOND_MS)
    return client.world.verdict(client.world.ledger.opened).end is End.SHOWN


# -- healthy ----------------------------------------------------------------------------------------------------------


def test_healthy_message_is_shown():
    client = a_client()
    answer = client.push()
    request_id = answer["data"]["requestId"]
    data = {"sendResult": True, "requestId": request_id, "failTokens": [], "expireTokens": []}
    assert answer == {"code": 200, "message": "success", "data": data}
    assert client.status == 200
    assert shown(client)
    client.world.check_conservation()


def test_code_of_success_may_be_the_one_that_an_old_client_wants():
    client = a_client(**push_app(values={"success_code": "80000000"}))
    assert client.push()["code"] == 80000000
    assert shown(client)


@pytest.mark.parametrize("host", ["push-api.cloud.honor.com", "push-api.cloud.hihonor.com"])
def test_unknown_path_is_answered_404_with_the_nearest_paths_in_the_trace(host):
    client = a_client()
    answer = client.world.hosts.handle(Request("POST", host, "/api/v1/1/sendMessages"))
    assert answer.status == 404
    [record] = records(client.world, Kind.STATE, "endpoint_unknown")
    assert record.data["nearest"][0] == "/api/v1/{appId}/sendMessage"


def test_older_hosts_answer_alike():
    client = a_client()
    form = f"grant_type=client_credentials&client_id={client.app.values['client_id']}"
    form += f"&client_secret={client.app.values['client_secret']}"
    assert "access_token" in client.post("iam.developer.hihonor.com", "/auth/token", form)


# -- token ------------------------------------------------------------------------------------------------------------

AUTH_REFUSALS: dict[str, tuple[int, str, dict[str, Any]]] = {
    "grant_missing": (400, "invalid_request", {"grant_type": LEFT_OUT}),
    "grant_unsupported": (400, "unsupported_grant_type", {"grant_type": "password"}),
    "client_unknown": (401, "invalid_client", {"client_id": "100000001"}),
    "secret_wrong": (401, "invalid_client", {"client_secret": "honor-client-secret-of-somebody-else"}),
}


@pytest.mark.parametrize("rule", AUTH_REFUSALS)
def test_wrong_token_request_is_refused(rule):
    status, error, changes = AUTH_REFUSALS[rule]
    client = HonorClient(healthy_world("honor"))
    answer = client.auth(**changes)
    assert set(answer) == {"error", "error_description"}
    assert (client.status, answer["error"]) == (status, error)
    refused = records(client.world, Kind.STATE, "refused")[-1]
    assert (refused.reason, refused.rule, refused.data["code"]) == (Reason.AUTH_REFUSED, f"honor.{rule}", status)


def overlooked(client: HonorClient) -> tuple[str, ...]:
    """What the record of the latest accepted message says that Honor overlooked."""
    facts = records(client.world, Kind.HOP, Hop.VENDOR_ACCEPTED)[-1].data["facts"]
    return tuple(one for one in facts if one in {fact.name for fact in LENIENCIES})


@pytest.mark.parametrize("as_json", [False, True])
def test_clients_that_repeat_the_name_of_grant_type_get_a_token(as_json):
    client = HonorClient(healthy_world("honor"))
    form = {name: client.app.values[name] for name in ("client_id", "client_secret")}
    if as_json:
        answer = client.post(TOKEN_HOST, "/auth/token", json.dumps({"grant_type": "grant_type", **form}))
    else:
        answer = client.auth(grant_type="grant_type")
    assert answer["token_type"] == "Bearer"
    [record] = records(client.world, Kind.STATE, "overlooked")
    assert record.rule == "honor.grant_type_repeated"


def test_right_grant_type_is_not_overlooked():
    client = a_client()
    assert not records(client.world, Kind.STATE, "overlooked")
    client.push()
    assert overlooked(client) == ()


@pytest.mark.parametrize("host", ["iam.developer.honor.com", "iam.developer.hihonor.com"])
def test_older_path_of_the_token_answers_alike(host):
    client = HonorClient(healthy_world("honor"))
    form = {name: client.app.values[name] for name in ("client_id", "client_secret")}
    path = "/auth/realms/developer/protocol/openid-connect/token"
    body = urlencode({"grant_type": "client_credentials", **form})
    assert client.post(host, path, body)["expires_in"] == 3600
    wrong = urlencode({"grant_type": "client_credentials", **form, "client_secret": "another"})
    assert client.post(host, path, wrong)["error"] == "invalid_client"


@pytest.mark.parametrize(("magic", "status"), [("pushsim-refuse-403", 403), ("pushsim-refuse-80300007", 400)])
def test_magic_value_forces_an_answer_in_the_form_of_its_endpoint(magic, status):
    client = a_client()
    assert set(client.auth(client_secret=magic)) == {"error", "error_description"}
    assert client.status == status
    assert set(client.push(magic, UNKNOWN)) == {"code", "message"}
    assert client.status == status


def test_app_id_is_not_the_client_id():
    client = HonorClient(healthy_world("honor"))
    assert client.auth(client_id=client.app.values["app_id"])["error"] == "invalid_client"


def test_token_request_may_be_json():
    client = HonorClient(healthy_world("honor"))
    form = {name: client.app.values[name] for name in ("client_id", "client_secret")}
    answer = client.post(TOKEN_HOST, "/auth/token", json.dumps({"grant_type": "client_credentials", **form}))
    assert (answer["token_type"], answer["expires_in"]) == ("Bearer", 3600)


@pytest.mark.parametrize("authorization", ["", "Bearer ", "Bearer 0000", "0000", "Basic 0000"])
def test_missing_or_unknown_token_is_refused_with_401(authorization):
    client = a_client()
    body = {"token": [reg_id_of(client.world)], "android": {"notification": NOTIFICATION}}
    assert client.send(authorization=authorization, **body)["code"] == 401
    assert client.status == 401
    assert client.said_no(Hop.PUSH_REQUESTED, Reason.AUTH_REFUSED, "token_invalid")


@pytest.mark.parametrize("scheme", ["", "Bearer ", "bearer "])
def test_word_before_the_token_may_be_missing(scheme):
    client = a_client()
    body = {"token": [reg_id_of(client.world)], "android": {"notification": NOTIFICATION}}
    assert client.send(authorization=scheme + client.token, **body)["code"] == 200
    assert overlooked(client) == ((BEARER_LEFT_OUT.name,) if scheme == "" else ())


@pytest.mark.parametrize("timestamp", [(), (("timestamp", "1772413200"),), (("timestamp", "yesterday"),)])
def test_time_stamp_may_be_missing_in_seconds_or_no_number(timestamp):
    client = a_client()
    body = {"token": [reg_id_of(client.world)], "android": {"notification": NOTIFICATION}}
    path = f"/api/v1/{client.app.values['app_id']}/sendMessage"
    headers = (("Authorization", f"Bearer {client.token}"), *timestamp)
    assert client.post(HOST, path, json.dumps(body), headers)["code"] == 200


def test_token_lives_3600_seconds():
    client = a_client()
    client.world.run_for(3600 * SECOND_MS - 1)
    assert client.push()["code"] == 200
    client.world.run_for(1)
    assert client.push()["code"] == 401


def test_app_id_of_the_path_that_is_not_the_tokens_is_refused_with_401():
    client = a_client()
    body = {"token": [reg_id_of(client.world)], "android": {"notification": NOTIFICATION}}
    assert client.send(app_id="999999999", **body)["code"] == 401
    assert client.said_no(Hop.PUSH_REQUESTED, Reason.AUTH_REFUSED, "app_of_other_token")


@pytest.mark.parametrize("state", ["closed", "under_review"])
def test_app_that_is_not_open_sends_nothing(state):
    client = a_client(**push_app(state=state))
    assert client.push()["code"] == 403
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.APP_NOT_OPEN, "app_not_open")


# -- fields -----------------------------------------------------------------------------------------------------------

BUTTON = {"name": "reply", "actionType": 0}
CLICK: dict[str, Any] = {"type": 3}
NOTIFICATION_REFUSALS: list[tuple[str, dict[str, Any]]] = [
    ("text_missing", {"title": ""}),
    ("text_missing", {"body": LEFT_OUT}),
    ("click_missing", {"clickAction": LEFT_OUT}),
    ("click_missing", {"clickAction": LEFT_OUT, "click_action": {}}),
    ("click_type_wrong", {"clickAction": LEFT_OUT, "click_action": {"type": 4}}),
    ("click_type_wrong", {"clickAction": {"type": 4}}),
    ("click_type_wrong", {"clickAction": {"intent": "intent:#Intent;end"}}),
    ("page_missing", {"clickAction": {"type": 1}}),
    ("url_wrong", {"clickAction": {"type": 2}}),
    ("url_wrong", {"clickAction": {"type": 2, "url": "http://example.com"}}),
    ("importance_wrong", {"importance": "HIGH"}),
    ("style_wrong", {"style": 2}),
    ("big_text_wrong", {"style": 1}),
    ("big_text_wrong", {"style": 1, "bigTitle": "a new message", "bigBody": "another text"}),
    ("image_wrong", {"image": "http://example.com/a.png"}),
    ("image_of_marketing", {"image": "https://example.com/a.png", "importance": "LOW"}),
    ("image_of_marketing", {"image": "https://example.com/a.png", "importance": LEFT_OUT}),
    ("buttons_wrong", {"buttons": "reply"}),
    ("buttons_wrong", {"buttons": [BUTTON] * 4}),
    ("buttons_wrong", {"buttons": [{**BUTTON, "name": ""}]}),
    ("buttons_wrong", {"buttons": [{**BUTTON, "name": "n" * 41}]}),
    ("buttons_wrong", {"buttons": [{**BUTTON, "data": "d" * 1025}]}),
    ("buttons_wrong", {"buttons": [{**BUTTON, "actionType": 3}]}),
    ("buttons_wrong", {"buttons": [{**BUTTON, "intentType": 2}]}),
    ("badge_wrong", {"badge": {"addNum": 0}}),
    ("badge_wrong", {"badge": {"addNum": 0, "setNum": 100}}),
    ("badge_wrong", {"badge": {"addNum": 100}}),
    ("badge_wrong", {"badge": {"setNum": -1}}),
    ("badge_wrong", {"badge": {"setNum": 100}}),
    ("notify_id_wrong", {"notifyId": "seven"}),
    ("notify_id_wrong", {"notifyId": -2}),
    ("notify_id_wrong", {"notifyId": 2**31}),
]
ANDROID_REFUSALS: list[tuple[str, dict[str, Any]]] = [
    ("ttl_wrong", {"ttl": "1296001s"}),
    ("ttl_wrong", {"ttl": "99999999s"}),
    ("ttl_wrong", {"ttl": "0s"}),
    ("ttl_wrong", {"ttl": "1d"}),
    ("test_type_wrong", {"targetUserType": 2}),
    ("data_wrong", {"data": "42"}),
    ("data_wrong", {"data": "no JSON"}),
]


def refused(client: HonorClient, answer: dict[str, Any], rule: str) -> bool:
    assert (client.status, answer["code"]) == (400, 400)
    assert isinstance(answer["message"], str)
    return client.said_no(Hop.VENDOR_ACCEPTED, Reason.INVALID_REQUEST, rule)


@pytest.mark.parametrize(("rule", "changes"), NOTIFICATION_REFUSALS)
def test_wrong_field_of_the_notification_is_refused_with_400(rule, changes):
    client = a_client()
    assert refused(client, client.push(**changes), rule)


@pytest.mark.parametrize(("rule", "changes"), ANDROID_REFUSALS)
def test_wrong_field_beside_the_notification_is_refused_with_400(rule, changes):
    client = a_client()
    assert refused(client, client.push(android=changes), rule)


FITTING: list[dict[str, Any]] = [
    {"clickAction": {"type": 1, "intent": "intent:#Intent;end"}},
    {"clickAction": {"type": "1", "action": "android.intent.action.VIEW"}},
    {"clickAction": {"type": 2, "url": "https://example.com"}},
    {"importance": "LOW"},
    {"style": 1, "bigTitle": "a new message", "bigBody": "lunch?"},
    {"image": "https://example.com/a.png"},
    {"buttons": [{**BUTTON, "name": "n" * 40, "data": "d" * 1024, "actionType": 2, "intentType": 1}] * 3},
    {"buttons": BUTTON},
    {"badge": {"addNum": 1}},
    {"badge": {"addNum": 99, "setNum": 99, "badgeClass": "com.example.chat.MainActivity"}},
    {"badge": {"setNum": 0}},
    {"badge": {"addNum": 0, "setNum": 0}},
    {"bigTitle": "", "bigBody": "", "image": ""},
    {"notifyId": "7"},
    {"notifyId": -1},
    {"notifyId": 2**31 - 1},
    {"when": 1, "off_line": "group", "foregroundShow": False},
    {"channel_id": "chat", "channelId": "chat", "visibility": 1, "useDefaultVibrate": True, "useDefaultLight": True},
]
LENIENCIES = (BEARER_LEFT_OUT, HUAWEIS_NAME, LIFE_AS_NUMBER, NOTHING_TO_ADD, ONE_BUTTON)


@pytest.mark.parametrize("changes", FITTING)
def test_field_within_its_bounds_is_taken_and_shown(changes):
    client = a_client()
    assert client.push(**changes)["code"] == 200
    assert shown(client)


@pytest.mark.parametrize(
    ("fact", "changes", "android"),
    [
        (HUAWEIS_NAME, {"clickAction": LEFT_OUT, "click_action": {"type": 3}}, {}),
        (ONE_BUTTON, {"buttons": BUTTON}, {}),
        (NOTHING_TO_ADD, {"badge": {"addNum": 0, "setNum": 3}}, {}),
        (NOTHING_TO_ADD, {"badge": {"addNum": 3, "setNum": 0}}, {}),
        (LIFE_AS_NUMBER, {}, {"ttl": 86400}),
    ],
)
def test_what_clients_are_known_to_send_is_taken_shown_and_on_the_record(fact, changes, android):
    client = a_client()
    assert client.push(android=android, **changes)["code"] == 200
    assert overlooked(client) == (fact.name,)
    assert shown(client)


def test_host_of_the_token_takes_messages_too():
    client = a_client()
    body = {"token": [reg_id_of(client.world)], "android": {"notification": NOTIFICATION}}
    path = f"/api/v1/{client.app.values['app_id']}/sendMessage"
    headers = (("Authorization", f"Bearer {client.token}"),)
    assert client.post(TOKEN_HOST, path, json.dumps(body), headers)["code"] == 200
    assert shown(client)


@pytest.mark.parametrize(("given", "code"), [("0", 0), ("80000000", 80000000), ("", 200), ("none", 200)])
def test_code_of_success_is_the_push_apps_or_200(given, code):
    assert a_client(**push_app(values={"success_code": given})).push()["code"] == code


def test_own_name_wins_over_huaweis():
    client = a_client()
    client.push(clickAction={"type": 2, "url": "https://example.com/own"}, click_action={"type": 3})
    assert overlooked(client) == ()
    assert shown(client)
    assert tap(client.world).data["activity"] == "https://example.com/own"


@pytest.mark.parametrize("ttl", ["1296000s", "1s", "86400", 86400, LEFT_OUT])
def test_life_within_its_bounds_is_taken(ttl):
    assert (client := a_client()).push(android={"ttl": ttl})["code"] == 200
    assert shown(client)


def test_title_and_body_may_stand_outside_and_those_inside_win():
    client = a_client()
    inner = {"body": "inside", "clickAction": {"type": 3}, "importance": "NORMAL"}
    outer = {"title": "outside", "body": "outside"}
    body = {"token": [reg_id_of(client.world)], "notification": outer, "android": {"notification": inner}}
    assert client.send(**body)["code"] == 200
    assert shown(client)
    [one] = client.world.phone("bob_phone").notifications.shade
    assert (one.title, one.text) == ("outside", "inside")


@pytest.mark.parametrize("body", ["", "no JSON", "[1]"])
def test_body_that_is_no_object_is_refused(body):
    client = a_client()
    path = f"/api/v1/{client.app.values['app_id']}/sendMessage"
    answer = client.post(HOST, path, body, (("Authorization", f"Bearer {client.token}"),))
    assert answer == {"code": 400, "message": rejections.BODY_UNREADABLE.text}
    assert records(client.world, Kind.STATE, "refused")[-1].rule == "honor.body_unreadable"


def test_message_needs_a_token_and_something_to_say():
    client = a_client()
    for nobody in ([], "", None, [""], [{"token": "1"}], {"token": "1"}):
        answer = client.send(token=nobody, android={"notification": NOTIFICATION})
        assert answer == {"code": 400, "message": rejections.TARGET_MISSING.text}
    assert refused(client, client.send(token=[reg_id_of(client.world)], android={}), "nothing_to_send")


@pytest.mark.parametrize(("count", "code"), [(1, 200), (1_000, 200), (1_001, 400), (5_000, 400)])
def test_message_has_1_to_1000_tokens(count, code):
    client = a_client()
    assert client.push(*[f"{UNKNOWN}{number}" for number in range(count)])["code"] == code


# -- rate and quotas --------------------------------------------------------------------------------------------------


def test_sends_of_one_second_are_limited():
    client = a_client()
    client.world.clouds["honor"].this_second.add(client.app.values["app_id"], 2_999)
    assert client.push()["code"] == 200
    assert client.push()["code"] == 429
    assert client.status == 429
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.FREQUENCY_CONTROL, "too_fast")
    client.world.run_for(SECOND_MS)
    assert client.push()["code"] == 200


def test_sends_over_the_limit_may_be_answered_503_instead():
    client = a_client(**push_app(values={"busy_code": "503"}))
    client.world.clouds["honor"].this_second.add(client.app.values["app_id"], 3_000)
    assert client.push()["code"] == 503
    assert client.status == 503
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.FREQUENCY_CONTROL, "too_busy")


MARKETING = {"importance": "LOW", "notifyId": LEFT_OUT}


def test_phone_gets_two_marketing_messages_a_day_and_the_sender_sees_success():
    client = a_client(start="2026-03-02 09:00")
    for _ in range(2):
        assert client.push(**MARKETING)["data"]["sendResult"] is True
        assert shown(client)
    assert client.push(**MARKETING)["data"]["sendResult"] is True
    assert client.said_no(Hop.DISPATCHED, Reason.QUOTA_USED, "device_daily_limit")
    assert client.push(notifyId=LEFT_OUT)["code"] == 200
    assert shown(client)  # the service class has no limit
    client.world.run_for(client.world.clock.ms_until(time(0)) - 1)
    client.auth()
    client.push(**MARKETING)
    assert client.said_no(Hop.DISPATCHED, Reason.QUOTA_USED, "device_daily_limit")
    client.world.run_for(1)
    client.push(**MARKETING)
    assert shown(client)
    client.world.check_conservation()


@pytest.mark.parametrize(
    ("start", "rights", "most"),
    [
        ("2023-01-31 09:00", (), 7),
        ("2023-02-01 09:00", (), 2),
        ("2023-01-31 09:00", ("news_app",), 7),
        ("2023-02-01 09:00", ("news_app",), 5),
    ],
)
def test_marketing_messages_are_limited_since_february_2023(start, rights, most):
    client = a_client(start=start, **push_app(rights=rights))
    results = []
    for _ in range(7):
        client.push(**MARKETING)
        results.append(shown(client))
    assert results == [True] * most + [False] * (7 - most)


def test_message_without_a_class_is_marketing_and_silent():
    client = a_client()
    client.push(importance=LEFT_OUT)
    assert shown(client)
    posted = [one for one in records(client.world, Kind.HOP, Hop.POSTED) if one.outcome is Outcome.OK][-1]
    assert (posted.data["sound"], posted.data["importance"]) == ("none", "low")


@pytest.mark.parametrize(("has_right", "sound"), [(True, "default"), (False, "none")])
def test_service_message_without_the_right_to_it_is_marketing(has_right, sound):
    client = a_client(**push_app(system_messages=has_right))
    client.push()
    assert shown(client)
    assert records(client.world, Kind.HOP, Hop.POSTED)[-1].data["sound"] == sound


def test_test_messages_are_1000_a_day_and_no_phones_number():
    client = a_client(**push_app(used_today=997))
    for _ in range(3):
        client.push(android={"targetUserType": 1}, **MARKETING)
        assert shown(client)
    client.push(android={"targetUserType": 1}, **MARKETING)
    assert client.said_no(Hop.DISPATCHED, Reason.QUOTA_USED, "tests_used_up")
    client.push(**MARKETING)
    assert shown(client)


# -- targets ----------------------------------------------------------------------------------------------------------


def test_unknown_token_is_in_fail_tokens():
    client = a_client()
    data = client.push(UNKNOWN)["data"]
    assert (data["sendResult"], data["failTokens"], data["expireTokens"]) == (False, [UNKNOWN], [])
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "reg_id_unknown")


def test_token_of_an_app_that_has_gone_is_in_expire_tokens():
    client = a_client()
    token = reg_id_of(client.world)
    client.world.clouds["honor"].app_removed("bob_phone", "com.example.chat")
    data = client.push(token)["data"]
    assert (data["sendResult"], data["failTokens"], data["expireTokens"]) == (False, [], [token])
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "reg_id_gone")


def test_some_of_several_tokens_are_invalid_and_the_others_are_reached():
    client = a_client()
    bound_phone(client.world, "carol_phone", "carol")
    good = [reg_id_of(client.world), reg_id_of(client.world, "carol_phone")]
    data = client.push(good[0], UNKNOWN, good[1])["data"]
    assert (data["sendResult"], data["failTokens"]) == (True, [UNKNOWN])
    client.world.run_for(SECOND_MS)
    assert [len(client.world.phone(name).notifications.shade) for name in ("bob_phone", "carol_phone")] == [1, 1]
    client.world.check_conservation()


@pytest.mark.parametrize("rule", [one.name for one in (*rules.SENDING, *rules.FIELDS, *rules.TARGETS)])
def test_rules_have_their_own_names(rule):
    names = [one.name for one in (*rules.AUTH, *rules.SENDING, *rules.FIELDS, *rules.RATE, *rules.TARGETS)]
    assert names.count(rule) == 1


def test_waived_class_limit_lets_the_third_message_through():
    options = RunOptions(waivers=frozenset({Waiver("honor.device_daily_limit")}))
    world = build(WorldSpec(), "honor", options)
    bound_phone(world)
    client = HonorClient(world)
    client.auth()
    for _ in range(3):
        client.push(**MARKETING)
        assert shown(client)


# -- what becomes of it -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("away_ms", "is_shown"), [(59_000, True), (60_000, False), (DAY_MS, False)])
def test_message_waits_until_its_life_ends(away_ms, is_shown):
    client = a_client()
    phone = client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    client.push(android={"ttl": "60s"})
    client.world.run_for(away_ms)
    phone.set_network(NetworkKind.WIFI)
    assert shown(client) is is_shown


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        ({"notifyId": 7}, {"notifyId": 7}, 1),
        ({"notifyId": 7}, {"notifyId": 8}, 2),
        ({"notifyId": LEFT_OUT}, {"notifyId": LEFT_OUT}, 2),
        ({"notifyId": -1}, {"notifyId": -1}, 2),
        ({"notifyId": LEFT_OUT, "tag": "a"}, {"notifyId": LEFT_OUT, "tag": "a"}, 1),
        ({"notifyId": LEFT_OUT, "tag": "a"}, {"notifyId": LEFT_OUT, "tag": "b"}, 2),
        ({"notifyId": 7, "tag": "a"}, {"notifyId": 7, "tag": "a"}, 1),
        ({"notifyId": 7, "tag": "a"}, {"notifyId": 7, "tag": "b"}, 2),
    ],
)
def test_notification_of_the_same_id_and_tag_takes_the_place(first, second, left):
    client = a_client()
    for changes in (first, second):
        client.push(**changes)
        assert shown(client)
    assert len(client.world.phone("bob_phone").notifications.shade) == left


@pytest.mark.parametrize("is_killed", [False, True])
def test_data_without_a_notification_is_for_the_running_app_alone(is_killed):
    client = a_client()
    if is_killed:
        killed(client.world)
    assert client.send(token=[reg_id_of(client.world)], data="anything")["code"] == 200
    assert not shown(client)
    assert client.said_no(Hop.POSTED, Reason.PASS_THROUGH, "pass_through")
    assert len(records(client.world, Kind.CALLBACK, "onMessageReceived")) == (not is_killed)
