"""Counts what an app sends, by day and in short windows. Which limits hold is up to the vendor."""

from collections import deque
from collections.abc import Hashable
from datetime import date

from simulator.kernel.clock import Clock
from simulator.kernel.scheduler import Scheduler


class DailyCounters:
    """How often something happened today, by the cloud's calendar; counts start again from zero at midnight."""

    def __init__(self, clock: Clock) -> None:
        """Count by the dates of *clock*."""
        self._clock = clock
        self._day: date | None = None
        self._counts: dict[Hashable, int] = {}

    def _roll(self) -> None:
        today = self._clock.today
        if today != self._day:
            self._day = today
            self._counts.clear()

    def count(self, key: Hashable) -> int:
        """Return today's count of *key*."""
        self._roll()
        return self._counts.get(key, 0)

    def add(self, key: Hashable, amount: int = 1) -> None:
        """Count *amount* more of *key*."""
        self._roll()
        self._counts[key] = self._counts.get(key, 0) + amount


class SlidingWindow:
    """How often something happened within the last *span_ms*."""

    def __init__(self, scheduler: Scheduler, span_ms: int) -> None:
        """Look back *span_ms* milliseconds."""
        self._scheduler = scheduler
        self._span_ms = span_ms
        self._instants: dict[Hashable, deque[int]] = {}

    def count(self, key: Hashable) -> int:
        """Return how many of *key* lie less than the span back."""
        instants = self._instants.get(key)
        if instants is None:
            return 0
        self._forget_old(instants)
        return len(instants)

    def add(self, key: Hashable, amount: int = 1) -> None:
        """Count *amount* more of *key* now."""
        instants = self._instants.setdefault(key, deque())
        # Old instants must go even where nobody ever asks for the count.
        self._forget_old(instants)
        instants.extend([self._scheduler.now_ms] * amount)

    def _forget_old(self, instants: deque[int]) -> None:
        oldest = self._scheduler.now_ms - self._span_ms
        while instants and instants[0] <= oldest:
            instants.popleft()
