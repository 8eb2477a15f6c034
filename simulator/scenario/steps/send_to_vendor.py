"""Somebody's own server pushes to a vendor, without IM."""

from typing import Annotated, Any

import msgspec

from simulator.im.sender import OutgoingPush, SendResult
from simulator.kernel.trace import Kind, Outcome
from simulator.push.certificate import Certificate
from simulator.scenario import consoles
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.vendors import VENDORS
from simulator.world.fields import PhoneName, VendorName
from simulator.world.world import World

ANSWERED = "vendor_answered"
"""Name of the records of what a vendor has answered to the customer's own server."""


class SendToVendor(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Push to a phone's regId with the vendor's HTTP API and the vendor's own credentials.

    Attributes:
        vendor: The case's where it is left out.
        to: The phone whose regId is named; a list of phones for one list push.
        reg_id: Another regId instead.
        fields: Fields of the vendor's request, by its own names, that are to be other than usual.
        receipts: The vendor is asked to post receipts to the customer's server.
        new_token: The sender authenticates each time, as clients do that are started anew for each message.
    """

    shorthand = None

    vendor: VendorName | None = None
    to: PhoneName | tuple[PhoneName, ...] | None = None
    reg_id: str | None = None
    title: str = "a title"
    body: str = "a text to read"
    fields: dict[str, Any] = {}
    receipts: bool = False
    new_token: bool = False
    times: Annotated[int, msgspec.Meta(ge=1, le=100_000, description="that many at once")] = 1

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The phone has no regId, or the world has nothing to do with this vendor.
        """
        world = stage.world
        name = self.vendor or world.vendor
        cloud = consoles.cloud_of(world, name)
        tokens = self._tokens(stage, name)
        push = OutgoingPush(
            cargo=None,
            token=tokens[0],
            certificate=Certificate(0, name, cloud.apps[0].values),
            title=self.title,
            desc=self.body,
            ext=None,
            vendor_fields=self.fields,
            receipt_url=world.customer.receipt_url(name) if self.receipts else "",
        )
        for _ in range(self.times):
            self._send(world, name, push, tokens)

    def _send(self, world: World, vendor: str, push: OutgoingPush, tokens: list[str]) -> None:
        kept = world.own_senders[vendor]
        sender = VENDORS[vendor].make_sender(kept.kit) if self.new_token else kept
        if isinstance(self.to, tuple):
            sender.send_list(push, tokens, lambda result: record_answer(world, result))
        else:
            sender.send(push, lambda result: record_answer(world, result))

    def _tokens(self, stage: Stage, vendor: str) -> list[str]:
        """Return the regIds to push to.

        Raises:
            ExpectationFailed: A phone has none, or nobody is named.
        """
        if self.reg_id is not None:
            return [self.reg_id]
        phones = (self.to,) if isinstance(self.to, str) else self.to or ()
        if not phones:
            raise ExpectationFailed("nobody is named to push to", [("next", "add to: PHONE, or reg_id:")])
        return [reg_id_of(stage, vendor, name) for name in phones]


def reg_id_of(stage: Stage, vendor: str, name: str) -> str:
    """Return the regId of the app on the phone *name*.

    Raises:
        ExpectationFailed: It has none.
    """
    phone = stage.phone(name)
    registration = stage.world.clouds[vendor].registrations.current(phone.name, phone.app.package)
    if registration is None:
        raise ExpectationFailed(f"{name} has no regId to push to", [("next", "set_up the phone first")])
    return registration.reg_id


def record_answer(world: World, result: SendResult) -> None:
    """Record what the vendor answered to the customer's own server."""
    world.trace.write(
        "customer",
        Kind.CALLBACK,
        ANSWERED,
        outcome=Outcome.OK if result.reason is None else Outcome.REFUSED,
        reason=result.reason or "",
        data={"code": result.code, "text": result.text},
    )


STEP = SendToVendor
