"""Messages in the bodies of REST calls: what is asked of them, and the message that becomes of one."""

from collections.abc import Callable

from simulator.im import codes
from simulator.im.codes import ImCode
from simulator.im.offline_push_info import is_malformed, read_offline_push_info
from simulator.im.push_text import ELEMENT_TYPES, text_of
from simulator.im.rest_command import DOCUMENT, Call, refusing
from simulator.im.rest_fields import Body, is_int, is_uint32, items, objects, text, texts, whole
from simulator.kernel.rule import Rule
from simulator.kernel.source import Fact, Source
from simulator.kernel.units import SECOND_MS
from simulator.push.message import Element
from simulator.push.reason import Reason

LIFE_TIME_S_MAX = Fact("im.life_time_s_max", 604_800, Source(DOCUMENT, "sendmsg"))
CUSTOM_ELEMENTS_MAX = Fact("im.custom_elements_max", 1, Source("Tencent IM message format", "elements"))

_TEXT_FIELD = {"TIMTextElem": "Text", "TIMCustomElem": "Desc"}


def element_is_wrong(element: object) -> bool:
    """Return whether *element* of a `MsgBody` is none that IM knows."""
    if not isinstance(element, dict):
        return True
    kind: object = element.get("MsgType")
    content: object = element.get("MsgContent")
    if not isinstance(kind, str) or kind not in ELEMENT_TYPES or not isinstance(content, dict):
        return True
    return not isinstance(content.get(_TEXT_FIELD.get(kind, ""), ""), str)


def has_too_many_custom_elements(body: Body) -> bool:
    """Return whether `MsgBody` has more custom elements than a message may."""
    kinds = [element.get("MsgType") for element in objects(body.get("MsgBody"))]
    return kinds.count("TIMCustomElem") > CUSTOM_ELEMENTS_MAX.value


def offline_push_is_wrong(call: Call) -> bool:
    """Return whether `OfflinePushInfo` is there and not as the document has it."""
    return is_malformed(call.body.get("OfflinePushInfo"), call.server.android_info)


def _field(name: str, code: ImCode, says_no: Callable[[Body], bool]) -> Rule[Call]:
    # Assumed: the order of these checks; no document gives it. Fields come first, then the accounts they name.
    return refusing(name, code, lambda call: says_no(call.body))


MSG_RANDOM: Rule[Call] = _field(
    "msg_random_wrong", codes.MSG_RANDOM_WRONG, lambda body: not is_uint32(body.get("MsgRandom"))
)
MSG_SEQ: Rule[Call] = _field("msg_seq_wrong", codes.MSG_SEQ_WRONG, lambda body: not is_uint32(body.get("MsgSeq", 0)))
LIFE_TIME = (
    _field(
        "life_time_not_a_number",
        codes.LIFE_TIME_NOT_A_NUMBER,
        lambda body: not is_int(body.get("MsgLifeTime", 0)),
    ),
    _field("life_time_negative", codes.LIFE_TIME_WRONG, lambda body: whole(body.get("MsgLifeTime"), 0) < 0),
)
MSG_BODY = (
    _field("msg_body_not_array", codes.MSG_BODY_NOT_ARRAY, lambda body: not isinstance(body.get("MsgBody"), list)),
    _field("msg_body_empty", codes.MSG_BODY_WRONG, lambda body: not items(body.get("MsgBody"))),
    _field("element_wrong", codes.ELEMENT_WRONG, lambda body: any(map(element_is_wrong, items(body.get("MsgBody"))))),
    _field("too_many_custom_elements", codes.ELEMENT_WRONG, has_too_many_custom_elements),
)
OFFLINE_PUSH: Rule[Call] = refusing("offline_push_wrong", codes.OFFLINE_PUSH_WRONG, offline_push_is_wrong)
FROM_ACCOUNT: Rule[Call] = _field(
    "from_account_wrong", codes.FROM_ACCOUNT_WRONG, lambda body: not isinstance(body.get("From_Account"), str | None)
)
SENDER_KNOWN: Rule[Call] = refusing(
    "sender_unknown",
    codes.NO_SUCH_SENDER,
    lambda call: bool(call.body.get("From_Account")) and not call.known("From_Account"),
)
TO_ACCOUNT: Rule[Call] = _field(
    "to_account_wrong", codes.TO_ACCOUNT_WRONG, lambda body: not text(body.get("To_Account"))
)
RECEIVER_KNOWN: Rule[Call] = refusing("receiver_unknown", codes.NO_SUCH_USER, lambda call: not call.known("To_Account"))


_TEXT_ALLOWED: Rule[Call] = refusing(
    "text_refused",
    codes.TEXT_REFUSED,
    lambda call: call.server.settings.has_forbidden_words(
        f"{text_of(elements_of(call.body))} {read_offline_push_info(call.body.get('OfflinePushInfo')).desc}"
    ),
    Reason.TEXT_STOPPED,
)
_IMAGES_ALLOWED: Rule[Call] = refusing(
    "image_refused",
    codes.IMAGE_REFUSED,
    lambda call: call.server.settings.has_forbidden_images(elements_of(call.body)),
    Reason.TEXT_STOPPED,
)
REVIEW = (_TEXT_ALLOWED, _IMAGES_ALLOWED)
"""What the review of contents asks, where the console has given it something to look for."""


def elements_of(body: Body) -> tuple[Element, ...]:
    """Return the elements of `MsgBody`, without those that only a waived rule lets through."""
    return tuple(
        Element(element["MsgType"], element["MsgContent"])
        for element in objects(body.get("MsgBody"))
        if not element_is_wrong(element)
    )


def sender_of(call: Call) -> str:
    """Return who sends: `From_Account`, or the administrator who calls."""
    return text(call.body.get("From_Account")) or call.caller


def controls(body: Body, word: str) -> bool:
    """Return whether `SendMsgControl` has *word*."""
    return word in texts(body.get("SendMsgControl"))


def life_ms(body: Body) -> int:
    """Return for how long IM keeps a message: as said, at most as long as it keeps any."""
    seconds = whole(body.get("MsgLifeTime"), LIFE_TIME_S_MAX.value)
    return max(0, min(seconds, LIFE_TIME_S_MAX.value)) * SECOND_MS
