"""Somebody's own server pushes to a vendor, without IM."""

from typing import Annotated, Any

import msgspec

from simulator.im.sender import OutgoingPush, SendResult
from simulator.kernel.trace import Kind, Outcome
from simulator.push.certificate import Certificate
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.vendors import VENDORS
from simulator.world.fields import PhoneName, VendorName
from simulator.world.world import World


class SendToVendor(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Push to a phone's regId with the vendor's HTTP API and the vendor's own credentials.

    Attributes:
        vendor: The case's where it is left out.
        to: The phone whose regId is named.
        reg_id: Another regId instead.
        fields: Fields of the vendor's request, by its own names, that are to be other than usual.
        new_token: The sender authenticates each time, as clients do that are started anew for each message.
    """

    shorthand = None

    vendor: VendorName | None = None
    to: PhoneName | None = None
    reg_id: str | None = None
    title: str = "a title"
    body: str = "a text to read"
    fields: dict[str, Any] = {}
    new_token: bool = False
    times: Annotated[int, msgspec.Meta(ge=1, le=100_000, description="that many at once")] = 1

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The phone has no regId.
        """
        world = stage.world
        name = self.vendor or world.vendor
        push = OutgoingPush(
            cargo=None,
            token=self.reg_id or self._reg_id(stage, name),
            certificate=Certificate(0, name, world.clouds[name].apps[0].values),
            title=self.title,
            desc=self.body,
            ext=None,
            vendor_fields=self.fields,
        )
        kept = world.own_senders[name]
        for _ in range(self.times):
            sender = VENDORS[name].make_sender(kept.kit) if self.new_token else kept
            sender.send(push, lambda result: _record_answer(world, result))

    def _reg_id(self, stage: Stage, vendor: str) -> str:
        """Return the regId of the phone.

        Raises:
            ExpectationFailed: It has none, or no phone is named.
        """
        if self.to is None:
            raise ExpectationFailed("nobody is named to push to", [("next", "add to: PHONE, or reg_id:")])
        phone = stage.phone(self.to)
        registration = stage.world.clouds[vendor].registrations.current(phone.name, phone.app.package)
        if registration is None:
            raise ExpectationFailed(f"{self.to} has no regId to push to", [("next", "set_up the phone first")])
        return registration.reg_id


def _record_answer(world: World, result: SendResult) -> None:
    world.trace.write(
        "customer",
        Kind.CALLBACK,
        "vendor_answered",
        outcome=Outcome.OK if result.reason is None else Outcome.REFUSED,
        reason=result.reason or "",
        data={"code": result.code, "text": result.text},
    )


STEP = SendToVendor
