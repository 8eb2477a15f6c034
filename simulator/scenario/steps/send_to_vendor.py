"""Somebody's own server pushes to a vendor, without IM."""

from typing import Annotated

import msgspec

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName, VendorName


class SendToVendor(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Push to a phone's regId with the vendor's HTTP API and the vendor's own credentials.

    Attributes:
        to: The phone whose regId is named.
        reg_id: Another regId instead.
        fields: Fields of the vendor's request, by its own names, as JSON.
        new_token: The sender authenticates each time, as clients do that are started anew for each message.
    """

    shorthand = None

    vendor: VendorName | None = None
    to: PhoneName | None = None
    reg_id: str | None = None
    title: str = "a title"
    body: str = "a text to read"
    fields: Annotated[str, msgspec.Meta(description="a JSON object")] = "{}"
    new_token: bool = False
    times: Annotated[int, msgspec.Meta(ge=1, le=100_000, description="that many, one after the other")] = 1

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The phone has no regId.
        """
        for _ in range(self.times):
            stage.send_to_vendor(self.vendor, self.to, self.reg_id, self.title, self.body, self.fields, self.new_token)


STEP = SendToVendor
