"""The user opens the app."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import NewPhoneName


class LaunchApp(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Open the app from the launcher: its process starts, `Application.onCreate` runs, the first page shows."""

    phone: NewPhoneName

    def play(self, stage: Stage) -> None:
        """Do it."""
        stage.phone(self.phone).app.launch()


STEP = LaunchApp
