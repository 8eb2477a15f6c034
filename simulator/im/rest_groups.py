"""What REST calls about groups share: which group and which of its members they name, and what limits them."""

from collections.abc import Callable, Mapping
from functools import wraps

from simulator.im import codes
from simulator.im.codes import ImCode
from simulator.im.groups import Group, GroupType
from simulator.im.rest_command import DOCUMENT, Answer, Call, refusing
from simulator.im.rest_fields import Body, items, objects, size, text, texts
from simulator.im.settings import GROUPS_OF_USER_MAX, Edition
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.message import Element, Message, MessageKind

GROUP_TEXT_BYTES_MAX = Fact(
    "im.group_text_bytes_max",
    {"Name": 30, "Introduction": 240, "Notification": 300, "FaceUrl": 100},
    Source(DOCUMENT, "create_group"),
)
JOIN_OPTIONS = Fact(
    "im.group_join_options",
    ("FreeAccess", "NeedPermission", "DisableApply"),
    Source(DOCUMENT, "create_group ApplyJoinOption"),
)


def group_of(call: Call) -> Group | None:
    """Return the group that *call* is about; `None` where there is none."""
    return call.server.delivery.groups.find(call.body.get("GroupId"))


def bad(name: str, says_no: Callable[[Body], bool]) -> Rule[Call]:
    """Return the rule `group.`*name* about one field of the body."""
    return refusing(f"group.{name}", codes.GROUP_BAD_PARAMETER, lambda call: says_no(call.body))


def in_group(
    name: str, code: ImCode, says_no: Callable[[Call, Group], bool], *, grade: Grade | None = None
) -> Rule[Call]:
    """Return the rule `group.`*name*, which looks at the group too; without a group there is nothing to refuse."""

    def refuses(call: Call) -> bool:
        group = group_of(call)
        return group is not None and says_no(call, group)

    return refusing(f"group.{name}", code, refuses, grade=grade)


def not_in_live_rooms(name: str, code: ImCode = codes.GROUP_NO_PERMISSION, *, grade: Grade | None = None) -> Rule[Call]:
    """Return the rule `group.`*name*, which refuses what there is not in live rooms."""
    return in_group(name, code, lambda _call, group: group.type is GroupType.LIVE, grade=grade)


def with_group(act: Callable[[Call, Group], Answer]) -> Callable[[Call], Answer]:
    """Return the command that does *act* with the group of the call.

    A call for no group, which only a waived rule lets through, does nothing.
    """

    @wraps(act)
    def run(call: Call) -> Answer:
        group = group_of(call)
        return {} if group is None else act(call, group)

    return run


GROUP: tuple[Rule[Call], ...] = (
    refusing("group.id_illegal", codes.GROUP_ID_ILLEGAL, lambda call: not text(call.body.get("GroupId"))),
    refusing("group.unknown", codes.GROUP_UNKNOWN, lambda call: group_of(call) is None),
)
"""What is asked of `GroupId` where the group must be there."""


def _is_text_up_to(body: Body, field: str) -> bool:
    value = body.get(field)
    return value is None or (isinstance(value, str) and size(value) <= GROUP_TEXT_BYTES_MAX.value[field])


def is_list_of_fields(value: object) -> bool:
    """Return whether *value* is a list of fields of the app's own, or nothing."""
    return value is None or (
        isinstance(value, list)
        and all(
            isinstance(item, dict) and bool(text(item.get("Key"))) and isinstance(item.get("Value"), str)
            for item in value
        )
    )


def write_fields(fields: dict[str, str], wanted: object) -> None:
    """Write the app's own fields of a call into *fields*; an empty value takes one away."""
    fields |= {text(item.get("Key")): text(item.get("Value")) for item in objects(wanted)}
    for name in [name for name, value in fields.items() if not value]:
        del fields[name]


PROFILE: tuple[Rule[Call], ...] = (
    bad("text_too_long", lambda body: not all(_is_text_up_to(body, field) for field in GROUP_TEXT_BYTES_MAX.value)),
    bad("join_option_wrong", lambda body: body.get("ApplyJoinOption") not in (None, "", *JOIN_OPTIONS.value)),
    bad("own_fields_wrong", lambda body: not is_list_of_fields(body.get("AppDefinedData"))),
)
"""What is asked of what a group says of itself."""


def write_profile(group: Group, body: Body, *, now_s: int) -> None:
    """Let *group* say of itself what *body* says; what is left out stays."""
    profile = group.profile
    profile.name = text(body.get("Name")) or profile.name
    profile.introduction = text(body.get("Introduction", profile.introduction))
    profile.notification = text(body.get("Notification", profile.notification))
    profile.face_url = text(body.get("FaceUrl", profile.face_url))
    profile.join_option = text(body.get("ApplyJoinOption")) or profile.join_option
    write_fields(profile.own_fields, body.get("AppDefinedData"))
    profile.changed_s = now_s


# -- members ----------------------------------------------------------------------------------------------------------


def _accounts(body: Body) -> list[object]:
    """Return the `Member_Account`s of `MemberList`; `None` stands for an item that has none."""
    members = items(body.get("MemberList"))
    return [item.get("Member_Account") if isinstance(item, dict) else None for item in members]


def members_of(call: Call) -> list[str]:
    """Return the accounts of `MemberList`, each once."""
    return texts(_accounts(call.body))


MEMBERS_ARE_TEXTS: Rule[Call] = refusing(
    "group.members_not_texts",
    codes.BODY_ACCOUNT_INVALID,
    lambda call: not all(isinstance(account, str) and account for account in _accounts(call.body)),
)


def by_edition(call: Call, limit: Fact[Mapping[Edition, int]]) -> int:
    """Return what *limit* is for what the customer has paid for."""
    return limit.value[call.server.settings.edition]


def is_in_too_many(call: Call, user: str) -> bool:
    """Return whether *user* may be in no further group."""
    return call.server.delivery.groups.count_of(user) >= by_edition(call, GROUPS_OF_USER_MAX)


def send_from_system(call: Call, group: Group, element: Element, receivers: list[str]) -> None:
    """Send what IM itself says in *group*; it is never pushed."""
    seq = group.note(at_s=call.now_s, counts_unread=False, to=receivers, is_system=True)
    message = Message(
        call.caller,
        "",
        (element,),
        key=str(seq),
        group=group.group_id,
        kind=MessageKind.SYSTEM,
        counts_unread=False,
    )
    delivery = call.server.delivery
    call.scheduler.after(0, lambda: delivery.deliver_to_all(message, receivers, kept_ms=group.kept_ms))
