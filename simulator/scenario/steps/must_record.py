"""A record must be in the trace."""

from typing import Annotated

import msgspec

from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.matching import RecordStep, counted
from simulator.scenario.stage import Stage
from simulator.scenario.step import Waits


class MustRecord(RecordStep, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The trace has a record with these fields, or gets one in time.

    Attributes:
        times: Exactly how many; one or more where it is left out.
    """

    times: Annotated[int, msgspec.Meta(ge=1)] | None = None

    def play(self, stage: Stage) -> Waits:
        """Look for it.

        Raises:
            ExpectationFailed: It is not there, or not so often.
        """
        wanted = yield from self.wait_for(stage, self.times or 1)
        count = wanted.count(stage)
        if count == 0 or self.times not in {None, count}:
            raise ExpectationFailed(
                f"{counted(count, 'record fits', 'records fit')}{f' within {self.within}' if self.within else ''},"
                f" expected {'at least one' if self.times is None else self.times}",
                wanted.nearest(stage),
            )


STEP = MustRecord
