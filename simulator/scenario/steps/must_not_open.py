"""A tap must have opened nothing, for a named reason."""

from simulator.kernel.trace import Outcome
from simulator.push.explanations import EXPLANATIONS
from simulator.push.reason import Reason
from simulator.scenario.errors import ExpectationFailed, quoted
from simulator.scenario.explaining import refusal_lines
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class MustNotOpen(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The latest tap opened nothing, because of this."""

    shorthand = None
    takes_time = True
    expects = True

    phone: PhoneName
    because: Reason

    def play(self, stage: Stage) -> None:
        """Look at what the tap did.

        Raises:
            ExpectationFailed: It opened something, or nothing for another reason.
        """
        record = stage.last_handled(self.phone)
        if record is None:
            raise ExpectationFailed(
                f"no notification was tapped on {self.phone}", [("next", "add tap_notification before this step")]
            )
        if record.outcome is Outcome.OK:
            raise ExpectationFailed(
                f"the tap on {self.phone} opened {quoted(record.data['activity'])},"
                f" expected nothing because of {self.because}",
                [
                    ("expected", f"{self.because}: {EXPLANATIONS[self.because].meaning}"),
                    ("next", "bring that about in on_click: or in the manifest, or expect it with must_open"),
                ],
            )
        if record.reason != self.because:
            raise ExpectationFailed(
                f"the tap on {self.phone} opened nothing because of {record.reason}, expected {self.because}",
                refusal_lines(record),
                stopped_by=record,
            )


STEP = MustNotOpen
