"""The app is replaced by a new version."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class UpdateApp(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Install the same app over itself: its process dies, its data and its regId stay."""

    phone: PhoneName

    def play(self, stage: Stage) -> None:
        """Do it."""
        stage.phone(self.phone).update()


STEP = UpdateApp
