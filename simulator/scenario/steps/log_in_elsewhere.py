"""A user logs in somewhere else than on a simulated phone."""

from simulator.push.platform import Platform
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import NewUserName, OtherPlatform


class LogInElsewhere(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Log a user in to IM on another platform, where messages come in but no vendor pushes."""

    shorthand = None

    user: NewUserName
    platform: OtherPlatform

    def play(self, stage: Stage) -> None:
        """Do it."""
        world = stage.world
        client = world.other_client(self.user, Platform(self.platform))
        world.network.set_reachable(client.name, reachable=True)
        client.log_in()


STEP = LogInElsewhere
