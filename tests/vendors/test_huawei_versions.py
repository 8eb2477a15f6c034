"""Versions 2 and 3 of the send, and tokens that a service account makes itself."""

import json
from typing import Any

import pytest

from simulator.cloud.registrations import PushApp
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.world.spec import VendorAppSpec
from tests.factories import bound_phone, callbacks, killed, reg_id_of, tap
from tests.rsa_key import PUBLIC_PEM, jwt
from tests.vendors.huawei_client import UNKNOWN, HuaweiClient, a_body, a_client, shade

V2, V3 = "/v2/{project}/messages:send", "/v3/{project}/messages:send"
AUDIENCE = "https://oauth-login.cloud.huawei.com/oauth2/v3/token"
ACCOUNT = {"project_id": "101", "key_id": "key-1", "sub_account": "account-1", "public_key": PUBLIC_PEM}


def of_account(**fields: Any) -> HuaweiClient:
    return a_client(vendor_apps={"huawei": VendorAppSpec(values=ACCOUNT, **fields)})


def signed(client: HuaweiClient, algorithm: str = "PS256", kid: str = "key-1", **claims: object) -> str:
    now_s = client.world.clock.epoch_s
    right = {"iss": "account-1", "aud": AUDIENCE, "iat": now_s, "exp": now_s + 3_600}
    return jwt({"alg": algorithm, "typ": "JWT", "kid": kid}, {**right, **claims})


def a_scenario_body(client: HuaweiClient, **changes: Any) -> dict[str, Any]:
    """Return a notification of version 3; *changes* are made in its three parts."""
    notification = {
        "category": "IM",
        "title": "a new message",
        "body": "lunch?",
        "clickAction": {"actionType": 0, "data": {"ext": "42"}},
    }
    return {
        "payload": {"notification": {**notification, **changes.get("notification", {})}, **changes.get("payload", {})},
        "target": {"token": changes.get("tokens", [reg_id_of(client.world)])},
        "pushOptions": {"ttl": 86_400, "biTag": "tag", **changes.get("options", {})},
    }


def scenario(client: HuaweiClient, push_type: str = "0", bearer: str | None = None, **changes: Any) -> dict[str, Any]:
    return client.call(V3, a_scenario_body(client, **changes), ("push-type", push_type), bearer=bearer)


# -- version 2 -


def test_version_2_is_sent_by_the_projects_id():
    client = a_client()
    answer = client.call(V2, a_body([reg_id_of(client.world)]))
    assert (client.status, answer["code"]) == (200, "80000000")
    assert shade(client) == ["lunch?"]


def test_access_token_of_another_project_is_80200001():
    client = a_client()
    answer = client.call("/v2/4711/messages:send", a_body([reg_id_of(client.world)]))
    assert (client.status, answer["code"]) == (401, "80200001")
    assert client.said_no(Hop.PUSH_REQUESTED, Reason.AUTH_REFUSED, "access_token_of_other_app")


def of_two_apps() -> HuaweiClient:
    """Return a client of the second app of a project, whose token bob's phone does not have."""
    client = a_client()
    values = {**client.app.values, "app_id": "200000002", "app_secret": "another secret"}
    client.world.clouds["huawei"].add_app(PushApp(values, "com.example.other"))
    client.auth(client_id="200000002", client_secret="another secret")
    return client


def test_version_2_reaches_every_app_of_the_project_and_version_1_only_its_own():
    client = of_two_apps()
    body = a_body([reg_id_of(client.world)])
    assert client.post(body, app_id="200000002")["code"] == "80300007"
    assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.REG_ID_INVALID, "token_of_other_app")
    assert client.call(V2, body)["code"] == "80000000"
    assert shade(client) == ["lunch?"]


def test_path_may_have_its_colon_escaped():
    client = a_client()
    assert client.call("/v1/{app}/messages%3Asend", a_body([reg_id_of(client.world)]))["code"] == "80000000"


# -- version 3 -


def test_scenario_message_is_shown_and_its_data_are_extras_of_the_page():
    client = a_client()
    killed(client.world)
    assert scenario(client)["code"] == "80000000"
    assert shade(client) == ["lunch?"]
    assert tap(client.world).data["ext"] == "42"


@pytest.mark.parametrize(
    ("push_type", "changes", "code", "rule"),
    [
        ("", {}, "80100001", "push_type"),
        ("5", {}, "80100001", "push_type"),
        ("0", {"notification": {"category": ""}}, "80100003", "category_missing"),
        ("0", {"notification": {"title": ""}}, "80100003", "title_empty"),
        ("0", {"notification": {"clickAction": {}}}, "80100003", "click_missing"),
        ("0", {"notification": {"clickAction": {"actionType": 1}}}, "80100003", "click_wrong"),
        ("0", {"notification": {"badge": {"addNum": 100}}}, "80100003", "badge"),
        ("0", {"options": {"ttl": 1_296_001}}, "80100003", "ttl"),
        ("0", {"options": {"ttl": 0}}, "80100004", "ttl_past"),
        ("0", {"tokens": []}, "80300010", "token_count"),
        ("10", {"tokens": ["a", "b"]}, "80100002", "call_to_many"),
    ],
)
def test_wrong_scenario_message_is_http_400(push_type, changes, code, rule):
    client = a_client()
    answer = scenario(client, push_type, **changes)
    assert (client.status, answer["code"]) == (400, code)
    assert [one.rule for one in client.world.trace if one.rule][-1] == f"huawei.{rule}"


def test_scenario_message_without_payload_is_80100003():
    client = a_client()
    answer = client.call(V3, {"target": {"token": [reg_id_of(client.world)]}}, ("push-type", "0"))
    assert answer["code"] == "80100003"


@pytest.mark.parametrize(("count", "code"), [(10, "80100000"), (11, "80300010")])
def test_test_message_of_version_3_has_up_to_ten_tokens(count, code):
    client = a_client()
    tokens = [reg_id_of(client.world), *(f"{UNKNOWN}{number}" for number in range(count - 1))]
    assert scenario(client, tokens=tokens, options={"testMessage": True})["code"] == code


def test_test_messages_of_version_3_are_a_thousand_a_day():
    client = a_client()
    client.world.clouds["huawei"].today.add(("test", client.app.values["app_id"]), 999)
    assert scenario(client, options={"testMessage": True})["code"] == "80000000"
    scenario(client, options={"testMessage": True})
    assert client.status == 503


def test_version_3_tells_refused_tokens_by_reason():
    client = a_client()
    bound_phone(client.world, "carol_phone", "carol")
    gone = reg_id_of(client.world, "carol_phone")
    client.world.clouds["huawei"].app_removed("carol_phone", "com.example.chat")
    answer = scenario(client, tokens=[reg_id_of(client.world), UNKNOWN, gone])
    assert answer["code"] == "80100000"
    assert json.loads(answer["msg"]) == {
        "success": 1,
        "failure": 2,
        "illegalTokens": {"tokenFormatError": [UNKNOWN], "noRight": [gone]},
    }
    assert shade(client) == ["lunch?"]


@pytest.mark.parametrize(("rights", "code"), [((), "80300007"), (("push_type_7",), "80000000")])
def test_live_view_needs_a_right(rights, code):
    client = of_account(rights=rights)
    assert scenario(client, "7", payload={"liveView": {}})["code"] == code
    if not rights:
        assert client.said_no(Hop.VENDOR_ACCEPTED, Reason.MESSAGE_CLASS_LIMITED, "push_type_not_granted")


def test_background_message_goes_to_the_running_app():
    client = a_client()
    scenario(client, "6", payload={"extraData": "some data"})
    assert shade(client) == []
    assert [one.data["data"] for one in callbacks(client.world, "onMessageReceived")] == ["some data"]


# -- service account -


@pytest.mark.parametrize("algorithm", ["PS256", "RS256"])
@pytest.mark.parametrize("path", ["/v1/{app}/messages:send", V2])
def test_token_of_the_service_account_stands_in_for_an_access_token(algorithm, path):
    client = of_account()
    bearer = f"Bearer {signed(client, algorithm)}"
    assert client.call(path, a_body([reg_id_of(client.world)]), bearer=bearer)["code"] == "80000000"
    assert scenario(client, bearer=bearer)["code"] == "80000000"
    assert shade(client) == ["lunch?", "lunch?"]


@pytest.mark.parametrize(
    ("changes", "code", "rule"),
    [
        ({"kid": "key-2"}, "80600003", "service_account_unknown"),
        ({"iss": "account-2"}, "80600003", "service_account_unknown"),
        ({"algorithm": "HS256"}, "80200001", "jwt_wrong"),
        ({"algorithm": "none"}, "80200001", "jwt_wrong"),
        ({"aud": "https://example.com"}, "80200001", "jwt_wrong"),
        ({"exp": None}, "80200001", "jwt_wrong"),
        ({"iat": 0}, "80200001", "jwt_wrong"),
    ],
)
def test_wrong_token_of_a_service_account_is_http_401(changes, code, rule):
    client = of_account()
    answer = scenario(client, bearer=f"Bearer {signed(client, **changes)}")
    assert (client.status, answer["code"]) == (401, code)
    assert client.said_no(Hop.PUSH_REQUESTED, Reason.AUTH_REFUSED, rule)


@pytest.mark.parametrize("spoilt", ["", "AAAA", "not base64!"])
def test_token_with_another_signature_is_80200001(spoilt):
    client = of_account()
    head, claims, _ = signed(client).split(".")
    assert scenario(client, bearer=f"Bearer {head}.{claims}.{spoilt}")["code"] == "80200001"


def test_claims_changed_behind_the_signature_are_80200001():
    client = of_account()
    _, claims, _ = signed(client, exp=client.world.clock.epoch_s + 1).split(".")
    head, _, signature = signed(client).split(".")
    assert scenario(client, bearer=f"Bearer {head}.{claims}.{signature}")["code"] == "80200001"


def test_token_of_no_json_is_of_no_account():
    client = of_account()
    assert scenario(client, bearer="Bearer a.b.c")["code"] == "80600003"


@pytest.mark.parametrize(("after_ms", "code"), [(3_599_000, "80000000"), (3_600_000, "80200005")])
def test_token_of_a_service_account_lives_an_hour(after_ms, code):
    client = of_account()
    bearer = f"Bearer {signed(client)}"
    client.world.run_for(after_ms)
    assert scenario(client, bearer=bearer)["code"] == code


def test_without_a_public_key_in_the_console_no_token_is_good():
    client = a_client(vendor_apps={"huawei": VendorAppSpec(values={**ACCOUNT, "public_key": ""})})
    assert scenario(client, bearer=f"Bearer {signed(client)}")["code"] == "80200001"


def test_service_account_of_another_project_is_80200001():
    client = of_account()
    answer = client.call("/v3/9/messages:send", a_scenario_body(client), ("push-type", "0"),
                         bearer=f"Bearer {signed(client)}")  # fmt: skip
    assert answer["code"] == "80200001"
