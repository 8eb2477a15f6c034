"""The user presses the home key."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class GoHome(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Send the app to the background; its process lives on."""

    phone: PhoneName

    def play(self, stage: Stage) -> None:
        """Do it."""
        process = stage.phone(self.phone).app.process
        if process is not None:
            process.to_background()


STEP = GoHome
