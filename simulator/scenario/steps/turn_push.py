"""The app switches the vendor's push on or off."""

from typing import Literal

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class TurnPush(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Call the vendor's switch in the running app, as a page of settings does (`turnOnPush`, `turnOffPush`)."""

    shorthand = None

    phone: PhoneName
    to: Literal["on", "off"]

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The app does not run, or has no code for this phone's vendor.
        """
        process = stage.running_app(self.phone, "switch push")
        demo = stage.vendor_code(process)
        if self.to == "on":
            demo.open_push(process)
        else:
            demo.close_push(process)


STEP = TurnPush
