"""A profile of the phone is turned on again."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class StartUser(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Turn a profile of the phone on again, or hand the phone to one of its users."""

    phone: PhoneName

    def play(self, stage: Stage) -> None:
        """Do it."""
        phone = stage.phone(self.phone)
        phone.users.start(phone)


STEP = StartUser
