"""The user logs in."""

from typing import Annotated

import msgspec

from simulator.kernel.units import Duration
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import NewUserName, PhoneName


class LogIn(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Log a user in to IM in the running app, with a UserSig from the customer's server.

    Attributes:
        sig_life: How long that UserSig is valid; 180 days where nothing is said.
    """

    shorthand = None

    phone: PhoneName
    user: NewUserName
    sig_life: Annotated[Duration, msgspec.Meta(description="of the UserSig")] | None = None

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The app does not run.
        """
        process = stage.running_app(self.phone, "log in")
        customer = stage.world.customer
        usual_s = customer.sig_lifetime_s
        if self.sig_life is not None:
            customer.sig_lifetime_s = self.sig_life // 1_000
        process.log_in(self.user)
        customer.sig_lifetime_s = usual_s


STEP = LogIn
