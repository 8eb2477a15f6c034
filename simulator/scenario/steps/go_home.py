"""The user presses the home key."""

from typing import Annotated

import msgspec

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class GoHome(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Send the app to the background; its process lives on.

    Attributes:
        unread: Messages that the app has not shown its user; it tells them with `doBackground`, if it calls that.
    """

    phone: PhoneName
    unread: Annotated[int, msgspec.Meta(ge=0, description="messages that the user has not read")] = 0

    def play(self, stage: Stage) -> None:
        """Do it."""
        process = stage.phone(self.phone).app.process
        if process is not None:
            process.to_background(unread=self.unread)


STEP = GoHome
