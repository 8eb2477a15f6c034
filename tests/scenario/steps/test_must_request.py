"""must_request, the order of must_record, and the parts of answers: what fits, and what is shown side by side."""

import pytest

from simulator.kernel.trace import Kind
from simulator.scenario.errors import ScenarioErrors
from simulator.scenario.requests import NOTHING, differences, shown
from tests.scenario.playing import KILL, UP, passes, played, told

SEND = "send_message: {from: alice, to: bob, text: lunch?}"
ARRIVED = (UP, KILL, SEND, "must_arrive: bob_phone")


def asked(more: str) -> str:
    return f"must_request: {{path: /message/send{more}}}"


@pytest.mark.parametrize(
    "more",
    [
        "",
        ", method: POST",
        ", link: im>vivo, times: 1",
        ", at_least: 1, at_most: 2",
        ", body: {content: lunch?}",
        ", headers: {content-type: application/json;charset=UTF-8}",
    ],
)
def test_a_request_fits_by_what_is_said_of_it(more: str) -> None:
    assert passes(*ARRIVED, asked(more))


RECEIPT = "send_to_vendor: {to: bob_phone, receipts: true}"
RECEIVED = "must_request: {{link: vendor>customer, within: 10s, times: {}}}"


@pytest.mark.parametrize(("how", "times"), [("duplicated", 2), ("lost", 1), ("server_error", 1)])
def test_a_request_that_a_fault_doubles_counts_twice_and_one_that_it_loses_was_sent(how: str, times: int) -> None:
    steps = (UP, KILL, f"fail_next: {{link: vendor>customer, how: {how}}}", RECEIPT, "must_arrive: bob_phone")
    assert [passes(*steps, RECEIVED.format(number)) for number in range(1, 4)] == [n == times for n in range(1, 4)]


def test_receipts_that_nobody_asked_for_are_asked_for_as_the_vendor_wants_it() -> None:
    assert told(UP, KILL, "send_to_vendor: {to: bob_phone}", "must_arrive: bob_phone", RECEIVED.format(1)) == (
        "a_case.yaml:8: must_request: no request fits over vivo>customer within 10s, expected 1\n"
        "  next: set receipts: true in send_to_vendor, or receipts: URL for vivo in vendor_apps:"
    )


@pytest.mark.parametrize(
    "more",
    [
        ", method: GET",
        ", times: 2",
        ", times: 0",
        ", at_least: 2",
        ", body: {content: dinner?}",
        ", body: {nothing_like_this: 1}",
        ", body: {notifyType: '4'}",
        ", headers: {authToken: x}",
        ", query: {a: b}",
        ", link: im>bob_phone",
    ],
)
def test_a_request_that_is_otherwise_does_not(more: str) -> None:
    assert not passes(*ARRIVED, asked(more))


def test_the_nearest_request_is_shown_side_by_side() -> None:
    text = told(*ARRIVED, asked(", method: PUT, body: {content: dinner?, title: a new message, own: {a: 1}}"))
    first, near, *sides = text.splitlines()
    assert first.endswith("must_request: no request fits over im>vivo, expected at least one")
    assert near.startswith("  nearest request: POST /message/send, number ")
    assert sides == [
        '  its method: "POST", expected "PUT"',
        '  its body.content: "lunch?", expected "dinner?"',
        '  its body.own: nothing, expected {"a":1}',
        "  next: correct what this step expects, or what was sent",
    ]


def test_too_many_requests_are_listed() -> None:
    text = told(*ARRIVED, SEND, "must_arrive: bob_phone", asked(", times: 1"))
    assert "must_request: 2 requests fit over im>vivo, expected 1\n" in text
    assert text.count("\n  fits: POST /message/send, number ") == 2


def test_a_link_over_which_nothing_went_says_so() -> None:
    text = told(UP, "must_request: {link: customer>vendor}")
    assert text.endswith("\n  next: correct link:, or let something happen before that makes a request")


def test_that_no_request_comes_is_known_at_the_end_of_the_window() -> None:
    late = "send_message: {from: alice, to: bob, text: x, times: 2, every: 10s}"
    assert passes(UP, KILL, late, asked(", at_most: 1, within: 9s"))
    assert not passes(UP, KILL, late, asked(", at_most: 1, within: 11s"))


def test_webhooks_are_requests_over_their_link() -> None:
    posted = "must_request: {link: im>customer, body: {CallbackCommand: C2C.CallbackAfterSendMsg, To_Account: bob}}"
    assert passes(*ARRIVED, posted, top="im: {webhooks: {}}\n")
    assert not passes(*ARRIVED, posted.replace("bob}", "carol}"), top="im: {webhooks: {}}\n")


@pytest.mark.parametrize("step", ["must_request", "must_record"])
@pytest.mark.parametrize(
    ("numbers", "what"),
    [("times: 1, at_least: 1", "times says how many"), ("at_least: 2, at_most: 1", "at_least is more than at_most")],
)
def test_numbers_that_contradict_each_other_are_refused(step: str, numbers: str, what: str) -> None:
    with pytest.raises(ScenarioErrors, match=what):
        played(f"{step}: {{{numbers}}}")


@pytest.mark.parametrize(
    ("wanted", "actual", "found"),
    [
        ({}, {"a": 1}, []),
        ({"a": 1}, {"a": "1"}, [(".a", 1, "1")]),
        ({"a": True}, {"a": 1}, [(".a", True, 1)]),
        ({"a": {"b": 1}}, {"a": '{"b": 1, "c": 2}'}, []),
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3, "c": 4}]}, [(".a[1].b", 2, 3)]),
        ({"a": [1]}, {"a": [1, 2]}, [(".a", [1], [1, 2])]),
        ({"a": {}}, {}, [(".a", {}, NOTHING)]),
        ({"a": {}}, {"a": "no json"}, [(".a", {}, "no json")]),
    ],
)
def test_differences_of_bodies(wanted: object, actual: object, found: list[object]) -> None:
    assert list(differences(wanted, actual, "")) == found


def test_long_values_are_cut_short() -> None:
    assert shown("x" * 100) == f'"{"x" * 78}…'


# -- the order of records -----------------------------------------------------------------------------------------

FIRST = "must_record: {name: push_requested, then: "


def test_records_follow_each_other_with_others_in_between() -> None:
    assert passes(*ARRIVED, f"{FIRST}[{{name: vendor_accepted}}, {{name: posted, data: {{body: lunch?}}}}]}}")


def test_a_record_that_came_before_does_not_follow() -> None:
    text = told(*ARRIVED, f"{FIRST}[{{name: vendor_accepted}}, {{name: im_accepted}}]}}")
    lines = [line.split(", number")[0] for line in text.splitlines()]
    assert lines == [
        "a_case.yaml:8: must_record: number 2 of then: does not follow",
        "  first: im hop push_requested ok",
        "  follows: vivo cloud hop vendor_accepted ok by vivo.class_and_quota",
        "  came before: im hop im_accepted ok",
        "  next: correct the order that this step expects, or what made it another one",
    ]


def test_a_record_that_never_came_shows_the_nearest_behind_the_others() -> None:
    text = told(*ARRIVED, f"{FIRST}[{{name: posted, data: {{body: dinner?}}}}]}}")
    assert "\n  nearest record: bob_phone hop posted ok" in text
    assert '\n  its body: "lunch?", expected "dinner?"\n' in text


def test_what_follows_may_take_its_time() -> None:
    follows = "[{name: posted}], within: 20s}"
    assert passes(UP, KILL, SEND, FIRST + follows)
    assert not passes(UP, KILL, SEND, FIRST + follows.replace("20s", "10ms"))


def test_bounds_of_a_number_of_records() -> None:
    twice = (*ARRIVED, SEND, "must_arrive: bob_phone")
    posted = "must_record: {{name: posted, {}}}"
    for right in ("at_least: 2", "at_most: 2", "at_least: 1, at_most: 3", "times: 2"):
        assert passes(*twice, posted.format(right))
    for wrong, expected in (("at_least: 3", "at least 3"), ("at_most: 1", "at most 1"), ("times: 0", "none")):
        assert f"2 records fit, expected {expected}\n" in told(*twice, posted.format(wrong))


# -- answers and lines --------------------------------------------------------------------------------------------


def test_a_part_of_an_answer_is_compared() -> None:
    call = "call_rest: {path: /v4/openim/query_online_status, body: {To_Account: [bob]}}"
    right = "must_answer: {code: 0, body: {QueryResult: [{To_Account: bob, Status: Online}]}}"
    assert passes(UP, call, right)
    assert told(UP, call, right.replace("Online", "Offline")).splitlines()[:2] == [
        "a_case.yaml:6: must_answer: the REST call was answered otherwise than expected",
        '  its body.QueryResult[0].Status: "Online", expected "Offline"',
    ]


def test_of_a_tags_lines_the_one_most_like_the_wanted_text_comes_first() -> None:
    text = told(UP, "must_log: {phone: bob_phone, tag: VIVOPushMessageReceiver, text: onRecieveRegId regId}")
    assert text.splitlines()[1].startswith('  nearest line: "onReceiveRegId')
    assert text.splitlines()[2] == '  expected in it: "onRecieveRegId regId"'


def test_the_trace_keeps_what_a_request_was_compared_with() -> None:
    wires = [record for record in played(*ARRIVED).trace if record.kind is Kind.WIRE and record.name == "im>vivo"]
    assert len(wires) == 4, "authentication and push, each with its answer"
