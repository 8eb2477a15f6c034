import json
from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from simulator.kernel.trace import Kind
from simulator.network.faults import FaultKind
from simulator.network.link import Link
from simulator.push.message import Message, OfflinePushInfo
from simulator.world.world import World
from tests.im.worlds import SHOWN, a_message, a_world, ended, kill, set_up

SEND = "/v4/openim/sendmsg"
IMPORT = "/v4/im_open_login_svc/account_import"
CAROL = b'{"UserID": "carol"}'


def call(world: World, path: str, body: bytes, query: Mapping[str, str] | None = None) -> Mapping[str, Any] | None:
    world.customer.call_rest(path, body, query or {})
    assert world.customer.is_waiting
    assert world.run_for(10_000, lambda: not world.customer.is_waiting)
    return world.customer.last_answer


def link(world: World) -> Link:
    found = world.network.find("customer>im")
    assert found is not None
    return found


def bodies(world: World) -> list[bytes]:
    """Bodies of all calls that were made to IM."""
    return [
        record.data["request"]["body"]
        for record in world.trace
        if record.kind is Kind.WIRE and record.actor == "customer"
    ]


def body_of(message: Message) -> dict[str, Any]:
    world = a_world()
    world.customer.send_message(message)
    body: dict[str, Any] = json.loads(bodies(world)[0])
    return body


def test_call_is_signed_by_the_administrator_and_answered():
    world = a_world()
    assert (world.customer.is_waiting, world.customer.last_answer) == (False, None)
    assert call(world, IMPORT, CAROL) == {"ActionStatus": "OK", "ErrorInfo": "", "ErrorCode": 0}
    assert "carol" in world.im.accounts


def test_parameter_given_by_the_scenario_replaces_the_right_one():
    answer = call(a_world(), IMPORT, CAROL, {"sdkappid": "7"})
    assert answer is not None
    assert answer["ErrorCode"] == 60006


def test_body_is_sent_as_it_is_written():
    world = a_world()
    answer = call(world, SEND, b'{ "To_Account" : "nobody404" }')
    assert answer is not None
    assert answer["ErrorCode"] == 90005
    assert bodies(world) == [b'{ "To_Account" : "nobody404" }']


@pytest.mark.parametrize("kind", [kind for kind in FaultKind if kind is not FaultKind.DUPLICATED])
def test_call_that_breaks_has_no_answer(kind: FaultKind):
    world = a_world()
    assert call(world, IMPORT, CAROL) is not None
    link(world).fail_next(kind, 1)
    assert call(world, IMPORT, CAROL) is None
    assert call(world, IMPORT, CAROL) is not None


def test_answer_to_an_earlier_call_does_not_stand_for_the_latest_one():
    world = a_world()
    link(world).extra_ms = 500
    world.customer.call_rest(IMPORT, b"{}")
    link(world).extra_ms = 0
    assert call(world, IMPORT, CAROL) == {"ActionStatus": "OK", "ErrorInfo": "", "ErrorCode": 0}
    world.run_for(10_000)
    assert world.customer.last_answer == {"ActionStatus": "OK", "ErrorInfo": "", "ErrorCode": 0}
    world.customer.call_rest(IMPORT, CAROL)
    link(world).extra_ms = 500
    world.customer.call_rest(IMPORT, b"{}")
    world.run_for(200)
    assert world.customer.is_waiting


def test_message_arrives_as_it_was_meant():
    world = a_world()
    device = set_up(world)
    kill(world, device)
    world.im.accounts.add("alice")
    wanted = OfflinePushInfo(title="Alice", desc="午饭?", ext='{"k":"v"}', android={"VIVOClassification": 1})
    world.customer.send_message(a_message(push=wanted))
    world.run_for(10_000)
    assert world.customer.last_answer is not None
    assert world.customer.last_answer["ErrorCode"] == 0
    (verdict,) = world.verdicts()
    assert ended(verdict) == SHOWN
    assert [(shown.title, shown.text) for shown in device.notifications.shade] == [("Alice", "午饭?")]


def test_body_of_a_message_says_what_the_message_says():
    body = body_of(replace(a_message(), heeds_options=False))
    assert 0 <= body.pop("MsgRandom") < 2**32
    assert body == {
        "From_Account": "alice",
        "To_Account": "bob",
        "MsgBody": [{"MsgType": "TIMTextElem", "MsgContent": {"Text": "lunch?"}}],
        "OfflinePushInfo": {"PushFlag": 0, "Title": "", "Desc": ""},
    }


def test_body_of_a_message_that_heeds_what_the_receiver_has_chosen_says_so():
    assert body_of(a_message())["SendMsgControl"] == ["WithMuteNotifications"]


def test_message_to_a_group_names_the_group_instead_of_the_receiver():
    body = body_of(replace(a_message(online_only=True), to="", group="team"))
    assert 0 <= body.pop("Random") < 2**32
    assert body == {
        "From_Account": "alice",
        "GroupId": "team",
        "MsgBody": [{"MsgType": "TIMTextElem", "MsgContent": {"Text": "lunch?"}}],
        "OfflinePushInfo": {"PushFlag": 0, "Title": "", "Desc": ""},
        "OnlineOnlyFlag": 1,
    }


def test_body_of_a_message_says_what_its_sender_wants_of_the_push():
    body = body_of(a_message(push=OfflinePushInfo(1, "t", "d", "e", {"Sound": "s"}), online_only=True))
    assert body["MsgLifeTime"] == 0
    assert body["OfflinePushInfo"] == {
        "PushFlag": 1,
        "Title": "t",
        "Desc": "d",
        "Ext": "e",
        "AndroidInfo": {"Sound": "s"},
    }


def test_no_two_messages_have_the_same_random_number():
    world = a_world()
    for _ in range(100):
        world.customer.send_message(a_message())
    assert len({json.loads(body)["MsgRandom"] for body in bodies(world)}) == 100


def test_user_sig_lives_as_long_as_the_server_wants():
    world = a_world()
    world.customer.sig_lifetime_s = 60
    text = world.customer.user_sig("bob")
    assert world.im.check_sig("bob", text) is None
    world.run_for(59_999)
    assert world.im.check_sig("bob", text) is None
    world.run_for(1)
    rule = world.im.check_sig("bob", text)
    assert rule is not None
    assert rule.name == "im.user_sig.expired"
