"""Events a second of the kernel: timers that set the next one, and many actions at one instant, beside SimPy.

SimPy's figures are of the leanest code that does the same there: bare timeouts with callbacks, and no processes.
"""

from collections.abc import Callable

import simpy
from simpy.events import Event

from bench.row import Aim, Bound, Row
from bench.sizes import Sizes
from bench.stopwatch import Figure, rate, seconds_a_call
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.trace import Kind, Trace

UNTRACED_MIN = Aim(Bound.AT_LEAST, 800_000)
TRACED_MIN = Aim(Bound.AT_LEAST, 250_000)

_UNIT = "events/s"
_BESIDE = "SimPy: timeouts with callbacks"


def measure(sizes: Sizes) -> list[Row]:
    """Measure both shapes of load, without a trace and with one record an event."""
    events = sizes.events
    calls: list[Callable[[], object]] = [
        lambda: chained(events),
        lambda: chained_in_simpy(events),
        lambda: chained(events, traced=True),
        lambda: at_one_instant(events),
        lambda: at_one_instant_in_simpy(events),
        lambda: at_one_instant(events, traced=True),
    ]
    taken = seconds_a_call(calls, times=1, rounds=sizes.rounds)
    chain, their_chain, traced_chain, crowd, their_crowd, traced_crowd = [_rate(seconds, events) for seconds in taken]
    return [
        Row("kernel: chained timers", _UNIT, chain, their_chain, _BESIDE, UNTRACED_MIN),
        Row("kernel: chained timers, one record each", _UNIT, traced_chain, their_chain, _BESIDE, TRACED_MIN),
        Row("kernel: many at one instant", _UNIT, crowd, their_crowd, _BESIDE, UNTRACED_MIN),
        Row("kernel: many at one instant, one record each", _UNIT, traced_crowd, their_crowd, _BESIDE, TRACED_MIN),
    ]


def _rate(seconds: Figure, events: int) -> Figure:
    return rate(Figure(seconds.median / events, seconds.best / events, seconds.rounds))


def chained(events: int, *, traced: bool = False) -> None:
    """Let each of *events* actions schedule the next one, a millisecond later."""
    scheduler = Scheduler()
    trace = Trace(scheduler)
    left = events

    def act() -> None:
        nonlocal left
        left -= 1
        if traced:
            trace.write("im", Kind.STATE, "tick")
        if left:
            scheduler.after(1, act)

    scheduler.after(1, act)
    scheduler.run_all()
    assert (left, scheduler.now_ms) == (0, events)


def chained_in_simpy(events: int) -> None:
    """Do as `chained` does."""
    environment = simpy.Environment()
    left = events

    def act(_event: Event) -> None:
        nonlocal left
        left -= 1
        if left:
            _after(environment, 1, act)

    _after(environment, 1, act)
    environment.run()
    assert (left, environment.now) == (0, events)


def at_one_instant(events: int, *, traced: bool = False) -> None:
    """Schedule *events* actions for one instant and let them run."""
    scheduler = Scheduler()
    trace = Trace(scheduler)
    ran = 0

    def act() -> None:
        nonlocal ran
        ran += 1
        if traced:
            trace.write("im", Kind.STATE, "tick")

    for _ in range(events):
        scheduler.after(5, act)
    scheduler.run_all()
    assert ran == events


def at_one_instant_in_simpy(events: int) -> None:
    """Do as `at_one_instant` does."""
    environment = simpy.Environment()
    ran = 0

    def act(_event: Event) -> None:
        nonlocal ran
        ran += 1

    for _ in range(events):
        _after(environment, 5, act)
    environment.run()
    assert ran == events


def _after(environment: simpy.Environment, delay: int, act: Callable[[Event], None]) -> None:
    callbacks = environment.timeout(delay).callbacks
    assert callbacks is not None
    callbacks.append(act)
