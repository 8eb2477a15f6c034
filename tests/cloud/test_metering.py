from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from simulator.cloud.metering import DailyCounters, SlidingWindow
from simulator.kernel.clock import Clock
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.units import DAY_MS, HOUR_MS

CHINA = ZoneInfo("Asia/Shanghai")


def test_daily_counter_starts_again_at_midnight():
    scheduler = Scheduler()
    counters = DailyCounters(Clock(scheduler, datetime(2026, 3, 2, 9, tzinfo=CHINA)))
    counters.add("sent", 3)
    counters.add("sent")
    scheduler.run_until(15 * HOUR_MS - 1)
    assert (counters.count("sent"), counters.count("other")) == (4, 0)
    scheduler.run_until(15 * HOUR_MS)
    assert counters.count("sent") == 0
    counters.add("sent")
    assert counters.count("sent") == 1


def test_daily_counter_goes_by_the_clocks_own_time_zone():
    scheduler = Scheduler()
    counters = DailyCounters(Clock(scheduler, datetime(2026, 3, 2, 0, tzinfo=CHINA)))
    counters.add("sent")
    scheduler.run_until(DAY_MS - 1)
    assert counters.count("sent") == 1  # in UTC a new day began at 8:00


@pytest.mark.parametrize(("later_ms", "count"), [(0, 3), (999, 3), (1_000, 0), (10**9, 0)])
def test_window_forgets_what_is_its_span_back(later_ms, count):
    scheduler = Scheduler()
    window = SlidingWindow(scheduler, 1_000)
    window.add("bob")
    window.add("bob", 2)
    scheduler.run_until(later_ms)
    assert (window.count("bob"), window.count("carol")) == (count, 0)


def test_window_that_nobody_looks_at_keeps_no_more_than_its_span():
    scheduler = Scheduler()
    window = SlidingWindow(scheduler, 1_000)
    for now_ms in range(0, 10_000, 100):
        scheduler.run_until(now_ms)
        window.add("bob")
    [instants] = vars(window)["_instants"].values()
    assert len(instants) == 10


def test_window_slides():
    scheduler = Scheduler()
    window = SlidingWindow(scheduler, 1_000)
    for now_ms in (0, 400, 800):
        scheduler.run_until(now_ms)
        window.add("bob")
    scheduler.run_until(1_399)
    assert window.count("bob") == 2
    scheduler.run_until(1_400)
    assert window.count("bob") == 1
