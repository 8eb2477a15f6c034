"""Requests of a real client, byte for byte, and what it needs of the answers."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.kernel.units import DAY_MS, MINUTE_MS
from simulator.push.rejection import Rejection
from simulator.vendors.honor import rejections
from simulator.world.spec import PhoneSpec, VendorAppSpec
from simulator.world.world import World
from tests.factories import bound_phone, killed, new_world
from tests.vendors.honor_client import LEFT_OUT, UNKNOWN, HonorClient, changed

SAMPLES = {
    path.stem: json.loads(path.read_text("utf-8")) for path in (Path(__file__).parent / "samples/honor").iterdir()
}
# The client has one id for both, so its customers can only send where Honor gives both the same value.
APP = {
    "app_id": "fakehonorclientid0001",
    "client_id": "fakehonorclientid0001",
    "client_secret": "fakehonorclientsecret0001",
}


class Replay:
    """A world with a capture's credentials and phone, and its client's requests."""

    def __init__(self, name: str) -> None:
        self.sample = SAMPLES[name]
        self.world: World = new_world(
            "honor",
            vendor_apps={"honor": VendorAppSpec(values=APP)},
            phones={"bob_phone": PhoneSpec(reg_id="BAEAAAAAB.fakeHonorToken0001")},
        )
        bound_phone(self.world)
        killed(self.world)
        self.client = HonorClient(self.world)

    def ask(self, call: str, body: str = "") -> dict[str, Any]:
        """Send the request as it was captured, or with another *body*, and with this cloud's token."""
        captured = self.sample[call]
        headers = [tuple(header) for header in captured["headers"]]
        if self.client.token:
            headers.append(("Authorization", f"Bearer {self.client.token}"))
        answer = self.client.post(captured["host"], captured["path"], body or captured["body"], tuple(headers))
        self.client.token = answer.get("access_token", self.client.token)
        return answer


@pytest.mark.parametrize("name", SAMPLES)
def test_captured_requests_are_answered_as_the_client_needs_and_shown(name):
    replay = Replay(name)
    assert set(replay.ask("auth")) == {"access_token", "expires_in", "token_type"}
    answer = replay.ask("send")
    request_id = answer["data"]["requestId"]
    assert answer == {
        "code": 200,
        "message": "success",
        "data": {"sendResult": True, "requestId": request_id, "failTokens": [], "expireTokens": []},
    }
    replay.world.run_for(MINUTE_MS)
    [one] = replay.world.phone("bob_phone").notifications.shade
    assert (one.title, one.text) == ("测试标题 A&B=1+2", "你好，模拟设备 100% 😀")


@pytest.mark.parametrize("name", SAMPLES)
def test_captured_client_with_another_secret_gets_no_token(name):
    replay = Replay(name)
    replay.world.clouds["honor"].apps[0].values = {**APP, "client_secret": "another"}
    assert replay.ask("auth")["error"] == "invalid_client"
    assert replay.ask("send")["code"] == 401


SPOILED: list[tuple[tuple[str, ...], Any, Rejection]] = [
    (("token",), [], rejections.TARGET_MISSING),
    (("android", "ttl"), "16d", rejections.TTL_WRONG),
    (("android", "ttl"), "1296001s", rejections.TTL_WRONG),
    (("android", "targetUserType"), 2, rejections.TEST_TYPE_WRONG),
    (("android", "notification", "clickAction"), LEFT_OUT, rejections.CLICK_MISSING),
    (("android", "notification", "clickAction", "type"), 4, rejections.CLICK_TYPE_WRONG),
    (("android", "notification", "clickAction", "type"), 1, rejections.PAGE_MISSING),
    (("android", "notification", "clickAction", "type"), 2, rejections.URL_WRONG),
    (("android", "notification", "style"), 1, rejections.BIG_TEXT_WRONG),
    (("android", "notification", "style"), 3, rejections.STYLE_WRONG),
    (("android", "notification", "importance"), "HIGH", rejections.IMPORTANCE_WRONG),
    (("android", "notification", "badge", "setNum"), 100, rejections.BADGE_WRONG),
]


def spoiled(body: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """Return *body* with another *value* at *path*."""
    first, *others = path
    return changed(body, {first: spoiled(body[first], tuple(others), value) if others else value})


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize(
    ("path", "value", "rejection"),
    SPOILED,
    ids=[f"{path[-1]}={'left out' if value is LEFT_OUT else value}" for path, value, _ in SPOILED],
)
def test_captured_message_with_one_wrong_field_is_refused_for_it(name, path, value, rejection):
    replay = Replay(name)
    replay.ask("auth")
    body = json.dumps(spoiled(json.loads(replay.sample["send"]["body"]), path, value))
    assert replay.ask("send", body) == {"code": 400, "message": rejection.text}
    assert replay.client.status == 400


@pytest.mark.parametrize("name", SAMPLES)
def test_captured_message_that_is_cut_off_is_refused(name):
    replay = Replay(name)
    replay.ask("auth")
    answer = replay.ask("send", replay.sample["send"]["body"][:-1])
    assert answer == {"code": 400, "message": rejections.BODY_UNREADABLE.text}


@pytest.mark.parametrize("name", SAMPLES)
def test_captured_client_that_keeps_its_token_for_a_day_is_refused(name):
    replay = Replay(name)
    replay.ask("auth")
    replay.world.run_for(DAY_MS)
    assert replay.ask("send") == {"code": 401, "message": rejections.TOKEN_INVALID.text}


@pytest.mark.parametrize("name", SAMPLES)
def test_captured_client_reads_the_code_of_success_that_it_wants(name):
    replay = Replay(name)
    replay.world.clouds["honor"].apps[0].values = {**APP, "success_code": "80000000"}
    replay.ask("auth")
    assert replay.ask("send")["code"] == 80000000


@pytest.mark.parametrize("name", SAMPLES)
def test_captured_message_may_lack_what_has_a_default(name):
    replay = Replay(name)
    replay.ask("auth")
    body = json.loads(replay.sample["send"]["body"])
    for field in ("ttl", "targetUserType"):
        body["android"] = changed(body["android"], {field: LEFT_OUT})
    assert replay.ask("send", json.dumps(body))["code"] == 200


@pytest.mark.parametrize("name", SAMPLES)
def test_captured_message_to_an_unknown_token_names_it(name):
    replay = Replay(name)
    replay.ask("auth")
    body = json.dumps({**json.loads(replay.sample["send"]["body"]), "token": [UNKNOWN]})
    data = replay.ask("send", body)["data"]
    assert (data["sendResult"], data["failTokens"]) == (False, [UNKNOWN])
