"""A vendor forgets the access tokens that it has given out."""

from simulator.kernel.trace import Kind
from simulator.scenario import consoles
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import VendorName


class ExpireVendorToken(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let every access token that a vendor has given to senders run out now, before its time.

    Attributes:
        vendor: The case's where it is left out.
    """

    shorthand = "vendor"

    vendor: VendorName | None = None

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: The vendor gives out none, or the world has nothing to do with it.
        """
        vendor = self.vendor or stage.world.vendor
        shelves = consoles.cloud_of(stage.world, vendor).access_tokens
        if not shelves:
            raise ExpectationFailed(
                f"{vendor} gives out no access tokens: each request carries a secret",
                [("next", "play this step at another vendor, or use fail_next instead")],
            )
        ended = sum(tokens.end_all() for tokens in shelves)
        stage.world.trace.write(f"{vendor} cloud", Kind.FAULT, "tokens_expired", data={"count": ended})


STEP = ExpireVendorToken
