"""Fields of a message to Huawei's cloud: what is wrong in each, and what is at its bound."""

import json
from typing import Any

import pytest

from simulator.kernel.trace import Outcome
from tests.factories import reg_id_of
from tests.vendors.huawei_client import LEFT_OUT, UNKNOWN, HuaweiClient, a_body, a_client, shade, shown

MESSAGE, ANDROID, SHOWN = "message", "message.android", "message.android.notification"
BUTTON = {"name": "read", "action_type": 0}
LIGHT = {
    "color": {"alpha": 0, "red": 0.5, "green": 1, "blue": 0},
    "light_on_duration": "1.5s",
    "light_off_duration": "2s",
}
WRONG: list[tuple[str, object, str, str]] = [
    (MESSAGE, LEFT_OUT, "80300010", "token_count"),
    (f"{MESSAGE}.token", LEFT_OUT, "80300010", "token_count"),
    (f"{MESSAGE}.token", [], "80300010", "token_count"),
    (f"{MESSAGE}.token", "not-a-list", "80300010", "token_count"),
    (f"{MESSAGE}.topic", "news", "80100001", "several_targets"),
    (ANDROID, LEFT_OUT, "80100003", "nothing_to_send"),
    (f"{MESSAGE}.data", "x" * 4_097, "80300008", "body_too_large"),
    (f"{ANDROID}.collapse_key", -2, "80100013", "collapse_key"),
    (f"{ANDROID}.collapse_key", 101, "80100013", "collapse_key"),
    (f"{ANDROID}.collapse_key", True, "80100013", "collapse_key"),
    (f"{ANDROID}.ttl", 86400, "80100003", "ttl"),
    (f"{ANDROID}.ttl", "1d", "80100003", "ttl"),
    (f"{ANDROID}.ttl", "1296001s", "80100003", "ttl"),
    (f"{ANDROID}.ttl", "0s", "80100004", "ttl_past"),
    (f"{ANDROID}.urgency", "LOW", "80100003", "urgency"),
    (f"{ANDROID}.target_user_type", 2, "80100003", "target_user_type"),
    (f"{ANDROID}.fast_app_target", 0, "80100003", "fast_app_target"),
    (f"{ANDROID}.category", "PLAY_VOICE", "80100003", "category_of_data"),
    (f"{SHOWN}.title", "", "80100003", "title_empty"),
    (f"{SHOWN}.body", None, "80100003", "body_empty"),
    (f"{SHOWN}.click_action", LEFT_OUT, "80100003", "click_missing"),
    (f"{SHOWN}.click_action", {"type": 1}, "80100003", "click_wrong"),
    (f"{SHOWN}.click_action", {"type": 2, "url": "http://example.com"}, "80100003", "click_wrong"),
    (f"{SHOWN}.click_action", {"type": 2}, "80100003", "click_wrong"),
    (f"{SHOWN}.click_action", {"type": 4}, "80100003", "click_wrong"),
    (f"{SHOWN}.click_action", {"type": 5}, "80100003", "click_wrong"),
    (f"{SHOWN}.click_action", {"type": "3"}, "80100003", "click_wrong"),
    (f"{SHOWN}.importance", "DEFAULT", "80100003", "importance"),
    (f"{SHOWN}.importance", "HIGH", "80300011", "high_not_granted"),
    (f"{SHOWN}.icon", "ic_launcher", "80100003", "icon"),
    (f"{SHOWN}.color", "red", "80100003", "color"),
    (f"{SHOWN}.image", "http://example.com/a.png", "80100003", "image"),
    (f"{SHOWN}.style", 1, "80100003", "style"),
    (f"{SHOWN}.style", 2, "80100003", "style"),
    (f"{SHOWN}.style", 3, "80100003", "style"),
    (f"{SHOWN}.badge", 1, "80100003", "badge"),
    (f"{SHOWN}.badge", [1], "80100003", "badge"),
    (f"{SHOWN}.badge", {"add_num": 0}, "80100003", "badge"),
    (f"{SHOWN}.badge", {"add_num": 100}, "80100003", "badge"),
    (f"{SHOWN}.badge", {"set_num": 100}, "80100003", "badge"),
    (f"{SHOWN}.buttons", [BUTTON] * 4, "80100003", "buttons"),
    (f"{SHOWN}.buttons", [{"action_type": 0}], "80100003", "buttons"),
    (f"{SHOWN}.buttons", [{**BUTTON, "name": "n" * 41}], "80100003", "buttons"),
    (f"{SHOWN}.buttons", [{**BUTTON, "data": "d" * 1_025}], "80100003", "buttons"),
    (f"{SHOWN}.buttons", [{**BUTTON, "action_type": 5}], "80100003", "buttons"),
    (f"{SHOWN}.buttons", [{**BUTTON, "action_type": 1}], "80100003", "buttons"),
    (f"{SHOWN}.vibrate_config", ["1"] * 11, "80100003", "vibrate_config"),
    (f"{SHOWN}.vibrate_config", ["0"], "80100003", "vibrate_config"),
    (f"{SHOWN}.vibrate_config", ["60s"], "80100003", "vibrate_config"),
    (f"{SHOWN}.vibrate_config", [0], "80100003", "vibrate_config"),
    (f"{SHOWN}.vibrate_config", [60.0], "80100003", "vibrate_config"),
    (f"{SHOWN}.vibrate_config", [True], "80100003", "vibrate_config"),
    (f"{SHOWN}.vibrate_config", "1s", "80100003", "vibrate_config"),
    (f"{SHOWN}.visibility", "HIDDEN", "80100003", "visibility"),
    (f"{SHOWN}.auto_clear", 0, "80100003", "auto_clear"),
    (f"{SHOWN}.notify_id", -2, "80100003", "notify_id"),
    (f"{SHOWN}.notify_id", "1", "80100003", "notify_id"),
    (f"{SHOWN}.profile_id", "p" * 65, "80100003", "profile_id"),
    (f"{SHOWN}.multi_lang_key", {"title": dict.fromkeys(("en", "zh", "de", "fr"), "t")}, "80100003", "multi_lang_key"),
    (f"{SHOWN}.multi_lang_key", {"title": "t"}, "80100003", "multi_lang_key"),
    (f"{SHOWN}.multi_lang_key", "t", "80100003", "multi_lang_key"),
    (f"{SHOWN}.light_settings", 1, "80100003", "light_settings"),
    (f"{SHOWN}.light_settings", {**LIGHT, "color": {"red": 1.1}}, "80100003", "light_settings"),
    (f"{SHOWN}.light_settings", {**LIGHT, "color": {}}, "80100003", "light_settings"),
    (f"{SHOWN}.light_settings", {**LIGHT, "light_on_duration": 3}, "80100003", "light_settings"),
    (f"{SHOWN}.when", "tomorrow", "80100003", "when"),
    (f"{MESSAGE}.apns", "none", "80100003", "platform"),
    (f"{MESSAGE}.webpush", ["none"], "80100003", "platform"),
    (f"{SHOWN}.title_loc_args", ["alice"], "80100003", "localisation"),
    (f"{SHOWN}.foreground_show", "false", "80100003", "flags"),
]


@pytest.mark.parametrize(("path", "value", "code", "rule"), WRONG, ids=range(len(WRONG)))
def test_wrong_field_is_refused(path, value, code, rule):
    client = a_client()
    answer = client.send({path: value})
    assert answer["code"] == code
    assert client.status == (200 if code == "80300011" else 400)
    refused = [one for one in client.world.trace if one.outcome is Outcome.REFUSED and one.rule]
    assert refused[-1].rule == f"huawei.{rule}"
    client.world.check_conservation()


def test_wrong_sound_is_refused_where_it_counts():
    client = a_client()
    wrong = {f"{SHOWN}.sound": "ring.mp3", f"{SHOWN}.default_sound": False}
    assert client.send(wrong)["code"] == "80100003"
    assert client.send({f"{SHOWN}.sound": "ring.mp3"})["code"] == "80000000"


@pytest.mark.parametrize("body", ["", "[]", "no json", '{"massage": {}}', '{"message": []}'])
def test_body_without_a_message_is_80300010(body):
    client = a_client()
    assert client.post(body)["code"] == "80300010"


RIGHT: list[tuple[str, object]] = [
    (f"{ANDROID}.collapse_key", -1),
    (f"{ANDROID}.collapse_key", 100),
    (f"{ANDROID}.collapse_key", LEFT_OUT),
    (f"{ANDROID}.ttl", "1296000s"),
    (f"{ANDROID}.ttl", "1.5S"),
    (f"{ANDROID}.ttl", "1"),
    (f"{ANDROID}.ttl", LEFT_OUT),
    (f"{ANDROID}.category", "NO_SUCH"),
    (f"{SHOWN}.click_action", {"type": 2, "url": "https://example.com"}),
    (f"{SHOWN}.click_action", {"type": 4, "rich_resource": "https://example.com/page"}),
    (f"{SHOWN}.style", 0),
    (f"{SHOWN}.badge", {"add_num": 1, "set_num": 0}),
    (f"{SHOWN}.badge", {"add_num": 99, "set_num": 99, "class": "com.example.chat.MainActivity"}),
    (f"{SHOWN}.buttons", [{**BUTTON, "name": "n" * 40, "data": "d" * 1_024}] * 3),
    (f"{SHOWN}.vibrate_config", ["0.5", "59.9s"] * 5),
    (f"{SHOWN}.vibrate_config", ["5S", 0.5, 59]),
    (f"{SHOWN}.badge", []),
    (f"{SHOWN}.light_settings", []),
    (f"{SHOWN}.notify_id", -1),
    (f"{SHOWN}.multi_lang_key", {"title": dict.fromkeys(("en", "zh", "de"), "t")}),
    (f"{SHOWN}.light_settings", LIGHT),
    (f"{SHOWN}.when", "2014-10-02T15:01:23.045123456Z"),
    (f"{MESSAGE}.webpush", {"headers": {"ttl": "990"}}),
    (f"{MESSAGE}.apns", {"hms_options": {"target_user_type": 1}}),
    (f"{SHOWN}.notify_id", 2**31 - 1),
    (f"{SHOWN}.tag", None),
    (f"{MESSAGE}.topic", None),
    ("validate_only", LEFT_OUT),
]


@pytest.mark.parametrize(("path", "value"), RIGHT, ids=range(len(RIGHT)))
def test_field_at_its_bound_is_taken(path, value):
    client = a_client()
    assert client.send({path: value})["code"] == "80000000"
    assert shown(client)


@pytest.mark.parametrize(
    ("style", "content"),
    [
        (1, {"big_title": "t", "big_body": "b"}),
        (3, {"inbox_content": ["l" * 1_024] * 3}),
        (3, {"inbox_content": ["l"] * 5}),
    ],
)
def test_style_with_its_content_is_taken(style, content):
    client = a_client()
    assert (
        client.send({f"{SHOWN}.{name}": value for name, value in {"style": style, **content}.items()})["code"]
        == "80000000"
    )


@pytest.mark.parametrize("lines", [["l"] * 6, [], ["l" * 1_025], "l"])
def test_inbox_has_one_to_five_lines_of_1024(lines):
    client = a_client()
    assert client.send({f"{SHOWN}.style": 3, f"{SHOWN}.inbox_content": lines})["code"] == "80100003"


def message_of(client: HuaweiClient, size_bytes: int) -> dict[str, Any]:
    """Return a body whose message has this many bytes beside its tokens."""
    body = a_body([reg_id_of(client.world)])
    rest = {name: value for name, value in body["message"].items() if name != "token"}
    bare = len(json.dumps({**rest, "data": ""}, separators=(",", ":"), ensure_ascii=False).encode())
    body["message"]["data"] = "题" * ((size_bytes - bare) // 3) + "x" * ((size_bytes - bare) % 3)
    return body


@pytest.mark.parametrize(("size_bytes", "code"), [(4_096, "80000000"), (4_097, "80300008"), (9_000, "80300008")])
def test_message_has_4096_bytes_without_its_tokens(size_bytes, code):
    client = a_client()
    assert client.post(message_of(client, size_bytes))["code"] == code


@pytest.mark.parametrize(("count", "code"), [(1_000, "80100000"), (1_001, "80300010"), (3_000, "80300010")])
def test_one_call_has_up_to_1000_tokens(count, code):
    client = a_client()
    tokens = [reg_id_of(client.world), *(f"{UNKNOWN}{number}" for number in range(count - 1))]
    assert client.send(tokens=tokens)["code"] == code
    client.world.check_conservation()


def test_title_and_body_may_stand_in_the_upper_notification():
    client = a_client()
    changes = {
        f"{SHOWN}.title": LEFT_OUT,
        f"{SHOWN}.body": LEFT_OUT,
        "message.notification": {"title": "t", "body": "b"},
    }
    assert client.send(changes)["code"] == "80000000"
    assert shade(client) == ["b"]


def test_dry_run_is_checked_and_sends_nothing():
    client = a_client()
    assert client.send({"validate_only": True})["code"] == "80000000"
    assert client.send({"validate_only": True, f"{SHOWN}.title": ""})["code"] == "80100003"
    assert shade(client) == []
