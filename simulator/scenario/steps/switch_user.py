"""The phone is handed to another of its users."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class SwitchUser(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hand the phone to one of its Android users, unlocked; who had it lives on in the background."""

    phone: PhoneName

    def play(self, stage: Stage) -> None:
        """Do it."""
        phone = stage.phone(self.phone)
        phone.unlock()


STEP = SwitchUser
