"""What one event leads to for several phones or pushes follows from the event, not from each other."""

from simulator.kernel.trace import Record
from simulator.runner.result import CaseResult
from tests.scenario.playing import KILL, NO_NETWORK, SEEN, SEND, UP, played

TWO_PHONES = "im: {phones_per_user: 2}\n"
BOTH_UP = (UP, "set_up: {phone: bob_pad, user: bob}")


def last_two(result: CaseResult, name: str) -> list[Record]:
    assert result.failure is None
    return [record for record in result.trace if record.name == name][-2:]


def test_the_pushes_to_two_phones_of_a_user_begin_with_the_same_message() -> None:
    one, other = last_two(played(*BOTH_UP, SEND, "wait: 5s", SEEN, top=TWO_PHONES), "im_accepted")
    assert (one.actor, one.data["phone"], other.data["phone"]) == ("im", "bob_phone", "bob_pad")
    assert one.parent == other.parent


def test_two_phones_of_a_user_are_kicked_by_the_same_act() -> None:
    one, other = last_two(played(*BOTH_UP, "kick_user: bob", "wait: 5s", SEEN, top=TWO_PHONES), "session")
    assert one.parent == other.parent


def test_a_login_that_kicks_another_phone_follows_from_the_login_and_not_from_the_kick() -> None:
    kicked, begun = last_two(played(*BOTH_UP, "wait: 5s", SEEN), "session")
    assert kicked.parent == begun.parent


def test_pushes_that_waited_leave_together_when_the_phone_is_back() -> None:
    back = "set_network: {phone: bob_phone, to: wifi}"
    result = played(UP, KILL, NO_NETWORK, "wait: 10min", SEND, SEND, "wait: 1min", back, "wait: 1min", SEEN)
    one, other = last_two(result, "dispatched")
    assert one.push_id != other.push_id
    assert one.parent == other.parent
