"""The phone's system is upgraded."""

from typing import Annotated

import msgspec

from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class UpgradeAndroid(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Upgrade the phone to a newer Android: it restarts, its apps and their data stay.

    From Android 13 on apps need a permission for notifications; one that could show them before is granted it.
    """

    shorthand = None

    phone: PhoneName
    to: Annotated[int, msgspec.Meta(ge=5, le=17, description="Android version")]

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The phone runs that Android, or a newer one.
        """
        phone = stage.phone(self.phone)
        if not phone.upgrade(self.to):
            raise ExpectationFailed(
                f"{self.phone} does not run an Android before {self.to}",
                [("next", "give the phone an older android: under phones:")],
            )


STEP = UpgradeAndroid
