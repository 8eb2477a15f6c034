"""What an actor needs around it, where a test has no whole world."""

from datetime import datetime
from zoneinfo import ZoneInfo

from simulator.kernel.clock import Clock
from simulator.kernel.environment import Environment
from simulator.kernel.randomness import Streams
from simulator.kernel.rule import Rulebook, Waiver
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.trace import Trace

CHINA = ZoneInfo("Asia/Shanghai")


def new_environment(*waivers: Waiver) -> Environment:
    """Return one whose time begins on a morning of March 2026."""
    scheduler = Scheduler()
    clock = Clock(scheduler, datetime(2026, 3, 2, 9, tzinfo=CHINA))
    return Environment(scheduler, clock, Trace(scheduler), Rulebook(frozenset(waivers)), Streams(1))
