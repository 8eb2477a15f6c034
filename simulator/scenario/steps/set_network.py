"""The phone changes its network."""

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName


class SetNetwork(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Put the phone on Wi-Fi, on mobile data, or off the network; connections die silently."""

    shorthand = None

    phone: PhoneName
    to: NetworkKind

    def play(self, stage: Stage) -> None:
        """Do it."""
        stage.phone(self.phone).set_network(self.to)


STEP = SetNetwork
