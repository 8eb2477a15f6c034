"""The last REST call must have been answered so."""

from typing import Any

from simulator.kernel.trace import Kind
from simulator.kernel.units import Duration
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.requests import differences, side_by_side
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step, Waits

ANSWER_MS_MAX = 10_000
"""How long the latest call may take to be answered."""


class MustAnswer(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer to the latest REST call has this `ErrorCode` and `ActionStatus`.

    Attributes:
        body: A part of the answer: fields that are left out may be anything.
    """

    shorthand = "code"
    takes_time = True
    expects = True

    code: int
    status: str | None = None
    body: dict[str, Any] = {}

    def play(self, stage: Stage) -> Waits:
        """Look at it.

        Raises:
            ExpectationFailed: It was answered otherwise, or not at all.
        """
        customer = stage.world.customer
        if customer.is_waiting:
            yield stage.wait(ANSWER_MS_MAX, lambda: not customer.is_waiting)
        answer = customer.last_answer
        # While the latest call waits, the last answer is that to an earlier one.
        if answer is None or customer.is_waiting:
            raise self._unanswered(stage)
        if answer["ErrorCode"] != self.code or self.status not in {None, answer["ActionStatus"]}:
            expected = f"{self.code}" if self.status is None else f"{self.code} {self.status}"
            raise ExpectationFailed(
                f"the REST call was answered {answer['ErrorCode']} {answer['ActionStatus']}, expected {expected}",
                [
                    ("ErrorInfo", str(answer["ErrorInfo"]) or "empty"),
                    ("next", "correct path and body of the call, or what this step expects"),
                ],
            )

        found = list(differences(self.body, answer, "body"))
        if found:
            raise ExpectationFailed(
                "the REST call was answered otherwise than expected",
                [*side_by_side(found), ("next", "correct what this step expects, or the call")],
            )

    def _unanswered(self, stage: Stage) -> ExpectationFailed:
        if not any(record.kind is Kind.WIRE and record.name == "customer>im" for record in stage.world.trace):
            return ExpectationFailed("no REST call was made", [("next", "add call_rest before this step")])
        what = f"not answered within {Duration(ANSWER_MS_MAX)}" if stage.world.customer.is_waiting else "not answered"
        return ExpectationFailed(
            f"the REST call was {what}", [("next", "take away what fails, delays or cuts customer>im")]
        )


STEP = MustAnswer
