"""The bodies of `sendmsg` and `batchsendmsg`: what is asked of them, and the message that becomes of one."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from simulator.im import codes
from simulator.im.accounts import Accounts
from simulator.im.codes import ImCode
from simulator.im.offline_push_info import is_malformed, read_offline_push_info
from simulator.im.push_text import ELEMENT_TYPES
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Source
from simulator.kernel.units import SECOND_MS
from simulator.push.message import Element, Message, OfflinePushInfo
from simulator.push.reason import Reason

_DOCUMENT = "Tencent IM REST API"

BODY_BYTES_MAX = Fact("im.rest_body_bytes_max", 12 * 1024, Source(_DOCUMENT, "93000"))
BATCH_BYTES_MAX = Fact("im.rest_batch_bytes_max", 8 * 1024, Source(_DOCUMENT, "90055"))
BATCH_ACCOUNTS_MAX = Fact("im.rest_batch_accounts_max", 500, Source(_DOCUMENT, "batchsendmsg"))
LIFE_TIME_S_MAX = Fact("im.life_time_s_max", 604_800, Source(_DOCUMENT, "sendmsg"))
CUSTOM_ELEMENTS_MAX = Fact("im.custom_elements_max", 1, Source("Tencent IM message format", "2.8"))
DEDUPLICATION = Fact("im.rest_same_random_is_same_message", True, Source(_DOCUMENT, "sendmsg MsgRandom"))
"""Same sender, receiver, second, MsgRandom and MsgSeq: one message."""

_UINT32_MAX = 2**32 - 1
_TEXT_FIELD = {"TIMTextElem": "Text", "TIMCustomElem": "Desc"}

Body = Mapping[str, Any]


class SendCase(msgspec.Struct, frozen=True):
    """A message as the body of a call.

    Attributes:
        message_bytes: Length of what is limited: the body, for a batch without its receivers.
        android_info: The vendors' own fields of `AndroidInfo`, with the type that each one has.
    """

    body: Body
    accounts: Accounts
    message_bytes: int
    android_info: Mapping[str, type]


def _field(name: str, code: ImCode, says_no: Callable[[SendCase], bool]) -> Rule[SendCase]:
    # Assumed: the order of these checks; no document gives it. Fields come first, then the accounts they name.
    return Rule(
        f"im.rest.{name}",
        Reason.INVALID_REQUEST,
        says_no,
        Source(_DOCUMENT, f"sendmsg {code.code}", grade=code.source.grade),
        code,
    )


def is_int(value: object) -> bool:
    """Return whether *value* is a whole number; JSON's `true` is none."""
    return isinstance(value, int) and not isinstance(value, bool)


def _is_uint32(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _UINT32_MAX


def _life_time_is_negative(case: SendCase) -> bool:
    value = case.body.get("MsgLifeTime")
    return isinstance(value, int) and not isinstance(value, bool) and value < 0


def _sender(body: Body) -> object:
    return body.get("From_Account")


def _elements(body: Body) -> list[object]:
    elements = body.get("MsgBody")
    return elements if isinstance(elements, list) else []


def _element_is_wrong(element: object) -> bool:
    if not isinstance(element, dict):
        return True
    kind: object = element.get("MsgType")
    content: object = element.get("MsgContent")
    if not isinstance(kind, str) or kind not in ELEMENT_TYPES or not isinstance(content, dict):
        return True
    text: object = content.get(_TEXT_FIELD.get(kind, ""), "")
    return not isinstance(text, str)


def _too_many_custom_elements(case: SendCase) -> bool:
    kinds = [element.get("MsgType") for element in _elements(case.body) if isinstance(element, dict)]
    return kinds.count("TIMCustomElem") > CUSTOM_ELEMENTS_MAX.value


_FIELDS = (
    _field(
        "from_account_wrong",
        codes.FROM_ACCOUNT_WRONG,
        lambda case: not isinstance(_sender(case.body), str | None),
    ),
    _field("msg_random_wrong", codes.MSG_RANDOM_WRONG, lambda case: not _is_uint32(case.body.get("MsgRandom"))),
    _field("msg_seq_wrong", codes.MSG_SEQ_WRONG, lambda case: not _is_uint32(case.body.get("MsgSeq", 0))),
    _field(
        "sync_other_machine_wrong",
        codes.SYNC_OTHER_MACHINE_WRONG,
        lambda case: not is_int(case.body.get("SyncOtherMachine", 1)),
    ),
    _field(
        "life_time_not_a_number",
        codes.LIFE_TIME_NOT_A_NUMBER,
        lambda case: not is_int(case.body.get("MsgLifeTime", 0)),
    ),
    _field("life_time_negative", codes.LIFE_TIME_WRONG, _life_time_is_negative),
    _field(
        "msg_body_not_array",
        codes.MSG_BODY_NOT_ARRAY,
        lambda case: not isinstance(case.body.get("MsgBody"), list),
    ),
    _field("msg_body_empty", codes.MSG_BODY_WRONG, lambda case: not _elements(case.body)),
    _field(
        "element_wrong",
        codes.ELEMENT_WRONG,
        lambda case: any(map(_element_is_wrong, _elements(case.body))),
    ),
    _field("too_many_custom_elements", codes.ELEMENT_WRONG, _too_many_custom_elements),
    _field(
        "offline_push_wrong",
        codes.OFFLINE_PUSH_WRONG,
        lambda case: is_malformed(case.body.get("OfflinePushInfo"), case.android_info),
    ),
    _field(
        "sender_unknown",
        codes.NO_SUCH_SENDER,
        lambda case: bool(_sender(case.body)) and _sender(case.body) not in case.accounts,
    ),
)

SEND_MSG: Decision[SendCase] = Decision(
    "im.rest.sendmsg",
    (
        _field("body_too_long", codes.BODY_TOO_LONG, lambda case: case.message_bytes > BODY_BYTES_MAX.value),
        _field(
            "to_account_wrong",
            codes.TO_ACCOUNT_WRONG,
            lambda case: not isinstance(case.body.get("To_Account"), str) or not case.body["To_Account"],
        ),
        *_FIELDS,
        _field(
            "receiver_unknown",
            codes.NO_SUCH_USER,
            lambda case: case.body.get("To_Account") not in case.accounts,
        ),
    ),
)
"""What is asked of one message to one user."""

BATCH_SEND_MSG: Decision[SendCase] = Decision(
    "im.rest.batchsendmsg",
    (
        _field("batch_too_long", codes.BATCH_TOO_LONG, lambda case: case.message_bytes > BATCH_BYTES_MAX.value),
        _field("to_accounts_wrong", codes.TO_ACCOUNT_WRONG, lambda case: not receivers(case.body)),
        _field(
            "too_many_accounts",
            codes.TOO_MANY_ACCOUNTS,
            lambda case: len(receivers(case.body)) > BATCH_ACCOUNTS_MAX.value,
        ),
        *_FIELDS,
        _field(
            "nobody_registered",
            codes.NOBODY_REGISTERED,
            lambda case: all(to not in case.accounts for to in receivers(case.body)),
        ),
    ),
)
"""What is asked of one message to many users; single ones that nobody knows are named in the answer."""


def receivers(body: Body) -> list[str]:
    """Return the `To_Account` of a batch, each once; empty when it is not a list of texts."""
    accounts = body.get("To_Account")
    if not isinstance(accounts, list) or not all(isinstance(account, str) and account for account in accounts):
        return []
    return list(dict.fromkeys(accounts))


class Draft(msgspec.Struct, frozen=True):
    """What a body says, whoever it goes to.

    Attributes:
        kept_ms: How long IM keeps it for users who are away.
    """

    sender: str
    elements: tuple[Element, ...]
    online_only: bool
    offline_push: OfflinePushInfo
    random: int
    seq: int
    kept_ms: int

    def key(self, now_s: int) -> str:
        """Return the `MsgKey` of this message, sent at Unix second *now_s*."""
        return f"{self.seq}_{self.random}_{now_s}"

    def to(self, receiver: str, *, now_s: int) -> Message:
        """Return the message to *receiver*."""
        return Message(self.sender, receiver, self.elements, self.online_only, self.offline_push, self.key(now_s))


def read_draft(body: Body, admin: str) -> Draft:
    """Read *body*, which nobody refused; without a sender it is from *admin*.

    Where a run waives what a rule finds wrong, the field counts as left out.
    """
    seconds = _whole(body.get("MsgLifeTime"), LIFE_TIME_S_MAX.value)
    return Draft(
        sender=_text(_sender(body)) or admin,
        elements=tuple(
            Element(element["MsgType"], element["MsgContent"])
            for element in _elements(body)
            if not _element_is_wrong(element) and isinstance(element, dict)
        ),
        online_only=seconds == 0 or body.get("OnlineOnlyFlag") == 1,
        offline_push=read_offline_push_info(body.get("OfflinePushInfo")),
        random=_whole(body.get("MsgRandom"), 0),
        seq=_whole(body.get("MsgSeq"), 0),
        kept_ms=max(0, min(seconds, LIFE_TIME_S_MAX.value)) * SECOND_MS,
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise
