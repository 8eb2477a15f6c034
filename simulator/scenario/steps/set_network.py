"""The phone changes its network."""

from typing import Annotated

import msgspec

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.kernel.units import Duration
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class SetNetwork(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Put the phone on another network, or off it; connections die silently, and what lives connects again.

    Attributes:
        to: On `captive` Wi-Fi a portal stands before everything; a `firewalled` one stops the vendor's long connection
            alone; `off` and `airplane` are no network at all.
        nat_timeout: The network forgets connections that are idle for so long; below 120 s the app's are among them.
    """

    shorthand = None

    phone: PhoneName
    to: NetworkKind
    nat_timeout: Annotated[Duration, msgspec.Meta(description="of idle connections")] | None = None

    def play(self, stage: Stage) -> None:
        """Do it."""
        stage.phone(self.phone).set_network(self.to, self.nat_timeout)


STEP = SetNetwork
