"""No such record may be in the trace."""

from simulator.scenario.errors import ExpectationFailed, quoted
from simulator.scenario.matching import RecordStep, counted
from simulator.scenario.stage import Stage
from simulator.scenario.step import Waits
from simulator.scenario.suggest import nearest
from simulator.world.catalogue import catalogue


class MustNotRecord(RecordStep, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The trace has no record with these fields, and gets none in the time that `within` gives."""

    def __post_init__(self) -> None:
        """Refuse a rule that there is not: no record could ever name it.

        Raises:
            ValueError: No rule or fact has this name.
        """
        known = catalogue() if self.rule else ()
        if self.rule and self.rule not in known:
            meant = nearest(self.rule, known)
            then = f'did you mean "{meant}"?' if meant else "see all of them: pushsim list rules"
            raise ValueError(f"no rule or fact is called {quoted(self.rule)}, so nothing could ever fit", then)

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
