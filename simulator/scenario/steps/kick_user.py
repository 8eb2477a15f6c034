"""The administrator takes a user offline."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import UserName


class KickUser(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Take a user offline everywhere, as REST `kick` does; older UserSigs are worthless then."""

    shorthand = "user"

    user: UserName

    def play(self, stage: Stage) -> None:
        """Do it."""
        stage.world.im.kick_user(self.user)


STEP = KickUser
