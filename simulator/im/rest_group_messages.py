"""Messages to groups over REST: sending, notifying and recalling."""

from collections.abc import Callable, Mapping

import msgspec
from msgspec.structs import replace

from simulator.im import codes
from simulator.im.codes import ImCode
from simulator.im.groups import NOT_KEPT_TYPES, Group, GroupMessage
from simulator.im.offline_push_info import read_offline_push_info
from simulator.im.rest_command import DOCUMENT, Answer, Call, Command, failed, refusing
from simulator.im.rest_fields import are_texts, is_int, is_uint32, items, objects, text, texts, whole
from simulator.im.rest_groups import GROUP, bad, in_group, send_from_system, with_group
from simulator.im.rest_messages import (
    REVIEW,
    controls,
    element_is_wrong,
    elements_of,
    has_too_many_custom_elements,
    offline_push_is_wrong,
    sender_of,
)
from simulator.im.webhooks import REST_API
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.units import MINUTE_MS, SECOND_MS
from simulator.push.message import Element, Message

TARGETS_MAX = Fact("im.group_targets_max", 50, Source(DOCUMENT, "send_group_msg To_Account"))
NOTIFIED_MAX = Fact("im.group_notified_max", 500, Source(DOCUMENT, "send_group_system_notification"))
MENTIONED_MAX = Fact("im.group_mentioned_max", 30, Source("Tencent IM error codes", "10053"))
RECALLS_MAX = Fact("im.group_recalls_max", 10, Source(DOCUMENT, "group_msg_recall"))
RECALL_MS_MAX = Fact("im.recall_ms_max", 2 * MINUTE_MS, Source("Tencent IM error codes", "10031"))
DEDUPLICATION_MS = Fact("im.group_same_random_is_same_message_ms", 5 * MINUTE_MS, Source(DOCUMENT, "send_group_msg"))
"""Same group, content and Random for so long: one message."""
MESSAGE_BYTES_MAX = Fact("im.group_message_bytes_max", 12 * 1024, Source(DOCUMENT, "80002"))
DROPPED = "MsgFreqCtrl"
"""`MsgDropReason` of a message that was one too many in its second; the call succeeds all the same."""
PRIORITIES = ("High", "Normal", "Low")

_encode = msgspec.json.encode


def _is_at_info(value: object) -> bool:
    """Return whether *value* is a list of whom a message mentions."""
    return value is None or (
        isinstance(value, list)
        and all(
            isinstance(item, dict)
            and whole(item.get("GroupAtAllFlag"), -1) in {0, 1}
            and (item["GroupAtAllFlag"] == 1 or bool(text(item.get("GroupAt_Account"))))
            for item in value
        )
    )


SEND_GROUP_MSG: Decision[Call] = Decision(
    "im.rest.send_group_msg",
    (
        refusing(
            "group.message_too_long", codes.GROUP_TOO_LONG, lambda call: call.bytes_count > MESSAGE_BYTES_MAX.value
        ),
        *GROUP,
        bad("random_wrong", lambda body: not is_uint32(body.get("Random"))),
        bad("msg_body_wrong", lambda body: not items(body.get("MsgBody"))),
        bad("element_wrong", lambda body: any(map(element_is_wrong, items(body.get("MsgBody"))))),
        bad("too_many_custom_elements", has_too_many_custom_elements),
        *REVIEW,
        refusing("group.offline_push_wrong", codes.GROUP_BAD_PARAMETER, offline_push_is_wrong),
        bad("priority_wrong", lambda body: body.get("MsgPriority") not in (None, *PRIORITIES)),
        bad("at_info_wrong", lambda body: not _is_at_info(body.get("GroupAtInfo"))),
        refusing(
            "group.too_many_mentioned",
            codes.GROUP_TOO_MANY_MENTIONED,
            lambda call: len(items(call.body.get("GroupAtInfo"))) > MENTIONED_MAX.value,
        ),
        bad(
            "online_only_with_control",
            lambda body: (
                body.get("OnlineOnlyFlag") == 1 and (controls(body, "NoUnread") or controls(body, "NoLastMsg"))
            ),
        ),
        bad(
            "targets_wrong",
            lambda body: body.get("To_Account") not in (None, []) and not are_texts(body["To_Account"]),
        ),
        refusing(
            "group.too_many_targets",
            codes.GROUP_TOO_MANY_ACCOUNTS,
            lambda call: len(items(call.body.get("To_Account"))) > TARGETS_MAX.value,
        ),
        refusing(
            "group.sender_not_text",
            codes.BODY_ACCOUNT_INVALID,
            lambda call: not isinstance(call.body.get("From_Account"), str | None),
        ),
        refusing(
            "group.sender_unknown",
            codes.GROUP_USER_UNKNOWN,
            lambda call: bool(call.body.get("From_Account")) and not call.known("From_Account"),
        ),
        in_group(
            "sender_muted",
            codes.GROUP_MUTED,
            lambda call, group: (
                sender_of(call) not in call.server.admins
                and (group.is_closed_to(sender_of(call)) or sender_of(call) in group.muted(call.now_s))
            ),
        ),
    ),
)
"""A muting in all chats binds the app alone; one in this group, whoever sends in the member's name."""


@with_group
def send_group_msg(call: Call, group: Group) -> Answer:
    """Send a message to the members of a group, unless the very same was sent there a short while ago."""
    body, now_s = call.body, call.now_s
    sender = sender_of(call)
    same = ("send_group_msg", group.group_id, sender, whole(body.get("Random"), 0), _encode(body.get("MsgBody")))
    known = call.recent.find(same, now_s=now_s)
    if known is not None:
        return known
    targets = texts(body.get("To_Account"))
    receivers = [user for user in targets or group.members if user in group.members and user != sender]
    online_only = whole(body.get("OnlineOnlyFlag"), 0) >= 1
    counts_unread = not (online_only or targets or controls(body, "NoUnread"))
    delivery, forbidden = call.server.delivery, texts(body.get("ForbidCallbackControl"))
    message = Message(
        sender,
        "",
        elements_of(body),
        online_only=online_only,
        offline_push=read_offline_push_info(body.get("OfflinePushInfo")),
        group=group.group_id,
        counts_unread=counts_unread,
        random=whole(body.get("Random"), 0),
        cloud_custom_data=text(body.get("CloudCustomData")),
    )
    if call.server.intake.drop(message, group, receivers) is not None:
        seq = group.note(at_s=now_s, counts_unread=False, to=())
        return {"MsgTime": now_s, "MsgSeq": seq, "MsgDropReason": DROPPED}
    admission = call.server.intake.admit(message, receivers, platform=REST_API, forbidden=forbidden)
    if admission.code is not codes.OK:
        return failed(admission.code)
    seq = group.note(at_s=now_s, counts_unread=counts_unread and admission.stop is None, to=receivers, sender=sender)
    message = replace(admission.message, key=str(seq))

    def deliver() -> None:
        delivery.deliver_to_all(message, receivers, kept_ms=group.kept_ms)
        call.server.intake.tell_after(message, platform=REST_API, forbidden=forbidden)

    if admission.stop is None:
        call.scheduler.after(admission.took_ms, deliver)
    answer: Answer = {"MsgTime": now_s, "MsgSeq": seq}
    call.recent.keep(same, answer, now_s=now_s, until_s=now_s + DEDUPLICATION_MS.value // SECOND_MS)
    return answer


SEND_GROUP_SYSTEM_NOTIFICATION: Decision[Call] = Decision(
    "im.rest.send_group_system_notification",
    (
        *GROUP,
        bad("content_missing", lambda body: not text(body.get("Content"))),
        bad(
            "notified_wrong",
            lambda body: body.get("ToMembers_Account") not in (None, []) and not are_texts(body["ToMembers_Account"]),
        ),
        refusing(
            "group.too_many_notified",
            codes.GROUP_TOO_MANY_ACCOUNTS,
            lambda call: len(items(call.body.get("ToMembers_Account"))) > NOTIFIED_MAX.value,
            grade=Grade.ASSUMED,
        ),
    ),
)


@with_group
def send_group_system_notification(call: Call, group: Group) -> Answer:
    """Send a system notification to a group."""
    wanted = texts(call.body.get("ToMembers_Account")) or list(group.members)
    notice = Element("TIMGroupSystemNoticeElem", {"Content": call.body.get("Content")})
    send_from_system(call, group, notice, [user for user in wanted if user in group.members])
    return {}


# -- recalling --------------------------------------------------------------------------------------------------------

GROUP_MSG_RECALL: Decision[Call] = Decision(
    "im.rest.group_msg_recall",
    (
        refusing("recall.off", codes.GROUP_RECALL_OFF, lambda call: not call.server.settings.group_recall),
        *GROUP,
        bad(
            "recall_list_wrong",
            lambda body: (
                not items(body.get("MsgSeqList"))
                or not all(
                    isinstance(item, dict) and is_int(item.get("MsgSeq")) for item in items(body.get("MsgSeqList"))
                )
            ),
        ),
        bad("recall_list_too_long", lambda body: len(items(body.get("MsgSeqList"))) > RECALLS_MAX.value),
    ),
)


class RecallCase(msgspec.Struct, frozen=True):
    """One message of a group that is to be recalled.

    Attributes:
        message: `None` where there is none of that number.
    """

    group: Group
    message: GroupMessage | None
    now_s: int


def _recall(name: str, code: ImCode, says_no: Callable[[RecallCase], bool]) -> Rule[RecallCase]:
    return refusing(f"recall.{name}", code, says_no)


RECALL: Decision[RecallCase] = Decision(
    "im.rest.recall",
    (
        _recall("type_without_recall", codes.GROUP_TYPE_KEEPS, lambda case: case.group.type in NOT_KEPT_TYPES.value),
        _recall("message_unknown", codes.GROUP_MESSAGE_UNKNOWN, lambda case: case.message is None),
        _recall(
            "message_fixed",
            codes.GROUP_MESSAGE_FIXED,
            lambda case: case.message is not None and (case.message.is_system or case.message.recalled),
        ),
        _recall(
            "message_too_old",
            codes.GROUP_MESSAGE_TOO_OLD,
            lambda case: case.message is not None and case.now_s - case.message.at_s > RECALL_MS_MAX.value // SECOND_MS,
        ),
    ),
)
"""What is asked of each message that is to be recalled; one that is refused does not keep the others."""


@with_group
def group_msg_recall(call: Call, group: Group) -> Answer:
    """Recall messages of a group, each for itself."""
    seqs = [whole(item.get("MsgSeq"), 0) for item in objects(call.body.get("MsgSeqList"))]
    return {"RecallRetList": [{"MsgSeq": seq, "RetCode": _recall_one(call, group, seq)} for seq in seqs]}


def _recall_one(call: Call, group: Group, seq: int) -> int:
    message = group.messages.get(seq)
    code = call.refusal_of(RECALL, RecallCase(group, message, call.now_s))
    if code is None and message is not None:
        message.recalled = True
    return codes.OK.code if code is None else code.code


COMMANDS: Mapping[str, Command] = {
    "send_group_msg": Command(SEND_GROUP_MSG, send_group_msg),
    "send_group_system_notification": Command(SEND_GROUP_SYSTEM_NOTIFICATION, send_group_system_notification),
    "group_msg_recall": Command(GROUP_MSG_RECALL, group_msg_recall),
}
