"""IM's client of Huawei: what it puts on the wire, and how it takes the answers."""

import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from msgspec.structs import replace

from simulator.im.sender import OutgoingPush, SendResult
from simulator.kernel.trace import Kind
from simulator.kernel.units import HOUR_MS, MINUTE_MS
from simulator.push.certificate import Certificate
from simulator.push.message import Message
from simulator.push.reason import Reason
from simulator.vendors import VENDORS
from simulator.world.spec import CertificateSpec, ClickSpec
from simulator.world.world import World
from tests.factories import a_message, end_tokens, healthy_world, killed, records, reg_id_of, send

PAGE = "intent:#Intent;component=com.example.chat/com.example.chat.ChatActivity;end"


def away(**spec: Any) -> World:
    world = healthy_world("huawei", **spec)
    killed(world)
    return world


def requests(world: World, path: str = "messages:send") -> list[Any]:
    """Return the requests of this path that IM made."""
    wires = [one.data["request"] for one in records(world, Kind.WIRE, "im>huawei") if "request" in one.data]
    return [one for one in wires if path in one["url"]]


def sent(world: World, message: Message | None = None) -> dict[str, Any]:
    """Send by IM and return the `message` of its request."""
    send(world, message)
    body: dict[str, Any] = json.loads(requests(world)[-1]["body"])
    assert body["validate_only"] is False
    found: dict[str, Any] = body["message"]
    return found


def notification(world: World, message: Message | None = None) -> dict[str, Any]:
    found: dict[str, Any] = sent(world, message)["android"]["notification"]
    return found


def an_outgoing_push(values: dict[str, str] | None = None, **fields: Any) -> OutgoingPush:
    """Return a push of the customer's own server, in a world of its own."""
    own = {"badge_class": "com.example.chat.MainActivity", **(values or {})}
    return OutgoingPush(None, "a token", Certificate(0, "huawei", own), "alice", "lunch?", None, **fields)


def requests_of_own_sender(push: OutgoingPush) -> list[Any]:
    world = away()
    values = {**world.clouds["huawei"].apps[0].values, **push.certificate.values}
    results: list[SendResult] = []
    push = replace(push, certificate=Certificate(0, "huawei", values))
    world.own_senders["huawei"].send(push, results.append)
    world.run_for(MINUTE_MS)
    assert len(results) == 1
    wires = [one.data["request"] for one in records(world, Kind.WIRE, "customer>huawei") if "request" in one.data]
    return [one for one in wires if "messages:send" in one["url"]]


def test_token_is_asked_for_with_a_form():
    world = away()
    send(world)
    [asked] = requests(world, "/oauth2/")
    values = world.clouds["huawei"].apps[0].values
    assert parse_qs(asked["body"].decode()) == {
        "grant_type": ["client_credentials"],
        "client_id": [values["app_id"]],
        "client_secret": [values["app_secret"]],
    }


def test_chat_message_has_category_im_and_importance_normal():
    world = away()
    message = sent(world, a_message(title="alice", ext="42"))
    assert message == {
        "token": [reg_id_of(world)],
        "data": '{"ext":"42"}',
        "android": {
            "collapse_key": -1,
            "ttl": "86400s",
            "category": "IM",
            "notification": {
                "title": "alice",
                "body": "lunch?",
                "click_action": {"type": 3},
                "importance": "NORMAL",
                "badge": {"set_num": 1, "class": "com.example.chat.MainActivity"},
            },
        },
    }


def test_message_without_ext_has_no_data():
    assert "data" not in sent(away())


@pytest.mark.parametrize(
    ("click", "wanted"),
    [
        (ClickSpec(), {"type": 3}),
        (ClickSpec(url="https://example.com"), {"type": 2, "url": "https://example.com"}),
        (ClickSpec(intent=PAGE), {"type": 1, "intent": PAGE}),
        (ClickSpec(action="com.example.OPEN"), {"type": 1, "action": "com.example.OPEN"}),
    ],
)
def test_click_of_the_certificate(click, wanted):
    world = away(certificates={"huawei": CertificateSpec(on_click=click)})
    assert notification(world)["click_action"] == wanted


def test_ext_as_intent_param_stands_in_the_page():
    world = away(certificates={"huawei": CertificateSpec(on_click=ClickSpec(intent=PAGE))})
    message = sent(world, a_message(ext="a;b", ExtAsHuaweiIntentParam=1))
    assert "data" not in message
    assert message["android"]["notification"]["click_action"]["intent"].endswith(";S.ext=a%3Bb;end")


def test_fields_of_the_certificate_are_sent_and_those_of_the_sender_win():
    values = {"channel_id": "chats", "category": "WORK", "badge_class": ""}
    world = away(certificates={"huawei": CertificateSpec(values=values)})
    message = sent(world)
    assert (message["android"]["category"], message["android"]["notification"]["channel_id"]) == ("WORK", "chats")
    assert "badge" not in message["android"]["notification"]
    own = {
        "HuaWeiChannelID": "own",
        "HuaWeiCategory": "IM",
        "HuaWeiImportance": "LOW",
        "HuaWeiImage": "https://e.com/a",
    }
    message = sent(world, a_message(**own))
    shown = message["android"]["notification"]
    assert (message["android"]["category"], shown["channel_id"], shown["importance"], shown["image"]) == tuple(
        own[name] for name in ("HuaWeiCategory", "HuaWeiChannelID", "HuaWeiImportance", "HuaWeiImage")
    )


def test_sound_is_a_file_of_the_app():
    shown = notification(away(), a_message(Sound="private_ring.mp3"))
    assert (shown["default_sound"], shown["sound"]) == (False, "/raw/private_ring")


def test_big_text_unfolds():
    shown = notification(away(), a_message("a long text", title="alice", PushStyle=1))
    assert (shown["style"], shown["big_title"], shown["big_body"]) == (1, "alice", "a long text")
    assert "style" not in notification(away(), a_message("a long text", PushStyle=0))


def test_badge_is_what_im_counts():
    world = away()
    assert [notification(world)["badge"]["set_num"] for _ in range(3)] == [1, 2, 3]


def test_badge_has_99_at_most():
    push = an_outgoing_push(badge=250)
    assert json.loads(requests_of_own_sender(push)[-1]["body"])["message"]["android"]["notification"]["badge"] == {
        "set_num": 99,
        "class": "com.example.chat.MainActivity",
    }


@pytest.mark.parametrize(
    ("fields", "badge"),
    [
        ({}, {"add_num": 1, "class": "com.example.chat.MainActivity"}),
        ({"badge": 5}, {"set_num": 5, "class": "com.example.chat.MainActivity"}),
        ({"badge": 5, "adds_to_badge": False}, None),
    ],
)
def test_badge_of_a_sender_that_does_not_count_is_one_more(fields, badge):
    sent = requests_of_own_sender(an_outgoing_push(**fields))[-1]
    assert json.loads(sent["body"])["message"]["android"]["notification"].get("badge") == badge


@pytest.mark.parametrize(("values", "wanted"), [({"receipt_id": "r1"}, "r1"), ({}, None)])
def test_sender_that_wants_receipts_names_the_configuration(values, wanted):
    sent = requests_of_own_sender(an_outgoing_push(values=values, receipt_url="https://example.com"))[-1]
    assert json.loads(sent["body"])["message"]["android"].get("receipt_id") == wanted


def test_fields_of_android_info_have_their_types():
    assert VENDORS["huawei"].make_sender(away().own_senders["huawei"].kit).android_info == {
        "HuaWeiChannelID": str,
        "HuaWeiCategory": str,
        "HuaWeiImportance": str,
        "HuaWeiImage": str,
        "ExtAsHuaweiIntentParam": int,
    }


@pytest.mark.parametrize(("after_ms", "count"), [(55 * MINUTE_MS, 1), (56 * MINUTE_MS, 2), (2 * HOUR_MS, 2)])
def test_access_token_is_kept_for_55_minutes(after_ms, count):
    world = away()
    send(world)
    world.run_for(after_ms - MINUTE_MS)
    assert send(world).text == "shown"
    assert len(requests(world, "/oauth2/")) == count


def test_pushes_that_find_no_token_share_one_request():
    world = away()
    for _ in range(5):
        world.im.deliver(a_message())
    world.run_for(MINUTE_MS)
    assert len(requests(world, "/oauth2/")) == 1
    assert len(world.phone("bob_phone").notifications.shade) == 5


def test_token_that_huawei_no_longer_takes_is_fetched_anew_once():
    world = away()
    send(world)
    end_tokens(world)
    assert send(world).text == "shown"
    assert len(requests(world, "/oauth2/")) == 2


def test_http_503_is_frequency_control_and_no_fault():
    world = away()
    send(world)
    cloud = world.clouds["huawei"]
    cloud.this_second.add(cloud.apps[0].values["app_id"], 6_000)
    verdict = send(world)
    assert (verdict.reason, verdict.rule) == (Reason.FREQUENCY_CONTROL, "huawei.too_fast")
    world.check_conservation()
