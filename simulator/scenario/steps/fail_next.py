"""A link fails for some messages."""

from typing import Annotated

import msgspec

from simulator.network.faults import FaultKind
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import LinkName


class FailNext(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let the next messages over a link fail."""

    shorthand = None

    link: LinkName
    times: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1
    how: FaultKind = FaultKind.TIMEOUT

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: There is no such link.
        """
        stage.link(self.link).fail_next(self.how, self.times)


STEP = FailNext
