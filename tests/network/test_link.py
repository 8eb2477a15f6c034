from collections.abc import Callable
from dataclasses import dataclass

import pytest

from simulator.kernel.rule import Waiver
from simulator.kernel.trace import Kind, Outcome
from simulator.network.faults import Broken, FaultKind
from simulator.network.http import Response
from simulator.network.link import TIMEOUT_MS
from simulator.push.ledger import Cargo
from simulator.push.reason import Reason
from tests.network.wires import HOST, REQUEST, Wires, new_wires


@dataclass(frozen=True, slots=True)
class Question:
    text: str = "who is there?"


CARGO = Cargo(1, "bob_phone")

# -- calls -------------------------------------------------------------------------------------------------------------


def test_call_takes_its_latency_each_way_and_both_ways_are_recorded():
    wires = new_wires()
    wires.link().call(REQUEST, wires.answered, CARGO)
    wires.scheduler.run_all()
    assert (wires.arrived, wires.outcomes) == ([REQUEST], [(20, "200")])
    sent, answered = wires.records(Kind.WIRE)
    assert (sent.actor, sent.at_ms, sent.name, sent.push_id) == ("im", 0, "im>vivo", 1)
    assert sent.data["request"] == {
        "method": "POST",
        "url": f"https://{HOST}/message/send",
        "headers": (),
        "body": b"{}",
    }
    assert (answered.actor, answered.at_ms, answered.parent, answered.push_id) == ("vivo", 10, sent.n, 1)
    assert answered.data["answer"] == {"status": 200, "headers": (), "body": b"ok"}


def test_clock_stands_still_during_the_exchange():
    wires = new_wires()
    seen: list[int] = []
    wires.hosts.add("slow.example.com", lambda _: seen.append(wires.scheduler.now_ms) or Response(204))
    wires.link().call(REQUEST._replace(host="slow.example.com"), wires.answered)
    wires.scheduler.run_all()
    assert (seen, wires.records(Kind.WIRE)[1].at_ms) == ([10], 10)


def test_latency_lies_between_its_bounds_and_a_delay_is_added_each_way():
    wires = new_wires()
    link = wires.link(latency_ms=(20, 60))
    link.extra_ms = 1_000
    for _ in range(50):
        link.call(REQUEST, wires.answered)
    wires.scheduler.run_all()
    spans = [at_ms for at_ms, _ in wires.answers]
    assert 2_040 <= min(spans) < max(spans) <= 2_120


def test_far_end_learns_which_push_it_answers_and_nobody_else_does():
    wires = new_wires()
    seen: list[Cargo | None] = []
    wires.hosts.add("vivo.example.com", lambda _: seen.append(wires.ledger.cargo) or Response(200))
    request = REQUEST._replace(host="vivo.example.com")
    wires.link().call(request, lambda _: seen.append(wires.ledger.cargo), CARGO)
    wires.scheduler.run_all()
    wires.link().call(request, wires.answered)
    wires.scheduler.run_all()
    assert seen == [CARGO, None, None]


def test_push_is_in_exchange_from_the_request_to_its_answer():
    wires = new_wires()
    link = wires.link()
    link.call(REQUEST, lambda _: wires.answers.append((len(wires.ledger.in_exchange), Broken(FaultKind.LOST))), CARGO)
    assert wires.ledger.in_exchange == {1}
    wires.scheduler.run_until(19)
    assert wires.ledger.in_exchange == {1}
    wires.scheduler.run_until(20)
    assert [open_ones for open_ones, _ in wires.answers] == [0]


def test_host_that_nobody_answers_for_is_a_clear_error_and_leaves_no_cargo_behind():
    wires = new_wires()
    wires.link().call(REQUEST._replace(host="api.example.org"), wires.answered, CARGO)
    wires.scheduler.run_all()
    assert (wires.outcomes, wires.arrived, wires.ledger.cargo) == ([(10, "refused")], [], None)
    [fault] = wires.records(Kind.FAULT)
    assert (fault.name, fault.outcome, fault.push_id) == ("host_unknown", Outcome.REFUSED, 1)
    assert fault.data == {"host": "api.example.org", "known": (HOST,)}


def test_call_that_is_duplicated_arrives_twice_and_is_answered_once():
    wires = new_wires()
    wires.link().fail_next(FaultKind.DUPLICATED, 1)
    wires.link().call(REQUEST, wires.answered, CARGO)
    wires.scheduler.run_all()
    assert (wires.arrived, wires.outcomes) == ([REQUEST, REQUEST], [(20, "200")])
    assert [(one.name, one.outcome) for one in wires.records(Kind.FAULT)] == [("duplicated", Outcome.OK)]
    # The twin is one more request to whoever answers it: it carries nobody's push.
    assert [one.push_id for one in wires.records(Kind.WIRE)] == [1, 1, None]


# -- planned faults ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "at_ms", "how", "arrives"),
    [
        (FaultKind.REFUSED, 10, "refused", False),
        (FaultKind.TIMEOUT, TIMEOUT_MS, "timeout", False),
        (FaultKind.LOST, TIMEOUT_MS, "lost", False),
        (FaultKind.SERVER_ERROR, 20, "500", False),
    ],
)
def test_call_breaks_in_the_way_that_was_planned(kind: FaultKind, at_ms: int, how: str, arrives: bool):
    wires = new_wires()
    link = wires.link()
    link.fail_next(kind, 1)
    link.call(REQUEST, wires.answered, CARGO)
    wires.scheduler.run_all()
    assert (wires.outcomes, bool(wires.arrived)) == ([(at_ms, how)], arrives)
    (fault,) = wires.records(Kind.FAULT)
    wanted = Reason.VENDOR_FAULT if kind is FaultKind.SERVER_ERROR else Reason.VENDOR_UNREACHABLE
    assert (fault.actor, fault.name, fault.outcome, fault.reason, fault.push_id) == (
        "im>vivo",
        kind,
        Outcome.REFUSED,
        wanted,
        1,
    )
    assert wires.ledger.in_exchange == set()


def test_planned_faults_hit_that_many_messages_one_plan_after_the_other():
    wires = new_wires()
    link = wires.link()
    link.fail_next(FaultKind.REFUSED, 2)
    link.fail_next(FaultKind.SERVER_ERROR, 1)
    for _ in range(4):
        link.call(REQUEST, wires.answered)
    wires.scheduler.run_all()
    assert sorted(how for _, how in wires.outcomes) == ["200", "500", "refused", "refused"]


@pytest.mark.parametrize(
    ("waiver", "how"),
    [
        (Waiver(Reason.VENDOR_UNREACHABLE, "bob_phone"), "200"),
        (Waiver(Reason.VENDOR_UNREACHABLE), "200"),
        (Waiver(Reason.VENDOR_UNREACHABLE, "eve_phone"), "refused"),
        (Waiver(Reason.VENDOR_FAULT, "bob_phone"), "refused"),
    ],
)
def test_fault_that_is_waived_for_the_pushs_phone_is_passed_over(waiver: Waiver, how: str):
    wires = new_wires(waiver)
    link = wires.link()
    link.fail_next(FaultKind.REFUSED, 1)
    link.call(REQUEST, wires.answered, CARGO)
    wires.scheduler.run_all()
    assert [outcome for _, outcome in wires.outcomes] == [how]
    assert len(wires.records(Kind.FAULT)) == (how != "200")


def test_waived_fault_is_used_up_all_the_same():
    wires = new_wires(Waiver(Reason.VENDOR_UNREACHABLE, "bob_phone"))
    link = wires.link()
    link.fail_next(FaultKind.REFUSED, 1)
    link.call(REQUEST, wires.answered, CARGO)
    link.call(REQUEST, wires.answered, Cargo(2, "eve_phone"))
    wires.scheduler.run_all()
    assert [how for _, how in wires.outcomes] == ["200", "200"]


# -- a link that is down -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sent_ms", "how"), [(0, "timeout"), (999, "timeout"), (1_000, "200")])
def test_cut_link_carries_nothing_up_to_its_last_millisecond(sent_ms: int, how: str):
    wires = new_wires()
    link = wires.link()
    link.cut(1_000)
    wires.scheduler.run_until(sent_ms)
    link.call(REQUEST, wires.answered)
    wires.scheduler.run_all()
    assert [outcome for _, outcome in wires.outcomes] == [how]


@pytest.mark.parametrize(("second_ms", "up_ms"), [(100, 1_000), (900, 1_000), (901, 1_001), (5_000, 5_100)])
def test_overlapping_cuts_last_until_the_later_end_and_are_told_of_once(second_ms: int, up_ms: int):
    wires = new_wires()
    link = wires.link()
    told: list[tuple[int, bool]] = []
    wires.network.watch(lambda link: told.append((wires.scheduler.now_ms, link.is_up)))
    link.cut(1_000)
    wires.scheduler.run_until(100)
    link.cut(second_ms)
    wires.scheduler.run_all()
    assert told == [(0, False), (up_ms, True)]


def test_cut_is_recorded_with_its_end():
    wires = new_wires()
    wires.link().cut(1_000)
    (cut,) = wires.records(Kind.FAULT)
    assert (cut.actor, cut.name, cut.data) == ("im>vivo", "cut", {"until_ms": 1_000})


def test_link_of_an_actor_without_network_is_down_and_others_are_not():
    wires = new_wires()
    links = [wires.link("vivo", "bob_phone"), wires.link("im", "bob_phone"), wires.link("im", "vivo")]
    told: list[str] = []
    wires.network.watch(lambda link: told.append(link.name))
    wires.network.set_reachable("bob_phone", reachable=False)
    assert [link.is_up for link in links] == [False, False, True]
    wires.network.set_reachable("bob_phone", reachable=False)
    wires.network.set_reachable("bob_phone", reachable=True)
    assert [link.is_up for link in links] == [True, True, True]
    assert told == ["vivo>bob_phone", "im>bob_phone"] * 2


def test_phone_without_network_stays_away_when_the_cut_of_its_link_ends():
    wires = new_wires()
    link = wires.link("vivo", "bob_phone")
    told: list[tuple[int, bool]] = []
    wires.network.watch(lambda link: told.append((wires.scheduler.now_ms, link.is_up)))
    link.cut(100)
    wires.network.set_reachable("bob_phone", reachable=False)
    wires.scheduler.run_until(500)
    wires.network.set_reachable("bob_phone", reachable=True)
    assert told == [(0, False), (500, True)]


def test_link_that_is_made_while_its_end_is_away_tells_when_it_comes_back():
    wires = new_wires()
    wires.network.set_reachable("bob_phone", reachable=False)
    wires.link("vivo", "bob_phone")
    told: list[bool] = []
    wires.network.watch(lambda link: told.append(link.is_up))
    wires.network.set_reachable("bob_phone", reachable=True)
    assert told == [True]


def test_what_each_watcher_does_follows_from_the_change_alone():
    wires = new_wires()
    link = wires.link()
    for name in ("first", "second"):
        wires.network.watch(lambda _, name=name: wires.trace.write(name, Kind.STATE, "told"))
    link.cut(50)
    cut, first, second = wires.trace
    assert (first.parent, second.parent) == (cut.n, cut.n)


# -- private wires -----------------------------------------------------------------------------------------------------


def test_question_is_answered_by_the_other_end():
    wires = new_wires()
    link = wires.link("im", "bob_phone")
    heard: list[tuple[int, object]] = []
    link.ask("bob_phone", Question(), lambda _: "alice", lambda answer: heard.append((wires.scheduler.now_ms, answer)))
    wires.scheduler.run_all()
    assert heard == [(20, "alice")]
    assert [(record.actor, record.data["message"]) for record in wires.records(Kind.WIRE)] == [
        ("bob_phone", "Question"),
        ("im", "str"),
    ]


@pytest.mark.parametrize(
    ("kind", "at_ms"), [(FaultKind.REFUSED, 10), (FaultKind.TIMEOUT, TIMEOUT_MS), (FaultKind.LOST, TIMEOUT_MS)]
)
def test_question_that_breaks_says_how_and_is_never_answered(kind: FaultKind, at_ms: int):
    wires = new_wires()
    link = wires.link("im", "bob_phone")
    heard: list[tuple[int, object]] = []
    link.fail_next(kind, 1)
    link.ask("bob_phone", Question(), unreachable, lambda answer: heard.append((wires.scheduler.now_ms, answer)))
    wires.scheduler.run_all()
    ((when_ms, answer),) = heard
    assert isinstance(answer, Broken)
    assert (when_ms, answer.kind, wires.records(Kind.FAULT)[0].reason) == (at_ms, kind, Reason.REPORT_FAILED)


def unreachable(question: object) -> str:
    raise AssertionError(f"{question} must not arrive")


@pytest.mark.parametrize(("phone", "is_answered"), [("bob_phone", True), ("eve_phone", False)])
def test_fault_of_a_question_can_be_waived_for_the_phone_that_asks(phone: str, is_answered: bool):
    wires = new_wires(Waiver(Reason.REGISTRATION_TIMEOUT, phone))
    link = wires.link("vivo", "bob_phone")
    heard: list[object] = []
    link.cut(1_000)
    link.ask("bob_phone", Question(), lambda _: "reg_id", heard.append, reason=Reason.REGISTRATION_TIMEOUT)
    wires.scheduler.run_all()
    assert (heard == ["reg_id"]) is is_answered


def test_answer_comes_even_when_the_asker_has_gone_so_it_looks_at_itself_first():
    wires = new_wires()
    link = wires.link("im", "bob_phone")
    heard: list[object] = []
    link.ask("bob_phone", Question(), lambda _: "alice", heard.append)
    wires.scheduler.run_until(10)
    wires.network.set_reachable("bob_phone", reachable=False)
    wires.scheduler.run_all()
    assert heard == ["alice"]


def test_message_is_held_by_the_link_until_it_arrives():
    wires = new_wires()
    link = wires.link("vivo", "bob_phone")
    heard: list[object] = []
    assert link.send("vivo", Question(), lambda message: heard.append((list(wires.network.in_flight), message)), CARGO)
    assert list(wires.network.in_flight) == [1]
    wires.scheduler.run_all()
    assert heard == [([], Question())]


def test_push_that_is_sent_twice_over_one_link_is_held_twice_and_arrives_twice():
    wires = new_wires()
    link = wires.link("vivo", "bob_phone")
    held: list[list[int]] = []
    for _ in range(2):
        link.send("vivo", Question(), lambda _: held.append(list(wires.network.in_flight)), CARGO)
        wires.scheduler.run_until(wires.scheduler.now_ms + 1)
    assert wires.ledger.held() == [1, 1]
    wires.scheduler.run_all()
    assert held == [[1], []]


def cut(wires: Wires) -> None:
    wires.link("vivo", "bob_phone").cut(50)


def fail(wires: Wires) -> None:
    wires.link("vivo", "bob_phone").fail_next(FaultKind.LOST, 1)


def disconnect(wires: Wires) -> None:
    wires.network.set_reachable("bob_phone", reachable=False)


@pytest.mark.parametrize("harm", [cut, fail, disconnect])
def test_message_over_a_broken_link_is_lost_with_a_reason(harm: Callable[[Wires], None]):
    wires = new_wires()
    link = wires.link("vivo", "bob_phone")
    harm(wires)
    assert not link.send("vivo", Question(), unreachable, CARGO)
    wires.scheduler.run_all()
    fault = wires.records(Kind.FAULT)[-1]
    assert (fault.reason, fault.push_id, list(wires.network.in_flight)) == (Reason.LOST_ON_LINK, 1, [])


@pytest.mark.parametrize("harm", [cut, fail, disconnect])
def test_loss_that_is_waived_arrives_all_the_same(harm: Callable[[Wires], None]):
    wires = new_wires(Waiver(Reason.LOST_ON_LINK, "bob_phone"))
    link = wires.link("vivo", "bob_phone")
    heard: list[object] = []
    harm(wires)
    assert link.send("vivo", Question(), heard.append, CARGO)
    wires.scheduler.run_all()
    assert heard == [Question()]


def test_message_that_is_let_through_arrives_over_a_link_that_is_down():
    wires = new_wires()
    link = wires.link("vivo", "bob_phone")
    heard: list[object] = []
    cut(wires)
    assert link.send("vivo", Question(), heard.append, CARGO, through=True)
    wires.scheduler.run_all()
    assert heard == [Question()]


# -- the network -------------------------------------------------------------------------------------------------------


def test_link_is_made_once_and_found_in_either_direction():
    wires = new_wires()
    link = wires.link("vivo", "bob_phone")
    assert wires.link("vivo", "bob_phone") is link
    assert wires.network.find("vivo>bob_phone") is wires.network.find("bob_phone>vivo") is link
    assert wires.network.find("vivo>eve_phone") is None
    wires.link("im", "vivo")
    assert wires.network.names == ["im>vivo", "vivo>bob_phone"]


def test_one_more_link_shifts_nobody_elses_latencies():
    spans: list[list[int]] = []
    for others in ((), ("eve_phone", "mallory_phone")):
        wires = new_wires()
        for other in others:
            wires.link("im", other, (20, 60)).send("im", Question(), lambda _: None)
        for _ in range(5):
            wires.link("im", "vivo", (20, 60)).call(REQUEST, wires.answered)
        wires.scheduler.run_all()
        spans.append([at_ms for at_ms, _ in wires.answers])
    assert spans[0] == spans[1]


# -- calls that are answered at once -----------------------------------------------------------------------------------


def test_call_at_once_is_answered_while_the_clock_stands_still():
    wires = new_wires()
    answer, took_ms = wires.link().call_at_once(REQUEST, patience_ms=2_000)
    assert (answer, took_ms, wires.scheduler.now_ms) == (Response(200, (), b"ok"), 20, 0)
    sent, answered = wires.records(Kind.WIRE)
    assert (sent.actor, answered.actor, answered.parent) == ("im", "vivo", sent.n)


@pytest.mark.parametrize(
    ("kind", "told", "took_ms"),
    [
        (FaultKind.REFUSED, "refused", 20),
        (FaultKind.TIMEOUT, "timeout", 2_000),
        (FaultKind.LOST, "lost", 2_000),
        (FaultKind.SERVER_ERROR, "500", 20),
    ],
)
def test_call_at_once_meets_every_fault(kind: FaultKind, told: str, took_ms: int):
    wires = new_wires()
    link = wires.link()
    link.fail_next(kind, 1)
    answer, took = link.call_at_once(REQUEST, patience_ms=2_000)
    assert (answer.kind.value if isinstance(answer, Broken) else str(answer.status), took) == (told, took_ms)
    assert wires.arrived == []
    [fault] = wires.records(Kind.FAULT)
    assert (fault.name, fault.outcome) == (kind.value, Outcome.REFUSED)


@pytest.mark.parametrize("kind", sorted(set(FaultKind) - {FaultKind.DUPLICATED}))
@pytest.mark.parametrize("at_once", [True, False])
def test_fault_of_a_call_without_a_push_has_no_reason_and_is_not_waived(kind: FaultKind, at_once: bool):
    wires = new_wires(Waiver(Reason.VENDOR_UNREACHABLE), Waiver(Reason.VENDOR_FAULT))
    link = wires.link("vivo", "customer")
    link.fail_next(kind, 1)
    if at_once:
        link.call_at_once(REQUEST, patience_ms=2_000)
    else:
        link.call(REQUEST, wires.answered)
        wires.scheduler.run_all()
    [fault] = wires.records(Kind.FAULT)
    assert (fault.actor, fault.name, fault.outcome, fault.reason) == ("vivo>customer", kind, Outcome.REFUSED, "")
    assert wires.arrived == []


def test_call_at_once_that_is_duplicated_arrives_twice_and_is_answered_once():
    wires = new_wires()
    link = wires.link()
    link.fail_next(FaultKind.DUPLICATED, 1)
    answer, _ = link.call_at_once(REQUEST, patience_ms=2_000)
    assert (answer, wires.arrived) == (Response(200, (), b"ok"), [REQUEST, REQUEST])


@pytest.mark.parametrize(("extra_ms", "is_answered"), [(990, True), (991, False)])
def test_call_at_once_that_takes_too_long_has_arrived_all_the_same(extra_ms: int, is_answered: bool):
    wires = new_wires()
    link = wires.link()
    link.extra_ms = extra_ms
    answer, took_ms = link.call_at_once(REQUEST, patience_ms=2_000)
    assert (isinstance(answer, Response), took_ms) == (is_answered, 2_000)
    assert wires.arrived == [REQUEST]


def test_call_at_once_to_nobody_is_a_refused_connection():
    wires = new_wires()
    answer, _ = wires.link().call_at_once(REQUEST._replace(host="nobody.example.com"), patience_ms=2_000)
    assert isinstance(answer, Broken)
    assert answer.kind is FaultKind.REFUSED
    [fault] = wires.records(Kind.FAULT)
    assert (fault.name, fault.data["host"]) == ("host_unknown", "nobody.example.com")


def test_call_within_an_answer_leaves_the_push_of_the_outer_one_where_it_was():
    wires = new_wires()
    seen: list[Cargo | None] = []

    def ask_first(_: object) -> Response:
        wires.link().call_at_once(REQUEST, patience_ms=2_000)
        seen.append(wires.ledger.cargo)
        return Response(200)

    wires.hosts.add("asks.example.com", ask_first)
    wires.link().call(REQUEST._replace(host="asks.example.com"), wires.answered, CARGO)
    wires.scheduler.run_all()
    assert (seen, wires.ledger.cargo) == ([CARGO], None)


# -- holding -----------------------------------------------------------------------------------------------------------


def test_held_question_arrives_after_its_latency_from_the_release_on():
    wires = new_wires()
    link, asked = wires.link(), []
    link.hold(Question)
    link.ask("im", Question(), asked.append, wires.answered)
    wires.scheduler.run_until(5_000)
    assert (asked, link.holds(Question)) == ([], 1)
    assert link.release(Question) == 1
    wires.scheduler.run_until(5_009)
    assert asked == []
    wires.scheduler.run_until(5_010)
    assert (asked, link.holds(Question)) == ([Question()], 0)


def test_only_the_kind_that_is_held_waits_and_only_until_the_release():
    wires = new_wires()
    link, arrived = wires.link(), []
    link.hold(Question)
    link.send("im", "a letter", arrived.append)
    link.release(Question)
    link.send("im", Question(), arrived.append)
    wires.scheduler.run_all()
    assert arrived == ["a letter", Question()]


def test_held_messages_arrive_in_the_order_of_their_sending():
    wires = new_wires()
    link, arrived = wires.link(latency_ms=(10, 1_000)), []
    link.hold(Question)
    questions = [Question(str(number)) for number in range(20)]
    for question in questions:
        link.send("im", question, arrived.append)
    assert link.release(Question) == 20
    wires.scheduler.run_all()
    assert arrived == questions


def test_push_in_a_held_message_stays_in_the_hands_of_the_link():
    wires = new_wires()
    link = wires.link()
    link.hold(Question)
    link.send("im", Question(), lambda _: None, CARGO)
    wires.scheduler.run_all()
    assert list(wires.network.in_flight) == [1]
    link.release(Question)
    wires.scheduler.run_all()
    assert list(wires.network.in_flight) == []


def test_what_comes_of_a_held_message_follows_from_its_sending_and_not_from_its_release():
    wires = new_wires()
    link = wires.link()
    link.hold(type(REQUEST))
    link.call(REQUEST, wires.answered)
    [sent] = wires.records(Kind.WIRE)
    wires.scheduler.context = None
    wires.trace.write("somebody", Kind.STEP, "release")
    link.release(type(REQUEST))
    wires.scheduler.run_all()
    assert wires.records(Kind.WIRE)[1].parent == sent.n
    assert [text for _, text in wires.outcomes] == ["200"]


def test_release_of_what_nobody_holds_is_harmless():
    assert new_wires().link().release(Question) == 0
