"""What the customer's server answers to IM's webhooks."""

from typing import Annotated, Any

import msgspec

from simulator.customer.webhooks import WebhookReply
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.spec import WebhookName


class AnswerWebhook(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Have the customer's server answer a kind of webhook otherwise than with the usual yes, from now on.

    Attributes:
        code: `ErrorCode`: 1 rejects a message, 2 drops it silently, 120001 to 130000 are told to its sender.
        status: HTTP status; IM takes nothing but 200 for an answer.
        fields: Of the answer, such as a `MsgBody` that is to be sent instead.
        times: Only the next ones.
    """

    shorthand = None

    event: WebhookName
    code: int = 0
    info: str = ""
    status: Annotated[int, msgspec.Meta(ge=100, le=599)] = 200
    fields: dict[str, Any] = {}
    times: Annotated[int, msgspec.Meta(ge=1)] | None = None

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: Nobody posts webhooks in this world.
        """
        desk = stage.world.customer.webhooks
        if desk is None:
            raise ExpectationFailed("IM posts no webhooks here", [("next", "add im: {webhooks: {}} to the scenario")])
        status = "OK" if self.code == 0 else "FAIL"
        fields = {"ActionStatus": status, "ErrorCode": self.code, "ErrorInfo": self.info, **self.fields}
        desk.replies[self.event] = WebhookReply(fields, self.status, self.times)


STEP = AnswerWebhook
