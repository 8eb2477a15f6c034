"""Messages from user to user, and who is online."""

import re
from collections.abc import Sequence

import msgspec

from simulator.im import codes
from simulator.im.backends import ACCOUNT_IDS, MESSAGES, ONLINE_STATES, PUSHES
from simulator.im.codes import ImCode
from simulator.im.conversations import Sent
from simulator.im.offline_push_info import read_offline_push_info
from simulator.im.rest_audience import COMMANDS as AUDIENCE_COMMANDS
from simulator.im.rest_command import (
    DOCUMENT,
    AdmissionCase,
    Answer,
    Call,
    Command,
    Service,
    admission,
    failed,
    refusing,
    slow_command,
)
from simulator.im.rest_fields import are_texts, is_int, is_uint32, items, text, texts, whole
from simulator.im.rest_messages import (
    FROM_ACCOUNT,
    LIFE_TIME,
    MSG_BODY,
    MSG_RANDOM,
    MSG_SEQ,
    OFFLINE_PUSH,
    RECEIVER_KNOWN,
    REVIEW,
    SENDER_KNOWN,
    TO_ACCOUNT,
    controls,
    elements_of,
    life_ms,
    sender_of,
)
from simulator.im.rest_push_tasks import IM_PUSH, PUSH_REPORT, im_get_push_report, im_push
from simulator.im.rest_roaming import ADMIN_GET_ROAM_MSG, admin_get_roam_msg
from simulator.im.sessions import State
from simulator.im.webhooks import FORBID_AFTER, FORBID_BEFORE, REST_API, Admission
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.message import Message, MessageKind
from simulator.push.platform import Platform

BODY_BYTES_MAX = Fact("im.rest_body_bytes_max", 12 * 1024, Source(DOCUMENT, "93000"))
BATCH_BYTES_MAX = Fact("im.rest_batch_bytes_max", 8 * 1024, Source(DOCUMENT, "90055"))
BATCH_ACCOUNTS_MAX = Fact("im.rest_batch_accounts_max", 500, Source(DOCUMENT, "batchsendmsg"))
ONLINE_QUERY_MAX = Fact("im.rest_online_query_max", 500, Source(DOCUMENT, "query_online_status"))
UNREAD_PEERS_MAX = Fact("im.rest_unread_peers_max", 10, Source(DOCUMENT, "get_c2c_unread_msg_num"))
DEDUPLICATION_S = Fact("im.rest_same_random_is_same_message_s", 1, Source(DOCUMENT, "sendmsg MsgRandom"))
"""Same sender, receiver, MsgRandom and MsgSeq within one second of the calendar: one message."""
IMPORTED_AS_HISTORY = Fact("im.import_history", 2, Source(DOCUMENT, "importmsg SyncFromOldSystem"))
IMPORTED_AS_NEW = Fact("im.import_new", (5, 1), Source(DOCUMENT, "importmsg SyncFromOldSystem"))
"""5 today; documents of 2021, and clients made after them, say 1."""

_MSG_KEY = re.compile(r"\d+_\d+_\d+")
_encode = msgspec.json.encode

# -- sending ----------------------------------------------------------------------------------------------------------


def _message_bytes(call: Call) -> int:
    """Return the length of what a batch says, without its receivers."""
    return len(_encode({name: value for name, value in call.body.items() if name != "To_Account"}))


def _receivers(call: Call) -> list[str]:
    """Return the receivers of a batch, each once; none where the list is wrong."""
    accounts = call.body.get("To_Account")
    return texts(accounts) if are_texts(accounts) else []


_BODY_TOO_LONG: Rule[Call] = refusing(
    "body_too_long", codes.BODY_TOO_LONG, lambda call: call.bytes_count > BODY_BYTES_MAX.value
)
_FIELDS: tuple[Rule[Call], ...] = (
    FROM_ACCOUNT,
    MSG_RANDOM,
    MSG_SEQ,
    refusing(
        "sync_other_machine_wrong",
        codes.SYNC_OTHER_MACHINE_WRONG,
        lambda call: not is_int(call.body.get("SyncOtherMachine", 1)),
    ),
    *LIFE_TIME,
    *MSG_BODY,
    *REVIEW,
    OFFLINE_PUSH,
    SENDER_KNOWN,
)

SEND_MSG: Decision[Call] = Decision("im.rest.sendmsg", (_BODY_TOO_LONG, TO_ACCOUNT, *_FIELDS, RECEIVER_KNOWN))
"""What is asked of one message to one user."""
BATCH_SEND_MSG: Decision[Call] = Decision(
    "im.rest.batchsendmsg",
    (
        refusing("batch_too_long", codes.BATCH_TOO_LONG, lambda call: _message_bytes(call) > BATCH_BYTES_MAX.value),
        refusing("to_accounts_wrong", codes.TO_ACCOUNT_WRONG, lambda call: not _receivers(call)),
        refusing(
            "too_many_accounts",
            codes.TOO_MANY_ACCOUNTS,
            lambda call: len(_receivers(call)) > BATCH_ACCOUNTS_MAX.value,
        ),
        *_FIELDS,
        refusing(
            "nobody_registered",
            codes.NOBODY_REGISTERED,
            lambda call: all(to not in call.server.accounts for to in _receivers(call)),
        ),
    ),
)
"""What is asked of one message to many users; single ones that nobody knows are named in the answer."""
IMPORT_MSG: Decision[Call] = Decision(
    "im.rest.importmsg",
    (
        _BODY_TOO_LONG,
        refusing(
            "sync_from_old_system_wrong",
            codes.SYNC_FROM_OLD_SYSTEM_WRONG,
            lambda call: (
                call.body.get("SyncFromOldSystem") not in (IMPORTED_AS_HISTORY.value, *IMPORTED_AS_NEW.value)
                or not is_int(call.body.get("SyncFromOldSystem"))
            ),
        ),
        refusing(
            "importmsg.from_account_wrong",
            codes.FROM_ACCOUNT_WRONG,
            lambda call: not text(call.body.get("From_Account")),
        ),
        TO_ACCOUNT,
        MSG_RANDOM,
        MSG_SEQ,
        refusing(
            "msg_time_stamp_wrong",
            codes.MSG_TIME_STAMP_WRONG,
            lambda call: not is_uint32(call.body.get("MsgTimeStamp")),
        ),
        *MSG_BODY,
        SENDER_KNOWN,
        RECEIVER_KNOWN,
    ),
)


def _key(call: Call, at_s: int) -> str:
    """Return the `MsgKey` of the message in *call*, sent at Unix second *at_s*."""
    return f"{whole(call.body.get('MsgSeq'), 0)}_{whole(call.body.get('MsgRandom'), 0)}_{at_s}"


def _message(call: Call, to: str, at_s: int) -> Message:
    body = call.body
    return Message(
        sender_of(call),
        to,
        elements_of(body),
        online_only=body.get("MsgLifeTime") == 0 or body.get("OnlineOnlyFlag") == 1,
        offline_push=read_offline_push_info(body.get("OfflinePushInfo")),
        key=_key(call, at_s),
        heeds_options=controls(body, "WithMuteNotifications"),
        counts_unread=not controls(body, "NoUnread"),
        random=whole(body.get("MsgRandom"), 0),
        cloud_custom_data=text(body.get("CloudCustomData")),
    )


def _send_msg(call: Call) -> Answer:
    answer = _send(call, text(call.body.get("To_Account")), forbidden=texts(call.body.get("ForbidCallbackControl")))
    return {"MsgTime": call.now_s, **answer}


def _send(call: Call, to: str, *, forbidden: Sequence[str]) -> Answer:
    """Send the message to one user, with all but the *forbidden* webhooks, unless the very same was just sent."""
    now_s = call.now_s
    message = _message(call, to, now_s)
    same = ("sendmsg", message.sender, to, message.key)
    answer = call.recent.find(same, now_s=now_s)
    if answer is None:
        admission = call.server.intake.admit(message, [to], platform=REST_API, forbidden=forbidden)
        answer = {"MsgKey": message.key} if admission.code is codes.OK else failed(admission.code)
        call.recent.keep(same, answer, now_s=now_s, until_s=now_s + DEDUPLICATION_S.value)
        if admission.stop is None:
            _deliver(call, admission, forbidden)
    return answer


def _deliver(call: Call, admission: Admission, forbidden: Sequence[str]) -> None:
    """Deliver a message that passed the customer's webhook, after the time that the webhook took."""
    message, kept_ms, delivery = admission.message, life_ms(call.body), call.server.delivery

    def deliver() -> None:
        delivery.deliver(message, kept_ms=kept_ms)
        call.server.intake.tell_after(message, platform=REST_API, forbidden=forbidden)

    call.scheduler.after(admission.took_ms, deliver)
    if call.body.get("SyncOtherMachine") == 1:
        call.scheduler.after(admission.took_ms, lambda: delivery.sync_to_sender(message))


def _batch_send_msg(call: Call) -> Answer:
    known = [to for to in _receivers(call) if to in call.server.accounts]
    unknown = [to for to in _receivers(call) if to not in call.server.accounts]
    for to in known:
        # No document tells of webhooks about a batch.
        _send(call, to, forbidden=(FORBID_BEFORE, FORBID_AFTER))
    answer: Answer = {"MsgKey": _key(call, call.now_s)}
    if not unknown:
        return answer
    return {"ActionStatus": "SomeError", **answer, "ErrorList": _error_list(unknown, codes.NO_SUCH_USER)}


def _import_msg(call: Call) -> Answer:
    body = call.body
    is_history = body.get("SyncFromOldSystem") == IMPORTED_AS_HISTORY.value
    message = Message(
        sender_of(call),
        text(body.get("To_Account")),
        elements_of(body),
        key=_key(call, whole(body.get("MsgTimeStamp"), call.now_s)),
        kind=MessageKind.HISTORY if is_history else MessageKind.CHAT,
        heeds_options=False,
        counts_unread=not is_history,
        random=whole(body.get("MsgRandom"), 0),
    )
    call.scheduler.after(0, lambda: call.server.deliver(message))
    return {}


# -- after sending ----------------------------------------------------------------------------------------------------


def _found(call: Call) -> Sent | None:
    body = call.body
    sender, to, key = (text(body.get(name)) for name in ("From_Account", "To_Account", "MsgKey"))
    return call.server.delivery.conversations.find(sender, to, key)


ADMIN_MSG_WITHDRAW: Decision[Call] = Decision(
    "im.rest.admin_msgwithdraw",
    (
        refusing("withdraw.from_account_wrong", codes.FROM_ACCOUNT_WRONG, lambda call: not call.known("From_Account")),
        refusing("withdraw.to_account_wrong", codes.TO_ACCOUNT_WRONG, lambda call: not call.known("To_Account")),
        refusing(
            "withdraw.msg_key_illegal",
            codes.MSG_KEY_ILLEGAL,
            lambda call: _MSG_KEY.fullmatch(text(call.body.get("MsgKey"))) is None,
        ),
        refusing("withdraw.message_unknown", codes.MESSAGE_UNKNOWN, lambda call: _found(call) is None),
        refusing(
            "withdraw.recalled_already",
            codes.MESSAGE_RECALLED,
            lambda call: (sent := _found(call)) is not None and sent.recalled,
        ),
    ),
)


def _admin_msg_withdraw(call: Call) -> Answer:
    sent = _found(call)
    if sent is not None:
        sent.recalled = True
    return {}


def _account(name: str, field: str) -> tuple[Rule[Call], ...]:
    """Return what is asked of the account in *field*: it is a text, and there is such a user."""
    return (
        refusing(
            f"{name}_not_text", codes.BODY_ACCOUNT_INVALID, lambda call: not isinstance(call.body.get(field), str)
        ),
        # Assumed: of the two codes for an account that nobody knows, the one that is not about messages.
        refusing(f"{name}_unknown", codes.OPENIM_ACCOUNT_UNKNOWN, lambda call: not call.known(field)),
    )


ADMIN_SET_MSG_READ: Decision[Call] = Decision(
    "im.rest.admin_set_msg_read",
    (*_account("report_account", "Report_Account"), *_account("peer_account", "Peer_Account")),
)


def _admin_set_msg_read(call: Call) -> Answer:
    reader, peer = text(call.body.get("Report_Account")), text(call.body.get("Peer_Account"))
    until_s = whole(call.body.get("MsgReadTime"), call.now_s)
    call.server.delivery.conversations.read(reader, peer, until_s=until_s)
    return {}


def _peers(call: Call) -> list[str]:
    return texts(call.body.get("Peer_Account"))


UNREAD: Decision[Call] = Decision(
    "im.rest.get_c2c_unread_msg_num",
    (
        refusing("unread.to_account_wrong", codes.TO_ACCOUNT_WRONG, lambda call: not text(call.body.get("To_Account"))),
        refusing("unread.to_account_unknown", codes.OPENIM_ACCOUNT_UNKNOWN, lambda call: not call.known("To_Account")),
        refusing(
            "unread.peers_not_texts",
            codes.BODY_ACCOUNT_INVALID,
            lambda call: call.body.get("Peer_Account") is not None and not are_texts(call.body["Peer_Account"]),
        ),
        refusing(
            "unread.too_many_peers",
            codes.REQUEST_TOO_MANY_ACCOUNTS,
            lambda call: len(items(call.body.get("Peer_Account"))) > UNREAD_PEERS_MAX.value,
            grade=Grade.ASSUMED,
        ),
    ),
)


def _get_c2c_unread_msg_num(call: Call) -> Answer:
    user, peers = text(call.body.get("To_Account")), _peers(call)
    conversations, accounts = call.server.delivery.conversations, call.server.accounts
    if not peers:
        return {"AllC2CUnreadMsgNum": conversations.unread_of_all(user)}
    answer: dict[str, object] = {
        "C2CUnreadMsgNumList": [
            {"Peer_Account": peer, "C2CUnreadMsgNum": conversations.unread(user, peer)}
            for peer in peers
            if peer in accounts
        ]
    }
    unknown = [peer for peer in peers if peer not in accounts]
    if unknown:
        code = codes.ACCOUNT_UNKNOWN.code
        answer["ErrorList"] = [{"Peer_Account": peer, "ErrorCode": code} for peer in unknown]
    return answer


# -- online state -----------------------------------------------------------------------------------------------------

ONLINE_QUERY: Decision[Call] = Decision(
    "im.rest.online_query",
    (
        refusing("status_query_off", codes.STATUS_QUERY_OFF, lambda call: not call.server.settings.status_query),
        refusing("no_accounts", codes.JSON_PARSE_FAILED, lambda call: not call.body.get("To_Account")),
        refusing(
            "accounts_not_texts",
            codes.TO_ACCOUNT_WRONG,
            lambda call: not are_texts(call.body.get("To_Account")),
        ),
        refusing(
            "accounts_too_many",
            codes.TOO_MANY_ACCOUNTS,
            lambda call: len(items(call.body.get("To_Account"))) > ONLINE_QUERY_MAX.value,
        ),
    ),
)


def _query_state(call: Call) -> Answer:
    return _online_states(call, ("State", "Status"))


def _query_online_status(call: Call) -> Answer:
    return _online_states(call, ("Status",))


def _online_states(call: Call, names: tuple[str, ...]) -> Answer:
    accounts = texts(call.body.get("To_Account"))
    known = [account for account in accounts if account in call.server.accounts]
    unknown = [account for account in accounts if account not in call.server.accounts]
    answer: Answer = {"QueryResult": [_online_state(call, account, names) for account in known]}
    if unknown:
        answer = {**answer, "ErrorList": _error_list(unknown, codes.ACCOUNT_UNKNOWN)}
    # A call about several users fails only when it fails for all of them.
    return answer if known else {**failed(codes.ACCOUNT_UNKNOWN), **answer}


_PLATFORMS = {Platform.WINDOWS: "PC"}
"""What `query_online_status` calls otherwise than the console's login policy does."""


def _online_state(call: Call, account: str, names: tuple[str, ...]) -> Answer:
    now_ms = call.scheduler.now_ms
    sessions = [
        (session.platform, state)
        for session in call.server.sessions.of_user(account)
        if (state := session.state(now_ms)) is not State.OFFLINE
    ]
    states = {state for _, state in sessions}
    best = next((state for state in (State.ONLINE, State.PUSH_ONLINE) if state in states), State.OFFLINE)
    answer: Answer = {"To_Account": account, **dict.fromkeys(names, best)}
    if call.body.get("IsNeedDetail") != 1 or not sessions:
        return answer
    return {**answer, "Detail": [{"Platform": _PLATFORMS.get(one, one), "Status": state} for one, state in sessions]}


def _error_list(accounts: list[str], code: ImCode) -> list[Answer]:
    return [{"To_Account": account, "ErrorCode": code.code} for account in accounts]


ADMISSION: Decision[AdmissionCase] = admission(
    "openim", not_admin=codes.OPENIM_NEEDS_ADMIN, not_json=codes.JSON_PARSE_FAILED
)
SERVICE = Service(
    ADMISSION,
    {
        "sendmsg": Command(SEND_MSG, _send_msg, leans_on=(MESSAGES,)),
        "batchsendmsg": Command(BATCH_SEND_MSG, _batch_send_msg, leans_on=(MESSAGES,)),
        "importmsg": Command(IMPORT_MSG, _import_msg, leans_on=(MESSAGES,)),
        "admin_getroammsg": Command(ADMIN_GET_ROAM_MSG, admin_get_roam_msg, leans_on=(MESSAGES,)),
        "admin_msgwithdraw": Command(ADMIN_MSG_WITHDRAW, _admin_msg_withdraw, leans_on=(MESSAGES,)),
        "admin_set_msg_read": Command(ADMIN_SET_MSG_READ, _admin_set_msg_read, leans_on=(MESSAGES,)),
        "get_c2c_unread_msg_num": Command(UNREAD, _get_c2c_unread_msg_num, leans_on=(MESSAGES,)),
        "im_push": Command(IM_PUSH, im_push, leans_on=(PUSHES,)),
        "im_get_push_report": slow_command(PUSH_REPORT, im_get_push_report, PUSHES),
        **{name: msgspec.structs.replace(command, leans_on=(PUSHES,)) for name, command in AUDIENCE_COMMANDS.items()},
        "query_online_status": Command(ONLINE_QUERY, _query_online_status, leans_on=(ONLINE_STATES,)),
        "querystate": Command(ONLINE_QUERY, _query_state, leans_on=(ONLINE_STATES,)),
    },
    (ACCOUNT_IDS,),
)
