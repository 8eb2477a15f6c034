"""A user leaves without logging out somewhere else than on a simulated phone."""

from typing import Literal

from simulator.push.platform import Platform
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import OtherPlatform, UserName


class LeaveElsewhere(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """End a user's connection on another platform; the user stays logged in as far as the client knows.

    Attributes:
        by: `close` the page or the program, of which IM hears at once; `network_loss`, of which it hears nothing.
    """

    shorthand = None

    user: UserName
    platform: OtherPlatform
    by: Literal["close", "network_loss"] = "close"

    def play(self, stage: Stage) -> None:
        """Do it."""
        world = stage.world
        client = world.other_client(self.user, Platform(self.platform))
        if self.by == "close":
            client.close()
        else:
            world.network.set_reachable(client.name, reachable=False)


STEP = LeaveElsewhere
