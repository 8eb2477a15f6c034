"""The last REST call must have been answered so."""

from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step

ANSWER_MS_MAX = 10_000
"""How long the latest call may take to be answered."""


class MustAnswer(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer to the latest REST call has this `ErrorCode` and `ActionStatus`."""

    shorthand = "code"
    takes_time = True
    expects = True

    code: int
    status: str | None = None

    def play(self, stage: Stage) -> None:
        """Look at it.

        Raises:
            ExpectationFailed: It was answered otherwise, or not at all.
        """
        customer = stage.world.customer
        if customer.is_waiting:
            stage.world.run_for(ANSWER_MS_MAX, lambda: not customer.is_waiting)
        answer = customer.last_answer
        if answer is None:
            raise ExpectationFailed("no REST call was answered", [("next", "add call_rest before this step")])
        if answer["ErrorCode"] != self.code or self.status not in {None, answer["ActionStatus"]}:
            raise ExpectationFailed(
                f"the REST call was answered {answer['ErrorCode']}, expected {self.code}",
                [("ActionStatus", str(answer["ActionStatus"])), ("ErrorInfo", str(answer["ErrorInfo"]))],
            )


STEP = MustAnswer
