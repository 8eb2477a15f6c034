"""The phone restarts."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class RebootPhone(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Restart the phone: every app dies, the shade is empty, the vendor's service comes back.

    Attributes:
        unlocked: Somebody unlocks the phone at once; before that only what is made for direct boot runs.
    """

    phone: PhoneName
    unlocked: bool = True

    def play(self, stage: Stage) -> None:
        """Do it."""
        stage.phone(self.phone).reboot(is_unlocked=self.unlocked)


STEP = RebootPhone
