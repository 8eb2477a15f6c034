"""Groups: making them, their members, and the messages that go there."""

from collections.abc import Mapping

from simulator.im import codes
from simulator.im.backends import GROUPS
from simulator.im.groups import UNLIMITED_TYPES, Group, GroupType, Member, group_type
from simulator.im.receive_options import ReceiveOption
from simulator.im.rest_command import DOCUMENT, Answer, Call, Command, Knock, Service, admission, refusing
from simulator.im.rest_fields import Body, is_uint32, items, objects, size, text, whole
from simulator.im.rest_group_messages import (
    GROUP_MSG_RECALL,
    SEND_GROUP_MSG,
    SEND_GROUP_SYSTEM_NOTIFICATION,
    group_msg_recall,
    send_group_msg,
    send_group_system_notification,
)
from simulator.im.rest_groups import GROUP, MEMBERS_ARE_TEXTS, bad, group_of, members_of, send_from_system
from simulator.im.settings import (
    GROUP_MEMBERS_MAX,
    GROUPS_OF_USER_MAX,
    LIVE_GROUPS_MAX,
    TRIAL_GROUPS_MAX,
    Edition,
)
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Source
from simulator.push.message import Element

GROUP_ID_BYTES_MAX = Fact("im.group_id_bytes_max", 48, Source(DOCUMENT, "create_group"))
GROUP_TEXT_BYTES_MAX = Fact(
    "im.group_text_bytes_max",
    {"Name": 30, "Introduction": 240, "Notification": 300, "FaceUrl": 100},
    Source(DOCUMENT, "create_group"),
)
FIRST_MEMBERS_MAX = Fact("im.group_first_members_max", 100, Source(DOCUMENT, "create_group"))
NEW_MEMBERS_MAX = Fact("im.group_new_members_max", 300, Source(DOCUMENT, "add_group_member"))
OWN_ID_PREFIX = Fact("im.group_own_id_prefix", "@TGS#", Source(DOCUMENT, "create_group"))
"""How IDs begin that IM itself gives; a customer's own may not."""
SERVER_ID_DIGITS = 10

# -- create_group -----------------------------------------------------------------------------------------------------


def _is_own_id(value: object) -> bool:
    """Return whether *value* may be the ID of a group that a customer gives."""
    group_id = text(value)
    return (
        0 < size(group_id) <= GROUP_ID_BYTES_MAX.value
        and group_id.isascii()
        and group_id.isprintable()
        and not group_id.startswith(OWN_ID_PREFIX.value)
    )


def _is_text_up_to(body: Body, field: str) -> bool:
    value = body.get(field)
    return value is None or (isinstance(value, str) and size(value) <= GROUP_TEXT_BYTES_MAX.value[field])


CREATE_GROUP: Decision[Call] = Decision(
    "im.rest.create_group",
    (
        refusing(
            "group.trial_full",
            codes.TRIAL_GROUPS_FULL,
            lambda call: call.server.settings.is_trial and len(call.server.delivery.groups) >= TRIAL_GROUPS_MAX.value,
        ),
        bad("type_wrong", lambda body: group_type(body.get("Type")) is None),
        bad("name_missing", lambda body: not text(body.get("Name"))),
        bad("text_too_long", lambda body: not all(_is_text_up_to(body, field) for field in GROUP_TEXT_BYTES_MAX.value)),
        bad("member_list_wrong", lambda body: not isinstance(body.get("MemberList"), list | None)),
        bad("members_max_wrong", lambda body: whole(body.get("MaxMemberCount", 1), 0) < 1),
        refusing(
            "group.own_id_illegal",
            codes.GROUP_ID_ILLEGAL,
            lambda call: call.body.get("GroupId") is not None and not _is_own_id(call.body["GroupId"]),
        ),
        refusing(
            "group.owner_not_text",
            codes.BODY_ACCOUNT_INVALID,
            lambda call: not isinstance(call.body.get("Owner_Account"), str | None),
        ),
        MEMBERS_ARE_TEXTS,
        refusing(
            "group.too_many_first_members",
            codes.GROUP_TOO_MANY_ACCOUNTS,
            lambda call: len(items(call.body.get("MemberList"))) > FIRST_MEMBERS_MAX.value,
        ),
        refusing(
            "group.somebody_unknown",
            codes.GROUP_USER_UNKNOWN,
            lambda call: any(
                user not in call.server.accounts
                for user in [*members_of(call), *([text(call.body.get("Owner_Account"))] * _has_owner(call.body))]
            ),
        ),
        refusing(
            "group.id_of_owner",
            codes.GROUP_ID_OF_OWNER,
            lambda call: (
                (group := group_of(call)) is not None
                and _has_owner(call.body)
                and group.owner == call.body.get("Owner_Account")
            ),
        ),
        refusing("group.id_of_others", codes.GROUP_ID_OF_OTHERS, lambda call: group_of(call) is not None),
        refusing(
            "group.too_many_live_groups",
            codes.TOO_MANY_LIVE_GROUPS,
            lambda call: (
                group_type(call.body.get("Type")) is GroupType.LIVE
                and call.server.delivery.groups.count(GroupType.LIVE) >= _by_edition(call, LIVE_GROUPS_MAX)
            ),
        ),
        refusing(
            "group.somebody_in_too_many",
            codes.USER_HAS_TOO_MANY_GROUPS,
            lambda call: any(
                _is_in_too_many(call, user) for user in [text(call.body.get("Owner_Account")), *members_of(call)]
            ),
        ),
        refusing(
            "group.too_big_for_the_edition",
            codes.EDITION_HAS_SMALLER_GROUPS,
            lambda call: (
                group_type(call.body.get("Type")) not in UNLIMITED_TYPES.value
                and max(whole(call.body.get("MaxMemberCount"), 0), len(members_of(call)) + _has_owner(call.body))
                > _by_edition(call, GROUP_MEMBERS_MAX)
            ),
        ),
    ),
)


def _by_edition(call: Call, limit: Fact[Mapping[Edition, int]]) -> int:
    return limit.value[call.server.settings.edition]


def _is_in_too_many(call: Call, user: str) -> bool:
    return call.server.delivery.groups.count_of(user) >= _by_edition(call, GROUPS_OF_USER_MAX)


def _has_owner(body: Body) -> bool:
    return bool(text(body.get("Owner_Account")))


def _create_group(call: Call) -> Answer:
    body = call.body
    kind = group_type(body.get("Type")) or GroupType.PUBLIC
    owner = text(body.get("Owner_Account"))
    group = Group(
        text(body.get("GroupId")) or _server_id(call, kind),
        kind,
        text(body.get("Name")),
        owner,
        whole(body.get("MaxMemberCount"), 0),
    )
    if owner:
        group.members[owner] = Member("Owner")
    for item in objects(body.get("MemberList")):
        group.members.setdefault(text(item.get("Member_Account")), Member(text(item.get("Role")) or "Member"))
    call.server.delivery.groups.add(group)
    answer: dict[str, object] = {"GroupId": group.group_id}
    if kind is GroupType.COMMUNITY:
        answer |= {"Type": kind, "HugeGroupFlag": 0}
    return answer


def _server_id(call: Call, kind: GroupType) -> str:
    """Return an ID of IM's own for a new group; those of communities begin differently."""
    number = len(call.server.delivery.groups) + 1
    prefix = OWN_ID_PREFIX.value
    return (
        f"{prefix}_{prefix}{number:0{SERVER_ID_DIGITS}}"
        if kind is GroupType.COMMUNITY
        else f"{prefix}{number:0{SERVER_ID_DIGITS}}"
    )


# -- members ----------------------------------------------------------------------------------------------------------

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
        refusing(
            "group.nobody_can_be_added",
            codes.GROUP_NO_PERMISSION,
            lambda call: (group := group_of(call)) is not None and group.type is GroupType.LIVE,
        ),
        refusing(
            "group.new_member_unknown",
            codes.GROUP_USER_UNKNOWN,
            lambda call: all(user not in call.server.accounts for user in members_of(call)),
        ),
        refusing(
            "group.full",
            codes.GROUP_FULL,
            lambda call: (
                (group := group_of(call)) is not None
                and group.is_full
                and any(user not in group.members for user in members_of(call))
            ),
        ),
        refusing(
            "group.full_for_the_edition",
            codes.EDITION_HAS_SMALLER_GROUPS,
            lambda call: (
                (group := group_of(call)) is not None
                and group.type not in UNLIMITED_TYPES.value
                and len(group.members.keys() | set(members_of(call))) > _by_edition(call, GROUP_MEMBERS_MAX)
            ),
        ),
        refusing(
            "group.member_in_too_many",
            codes.USER_HAS_TOO_MANY_GROUPS,
            lambda call: any(_is_in_too_many(call, user) for user in _newcomers(call)),
        ),
    ),
)


def _newcomers(call: Call) -> list[str]:
    group = group_of(call)
    return [user for user in members_of(call) if group is None or user not in group.members]


ADD_FAILED, ADDED, MEMBER_ALREADY = 0, 1, 2
"""`Result` for each member of `add_group_member`."""


def _add_group_member(call: Call) -> Answer:
    group = group_of(call)
    if group is None:
        return {}
    results = [{"Member_Account": user, "Result": _add(call, group, user)} for user in members_of(call)]
    if call.body.get("Silence") != 1 and any(result["Result"] == ADDED for result in results):
        send_from_system(call, group, Element("TIMGroupTipElem", {"MemberList": members_of(call)}), list(group.members))
    return {"MemberList": results}


def _add(call: Call, group: Group, user: str) -> int:
    if user in group.members:
        return MEMBER_ALREADY
    if user not in call.server.accounts or group.is_full:
        return ADD_FAILED
    group.join([user])
    return ADDED


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

MODIFY_GROUP_MEMBER_INFO: Decision[Call] = Decision(
    "im.rest.modify_group_member_info",
    (
        *GROUP,
        *_MEMBER,
        bad(
            "msg_flag_wrong",
            lambda body: body.get("MsgFlag") is not None and body["MsgFlag"] not in list(ReceiveOption),
        ),
    ),
)
SET_UNREAD_MSG_NUM: Decision[Call] = Decision(
    "im.rest.set_unread_msg_num",
    (*GROUP, *_MEMBER, bad("unread_wrong", lambda body: not is_uint32(body.get("UnreadMsgNum")))),
)


def _modify_group_member_info(call: Call) -> Answer:
    group, flag = group_of(call), call.body.get("MsgFlag")
    if group is not None and flag in list(ReceiveOption):
        group.choose(text(call.body.get("Member_Account")), ReceiveOption(flag))
    return {}


def _set_unread_msg_num(call: Call) -> Answer:
    member = _member(call)
    if member is not None:
        member.unread = whole(call.body.get("UnreadMsgNum"), 0)
    return {}


ADMISSION: Decision[Knock] = admission(
    "group_open_http_svc",
    not_admin=codes.GROUP_NO_PERMISSION,
    not_json=codes.GROUP_JSON,
    off=codes.GROUP_COMMAND_OFF,
    called_too_often=codes.GROUP_TOO_FREQUENT,
)
SERVICE = Service(
    ADMISSION,
    {
        "create_group": Command(CREATE_GROUP, _create_group),
        "add_group_member": Command(ADD_GROUP_MEMBER, _add_group_member),
        "modify_group_member_info": Command(MODIFY_GROUP_MEMBER_INFO, _modify_group_member_info),
        "set_unread_msg_num": Command(SET_UNREAD_MSG_NUM, _set_unread_msg_num),
        "send_group_msg": Command(SEND_GROUP_MSG, send_group_msg),
        "send_group_system_notification": Command(SEND_GROUP_SYSTEM_NOTIFICATION, send_group_system_notification),
        "group_msg_recall": Command(GROUP_MSG_RECALL, group_msg_recall),
    },
    (GROUPS,),
)
