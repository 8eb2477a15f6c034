"""The process of the vendor's push service dies."""

from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class KillPushService(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let the vendor's push service of a phone die; the system starts it again a few seconds later."""

    phone: PhoneName

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The phone has no such service.
        """
        service = stage.phone(self.phone).push_service
        if service is None:
            raise ExpectationFailed(
                f"{self.phone} has no vendor push service",
                [("next", "give the phone a model of a vendor under phones:")],
            )
        service.life.die()


STEP = KillPushService
