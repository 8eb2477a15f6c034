"""No such record may be in the trace."""

from simulator.kernel.trace import Kind, Outcome
from simulator.push.reason import Reason
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.matching import WantedRecord, counted
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import Duration


class MustNotRecord(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The trace has no record with these fields.

    Attributes:
        data: Some of the record's own data, as text.
        within: How long to wait.
    """

    shorthand = None
    takes_time = True
    expects = True

    actor: str | None = None
    kind: Kind | None = None
    name: str | None = None
    outcome: Outcome | None = None
    reason: Reason | None = None
    rule: str | None = None
    push_id: int | None = None
    data: dict[str, str] = {}
    within: Duration = Duration(0)

    def play(self, stage: Stage) -> None:
        """Look for it.

        Raises:
            ExpectationFailed: It is there.
        """
        fields = (self.actor, self.kind, self.name, self.outcome, self.reason, self.rule, self.push_id)
        wanted = WantedRecord(fields, self.data)
        if self.within:
            deadline_ms = stage.step_ended_ms + self.within
            stage.world.run_for(max(0, deadline_ms - stage.world.scheduler.now_ms), lambda: wanted.count(stage) > 0)
        count = wanted.count(stage)
        if count:
            raise ExpectationFailed(
                f"{counted(count, 'record fits', 'records fit')}, expected none", wanted.nearest(stage)
            )


STEP = MustNotRecord
