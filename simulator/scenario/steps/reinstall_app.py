"""The app is removed and installed again."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class ReinstallApp(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Remove the app and install it again: data, channels, permission and regId are gone."""

    phone: PhoneName

    def play(self, stage: Stage) -> None:
        """Do it."""
        phone = stage.phone(self.phone)
        stage.app_removed(phone)
        phone.reinstall()


STEP = ReinstallApp
