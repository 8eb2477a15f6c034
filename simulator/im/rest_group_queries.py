"""Asking for groups over REST: what there are, what one says of itself, and who is in it."""

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from simulator.im import codes
from simulator.im.groups import Group, GroupType, Role, group_type
from simulator.im.rest_command import DOCUMENT, Answer, Call, Command, refusing
from simulator.im.rest_fields import Body, are_texts, is_uint32, items, text, texts, whole
from simulator.im.rest_group_views import View, group_view, member_view, own_fields_view
from simulator.im.rest_groups import GROUP, bad, group_of, not_in_live_rooms, with_group
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source

GROUPS_ASKED_MAX = Fact("im.groups_asked_max", 50, Source(DOCUMENT, "get_group_info"))
ROLES_ASKED_MAX = Fact("im.group_roles_asked_max", 500, Source(DOCUMENT, "get_role_in_group"))
SPECIFIED_MAX = Fact("im.group_members_specified_max", 50, Source(DOCUMENT, "get_specified_group_member_info"))
MEMBERS_PAGE_MAX = Fact("im.group_members_page_max", 6_000, Source(DOCUMENT, "get_group_member_info Limit"))
GROUPS_PAGE_MAX = Fact("im.groups_page_max", 10_000, Source(DOCUMENT, "get_appid_group_list Limit"))
GROUP_LISTS_PER_SECOND_MAX = Fact("im.group_lists_per_second_max", 1, Source(DOCUMENT, "get_appid_group_list"))
NOT_A_MEMBER = "NotMember"

ItemT = TypeVar("ItemT")


def _names(filters: Body, name: str) -> Collection[str] | None:
    """Return what the filter *name* lets through; `None` where there is none, which lets all through."""
    return texts(filters[name]) if filters.get(name) else None


def _filters(call: Call) -> Body | None:
    wanted = call.body.get("ResponseFilter")
    return wanted if isinstance(wanted, dict) else None


def _page(found: Sequence[ItemT], body: Body, *, start: str, most: int | None = None) -> Sequence[ItemT]:
    """Return the part of *found* from *start* on that *body* asks for; some clients write 0 for no limit."""
    begin = _place(body.get(start))
    limit = whole(body.get("Limit"), 0) or most or len(found)
    return found[begin : begin + limit]


def _place(value: object) -> int:
    """Return where a page begins; communities say that with a text, empty for the first page."""
    return int(value) if isinstance(value, str) and value.isdecimal() else whole(value, 0)


def _is_count(value: object) -> bool:
    return value is None or is_uint32(value)


def _is_place(value: object) -> bool:
    return _is_count(value) or value == "" or (isinstance(value, str) and value.isdecimal())


_PAGE: Rule[Call] = bad(
    "page_wrong",
    lambda body: not (all(_is_count(body.get(name)) for name in ("Limit", "Offset")) and _is_place(body.get("Next"))),
)
_TYPE: Rule[Call] = bad(
    "type_asked_wrong", lambda body: bool(body.get("GroupType")) and group_type(body["GroupType"]) is None
)


def _of_type(groups: Sequence[Group], body: Body) -> list[Group]:
    kind = group_type(body.get("GroupType"))
    return [group for group in groups if kind in {None, group.type}]


# -- groups -----------------------------------------------------------------------------------------------------------

GET_APPID_GROUP_LIST: Decision[Call] = Decision(
    "im.rest.get_appid_group_list",
    (_PAGE, _TYPE, bad("page_too_big", lambda body: whole(body.get("Limit"), 0) > GROUPS_PAGE_MAX.value)),
)


def get_appid_group_list(call: Call) -> Answer:
    """List the groups of the app."""
    found = _of_type(list(call.server.delivery.groups), call.body)
    page = _page(found, call.body, start="Next", most=GROUPS_PAGE_MAX.value)
    end = whole(call.body.get("Next"), 0) + len(page)
    return {
        "TotalCount": len(found),
        "GroupIdList": [{"GroupId": group.group_id} for group in page],
        "Next": end if end < len(found) else 0,
    }


GET_GROUP_INFO: Decision[Call] = Decision(
    "im.rest.get_group_info",
    (
        bad("ids_wrong", lambda body: not are_texts(body.get("GroupIdList"))),
        bad("too_many_asked", lambda body: len(items(body.get("GroupIdList"))) > GROUPS_ASKED_MAX.value),
    ),
)


def get_group_info(call: Call) -> Answer:
    """Tell what groups say of themselves and who is in them, each with a result of its own."""
    return {"GroupInfo": [_info(call, group_id) for group_id in texts(call.body.get("GroupIdList"))]}


def _info(call: Call, group_id: str) -> View:
    group, filters = call.server.delivery.groups.find(group_id), _filters(call)
    if group is None:
        unknown = codes.GROUP_UNKNOWN
        return {"GroupId": group_id, "ErrorCode": unknown.code, "ErrorInfo": unknown.text}
    known = {"GroupId": group_id, "ErrorCode": 0, "ErrorInfo": ""}
    if filters is None:
        about = {"Appid": call.server.sdk_app_id, **group_view(group), **own_fields_view(group)}
        return {**known, **about, "MemberList": _members(call, group, list(group.members), None)}
    about = {
        **group_view(group, _names(filters, "GroupBaseInfoFilter") or ()),
        **own_fields_view(group, texts(filters.get("AppDefinedDataFilter_Group"))),
    }
    wanted = _names(filters, "MemberInfoFilter")
    if wanted is not None:
        about["MemberList"] = _members(call, group, list(group.members), wanted)
    return {**known, **about}


def _members(call: Call, group: Group, users: Sequence[str], wanted: Collection[str] | None) -> list[View]:
    return [
        {"Member_Account": user, **member_view(group, user, now_s=call.now_s, wanted=wanted)}
        for user in users
        # Who is in a live room is not kept, but for those who run it.
        if group.type is not GroupType.LIVE or group.members[user].role != Role.MEMBER
    ]


# -- members ----------------------------------------------------------------------------------------------------------


GET_GROUP_MEMBER_INFO: Decision[Call] = Decision(
    "im.rest.get_group_member_info",
    (
        *GROUP,
        not_in_live_rooms("members_not_kept", grade=Grade.ASSUMED),
        _PAGE,
        bad("members_page_too_big", lambda body: whole(body.get("Limit"), 0) > MEMBERS_PAGE_MAX.value),
    ),
)


@with_group
def get_group_member_info(call: Call, group: Group) -> Answer:
    """Tell who is in a group."""
    body = call.body
    roles = _names(body, "MemberRoleFilter")
    users = [user for user, member in group.members.items() if roles is None or member.role in roles]
    begin = "Next" if group.type is GroupType.COMMUNITY else "Offset"
    page = _page(users, body, start=begin)
    answer: dict[str, object] = {
        "MemberNum": len(group.members),
        "MemberList": _members(call, group, page, _names(body, "MemberInfoFilter")),
    }
    if group.type is GroupType.COMMUNITY:
        end = _place(body.get("Next")) + len(page)
        answer["Next"] = str(end) if end < len(users) else ""
    return answer


GET_SPECIFIED_GROUP_MEMBER_INFO: Decision[Call] = Decision(
    "im.rest.get_specified_group_member_info",
    (
        *GROUP,
        not_in_live_rooms("specified_members_not_kept", grade=Grade.ASSUMED),
        bad("specified_members_wrong", lambda body: not are_texts(body.get("Member_List_Account"))),
        refusing(
            "group.too_many_specified_members",
            codes.GROUP_TOO_MANY_ACCOUNTS,
            lambda call: len(items(call.body.get("Member_List_Account"))) > SPECIFIED_MAX.value,
        ),
    ),
)


@with_group
def get_specified_group_member_info(call: Call, group: Group) -> Answer:
    """Tell what some users are in a group; who is no member is left out."""
    body = call.body
    roles = _names(body, "MemberRoleFilter")
    users = [
        user
        for user in texts(body.get("Member_List_Account"))
        if (member := group.members.get(user)) is not None and (roles is None or member.role in roles)
    ]
    return {"GroupId": group.group_id, "MemberList": _members(call, group, users, _names(body, "MemberInfoFilter"))}


GET_ROLE_IN_GROUP: Decision[Call] = Decision(
    "im.rest.get_role_in_group",
    (
        *GROUP,
        not_in_live_rooms("roles_not_kept"),
        bad("roles_asked_wrong", lambda body: not are_texts(body.get("User_Account"))),
        bad("too_many_roles_asked", lambda body: len(items(body.get("User_Account"))) > ROLES_ASKED_MAX.value),
    ),
)


def get_role_in_group(call: Call) -> Answer:
    """Tell what each of some users is in a group."""
    group = group_of(call)
    members = {} if group is None else group.members
    found = [
        {"Member_Account": user, "Role": members[user].role if user in members else NOT_A_MEMBER}
        for user in texts(call.body.get("User_Account"))
    ]
    return {"UserIdList": found}


GET_GROUP_SHUTTED_UIN: Decision[Call] = Decision("im.rest.get_group_shutted_uin", GROUP)
GET_GROUP_MUTED_ACCOUNT: Decision[Call] = Decision("im.rest.get_group_muted_account", GROUP)


def get_group_shutted_uin(call: Call) -> Answer:
    """Tell who may not write in a group, in the words of the older command."""
    return _muted(call, "ShuttedUinList", "ShuttedUntil")


def get_group_muted_account(call: Call) -> Answer:
    """Tell who may not write in a group."""
    return _muted(call, "MutedAccountList", "MutedUntil")


def _muted(call: Call, name: str, until: str) -> Answer:
    group = group_of(call)
    muted = {} if group is None else group.muted(call.now_s)
    return {
        "GroupId": text(call.body.get("GroupId")),
        name: [{"Member_Account": user, until: until_s} for user, until_s in muted.items()],
    }


# -- groups of a user -------------------------------------------------------------------------------------------------

GET_JOINED_GROUP_LIST: Decision[Call] = Decision(
    "im.rest.get_joined_group_list",
    (
        refusing(
            "group.joined_by_no_text",
            codes.BODY_ACCOUNT_INVALID,
            lambda call: not isinstance(call.body.get("Member_Account"), str),
        ),
        refusing(
            "group.joined_by_unknown",
            codes.GROUP_USER_UNKNOWN,
            lambda call: not call.known("Member_Account"),
            grade=Grade.ASSUMED,
        ),
        _PAGE,
        _TYPE,
    ),
)


def get_joined_group_list(call: Call) -> Answer:
    """List the groups of a user, but for live rooms and for work groups that nobody has written in, unless asked."""
    body, user, filters = call.body, text(call.body.get("Member_Account")), _filters(call)
    found = [
        group
        for group in _of_type(call.server.delivery.groups.of_member(user), body)
        if (group.type is not GroupType.LIVE or body.get("WithHugeGroups") == 1)
        # Assumed: a work group is not active until somebody has written in it.
        and (group.type is not GroupType.WORK or group.last_message_s or body.get("WithNoActiveGroups") == 1)
    ]
    return {
        "TotalCount": len(found),
        "GroupIdList": [
            {"GroupId": group.group_id, **_joined(call, group, user, filters)}
            for group in _page(found, body, start="Offset")
        ],
    }


def _joined(call: Call, group: Group, user: str, filters: Body | None) -> View:
    if filters is None:
        return {}
    view = group_view(group, _names(filters, "GroupBaseInfoFilter") or ())
    wanted = _names(filters, "SelfInfoFilter")
    if wanted is not None:
        view["SelfInfo"] = member_view(group, user, now_s=call.now_s, wanted=wanted)
    return view


COMMANDS: Mapping[str, Command] = {
    "get_appid_group_list": Command(GET_APPID_GROUP_LIST, get_appid_group_list, GROUP_LISTS_PER_SECOND_MAX),
    "get_group_info": Command(GET_GROUP_INFO, get_group_info),
    "get_group_member_info": Command(GET_GROUP_MEMBER_INFO, get_group_member_info),
    "get_specified_group_member_info": Command(GET_SPECIFIED_GROUP_MEMBER_INFO, get_specified_group_member_info),
    "get_joined_group_list": Command(GET_JOINED_GROUP_LIST, get_joined_group_list),
    "get_role_in_group": Command(GET_ROLE_IN_GROUP, get_role_in_group),
    "get_group_muted_account": Command(GET_GROUP_MUTED_ACCOUNT, get_group_muted_account),
    "get_group_shutted_uin": Command(GET_GROUP_SHUTTED_UIN, get_group_shutted_uin),
}
