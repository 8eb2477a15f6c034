"""How fast an app posts: the average by which Android sheds updates."""

from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.units import SECOND_MS

_MEASURED = Source("AOSP RateEstimator", "", grade=Grade.OBSERVED)

INITIAL_GAP_MS = Fact("android.enqueue_initial_gap_ms", 1_000_000, _MEASURED)
"""Between two posts, as it is taken for an app that has posted once."""
OLD_GAP_PERCENT = Fact("android.enqueue_old_gap_percent", 80, _MEASURED)
"""How much of the average is the average before; newer systems take 70."""
_NS = 1_000_000
_GAP_NS_MIN = _NS // 2


class EnqueueRate:
    """One app's rate, an exponential average of the gaps between what was taken of it."""

    __slots__ = ("_gap_ns", "_last_ms")

    def __init__(self) -> None:
        """Begin with nothing posted."""
        self._gap_ns = INITIAL_GAP_MS.value * _NS
        self._last_ms: int | None = None

    def per_second_milli(self, now_ms: int) -> int:
        """Return the rate at *now_ms*, in thousandths of a post a second; 0 before the first."""
        return 0 if self._last_ms is None else SECOND_MS * _NS * 1_000 // self._average(now_ms, self._last_ms)

    def taken(self, now_ms: int) -> None:
        """Count a post that was not shed."""
        if self._last_ms is not None:
            self._gap_ns = self._average(now_ms, self._last_ms)
        self._last_ms = now_ms

    def _average(self, now_ms: int, last_ms: int) -> int:
        old = OLD_GAP_PERCENT.value
        gap_ns = max((now_ms - last_ms) * _NS, _GAP_NS_MIN)
        return (old * self._gap_ns + (100 - old) * gap_ns) // 100
