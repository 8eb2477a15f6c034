"""Requests of real clients, byte for byte, and what each of them needs of Huawei's answers."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.kernel.units import MINUTE_MS
from simulator.push.reason import Reason
from simulator.world.spec import PhoneSpec, VendorAppSpec
from simulator.world.world import World
from tests.factories import bound_phone, killed, new_world
from tests.vendors.huawei_client import HuaweiClient

SAMPLES = {
    path.stem: json.loads(path.read_text("utf-8")) for path in (Path(__file__).parent / "samples/huawei").iterdir()
}
OF_DATA = "hms_push_serverdemo_python"
APP = {"app_id": "100000001", "app_secret": "fakehuaweiappsecret0001"}
TOKENS = ("FAKEhwToken-IQAAAACy0000000000001", "FAKEhwToken-IQAAAACy0000000000002")
UNKNOWN = "FAKEhwToken-none999999999999999"
NAMES = ("bob_phone", "carol_phone")


class Replay:
    """A world with the credentials and phones of a capture, and its client's requests."""

    def __init__(self, name: str) -> None:
        self.sample = SAMPLES[name]
        self.world: World = new_world(
            "huawei",
            vendor_apps={"huawei": VendorAppSpec(values=APP)},
            phones={name: PhoneSpec(reg_id=token) for name, token in zip(NAMES, TOKENS, strict=True)},
        )
        for phone, user in zip(NAMES, ("bob", "carol"), strict=True):
            bound_phone(self.world, phone, user)
            killed(self.world, phone)
        self.client = HuaweiClient(self.world)

    def ask(self, call: str, app_id: str = "", **replaced: str) -> dict[str, Any]:
        """Send the request as it was captured, with texts *replaced* and the access token of this cloud."""
        captured = self.sample[call]
        headers = [tuple(header) for header in captured["headers"]]
        if call != "token":
            headers.append(("Authorization", f"Bearer {self.client.token}"))
        body = captured["body"]
        for old, new in replaced.items():
            assert old in body
            body = body.replace(old, new)
        answer = self.client.ask(
            captured["host"], captured["path"].replace("100000001", app_id or "100000001"), body, tuple(headers)
        )
        self.client.token = answer.get("access_token", self.client.token)
        return answer

    @property
    def shown(self) -> list[int]:
        """How many notifications each phone shows after a minute."""
        self.world.run_for(MINUTE_MS)
        self.world.check_conservation()
        return [len(self.world.phone(name).notifications.shade) for name in NAMES]


def authenticated(name: str) -> Replay:
    replay = Replay(name)
    replay.ask("token")
    return replay


@pytest.mark.parametrize("name", SAMPLES)
def test_captured_token_request_is_answered_as_its_client_reads_it(name):
    answer = Replay(name).ask("token")
    assert {key: type(value) for key, value in answer.items()} == {
        "access_token": str,
        "expires_in": int,
        "token_type": str,
    }


@pytest.mark.parametrize("name", SAMPLES)
def test_captured_send_succeeds_and_is_shown_unless_it_has_data_alone(name):
    replay = authenticated(name)
    answer = replay.ask("send")
    assert (replay.client.status, answer["code"], answer["msg"]) == (200, "80000000", "Success")
    assert isinstance(answer["requestId"], str)
    assert replay.shown == ([0, 0] if name == OF_DATA else [1, 0])
    if name == OF_DATA:
        assert replay.client.last.reason == Reason.PASS_THROUGH
    else:
        [one] = replay.world.phone("bob_phone").notifications.shade
        assert (one.title, one.text) == ("测试标题 A&B=1+2", "你好，模拟设备 100% 😀")


@pytest.mark.parametrize("name", SAMPLES)
def test_captured_send_to_an_unknown_token_is_80300007(name):
    replay = authenticated(name)
    answer = replay.ask("send", **{TOKENS[0]: UNKNOWN})
    assert (replay.client.status, answer["code"]) == (200, "80300007")


@pytest.mark.parametrize("name", SAMPLES)
def test_captured_send_without_its_access_token_is_401(name):
    replay = Replay(name)
    answer = replay.ask("send")
    assert (replay.client.status, answer["code"]) == (401, "80200001")


@pytest.mark.parametrize("name", SAMPLES)
def test_wrong_secret_in_the_captured_token_request_is_1101(name):
    replay = Replay(name)
    answer = replay.ask("token", fakehuaweiappsecret0001="wrong")
    assert (replay.client.status, answer["error"], answer["sub_error"]) == (400, 1101, 12304)


SPOILT = {
    "the app in the path": ({}, "999999999", "", 401, "80200001"),
    "the word message": ({'"message"': '"massage"'}, "", "", 400, "80300010"),
    "the word token": ({'"token"': '"tokens"'}, "", "", 400, "80300010"),
    "the end of the JSON": ({"}}": "}"}, "", "", 400, "80300010"),
    "the access token": ({}, "", "nobody's", 401, "80200001"),
    "a character of the access token": ({}, "", "own\\/", 401, "80200003"),
}


@pytest.mark.parametrize("spoilt", SPOILT)
@pytest.mark.parametrize("name", SAMPLES)
def test_captured_send_with_one_thing_spoilt_is_refused_for_that(name, spoilt):
    replaced, app_id, token, status, code = SPOILT[spoilt]
    replay = authenticated(name)
    if token:
        replay.client.token = token.replace("own", replay.client.token)
    answer = replay.ask("send", app_id, **replaced)
    assert (replay.client.status, answer["code"]) == (status, code)
    assert replay.shown == [0, 0]


def test_captured_batch_reaches_both_phones():
    replay = authenticated("kolesa_go_hms_push")
    assert replay.ask("batch")["code"] == "80000000"
    assert replay.shown == [1, 1]


def test_captured_batch_with_one_unknown_token_counts_and_names_it_in_its_text():
    replay = authenticated("kolesa_go_hms_push")
    answer = replay.ask("batch", **{TOKENS[1]: UNKNOWN})
    assert (replay.client.status, answer["code"]) == (200, "80100000")
    assert json.loads(answer["msg"]) == {"success": 1, "failure": 1, "illegal_tokens": [UNKNOWN]}
    assert replay.shown == [1, 0]
