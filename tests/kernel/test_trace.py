import json
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.kernel.scheduler import Scheduler
from simulator.kernel.trace import Kind, Outcome, Record, Trace
from tests.kernel.properties import repeatable


def a_trace(*, verdicts_only: bool = False, newest: int | None = None) -> tuple[Trace, Scheduler]:
    scheduler = Scheduler()
    return Trace(scheduler, verdicts_only=verdicts_only, newest=newest), scheduler


def test_parent_is_the_record_before_in_the_same_chain_of_events():
    trace, scheduler = a_trace()
    trace.write("im", Kind.STATE, "one")
    scheduler.after(5, lambda: trace.write("im", Kind.STATE, "follows from two"))
    trace.write("im", Kind.STATE, "two")
    scheduler.after(5, lambda: trace.write("im", Kind.STATE, "follows from two as well"))
    scheduler.context = None
    scheduler.after(1, lambda: trace.write("im", Kind.STATE, "stands alone"))
    scheduler.run_all()
    by_name = {record.name: record for record in trace}
    parents = {name: record.parent and list(by_name)[record.parent - 1] for name, record in by_name.items()}
    assert parents == {
        "one": None,
        "two": "one",
        "stands alone": None,
        "follows from two": "one",
        "follows from two as well": "two",
    }


def test_timer_keeps_the_context_in_which_it_was_scheduled():
    trace, scheduler = a_trace()
    first = trace.write("im", Kind.STATE, "first")
    scheduler.after(5, lambda: trace.write("im", Kind.STATE, "later"))
    trace.write("im", Kind.STATE, "second")
    scheduler.run_all()
    assert [record.parent for record in trace if record.name == "later"] == [first]


def test_consequences_of_one_event_are_siblings_after_a_branch():
    trace, _ = a_trace()
    event = trace.write("im", Kind.STATE, "event")
    go_back = trace.branch()
    for name in ("left", "right"):
        trace.write("im", Kind.STATE, name)
        go_back()
    assert [record.parent for record in trace][1:] == [event, event]


@repeatable
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=25))
def test_every_parent_is_an_older_record_and_time_never_runs_back(plan: list[tuple[int, int]]):
    trace, scheduler = a_trace()

    def act(depth: int, delay_ms: int) -> None:
        trace.write("im", Kind.STATE, "act")
        if depth:
            scheduler.after(delay_ms, lambda: act(depth - 1, delay_ms))

    for delay_ms, depth in plan:
        scheduler.after(delay_ms, lambda delay_ms=delay_ms, depth=depth: act(depth, delay_ms))
    scheduler.run_all()
    records = list(trace)
    assert [record.n for record in records] == list(range(1, len(records) + 1))
    assert all(record.parent is None or record.parent < record.n for record in records)
    assert [record.at_ms for record in records] == sorted(record.at_ms for record in records)


def test_last_hop_of_a_push_is_known_and_pushes_come_in_the_order_they_began():
    trace, _ = a_trace()
    for push_id, name in ((2, "im_accepted"), (1, "im_accepted"), (2, "posted")):
        trace.write("im", Kind.HOP, name, push_id=push_id)
    trace.write("im", Kind.WIRE, "im>vivo", push_id=2)
    assert [trace.last_hop(push_id).name for push_id in (1, 2)] == ["im_accepted", "posted"]
    assert list(trace.push_ids()) == [2, 1]
    assert trace.last_hop(3) is None


def test_listener_is_told_of_hops_and_of_nothing_else():
    trace, _ = a_trace(verdicts_only=True)
    told: list[Record] = []
    trace.on_hop(told.append)
    trace.write("im", Kind.HOP, "im_accepted", push_id=1)
    trace.write("bob_phone", Kind.HOP, "sdk_started")
    trace.write("im", Kind.WIRE, "im>vivo", push_id=1)
    assert [(record.name, record.push_id) for record in told] == [("im_accepted", 1), ("sdk_started", None)]


def stopped(trace: Trace) -> list[str]:
    trace.write("bob_phone", Kind.HOP, "sdk_started")
    trace.write("bob_phone", Kind.HOP, "reg_id_issued", outcome=Outcome.REFUSED, reason="model_unsupported")
    trace.write("eve_phone", Kind.HOP, "sdk_started")
    trace.write("bob_phone", Kind.HOP, "token_reported")
    trace.write("bob_phone", Kind.HOP, "token_reported")
    return [f"{record.n} {record.name}" for record in trace.hops_of("bob_phone")]


@pytest.mark.parametrize("verdicts_only", [False, True])
def test_hops_without_a_push_are_known_from_the_first_refusal_on(verdicts_only: bool):
    trace, _ = a_trace(verdicts_only=verdicts_only)
    assert stopped(trace) == ["2 reg_id_issued", "5 token_reported"]
    assert trace.hops_of("eve_phone") == []


def test_hops_that_were_forgotten_are_known_again_from_the_next_refusal_on():
    trace, _ = a_trace()
    stopped(trace)
    trace.forget_hops("bob_phone")
    trace.forget_hops("eve_phone")
    trace.write("bob_phone", Kind.HOP, "sdk_started")
    assert trace.hops_of("bob_phone") == []
    trace.write("bob_phone", Kind.HOP, "token_reported", outcome=Outcome.REFUSED, reason="token_empty")
    assert [record.name for record in trace.hops_of("bob_phone")] == ["token_reported"]


def test_trace_of_verdicts_keeps_no_records_and_the_same_last_hops():
    full, _ = a_trace()
    lean, _ = a_trace(verdicts_only=True)
    for trace in (full, lean):
        trace.write("scenario", Kind.STEP, "send_message")
        trace.write("im", Kind.HOP, "im_accepted", push_id=1)
    last = full.last_hop(1)
    assert last is not None
    assert lean.last_hop(1) == last._replace(parent=None)
    assert (list(lean), len(lean)) == ([], 2)


@pytest.mark.parametrize(("written", "kept"), [(3, [1, 2, 3]), (4, [2, 3, 4]), (40, [38, 39, 40])])
def test_only_the_newest_records_are_kept(written: int, kept: list[int]):
    trace, _ = a_trace(newest=3)
    for _ in range(written):
        trace.write("im", Kind.HOP, "im_accepted", push_id=1)
    assert [record.n for record in trace] == kept
    assert len(trace) == written
    last = trace.last_hop(1)
    assert last is not None
    assert last.n == written


@pytest.mark.parametrize("newest", [None, 4])
@pytest.mark.parametrize("n", [0, 3, 6, 9, 10, 11])
def test_records_behind_a_number_are_found(newest: int | None, n: int):
    trace, _ = a_trace(newest=newest)
    for _ in range(10):
        trace.write("im", Kind.STATE, "session")
    assert [record.n for record in trace.after(n)] == [record.n for record in trace if record.n > n]


def test_records_behind_a_number_of_an_empty_trace_are_none():
    trace, _ = a_trace(verdicts_only=True)
    trace.write("im", Kind.STATE, "session")
    assert list(trace.after(0)) == []


@dataclass(frozen=True, slots=True)
class Letter:
    text: str
    tags: frozenset[str]


def test_line_of_json_holds_the_keys_in_order_and_what_a_record_may_hold():
    trace, scheduler = a_trace()
    scheduler.run_until(12)
    letter = Letter("你好", frozenset({"b", "a"}))
    data = {"body": "你".encode(), "broken": b"\xff", "letter": letter, "pair": (1, None)}
    trace.write("im", Kind.HOP, "im_accepted", outcome=Outcome.OK, rule="im.rule", push_id=1, data=data)
    (line,) = trace.to_json_lines()
    assert line == (
        '{"n":1,"at_ms":12,"actor":"im","kind":"hop","name":"im_accepted","outcome":"ok","reason":"","rule":"im.rule",'
        '"parent":null,"push_id":1,"data":{"body":"你","broken":"\\\\xff","letter":{"text":"你好","tags":["a","b"]},'
        '"pair":[1,null]}}'
    )
    assert list(json.loads(line)) == list(Record._fields)


@pytest.mark.parametrize("value", [{"a", "b"}, object(), Letter])
def test_record_that_cannot_repeat_is_refused_when_it_is_written_out(value: object):
    trace, _ = a_trace()
    trace.write("im", Kind.STATE, "session", data={"value": value})
    with pytest.raises(TypeError, match="a record cannot hold"):
        list(trace.to_json_lines())
