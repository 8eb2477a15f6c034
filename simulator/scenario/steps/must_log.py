"""A line must be in the logcat."""

from typing import Annotated

import msgspec

from simulator.kernel.trace import Kind
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import Duration, PhoneName


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

    def play(self, stage: Stage) -> None:
        """Look for it.

        Raises:
            ExpectationFailed: It is not there, or not so often.
        """
        if self.within:
            deadline_ms = stage.step_ended_ms + self.within
            # An exact number is only known when the time is over.
            stop = (lambda: self._count(stage) > 0) if self.times is None else None
            stage.world.run_for(max(0, deadline_ms - stage.world.scheduler.now_ms), stop)
        lines = self._lines(stage)
        count = self._count(stage)
        if (self.times is None and count) or count == self.times:
            return
        expected = "at least one" if self.times is None else str(self.times)
        last = [(f"{self.tag} wrote", line) for line in lines[-4:]] or [(f"{self.tag} wrote", "nothing")]
        raise ExpectationFailed(
            f'{self.phone} logged "{self.text}" under {self.tag} {count} times, expected {expected}', last
        )

    def _lines(self, stage: Stage) -> list[str]:
        return [
            str(record.data["text"])
            for record in stage.world.trace
            if record.kind is Kind.LOG and record.actor == self.phone and record.name == self.tag
        ]

    def _count(self, stage: Stage) -> int:
        return sum(self.text in line for line in self._lines(stage))


STEP = MustLog
