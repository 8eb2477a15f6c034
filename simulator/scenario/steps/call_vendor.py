"""Somebody's own server makes a request of a vendor's HTTP API that is no push to a phone's regId."""

from typing import Any

from simulator.push.certificate import Certificate
from simulator.scenario import consoles
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.scenario.steps.send_to_vendor import record_answer, reg_id_of
from simulator.world.fields import PhoneName, VendorName


class CallVendor(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """POST to the vendor's HTTP API, authenticated: for tags, broadcasts, and whatever else has a path of its own.

    Attributes:
        vendor: The case's where it is left out.
        path: From `/` on.
        body: Fields of the request, by the vendor's own names.
        reg_ids: Fields that are a regId or a list of them, with the phones whose regIds they are.
    """

    shorthand = None

    vendor: VendorName | None = None
    path: str
    body: dict[str, Any] = {}
    reg_ids: dict[str, PhoneName | tuple[PhoneName, ...]] = {}

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: A phone has no regId, or the vendor's sender makes no such requests.
        """
        world = stage.world
        name = self.vendor or world.vendor
        app = consoles.cloud_of(world, name).apps[0]
        named = {
            field: reg_id_of(stage, name, phones)
            if isinstance(phones, str)
            else [reg_id_of(stage, name, phone) for phone in phones]
            for field, phones in self.reg_ids.items()
        }
        try:
            world.own_senders[name].call_api(
                Certificate(0, name, app.values),
                self.path,
                {**self.body, **named},
                lambda result: record_answer(world, result),
            )
        except NotImplementedError as unknown:
            raise ExpectationFailed(str(unknown), [("next", "push with send_to_vendor")]) from unknown


STEP = CallVendor
