"""Durations in whole milliseconds, and how people write them."""

import re

SECOND_MS = 1_000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

_UNITS_MS = {"ms": 1, "s": SECOND_MS, "min": MINUTE_MS, "h": HOUR_MS, "d": DAY_MS}
_DURATION = re.compile(r"([0-9]{1,18})(ms|s|min|h|d)")

DURATION_EXAMPLES = "500ms, 30s, 10min, 24h, 7d"


class Duration(int):
    """A span of virtual time in milliseconds; written with a unit, as in `500ms 30s 10min 24h 7d`."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read *text*, a whole number directly followed by its unit.

        Raises:
            ValueError: No unit, an unknown one, or not a whole number.
        """
        match = _DURATION.fullmatch(text)
        if match is None:
            raise ValueError(f'"{text}" is not a duration; write a whole number and its unit: {DURATION_EXAMPLES}')
        return cls(int(match[1]) * _UNITS_MS[match[2]])

    def __str__(self) -> str:
        """Return the shortest exact spelling: 90000 is `90s`, 120000 is `2min`."""
        for unit, size_ms in reversed(_UNITS_MS.items()):
            if self and self % size_ms == 0:
                return f"{self // size_ms}{unit}"
        return "0ms"


def seconds_text(span_ms: int) -> str:
    """Return *span_ms* as seconds for people, to the millisecond: 380 is `0.380s`."""
    return f"{span_ms // SECOND_MS}.{span_ms % SECOND_MS:03d}s"
