"""The app is replaced by a new version."""

from typing import Annotated

import msgspec

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class UpdateApp(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Install the same app over itself: its process dies, its data and its regId stay.

    Attributes:
        target_sdk: Of the new version; the old one's where it is left out.
    """

    phone: PhoneName
    target_sdk: Annotated[int, msgspec.Meta(ge=19, le=40, description="API level that it is made for")] | None = None

    def play(self, stage: Stage) -> None:
        """Do it."""
        stage.phone(self.phone).update(self.target_sdk)


STEP = UpdateApp
