from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from simulator.kernel.clock import Clock
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.units import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS

CHINA = ZoneInfo("Asia/Shanghai")


def a_clock(start: datetime = datetime(2026, 3, 2, 9, tzinfo=CHINA)) -> tuple[Clock, Scheduler]:
    scheduler = Scheduler()
    return Clock(scheduler, start), scheduler


def test_calendar_moves_with_the_scheduler_and_with_nothing_else():
    clock, scheduler = a_clock()
    scheduler.run_until(DAY_MS + 61_001)
    assert clock.now == datetime(2026, 3, 3, 9, 1, 1, 1_000, tzinfo=CHINA)


def test_time_stamps_on_the_wire_are_utc():
    clock, scheduler = a_clock()
    scheduler.run_until(1_999)
    began_s = int(datetime(2026, 3, 2, 1, tzinfo=UTC).timestamp())
    assert (clock.epoch_ms, clock.epoch_s) == (began_s * 1_000 + 1_999, began_s + 1)


@pytest.mark.parametrize(
    ("at_ms", "day"),
    [
        (15 * HOUR_MS - 1, date(2026, 3, 2)),
        (15 * HOUR_MS, date(2026, 3, 3)),
        (39 * HOUR_MS - 1, date(2026, 3, 3)),
        (39 * HOUR_MS, date(2026, 3, 4)),
        (400 * DAY_MS, date(2027, 4, 6)),
    ],
)
def test_day_changes_at_midnight(at_ms: int, day: date):
    clock, scheduler = a_clock()
    assert clock.today == date(2026, 3, 2)
    scheduler.run_until(at_ms)
    assert (clock.today, clock.today) == (day, day)


def test_today_is_the_date_of_now_through_a_year_with_summer_time():
    clock, scheduler = a_clock(datetime(2026, 1, 1, tzinfo=ZoneInfo("Europe/Berlin")))
    for hour in range(0, 366 * 24, 7):
        scheduler.run_until(hour * HOUR_MS)
        assert clock.today == clock.now.date()


@pytest.mark.parametrize(
    ("time_of_day", "span_ms"),
    [(time(9), 0), (time(9, 0, 1), SECOND_MS), (time(8, 59), DAY_MS - MINUTE_MS), (time(0), 15 * HOUR_MS)],
)
def test_time_of_day_comes_within_a_day(time_of_day: time, span_ms: int):
    clock, _ = a_clock()
    assert clock.ms_until(time_of_day) == span_ms


def test_time_of_day_that_has_just_passed_comes_tomorrow():
    clock, scheduler = a_clock()
    scheduler.run_until(1)
    assert clock.ms_until(time(9)) == DAY_MS - 1


def test_night_in_which_summer_time_begins_is_an_hour_shorter():
    clock, _ = a_clock(datetime(2026, 3, 28, 12, tzinfo=ZoneInfo("Europe/Berlin")))
    assert clock.ms_until(time(12)) == 0
    assert clock.ms_until(time(11)) == 22 * HOUR_MS


def test_instant_that_has_passed_is_negative():
    clock, _ = a_clock()
    assert clock.ms_until_instant(datetime(2026, 3, 2, 8, tzinfo=CHINA)) == -HOUR_MS
    assert clock.ms_until_instant(datetime(2026, 3, 2, 9, 0, 0, 1_000, tzinfo=CHINA)) == 1


def test_start_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="needs a time zone"):
        a_clock(datetime(2026, 3, 2))  # noqa: DTZ001  # what is refused here
