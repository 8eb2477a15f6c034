"""The app is removed."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class UninstallApp(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Remove the app. The vendor learns of it, unless `quietly`.

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
        phone.uninstall()


STEP = UninstallApp
