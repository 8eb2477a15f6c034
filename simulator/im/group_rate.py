"""How many messages a group takes within a second; those beyond it are dropped."""

import msgspec

from simulator.im import codes
from simulator.im.groups import Group
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.reason import Reason

GROUP_MESSAGES_PER_SECOND_MAX = Fact(
    "im.group_messages_per_second_max", 40, Source("Tencent IM group system", "limits", grade=Grade.ASSUMED)
)
"""Of one group, whoever sends them."""


class GroupRateCase(msgspec.Struct, frozen=True):
    """One more message for a group at Unix second `now_s`."""

    group: Group
    now_s: int


GROUP_RATE: Decision[GroupRateCase] = Decision(
    "im.group_rate",
    (
        Rule(
            "im.group_too_fast",
            Reason.GROUP_TOO_FAST,
            lambda case: case.group.sent_in(case.now_s) >= GROUP_MESSAGES_PER_SECOND_MAX.value,
            Source("Tencent IM error codes", "10023", grade=Grade.ASSUMED),
            codes.GROUP_TOO_FAST,
        ),
    ),
)
