"""The offline decision: whether IM asks a vendor to push a message to one phone, and why not."""

import msgspec

from simulator.im.bindings import Binding
from simulator.im.certificates import Console
from simulator.im.push_text import push_text
from simulator.im.receive_options import ReceiveOption
from simulator.im.sessions import Ended, Session, State
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.push.message import Message, MessageKind
from simulator.push.reason import Reason

_REST = "Tencent IM REST API"
_OPTIONS = "Tencent IM do not disturb"


class OfflineCase(msgspec.Struct, frozen=True):
    """One message for one phone.

    Attributes:
        session: The receiver's session on that phone.
        binding: The latest token binding there; an ended one explains a refusal.
        link_is_alive: Whether a message to the app would arrive; the server cannot see this.
        vendor: Vendor of the phone's push service; the server knows it from the kind of token.
        option: The receive option that applies to the message.
        is_silent_group: The message is from a type of group that pushes only to members who opted in.
        is_recalled: The message has been recalled since it was accepted.
    """

    message: Message
    session: Session
    binding: Binding | None
    console: Console
    link_is_alive: bool
    vendor: str
    now_ms: int
    option: ReceiveOption = ReceiveOption.NOTIFY
    is_silent_group: bool = False
    is_recalled: bool = False

    @property
    def is_online(self) -> bool:
        """Whether the server considers the phone online, and would not push to it because the app is in background."""
        if self.session.state(self.now_ms) is not State.ONLINE:
            return False
        return not (self.session.is_background and self.session.pushes_in_background)


def _no_token(case: OfflineCase) -> bool:
    binding = case.binding
    if binding is None or not binding.token:
        return True
    # A binding ends with its session; under a new login it does not come back by itself.
    return binding.ended in _ENDED_WITH_SESSION and case.session.ended is Ended.NOT_YET


_ENDED_WITH_SESSION = frozenset({Ended.LOGGED_OUT, Ended.KICKED})


def _certificate_unknown(case: OfflineCase) -> bool:
    return case.binding is not None and case.console.vendor_of(case.binding.certificate_id) is None


def _other_vendor(case: OfflineCase) -> bool:
    if case.binding is None:
        return False
    return case.console.vendor_of(case.binding.certificate_id) not in {None, case.vendor}


def _not_in_effect(case: OfflineCase) -> bool:
    if case.binding is None or case.console.vendor_of(case.binding.certificate_id) is None:
        return False
    return case.console.in_effect(case.binding.certificate_id) is None


LOGGED_OUT: Rule[OfflineCase] = Rule(
    "im.logged_out",
    Reason.LOGGED_OUT,
    lambda case: case.session.ended is Ended.LOGGED_OUT,
    Source("vivo guide", "step 5", ("C19",)),
)
KICKED: Rule[OfflineCase] = Rule(
    "im.kicked",
    Reason.KICKED,
    lambda case: case.session.ended is Ended.KICKED,
    Source("vivo guide", "step 5", ("C20",)),
)

HISTORY: Rule[OfflineCase] = Rule(
    "im.history_imported",
    Reason.HISTORY_IMPORTED,
    lambda case: case.message.kind is MessageKind.HISTORY,
    Source(_REST, "importmsg SyncFromOldSystem"),
)
RECALLED: Rule[OfflineCase] = Rule(
    "im.recalled",
    Reason.RECALLED,
    lambda case: case.is_recalled,
    Source(_REST, "admin_msgwithdraw", grade=Grade.ASSUMED),
).beyond_scenarios("a call takes longer than the decision that it would have to overtake")
DISCARDED: Rule[OfflineCase] = Rule(
    "im.message_discarded",
    Reason.MESSAGE_DISCARDED,
    lambda case: case.option is ReceiveOption.DISCARD,
    Source(_OPTIONS, "Discard"),
)

NOT_DELIVERED = (HISTORY, RECALLED, DISCARDED)
"""Rules whose refusal means not only that nothing is pushed, but that the app does not get the message either."""

OFFLINE_DECISION: Decision[OfflineCase] = Decision(
    "im.offline_decision",
    (
        Rule(
            "im.system_message",
            Reason.SYSTEM_MESSAGE,
            lambda case: case.message.kind is MessageKind.SYSTEM,
            Source(_REST, "send_group_system_notification"),
        ),
        HISTORY,
        Rule(
            "im.own_message",
            Reason.OWN_MESSAGE,
            lambda case: case.message.sender == case.message.to,
            Source("Tencent IM push conditions", "messages of one's own"),
        ),
        Rule(
            "im.sent_to_online_only",
            Reason.SENT_TO_ONLINE_ONLY,
            lambda case: case.message.online_only,
            Source("Tencent IM REST API", "sendmsg MsgLifeTime"),
        ),
        Rule(
            "im.push_switched_off",
            Reason.PUSH_SWITCHED_OFF,
            lambda case: case.message.offline_push.push_flag == 1,
            Source("Tencent IM message format", "OfflinePushInfo PushFlag"),
        ),
        Rule(
            "im.no_push_text",
            Reason.NO_PUSH_TEXT,
            lambda case: not push_text(case.message),
            Source("Tencent IM message format", "TIMCustomElem Desc"),
        ),
        RECALLED,
        DISCARDED,
        Rule(
            "im.not_notified",
            Reason.NOT_NOTIFIED,
            lambda case: case.option is ReceiveOption.NOT_NOTIFY,
            Source(_OPTIONS, "AcceptNotNotify"),
        ),
        Rule(
            "im.group_type_not_notified",
            Reason.NOT_NOTIFIED,
            lambda case: case.is_silent_group,
            Source("Tencent IM group system", "receive options"),
        ),
        Rule(
            "im.login_failed",
            Reason.LOGIN_FAILED,
            lambda case: case.session.ended is Ended.NEVER_BEGAN,
            Source("Tencent IM online state management", "6.1"),
        ),
        LOGGED_OUT,
        KICKED,
        Rule(
            "im.session_expired",
            Reason.SESSION_EXPIRED,
            lambda case: case.session.is_expired(case.now_ms),
            Source("Tencent IM online state management", "6.1"),
        ),
        Rule(
            "im.dead_link",
            Reason.DEAD_LINK,
            lambda case: case.is_online and not case.link_is_alive,
            Source("Tencent IM online state management", "6.1", ("C21",), Grade.ASSUMED),
        ),
        Rule(
            "im.online_instead",
            Reason.ONLINE_INSTEAD,
            lambda case: case.is_online and case.link_is_alive,
            Source("vivo guide", "flow 6", ("C18", "C24")),
        ),
        Rule(
            "im.token_taken_over",
            Reason.TOKEN_TAKEN_OVER,
            lambda case: case.binding is not None and case.binding.ended == Reason.TOKEN_TAKEN_OVER,
            Source("Tencent IM online state management", "6.1", ("C32",), Grade.ASSUMED),
        ),
        Rule(
            "im.no_token",
            Reason.NO_TOKEN,
            _no_token,
            Source("vivo guide", "step 4", ("C02", "C13", "C14", "C15", "C24")),
        ),
        Rule(
            "im.certificate_unknown",
            Reason.CERTIFICATE_UNKNOWN,
            _certificate_unknown,
            Source("vivo guide", "step 4", ("C02", "C25")),
        ),
        Rule(
            "im.certificate_of_other_vendor",
            Reason.CERTIFICATE_OF_OTHER_VENDOR,
            _other_vendor,
            Source("vivo guide", "step 4", ("C02", "C31")),
        ),
        Rule(
            "im.certificate_not_in_effect",
            Reason.CERTIFICATE_NOT_IN_EFFECT,
            _not_in_effect,
            Source("vivo guide", "step 2", ("C03",)),
        ),
    ),
)
"""What IM checks for one message to one phone, in the order of the documents."""

_ABOUT_THE_TOKEN = frozenset(
    {
        Reason.LOGGED_OUT,
        Reason.KICKED,
        Reason.TOKEN_TAKEN_OVER,
        Reason.NO_TOKEN,
        Reason.CERTIFICATE_UNKNOWN,
        Reason.CERTIFICATE_OF_OTHER_VENDOR,
        Reason.CERTIFICATE_NOT_IN_EFFECT,
    }
)
TEST_PUSH: Decision[OfflineCase] = Decision(
    "im.test_push", tuple(rule for rule in OFFLINE_DECISION.rules if rule.reason in _ABOUT_THE_TOKEN)
)
"""What the console's test tool checks: it pushes to the bound token, whatever the app's state."""
