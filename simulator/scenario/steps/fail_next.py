"""A link fails for some messages."""

from typing import Annotated

import msgspec

from simulator.network.faults import FaultKind
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import Duration, LinkName

HttpStatus = Annotated[int, msgspec.Meta(ge=500, le=599, description="HTTP status of a server_error")]


class FailNext(Step, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"span": "for"}):
    """Let the next messages over a link fail.

    Attributes:
        times: How many; one, or all of the time that `for` gives, where it is left out.
        span: Only those that come within this time.
        status: Of a `server_error`, in the server's own form; the one that it would give where it is left out.
    """

    shorthand = None

    link: LinkName
    times: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] | None = None
    span: Duration | None = None
    how: FaultKind = FaultKind.TIMEOUT
    status: HttpStatus | None = None

    def __post_init__(self) -> None:
        """Refuse a status of what is no answer.

        Raises:
            ValueError: Nothing would be answered.
        """
        refuse_status(self.how, self.status)

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: There is no such link.
        """
        times = 1 if self.times is None and self.span is None else self.times
        stage.link(self.link).fail_next(self.how, times, span_ms=self.span, status=self.status)


def refuse_status(how: FaultKind, status: int | None) -> None:
    """Refuse a status of what is no answer.

    Raises:
        ValueError: Nothing would be answered.
    """
    if status is not None and how is not FaultKind.SERVER_ERROR:
        raise ValueError(f"status goes with how: server_error, and this is {how}", "take status: out, or correct how:")


STEP = FailNext
