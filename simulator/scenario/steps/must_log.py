"""A line must be in the logcat."""

from collections.abc import Iterator
from typing import Annotated

import msgspec

from simulator.kernel.trace import Kind, Record
from simulator.scenario.errors import ExpectationFailed, quoted
from simulator.scenario.matching import counted
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step, Waits
from simulator.scenario.suggest import alike, nearest
from simulator.world.fields import Duration, PhoneName

_LINES_SHOWN_MAX = 3


class MustLog(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The phone's logcat has a line with this tag that contains this text.

    Attributes:
        times: Exactly how many such lines; 0 for none. One or more where it is left out.
        within: How long to wait for it.
    """

    shorthand = None
    takes_time = True
    expects = True

    phone: PhoneName
    tag: str
    text: str
    times: Annotated[int, msgspec.Meta(ge=0)] | None = None
    within: Duration = Duration(0)

    def play(self, stage: Stage) -> Waits:
        """Look for it.

        Raises:
            ExpectationFailed: It is not there, or not so often.
        """
        if self.within:
            # An exact number is only known when the time is over.
            fitting = stage.counter(self._fits)
            stop = (lambda: fitting() > 0) if self.times is None else None
            yield stage.wait_within(self.within, stop)
        lines = self._lines(stage)
        count = self._count(stage)
        if (self.times is None and count) or count == self.times:
            return
        expected = "at least one" if self.times is None else str(self.times)
        window = f" within {self.within}" if self.within else ""
        raise ExpectationFailed(
            f"{self.phone} logged {counted(count, 'line', 'lines')} with {quoted(self.text)} under {self.tag}{window},"
            f" expected {expected}",
            self._context(stage, lines),
        )

    def _fits(self, record: Record) -> bool:
        is_there = record.kind is Kind.LOG and record.actor == self.phone and record.name == self.tag
        return is_there and self.text in str(record.data["text"])

    def _context(self, stage: Stage, lines: list[str]) -> list[tuple[str, str]]:
        """Return the tag's line most like the wanted text and its last ones, or the phone's tags where it has none."""
        if lines:
            [near] = alike(self.text, dict.fromkeys(lines), 1)
            written = [("nearest line", quoted(near)), ("expected in it", quoted(self.text))]
            written += [(f"{self.tag} wrote", quoted(line)) for line in lines[-_LINES_SHOWN_MAX:] if line != near]
            return [*written, ("next", "correct text: or times:, or allow more time with within:")]
        tags = sorted({record.name for record in _logged(stage, self.phone)})
        details = [("tags here", ", ".join(tags) or "none")]
        meant = nearest(self.tag, tags)
        return [*details, ("next", "correct tag:" if meant is None else f"did you mean {quoted(meant)}?")]

    def _lines(self, stage: Stage) -> list[str]:
        return [str(record.data["text"]) for record in _logged(stage, self.phone) if record.name == self.tag]

    def _count(self, stage: Stage) -> int:
        return sum(self.text in line for line in self._lines(stage))


def _logged(stage: Stage, phone: str) -> Iterator[Record]:
    return (record for record in stage.world.trace if record.kind is Kind.LOG and record.actor == phone)


STEP = MustLog
