"""A vendor is down for a while."""

from typing import Annotated

import msgspec

from simulator.kernel.trace import Kind
from simulator.network.faults import FaultKind
from simulator.scenario import consoles
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.scenario.steps.fail_next import HttpStatus, VendorCode, refuse_answer
from simulator.world.fields import Duration, VendorName


class VendorOutage(Step, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"span": "for"}):
    """Let a vendor's HTTP API serve no sender for some time: neither IM nor the customer's own server.

    Differs: the connections of phones stay, and so does what waits for them at the vendor; `cut_link` ends those.

    Attributes:
        vendor: The case's where it is left out.
        how: What senders meet.
        status: Of a `server_error`, in the vendor's own form.
        code: A `server_error` that is this refusal of the vendor's own.
    """

    shorthand = "span"

    vendor: VendorName | None = None
    span: Duration
    how: FaultKind = FaultKind.SERVER_ERROR
    status: HttpStatus | None = None
    code: Annotated[VendorCode | None, msgspec.Meta(extra={"codes_of": "vendor"})] = None

    def __post_init__(self) -> None:
        """Refuse a status or a code of what is no answer.

        Raises:
            ValueError: Nothing would be answered, or two things would.
        """
        refuse_answer(self.how, self.status, self.code)

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The world has nothing to do with this vendor, or it has no such code.
        """
        world, vendor = stage.world, self.vendor or stage.world.vendor
        consoles.cloud_of(world, vendor)
        reason = "" if self.code is None else consoles.reason_of_code(world, (vendor,), self.code)
        world.trace.write(vendor, Kind.FAULT, "outage", data={"for_ms": self.span, "how": self.how})
        for link in world.network.links_of(vendor):
            if link.ends[1] == vendor:
                link.fail_next(self.how, None, span_ms=self.span, status=self.status, code=self.code, reason=reason)


STEP = VendorOutage
