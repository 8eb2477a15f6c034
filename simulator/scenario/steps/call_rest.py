"""The customer's server calls the IM REST API."""

from typing import Annotated, Any

import msgspec

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step


class CallRest(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """POST a body to the IM REST API as its administrator; look at the answer with `must_answer`.

    Attributes:
        body: What is sent as JSON; a text is sent as it is written, be it JSON or not.
        query: Parameters of the URL that are to be other than right.
    """

    shorthand = None

    path: Annotated[str, msgspec.Meta(pattern="^/", description="such as /v4/openim/sendmsg")]
    body: Any = {}
    query: dict[str, str] = {}
    times: Annotated[int, msgspec.Meta(ge=1, le=10_000, description="that many at once")] = 1

    def play(self, stage: Stage) -> None:
        """Do it."""
        body = self.body.encode() if isinstance(self.body, str) else msgspec.json.encode(self.body)
        for _ in range(self.times):
            stage.world.customer.call_rest(self.path, body, self.query)


STEP = CallRest
