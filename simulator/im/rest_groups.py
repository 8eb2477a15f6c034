"""What REST calls about groups share: which group and which of its members they name."""

from collections.abc import Callable

from simulator.im import codes
from simulator.im.groups import Group
from simulator.im.rest_command import Call, refusing
from simulator.im.rest_fields import Body, items, text, texts
from simulator.kernel.rule import Rule
from simulator.push.message import Element, Message, MessageKind


def group_of(call: Call) -> Group | None:
    """Return the group that *call* is about; `None` where there is none."""
    return call.server.delivery.groups.find(call.body.get("GroupId"))


def bad(name: str, says_no: Callable[[Body], bool]) -> Rule[Call]:
    """Return the rule `group.`*name* about one field of the body."""
    return refusing(f"group.{name}", codes.GROUP_BAD_PARAMETER, lambda call: says_no(call.body))


GROUP: tuple[Rule[Call], ...] = (
    refusing("group.id_illegal", codes.GROUP_ID_ILLEGAL, lambda call: not text(call.body.get("GroupId"))),
    refusing("group.unknown", codes.GROUP_UNKNOWN, lambda call: group_of(call) is None),
)
"""What is asked of `GroupId` where the group must be there."""


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
