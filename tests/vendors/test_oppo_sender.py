"""IM's client of OPPO: what it sends, what it makes of the answers, and how it keeps its token."""

import json
from typing import Any
from urllib.parse import parse_qs

import pytest

from simulator.im.sender import OutgoingPush, SendResult
from simulator.kernel.trace import Kind
from simulator.kernel.units import HOUR_MS, SECOND_MS
from simulator.network.faults import FaultKind
from simulator.push.certificate import Certificate
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.world.spec import CertificateSpec, ClickSpec, VendorAppSpec
from simulator.world.world import World
from tests.factories import a_message, bound_phone, end_tokens, healthy_world, killed, records, reg_id_of, send
from tests.vendors.oppo_client import UNKNOWN

RIGHT = {"app_key": "the-app-key", "app_id": "3456", "master_secret": "the-master-secret", "app_secret": "the-secret"}


def requests(world: World, path: str) -> list[dict[str, Any]]:
    """Return the forms that IM has posted to one path of OPPO's."""
    sent = [one.data["request"] for one in records(world, Kind.WIRE, "im>oppo") if "request" in one.data]
    forms = [request["body"].decode() for request in sent if request["url"].endswith(path)]
    return [{name: values[0] for name, values in parse_qs(form, keep_blank_values=True).items()} for form in forms]


def messages(world: World) -> list[dict[str, Any]]:
    return [json.loads(form["message"]) for form in requests(world, "/unicast")]


def test_message_has_the_fields_of_a_chat_message():
    world = healthy_world("oppo")
    killed(world)
    assert send(world, a_message("lunch?", title="alice", ext='{"k":"v"}')).text == "shown"
    [body] = messages(world)
    assert body == {
        "target_type": 2,
        "target_value": reg_id_of(world),
        "notification": {
            "title": "alice",
            "content": "lunch?",
            "click_action_type": 0,
            "off_line": True,
            "off_line_ttl": 86_400,
            "channel_id": "tuikit",
            "action_parameters": '{"k":"v"}',
        },
    }


def test_channel_category_and_level_are_the_senders():
    world = healthy_world("oppo")
    killed(world)
    android = {"OPPOChannelID": "orders", "OPPOCategory": "ORDER", "OPPONotifyLevel": 2}
    send(world, a_message(**android))
    notification = messages(world)[0]["notification"]
    assert [notification[name] for name in ("channel_id", "category", "notify_level")] == ["orders", "ORDER", 2]


TEMPLATE = {"OPPOCategory": "IM", "OPPOPrivateMsgTemplateId": "t1"}


@pytest.mark.parametrize("parameters", ['{"sender":"alice"}', {"sender": "alice"}])
def test_template_of_the_sender_is_filled_whether_its_parameters_are_text_or_object(parameters):
    world = healthy_world("oppo", start="2026-10-10 09:00")
    killed(world)
    android = {**TEMPLATE, "OPPOPrivateTitleParameters": parameters, "OPPOPrivateContentParameters": parameters}
    assert send(world, a_message("from ${sender}$", title="${sender}$", **android)).text == "shown"
    notification = messages(world)[0]["notification"]
    assert notification["private_msg_template_id"] == "t1"
    for name in ("title", "content"):
        assert json.loads(notification[f"private_{name}_parameters"]) == {"sender": "alice"}
    [one] = world.phone("bob_phone").notifications.shade
    assert (one.title, one.text) == ("alice", "from alice")


@pytest.mark.parametrize(("style", "sent", "verdict"), [(1, 2, "shown"), (0, None, "invalid_request")])
def test_push_style_of_the_sender_is_oppos_long_text(style, sent, verdict):
    world = healthy_world("oppo", start="2026-10-10 09:00")
    killed(world)
    assert send(world, a_message("文" * 60, PushStyle=style)).text == verdict
    assert messages(world)[0]["notification"].get("style") == sent


def test_sender_declares_the_types_of_its_own_fields():
    assert healthy_world("oppo").own_senders["oppo"].android_info == {
        "OPPOChannelID": str,
        "OPPOCategory": str,
        "OPPONotifyLevel": int,
        "OPPOPrivateMsgTemplateId": str,
    }


# -- the customer's own server -


def outgoing(world: World, **fields: Any) -> OutgoingPush:
    values = world.clouds["oppo"].apps[0].values
    push = {"cargo": None, "token": "", "title": "Meeting", "desc": "at nine", "ext": None, **fields}
    return OutgoingPush(certificate=Certificate(0, "oppo", values), **push)


def own_requests(world: World) -> list[tuple[str, dict[str, str]]]:
    found = [one.data["request"] for one in records(world, Kind.WIRE, "customer>oppo") if "request" in one.data]
    return [
        (
            request["url"].rpartition("/")[2],
            {name: values[0] for name, values in parse_qs(request["body"].decode()).items()},
        )
        for request in found
    ]


def sent_list(world: World, tokens: list[str], **fields: Any) -> list[SendResult]:
    results: list[SendResult] = []
    world.own_senders["oppo"].send_list(outgoing(world, **fields), tokens, results.append)
    world.run_for(10 * SECOND_MS)
    return results


def test_list_is_stored_once_and_broadcast():
    world = healthy_world("oppo")
    bound_phone(world, "carol_phone", "carol")
    killed(world)
    tokens = [reg_id_of(world), reg_id_of(world, "carol_phone")]
    [result] = sent_list(world, tokens, receipt_url="https://push.customer.example/receipts/oppo")
    assert result.reason is None
    calls = own_requests(world)
    assert [call for call, _ in calls] == ["auth", "save_message_content", "broadcast"]
    assert calls[1][1]["call_back_url"] == "https://push.customer.example/receipts/oppo"
    assert calls[1][1]["off_line"] == "true"
    assert calls[2][1]["target_value"] == ";".join(tokens)
    assert result.code == calls[2][1]["message_id"]
    assert [len(world.phone(name).notifications.shade) for name in ("bob_phone", "carol_phone")] == [1, 1]
    world.check_conservation()


def test_list_with_an_unknown_registration_id_says_which():
    world = healthy_world("oppo")
    killed(world)
    [result] = sent_list(world, [reg_id_of(world), UNKNOWN])
    assert (result.reason, result.code, result.text) == (Reason.REG_ID_INVALID, "10000", UNKNOWN)
    assert len(world.phone("bob_phone").notifications.shade) == 1


def test_list_of_more_than_1000_is_two_broadcasts():
    world = healthy_world("oppo")
    assert len(sent_list(world, [UNKNOWN] * 1_001)) == 2
    targets = [fields["target_value"].split(";") for call, fields in own_requests(world) if call == "broadcast"]
    assert sorted(len(one) for one in targets) == [1, 1_000]


def test_refused_notification_is_broadcast_to_nobody():
    world = healthy_world("oppo")
    [result] = sent_list(world, [reg_id_of(world)], desc="")
    assert (result.reason, result.code) == (Reason.INVALID_REQUEST, "40")
    assert [call for call, _ in own_requests(world)] == ["auth", "save_message_content"]


def test_stale_token_of_a_list_is_renewed_once():
    world = healthy_world("oppo")
    sent_list(world, [reg_id_of(world)])
    end_tokens(world)
    [result] = sent_list(world, [reg_id_of(world)])
    assert result.reason is None
    assert [call for call, _ in own_requests(world)].count("auth") == 2


def test_certificate_without_channel_sends_none():
    world = healthy_world("oppo", certificates={"oppo": CertificateSpec(values={"channel_id": ""})})
    killed(world)
    send(world)
    assert "channel_id" not in messages(world)[0]["notification"]


@pytest.mark.parametrize(
    ("click", "kind", "field", "has_ext"),
    [
        ({}, 0, None, True),
        ({"action": "com.example.ORDER"}, 1, "click_action_activity", True),
        ({"url": "https://example.com"}, 2, "click_action_url", False),
        ({"activity": "com.example.Page"}, 4, "click_action_activity", True),
        ({"intent": "intent:#Intent;end"}, 5, "click_action_url", True),
    ],
)
def test_click_of_the_certificate_is_the_click_action_type(click, kind, field, has_ext):
    world = healthy_world("oppo", certificates={"oppo": CertificateSpec(on_click=ClickSpec(**click))})
    killed(world)
    send(world, a_message(ext='{"k":"v"}'))
    notification = messages(world)[0]["notification"]
    assert (notification["click_action_type"], "action_parameters" in notification) == (kind, has_ext)
    if field is not None:
        assert notification[field] == next(iter(click.values()))


@pytest.mark.parametrize(("field", "code"), [("app_key", "14"), ("master_secret", "16"), ("app_id", None)])
def test_wrong_credential_is_refused_with_oppos_code_and_the_app_id_goes_unnoticed(field, code):
    world = healthy_world(
        "oppo",
        certificates={"oppo": CertificateSpec(values={**RIGHT, field: "wrong"})},
        vendor_apps={"oppo": VendorAppSpec(values=RIGHT)},
    )
    killed(world)
    verdict = send(world)
    if code is None:
        assert verdict.text == "shown"
        return
    assert (verdict.hop, verdict.text) == (Hop.PUSH_REQUESTED, "auth_refused")
    [given_up] = records(world, Kind.STATE, "push_given_up")
    assert (given_up.reason, given_up.data["vendor_code"]) == (Reason.AUTH_REFUSED, code)


def test_token_is_kept_for_20_hours():
    world = healthy_world("oppo")
    killed(world)
    for _ in range(2):
        assert send(world).text == "shown"
    assert len(requests(world, "/auth")) == 1
    world.run_for(20 * HOUR_MS)
    assert send(world).text == "shown"
    assert len(requests(world, "/auth")) == 2


def test_messages_at_once_share_one_auth_call_and_stay_in_their_own_chains():
    world = healthy_world("oppo")
    killed(world)
    push_ids = [world.im.deliver(a_message())[0] for _ in range(5)]
    world.run_for(10 * SECOND_MS)
    assert [world.verdict(push_id).text for push_id in push_ids] == ["shown"] * 5
    assert len(requests(world, "/auth")) == 1
    parents = {one.n: one for one in world.trace}
    for push_id in push_ids:
        [accepted] = [one for one in records(world, Kind.HOP, Hop.VENDOR_ACCEPTED) if one.push_id == push_id]
        chain = set()
        while accepted.parent is not None:
            accepted = parents[accepted.parent]
            chain.add(accepted.push_id)
        assert chain - {None} == {push_id}
    world.check_conservation()


def test_refused_credentials_refuse_every_message_that_waited_by_a_rule():
    world = healthy_world(
        "oppo",
        certificates={"oppo": CertificateSpec(values={**RIGHT, "master_secret": "wrong"})},
        vendor_apps={"oppo": VendorAppSpec(values=RIGHT)},
    )
    killed(world)
    push_ids = [world.im.deliver(a_message())[0] for _ in range(3)]
    world.run_for(10 * SECOND_MS)
    assert {world.verdict(push_id).rule for push_id in push_ids} == {"oppo.sign_wrong"}
    world.check_conservation()


def test_stale_token_is_renewed_once_for_all_who_meet_it():
    world = healthy_world("oppo")
    killed(world)
    send(world)
    end_tokens(world)
    push_ids = [world.im.deliver(a_message())[0] for _ in range(3)]
    world.run_for(10 * SECOND_MS)
    assert [world.verdict(push_id).text for push_id in push_ids] == ["shown"] * 3
    assert len(requests(world, "/auth")) == 2


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
    world = healthy_world("oppo")
    killed(world)
    if is_known:
        send(world)
    link = world.network.find("im>oppo")
    assert link is not None
    link.fail_next(how, 1)
    verdict = send(world)
    assert (verdict.hop, verdict.reason) == (Hop.PUSH_REQUESTED, reason)
    assert send(world).text == "shown"


@pytest.mark.parametrize(
    ("android", "reason"),
    [
        ({"OPPOCategory": "MARKETING"}, Reason.MESSAGE_CLASS_LIMITED),
        ({"OPPOCategory": "IM"}, Reason.MESSAGE_CLASS_LIMITED),
        ({"OPPOChannelID": "c", "OPPONotifyLevel": 16}, Reason.MESSAGE_CLASS_LIMITED),
    ],
)
def test_refusal_reaches_im_with_oppos_code_and_our_reason(android, reason):
    world = healthy_world("oppo", start="2026-10-10 09:00")
    killed(world)
    verdict = send(world, a_message(**android))
    assert (verdict.hop, verdict.reason) == (Hop.VENDOR_ACCEPTED, reason)
    [given_up] = records(world, Kind.STATE, "push_given_up")
    assert given_up.reason == reason


def test_edited_credentials_get_a_token_of_their_own():
    world = healthy_world("oppo")
    killed(world)
    assert send(world).text == "shown"
    [certificate_id] = world.im.console.ids_of("oppo")
    hosted = world.im.console.latest(certificate_id)
    assert hosted is not None
    world.im.console.host(Certificate(certificate_id, "oppo", {**hosted.values, "master_secret": "wrong"}))
    assert send(world).text == "auth_refused"


def test_fifty_phones_at_once_all_get_theirs():
    world = healthy_world("oppo")
    names = [f"user{number}" for number in range(50)]
    for name in names:
        bound_phone(world, f"{name}_phone", name)
        killed(world, f"{name}_phone")
    push_ids = [world.im.deliver(a_message(to=name))[0] for name in names]
    world.run_for(10 * SECOND_MS)
    assert {world.verdict(push_id).text for push_id in push_ids} == {"shown"}
