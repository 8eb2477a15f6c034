"""How groups and members look in answers: all their fields, or those that a filter of the call names."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from simulator.im.groups import NOT_NOTIFIED_TYPES, Group, Member
from simulator.im.receive_options import ReceiveOption

View = dict[str, Any]


def _pairs(fields: Mapping[str, str]) -> list[Mapping[str, str]]:
    return [{"Key": name, "Value": value} for name, value in fields.items()]


_GROUP_FIELDS: Mapping[str, Callable[[Group], object]] = {
    "Type": lambda group: group.type.value,
    "Name": lambda group: group.profile.name,
    "Introduction": lambda group: group.profile.introduction,
    "Notification": lambda group: group.profile.notification,
    "FaceUrl": lambda group: group.profile.face_url,
    "Owner_Account": lambda group: group.owner,
    "CreateTime": lambda group: group.profile.made_s,
    "LastInfoTime": lambda group: group.profile.changed_s,
    "LastMsgTime": lambda group: group.last_message_s,
    "NextMsgSeq": lambda group: len(group.messages) + 1,
    "MemberNum": lambda group: len(group.members),
    "MaxMemberNum": lambda group: group.members_max,
    "ApplyJoinOption": lambda group: group.profile.join_option,
    # Two names of one thing: before and since it was renamed.
    "ShutUpAllMember": lambda group: "On" if group.all_muted else "Off",
    "MuteAllMember": lambda group: "On" if group.all_muted else "Off",
}


def group_view(group: Group, wanted: Collection[str] | None = None) -> View:
    """Return the fields of *group* that are *wanted*; all of them where that is left open."""
    names = _GROUP_FIELDS if wanted is None else [name for name in _GROUP_FIELDS if name in wanted]
    return {name: _GROUP_FIELDS[name](group) for name in names}


def own_fields_view(group: Group, wanted: Collection[str] | None = None) -> View:
    """Return the app's own fields of *group* that are *wanted*, where there are any."""
    found = {name: value for name, value in group.profile.own_fields.items() if wanted is None or name in wanted}
    return {"AppDefinedData": _pairs(found)} if found else {}


def _option(group: Group, member: Member) -> ReceiveOption:
    if member.option is not None:
        return member.option
    return ReceiveOption.NOT_NOTIFY if group.type in NOT_NOTIFIED_TYPES.value else ReceiveOption.NOTIFY


def member_view(group: Group, user: str, *, now_s: int, wanted: Collection[str] | None = None) -> View:
    """Return the fields of the member *user* that are *wanted*, with all of the app's own; all of them if left open."""
    member = group.members[user]
    muted_until_s = group.muted(now_s).get(user, 0)
    fields: View = {
        "Role": member.role,
        "JoinTime": member.joined_s,
        "MsgSeq": max(0, len(group.messages) - member.unread),
        "MsgFlag": _option(group, member),
        "LastSendMsgTime": member.spoke_s,
        "ShutUpUntil": muted_until_s,
        "MuteUntil": muted_until_s,
        "NameCard": member.name_card,
    }
    found = {name: value for name, value in fields.items() if wanted is None or name in wanted}
    return {**found, **({"AppMemberDefinedData": _pairs(member.own_fields)} if member.own_fields else {})}
