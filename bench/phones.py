"""A population in one world that keeps verdicts only: what a bound phone weighs, and how long a push to each takes."""

import gc
import time
import tracemalloc

from bench.lifecycles import VENDOR
from bench.row import Aim, Bound, Row
from bench.sizes import Sizes
from bench.stopwatch import Figure
from simulator.kernel.rule import Waiver
from simulator.kernel.units import MINUTE_MS, SECOND_MS, Duration
from simulator.runner.play import Play
from simulator.scenario.steps.kill_app import KillApp
from simulator.scenario.steps.send_message import SendMessage
from simulator.scenario.steps.set_up import SetUp
from simulator.world.build import RunOptions
from simulator.world.spec import WorldSpec
from simulator.world.verdicts import End

POPULATION = 100_000
"""What the design's aims are set for."""
WEIGHED_MAX = 2_000
"""Phones that are weighed: every allocation is written down meanwhile, which takes its time."""
BETWEEN_SENDS_MS = 10
"""One hundred messages a second: below vivo's frequency control."""


def measure(sizes: Sizes) -> list[Row]:
    """Measure the weight with few phones, and the time with as many as are wanted."""
    weighed = min(sizes.phones, WEIGHED_MAX)
    kilobytes = _kilobytes_a_phone(weighed)
    play = _world()
    begun = time.perf_counter()
    _bind(play, 0, sizes.phones)
    bound = time.perf_counter()
    _push_to_each(play, sizes.phones)
    pushed = time.perf_counter()
    shown = sum(verdict.end is End.SHOWN for verdict in play.world.verdicts())
    assert shown == sizes.phones, f"{shown} of {sizes.phones} pushes were shown"
    play.world.check_conservation()

    scaled = POPULATION / sizes.phones
    seconds, binding = (pushed - bound) * scaled, (bound - begun) * scaled
    count = f"{POPULATION:,} phones" if sizes.phones == POPULATION else f"{POPULATION:,} phones, from {sizes.phones:,}"
    return [
        Row(f"a bound phone, of {weighed:,}", "KB", Figure(kilobytes, kilobytes), aim=Aim(Bound.AT_MOST, 2)),
        Row(f"one push to each of {count}", "s", Figure(seconds, seconds), aim=Aim(Bound.AT_MOST, 60)),
        Row(f"binding {count}", "s", Figure(binding, binding)),
    ]


def _world() -> Play:
    """Return a world with one phone bound and killed, so that what is made once is there."""
    quota = frozenset({Waiver("quota_used")})
    play = Play(VENDOR, WorldSpec(pause=Duration(BETWEEN_SENDS_MS)), RunOptions(verdicts_only=True, waivers=quota))
    play(SetUp(phone="first", user="first_user"), KillApp(phone="first", by="swipe"))
    return play


def _kilobytes_a_phone(count: int) -> float:
    """Return what each of *count* phones adds, bound and killed, in units of 1,024 bytes."""
    play = _world()
    gc.collect()
    tracemalloc.start()
    _bind(play, 0, count)
    play.world.run_for(MINUTE_MS)
    gc.collect()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return taken / count / 1_024


def _bind(play: Play, first: int, count: int) -> None:
    """Bring *count* phones into being, each with a user whose token is bound and confirmed, and kill their apps."""
    for number in range(first, first + count):
        play(SetUp(phone=f"phone_{number}", user=f"user_{number}"))
    play.world.run_for(SECOND_MS)
    for number in range(first, first + count):
        play(KillApp(phone=f"phone_{number}", by="swipe"))


def _push_to_each(play: Play, count: int) -> None:
    for number in range(count):
        play(SendMessage(sender="alice", to=f"user_{number}", text="lunch?"))
    play.world.run_for(MINUTE_MS)
