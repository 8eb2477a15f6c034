from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from simulator.kernel.trace import Kind, Record
from simulator.network.faults import FaultKind
from simulator.network.link import Link
from simulator.push.message import OfflinePushInfo
from simulator.world.world import World
from tests.im.worlds import SHOWN, a_message, a_world, ended, kill, set_up

SEND = "/v4/openim/sendmsg"
IMPORT = "/v4/im_open_login_svc/account_import"


def call(world: World, path: str, body: object, query: Mapping[str, str] | None = None) -> Mapping[str, Any] | None:
    answers: list[Mapping[str, Any] | None] = []
    world.customer.call_rest(path, body, answers.append, query or {})
    world.run_for(10_000)
    (answer,) = answers
    assert answer == world.customer.last_answer
    return answer


def link(world: World) -> Link:
    found = world.network.find("customer>im")
    assert found is not None
    return found


def requests(world: World) -> list[Record]:
    return [record for record in world.trace if record.kind is Kind.WIRE and "request" in record.data]


def test_call_is_signed_by_the_administrator_and_answered():
    world = a_world()
    assert world.customer.last_answer is None
    assert call(world, IMPORT, {"UserID": "carol"}) == {"ActionStatus": "OK", "ErrorInfo": "", "ErrorCode": 0}
    assert "carol" in world.im.accounts


def test_parameter_given_by_the_scenario_replaces_the_right_one():
    answer = call(a_world(), IMPORT, {"UserID": "carol"}, {"sdkappid": "7"})
    assert answer is not None
    assert answer["ErrorCode"] == 60006


def test_body_given_as_text_is_sent_as_it_is_written():
    world = a_world()
    answer = call(world, SEND, msgspec.Raw(b'{ "To_Account" : "nobody404" }'))
    assert answer is not None
    assert answer["ErrorCode"] == 90005
    assert requests(world)[0].data["request"]["body"] == b'{ "To_Account" : "nobody404" }'


@pytest.mark.parametrize("kind", list(FaultKind))
def test_call_that_breaks_has_no_answer(kind: FaultKind):
    world = a_world()
    link(world).fail_next(kind, 1)
    assert call(world, IMPORT, {"UserID": "carol"}) is None
    assert call(world, IMPORT, {"UserID": "carol"}) is not None


def test_message_written_for_rest_arrives_as_it_was_meant():
    world = a_world()
    device = set_up(world)
    kill(world, device)
    world.im.accounts.add("alice")
    wanted = OfflinePushInfo(title="Alice", desc="午饭?", ext='{"k":"v"}', android={"VIVOClassification": 1})
    answer = call(world, SEND, world.customer.sendmsg_body(a_message(push=wanted)))
    assert answer is not None
    assert answer["ErrorCode"] == 0
    (verdict,) = world.verdicts()
    assert ended(verdict) == SHOWN
    assert [(shown.title, shown.text) for shown in device.notifications.shade] == [("Alice", "午饭?")]


def test_body_of_a_message_says_what_the_message_says():
    customer = a_world().customer
    body = customer.sendmsg_body(a_message())
    assert {name: value for name, value in body.items() if name != "MsgRandom"} == {
        "From_Account": "alice",
        "To_Account": "bob",
        "MsgBody": [{"MsgType": "TIMTextElem", "MsgContent": {"Text": "lunch?"}}],
        "OfflinePushInfo": {"PushFlag": 0, "Title": "", "Desc": ""},
    }
    full = OfflinePushInfo(1, "t", "d", "e", {"Sound": "s"})
    body = customer.sendmsg_body(a_message(push=full, online_only=True))
    assert body["OfflinePushInfo"] == {
        "PushFlag": 1,
        "Title": "t",
        "Desc": "d",
        "Ext": "e",
        "AndroidInfo": {"Sound": "s"},
    }
    assert body["MsgLifeTime"] == 0


def test_no_two_messages_have_the_same_random_number():
    customer = a_world().customer
    assert len({customer.sendmsg_body(a_message())["MsgRandom"] for _ in range(100)}) == 100
