"""A link fails for some messages."""

from typing import Annotated

import msgspec

from simulator.network.faults import FaultKind
from simulator.scenario import consoles
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import Duration, LinkName

HttpStatus = Annotated[int, msgspec.Meta(ge=500, le=599, description="HTTP status of a server_error")]
VendorCode = Annotated[
    int, msgspec.Meta(description="a vendor's own code for a refusal: pushsim list codes --vendor vivo")
]


class FailNext(Step, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"span": "for"}):
    """Let the next messages over a link fail.

    Attributes:
        times: How many; one, or all of the time that `for` gives, where it is left out.
        span: Only those that come within this time.
        how: A `timeout` where it is left out, a `server_error` beside `status` or `code`.
        status: Of a `server_error`, in the server's own form; the one that it would give where it is left out.
        code: A `server_error` that is this refusal of the vendor's own, in its own form.
    """

    shorthand = None

    link: LinkName
    times: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] | None = None
    span: Duration | None = None
    how: FaultKind | None = None
    status: HttpStatus | None = None
    code: Annotated[VendorCode | None, msgspec.Meta(extra={"codes_of": "link"})] = None

    def __post_init__(self) -> None:
        """Refuse a status or a code of what is no answer.

        Raises:
            ValueError: Nothing would be answered, or two things would.
        """
        refuse_answer(self.how, self.status, self.code)

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: There is no such link, or no vendor at its ends has that code.
        """
        times = 1 if self.times is None and self.span is None else self.times
        link = stage.link(self.link)
        is_answered = self.status is not None or self.code is not None
        how = self.how or (FaultKind.SERVER_ERROR if is_answered else FaultKind.TIMEOUT)
        reason = "" if self.code is None else consoles.reason_of_code(stage.world, link.ends, self.code)
        link.fail_next(how, times, span_ms=self.span, status=self.status, code=self.code, reason=reason)


def refuse_answer(how: FaultKind | None, status: int | None, code: int | None) -> None:
    """Refuse a status or a code of what is no answer.

    Raises:
        ValueError: Nothing would be answered, or two things would.
    """
    given = "code" if status is None else "status"
    if status is not None and code is not None:
        raise ValueError("a code comes with the vendor's own status", "take status: or code: out")
    if (status is not None or code is not None) and how not in {None, FaultKind.SERVER_ERROR}:
        raise ValueError(
            f"{given} goes with how: server_error, and this is {how}", f"take {given}: out, or correct how:"
        )


STEP = FailNext
