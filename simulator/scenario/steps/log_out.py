"""The user logs out."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class LogOut(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Log the user out of IM in the running app."""

    phone: PhoneName

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The app does not run.
        """
        stage.running_app(self.phone, "log out").log_out()


STEP = LogOut
