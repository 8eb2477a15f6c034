"""The phone restarts."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class RebootPhone(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Restart the phone: every app dies, the shade is empty, the vendor's service comes back.

    Attributes:
        unlocked: Somebody unlocks the phone at once; before that only what is made for direct boot runs.
        power_cut: It does not shut down but loses its power: its connections die without a word.
    """

    phone: PhoneName
    unlocked: bool = True
    power_cut: bool = False

    def play(self, stage: Stage) -> None:
        """Do it."""
        stage.phone(self.phone).reboot(is_unlocked=self.unlocked, is_power_cut=self.power_cut)


STEP = RebootPhone
