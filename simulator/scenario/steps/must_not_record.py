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
        wanted = self.wanted
        if self.within:
            fitting = stage.counter(wanted.fits)
            yield stage.wait_within(self.within, lambda: fitting() > 0)
        count = wanted.count(stage)
        if count:
            raise ExpectationFailed(
                f"{counted(count, 'record fits', 'records fit')}, expected none", wanted.told(stage, wants_more=False)
            )


STEP = MustNotRecord
