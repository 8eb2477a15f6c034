"""Groups: making them, changing and asking for them, their members, and the messages that go there."""

from simulator.im import codes, rest_group_changes, rest_group_members, rest_group_messages, rest_group_queries
from simulator.im.backends import GROUPS
from simulator.im.groups import UNLIMITED_TYPES, Group, GroupProfile, GroupType, Role, group_type
from simulator.im.rest_command import DOCUMENT, AdmissionCase, Answer, Call, Command, Service, admission, refusing
from simulator.im.rest_fields import Body, items, objects, size, text, whole
from simulator.im.rest_groups import (
    MEMBERS_ARE_TEXTS,
    PROFILE,
    bad,
    by_edition,
    group_of,
    in_group,
    is_in_too_many,
    members_of,
    write_profile,
)
from simulator.im.settings import GROUP_MEMBERS_MAX, LIVE_GROUPS_MAX, TRIAL_GROUPS_MAX
from simulator.kernel.rule import Decision
from simulator.kernel.source import Fact, Source

GROUP_ID_BYTES_MAX = Fact("im.group_id_bytes_max", 48, Source(DOCUMENT, "create_group"))
FIRST_MEMBERS_MAX = Fact("im.group_first_members_max", 100, Source(DOCUMENT, "create_group"))
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


def _is_role(member: Body) -> bool:
    """Return whether a first member is to be what one may be; the owner stands in a field of his own."""
    return member.get("Role") in (None, Role.ADMIN, Role.MEMBER)


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
        *PROFILE,
        bad("member_list_wrong", lambda body: not isinstance(body.get("MemberList"), list | None)),
        bad("first_role_wrong", lambda body: not all(map(_is_role, objects(body.get("MemberList"))))),
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
        in_group(
            "id_of_owner",
            codes.GROUP_ID_OF_OWNER,
            lambda call, group: _has_owner(call.body) and group.owner == call.body.get("Owner_Account"),
        ),
        refusing("group.id_of_others", codes.GROUP_ID_OF_OTHERS, lambda call: group_of(call) is not None),
        refusing(
            "group.too_many_live_groups",
            codes.TOO_MANY_LIVE_GROUPS,
            lambda call: (
                group_type(call.body.get("Type")) is GroupType.LIVE
                and call.server.delivery.groups.count(GroupType.LIVE) >= by_edition(call, LIVE_GROUPS_MAX)
            ),
        ),
        refusing(
            "group.somebody_in_too_many",
            codes.USER_HAS_TOO_MANY_GROUPS,
            lambda call: any(
                is_in_too_many(call, user) for user in [text(call.body.get("Owner_Account")), *members_of(call)]
            ),
        ),
        refusing(
            "group.too_big_for_the_edition",
            codes.EDITION_HAS_SMALLER_GROUPS,
            lambda call: (
                group_type(call.body.get("Type")) not in UNLIMITED_TYPES.value
                and max(whole(call.body.get("MaxMemberCount"), 0), len(members_of(call)) + _has_owner(call.body))
                > by_edition(call, GROUP_MEMBERS_MAX)
            ),
        ),
    ),
)


def _has_owner(body: Body) -> bool:
    return bool(text(body.get("Owner_Account")))


def _create_group(call: Call) -> Answer:
    body = call.body
    kind = group_type(body.get("Type")) or GroupType.PUBLIC
    owner = text(body.get("Owner_Account"))
    group = Group(
        text(body.get("GroupId")) or _server_id(call, kind),
        kind,
        GroupProfile(text(body.get("Name")), made_s=call.now_s),
        owner,
        whole(body.get("MaxMemberCount"), 0),
    )
    write_profile(group, body, now_s=call.now_s)
    if owner:
        group.join([owner], role=Role.OWNER, at_s=call.now_s)
    for item in objects(body.get("MemberList")):
        group.join([text(item.get("Member_Account"))], role=text(item.get("Role")) or Role.MEMBER, at_s=call.now_s)
    call.server.delivery.groups.add(group)
    answer: dict[str, object] = {"GroupId": group.group_id}
    if kind is GroupType.COMMUNITY:
        answer |= {"Type": kind, "HugeGroupFlag": 0}
    return answer


def _server_id(call: Call, kind: GroupType) -> str:
    """Return an ID of IM's own for a new group; those of communities begin differently."""
    number = call.server.delivery.groups.made + 1
    prefix = OWN_ID_PREFIX.value
    return (
        f"{prefix}_{prefix}{number:0{SERVER_ID_DIGITS}}"
        if kind is GroupType.COMMUNITY
        else f"{prefix}{number:0{SERVER_ID_DIGITS}}"
    )


ADMISSION: Decision[AdmissionCase] = admission(
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
        **rest_group_changes.COMMANDS,
        **rest_group_members.COMMANDS,
        **rest_group_queries.COMMANDS,
        **rest_group_messages.COMMANDS,
    },
    (GROUPS,),
)
