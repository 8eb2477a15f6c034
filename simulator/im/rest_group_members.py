"""Members of groups over REST: who joins and who has to leave, what is said of one, and who may not write."""

from collections.abc import Mapping

from simulator.im import codes
from simulator.im.groups import UNLIMITED_TYPES, Group, GroupType, Member, Role
from simulator.im.receive_options import ReceiveOption
from simulator.im.rest_command import DOCUMENT, Answer, Call, Command, refusing
from simulator.im.rest_fields import Body, are_texts, is_uint32, items, size, text, texts, whole
from simulator.im.rest_groups import (
    GROUP,
    MEMBERS_ARE_TEXTS,
    bad,
    by_edition,
    group_of,
    in_group,
    is_in_too_many,
    is_list_of_fields,
    members_of,
    not_in_live_rooms,
    send_from_system,
    with_group,
    write_fields,
)
from simulator.im.settings import GROUP_MEMBERS_MAX
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.message import Element

NEW_MEMBERS_MAX = Fact("im.group_new_members_max", 300, Source(DOCUMENT, "add_group_member"))
LEAVING_MEMBERS_MAX = Fact("im.group_leaving_members_max", 100, Source(DOCUMENT, "delete_group_member"))
MUTED_MEMBERS_MAX = Fact("im.group_muted_members_max", 500, Source(DOCUMENT, "forbid_send_msg"))
NAME_CARD_BYTES_MAX = Fact("im.group_name_card_bytes_max", 50, Source(DOCUMENT, "modify_group_member_info"))

# -- joining ----------------------------------------------------------------------------------------------------------

ADD_GROUP_MEMBER: Decision[Call] = Decision(
    "im.rest.add_group_member",
    (
        *GROUP,
        bad("no_members", lambda body: not items(body.get("MemberList"))),
        MEMBERS_ARE_TEXTS,
        refusing(
            "group.too_many_new_members",
            codes.GROUP_TOO_MANY_ACCOUNTS,
            lambda call: len(items(call.body.get("MemberList"))) > NEW_MEMBERS_MAX.value,
        ),
        not_in_live_rooms("nobody_can_be_added"),
        refusing(
            "group.new_member_unknown",
            codes.GROUP_USER_UNKNOWN,
            lambda call: all(user not in call.server.accounts for user in members_of(call)),
        ),
        in_group(
            "full",
            codes.GROUP_FULL,
            lambda call, group: group.is_full and any(user not in group.members for user in members_of(call)),
        ),
        in_group(
            "full_for_the_edition",
            codes.EDITION_HAS_SMALLER_GROUPS,
            lambda call, group: (
                group.type not in UNLIMITED_TYPES.value
                and len(group.members.keys() | set(members_of(call))) > by_edition(call, GROUP_MEMBERS_MAX)
            ),
        ),
        refusing(
            "group.member_in_too_many",
            codes.USER_HAS_TOO_MANY_GROUPS,
            lambda call: any(is_in_too_many(call, user) for user in _newcomers(call)),
        ),
    ),
)


def _newcomers(call: Call) -> list[str]:
    group = group_of(call)
    return [user for user in members_of(call) if group is None or user not in group.members]


ADD_FAILED, ADDED, MEMBER_ALREADY = 0, 1, 2
"""`Result` for each member of `add_group_member`."""


@with_group
def add_group_member(call: Call, group: Group) -> Answer:
    """Add users to a group, each with a result of its own."""
    results = [{"Member_Account": user, "Result": _add(call, group, user)} for user in members_of(call)]
    if call.body.get("Silence") != 1 and any(result["Result"] == ADDED for result in results):
        send_from_system(call, group, Element("TIMGroupTipElem", {"MemberList": members_of(call)}), list(group.members))
    return {"MemberList": results}


def _add(call: Call, group: Group, user: str) -> int:
    if user in group.members:
        return MEMBER_ALREADY
    if user not in call.server.accounts or group.is_full:
        return ADD_FAILED
    group.join([user], at_s=call.now_s)
    return ADDED


# -- leaving ----------------------------------------------------------------------------------------------------------

DELETE_GROUP_MEMBER: Decision[Call] = Decision(
    "im.rest.delete_group_member",
    (
        *GROUP,
        not_in_live_rooms("nobody_can_be_removed", codes.GROUP_BAD_PARAMETER),
        bad("leaving_wrong", lambda body: not are_texts(body.get("MemberToDel_Account"))),
        refusing(
            "group.too_many_leaving",
            codes.GROUP_TOO_MANY_ACCOUNTS,
            lambda call: len(items(call.body.get("MemberToDel_Account"))) > LEAVING_MEMBERS_MAX.value,
            grade=Grade.ASSUMED,
        ),
    ),
)


@with_group
def delete_group_member(call: Call, group: Group) -> Answer:
    """Let members of a group leave it; who is none is passed over. All are told of it, or the leaving alone."""
    # Differs: the author of one client saw a call refused whose users were all no members.
    leaving = [user for user in texts(call.body.get("MemberToDel_Account")) if user in group.members]
    told = leaving if call.body.get("Silence") == 1 else list(group.members)
    for user in leaving:
        group.leave(user)
    if leaving:
        tip = {"MemberList": leaving, "Reason": text(call.body.get("Reason"))}
        send_from_system(call, group, Element("TIMGroupTipElem", tip), told)
    return {}


# -- single members ---------------------------------------------------------------------------------------------------


def _member(call: Call) -> Member | None:
    group = group_of(call)
    return None if group is None else group.members.get(text(call.body.get("Member_Account")))


_MEMBER: tuple[Rule[Call], ...] = (
    refusing(
        "group.member_not_text",
        codes.BODY_ACCOUNT_INVALID,
        lambda call: not isinstance(call.body.get("Member_Account"), str),
    ),
    refusing("group.user_unknown", codes.GROUP_USER_UNKNOWN, lambda call: not call.known("Member_Account")),
    refusing("group.not_a_member", codes.GROUP_NO_PERMISSION, lambda call: _member(call) is None),
)
"""What is asked of `Member_Account` where he must be in the group."""


def _mute_s(body: Body) -> object:
    """Return for how long somebody is to be muted, under its name of today or the old one."""
    return body.get("MuteTime", body.get("ShutUpTime"))


def _nobody_is_muted_in(group: Group) -> bool:
    return group.type is GroupType.WORK


MODIFY_GROUP_MEMBER_INFO: Decision[Call] = Decision(
    "im.rest.modify_group_member_info",
    (
        *GROUP,
        *_MEMBER,
        in_group(
            "member_of_a_live_room",
            codes.GROUP_NO_PERMISSION,
            lambda call, group: (
                group.type is GroupType.LIVE and (member := _member(call)) is not None and member.role == Role.MEMBER
            ),
        ),
        bad(
            "msg_flag_wrong",
            lambda body: body.get("MsgFlag") is not None and body["MsgFlag"] not in list(ReceiveOption),
        ),
        bad("role_wrong", lambda body: body.get("Role") not in (None, Role.ADMIN, Role.MEMBER)),
        refusing(
            "group.role_of_the_owner",
            codes.GROUP_BAD_PARAMETER,
            lambda call: (
                call.body.get("Role") is not None
                and (member := _member(call)) is not None
                and member.role == Role.OWNER
            ),
            grade=Grade.ASSUMED,
        ),
        bad(
            "name_card_wrong",
            lambda body: (
                not isinstance(body.get("NameCard"), str | None)
                or size(body.get("NameCard")) > NAME_CARD_BYTES_MAX.value
            ),
        ),
        bad("own_fields_of_a_member_wrong", lambda body: not is_list_of_fields(body.get("AppMemberDefinedData"))),
        bad("mute_time_of_a_member_wrong", lambda body: _mute_s(body) is not None and not is_uint32(_mute_s(body))),
        in_group(
            "member_cannot_be_muted",
            codes.GROUP_NO_PERMISSION,
            lambda call, group: _mute_s(call.body) is not None and _nobody_is_muted_in(group),
            grade=Grade.ASSUMED,
        ),
    ),
)
SET_UNREAD_MSG_NUM: Decision[Call] = Decision(
    "im.rest.set_unread_msg_num",
    (*GROUP, *_MEMBER, bad("unread_wrong", lambda body: not is_uint32(body.get("UnreadMsgNum")))),
)


@with_group
def modify_group_member_info(call: Call, group: Group) -> Answer:
    """Change what a group knows of one of its members."""
    member, body = _member(call), call.body
    if member is None:
        return {}
    user, flag = text(body.get("Member_Account")), body.get("MsgFlag")
    if flag in list(ReceiveOption):
        group.choose(user, ReceiveOption(flag))
    member.role = text(body.get("Role")) or member.role
    member.name_card = text(body.get("NameCard", member.name_card))
    write_fields(member.own_fields, body.get("AppMemberDefinedData"))
    if _mute_s(body) is not None:
        group.mute(user, seconds=whole(_mute_s(body), 0), now_s=call.now_s)
    return {}


def set_unread_msg_num(call: Call) -> Answer:
    """Say how many messages of a group one of its members has not read."""
    member = _member(call)
    if member is not None:
        member.unread = whole(call.body.get("UnreadMsgNum"), 0)
    return {}


# -- muting -----------------------------------------------------------------------------------------------------------

FORBID_SEND_MSG: Decision[Call] = Decision(
    "im.rest.forbid_send_msg",
    (
        *GROUP,
        in_group(
            "nobody_can_be_muted",
            codes.GROUP_NO_PERMISSION,
            lambda _call, group: _nobody_is_muted_in(group),
            grade=Grade.ASSUMED,
        ),
        bad("muted_wrong", lambda body: not are_texts(body.get("Members_Account"))),
        refusing(
            "group.too_many_muted",
            codes.GROUP_TOO_MANY_ACCOUNTS,
            lambda call: len(items(call.body.get("Members_Account"))) > MUTED_MEMBERS_MAX.value,
            grade=Grade.ASSUMED,
        ),
        bad("mute_time_wrong", lambda body: not is_uint32(_mute_s(body))),
        refusing(
            "group.muted_unknown",
            codes.GROUP_USER_UNKNOWN,
            lambda call: any(user not in call.server.accounts for user in texts(call.body.get("Members_Account"))),
            grade=Grade.ASSUMED,
        ),
    ),
)


@with_group
def forbid_send_msg(call: Call, group: Group) -> Answer:
    """Mute users in a group, or let them write again; who leaves and comes back stays muted."""
    for user in texts(call.body.get("Members_Account")):
        group.mute(user, seconds=whole(_mute_s(call.body), 0), now_s=call.now_s)
    return {}


COMMANDS: Mapping[str, Command] = {
    "add_group_member": Command(ADD_GROUP_MEMBER, add_group_member),
    "delete_group_member": Command(DELETE_GROUP_MEMBER, delete_group_member),
    "modify_group_member_info": Command(MODIFY_GROUP_MEMBER_INFO, modify_group_member_info),
    "set_unread_msg_num": Command(SET_UNREAD_MSG_NUM, set_unread_msg_num),
    "forbid_send_msg": Command(FORBID_SEND_MSG, forbid_send_msg),
}
