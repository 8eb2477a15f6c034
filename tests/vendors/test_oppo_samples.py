"""Requests of real clients, byte for byte, and what each of them needs of the answers."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode
from zoneinfo import ZoneInfo

import pytest

from simulator.kernel.units import MINUTE_MS
from simulator.world.spec import PhoneSpec, VendorAppSpec
from simulator.world.world import World
from tests.factories import bound_phone, killed, new_world
from tests.vendors.oppo_client import UNKNOWN, OppoClient

SAMPLES = {
    path.stem: json.loads(path.read_text("utf-8")) for path in (Path(__file__).parent / "samples/oppo").iterdir()
}
WITH_UNICASTS = [name for name in SAMPLES if "unicast" in SAMPLES[name]]
WITH_BATCHES = [name for name in SAMPLES if "unicast_batch" in SAMPLES[name]]
WITH_BROADCASTS = [name for name in SAMPLES if "broadcast" in SAMPLES[name]]
APP = {"app_key": "fakeoppoappkey0001", "master_secret": "fakeoppomastersecret0001"}
BOB, CAROL = "CN_fa0e00000000000000000000000000a1", "CN_fa0e00000000000000000000000000a2"
PHONES = {"bob_phone": PhoneSpec(reg_id=BOB, android=7), "carol_phone": PhoneSpec(reg_id=CAROL, android=7)}
"""Below Android 8.0, since each client names a channel of its own."""
CHINA = ZoneInfo("Asia/Shanghai")
PATHS = {
    "auth": "auth",
    **{
        call: f"message/notification/{call}"
        for call in ("unicast", "unicast_batch", "save_message_content", "broadcast")
    },
}


def fields_of(sample: dict[str, Any], call: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(sample[call]["body"], keep_blank_values=True).items()}


class Replay:
    """A world at the minute of a capture, with its credentials and its phones, and its client's requests."""

    def __init__(self, name: str) -> None:
        self.sample = SAMPLES[name]
        captured = int(fields_of(self.sample, "auth")["timestamp"]) // 1_000
        start = datetime.fromtimestamp(captured, UTC).astimezone(CHINA)
        self.world: World = new_world(
            "oppo",
            start=start.strftime("%Y-%m-%d %H:%M:%S"),
            vendor_apps={"oppo": VendorAppSpec(values=APP)},
            phones=PHONES,
        )
        bound_phone(self.world)
        bound_phone(self.world, "carol_phone", "carol")
        killed(self.world)
        self.client = OppoClient(self.world)

    def auth(self) -> dict[str, Any]:
        answer = self.ask("auth")
        self.client.token = answer.get("data", {}).get("auth_token", "")
        return answer

    def ask(self, call: str, **changes: str) -> dict[str, Any]:
        """Send the request as it was captured, but for *changes* and for the token that this cloud has issued."""
        captured = self.sample[call]
        body = captured["body"]
        if call != "auth" or changes:
            fields = fields_of(self.sample, call)
            if "auth_token" in fields:
                body = body.replace(fields["auth_token"], self.client.token)
            if changes:
                body = urlencode({**fields, "auth_token": self.client.token, **changes})
        headers = tuple(
            (header, self.client.token if header == "auth_token" and "auth_token" not in changes else value)
            for header, value in captured["headers"]
            if not (header == "auth_token" and "auth_token" in changes)
        )
        return self.client.ask("POST", PATHS[call], body.encode(), headers=headers)

    @property
    def shown(self) -> list[int]:
        """How many notifications each phone shows."""
        self.world.run_for(MINUTE_MS)
        return [len(self.world.phone(name).notifications.shade) for name in PHONES]


@pytest.mark.parametrize("name", SAMPLES)
def test_captured_auth_is_answered_with_a_token_and_a_number(name):
    data = Replay(name).auth()["data"]
    assert isinstance(data["auth_token"], str)
    assert type(data["create_time"]) is int


@pytest.mark.parametrize("name", WITH_UNICASTS)
def test_captured_unicast_is_answered_with_a_message_id_and_shown(name):
    replay = Replay(name)
    replay.auth()
    answer = replay.ask("unicast")
    assert answer["code"] == 0
    assert isinstance(answer["data"]["messageId"], str)
    assert replay.shown == [1, 0]
    [one] = replay.world.phone("bob_phone").notifications.shade
    assert (one.title, one.text) == ("测试标题 A&B=1+2", "你好，模拟设备 100% 😀")


@pytest.mark.parametrize("name", WITH_BATCHES)
def test_captured_batch_is_answered_with_an_array_and_shown(name):
    replay = Replay(name)
    replay.auth()
    answer = replay.ask("unicast_batch")
    assert answer["code"] == 0
    assert [one["registrationId"] for one in answer["data"]] == [BOB, CAROL]
    assert all(isinstance(one["messageId"], str) for one in answer["data"])
    assert replay.shown == [1, 1]


@pytest.mark.parametrize("name", WITH_BATCHES)
def test_captured_batch_names_an_unknown_id(name):
    replay = Replay(name)
    replay.auth()
    messages = fields_of(replay.sample, "unicast_batch")["messages"].replace(CAROL, UNKNOWN)
    first, second = replay.ask("unicast_batch", messages=messages)["data"]
    assert (first["registrationId"], second["registrationId"]) == (BOB, UNKNOWN)
    assert second["errorCode"] == 10000
    assert isinstance(second["errorMessage"], str)


@pytest.mark.parametrize("name", WITH_BROADCASTS)
def test_captured_broadcast_is_shown_and_names_an_unknown_id(name):
    replay = Replay(name)
    replay.auth()
    message_id = replay.ask("save_message_content")["data"]["message_id"]
    answer = replay.ask("broadcast", message_id=message_id)
    assert answer["code"] == 0
    assert set(answer["data"]) == {"message_id", "task_id"}
    answer = replay.ask("broadcast", message_id=message_id, target_value=UNKNOWN)
    assert answer["data"]["10000"] == [UNKNOWN]
    assert replay.shown == [1, 1]


@pytest.mark.parametrize("name", WITH_BROADCASTS)
def test_message_id_of_the_capture_is_unknown_here(name):
    replay = Replay(name)
    replay.auth()
    assert replay.ask("broadcast")["code"] == 31


# -- spoiled ----------------------------------------------------------------------------------------------------------

SPOILED_AUTH = {"app_key": ("wrong", 14), "timestamp": ("1", 19), "sign": ("0" * 64, 16)}
SPOILED_NOTIFICATION: dict[str, tuple[object, int]] = {
    "title": ("", 40),
    "content": ("文" * 51, 41),
    "sub_title": ("s" * 11, 41),
    "click_action_type": (3, 41),
    "click_action_url": ("", 40),
    "off_line": ("perhaps", 41),
    "off_line_ttl": (-1, 41),
    "push_time_type": (1, 41),
}
"""A wrong value of each field, and what OPPO says to it."""


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("field", SPOILED_AUTH)
def test_captured_auth_with_one_wrong_field_is_refused(name, field):
    value, code = SPOILED_AUTH[field]
    assert Replay(name).ask("auth", **{field: value})["code"] == code


def spoiled() -> list[tuple[str, str]]:
    return [
        (name, field)
        for name, sample in ((name, SAMPLES[name]) for name in WITH_UNICASTS)
        for field in SPOILED_NOTIFICATION
        if field in json.loads(fields_of(sample, "unicast")["message"])["notification"]
    ]


@pytest.mark.parametrize(("name", "field"), spoiled())
def test_captured_unicast_with_one_wrong_field_is_refused(name, field):
    value, code = SPOILED_NOTIFICATION[field]
    replay = Replay(name)
    replay.auth()
    message = json.loads(fields_of(replay.sample, "unicast")["message"])
    message["notification"][field] = value
    assert replay.ask("unicast", message=json.dumps(message))["code"] == code


@pytest.mark.parametrize("name", WITH_UNICASTS)
def test_captured_unicast_with_another_target_is_refused(name):
    replay = Replay(name)
    replay.auth()
    message = fields_of(replay.sample, "unicast")["message"]
    assert replay.ask("unicast", message=message.replace(BOB, UNKNOWN))["code"] == 10000
    assert replay.ask("unicast", auth_token="0" * 24)["code"] == 11


SPOILED_SAVE: dict[str, tuple[str, int, str]] = {
    "title": ("", 40, "title_missing"),
    "sub_title": ("s" * 11, 41, "sub_title_too_long"),
    "content": ("文" * 51, 41, "content_too_long"),
    "click_action_type": ("3", 41, "click_type_wrong"),
    "auth_token": ("0" * 24, 11, "token_invalid"),
}
SPOILED_BROADCAST: dict[str, tuple[str, int, str]] = {
    "message_id": ("0" * 24, 31, "stored_message_gone"),
    "target_type": ("9", 41, "broadcast_target_type_wrong"),
    "target_value": ("", 40, "broadcast_target_missing"),
    "auth_token": ("", 29, "token_missing"),
}


def last_refusal(replay: Replay) -> str:
    refused = [one for one in replay.world.trace if one.rule.startswith("oppo.") and one.reason and "code" in one.data]
    return refused[-1].rule


@pytest.mark.parametrize("name", WITH_BROADCASTS)
@pytest.mark.parametrize("field", SPOILED_SAVE)
def test_captured_message_to_store_with_one_wrong_field_is_refused(name, field):
    value, code, rule = SPOILED_SAVE[field]
    replay = Replay(name)
    replay.auth()
    assert replay.ask("save_message_content", **{field: value})["code"] == code
    assert last_refusal(replay) == f"oppo.{rule}"


@pytest.mark.parametrize("name", WITH_BROADCASTS)
@pytest.mark.parametrize("field", SPOILED_BROADCAST)
def test_captured_broadcast_with_one_wrong_field_is_refused(name, field):
    value, code, rule = SPOILED_BROADCAST[field]
    replay = Replay(name)
    replay.auth()
    message_id = replay.ask("save_message_content")["data"]["message_id"]
    assert replay.ask("broadcast", **{"message_id": message_id, field: value})["code"] == code
    assert last_refusal(replay) == f"oppo.{rule}"


@pytest.mark.parametrize("name", WITH_BATCHES)
@pytest.mark.parametrize("field", SPOILED_NOTIFICATION)
def test_captured_batch_with_one_wrong_field_is_refused_in_that_messages_place(name, field):
    value, code = SPOILED_NOTIFICATION[field]
    replay = Replay(name)
    replay.auth()
    messages = json.loads(fields_of(replay.sample, "unicast_batch")["messages"])
    if field == "click_action_url":
        messages[1]["notification"]["click_action_type"] = 2
    messages[1]["notification"][field] = value
    first, second = replay.ask("unicast_batch", messages=json.dumps(messages))["data"]
    assert first["registrationId"] == BOB
    assert (second["registrationId"], second["errorCode"]) == (CAROL, code)
    assert replay.shown == [1, 0]


@pytest.mark.parametrize("name", WITH_UNICASTS)
def test_call_that_was_captured_before_its_token_was_ours_is_11(name):
    replay = Replay(name)
    sample = replay.sample["unicast"]
    headers = tuple(tuple(header) for header in sample["headers"])
    assert replay.client.ask("POST", PATHS["unicast"], sample["body"].encode(), headers=headers)["code"] == 11
