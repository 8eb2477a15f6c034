"""What IM asks of a message that a client sends; messages sent over REST are asked other things."""

import msgspec

from simulator.im import codes
from simulator.im.accounts import Accounts
from simulator.im.codes import ImCode
from simulator.im.groups import Group
from simulator.im.muting import Mutings, remaining_s
from simulator.im.push_text import text_of
from simulator.im.relations import Relations
from simulator.im.settings import AppSettings
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Source
from simulator.push.message import Message
from simulator.push.reason import Reason

_ERRORS = "Tencent IM error codes"


class ClientSend(msgspec.Struct, frozen=True):
    """A message of a logged-in user.

    Attributes:
        group: Where it goes; `None` for a message to a user, or to a group that is not there.
    """

    message: Message
    accounts: Accounts
    group: Group | None
    mutings: Mutings
    relations: Relations
    settings: AppSettings
    now_s: int

    @property
    def to_group(self) -> bool:
        """Whether it goes to a group."""
        return bool(self.message.group)


def _is_muted(case: ClientSend) -> bool:
    muting = case.mutings.of(case.message.sender)
    until_s = muting.group_until_s if case.to_group else muting.c2c_until_s
    return remaining_s(until_s, now_s=case.now_s) > 0


def _unfriendly(name: str, code: ImCode, *, of_sender: bool, of_receiver: bool) -> Rule[ClientSend]:
    """Return the rule about two users of whom each has the other on the friend list, or not, as is said.

    Args:
        name: Of the rule.
        code: What the sender is told.
        of_sender: The sender has the receiver for a friend.
        of_receiver: The receiver has the sender for a friend.
    """

    def says_no(case: ClientSend) -> bool:
        if case.to_group or not case.settings.friends_only:
            return False
        sender, receiver, relations = case.message.sender, case.message.to, case.relations
        lists = (relations.has_friend(sender, receiver), relations.has_friend(receiver, sender))
        return lists == (of_sender, of_receiver)

    return Rule(f"im.client_send.{name}", Reason.NOT_FRIENDS, says_no, Source(_ERRORS, str(code.code)), code)


CLIENT_SEND: Decision[ClientSend] = Decision(
    "im.client_send",
    (
        Rule(
            "im.client_send.receiver_unknown",
            Reason.CALL_REFUSED,
            lambda case: not case.to_group and case.message.to not in case.accounts,
            codes.NO_SUCH_USER.source,
            codes.NO_SUCH_USER,
        ),
        Rule(
            "im.client_send.group_unknown",
            Reason.CALL_REFUSED,
            lambda case: case.to_group and case.group is None,
            Source(_ERRORS, "10010"),
            codes.GROUP_UNKNOWN,
        ),
        Rule(
            "im.client_send.not_a_member",
            Reason.NOT_IN_GROUP,
            lambda case: case.group is not None and case.message.sender not in case.group.members,
            Source(_ERRORS, "10007"),
            codes.GROUP_NO_PERMISSION,
        ),
        Rule(
            "im.client_send.muted",
            Reason.SENDER_MUTED,
            lambda case: not case.to_group and _is_muted(case),
            Source(_ERRORS, "20012"),
            codes.SENDER_MUTED,
        ),
        Rule(
            "im.client_send.muted_in_groups",
            Reason.SENDER_MUTED,
            lambda case: case.to_group and _is_muted(case),
            Source(_ERRORS, "10017"),
            codes.GROUP_MUTED,
        ),
        Rule(
            "im.client_send.muted_in_this_group",
            Reason.SENDER_MUTED,
            lambda case: case.group is not None and case.message.sender in case.group.muted(case.now_s),
            Source(_ERRORS, "10017"),
            codes.GROUP_MUTED,
        ),
        Rule(
            "im.client_send.all_muted_in_this_group",
            Reason.SENDER_MUTED,
            lambda case: case.group is not None and case.group.is_closed_to(case.message.sender),
            Source(_ERRORS, "10017"),
            codes.GROUP_MUTED,
        ),
        Rule(
            "im.client_send.blocked",
            Reason.SENDER_BLOCKED,
            lambda case: not case.to_group and case.relations.has_blocked(case.message.to, case.message.sender),
            Source(_ERRORS, "20007"),
            codes.BLOCKED_BY_PEER,
        ),
        _unfriendly("strangers", codes.NO_FRIENDS, of_sender=False, of_receiver=False),
        _unfriendly("not_receivers_friend", codes.NOT_RECEIVERS_FRIEND, of_sender=True, of_receiver=False),
        _unfriendly("not_senders_friend", codes.NOT_SENDERS_FRIEND, of_sender=False, of_receiver=True),
        Rule(
            "im.client_send.text_refused",
            Reason.TEXT_STOPPED,
            lambda case: case.settings.has_forbidden_words(text_of(case.message.elements)),
            Source(_ERRORS, "80001"),
            codes.TEXT_REFUSED,
        ),
        Rule(
            "im.client_send.image_refused",
            Reason.TEXT_STOPPED,
            lambda case: case.settings.has_forbidden_images(case.message.elements),
            Source(_ERRORS, "80004"),
            codes.IMAGE_REFUSED,
        ),
    ),
)
"""Assumed order: whether there is such a receiver comes before whether the sender may write to him."""
