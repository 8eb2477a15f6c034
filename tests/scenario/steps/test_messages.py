"""Steps about messages: to a group, and what a user has chosen to have of them."""

import pytest

from simulator.kernel.trace import Record
from simulator.scenario.errors import ScenarioErrors
from tests.scenario.playing import ARRIVE, KILL, LAUNCH, SEND, UP, passes, played, told

TEAM = "im: {groups: {team: {members: [alice, bob]}, others: {members: [alice]}}}\n"
TO_TEAM = "send_message: {from: alice, group: team, text: lunch?}"


def answers(*steps: str, name: str) -> list[object]:
    """Return the codes that bob's app was answered."""
    result = played(*steps, "must_record: {kind: step}", top=TEAM)
    assert result.failure is None
    found: list[Record] = [record for record in result.trace if record.name == name and record.actor == "bob_phone"]
    return [record.data["code"] for record in found]


# -- send_message -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("via", ["client", "rest"])
def test_message_to_a_group_reaches_its_members(via: str) -> None:
    send = f"send_message: {{from: alice, group: team, text: lunch?, via: {via}}}"
    assert passes(UP, KILL, send, "must_arrive: {phone: bob_phone, body: lunch?}", top=TEAM)
    assert passes(
        UP,
        KILL,
        send,
        "must_not_arrive: {phone: bob_phone, because: not_notified}",
        top=("im: {groups: {team: {type: Meeting, members: [alice, bob]}}}\n"),
    )


def test_message_from_an_app_to_a_group_has_the_group_in_its_answer() -> None:
    send = "send_message: {from: bob, group: team, text: lunch?}"
    result = played(UP, send, "must_record: {actor: bob_phone, name: message_sent, within: 5s}", top=TEAM)
    (sent,) = [record for record in result.trace if record.name == "message_sent"]
    assert (sent.data["to"], sent.data["code"]) == ("team", 0)


def test_message_of_a_user_without_a_phone_into_a_strange_group_is_refused_on_the_record() -> None:
    steps = (UP, KILL, "send_message: {from: carol, group: team, text: lunch?}")
    refused = "must_record: {actor: im, name: message_refused, data: {from: carol, code: 10007}, within: 1s}"
    assert passes(*steps, refused, "must_not_arrive: {phone: bob_phone, because: not_in_group}", top=TEAM)


# -- set_receive_option -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "because"), [("notify", ""), ("not_notify", "not_notified"), ("discard", "message_discarded")]
)
@pytest.mark.parametrize(("whose", "send"), [("group: team", TO_TEAM), ("user: alice", SEND)])
def test_choice_decides_what_is_pushed(to: str, because: str, whose: str, send: str) -> None:
    expected = f"must_not_arrive: {{phone: bob_phone, because: {because}}}" if because else ARRIVE
    assert passes(UP, f"set_receive_option: {{phone: bob_phone, {whose}, to: {to}}}", KILL, send, expected, top=TEAM)


def test_choice_about_a_group_of_others_is_refused() -> None:
    choose = "set_receive_option: {phone: bob_phone, group: others, to: discard}"
    assert answers(UP, choose, "wait: 1s", name="receive_option_set") == [10007]


def test_choice_needs_a_running_app_and_a_session() -> None:
    choose = "set_receive_option: {phone: bob_phone, user: alice, to: discard}"
    assert told(UP, KILL, choose, ARRIVE).startswith("a_case.yaml:6: set_receive_option: ")
    assert answers(UP, "log_out: bob_phone", "wait: 1s", choose, "wait: 1s", name="receive_option_set") == [20002]


def test_choice_is_about_one_thing() -> None:
    assert told_of_yaml("set_receive_option: {phone: bob_phone, to: discard}")
    assert told_of_yaml("set_receive_option: {phone: bob_phone, user: bob, group: team, to: discard}")


def told_of_yaml(step: str) -> bool:
    with pytest.raises(ScenarioErrors) as caught:
        played(UP, step, ARRIVE, top=TEAM)
    return "the choice is about a user or about a group" in caught.value.text()


# -- block_user -------------------------------------------------------------------------------------------------------


def test_blocked_users_message_is_refused_until_he_is_taken_off_the_list() -> None:
    block, unblock = (f'block_user: {{phone: bob_phone, user: alice, to: "{to}"}}' for to in ("on", "off"))
    refused = "must_not_arrive: {phone: bob_phone, because: sender_blocked}"
    assert passes(UP, block, KILL, SEND, refused, LAUNCH, unblock, KILL, SEND, ARRIVE)


def test_blocklist_needs_a_session() -> None:
    block = "block_user: {phone: bob_phone, user: alice}"
    assert answers(UP, block, "wait: 1s", name="blocklist_changed") == [0]
    assert answers(UP, "log_out: bob_phone", "wait: 1s", block, "wait: 1s", name="blocklist_changed") == [20002]
    assert told(UP, KILL, block, ARRIVE).startswith("a_case.yaml:6: block_user: ")
