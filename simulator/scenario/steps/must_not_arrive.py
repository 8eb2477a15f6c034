"""No notification may be shown, for a named reason."""

from simulator.kernel.trace import Record
from simulator.kernel.units import MINUTE_MS
from simulator.push.reason import Reason
from simulator.scenario.errors import ExpectationFailed, quoted
from simulator.scenario.explaining import expected_lines, verdict_lines
from simulator.scenario.matching import counted
from simulator.scenario.stage import NOTHING_UNDER_WAY, Stage, verdicts_of
from simulator.scenario.step import Step, Waits
from simulator.world.fields import Duration, PhoneName
from simulator.world.verdicts import Verdict


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

    def play(self, stage: Stage) -> Waits:
        """Watch.

        Raises:
            ExpectationFailed: Something was shown, nothing was under way, or the reason is another one.
        """
        pushes = stage.pushes_to(self.phone)
        if not pushes.shown:
            yield stage.wait_within(self.within, lambda: bool(pushes.shown))
        if pushes.shown:
            raise self._shown(stage, pushes.shown[0])
        verdicts = verdicts_of(stage, self.phone)
        if not verdicts:
            raise ExpectationFailed(
                f"no push was under way to {self.phone}, so that nothing came proves nothing", NOTHING_UNDER_WAY[1:]
            )
        for verdict in verdicts:
            if verdict.root != self.because:
                raise self._other_reason(stage, verdict)
        if self.times not in {None, len(verdicts)}:
            raise ExpectationFailed(
                f"{counted(len(verdicts), 'push', 'pushes')} to {self.phone} stopped because of {self.because},"
                f" expected {self.times}",
                [("next", "correct times:, or send as many messages")],
            )
        stage.settle(self.phone, [verdict.push_id for verdict in verdicts])

    def _shown(self, stage: Stage, record: Record) -> ExpectationFailed:
        assert record.push_id is not None
        return ExpectationFailed(
            f"{self.phone} showed a notification, expected none because of {self.because}",
            [
                ("shown", f"{quoted(record.data['title'])}: {quoted(record.data['body'])}"),
                *verdict_lines(stage.world, stage.world.verdict(record.push_id)),
                *expected_lines(self.because, stage.phone(self.phone).push_vendor),
                ("next", "bring that about before the message is sent, or take the notification with must_arrive"),
            ],
            push_id=record.push_id,
            missing=self.because,
        )

    def _other_reason(self, stage: Stage, verdict: Verdict) -> ExpectationFailed:
        if not verdict.root:
            return ExpectationFailed(
                f"{self.phone} showed nothing yet and the push is still under way, expected {self.because}",
                verdict_lines(stage.world, verdict),
                push_id=verdict.push_id,
            )
        return ExpectationFailed(
            f"{self.phone} showed nothing because of {verdict.root}, expected {self.because}",
            verdict_lines(stage.world, verdict),
            push_id=verdict.push_id,
        )


STEP = MustNotArrive
