"""The user clears the app's data."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class ClearData(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Clear the app's data in the system settings: login, regId, channels and permission are gone.

    Attributes:
        quietly: The vendor's cloud has not heard of it yet.
    """

    phone: PhoneName
    quietly: bool = False

    def play(self, stage: Stage) -> None:
        """Do it."""
        phone = stage.phone(self.phone)
        if not self.quietly:
            stage.app_removed(phone)
        phone.clear_data()


STEP = ClearData
