"""Something is wrong with the vendor's push service in the phone's system, or is put right."""

from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class SetPushService(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bring the vendor's push service of a phone into a condition in which apps cannot use it, or back to `working`.

    Attributes:
        to: One of the conditions that this vendor's SDK can tell of, such as `disabled`.
    """

    shorthand = None

    phone: PhoneName
    to: str

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The phone has no such service, or its vendor tells of no such condition.
        """
        service = stage.phone(self.phone).push_service
        known = () if service is None else service.conditions
        if service is None or self.to not in known:
            raise ExpectationFailed(
                f'the push service of {self.phone} cannot be "{self.to}"',
                [("conditions of this vendor", ", ".join(known) or "none")],
            )
        service.set_condition(self.to)


STEP = SetPushService
