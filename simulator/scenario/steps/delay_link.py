"""A link becomes slow."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import Duration, LinkName


class DelayLink(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Let every message over a link take longer, each way, from now on."""

    shorthand = None

    link: LinkName
    by: Duration

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: There is no such link.
        """
        stage.link(self.link).extra_ms = self.by


STEP = DelayLink
