"""Changing whole groups over REST: what one says of itself, whose it is, and its end."""

from collections.abc import Mapping

from simulator.im import codes
from simulator.im.groups import UNLIMITED_TYPES, Group
from simulator.im.rest_command import Answer, Call, Command
from simulator.im.rest_fields import Body, text, whole
from simulator.im.rest_groups import (
    GROUP,
    PROFILE,
    bad,
    by_edition,
    in_group,
    not_in_live_rooms,
    send_from_system,
    with_group,
    write_profile,
)
from simulator.im.settings import GROUP_MEMBERS_MAX
from simulator.kernel.rule import Decision
from simulator.kernel.source import Grade
from simulator.push.message import Element

_SWITCH = {"On": True, "Off": False}


def _mute_all(body: Body) -> object:
    """Return whether nobody is to write, under its name of today or the old one."""
    return body.get("MuteAllMember", body.get("ShutUpAllMember"))


def _members_max(body: Body) -> object:
    return body.get("MaxMemberNum", body.get("MaxMemberCount"))


MODIFY_GROUP_BASE_INFO: Decision[Call] = Decision(
    "im.rest.modify_group_base_info",
    (
        *GROUP,
        *PROFILE,
        bad("new_members_max_wrong", lambda body: _members_max(body) is not None and whole(_members_max(body), 0) < 1),
        bad("mute_all_wrong", lambda body: _mute_all(body) not in (None, "", *_SWITCH)),
        in_group(
            "becomes_too_big_for_the_edition",
            codes.EDITION_HAS_SMALLER_GROUPS,
            lambda call, group: (
                group.type not in UNLIMITED_TYPES.value
                and whole(_members_max(call.body), 0) > by_edition(call, GROUP_MEMBERS_MAX)
            ),
        ),
    ),
)
CHANGE_GROUP_OWNER: Decision[Call] = Decision(
    "im.rest.change_group_owner",
    (
        *GROUP,
        not_in_live_rooms("owner_stays"),
        bad("new_owner_missing", lambda body: not text(body.get("NewOwner_Account"))),
        in_group(
            "new_owner_no_member",
            codes.GROUP_BAD_PARAMETER,
            lambda call, group: text(call.body.get("NewOwner_Account")) not in group.members,
            grade=Grade.ASSUMED,
        ),
    ),
)
DESTROY_GROUP: Decision[Call] = Decision("im.rest.destroy_group", GROUP)


@with_group
def modify_group_base_info(call: Call, group: Group) -> Answer:
    """Change what a group says of itself, how big it may get, and whether its members may write."""
    write_profile(group, call.body, now_s=call.now_s)
    group.members_max = whole(_members_max(call.body), group.members_max)
    group.all_muted = _SWITCH.get(text(_mute_all(call.body)), group.all_muted)
    return {}


@with_group
def change_group_owner(call: Call, group: Group) -> Answer:
    """Give a group to one of its members."""
    user = text(call.body.get("NewOwner_Account"))
    if user in group.members:
        group.give_to(user)
    return {}


@with_group
def destroy_group(call: Call, group: Group) -> Answer:
    """Dissolve a group; its members are told, and what is sent there from now on reaches nobody."""
    send_from_system(call, group, Element("TIMGroupTipElem", {"Destroyed": group.group_id}), list(group.members))
    call.server.delivery.groups.remove(group)
    return {}


COMMANDS: Mapping[str, Command] = {
    "modify_group_base_info": Command(MODIFY_GROUP_BASE_INFO, modify_group_base_info),
    "change_group_owner": Command(CHANGE_GROUP_OWNER, change_group_owner),
    "destroy_group": Command(DESTROY_GROUP, destroy_group),
}
