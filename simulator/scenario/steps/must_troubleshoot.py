"""Whoever follows the guides' order of checks must end at this one."""

from typing import Annotated, Literal

import msgspec

from simulator.kernel.trace import Kind
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step
from simulator.world.fields import PhoneName, UserName
from simulator.world.troubleshooting import TROUBLESHOOTING, Checkup

NAMES = {rule.name: rule.name.rpartition("check_")[2] for rule in TROUBLESHOOTING}


class MustTroubleshoot(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Check in the guides' order what keeps pushes from a phone, and stop at the first check that fails."""

    shorthand = None
    takes_time = True
    expects = True

    phone: PhoneName
    user: UserName
    stops_at: Annotated[
        Literal["frequency", "certificate", "reg_id", "report", "nothing"],
        msgspec.Meta(description="the first check that fails; nothing where all is well so far"),
    ]

    def play(self, stage: Stage) -> None:
        """Look.

        Raises:
            ExpectationFailed: Another check fails first, or none.
        """
        world = stage.world
        phone = stage.phone(self.phone)
        rule = world.rules.first_no(TROUBLESHOOTING, Checkup(world, phone.name, self.user), phone.name)
        if rule is None:
            world.trace.write(phone.name, Kind.STATE, "troubleshooting", rule=TROUBLESHOOTING.name)
        else:
            world.trace.refuse(phone.name, Kind.STATE, "troubleshooting", rule)
        found = "nothing" if rule is None else NAMES[rule.name]
        if found != self.stops_at:
            raise ExpectationFailed(
                f"the checks of {self.phone} stop at {found}, expected {self.stops_at}",
                [("order", ", ".join(NAMES.values())), ("next", "correct stops_at:, or mend what comes before it")],
            )


STEP = MustTroubleshoot
