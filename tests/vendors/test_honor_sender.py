"""IM's client of Honor: what it sends, what it makes of the answers, and how it keeps its token."""

import json
from typing import Any
from urllib.parse import parse_qs

import pytest

from simulator.im.sender import OutgoingPush
from simulator.kernel.trace import Kind
from simulator.kernel.units import MINUTE_MS, SECOND_MS
from simulator.network.faults import FaultKind
from simulator.push.certificate import Certificate
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.world.spec import AppSpec, CertificateSpec, ClickSpec, VendorAppSpec
from simulator.world.world import World
from tests.factories import a_message, end_tokens, healthy_world, killed, records, send

RIGHT = {"app_id": "100001", "client_id": "the-client-id", "client_secret": "the-client-secret"}


def requests(world: World, path: str) -> list[dict[str, Any]]:
    """Return what IM has sent to one path of Honor's."""
    sent = [one.data["request"] for one in records(world, Kind.WIRE, "im>honor") if "request" in one.data]
    return [request for request in sent if request["url"].endswith(path)]


def bodies(world: World) -> list[dict[str, Any]]:
    return [json.loads(request["body"]) for request in requests(world, "/sendMessage")]


def away(**spec: Any) -> World:
    world = healthy_world("honor", **spec)
    killed(world)
    return world


def test_message_has_the_fields_of_a_chat_message():
    world = away(vendor_apps={"honor": VendorAppSpec(values=RIGHT)})
    assert send(world, a_message("lunch?", title="alice", ext='{"k":"v"}')).text == "shown"
    [auth] = requests(world, "/auth/token")
    assert parse_qs(str(auth["body"], "ascii")) == {
        "grant_type": ["client_credentials"],
        "client_id": ["the-client-id"],
        "client_secret": ["the-client-secret"],
    }
    [request] = requests(world, "/sendMessage")
    assert request["url"] == "https://push-api.cloud.honor.com/api/v1/100001/sendMessage"
    headers = {name.lower(): value for name, value in request["headers"]}
    assert headers["authorization"].startswith("Bearer ")
    assert len(headers["timestamp"]) == 13
    [body] = bodies(world)
    assert len(body["android"].pop("biTag")) == 16
    assert len(body.pop("token")) == 1
    assert body == {
        "android": {
            "ttl": "86400s",
            "targetUserType": 0,
            "data": '{"ext":"{\\"k\\":\\"v\\"}"}',
            "notification": {
                "title": "alice",
                "body": "lunch?",
                "clickAction": {"type": 3},
                "importance": "NORMAL",
                "style": 0,
            },
        }
    }


def test_class_style_and_image_are_the_senders():
    world = away()
    picture = "https://example.com/a.png"
    assert send(world, a_message(HonorImportance="NORMAL", HonorImage=picture, PushStyle=1)).text == "shown"
    assert send(world, a_message(HonorImportance="LOW")).text == "shown"
    big, marketing = (body["android"]["notification"] for body in bodies(world))
    assert (big["image"], big["style"], big["bigTitle"], big["bigBody"]) == (picture, 1, "a new message", "lunch?")
    assert (marketing["importance"], "image" in marketing) == ("LOW", False)


@pytest.mark.parametrize("android", [{}, {"HonorImportance": ""}])
def test_chat_message_without_a_class_is_one_of_service(android):
    world = away()
    assert send(world, a_message(**android)).text == "shown"
    assert bodies(world)[0]["android"]["notification"]["importance"] == "NORMAL"


@pytest.mark.parametrize(("unread", "number"), [(0, 1), (98, 99), (500, 99)])
def test_badge_is_what_im_counts_up_to_99(unread, number):
    certificates = {"honor": CertificateSpec(values={"badge_class": "a.Main"})}
    world = healthy_world("honor", certificates=certificates, app=AppSpec(variant="pushed_in_background"))
    world.phone("bob_phone").app.start().to_background(unread=unread)
    killed(world)
    assert send(world).text == "shown"
    badge = bodies(world)[0]["android"]["notification"]["badge"]
    assert badge["badgeClass"] == "a.Main"
    assert badge["setNum"] == number


def test_message_of_the_customers_own_server_has_no_badge():
    world = away(certificates={"honor": CertificateSpec(values={"badge_class": "a.Main"})})
    certificate = Certificate(1, "honor", {**world.clouds["honor"].apps[0].values, "badge_class": "a.Main"})
    push = OutgoingPush(None, "somebody", certificate, "a title", "a text", None)
    world.own_senders["honor"].send(push, lambda _: None)
    world.run_for(SECOND_MS)
    sent = [one.data["request"] for one in records(world, Kind.WIRE, "customer>honor") if "request" in one.data]
    assert "badge" not in json.loads(sent[-1]["body"])["android"]["notification"]


@pytest.mark.parametrize(
    ("click", "action", "has_data"),
    [
        ({}, {"type": 3}, True),
        ({"url": "https://example.com"}, {"type": 2, "url": "https://example.com"}, False),
        ({"intent": "intent:#Intent;end"}, {"type": 1, "intent": "intent:#Intent;end"}, True),
    ],
)
def test_click_of_the_certificate_is_the_click_action(click, action, has_data):
    world = away(certificates={"honor": CertificateSpec(on_click=ClickSpec(**click))})
    send(world, a_message(ext="42"))
    [body] = bodies(world)
    assert (body["android"]["notification"]["clickAction"], "data" in body["android"]) == (action, has_data)


@pytest.mark.parametrize("field", RIGHT)
def test_wrong_credential_is_refused_with_401(field):
    world = away(
        certificates={"honor": CertificateSpec(values={**RIGHT, field: "wrong"})},
        vendor_apps={"honor": VendorAppSpec(values=RIGHT)},
    )
    verdict = send(world)
    assert (verdict.hop, verdict.text) == (Hop.PUSH_REQUESTED, "auth_refused")
    [given_up] = records(world, Kind.STATE, "push_given_up")
    assert (given_up.reason, given_up.data["vendor_code"]) == (Reason.AUTH_REFUSED, "401")


def test_token_is_kept_until_a_minute_before_it_ends():
    world = away()
    for _ in range(2):
        assert send(world, within_ms=10 * SECOND_MS).text == "shown"
    assert len(requests(world, "/auth/token")) == 1
    world.run_for(59 * MINUTE_MS)
    assert send(world).text == "shown"
    assert len(requests(world, "/auth/token")) == 2


def test_messages_at_once_share_one_token_and_renew_a_stale_one_once():
    world = away()
    for expected in (1, 2):
        push_ids = [world.im.deliver(a_message())[0] for _ in range(5)]
        world.run_for(10 * SECOND_MS)
        assert [world.verdict(push_id).text for push_id in push_ids] == ["shown"] * 5
        assert len(requests(world, "/auth/token")) == expected
        end_tokens(world)
    world.check_conservation()


def test_refused_credentials_refuse_every_message_that_waited_by_a_rule():
    world = away(
        certificates={"honor": CertificateSpec(values={**RIGHT, "client_secret": "wrong"})},
        vendor_apps={"honor": VendorAppSpec(values=RIGHT)},
    )
    push_ids = [world.im.deliver(a_message())[0] for _ in range(3)]
    world.run_for(10 * SECOND_MS)
    assert {world.verdict(push_id).rule for push_id in push_ids} == {"honor.secret_wrong"}
    world.check_conservation()


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        (FaultKind.SERVER_ERROR, Reason.VENDOR_FAULT),
        (FaultKind.TIMEOUT, Reason.VENDOR_UNREACHABLE),
        (FaultKind.REFUSED, Reason.VENDOR_UNREACHABLE),
    ],
)
@pytest.mark.parametrize("is_known", [False, True])
def test_broken_transport_ends_the_push(how, reason, is_known):
    world = away()
    if is_known:
        send(world)
    link = world.network.find("im>honor")
    assert link is not None
    link.fail_next(how, 1)
    verdict = send(world)
    assert (verdict.hop, verdict.reason) == (Hop.PUSH_REQUESTED, reason)
    assert send(world).text == "shown"


@pytest.mark.parametrize(
    ("android", "spec", "reason", "code"),
    [
        ({"HonorImportance": "HIGH"}, {}, Reason.INVALID_REQUEST, "400"),
        ({}, {"vendor_apps": {"honor": VendorAppSpec(state="closed")}}, Reason.APP_NOT_OPEN, "403"),
    ],
)
def test_refusal_reaches_im_with_honors_code_and_our_reason(android, spec, reason, code):
    world = away(**spec)
    verdict = send(world, a_message(**android))
    assert (verdict.hop, verdict.reason) == (Hop.VENDOR_ACCEPTED, reason)
    [given_up] = records(world, Kind.STATE, "push_given_up")
    assert (given_up.reason, given_up.data["vendor_code"]) == (reason, code)


@pytest.mark.parametrize(("spoil", "text"), [("unknown", "failTokens"), ("gone", "expireTokens")])
def test_list_of_bad_tokens_reaches_im_as_an_invalid_reg_id(spoil, text):
    world = away()
    if spoil == "gone":
        world.clouds["honor"].app_removed("bob_phone", "com.example.chat")
    else:
        binding = world.im.bindings.find("bob", "bob_phone")
        assert binding is not None
        binding.token = "somebody-else"
    assert send(world).text == "reg_id_invalid"
    [given_up] = records(world, Kind.STATE, "push_given_up")
    assert (given_up.data["vendor_code"], given_up.data["vendor_text"]) == ("200", text)
