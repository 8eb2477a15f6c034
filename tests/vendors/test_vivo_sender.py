"""IM's client of vivo: what it sends, what it makes of the answers, and how it keeps its token."""

import json
from typing import Any

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.im.sender import OutgoingPush
from simulator.kernel.trace import Kind, Outcome
from simulator.kernel.units import HOUR_MS, SECOND_MS
from simulator.network.faults import FaultKind
from simulator.push.certificate import Certificate
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.vivo.sender import VivoSender
from simulator.world.spec import CertificateSpec, ClickSpec, VendorAppSpec
from simulator.world.world import World
from tests.factories import a_message, bound_phone, end_tokens, healthy_world, killed, records, reg_id_of, send

RIGHT = {"app_id": "100001", "app_key": "the-app-key", "app_secret": "the-app-secret"}


def requests(world: World, path: str) -> list[dict[str, Any]]:
    """Return the bodies of what IM has sent to one path of vivo's."""
    sent = [one.data["request"] for one in records(world, Kind.WIRE, "im>vivo") if "request" in one.data]
    return [json.loads(request["body"]) for request in sent if request["url"].endswith(path)]


def test_message_has_the_fields_of_a_chat_message():
    world = healthy_world()
    killed(world)
    assert send(world, a_message("lunch?", title="alice", ext='{"k":"v"}')).text == "shown"
    [body] = requests(world, "/message/send")
    request_id = body.pop("requestId")
    assert 1 <= len(request_id) <= 64
    reg_id = body.pop("regId")
    assert reg_id.isdecimal()
    assert body == {
        "title": "alice",
        "content": "lunch?",
        "notifyType": 4,
        "timeToLive": 86_400,
        "skipType": 1,
        "skipContent": "",
        "networkType": -1,
        "classification": 1,
        "pushMode": 0,
        "clientCustomMap": {"ext": '{"k":"v"}'},
    }


def test_class_and_category_are_the_senders():
    world = healthy_world()
    killed(world)
    assert send(world, a_message(VIVOClassification=0, VIVOCategory="MARKETING")).text == "shown"
    [body] = requests(world, "/message/send")
    assert (body["classification"], body["category"]) == (0, "MARKETING")


@pytest.mark.parametrize(
    ("click", "skip_type", "skip_content", "has_ext"),
    [
        ({}, 1, "", True),
        ({"url": "https://example.com"}, 2, "https://example.com", False),
        ({"intent": "intent:#Intent;end"}, 4, "intent:#Intent;end", True),
    ],
)
def test_click_of_the_certificate_is_the_skip_type(click, skip_type, skip_content, has_ext):
    world = healthy_world(certificates={"vivo": CertificateSpec(on_click=ClickSpec(**click))})
    killed(world)
    send(world, a_message(ext="42"))
    [body] = requests(world, "/message/send")
    assert (body["skipType"], body["skipContent"], "clientCustomMap" in body) == (skip_type, skip_content, has_ext)


@pytest.mark.parametrize(("field", "code"), [("app_id", "10205"), ("app_key", "10202"), ("app_secret", "10206")])
def test_wrong_credential_is_refused_with_vivos_code(field, code):
    wrong = {"app_id": "999999", "app_key": "wrong", "app_secret": "wrong"}[field]
    world = healthy_world(
        certificates={"vivo": CertificateSpec(values={**RIGHT, field: wrong})},
        vendor_apps={"vivo": VendorAppSpec(values=RIGHT)},
    )
    killed(world)
    verdict = send(world)
    assert (verdict.hop, verdict.text) == (Hop.PUSH_REQUESTED, "auth_refused")
    [given_up] = records(world, Kind.STATE, "push_given_up")
    assert (given_up.reason, given_up.data["vendor_code"]) == (Reason.AUTH_REFUSED, code)


def test_token_is_kept_for_20_hours():
    world = healthy_world()
    killed(world)
    for _ in range(2):
        assert send(world).text == "shown"
    assert len(requests(world, "/auth")) == 1
    world.run_for(20 * HOUR_MS)
    assert send(world).text == "shown"
    assert len(requests(world, "/auth")) == 2


def test_messages_at_once_share_one_auth_call():
    world = healthy_world()
    killed(world)
    push_ids = [world.im.deliver(a_message())[0] for _ in range(5)]
    world.run_for(10 * SECOND_MS)
    assert [world.verdict(push_id).text for push_id in push_ids] == ["shown"] * 5
    assert len(requests(world, "/auth")) == 1
    world.check_conservation()


def test_fifty_phones_at_once_do_not_run_into_the_limit_of_auth_calls():
    world = healthy_world()
    names = [f"user{number}" for number in range(50)]
    for name in names:
        bound_phone(world, f"{name}_phone", name)
        killed(world, f"{name}_phone")
    push_ids = [world.im.deliver(a_message(to=name))[0] for name in names]
    world.run_for(10 * SECOND_MS)
    assert {world.verdict(push_id).text for push_id in push_ids} == {"shown"}


def test_records_of_messages_that_waited_for_one_token_stay_in_their_own_chains():
    world = healthy_world()
    killed(world)
    push_ids = [world.im.deliver(a_message())[0] for _ in range(3)]
    world.run_for(10 * SECOND_MS)
    parents = {one.n: one for one in world.trace}
    for push_id in push_ids:
        [accepted] = [one for one in records(world, Kind.HOP, Hop.VENDOR_ACCEPTED) if one.push_id == push_id]
        chain = set()
        while accepted.parent is not None:
            accepted = parents[accepted.parent]
            chain.add(accepted.push_id)
        assert chain - {None} == {push_id}


def test_refused_credentials_refuse_every_message_that_waited_by_a_rule():
    world = healthy_world(
        certificates={"vivo": CertificateSpec(values={**RIGHT, "app_secret": "wrong"})},
        vendor_apps={"vivo": VendorAppSpec(values=RIGHT)},
    )
    killed(world)
    push_ids = [world.im.deliver(a_message())[0] for _ in range(3)]
    world.run_for(10 * SECOND_MS)
    assert {world.verdict(push_id).rule for push_id in push_ids} == {"vivo.sign_wrong"}
    world.check_conservation()


def test_stale_token_is_renewed_once_for_all_who_meet_it():
    world = healthy_world()
    killed(world)
    send(world)
    end_tokens(world)
    push_ids = [world.im.deliver(a_message())[0] for _ in range(3)]
    world.run_for(10 * SECOND_MS)
    assert [world.verdict(push_id).text for push_id in push_ids] == ["shown"] * 3
    assert len(requests(world, "/auth")) == 2


@pytest.mark.parametrize(
    ("how", "hop", "reason"),
    [
        (FaultKind.SERVER_ERROR, Hop.PUSH_REQUESTED, Reason.VENDOR_FAULT),
        (FaultKind.TIMEOUT, Hop.PUSH_REQUESTED, Reason.VENDOR_UNREACHABLE),
        (FaultKind.REFUSED, Hop.PUSH_REQUESTED, Reason.VENDOR_UNREACHABLE),
    ],
)
@pytest.mark.parametrize("is_known", [False, True])
def test_broken_transport_ends_the_push(how, hop, reason, is_known):
    world = healthy_world()
    killed(world)
    if is_known:
        send(world)
    link = world.network.find("im>vivo")
    assert link is not None
    link.fail_next(how, 1)
    verdict = send(world)
    assert (verdict.hop, verdict.reason) == (hop, reason)
    assert send(world).text == "shown"


def test_every_message_that_waited_ends_with_the_broken_auth_call():
    world = healthy_world()
    killed(world)
    link = world.network.find("im>vivo")
    assert link is not None
    link.fail_next(FaultKind.TIMEOUT, 1)
    push_ids = [world.im.deliver(a_message())[0] for _ in range(3)]
    world.run_for(10 * SECOND_MS)
    assert [world.verdict(push_id).text for push_id in push_ids] == ["vendor_unreachable"] * 3
    world.check_conservation()


@pytest.mark.parametrize(
    ("android", "start", "reason"),
    [
        ({"VIVOClassification": 0}, "2026-03-02 03:00", Reason.QUIET_HOURS),
        ({"VIVOCategory": "MARKETING"}, "2026-03-02 09:00", Reason.MESSAGE_CLASS_LIMITED),
        ({"VIVOCategory": "nonsense"}, "2026-03-02 09:00", Reason.INVALID_REQUEST),
    ],
)
def test_refusal_reaches_im_with_vivos_code_and_our_reason(android, start, reason):
    world = healthy_world(start=start)
    killed(world)
    verdict = send(world, a_message(**android))
    assert (verdict.hop, verdict.reason) == (Hop.VENDOR_ACCEPTED, reason)
    [given_up] = records(world, Kind.STATE, "push_given_up")
    assert (given_up.outcome, given_up.reason) == (Outcome.REFUSED, reason)


def test_edited_credentials_get_a_token_of_their_own():
    world = healthy_world()
    killed(world)
    assert send(world).text == "shown"
    [certificate_id] = world.im.console.ids_of("vivo")
    hosted = world.im.console.latest(certificate_id)
    assert hosted is not None
    world.im.console.host(Certificate(certificate_id, "vivo", {**hosted.values, "app_secret": "wrong"}))
    assert send(world).text == "auth_refused"


# -- what the sender asks for of its own -


def own_send(world: World, **fields: Any) -> None:
    """Push to bob_phone from the customer's own server."""
    values = world.clouds["vivo"].apps[0].values
    push = OutgoingPush(None, reg_id_of(world), Certificate(0, "vivo", values), "a title", "a text", None, **fields)
    world.own_senders["vivo"].send(push, lambda _: None)
    world.run_for(3 * SECOND_MS)


def own_requests(world: World) -> list[dict[str, Any]]:
    sent = [one.data["request"] for one in records(world, Kind.WIRE, "customer>vivo") if "request" in one.data]
    return [json.loads(request["body"]) for request in sent if request["url"].endswith("/message/send")]


def test_receipts_are_asked_for_beside_what_else_stands_in_extra():
    world = healthy_world()
    own_send(world, receipt_url="https://push.customer.example/receipts/vivo")
    own_send(world, receipt_url="https://a.example/b", vendor_fields={"extra": {"callback.param": "p"}})
    own_send(world)
    extras = [body.get("extra") for body in own_requests(world)]
    assert extras == [
        {"callback": "https://push.customer.example/receipts/vivo"},
        {"callback": "https://a.example/b", "callback.param": "p"},
        None,
    ]


def test_category_that_is_empty_is_left_out():
    world = healthy_world()
    killed(world)
    send(world, a_message(VIVOCategory=""))
    [body] = requests(world, "/message/send")
    assert "category" not in body


@pytest.mark.parametrize(("field", "value"), [("VIVOClassification", "1"), ("VIVOCategory", 5)])
def test_field_of_another_type_is_ims_to_refuse(field, value):
    assert type(value) is not VivoSender.android_info[field]
    world = healthy_world()
    body = {
        "To_Account": "bob",
        "MsgRandom": 1,
        "MsgBody": [{"MsgType": "TIMTextElem", "MsgContent": {"Text": "hello"}}],
        "OfflinePushInfo": {"AndroidInfo": {field: value}},
    }
    world.customer.call_rest("/v4/openim/sendmsg", json.dumps(body).encode())
    world.run_for(SECOND_MS)
    assert world.customer.last_answer is not None
    assert world.customer.last_answer["ErrorCode"] == 90043


def test_phone_that_was_given_up_is_inactive_to_im():
    world = healthy_world(start="2022-03-01 09:00")
    world.phone("bob_phone").set_network(NetworkKind.OFF)
    world.run_for(91 * 24 * HOUR_MS)
    results: list[Any] = []
    values = world.clouds["vivo"].apps[0].values
    push = OutgoingPush(None, reg_id_of(world), Certificate(0, "vivo", values), "a title", "a text", None)
    world.own_senders["vivo"].send(push, results.append)
    world.run_for(SECOND_MS)
    assert [(result.reason, result.code) for result in results] == [(Reason.DEVICE_INACTIVE, "10311")]
