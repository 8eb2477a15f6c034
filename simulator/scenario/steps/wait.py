"""Time passes."""

from datetime import UTC, datetime, timedelta

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step, Waits
from simulator.world.fields import Duration


class Wait(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let time pass."""

    shorthand = "span"
    takes_time = True

    span: Duration

    def ends_after(self, begun: datetime) -> datetime:
        """Return *begun* and the span; in UTC, since hours are as long when summer time ends."""
        return (begun.astimezone(UTC) + timedelta(milliseconds=self.span)).astimezone(begun.tzinfo)

    def play(self, stage: Stage) -> Waits:
        """Do it."""
        yield stage.wait(self.span)


STEP = Wait
