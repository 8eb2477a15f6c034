"""A user logs out somewhere else than on a simulated phone."""

from simulator.push.platform import Platform
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import OtherPlatform, UserName


class LogOutElsewhere(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Log a user out of IM on another platform."""

    shorthand = None

    user: UserName
    platform: OtherPlatform

    def play(self, stage: Stage) -> None:
        """Do it."""
        stage.world.other_client(self.user, Platform(self.platform)).log_out()


STEP = LogOutElsewhere
