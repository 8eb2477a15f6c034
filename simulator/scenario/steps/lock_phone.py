"""The screen goes off."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class LockPhone(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Switch the screen off: what is in front goes to the background, and systems that clean then do so."""

    phone: PhoneName

    def play(self, stage: Stage) -> None:
        """Do it."""
        stage.phone(self.phone).lock()


STEP = LockPhone
