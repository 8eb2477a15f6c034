"""Requests of real clients, byte for byte, and what each of them needs of the answers."""

import json
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from simulator.kernel.units import MINUTE_MS
from simulator.vendors.vivo import rejections
from simulator.world.spec import PhoneSpec, VendorAppSpec
from simulator.world.world import World
from tests.factories import bound_phone, killed, new_world
from tests.vendors.vivo_client import UNKNOWN, VivoClient

SAMPLES = {
    path.stem: json.loads(path.read_text("utf-8")) for path in (Path(__file__).parent / "samples/vivo").iterdir()
}
WITH_TOKENS = [(name, call) for name, sample in SAMPLES.items() for call in sample if call not in {"client", "auth"}]
WITH_LISTS = [name for name in SAMPLES if "pushToList" in SAMPLES[name]]
APP = {"app_id": "100001", "app_key": "fakevivo-appkey-0001", "app_secret": "fakevivo-appsecret-0001"}
PHONES = {
    "bob_phone": PhoneSpec(reg_id="15400000000000000000001"),
    "carol_phone": PhoneSpec(reg_id="15400000000000000000002"),
}
CHINA = ZoneInfo("Asia/Shanghai")


class Replay:
    """A world at the minute of a capture, with its credentials and its phones, and its client's requests."""

    def __init__(self, name: str) -> None:
        self.sample = SAMPLES[name]
        captured = json.loads(self.sample["auth"]["body"])["timestamp"] // 1_000
        start = datetime.fromtimestamp(captured, UTC).astimezone(CHINA)
        self.world: World = new_world(
            start=start.strftime("%Y-%m-%d %H:%M:%S"),
            vendor_apps={"vivo": VendorAppSpec(values=APP)},
            phones=PHONES,
        )
        bound_phone(self.world)
        bound_phone(self.world, "carol_phone", "carol")
        self.client = VivoClient(self.world)

    def auth(self) -> dict[str, Any]:
        answer = self.ask("auth")
        self.client.token = answer.get("authToken", "")
        # Captured at night, when operation messages are refused.
        self.world.run_for(self.world.clock.ms_until(time(12)))
        return answer

    def ask(self, call: str, **changes: Any) -> dict[str, Any]:
        """Send the request as it was captured, with *changes*, and with the token that this cloud has issued."""
        captured = self.sample[call]
        headers = [tuple(header) for header in captured["headers"]]
        if captured["token_header"]:
            headers.append((captured["token_header"], self.client.token))
        body = captured["body"]
        if changes:
            body = json.dumps({**json.loads(body), **changes})
        return self.client.post(call, body, tuple(headers))

    @property
    def shown(self) -> list[int]:
        """How many notifications each phone shows."""
        return [len(self.world.phone(name).notifications.shade) for name in PHONES]


@pytest.mark.parametrize("name", SAMPLES)
def test_captured_auth_is_answered_with_a_token(name):
    answer = Replay(name).auth()
    assert answer["result"] == 0
    assert isinstance(answer["authToken"], str)


@pytest.mark.parametrize("name", SAMPLES)
def test_captured_send_is_answered_with_a_task_id_and_shown(name):
    replay = Replay(name)
    replay.auth()
    killed(replay.world)  # one of the clients asks not to show over the app
    answer = replay.ask("send")
    assert answer["result"] == 0
    assert isinstance(answer["taskId"], str)
    replay.world.run_for(MINUTE_MS)
    assert replay.shown == [1, 0]
    [one] = replay.world.phone("bob_phone").notifications.shade
    assert (one.title, one.text) == ("测试标题 A&B=1+2", "你好，模拟设备 100% 😀")


@pytest.mark.parametrize("name", WITH_LISTS)
def test_captured_list_push_is_answered_with_an_array_and_shown(name):
    replay = Replay(name)
    replay.auth()
    stored = replay.ask("saveListPayload")
    assert isinstance(stored["taskId"], str)
    answer = replay.ask("pushToList", taskId=stored["taskId"])
    request_id = json.loads(replay.sample["pushToList"]["body"])["requestId"]
    assert (answer["result"], answer["invalidUsers"], answer["requestId"]) == (0, [], str(request_id))
    replay.world.run_for(MINUTE_MS)
    assert replay.shown == [1, 1]


@pytest.mark.parametrize("name", WITH_LISTS)
def test_captured_list_push_names_an_unknown_reg_id(name):
    replay = Replay(name)
    replay.auth()
    task_id = replay.ask("saveListPayload")["taskId"]
    answer = replay.ask("pushToList", taskId=task_id, regIds=["15400000000000000000001", UNKNOWN])
    assert (answer["result"], answer["invalidUsers"]) == (0, [{"status": 1, "userid": UNKNOWN}])


@pytest.mark.parametrize("name", WITH_LISTS)
def test_task_id_of_the_capture_is_unknown_here(name):
    replay = Replay(name)
    replay.auth()
    assert replay.ask("pushToList")["result"] == 10152
    assert replay.ask("pushToList", taskId="")["result"] == 10151


# -- spoiled ----------------------------------------------------------------------------------------------------------

SPOILED: dict[str, dict[str, tuple[object, int]]] = {
    "auth": {
        "appId": ("999999", 10205),
        "appKey": ("wrong", 10202),
        "timestamp": (1, 10207),
        "sign": ("0" * 32, 10206),
    },
    "send": {
        "appId": (999999, 10094),
        "regId": (UNKNOWN, 10302),
        "title": ("", 10055),
        "content": ("", 10057),
        "notifyType": (9, 10054),
        "timeToLive": (1, 10059),
        "skipType": (9, 10060),
        "networkType": (9, 10065),
        "clientCustomMap": ({"k": 1}, 10067),
        "extra": ({"k": "v"}, 10304),
        "category": ("im", 10096),
        "classification": (9, 11000),
        "requestId": ("", 10352),
        "pushMode": (2, 10051),
    },
    "saveListPayload": {
        "networkType": (0, 10065),
        "clientCustomMap": ({"k": "v" * 1_024}, 10067),
        "extra": ({"callback": "u" * 129}, 10305),
        "classification": (2, 11000),
        "title": ("题" * 41, 10056),
        "content": ("文" * 101, 10058),
        "notifyType": (None, 10054),
        "timeToLive": (899, 10059),
        "skipType": (None, 10060),
        "requestId": ("r" * 65, 10353),
    },
    "pushToList": {"regIds": (["15400000000000000000001"], 10153), "taskId": ("", 10151), "requestId": ("", 10352)},
}
"""A wrong value of each field, and what vivo says to it."""


TEXTS = {one.code: one.text for one in vars(rejections).values() if isinstance(one, rejections.Rejection)}


def spoiled() -> list[tuple[str, str, str]]:
    return [
        (name, call, field)
        for name, sample in SAMPLES.items()
        for call, fields in SPOILED.items()
        for field in fields
        if call in sample and field in json.loads(sample[call]["body"])
    ]


@pytest.mark.parametrize(("name", "call", "field"), spoiled())
def test_captured_request_with_one_wrong_field_is_refused(name, call, field):
    value, code = SPOILED[call][field]
    replay = Replay(name)
    if call != "auth":
        replay.auth()
    answer = replay.ask(call, **{field: value})
    assert (answer["result"], answer["desc"]) == (code, TEXTS[code])


@pytest.mark.parametrize(("name", "call"), WITH_TOKENS)
def test_captured_request_with_another_token_is_refused(name, call):
    replay = Replay(name)
    replay.auth()
    replay.client.token = "0" * 32
    assert replay.ask(call)["result"] == 10000


def test_answers_to_wrong_credentials_and_to_an_unknown_reg_id_are_those_of_the_captures():
    for name in SAMPLES:
        replay = Replay(name)
        assert replay.ask("auth", sign="0" * 32) == {"result": 10206, "desc": "sign错误"}
        replay.auth()
        invalid = {"status": 1, "userid": UNKNOWN}
        assert replay.ask("send", regId=UNKNOWN) == {"result": 10302, "desc": "regId不合法", "invalidUser": invalid}


def test_empty_request_id_of_a_caller_who_gave_none_is_refused():
    replay = Replay("yunchuang_push")
    replay.auth()
    assert replay.ask("send", requestId="")["result"] == 10352
