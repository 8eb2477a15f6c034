"""What IM says no to when an app sends a message, or chooses what to receive: each rule by itself, with its code."""

import pytest

from simulator.im.choices import RECEIVE_OPTION
from simulator.im.client_send import CLIENT_SEND
from simulator.push.message import Element, Message
from simulator.push.uplink import SetReceiveOption
from tests.im.calls import a_full_chat
from tests.im.worlds import a_message

IMAGE = Element("TIMImageElem", {"UUID": "7"})


@pytest.mark.parametrize(
    ("rule", "code", "message"),
    [
        ("receiver_unknown", 20003, Message("bob", "nobody", a_message().elements)),
        ("group_unknown", 10010, Message("bob", "", a_message().elements, group="none")),
        ("not_a_member", 10007, Message("dave", "", a_message().elements, group="team")),
        ("image_refused", 80004, Message("dave", "bob", (IMAGE,))),
    ],
)
def test_message_of_an_app_is_refused_by_its_own_rule(rule: str, code: int, message: Message) -> None:
    world = a_full_chat(forbidden_images=("7",))
    assert world.im.intake.take_from_client(message, "").code == code
    assert set(world.rules.noes) == {f"im.client_send.{rule}"} <= {one.name for one in CLIENT_SEND}


@pytest.mark.parametrize(("rule", "code", "group"), [("group_unknown", 10010, "none"), ("not_a_member", 10007, "team")])
def test_choice_about_a_group_is_refused_by_its_own_rule(rule: str, code: int, group: str) -> None:
    world = a_full_chat(edition="premium")
    choice = SetReceiveOption("dave", "a_phone", "", group, "Discard")
    assert world.im.intake.choose(choice).code == code
    assert set(world.rules.noes) == {f"im.receive_option.{rule}"} <= {one.name for one in RECEIVE_OPTION}
