"""A link becomes slow."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import Duration, LinkName


class DelayLink(Step, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"span": "for"}):
    """Let every message over a link take longer, each way.

    Attributes:
        by: By how much; `0ms` ends an earlier delay.
        span: For how long; from now on where it is left out.
    """

    shorthand = None

    link: LinkName
    by: Duration
    span: Duration | None = None

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: There is no such link.
        """
        link = stage.link(self.link)
        link.extra_ms = self.by
        if self.span is None:
            return

        def end() -> None:
            # Another step may have changed it meanwhile.
            if link.extra_ms == self.by:
                link.extra_ms = 0

        stage.world.scheduler.after(self.span, end)


STEP = DelayLink
