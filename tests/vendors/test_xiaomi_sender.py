"""IM's client of MiPush: what it sends, and what it makes of the answers."""

from typing import Any
from urllib.parse import parse_qs

import pytest

from simulator.im.sender import OutgoingPush, SendResult
from simulator.kernel.trace import Kind
from simulator.network.faults import FaultKind
from simulator.push.certificate import Certificate
from simulator.push.reason import Reason
from simulator.world.spec import CertificateSpec, ClickSpec, VendorAppSpec
from simulator.world.world import World
from tests.factories import a_message, healthy_world, killed, records, reg_id_of, send

PAGE = "intent:#Intent;component=com.example.chat/com.example.chat.ChatActivity;end"


def requests(world: World) -> list[dict[str, str]]:
    """Return the forms that IM has sent, with the path and the header under their own names."""
    sent = [one.data["request"] for one in records(world, Kind.WIRE, "im>xiaomi") if "request" in one.data]
    return [
        {
            **{name: values[0] for name, values in parse_qs(one["body"].decode(), keep_blank_values=True).items()},
            "url": one["url"],
            **dict(one["headers"]),
        }
        for one in sent
    ]


def away(**spec: object) -> World:
    world = healthy_world("xiaomi", **spec)
    killed(world)
    return world


def test_message_has_the_fields_of_a_chat_message():
    world = away()
    assert send(world, a_message("lunch?", title="alice", ext='{"k":"v"}')).text == "shown"
    [form] = requests(world)
    assert 1 <= int(form.pop("notify_id")) <= 2**31 - 1
    assert len(form.pop("registration_id")) == 64
    values = world.clouds["xiaomi"].apps[0].values
    assert form == {
        "url": "https://api.xmpush.xiaomi.com/v3/message/regid",
        "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
        "Authorization": f"key={values['app_secret']}",
        "restricted_package_name": "com.example.chat",
        "title": "alice",
        "description": "lunch?",
        "payload": '{"k":"v"}',
        "pass_through": "0",
        "notify_type": "-1",
        "extra.channel_id": values["channel_id"],
        "extra.ext": '{"k":"v"}',
    }


@pytest.mark.parametrize(
    ("click", "effect", "field", "target", "has_ext"),
    [
        (ClickSpec(), None, "extra.intent_uri", None, True),
        (ClickSpec(intent=PAGE), "2", "extra.intent_uri", PAGE, True),
        (ClickSpec(url="https://example.com"), "3", "extra.web_uri", "https://example.com", False),
    ],
)
def test_click_of_the_certificate_is_the_notify_effect(click, effect, field, target, has_ext):
    world = away(certificates={"xiaomi": CertificateSpec(on_click=click)})
    send(world, a_message(ext="42"))
    [form] = requests(world)
    assert (form.get("extra.notify_effect"), form.get(field), "extra.ext" in form) == (effect, target, has_ext)


def test_channel_of_the_sender_wins_and_none_is_left_out():
    world = away(vendor_apps={"xiaomi": VendorAppSpec(channels={"news": "public"})})
    send(world, a_message(XiaoMiChannelID="news"))
    assert requests(world)[0]["extra.channel_id"] == "news"
    world = away(certificates={"xiaomi": CertificateSpec(values={"channel_id": ""})})
    send(world)
    assert "extra.channel_id" not in requests(world)[0]


def test_each_push_has_a_notify_id_of_its_own():
    world = away()
    for _ in range(3):
        assert send(world).text == "shown"
    assert len({form["notify_id"] for form in requests(world)}) == 3
    assert len(world.phone("bob_phone").notifications.shade) == 3


@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        ({"app_secret": "wrong"}, Reason.AUTH_REFUSED),
        ({"package": "com.example.other"}, Reason.AUTH_REFUSED),
        ({"channel_id": "unknown"}, Reason.MESSAGE_CLASS_LIMITED),
    ],
)
def test_answer_of_xiaomi_is_a_reason(spec, reason):
    right = {"app_secret": "right", "channel_id": "im"}
    world = away(
        certificates={"xiaomi": CertificateSpec(values={**right, **spec})},
        vendor_apps={"xiaomi": VendorAppSpec(values=right)},
    )
    assert send(world).reason == reason


@pytest.mark.parametrize(
    ("magic", "reason", "code"),
    [
        ("pushsim-http-404", Reason.VENDOR_FAULT, "404"),
        ("pushsim-refuse-10001", Reason.INVALID_REQUEST, "10001"),
    ],
)
def test_status_without_an_answer_and_an_unknown_code_end_the_push(magic, reason, code):
    world = away()
    binding = world.im.bindings.find("bob", "bob_phone")
    assert binding is not None
    binding.token = magic
    verdict = send(world)
    assert (verdict.reason, verdict.hop) == (reason, "push_requested")
    told: list[SendResult] = []
    world.own_senders["xiaomi"].send(an_outgoing_push(world, token=magic), told.append)
    world.run_for(1_000)
    assert [(one.reason, one.code) for one in told] == [(reason, code)]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [(FaultKind.REFUSED, Reason.VENDOR_UNREACHABLE), (FaultKind.SERVER_ERROR, Reason.VENDOR_FAULT)],
)
def test_broken_link_ends_the_push(kind, reason):
    world = away()
    world.network.link("im", "xiaomi").fail_next(kind, 1)
    assert send(world).reason == reason


def test_sound_of_the_sender_is_a_file_of_the_app():
    world = away()
    assert send(world, a_message(Sound="ring")).text == "shown"
    assert requests(world)[0]["extra.sound_uri"] == "android.resource://com.example.chat/raw/ring"


def an_outgoing_push(world: World, **fields: Any) -> OutgoingPush:
    values = world.clouds["xiaomi"].apps[0].values
    right = {"cargo": None, "token": reg_id_of(world), "title": "t", "desc": "d", "ext": None}
    return OutgoingPush(certificate=Certificate(0, "xiaomi", values), **{**right, **fields})


def own_requests(world: World) -> list[dict[str, str]]:
    world.run_for(1_000)
    sent = [one.data["request"] for one in records(world, Kind.WIRE, "customer>xiaomi") if "request" in one.data]
    return [{name: values[0] for name, values in parse_qs(one["body"].decode()).items()} for one in sent]


def test_receipts_are_asked_for_at_a_plain_http_address_with_all_events():
    world = healthy_world("xiaomi")
    push = an_outgoing_push(world, receipt_url="https://push.customer.example/receipts/xiaomi")
    world.own_senders["xiaomi"].send(push, lambda _: None)
    [form] = own_requests(world)
    assert form["extra.callback"] == "http://push.customer.example/receipts/xiaomi"
    assert form["extra.callback.type"] == "1267"


def test_list_goes_out_a_thousand_at_a_time():
    world = healthy_world("xiaomi")
    told: list[SendResult] = []
    tokens = [f"r{number}" for number in range(1_001)]
    world.own_senders["xiaomi"].send_list(an_outgoing_push(world), tokens, told.append)
    forms = own_requests(world)
    assert [form["registration_id"].count(",") for form in forms] == [999, 0]
    assert [one.code for one in told] == ["20301", "20301"]
