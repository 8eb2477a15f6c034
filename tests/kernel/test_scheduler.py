import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.kernel.scheduler import EventLimitReached, Scheduler, Timer
from tests.kernel.properties import repeatable


@repeatable
@given(st.lists(st.integers(min_value=0, max_value=5)))
def test_actions_run_by_time_then_in_the_order_they_were_scheduled(delays: list[int]):
    scheduler = Scheduler()
    ran: list[tuple[int, int]] = []
    for number, delay_ms in enumerate(delays):
        scheduler.after(delay_ms, lambda delay_ms=delay_ms, number=number: ran.append((delay_ms, number)))
    scheduler.run_all()
    assert ran == sorted((delay_ms, number) for number, delay_ms in enumerate(delays))


@repeatable
@given(st.lists(st.tuples(st.integers(min_value=0, max_value=3), st.booleans())))
def test_cancelled_actions_leave_the_order_of_the_others_alone(plan: list[tuple[int, bool]]):
    ran: dict[str, list[int]] = {"with": [], "without": []}
    for name, schedules in (("with", plan), ("without", [(delay_ms, False) for delay_ms, _ in plan])):
        scheduler = Scheduler()
        timers = [
            scheduler.after(delay_ms, lambda number=number, name=name: ran[name].append(number))
            for number, (delay_ms, _) in enumerate(schedules)
        ]
        for timer, (_, is_cancelled) in zip(timers, schedules, strict=True):
            if is_cancelled:
                timer.cancel()
        scheduler.run_all()
    assert ran["with"] == [number for number in ran["without"] if not plan[number][1]]


@repeatable
@given(st.lists(st.integers(min_value=0, max_value=20)), st.lists(st.integers(min_value=0, max_value=20)))
def test_run_until_in_pieces_does_what_one_run_does(delays: list[int], stops: list[int]):
    traces: list[list[tuple[int, int]]] = []
    for pieces in ([], sorted(stops)):
        scheduler = Scheduler()
        ran: list[tuple[int, int]] = []
        for number, delay_ms in enumerate(delays):
            scheduler.after(
                delay_ms, lambda scheduler=scheduler, ran=ran, number=number: ran.append((scheduler.now_ms, number))
            )
        for instant_ms in [*pieces, 20]:
            scheduler.run_until(instant_ms)
        traces.append(ran)
    assert traces[0] == traces[1]


def test_action_scheduled_for_this_instant_runs_behind_all_that_is_due():
    scheduler = Scheduler()
    ran: list[str] = []

    def first() -> None:
        ran.append("first")
        scheduler.after(0, lambda: ran.append("third"))

    scheduler.after(5, first)
    scheduler.after(5, lambda: ran.append("second"))
    scheduler.run_all()
    assert (ran, scheduler.now_ms) == (["first", "second", "third"], 5)


def test_action_may_cancel_another_one_of_its_own_instant():
    scheduler = Scheduler()
    ran: list[str] = []
    timers: list[Timer] = []

    def cancel_the_other() -> None:
        timers[0].cancel()

    scheduler.after(5, cancel_the_other)
    timers.append(scheduler.after(5, lambda: ran.append("cancelled")))
    scheduler.run_all()
    assert ran == []


def test_cancelling_after_the_action_has_run_is_harmless():
    scheduler = Scheduler()
    ran: list[str] = []
    timer = scheduler.after(1, lambda: ran.append("ran"))
    scheduler.run_all()
    timer.cancel()
    assert ran == ["ran"]


@pytest.mark.parametrize(("until_ms", "ran"), [(9, False), (10, True), (11, True)])
def test_run_until_includes_its_last_millisecond(until_ms: int, ran: bool):
    scheduler = Scheduler()
    done: list[int] = []
    scheduler.after(10, lambda: done.append(scheduler.now_ms))
    scheduler.run_until(until_ms)
    assert (bool(done), scheduler.now_ms) == (ran, until_ms)


def test_run_until_stops_at_the_instant_that_satisfies_it():
    scheduler = Scheduler()
    done: list[int] = []
    for delay_ms in (10, 20, 30):
        scheduler.after(delay_ms, lambda delay_ms=delay_ms: done.append(delay_ms))
    assert scheduler.run_until(100, lambda: 20 in done)
    assert (done, scheduler.now_ms, scheduler.next_ms) == ([10, 20], 20, 30)


def test_stop_is_asked_when_all_of_an_instant_has_run():
    scheduler = Scheduler()
    done: list[str] = []

    def first() -> None:
        done.append("first")
        scheduler.after(0, lambda: done.append("what followed at once"))

    scheduler.after(10, first)
    assert scheduler.run_until(100, lambda: bool(done))
    assert done == ["first", "what followed at once"]


def test_run_until_says_no_when_nothing_satisfies_it():
    scheduler = Scheduler()
    assert not scheduler.run_until(100, lambda: False)
    assert scheduler.now_ms == 100


def test_time_never_goes_backwards():
    scheduler = Scheduler()
    scheduler.run_until(10)
    with pytest.raises(ValueError, match="time cannot go backwards: 9 ms is before 10 ms"):
        scheduler.run_until(9)
    with pytest.raises(ValueError, match="time cannot go backwards: -1 ms"):
        scheduler.after(-1, lambda: None)


def test_an_action_cannot_move_the_clock_that_it_runs_on():
    scheduler = Scheduler()
    scheduler.after(1, lambda: scheduler.run_until(50))
    with pytest.raises(AssertionError, match="must not move the clock"):
        scheduler.run_all()


def test_what_an_action_raises_ends_the_run_and_the_next_one_goes_on():
    scheduler = Scheduler()
    done: list[int] = []

    def fail() -> None:
        raise LookupError("broken actor")

    scheduler.after(1, fail)
    scheduler.after(2, lambda: done.append(scheduler.now_ms))
    with pytest.raises(LookupError, match="broken actor"):
        scheduler.run_all()
    scheduler.after(0, lambda: done.append(scheduler.now_ms))
    scheduler.run_all()
    assert (done, scheduler.context) == ([1, 2], None)


@pytest.mark.parametrize(("actions", "is_refused"), [(3, False), (4, True), (40, True)])
def test_number_of_events_is_bounded(actions: int, is_refused: bool):
    scheduler = Scheduler(events_max=3)
    for delay_ms in range(actions):
        scheduler.after(delay_ms, lambda: None)
    if is_refused:
        with pytest.raises(EventLimitReached, match="more than 3 events by 3 ms"):
            scheduler.run_all()
    else:
        scheduler.run_all()
        assert scheduler.events_run == 3


def test_actors_that_answer_each_other_for_ever_within_one_instant_are_stopped():
    scheduler = Scheduler(events_max=1_000)

    def ping() -> None:
        scheduler.after(0, ping)

    scheduler.after(7, ping)
    with pytest.raises(EventLimitReached) as reached:
        scheduler.run_until(10)
    assert (reached.value.limit, reached.value.now_ms) == (1_000, 7)


def test_action_gets_back_the_context_it_was_scheduled_in():
    scheduler = Scheduler()
    seen: list[int | None] = []
    for context in (4, None, 9):
        scheduler.context = context
        scheduler.after(1, lambda: seen.append(scheduler.context))
    scheduler.run_all()
    assert (seen, scheduler.context) == ([4, None, 9], None)
