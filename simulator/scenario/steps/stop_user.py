"""A user of the phone is stopped, or a profile turned off."""

from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class StopUser(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Stop an Android user in the background, or turn a profile off: its apps end, its notifications go."""

    phone: PhoneName

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: It is the phone's owner.
        """
        phone = stage.phone(self.phone)
        if phone.space is None:
            raise ExpectationFailed(
                f"{self.phone} is the phone's owner, whom nobody can stop",
                [("next", f"list a further user under phones: {{guest: {{space_of: {self.phone}}}}}")],
            )
        phone.users.stop(phone)


STEP = StopUser
