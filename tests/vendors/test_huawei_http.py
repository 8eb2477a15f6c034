"""The HTTP statuses of Huawei's servers, over a link as its senders see them."""

import json
from collections.abc import Mapping
from urllib.parse import urlencode

import pytest

from simulator.kernel.units import SECOND_MS
from simulator.network.http import Request, Response, find_header
from tests.factories import reg_id_of
from tests.vendors.huawei_client import HOST, LOGIN_HOST, OLD_HOST, HuaweiClient, a_body, a_client


def over_the_link(client: HuaweiClient, host: str, path: str, body: bytes, query: str = "") -> Response:
    """Send *body* from the customer's server and return what arrives there."""
    answers: list[object] = []
    headers = (("Authorization", f"Bearer {client.token}"),)
    kit = client.world.own_senders["huawei"].kit
    kit.link.call(Request("POST", host, path, query, headers, body), answers.append)
    client.world.run_for(SECOND_MS)
    [answer] = answers
    assert isinstance(answer, Response)
    return answer


def send_path(client: HuaweiClient) -> str:
    return f"/v1/{client.app.values['app_id']}/messages:send"


def message(client: HuaweiClient, **changes: object) -> bytes:
    return json.dumps({**a_body([reg_id_of(client.world)]), **changes}).encode()


def test_taken_message_is_200():
    client = a_client()
    assert over_the_link(client, HOST, send_path(client), message(client)).status == 200


def test_wrong_field_is_400():
    client = a_client()
    answer = over_the_link(client, HOST, send_path(client), message(client, message={}))
    assert (answer.status, json.loads(answer.body)["code"]) == (400, "80300010")


def test_wrong_access_token_is_401():
    client = a_client()
    client.token = "nobody's"
    answer = over_the_link(client, HOST, send_path(client), message(client))
    assert (answer.status, json.loads(answer.body)["code"]) == (401, "80200001")


def test_wrong_path_is_404():
    client = a_client()
    assert over_the_link(client, HOST, "/v1/messages:send", message(client)).status == 404


@pytest.mark.parametrize("body", [b"\xff\xfe", '{"message": "题"}'.encode("gbk")])
def test_body_that_is_no_utf_8_is_an_internal_error(body):
    client = a_client()
    answer = over_the_link(client, HOST, send_path(client), body)
    assert (answer.status, json.loads(answer.body)["code"]) == (500, "81000001")
    old = over_the_link(client, OLD_HOST, "/pushsend.do", body)
    assert (old.status, find_header(old.headers, "NSP_STATUS")) == (500, "110")


def test_too_many_sends_a_second_are_503():
    client = a_client()
    client.world.clouds["huawei"].this_second.add(client.app.values["app_id"], 60_000)
    assert over_the_link(client, HOST, send_path(client), message(client)).status == 503


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"client_secret": "wrong"}, 1101),
        ({"client_id": ""}, 1102),
        ({"grant_type": "password"}, 1104),
        ({"scope": "nothing"}, 1203),
    ],
)
def test_refused_token_request_is_400_with_its_number(form: Mapping[str, str], error):
    client = a_client()
    answer = client.auth(**form)
    assert (client.status, answer["error"]) == (400, error)
    assert LOGIN_HOST in client.world.clouds["huawei"].hosts


def test_old_gateway_counts_all_calls_and_those_of_a_day():
    client = a_client()
    cloud = client.world.clouds["huawei"]
    cloud.today.add(("old", client.app.values["app_id"]), 999_999)
    assert find_header(client.gateway().headers, "NSP_STATUS") is None
    assert find_header(client.gateway().headers, "NSP_STATUS") == "7"
    cloud.this_second.add("old", 60_000)
    assert find_header(client.gateway().headers, "NSP_STATUS") == "4"


def test_app_has_up_to_10000_topics():
    client = a_client()
    held = client.world.clouds["huawei"].subscriptions(client.app.values["app_id"])
    for number in range(9_999):
        held.subscribe("somebody's", f"topic-{number}", "2026-03-02")
    body = {"topic": "the last", "tokenArray": [reg_id_of(client.world)]}
    path = "/v1/{app}/topic:subscribe"
    assert client.call(path, {**body, "topic": "the-last"})["code"] == "80000000"
    assert client.call(path, {**body, "topic": "another"})["code"] == "82000006"
    assert client.call(path, {**body, "topic": "the-last"})["code"] == "80000000"


@pytest.mark.parametrize(
    ("review", "code"),
    [
        ([{"reviewer": "tuibian", "type": 0, "result": {"passed": True}}], "80000000"),
        ([{"reviewer": "somebody", "type": 0, "result": {}}], "80100018"),
        ([{"reviewer": "tuibian", "type": 0}], "80100018"),
        ("no list", "80100018"),
    ],
)
def test_review_must_be_of_the_reviewer_that_huawei_knows(review, code):
    assert a_client().send({"review": review})["code"] == code


def test_topic_call_of_which_a_part_failed_is_200():
    client = a_client()
    body = json.dumps({"topic": "news", "tokenArray": ["nobody's"]}).encode()
    answer = over_the_link(client, HOST, f"/v1/{client.app.values['app_id']}/topic:subscribe", body)
    assert (answer.status, json.loads(answer.body)["code"]) == (200, "82000010")


def test_slash_of_an_access_token_is_escaped_and_a_client_that_copies_it_raw_is_80200003():
    client = a_client()
    values = client.app.values
    form = {"grant_type": "client_credentials", "client_id": values["app_id"], "client_secret": values["app_secret"]}
    text = over_the_link(client, LOGIN_HOST, "/oauth2/v3/token", urlencode(form).encode()).body.decode()
    client.token = text.split('"access_token":"')[1].split('"')[0]
    assert "\\/" in client.token
    assert json.loads(over_the_link(client, HOST, send_path(client), message(client)).body)["code"] == "80200003"
    client.token = json.loads(text)["access_token"]
    assert json.loads(over_the_link(client, HOST, send_path(client), message(client)).body)["code"] == "80000000"
