"""vivo's cloud: each code from its real cause, on the wire."""

from datetime import date, time
from typing import Any

import pytest

from simulator.cloud.registrations import AppState
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.rule import Waiver
from simulator.kernel.trace import Kind, Outcome
from simulator.kernel.units import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS
from simulator.network.http import Request
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.vivo import rejections, rules
from simulator.vendors.vivo.targets import TARGETS
from simulator.world.build import RunOptions, build
from simulator.world.spec import PhoneSpec, VendorAppSpec, WorldSpec
from simulator.world.verdicts import End
from tests.factories import bound_phone, healthy_world, killed, records, reg_id_of
from tests.vendors.vivo_client import HOST, LEFT_OUT, MESSAGE, UNKNOWN, VivoClient, a_client

IN_2021, IN_2022, IN_2024, IN_2026 = "2021-05-04 09:00", "2022-10-10 09:00", "2024-10-10 09:00", "2026-10-10 09:00"
SYSTEM, OPERATION = {"classification": 1}, {"classification": 0, "category": "MARKETING"}


def push_app(**fields: Any) -> dict[str, Any]:
    return {"vendor_apps": {"vivo": VendorAppSpec(**fields)}}


def at(client: VivoClient, time_of_day: str) -> VivoClient:
    """Let time pass until then, and a new token be there."""
    hour, minute, second, ms = (int(part) for part in time_of_day.replace(".", ":").split(":"))
    client.world.run_for(client.world.clock.ms_until(time(hour, minute, second)) + ms)
    client.auth()
    return client


def shown(client: VivoClient) -> bool:
    """Let a second pass and return whether the latest push shows."""
    client.world.run_for(SECOND_MS)
    return client.world.verdict(client.world.ledger.opened).end is End.SHOWN


# -- healthy -


def test_healthy_message_is_shown():
    client = a_client()
    answer = client.send()
    assert answer == {"result": 0, "desc": "请求成功", "taskId": answer["taskId"]}
    assert isinstance(answer["taskId"], str)
    assert answer["taskId"].isdecimal()
    assert shown(client)
    client.world.check_conservation()


def test_unknown_path_is_answered_404_with_the_nearest_paths_in_the_trace():
    client = a_client()
    answer = client.world.hosts.handle(Request("POST", HOST, "/message/sendd"))
    assert answer.status == 404
    [record] = records(client.world, Kind.STATE, "endpoint_unknown")
    assert record.data["nearest"][0] == "/message/send"


def test_fault_of_vivo_is_http_500_in_its_words():
    answer = healthy_world().clouds["vivo"].server_error()
    assert (answer.status, answer.body) == (500, b"Internet server error!")


# -- auth -

AUTH_REFUSALS: dict[int, tuple[str, dict[str, Any]]] = {
    10200: ("app_id_empty", {"appId": LEFT_OUT}),
    10201: ("app_key_empty", {"appKey": ""}),
    10202: ("app_key_wrong", {"appKey": "vivo-app-key-of-somebody-else"}),
    10203: ("timestamp_empty", {"timestamp": LEFT_OUT}),
    10204: ("sign_empty", {"sign": LEFT_OUT}),
    10205: ("app_id_unknown", {"appId": "999999"}),
    10206: ("sign_wrong", {"app_secret": "vivo-app-secret-of-somebody-else"}),
    10207: ("timestamp_wrong", {"timestamp": 1_500_000_000_000}),
}


@pytest.mark.parametrize("code", AUTH_REFUSALS)
def test_wrong_auth_is_refused(code):
    rule, changes = AUTH_REFUSALS[code]
    client = VivoClient(healthy_world())
    answer = client.auth(**changes)
    assert (answer["result"], "authToken" in answer) == (code, False)
    refused = records(client.world, Kind.STATE, "refused")[-1]
    assert (refused.reason, refused.rule, refused.data["code"]) == (Reason.AUTH_REFUSED, f"vivo.{rule}", code)


@pytest.mark.parametrize(
    ("skew_ms", "result"),
    [
        (10 * MINUTE_MS, 0),
        (-10 * MINUTE_MS, 0),
        (10 * MINUTE_MS + 1, 10207),
        (-10 * MINUTE_MS - 1, 10207),
        (DAY_MS, 10207),
    ],
)
def test_timestamp_may_be_ten_minutes_off(skew_ms, result):
    client = VivoClient(healthy_world())
    assert client.auth(timestamp=client.world.clock.epoch_ms + skew_ms)["result"] == result


@pytest.mark.parametrize("timestamp", ["soon", True, 1.5])
def test_timestamp_that_is_no_whole_number_is_refused(timestamp):
    assert VivoClient(healthy_world()).auth(timestamp=timestamp)["result"] == 10207


def test_numbers_and_texts_are_the_same_to_auth():
    client = VivoClient(healthy_world())
    assert client.auth(appId=int(client.app.values["app_id"]))["result"] == 0
    assert client.auth(timestamp=str(client.world.clock.epoch_ms))["result"] == 0
    assert client.auth(appId=f" {client.app.values['app_id']} ")["result"] == 0


def test_token_of_another_app_means_nothing_to_auth():
    client = a_client()
    headers = (("authToken", client.token),)
    assert (
        client.post("auth", {"appId": "999999", "appKey": "k", "timestamp": 1, "sign": "s"}, headers)["result"] == 10205
    )


@pytest.mark.parametrize("sign", ["upper", "0" * 32])
def test_sign_is_lower_case_hexadecimal(sign):
    client = VivoClient(healthy_world())
    assert client.auth(sign=sign)["result"] == 10206


def test_ten_auth_calls_a_second_are_taken_and_the_eleventh_is_too_fast():
    client = VivoClient(healthy_world(start=IN_2026))
    client.world.run_for(SECOND_MS)
    assert [client.auth()["result"] for _ in range(11)] == [0] * 10 + [10093]
    client.world.run_for(SECOND_MS - 1)
    assert client.auth()["result"] == 10093
    client.world.run_for(1)
    assert client.auth()["result"] == 0


def test_auth_calls_of_the_old_scheme_are_counted_by_the_day():
    client = VivoClient(healthy_world(start=IN_2021))
    client.world.clouds["vivo"].today.add(("auth", client.app.values["app_id"]), 9_998)
    assert [client.auth()["result"] for _ in range(3)] == [0, 0, 10250]
    assert at(client, "00:00:00.000").auth()["result"] == 0


# -- token and app -


@pytest.mark.parametrize("token", ["", "0" * 32])
def test_missing_or_unknown_token_is_refused(token):
    client = a_client()
    client.token = token
    assert client.send()["result"] == 10000
    assert client.said_no(Hop.PUSH_REQUESTED, Reason.AUTH_REFUSED, "token_invalid")


def test_token_lives_24_hours():
    client = a_client()
    client.world.run_for(DAY_MS - 1)
    assert client.send()["result"] == 0
    client.world.run_for(1)
    assert client.send()["result"] == 10000


def test_new_token_leaves_the_old_one_valid():
    client = a_client()
    old = client.token
    client.auth()
    assert client.token != old
    client.token = old
    assert client.send()["result"] == 0


@pytest.mark.parametrize("name", ["authToken", "Authtoken", "AUTHTOKEN"])
def test_letter_case_of_the_token_header_does_not_matter(name):
    client = a_client()
    body = '{"regId":"%s","requestId":"r","title":"a","content":"b","notifyType":"1","skipType":"1"}'
    headers = ((name, client.token), ("Content-Encoding", "UTF-8"))
    assert client.post("send", body % reg_id_of(client.world), headers)["result"] == 0


def test_app_id_that_is_not_the_tokens_is_refused():
    client = a_client()
    assert client.send(appId=int(client.app.values["app_id"]))["result"] == 0
    assert client.send(appId=999999)["result"] == 10094
    assert client.said_no(Hop.PUSH_REQUESTED, Reason.AUTH_REFUSED, "app_of_other_token")


def test_app_whose_push_is_closed_sends_nothing():
    client = a_client()
    client.app.state = AppState.CLOSED
    assert client.send()["result"] == 10043
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.APP_NOT_OPEN, "push_closed")


def test_app_under_review_sends_test_messages_only():
    client = a_client(**push_app(state="under_review", test_devices=("bob_phone",)))
    assert client.send()["result"] == 10045
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.APP_NOT_OPEN, "under_review")
    assert client.send(pushMode=1)["result"] == 0
    assert shown(client)


def test_app_under_review_pushes_to_a_list_in_test_mode_only():
    client = a_client(**push_app(state="under_review", test_devices=("bob_phone", "carol_phone")))
    bound_phone(client.world, "carol_phone", "carol")
    both = [reg_id_of(client.world), reg_id_of(client.world, "carol_phone")]
    task_id = client.save()["taskId"]
    assert client.push_to_list(task_id, both)["result"] == 10045
    assert client.push_to_list(task_id, both, pushMode=1)["invalidUsers"] == []


# -- fields -

FIELDS: dict[int, tuple[str, Reason, str, dict[str, Any]]] = {
    10050: ("target_empty", Reason.INVALID_REQUEST, IN_2026, {"regId": LEFT_OUT}),
    10054: ("notify_type_wrong", Reason.INVALID_REQUEST, IN_2026, {"notifyType": 5}),
    10055: ("title_empty", Reason.INVALID_REQUEST, IN_2026, {"title": ""}),
    10056: ("title_too_long", Reason.INVALID_REQUEST, IN_2026, {"title": "题" * 41}),
    10057: ("content_empty", Reason.INVALID_REQUEST, IN_2026, {"content": LEFT_OUT}),
    10058: ("content_too_long", Reason.INVALID_REQUEST, IN_2026, {"content": "文" * 101}),
    10059: ("single_ttl_wrong", Reason.INVALID_REQUEST, IN_2026, {"timeToLive": 59}),
    10060: ("skip_type_wrong", Reason.INVALID_REQUEST, IN_2026, {"skipType": 5}),
    10061: ("url_empty", Reason.INVALID_REQUEST, IN_2026, {"skipType": 2}),
    10062: ("url_too_long", Reason.INVALID_REQUEST, IN_2026, {"skipType": 2, "skipContent": "u" * 1_001}),
    10063: ("custom_empty", Reason.INVALID_REQUEST, IN_2026, {"skipType": 3}),
    10064: ("custom_too_long", Reason.INVALID_REQUEST, IN_2026, {"skipType": 3, "skipContent": "c" * 2_049}),
    10065: ("network_type_wrong", Reason.INVALID_REQUEST, IN_2026, {"networkType": 0}),
    10066: (
        "custom_map_too_many",
        Reason.INVALID_REQUEST,
        IN_2021,
        {"clientCustomMap": {str(number): "v" for number in range(11)}, "extra": LEFT_OUT},
    ),
    10067: ("custom_map_wrong", Reason.INVALID_REQUEST, IN_2026, {"clientCustomMap": {"ext": 42}}),
    10068: ("page_empty", Reason.INVALID_REQUEST, IN_2026, {"skipType": 4}),
    10069: ("page_too_long", Reason.INVALID_REQUEST, IN_2026, {"skipType": 4, "skipContent": "p" * 2_049}),
    10095: ("notify_id_wrong", Reason.INVALID_REQUEST, IN_2026, {"notifyId": 0}),
    10096: ("category_wrong", Reason.INVALID_REQUEST, IN_2026, {"category": "im"}),
    10301: ("alias_too_long", Reason.INVALID_REQUEST, IN_2026, {"alias": "a" * 71}),
    10304: ("extra_key_unknown", Reason.INVALID_REQUEST, IN_2026, {"extra": {"call": "back"}}),
    10305: ("callback_too_long", Reason.INVALID_REQUEST, IN_2026, {"extra": {"callback": "c" * 129}}),
    10306: ("callback_param_too_long", Reason.INVALID_REQUEST, IN_2026, {"extra": {"callback.param": "p" * 193}}),
    10352: ("request_id_empty", Reason.INVALID_REQUEST, IN_2026, {"requestId": LEFT_OUT}),
    10353: ("request_id_too_long", Reason.INVALID_REQUEST, IN_2026, {"requestId": "r" * 65}),
    11000: ("class_wrong", Reason.MESSAGE_CLASS_LIMITED, IN_2026, {"classification": 2}),
    10097: ("category_misfit", Reason.MESSAGE_CLASS_LIMITED, IN_2026, {"category": "MARKETING"}),
}


@pytest.mark.parametrize("code", FIELDS)
def test_wrong_field_is_refused(code):
    rule, reason, start, changes = FIELDS[code]
    client = a_client(start=start)
    assert client.send(**changes)["result"] == code
    if client.world.ledger.opened:  # a call without a regId is a push to nobody
        assert client.said_no(Hop.VENDOR_ACCEPTED, reason, rule)
    else:
        refused = records(client.world, Kind.STATE, "refused")[-1]
        assert (refused.reason, refused.rule) == (reason, f"vivo.{rule}")


@pytest.mark.parametrize("code", FIELDS)
def test_wrong_field_goes_through_when_its_rule_is_waived(code):
    rule, _, start, changes = FIELDS[code]
    client = a_client(start=start, waived=f"vivo.{rule}")
    # Waiving one rule does not mend what another one of the same field refuses.
    assert client.send(**changes)["result"] != code


@pytest.mark.parametrize(
    ("field", "start", "fits", "too_long", "code"),
    [
        ("title", IN_2026, 40, 41, 10056),
        ("title", IN_2026, 40, 4_000, 10056),
        ("title", IN_2021, 20, 21, 10056),
        ("content", IN_2026, 100, 101, 10058),
        ("content", IN_2026, 100, 10_000, 10058),
        ("content", IN_2021, 50, 51, 10058),
        ("requestId", IN_2026, 64, 65, 10353),
        ("requestId", IN_2026, 64, 6_400, 10353),
    ],
)
def test_chinese_text_has_its_length_by_the_year(field, start, fits, too_long, code):
    client = a_client(start=start)
    assert client.send(**{field: "字" * fits})["result"] == 0
    assert client.send(**{field: "字" * too_long})["result"] == code


def test_latin_text_counted_as_one_in_every_year():
    assert a_client(start=IN_2021).send(title="t" * 40)["result"] == 0
    assert a_client(start=IN_2021).send(title="t" * 41)["result"] == 10056


@pytest.mark.parametrize(
    ("start", "changes", "result"),
    [
        (IN_2026, {"timeToLive": 60}, 0),
        (IN_2026, {"timeToLive": 59}, 10059),
        (IN_2026, {"timeToLive": 0}, 0),
        (IN_2026, {"timeToLive": "soon"}, 10059),
        (IN_2026, {"timeToLive": 10_000_000}, 0),
        (IN_2021, {"timeToLive": 604_800}, 0),
        (IN_2021, {"timeToLive": 604_801}, 10059),
        (IN_2026, {"skipType": 2, "skipContent": "u" * 1_000}, 0),
        (IN_2026, {"skipType": 2, "skipContent": "u" * 10_000}, 10062),
        (IN_2026, {"skipType": 4, "skipContent": "p" * 2_048}, 0),
        (IN_2024, {"skipType": 4, "skipContent": "p" * 1_024}, 0),
        (IN_2024, {"skipType": 4, "skipContent": "p" * 1_025}, 10069),
        (IN_2024, {"skipType": 3, "skipContent": "c" * 1_025}, 10064),
        (IN_2026, {"notifyId": 1}, 0),
        (IN_2026, {"notifyId": 2_147_483_647}, 0),
        (IN_2026, {"notifyId": 2_147_483_648}, 10095),
        (IN_2026, {"notifyId": -5}, 10095),
        (IN_2026, {"notifyId": "one"}, 10095),
        (IN_2026, {"clientCustomMap": {"k": "v" * 1_023}}, 0),
        (IN_2026, {"clientCustomMap": {"k": "v" * 1_024}}, 10067),
        (IN_2026, {"clientCustomMap": {str(number): "v" for number in range(25)}}, 0),
        (IN_2026, {"clientCustomMap": "text"}, 10067),
        (IN_2021, {"clientCustomMap": {str(number): "v" for number in range(10)}}, 0),
        (IN_2026, {"extra": {"callback": "c" * 128, "callback.param": "p" * 192, "callback.id": "1"}}, 0),
        (IN_2022, {"extra": {"callback.param": "p" * 64}}, 0),
        (IN_2022, {"extra": {"callback.param": "p" * 65}}, 10306),
        (IN_2026, {"extra": ["list"]}, 10304),
        (IN_2021, {"alias": "a" * 40}, 0),
        (IN_2021, {"alias": "a" * 41}, 10301),
        (IN_2026, {"alias": "a" * 70}, 0),
        (IN_2026, {"networkType": "1", "notifyType": "1", "skipType": "1", "classification": "1"}, 0),
        (IN_2026, {"requestId": 1_795_294_224_303}, 0),
        (IN_2026, {"requestId": ""}, 10352),
        (IN_2026, {"clientCustomMap": [], "extra": []}, 0),
        (IN_2026, {"clientCustomMap": ["ext"]}, 10067),
        (IN_2026, {"clientCustomMap": {}, "extra": {}, "tagExpression": {"orTags": []}, "skipContent": None}, 0),
        (IN_2026, {"auditReview": [{"reviewer": "eve"}], "serverSdkVer": "3.3", "no such field": 1}, 0),
        (IN_2026, {"category": ""}, 0),
        (IN_2026, {"classification": 0, "category": "NEWS"}, 0),
        (IN_2026, {"classification": 0, "category": "IM"}, 10097),
    ],
)
def test_bounds_of_the_fields(start, changes, result):
    assert a_client(start=start).send(**changes)["result"] == result


@pytest.mark.parametrize("body", ["", "no json", "[]", '"text"', "null"])
def test_body_that_is_no_object_lacks_every_field(body):
    assert a_client().post("send", body)["result"] == 10352


def test_first_wrong_field_in_vivos_order_decides():
    client = a_client()
    assert client.send(requestId="", title="", content="", notifyType=9)["result"] == 10352
    assert client.send(title="", content="", notifyType=9)["result"] == 10055
    assert client.send(content="", notifyType=9, timeToLive=1)["result"] == 10057
    assert client.send(notifyType=9, timeToLive=1, skipType=9)["result"] == 10054
    assert client.send(timeToLive=1, skipType=9)["result"] == 10059


@pytest.mark.parametrize(("start", "is_operation"), [("2024-12-31 09:00", True), ("2025-01-01 09:00", False)])
def test_class_that_is_left_out_is_system_since_2025(start, is_operation):
    client = a_client(start=start, **push_app(system_messages=False))
    assert (client.send(classification=LEFT_OUT, category=LEFT_OUT)["result"] == 0) is is_operation


# -- class, hours, review, numbers -


def test_system_message_needs_the_right_to_it():
    client = a_client(**push_app(system_messages=False))
    assert client.send()["result"] == 10082
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.MESSAGE_CLASS_LIMITED, "system_not_granted")
    assert client.send(**OPERATION)["result"] == 0


@pytest.mark.parametrize(
    ("time_of_day", "result"),
    [("06:59:59.999", 10071), ("07:00:00.000", 0), ("22:59:59.999", 0), ("23:00:00.000", 10071), ("03:00:00.0", 10071)],
)
def test_operation_messages_go_from_7_to_23(time_of_day, result):
    client = at(a_client(), time_of_day)
    assert client.send(**OPERATION)["result"] == result
    if result:
        assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.QUIET_HOURS, "quiet_hours")


@pytest.mark.parametrize("time_of_day", ["06:59:59.999", "23:00:00.000"])
def test_system_messages_go_at_any_hour(time_of_day):
    assert at(a_client(), time_of_day).send()["result"] == 0


def test_operation_message_that_waited_into_the_night_is_dropped():
    client = at(a_client(), "21:00:00.000")
    phone = client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    assert client.send(**OPERATION)["result"] == 0
    client.world.run_for(3 * HOUR_MS)
    phone.set_network(NetworkKind.WIFI)
    assert not shown(client)
    assert client.said_no(Hop.DISPATCHED, Reason.QUIET_HOURS, "night")


def test_forbidden_word_is_refused_and_other_words_are_not():
    client = a_client(**push_app(forbidden_words=("casino",)))
    assert client.send(content="a casino near you")["result"] == 10103
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.CONTENT_REFUSED, "sensitive")
    assert client.send(content="a cinema near you")["result"] == 0
    assert client.save(title="casino")["result"] == 10103


@pytest.mark.parametrize(
    ("content", "result"),
    [
        ("123", 10104),
        ("hello", 10104),
        ("！！！", 10104),
        ("1+1=2", 10104),
        ("这是测试", 10104),
        ("[图片]", 10104),
        ("{a} b", 10104),
        ("hello bob", 0),
        ("你好", 0),
        ("Hi,bob", 0),
    ],
)
def test_text_that_looks_like_a_test_is_refused_by_the_review(content, result):
    client = a_client(**push_app(content_review=True, test_devices=("bob_phone",)))
    assert client.send(content=content)["result"] == result
    assert client.send(title=content)["result"] == result
    assert client.send(content=content, pushMode=1)["result"] == 0
    if result:
        client.send(content=content)
        assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.CONTENT_REFUSED, "looks_like_a_test")


def test_test_like_text_goes_through_without_review():
    assert a_client().send(title="测试", content="123")["result"] == 0


@pytest.mark.parametrize(
    ("kind", "start", "limit", "code", "rule"),
    [
        (OPERATION, "2023-03-31 09:00", 10_000, 10070, "operation_used_up"),
        (OPERATION, "2023-04-01 09:00", 20_000, 10070, "operation_used_up"),
        (SYSTEM, "2023-03-31 09:00", 10_000, 10073, "system_used_up"),
        (SYSTEM, "2023-04-01 09:00", 30_000, 10073, "system_used_up"),
        (SYSTEM, "2026-05-01 09:00", 200_000, 10073, "system_used_up"),
    ],
)
def test_messages_of_the_day_are_used_up(kind, start, limit, code, rule):
    client = a_client(start=start, **push_app(used_today=limit - 1))
    assert [client.send(**kind)["result"] for _ in range(2)] == [0, code]
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.QUOTA_USED, rule)
    assert at(client, "12:00:00.000").send(**kind)["result"] == code
    assert at(at(client, "00:00:00.000"), "12:00:00.000").send(**kind)["result"] == 0


def test_far_too_many_messages_of_the_day_are_refused():
    assert a_client(**push_app(used_today=1_000_000)).send()["result"] == 10073


def test_used_up_class_leaves_the_other_one_alone():
    client = a_client(**push_app(used_today=20_000))
    assert (client.send(**OPERATION)["result"], client.send()["result"]) == (10070, 0)


@pytest.mark.parametrize(("start", "result"), [("2023-03-31 09:00", 10070), ("2023-04-01 09:00", 0)])
def test_test_messages_were_counted_until_2023(start, result):
    client = a_client(start=start, **push_app(test_devices=("bob_phone",)))
    for number in range(100):
        client.world.run_for(SECOND_MS)
        assert client.send(pushMode=1, content=f"no {number}", **OPERATION)["result"] == 0
    assert client.send(pushMode=1, **OPERATION)["result"] == result


@pytest.mark.parametrize(("start", "fit"), [("2023-03-31 09:00", 500), ("2023-04-01 09:00", 3_000)])
def test_sends_of_one_second_are_limited(start, fit):
    client = a_client(start=start)
    task_id = client.save()["taskId"]
    for begin in range(0, fit, 500):
        targets = [str(10**22 + begin + number) for number in range(500)]
        assert client.push_to_list(task_id, targets)["result"] == 0
    assert client.send()["result"] == 10072
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.FREQUENCY_CONTROL, "too_fast")
    client.world.run_for(SECOND_MS - 1)
    assert client.send()["result"] == 10072
    client.world.run_for(1)
    assert client.send()["result"] == 0


@pytest.mark.parametrize(
    ("users", "day", "fit"),
    [
        (10_000, date(2023, 3, 31), 500),
        (9_000_000, date(2023, 3, 31), 500),
        (10_000, date(2023, 4, 1), 3_000),
        (4_999_999, date(2026, 1, 1), 3_000),
        (5_000_000, date(2026, 1, 1), 4_000),
        (7_999_999, date(2026, 1, 1), 4_000),
        (8_000_000, date(2026, 1, 1), 5_000),
        (100_000_000, date(2026, 1, 1), 5_000),
    ],
)
def test_app_with_more_users_may_send_more_a_second(users, day, fit):
    assert rules.sends_per_second(users, day) == fit


def test_stored_list_messages_of_the_day_are_used_up():
    client = a_client()
    client.world.clouds["vivo"].today.add(("list_payload", client.app.values["app_id"]), 9_999)
    assert [client.save()["result"] for _ in range(2)] == [0, 10252]
    refused = records(client.world, Kind.STATE, "refused")[-1]
    assert (refused.reason, refused.rule) == (Reason.QUOTA_USED, "vivo.payloads_used_up")
    assert at(client, "00:00:00.000").save()["result"] == 0


# -- targets -


def test_unknown_reg_id_is_refused_with_status_1():
    client = a_client()
    answer = client.send(regId=UNKNOWN)
    assert answer == {"result": 10302, "desc": "regId不合法", "invalidUser": {"status": 1, "userid": UNKNOWN}}
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "reg_id_unknown")


@pytest.mark.parametrize("how", ["uninstall", "clear_data"])
def test_reg_id_of_an_app_that_has_gone_is_refused_with_status_2(how):
    client = a_client()
    reg_id = reg_id_of(client.world)
    phone = client.world.phone("bob_phone")
    client.world.clouds["vivo"].app_removed(phone.name, phone.app.package)
    getattr(phone, how)()
    answer = client.send(regId=reg_id)
    assert (answer["result"], answer["invalidUser"]) == (10302, {"status": 2, "userid": reg_id})
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "reg_id_gone")


def test_test_message_to_another_phone_is_refused_with_status_4():
    client = a_client()
    answer = client.send(pushMode=1)
    assert (answer["result"], answer["invalidUser"]["status"]) == (10302, 4)
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.NOT_A_TEST_DEVICE, "not_a_test_device")


def test_alias_that_nobody_has_is_refused():
    client = a_client()
    answer = client.send(regId=LEFT_OUT, alias="bob")
    assert (answer["result"], answer["invalidUser"]) == (10307, {"status": 1, "userid": "bob"})
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "alias_unknown")
    assert client.send(alias="bob")["result"] == 0  # the regId wins


@pytest.mark.parametrize("rule", [rule.name for rule in TARGETS])
def test_waived_target_of_nobody_is_still_nobody(rule):
    client = a_client(waived=rule)
    assert client.send(regId=UNKNOWN)["result"] == 10302


# -- lists -


def test_list_push_reaches_the_good_targets_and_names_the_bad_one():
    client = a_client()
    bound_phone(client.world, "carol_phone", "carol")
    reg_ids = [reg_id_of(client.world), UNKNOWN, reg_id_of(client.world, "carol_phone")]
    task_id = client.save()["taskId"]
    assert client.push_to_list(task_id, reg_ids, requestId=1_795_294_224_661) == {
        "result": 0,
        "desc": "请求成功",
        "taskId": task_id,
        "requestId": "1795294224661",
        "invalidUsers": [{"status": 1, "userid": UNKNOWN}],
    }
    client.world.run_for(SECOND_MS)
    assert [verdict.text for verdict in client.world.verdicts()] == ["shown", "reg_id_invalid", "shown"]
    client.world.check_conservation()


def test_list_push_shows_the_stored_message_and_not_fields_of_its_own():
    client = a_client()
    task_id = client.save(title="stored")["taskId"]
    client.push_to_list(task_id, [reg_id_of(client.world), UNKNOWN], title="own")
    client.world.run_for(SECOND_MS)
    assert [one.title for one in client.world.phone("bob_phone").notifications.shade] == ["stored"]


LISTS: dict[int, tuple[str, dict[str, Any]]] = {
    10150: ("list_empty", {"regIds": []}),
    10151: ("task_id_empty", {"taskId": ""}),
    10152: ("task_id_unknown", {"taskId": "1"}),
    10153: ("reg_ids_wrong_count", {"regIds": [UNKNOWN]}),
    10154: ("aliases_wrong_count", {"regIds": LEFT_OUT, "aliases": ["bob"]}),
    10301: ("list_alias_too_long", {"regIds": LEFT_OUT, "aliases": ["bob", "b" * 71]}),
    10352: ("request_id_empty", {"requestId": ""}),
}


@pytest.mark.parametrize("code", LISTS)
def test_wrong_list_push_is_refused(code):
    rule, changes = LISTS[code]
    client = a_client()
    answer = client.push_to_list(client.save()["taskId"], [UNKNOWN, UNKNOWN], **changes)
    assert (answer["result"], answer["invalidUsers"]) == (code, [])
    if code == 10150:
        assert records(client.world, Kind.STATE, "refused")[-1].rule == f"vivo.{rule}"
    else:
        assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.INVALID_REQUEST, rule)


@pytest.mark.parametrize("field", ["regIds", "aliases"])
@pytest.mark.parametrize(("count", "fits"), [(1, False), (2, True), (1_000, True), (1_001, False), (5_000, False)])
def test_list_has_2_to_1000_targets(field, count, fits):
    client = a_client()
    targets = {"regIds": LEFT_OUT, "aliases": LEFT_OUT, field: [str(number) for number in range(count)]}
    answer = client.push_to_list(client.save()["taskId"], [], **targets)
    assert answer["result"] == (0 if fits else {"regIds": 10153, "aliases": 10154}[field])
    assert len(answer["invalidUsers"]) == (count if fits else 0)


def test_stored_message_ends_after_a_day():
    client = a_client()
    task_id = client.save()["taskId"]
    client.world.run_for(DAY_MS - 1)
    client.auth()
    assert client.push_to_list(task_id, [UNKNOWN, UNKNOWN])["result"] == 0
    client.world.run_for(1)
    assert client.push_to_list(task_id, [UNKNOWN, UNKNOWN])["result"] == 10155
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.INVALID_REQUEST, "payload_expired")


@pytest.mark.parametrize(("seconds", "result"), [(900, 0), (899, 10059), (60, 10059)])
def test_list_message_lives_900_seconds_at_least(seconds, result):
    assert a_client().save(timeToLive=seconds)["result"] == result


def test_list_push_at_night_is_refused_as_a_whole():
    client = at(a_client(), "23:00:00.000")
    task_id = client.save(**OPERATION)["taskId"]
    assert client.push_to_list(task_id, [reg_id_of(client.world), UNKNOWN])["result"] == 10071


def test_list_push_takes_its_messages_off_the_days_number_one_by_one():
    client = a_client(start="2024-10-10 09:00", **push_app(used_today=19_999))
    for name in ("carol", "dave"):
        bound_phone(client.world, f"{name}_phone", name)
    reg_ids = [reg_id_of(client.world, f"{name}_phone") for name in ("bob", "carol", "dave")]
    task_id = client.save(**OPERATION)["taskId"]
    assert client.push_to_list(task_id, reg_ids)["invalidUsers"] == []
    client.world.run_for(SECOND_MS)
    assert [verdict.text for verdict in client.world.verdicts()] == ["shown", "quota_used", "quota_used"]
    assert client.said_no(Hop.DISPATCHED, Reason.QUOTA_USED, "operation_used_up")


# -- after acceptance -


@pytest.mark.parametrize(("start", "fit"), [("2023-03-31 09:00", 5), ("2023-04-01 09:00", 2)])
def test_operation_messages_to_one_phone_are_limited_by_the_day(start, fit):
    client = a_client(start=start)
    for number in range(fit):
        assert client.send(content=f"offer {number}", **OPERATION)["result"] == 0
        assert shown(client)
    assert client.send(content="one more", **OPERATION)["result"] == 0
    assert client.said_no(Hop.DISPATCHED, Reason.QUOTA_USED, "device_daily_limit")
    at(client, "00:00:00.000")
    assert at(client, "12:00:00.000").send(content="next day", **OPERATION)["result"] == 0
    assert shown(client)


def test_system_messages_to_one_phone_are_not_limited_by_the_day():
    client = a_client()
    for _ in range(20):
        assert client.send(notifyId=LEFT_OUT)["result"] == 0
        assert shown(client)


@pytest.mark.parametrize(
    ("start", "changes", "is_dropped"),
    [
        ("2023-04-01 09:00", OPERATION, True),
        ("2023-03-31 09:00", OPERATION, False),
        ("2023-04-01 09:00", SYSTEM, False),
        ("2023-04-01 09:00", {**OPERATION, "pushMode": 1}, False),
    ],
)
def test_repeated_operation_message_is_dropped_since_2023(start, changes, is_dropped):
    client = a_client(start=start, **push_app(test_devices=("bob_phone",)))
    client.send(**changes)
    assert shown(client)
    client.send(**changes)
    assert shown(client) is not is_dropped
    if is_dropped:
        assert client.said_no(Hop.DISPATCHED, Reason.DUPLICATE_CONTENT, "duplicate_content")


def test_fast_burst_to_one_phone_loses_what_is_over_five_a_second():
    client = a_client()
    for _ in range(7):
        client.send(notifyId=LEFT_OUT)
    client.world.run_for(SECOND_MS)
    assert [verdict.text for verdict in client.world.verdicts()] == ["shown"] * 5 + ["frequency_control"] * 2
    assert client.said_no(Hop.DISPATCHED, Reason.FREQUENCY_CONTROL, "device_burst")
    client.send(notifyId=LEFT_OUT)
    assert shown(client)


@pytest.mark.parametrize(
    ("away_ms", "is_inactive"), [(14 * DAY_MS, False), (14 * DAY_MS + 1, True), (90 * DAY_MS, True)]
)
def test_phone_that_was_away_for_14_days_is_inactive(away_ms, is_inactive):
    client = a_client()
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.world.run_for(away_ms)
    client.auth()
    assert client.send()["result"] == 0
    assert client.said_no(Hop.DISPATCHED, Reason.DEVICE_INACTIVE, "device_inactive") is is_inactive


def test_inactive_phone_is_active_again_as_soon_as_it_is_back():
    client = a_client()
    phone = client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    client.world.run_for(90 * DAY_MS)
    phone.set_network(NetworkKind.WIFI)
    client.auth()
    client.send()
    assert shown(client)


@pytest.mark.parametrize(
    ("start", "changes", "life_s"),
    [
        (IN_2026, {}, 86_400),
        (IN_2026, {"timeToLive": 60}, 60),
        (IN_2026, {"timeToLive": 604_800}, 86_400),
        (IN_2021, {"timeToLive": 604_800}, 604_800),
        (IN_2026, {"timeToLive": LEFT_OUT}, 86_400),
        (IN_2026, {"timeToLive": LEFT_OUT, **OPERATION}, 28_800),
        (IN_2024, {"timeToLive": LEFT_OUT, **OPERATION}, 86_400),
    ],
)
@pytest.mark.parametrize("is_late", [False, True])
def test_waiting_message_lives_to_the_last_millisecond(start, changes, life_s, is_late):
    client = a_client(start=start)
    phone = client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    client.send(**changes)
    client.world.run_for(life_s * 1_000 - 1 + is_late)
    phone.set_network(NetworkKind.WIFI)
    assert shown(client) is not is_late
    if is_late:
        assert (client.last.name, client.last.reason) == (Hop.DISPATCHED, Reason.TTL_EXPIRED)


def test_message_for_an_online_phone_only_does_not_wait():
    client = a_client()
    client.send(sendOnline=True)
    assert shown(client)
    client.world.phone("bob_phone").set_network(NetworkKind.OFF)
    client.send(sendOnline=True)
    assert not shown(client)
    assert (client.last.name, client.last.outcome, client.last.rule) == (
        Hop.DISPATCHED,
        Outcome.REFUSED,
        "cloud.online_only",
    )


def test_waiting_message_is_covered_by_one_with_its_notify_id():
    client = a_client()
    phone = client.world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    for text, notify_id in (("first", 7), ("second", 7), ("third", 8)):
        client.send(content=text, notifyId=notify_id)
        client.world.run_for(SECOND_MS)
    phone.set_network(NetworkKind.WIFI)
    client.world.run_for(SECOND_MS)
    assert [verdict.text for verdict in client.world.verdicts()] == ["collapsed", "shown", "shown"]


def test_shown_message_is_replaced_by_one_with_its_notify_id():
    client = a_client()
    for text in ("first", "second"):
        client.send(content=text)
        assert shown(client)
    assert [one.text for one in client.world.phone("bob_phone").notifications.shade] == ["second"]


def test_app_in_front_can_be_asked_not_to_show():
    client = a_client()
    client.send(foregroundShow=False)
    assert not shown(client)
    assert client.said_no(Hop.POSTED, Reason.FOREGROUND_HIDDEN, "foreground_hidden")
    killed(client.world)
    client.send(foregroundShow=False)
    assert shown(client)


def test_two_apps_of_one_console_do_not_share_reg_ids_or_payloads():
    client = a_client(phones={"bob_phone": PhoneSpec(reg_id="v2-" + "x" * 60)})
    task_id = client.save()["taskId"]
    cloud = client.world.clouds["vivo"]
    cloud.registrations.find(reg_id_of(client.world)).app_id = "200002"
    cloud.payloads[task_id] = type(cloud.payloads[task_id])({}, "200002", 10**12)
    assert client.send()["result"] == 10302
    assert client.push_to_list(task_id, [UNKNOWN, UNKNOWN])["result"] == 10152


def test_reg_id_of_the_new_form_is_as_good():
    client = a_client(phones={"bob_phone": PhoneSpec(reg_id="v2-" + "x" * 60)})
    assert client.send()["result"] == 0
    assert shown(client)


NONSENSE = (None, "", "text", -1, 1.5, True, [], ["a"], {}, {"k": 1}, 10**30)
EVERY_FIELD = frozenset(MESSAGE) | {
    *("name", "oldName", "newName", "type", "ids", "group", "desc", "tagList", "expression", "tagExpression"),
    *("userIds", "userType", "liveMessage", "timedDisplay", "addBadge"),
    *("appId", "appKey", "timestamp", "sign", "authToken"),
    *("regId", "alias", "regIds", "aliases", "taskId", "sendOnline", "foregroundShow"),
}


EVERY_PATH = sorted(path for method, path in healthy_world().clouds["vivo"].endpoints if method == "POST")


@pytest.mark.parametrize("waived", [False, True])
@pytest.mark.parametrize("path", EVERY_PATH)
def test_nonsense_is_answered_also_when_every_rule_is_waived(path, waived):
    waivers = frozenset(Waiver(reason) for reason in Reason) if waived else frozenset()
    world = build(WorldSpec(), "vivo", RunOptions(waivers=waivers))
    bound_phone(world)
    client = VivoClient(world)
    client.auth()
    for value in NONSENSE:
        client.post(path, dict.fromkeys(EVERY_FIELD, value))
        client.post(
            path, {**MESSAGE, "regId": reg_id_of(world), "title": value, "notifyType": value, "notifyId": value}
        )
        client.post(path, {**MESSAGE, "regId": reg_id_of(world), "skipType": value, "clientCustomMap": value})
        client.post(path, {**MESSAGE, "regId": reg_id_of(world), "timeToLive": value, "classification": value})
        client.post(path, {**MESSAGE, "regId": reg_id_of(world), "extra": value, "timedDisplay": value})
        times = {"showStartTime": value, "showEndTime": value}
        client.post(path, {**MESSAGE, "regId": reg_id_of(world), "timedDisplay": times, "liveMessage": times})
        live = {"operation": value, "scene": value, "templateType": value, "changeRecord": value, "templateData": {}}
        client.post(path, {**MESSAGE, "regId": reg_id_of(world), "liveMessage": live, "notifyId": 7})
    world.run_for(DAY_MS)
    world.check_conservation()


def client_endpoints() -> list[Any]:
    endpoints = healthy_world().clouds["vivo"].endpoints.values()
    return [decision for endpoint in endpoints for decision in endpoint.decisions]


def test_every_refusal_of_the_list_is_asked_by_a_rule():
    declared = {one.code for one in vars(rejections).values() if isinstance(one, rejections.Rejection)}
    decisions = (TARGETS, rules.AUTH_METER, *client_endpoints())
    assert declared == {rule.answer.code for decision in decisions for rule in decision}


# -- forced by magic values -


@pytest.mark.parametrize("path", ["auth", "send", "pushToList", "/tag/add"])
def test_magic_value_forces_a_code_or_a_status_in_vivos_form(path):
    client = a_client()
    answer = client.post(path, {**MESSAGE, "appId": "pushsim-refuse-10070", "regIds": ["1", "2"]})
    assert answer["result"] == 10070
    assert ("invalidUsers" in answer) is (path == "pushToList")
    full = path if path.startswith("/") else f"/message/{path}"
    failed = client.world.hosts.handle(Request("POST", HOST, full, "", (), b'{"regId": "pushsim-http-503"}'))
    assert failed.status == 503
