"""The user says what a locked screen shows of notifications."""

from simulator.device.android.presentation import LockScreen
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class SetLockScreen(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let a locked screen show notifications in full, without their content, or not at all."""

    shorthand = None

    phone: PhoneName
    shows: LockScreen

    def play(self, stage: Stage) -> None:
        """Do it."""
        stage.phone(self.phone).notifications.set_lock_screen(self.shows)


STEP = SetLockScreen
