"""No such record may be in the trace."""

from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.matching import RecordStep, counted
from simulator.scenario.stage import Stage
from simulator.scenario.step import Waits


class MustNotRecord(RecordStep, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The trace has no record with these fields, and gets none in the time that `within` gives."""

    def play(self, stage: Stage) -> Waits:
        """Look for it.

        Raises:
            ExpectationFailed: It is there.
        """
        wanted = yield from self.wait_for(stage, 1)
        count = wanted.count(stage)
        if count:
            raise ExpectationFailed(
                f"{counted(count, 'record fits', 'records fit')}, expected none", wanted.nearest(stage)
            )


STEP = MustNotRecord
