"""Somebody's own server makes a request of a vendor's HTTP API that is no push to a phone's regId."""

from collections.abc import Mapping
from typing import Any

import msgspec

from simulator.push.certificate import Certificate
from simulator.scenario import consoles
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.scenario.steps.send_to_vendor import ANSWERED, record_answer, reg_id_of
from simulator.world.fields import PhoneName, VendorName
from simulator.world.world import World


class CallVendor(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """POST to the vendor's HTTP API, authenticated: for tags, broadcasts, and whatever else has a path of its own.

    Attributes:
        vendor: The case's where it is left out.
        path: From `/` on; `{app_id}` stands for that of the push app, and so do names of other fields, where the
            vendor has them in its paths.
        body: Fields of the request, by the vendor's own names.
        from_answer: Fields that the vendor's last answer has had, whose text is a JSON object, and that go back to it.
        reg_ids: Fields that are a regId or a list of them, with the phones whose regIds they are.
    """

    shorthand = None

    vendor: VendorName | None = None
    path: str
    body: dict[str, Any] = {}
    from_answer: tuple[str, ...] = ()
    reg_ids: dict[str, PhoneName | tuple[PhoneName, ...]] = {}

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: A phone has no regId, the vendor's sender makes no such requests, or the last answer did
                not have a field.
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
                {**self.body, **self._answered(world), **named},
                lambda result: record_answer(world, result),
            )
        except NotImplementedError as unknown:
            raise ExpectationFailed(str(unknown), [("next", "push with send_to_vendor")]) from unknown

    def _answered(self, world: World) -> Mapping[str, Any]:
        """Return the fields that are taken from the last answer.

        Raises:
            ExpectationFailed: It does not have one of them.
        """
        if not self.from_answer:
            return {}
        texts = [one.data["text"] for one in world.trace if one.name == ANSWERED]
        known = _object(texts[-1]) if texts else {}
        for name in self.from_answer:
            if name not in known:
                raise ExpectationFailed(
                    f'the vendor\'s last answer has no "{name}"', [("fields", ", ".join(known) or "none")]
                )
        return {name: known[name] for name in self.from_answer}


def _object(text: str) -> Mapping[str, Any]:
    """Return the JSON object that *text* is; empty for words."""
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.DecodeError:
        return {}


STEP = CallVendor
