"""Calendar time of a world: what the wall clocks of its cloud, server and phones show."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from simulator.kernel.scheduler import Scheduler
from simulator.kernel.units import DAY_MS, SECOND_MS

_CALENDAR_ENDS_S = int(datetime(9_000, 1, 1, tzinfo=UTC).timestamp())
"""Python's dates end with the year 9999; what is planned lies ahead of now."""


class Clock:
    """Reads the scheduler's milliseconds as calendar time.

    Attributes:
        zone: Time zone of all dates and times of day.
        sender_ahead_ms: How far the clock of whoever sent the present request is ahead; 0 for all who live in the
            world. A client outside has the machine's clock, which a jump of the world's time leaves behind.
    """

    def __init__(self, scheduler: Scheduler, start: datetime) -> None:
        """Let 0 ms be *start*, which must have a time zone.

        Raises:
            ValueError: *start* has no time zone.
        """
        if start.tzinfo is None:
            raise ValueError(f"start needs a time zone: {start}")
        self.zone = start.tzinfo
        self.sender_ahead_ms = 0
        self._scheduler = scheduler
        self._start_epoch_ms = _epoch_s_of(start) * SECOND_MS
        self._day = date.min
        self._day_ends_ms = 0

    @property
    def epoch_ms(self) -> int:
        """Milliseconds since 1970-01-01 UTC, as in time stamps on the wire."""
        return self._start_epoch_ms + self._scheduler.now_ms

    @property
    def epoch_s(self) -> int:
        """Whole seconds since 1970-01-01 UTC."""
        return self.epoch_ms // SECOND_MS

    @property
    def sender_epoch_ms(self) -> int:
        """What the clock shows by which the sender of the present request has stamped it."""
        return self.epoch_ms + self.sender_ahead_ms

    @property
    def sender_epoch_s(self) -> int:
        """The same in whole seconds."""
        return self.sender_epoch_ms // SECOND_MS

    def at(self, now_ms: int) -> datetime:
        """Return the calendar instant of *now_ms* virtual milliseconds."""
        epoch_ms = self._start_epoch_ms + now_ms
        whole = datetime.fromtimestamp(epoch_ms // SECOND_MS, self.zone)
        return whole.replace(microsecond=epoch_ms % SECOND_MS * 1_000)

    @property
    def ends_ms(self) -> int:
        """Virtual milliseconds at which the calendar comes near its end, behind which no time can be shown."""
        return _CALENDAR_ENDS_S * SECOND_MS - self._start_epoch_ms

    @property
    def now(self) -> datetime:
        """The calendar instant."""
        return self.at(self._scheduler.now_ms)

    @property
    def today(self) -> date:
        """The calendar date; quotas and dated rules go by it, many times an instant."""
        now_ms = self._scheduler.now_ms
        if now_ms >= self._day_ends_ms:
            self._day, ends_s = _day_of(self.epoch_s, self.zone)
            self._day_ends_ms = ends_s * SECOND_MS - self._start_epoch_ms
        return self._day

    def ms_until(self, time_of_day: time) -> int:
        """Return the milliseconds to the next *time_of_day*: 0 when it is now, under 24 h otherwise."""
        now = self.now
        target = now.replace(hour=time_of_day.hour, minute=time_of_day.minute, second=time_of_day.second, microsecond=0)
        if target < now:
            target += timedelta(days=1)
        return self._ms_between(now, target)

    def ms_until_instant(self, instant: datetime) -> int:
        """Return the milliseconds to *instant*, negative when it has passed."""
        return self._ms_between(self.now, instant)

    @staticmethod
    def _ms_between(earlier: datetime, later: datetime) -> int:
        # In UTC: between two instants of one zone Python counts what their wall clocks show, summer time or not.
        gap = later.astimezone(UTC) - earlier.astimezone(UTC)
        return gap.days * DAY_MS + gap.seconds * SECOND_MS + gap.microseconds // 1_000


# Worlds by the thousand begin at the same few instants.
@lru_cache(maxsize=64)
def _epoch_s_of(instant: datetime) -> int:
    return int(instant.timestamp())


@lru_cache(maxsize=64)
def _day_of(epoch_s: int, zone: tzinfo) -> tuple[date, int]:
    """Return the calendar date of an instant, and the instant that ends it."""
    day = datetime.fromtimestamp(epoch_s, zone).date()
    return day, _epoch_s_of(datetime.combine(day + timedelta(days=1), time.min, zone))
