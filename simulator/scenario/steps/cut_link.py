"""A link is dead for a while."""

from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import Duration, LinkName


class CutLink(Step, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"span": "for"}):
    """Let a link carry nothing for some time."""

    shorthand = None

    link: LinkName
    span: Duration

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: There is no such link.
        """
        stage.link(self.link).cut(self.span)


STEP = CutLink
