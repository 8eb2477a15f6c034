"""No notification may be shown, for a named reason."""

from simulator.kernel.units import MINUTE_MS
from simulator.push.reason import Reason
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.explaining import verdict_lines
from simulator.scenario.stage import Stage, verdicts_of
from simulator.scenario.step import Step
from simulator.world.fields import Duration, PhoneName
from simulator.world.verdicts import End, Verdict


class MustNotArrive(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Through the whole window nothing is shown, and every push that was under way ended, or waits, for this reason.

    Attributes:
        within: Length of the window, from the end of the step before.
        because: Root of each push's end, or what it waits for.
        times: How many pushes there must have been; any number from one on where it is left out.
    """

    takes_time = True
    expects = True

    phone: PhoneName
    because: Reason
    within: Duration = Duration(MINUTE_MS)
    times: int | None = None

    def play(self, stage: Stage) -> None:
        """Watch.

        Raises:
            ExpectationFailed: Something was shown, nothing was under way, or the reason is another one.
        """
        deadline_ms = stage.step_ended_ms + self.within
        pushes = stage.pushes_to(self.phone)
        remaining_ms = max(0, deadline_ms - stage.world.scheduler.now_ms)
        if not pushes.shown:
            stage.world.run_for(remaining_ms, lambda: bool(pushes.shown))
        verdicts = verdicts_of(stage, self.phone)
        self._demand_nothing_shown(stage, verdicts)
        if not verdicts:
            raise stage.missed(f"no push was under way to {self.phone}, so that nothing came proves nothing", ())
        for verdict in verdicts:
            if verdict.root != self.because:
                raise self._other_reason(stage, verdict)
        if self.times not in {None, len(verdicts)}:
            raise ExpectationFailed(f"{len(verdicts)} pushes ended so, expected {self.times}")
        stage.settle(self.phone, [verdict.push_id for verdict in verdicts])

    def _demand_nothing_shown(self, stage: Stage, verdicts: list[Verdict]) -> None:
        """Fail when a push was shown.

        Raises:
            ExpectationFailed: One was.
        """
        for verdict in verdicts:
            if verdict.end is End.SHOWN:
                record = stage.pushes_to(self.phone).shown[0]
                title, body = record.data["title"], record.data["body"]
                raise ExpectationFailed(
                    f"{self.phone} showed a notification, expected none because of {self.because}",
                    [("shown", f'"{title}": "{body}"'), *verdict_lines(stage.world, verdict)],
                )

    def _other_reason(self, stage: Stage, verdict: Verdict) -> ExpectationFailed:
        found = verdict.root or "still under way"
        return ExpectationFailed(
            f"{self.phone} showed nothing, but because of {found}, expected {self.because}",
            verdict_lines(stage.world, verdict),
        )


STEP = MustNotArrive
