"""IM restarts."""

from simulator.kernel.trace import Kind
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import Duration


class RestartIm(Step, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"span": "for"}):
    """Let IM serve nobody for some time: all connections end, calls go unanswered, and apps that live log in again.

    Differs: what IM has accepted survives, and so do its sessions and bindings; no document says what a restart costs.

    Attributes:
        span: Until it is back.
    """

    shorthand = "span"

    span: Duration = Duration(30_000)

    def play(self, stage: Stage) -> None:
        """Do it."""
        world = stage.world
        world.trace.write("im", Kind.FAULT, "restart", data={"for_ms": self.span})
        for link in world.network.links_of("im"):
            link.cut(self.span)
        for phone in world.phones:
            world.im.connections_lost(phone)


STEP = RestartIm
