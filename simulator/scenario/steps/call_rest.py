"""The customer's server calls the IM REST API."""

from typing import Annotated

import msgspec

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step


class CallRest(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """POST a body to the IM REST API as its administrator; look at the answer with `must_answer`.

    Attributes:
        body: JSON, as text.
        query: Parameters of the URL that are to be other than right.
    """

    shorthand = None

    path: Annotated[str, msgspec.Meta(pattern="^/", description="such as /v4/openim/sendmsg")]
    body: str = "{}"
    query: dict[str, str] = {}

    def play(self, stage: Stage) -> None:
        """Do it."""
        stage.call_rest(self.path, self.body, self.query)


STEP = CallRest
