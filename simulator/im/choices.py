"""What IM asks of a user who chooses which messages he wants to be notified of."""

import msgspec

from simulator.im import codes
from simulator.im.groups import Group
from simulator.kernel.rule import Decision, Rule
from simulator.push.reason import Reason
from simulator.push.uplink import SetReceiveOption


class ChoiceCase(msgspec.Struct, frozen=True):
    """A user who chooses what he wants of a group.

    Attributes:
        group: `None` where it is not there, or the choice is about another user.
    """

    question: SetReceiveOption
    group: Group | None


RECEIVE_OPTION: Decision[ChoiceCase] = Decision(
    "im.receive_option",
    (
        Rule(
            "im.receive_option.group_unknown",
            Reason.CALL_REFUSED,
            lambda case: bool(case.question.group) and case.group is None,
            codes.GROUP_UNKNOWN.source,
            codes.GROUP_UNKNOWN,
        ),
        Rule(
            "im.receive_option.not_a_member",
            Reason.NOT_IN_GROUP,
            lambda case: case.group is not None and case.question.user not in case.group.members,
            codes.GROUP_NO_PERMISSION.source,
            codes.GROUP_NO_PERMISSION,
        ),
    ),
)
"""What is asked of `setGroupReceiveMessageOpt`; about another user one may choose freely."""
