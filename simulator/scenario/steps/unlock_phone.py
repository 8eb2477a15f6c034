"""Somebody unlocks the phone."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class UnlockPhone(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Unlock the phone, as who opens the app or taps a notification does too; what was in front is there again."""

    phone: PhoneName

    def play(self, stage: Stage) -> None:
        """Do it."""
        stage.phone(self.phone).unlock()


STEP = UnlockPhone
