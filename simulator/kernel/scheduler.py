"""The one clock of a world: integer milliseconds, and actions that run in order of time, then of scheduling."""

import heapq
from collections.abc import Callable

Action = Callable[[], object]

_END_OF_TIME_MS = 2**63


class EventLimitReached(Exception):
    """More actions ran than the world allows: most likely two actors answer each other for ever.

    Attributes:
        limit: How many actions were allowed.
        now_ms: Virtual time at which the limit was met.
    """

    def __init__(self, limit: int, now_ms: int) -> None:
        """Keep the *limit* and the instant it was met at."""
        super().__init__(f"more than {limit} events by {now_ms} ms of virtual time")
        self.limit = limit
        self.now_ms = now_ms


class Timer:
    """A scheduled action; `cancel` makes it do nothing."""

    __slots__ = ("_action", "_context")

    def __init__(self, action: Action | None, context: int | None) -> None:
        """Hold *action* and the record that led to it."""
        self._action = action
        self._context = context

    def cancel(self) -> None:
        """Forget the action. Harmless when it has already run."""
        self._action = None


class Scheduler:
    """Runs actions at virtual instants. Time moves only when told to, and never backwards.

    Actions of one instant share a bucket, so that ordering costs one heap entry an instant and not one an action.

    Attributes:
        now_ms: Virtual milliseconds since the run began.
        context: Number of the trace record that led to what runs now; an action gets back the one it was scheduled in.
        events_run: How many actions have had their turn, cancelled ones among them.
        events_max: How many may; two actors that answer each other for ever are stopped here, also within one instant.
    """

    __slots__ = ("_due", "_instants", "_is_running", "context", "events_max", "events_run", "now_ms")

    def __init__(self, *, events_max: int = 100_000_000) -> None:
        """Start at 0 ms; more than *events_max* actions are refused."""
        self.now_ms = 0
        self.context: int | None = None
        self.events_run = 0
        self.events_max = events_max
        self._due: dict[int, list[Timer]] = {}
        self._instants: list[int] = []
        self._is_running = False

    def after(self, delay_ms: int, action: Action) -> Timer:
        """Run *action* in *delay_ms* milliseconds, behind all that is already due at that instant.

        Raises:
            ValueError: *delay_ms* is negative.
        """
        if delay_ms < 0:
            raise ValueError(f"time cannot go backwards: {delay_ms} ms")
        timer = Timer(action, self.context)
        instant = self.now_ms + delay_ms
        bucket = self._due.get(instant)
        if bucket is None:
            self._due[instant] = [timer]
            heapq.heappush(self._instants, instant)
        else:
            bucket.append(timer)
        return timer

    def run_until(self, instant_ms: int, stop: Callable[[], bool] | None = None) -> bool:
        """Run what is due up to and including *instant_ms*, and leave the clock there.

        Args:
            instant_ms: Virtual milliseconds; the past is refused.
            stop: Asked after each instant; when it says yes, the clock stays at that instant.

        Returns:
            Whether *stop* said yes.

        Raises:
            ValueError: *instant_ms* has passed.
            EventLimitReached: More actions ran than `events_max`.
        """
        if instant_ms < self.now_ms:
            raise ValueError(f"time cannot go backwards: {instant_ms} ms is before {self.now_ms} ms")
        if self._run(instant_ms, stop):
            return True
        self.now_ms = instant_ms
        return False

    def run_all(self) -> None:
        """Run until nothing is due any more.

        Raises:
            EventLimitReached: More actions ran than `events_max`.
        """
        self._run(_END_OF_TIME_MS, None)

    @property
    def next_ms(self) -> int | None:
        """The next instant at which something is due, if any."""
        return self._instants[0] if self._instants else None

    def _run(self, last_ms: int, stop: Callable[[], bool] | None) -> bool:
        """Run instant by instant up to *last_ms*; an action that raises ends the run, and its instant with it.

        Raises:
            EventLimitReached: More actions would run than `events_max`.
        """
        assert not self._is_running, "an action must not move the clock that it runs on"
        self._is_running = True
        instants, due = self._instants, self._due
        try:
            while instants and instants[0] <= last_ms:
                self.now_ms = instant = heapq.heappop(instants)
                # What an action schedules for this very instant makes a new bucket, and so runs behind all of this one.
                bucket = due.pop(instant)
                self.events_run += len(bucket)
                if self.events_run > self.events_max:
                    raise EventLimitReached(self.events_max, instant)
                for timer in bucket:
                    action = timer._action
                    if action is not None:
                        self.context = timer._context
                        action()
                if stop is not None and instant not in due and stop():
                    return True
        finally:
            self.context = None
            self._is_running = False
        return False
