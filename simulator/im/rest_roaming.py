"""Looking up over REST what two users have sent each other, which is how a backend finds the `MsgKey` of a message."""

from simulator.im import codes
from simulator.im.conversations import Sent
from simulator.im.rest_command import Answer, Call, refusing
from simulator.im.rest_fields import is_uint32, text, whole
from simulator.im.rest_messages import TO_ACCOUNT
from simulator.kernel.rule import Decision
from simulator.kernel.source import Grade
from simulator.push.message import Message

NORMAL, RECALLED = 0, 8
"""`MsgFlagBits`."""

ADMIN_GET_ROAM_MSG: Decision[Call] = Decision(
    "im.rest.admin_getroammsg",
    (
        refusing("roaming.from_account_wrong", codes.FROM_ACCOUNT_WRONG, lambda call: not call.known("From_Account")),
        TO_ACCOUNT,
        refusing(
            "roaming.to_account_unknown",
            codes.OPENIM_ACCOUNT_UNKNOWN,
            lambda call: not call.known("To_Account"),
            grade=Grade.ASSUMED,
        ),
        refusing(
            "roaming.range_wrong",
            codes.JSON_PARSE_FAILED,
            lambda call: (
                whole(call.body.get("MaxCnt"), 0) < 1
                or not all(is_uint32(call.body.get(name)) for name in ("MinTime", "MaxTime"))
            ),
            grade=Grade.ASSUMED,
        ),
    ),
)


def admin_get_roam_msg(call: Call) -> Answer:
    """Return the newest messages of a span between two users, oldest first, and where to go on towards older ones.

    Differs: what was sent with `SyncOtherMachine` 2 is found from both sides too.
    """
    found = _in_span(call)
    count = whole(call.body.get("MaxCnt"), 0)
    page = found[-count:]
    oldest = page[0][1].key if page else ""
    return {
        "Complete": 0 if len(found) > count else 1,
        "MsgCnt": len(page),
        "LastMsgTime": _at_s(oldest),
        "LastMsgKey": oldest,
        "MsgList": [_view(sent, message) for sent, message in page],
    }


def _in_span(call: Call) -> list[tuple[Sent, Message]]:
    """Return what the call asks for; with `LastMsgKey` what is older than that message."""
    body = call.body
    stored = call.server.delivery.conversations.between(text(body.get("From_Account")), text(body.get("To_Account")))
    begin_s, end_s = whole(body.get("MinTime"), 0), whole(body.get("MaxTime"), 0)
    kept = [one for one in stored if not one[1].online_only and begin_s <= _at_s(one[1].key) <= end_s]
    kept.sort(key=lambda one: _at_s(one[1].key))
    keys = [message.key for _, message in kept]
    last = text(body.get("LastMsgKey"))
    return kept[: keys.index(last)] if last in keys else kept


def _at_s(key: str) -> int:
    """Return the Unix second in a `MsgKey`; 0 for none."""
    return int(key.rpartition("_")[2] or 0)


def _view(sent: Sent, message: Message) -> Answer:
    seq, _, _ = message.key.partition("_")
    return {
        "From_Account": message.sender,
        "To_Account": message.to,
        "MsgSeq": int(seq),
        "MsgRandom": message.random,
        "MsgTimeStamp": _at_s(message.key),
        "MsgFlagBits": RECALLED if sent.recalled else NORMAL,
        "MsgKey": message.key,
        "MsgBody": [{"MsgType": one.type, "MsgContent": one.content} for one in message.elements],
        "CloudCustomData": message.cloud_custom_data,
    }
