"""Time passes until the clock shows something."""

from datetime import datetime, time, timedelta

from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step, Waits
from simulator.world.fields import Moment


class At(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let time pass until clocks show this: a time of day, the next time, or a calendar date."""

    shorthand = "time"
    takes_time = True

    time: Moment

    def __post_init__(self) -> None:
        """Refuse a day that there never was.

        Raises:
            ValueError: The calendar does not have it.
        """
        if "-" in self.time:
            _instant(self.time)

    def ends_after(self, begun: datetime) -> datetime:
        """Return the date, or the next time of day.

        Raises:
            ValueError: That date has passed.
        """
        if "-" not in self.time:
            ends = datetime.combine(begun, time.fromisoformat(self.time), begun.tzinfo)
            return ends if ends >= begun else ends + timedelta(days=1)
        ends = _instant(self.time).replace(tzinfo=begun.tzinfo)
        if ends < begun:
            raise ValueError(f"{self.time} has passed: it is {begun:%Y-%m-%d %H:%M} by then", _LATER)
        return ends

    def play(self, stage: Stage) -> Waits:
        """Do it.

        Raises:
            ExpectationFailed: That date has passed.
        """
        clock = stage.world.clock
        if "-" not in self.time:
            yield stage.wait(clock.ms_until(time.fromisoformat(self.time)))
            return
        left_ms = clock.ms_until_instant(_instant(self.time).replace(tzinfo=clock.zone))
        if left_ms < 0:
            raise ExpectationFailed(
                f"{self.time} has passed: it is {clock.now:%Y-%m-%d %H:%M:%S}",
                [("next", _LATER)],
            )
        yield stage.wait(left_ms)


_LATER = "write a later date, or let the scenario start: earlier"


def _instant(text: str) -> datetime:
    """Return the date and time of day that *text* means.

    Raises:
        ValueError: The calendar does not have it.
    """
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"there is no {text} in the calendar", "correct the date") from error


STEP = At
