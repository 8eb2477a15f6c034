"""The gateway of HMS 2.x, `pushsend.do`: its form, its numbers in a header, and what it shows."""

import json
from typing import Any

import pytest

from simulator.cloud.registrations import AppState, PushApp
from simulator.kernel.trace import Outcome
from simulator.kernel.units import HOUR_MS
from simulator.network.http import Response, find_header
from simulator.push.reason import Reason
from simulator.world.spec import VendorAppSpec
from tests.factories import callbacks, killed, reg_id_of, tap
from tests.vendors.huawei_client import UNKNOWN, HuaweiClient, a_client, an_old_payload, shade


def code_of(answer: Response) -> str:
    code: str = json.loads(answer.body)["code"]
    return code


def payload(**action: Any) -> dict[str, str]:
    return {"payload": json.dumps(an_old_payload(**action))}


def test_message_of_the_old_gateway_is_shown_with_its_custom_content():
    client = a_client()
    killed(client.world)
    answer = client.gateway()
    assert json.loads(answer.body) == {
        "code": "80000000",
        "msg": "Success",
        "requestId": json.loads(answer.body)["requestId"],
    }
    assert find_header(answer.headers, "NSP_STATUS") is None
    assert shade(client) == ["lunch?"]
    assert tap(client.world).data["ext"] == "42"


def test_access_token_may_stand_in_the_header_and_the_context_in_numbers():
    client = a_client()
    context = json.dumps({"ver": 1, "appId": int(client.app.values["app_id"])})
    answer = client.gateway({"access_token": ""}, context=context, bearer=client.token)
    assert code_of(answer) == "80000000"


@pytest.mark.parametrize(
    ("action", "activity"),
    [
        (
            {"type": 1, "param": {"intent": "intent:#Intent;component=com.example.chat/.ChatActivity;end"}},
            ".ChatActivity",
        ),
        ({"type": 2, "param": {"url": "http://example.com"}}, "http://example.com"),
    ],
)
def test_tap_opens_what_the_action_says(action, activity):
    client = a_client()
    killed(client.world)
    assert code_of(client.gateway(payload(**action))) == "80000000"
    assert shade(client) == ["lunch?"]
    assert tap(client.world).data["activity"].endswith(activity)


def test_pass_through_message_goes_to_the_running_app():
    client = a_client()
    body = {"hps": {"msg": {"type": 1, "body": {"key": "value"}}}}
    assert code_of(client.gateway({"payload": json.dumps(body)})) == "80000000"
    assert shade(client) == []
    assert [one.data["data"] for one in callbacks(client.world, "onMessageReceived")] == ['{"key":"value"}']


WRONG: list[tuple[dict[str, str], int, int, str, str]] = [
    ({"nsp_svc": ""}, 105, 200, "parameter_missing", Reason.INVALID_REQUEST),
    ({"nsp_ts": ""}, 105, 200, "parameter_missing", Reason.INVALID_REQUEST),
    ({"access_token": ""}, 105, 200, "parameter_missing", Reason.INVALID_REQUEST),
    ({"nsp_svc": "openpush.message.api.other"}, 3, 200, "method_unknown", Reason.INVALID_REQUEST),
    ({"nsp_ts": "1000000000"}, 109, 200, "time_off", Reason.AUTH_REFUSED),
    ({"nsp_ts": "now"}, 109, 200, "time_off", Reason.AUTH_REFUSED),
    ({"access_token": "nobody's"}, 102, 401, "session_unknown", Reason.AUTH_REFUSED),
    ({"payload": "no json"}, 100, 200, "payload_wrong", Reason.INVALID_REQUEST),
    ({"payload": '{"hps":{"msg":{"type":2}}}'}, 100, 200, "payload_wrong", Reason.INVALID_REQUEST),
    ({"expire_time": "tomorrow"}, 100, 200, "expire_time_wrong", Reason.INVALID_REQUEST),
]


def assert_refused(client: HuaweiClient, answer: Response, number: int, status: int, rule: str, reason: str) -> None:
    assert (answer.status, find_header(answer.headers, "NSP_STATUS")) == (status, str(number))
    refused = [one for one in client.world.trace if one.outcome is Outcome.REFUSED and one.rule][-1]
    assert (refused.rule, refused.reason, refused.data["code"]) == (f"huawei.old_{rule}", reason, number)


@pytest.mark.parametrize(("changes", "number", "status", "rule", "reason"), WRONG, ids=range(len(WRONG)))
def test_gateway_refuses_with_its_own_number_in_a_header(changes, number, status, rule, reason):
    client = a_client()
    assert_refused(client, client.gateway(changes), number, status, rule, reason)


def test_gateway_takes_post_alone():
    client = a_client()
    assert_refused(client, client.gateway(method="GET"), 103, 200, "not_post", Reason.INVALID_REQUEST)


@pytest.mark.parametrize("context", ['{"ver":"1"}', '{"ver":"1","appId":"42"}', "no json"])
def test_unknown_app_is_101(context):
    client = a_client()
    assert_refused(client, client.gateway(context=context), 101, 401, "app_unknown", Reason.AUTH_REFUSED)


def test_access_token_that_has_ended_is_6():
    client = a_client()
    client.world.run_for(HOUR_MS)
    assert_refused(client, client.gateway(), 6, 401, "session_expired", Reason.AUTH_REFUSED)


def test_access_token_of_another_app_is_106():
    client = a_client()
    values = {**client.app.values, "app_id": "200000002", "app_secret": "another secret"}
    client.world.clouds["huawei"].add_app(PushApp(values, "com.example.other"))
    client.auth(client_id="200000002", client_secret="another secret")
    assert_refused(client, client.gateway(), 106, 401, "no_right", Reason.AUTH_REFUSED)


def test_access_token_of_an_older_secret_is_107():
    client = a_client()
    client.app.values = {**client.app.values, "app_secret": "renewed"}
    assert_refused(client, client.gateway(), 107, 401, "secret_changed", Reason.AUTH_REFUSED)
    client.auth()
    assert code_of(client.gateway()) == "80000000"


def test_more_calls_a_second_than_allowed_are_8():
    client = a_client()
    client.world.clouds["huawei"].this_second.add(client.app.values["app_id"], 6_000)
    assert_refused(client, client.gateway(), 8, 503, "too_frequent", Reason.FREQUENCY_CONTROL)


@pytest.mark.parametrize(
    ("tokens", "code"),
    [([UNKNOWN], "80300007"), ([], "80300010"), (["t"] * 2, "80300007"), ([f"t{n}" for n in range(101)], "80300010")],
)
def test_tokens_are_told_by_the_newer_codes(tokens, code):
    client = a_client()
    assert code_of(client.gateway({"device_token_list": json.dumps(tokens)})) == code


def test_some_wrong_tokens_are_named_in_the_text():
    client = a_client()
    answer = client.gateway({"device_token_list": json.dumps([reg_id_of(client.world), UNKNOWN])})
    assert code_of(answer) == "80100000"
    told = json.loads(json.loads(answer.body)["msg"])
    assert told == {"success": 1, "failure": 1, "illegal_tokens": [UNKNOWN]}


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ({"type": 1, "param": {}}, "80100003"),
        ({"type": 2, "param": {}}, "80100003"),
        ({"type": 9, "param": {}}, "80100003"),
    ],
)
def test_action_that_opens_nothing_is_80100003(action, code):
    assert code_of(a_client().gateway(payload(**action))) == code


@pytest.mark.parametrize(("time", "code"), [("2026-03-02T08:00", "80100004"), ("2026-03-03T09:00:00", "80000000")])
def test_message_lives_until_its_expire_time(time, code):
    assert code_of(a_client().gateway({"expire_time": time})) == code


def test_forbidden_word_is_80100016_here_too():
    client = a_client(vendor_apps={"huawei": VendorAppSpec(forbidden_words=("lunch",))})
    assert code_of(client.gateway()) == "80100016"


def test_push_that_is_not_enabled_is_80300002_here_too():
    client = a_client()
    client.app.state = AppState.CLOSED
    assert code_of(client.gateway()) == "80300002"
