"""A user puts another one on the blocklist."""

from typing import Literal

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import NewUserName, PhoneName


class BlockUser(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Put a user on the blocklist in the running app, or take him off it; IM takes no messages from there.

    Attributes:
        to: `off` takes him off it.
    """

    shorthand = None

    phone: PhoneName
    user: NewUserName
    to: Literal["on", "off"] = "on"

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The app does not run.
        """
        stage.running_app(self.phone, "change the blocklist").im.set_blocked(self.user, is_blocked=self.to == "on")


STEP = BlockUser
