"""Webhooks: what IM tells the customer's server, and asks it before it takes a message."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
from msgspec.structs import replace

from simulator.im import codes
from simulator.im.codes import ImCode
from simulator.im.push_log import push_ref
from simulator.im.push_text import ELEMENT_TYPES
from simulator.kernel.environment import Environment
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind, Outcome
from simulator.kernel.units import SECOND_MS
from simulator.network.faults import Broken
from simulator.network.http import Request, Response
from simulator.network.link import Link
from simulator.push.message import Element, Message
from simulator.push.platform import Platform, is_at_least
from simulator.push.reason import Reason

_DOCUMENT = "Tencent IM webhooks"

PATIENCE_MS = Fact("im.webhook_patience_ms", 2 * SECOND_MS, Source(_DOCUMENT, "timeout"))
"""How long IM waits for the customer's server."""
RETRIES = Fact("im.webhook_retries", 2, Source(_DOCUMENT, "retry", grade=Grade.ASSUMED))
"""How often an after-webhook is posted again where the console has retries switched on; no document gives a number."""
ONE_EVENT_SINCE = Fact(
    "im.webhook_one_event_since", {"native": "5.6.1200", "Web": "2.14.0"}, Source(_DOCUMENT, "State.StateChange")
)
"""SDKs from which on a login that kicks others is told once, with those it kicked."""
OWN_CODES = range(120_001, 130_001)
"""Codes of the customer's own that a sender is told as they are."""
SILENT = -1
"""Stands for an answer that did not come, or was none."""

STATE_CHANGE = "State.StateChange"
C2C_BEFORE = "C2C.CallbackBeforeSendMsg"
C2C_AFTER = "C2C.CallbackAfterSendMsg"
GROUP_BEFORE = "Group.CallbackBeforeSendMsg"
GROUP_AFTER = "Group.CallbackAfterSendMsg"
OFFLINE_PUSH = "Push.OfflinePush"
ALL_MEMBER_PUSH = "Push.AllMemberPush"
PUSH_RESULTS = frozenset({OFFLINE_PUSH, ALL_MEMBER_PUSH})
SENT_TO_VENDOR = 1
ARRIVED = 2
CLICKED = 3
REST_API = "RESTAPI"
"""What webhooks name as the platform of a message that was sent over REST."""

FORBID_BEFORE = "ForbidBeforeSendMsgCallback"
FORBID_AFTER = "ForbidAfterSendMsgCallback"

_CLIENT_IP = "203.0.113.10"
_JSON = (("Content-Type", "application/json"),)
_ALL_WELL = ImCode(0, "OK", Source(_DOCUMENT, "Push.OfflinePush"))
_encode = msgspec.json.encode


class WebhookSettings(msgspec.Struct, frozen=True):
    """What the console says about webhooks.

    Attributes:
        url: Of the customer's server.
        events: Commands that are switched on.
        token: Key of the signature; empty without one.
        blocks: A message is not delivered when the customer's server does not answer the webhook before it.
        retries: After-webhooks that were not answered are posted again.
    """

    url: str
    events: frozenset[str]
    token: str = ""
    blocks: bool = False
    retries: bool = False


class _Answer(msgspec.Struct):
    """The fields of the customer's answer that IM reads."""

    ErrorCode: int
    ErrorInfo: str = ""
    MsgBody: list[dict[str, Any]] | None = None
    CloudCustomData: str | None = None


_decode = msgspec.json.Decoder(_Answer).decode


class BeforeCase(msgspec.Struct, frozen=True):
    """What the customer's server said to a message.

    Attributes:
        code: Its `ErrorCode`; `SILENT` for no proper answer.
        blocks: No answer counts as a no.
    """

    code: int
    blocks: bool

    @property
    def is_own(self) -> bool:
        """Whether the customer's server made the code up, which it may."""
        return self.code in OWN_CODES


def _rule(
    name: str, answer: ImCode, says_no: Callable[[BeforeCase], bool], grade: Grade = Grade.DOCUMENTED
) -> Rule[BeforeCase]:
    source = Source(_DOCUMENT, "before a message is sent", grade=grade)
    return Rule(f"im.webhook.{name}", Reason.STOPPED_BY_WEBHOOK, says_no, source, answer)


BEFORE_SENDING: Decision[BeforeCase] = Decision(
    "im.webhook",
    (
        _rule("unanswered", codes.WEBHOOK_FAILED, lambda case: case.code == SILENT and case.blocks),
        # A silent drop: the sender is told that all went well.
        _rule("dropped", codes.OK, lambda case: case.code == 2),
        _rule("own_code", codes.REJECTED_BY_WEBHOOK, lambda case: case.is_own),
        _rule("rejected", codes.REJECTED_BY_WEBHOOK, lambda case: case.code == 1),
        _rule(
            "other_code",
            codes.REJECTED_BY_WEBHOOK,
            lambda case: case.code not in {SILENT, 0, 1, 2} and case.code not in OWN_CODES,
            Grade.ASSUMED,
        ),
    ),
)
"""What decides whether a message passes the webhook before it."""


class Admission(msgspec.Struct, frozen=True):
    """What became of a message at the webhook before it.

    Attributes:
        message: With the body that the customer's server gave it, if it gave one.
        took_ms: How long its answer took; the message goes on so much later.
        stop: The case that a rule of `BEFORE_SENDING` stopped; `None` where none did.
        code: What the sender is told.
    """

    message: Message
    took_ms: int = 0
    stop: BeforeCase | None = None
    code: ImCode = codes.OK


class Webhooks:
    """Posts to the customer's server what the console has switched on; nothing without settings."""

    def __init__(
        self,
        settings: WebhookSettings | None,
        env: Environment,
        *,
        sdk_app_id: int,
        link: Link | None,
    ) -> None:
        """Post over *link*."""
        self._settings = settings
        self._link = link
        self._sdk_app_id = sdk_app_id
        self._clock = env.clock
        self._scheduler = env.scheduler
        self._trace = env.trace
        self._rules = env.rules

    # -- after the fact -----------------------------------------------------------------------------------------------

    def tell(self, command: str, body: Mapping[str, Any], *, platform: str = "", is_plain: bool = False) -> None:
        """Post *body* if *command* is switched on; nobody waits for the answer.

        Args:
            command: As `CallbackCommand` has it.
            body: As it is sent.
            platform: What the event is about, as webhooks name it.
            is_plain: The address names the app, the command and the format alone.
        """
        settings = self._settings
        if settings is None or command not in settings.events:
            return
        go_back = self._trace.branch()
        request = self._request(settings, command, body, platform, is_plain=is_plain)
        self._post(command, request, RETRIES.value if settings.retries else 0)
        go_back()

    def _post(self, command: str, request: Request, retries_left: int) -> None:
        assert self._link is not None
        is_over = False

        def end(why: str) -> None:
            nonlocal is_over
            if is_over:
                # An answer that comes behind the deadline changes nothing any more.
                return
            is_over = True
            if why and retries_left:
                self._post(command, request, retries_left - 1)
            elif why:
                self._write_silence(command, why)

        def answered(answer: Response | Broken) -> None:
            end("" if _read(answer) is not None else _what_is_wrong(answer))

        self._link.call(request, answered)
        self._scheduler.after(PATIENCE_MS.value, lambda: end("timeout"))

    def _write_silence(self, command: str, why: str) -> None:
        data = {"command": command, "why": why}
        self._trace.write(
            "im", Kind.STATE, "webhook_unanswered", outcome=Outcome.REFUSED, rule=PATIENCE_MS.name, data=data
        )

    # -- before a message ---------------------------------------------------------------------------------------------

    def before(
        self, message: Message, *, group_type: str = "", platform: str, forbidden: Sequence[str] = ()
    ) -> Admission:
        """Ask the customer's server about *message* where that is switched on and not *forbidden* by its sender.

        Differs: the sender's own request is answered as if no time had passed meanwhile; the message itself waits.
        """
        command = GROUP_BEFORE if message.group else C2C_BEFORE
        settings = self._settings
        if settings is None or command not in settings.events or FORBID_BEFORE in forbidden:
            return Admission(message)
        assert self._link is not None
        body = self._body(command, message, group_type)
        request = self._request(settings, command, body, platform)
        answer, took_ms = self._link.call_at_once(request, patience_ms=PATIENCE_MS.value)
        said = _read(answer)
        if said is None:
            self._write_silence(command, _what_is_wrong(answer))
        code = SILENT if said is None else said.ErrorCode
        case = BeforeCase(code, settings.blocks)
        rule = self._rules.first_no(BEFORE_SENDING, case)
        if rule is not None:
            return Admission(message, took_ms, case, _told(rule, said, is_group=bool(message.group)))
        return Admission(_changed(message, said), took_ms)

    # -- after a message ----------------------------------------------------------------------------------------------

    def after(
        self,
        message: Message,
        *,
        group_type: str = "",
        platform: str,
        forbidden: Sequence[str] = (),
        unread: int = 0,
        code: ImCode = codes.OK,
    ) -> None:
        """Tell the customer's server that *message* was sent, or that *code* kept it from being so."""
        if not self.is_on or FORBID_AFTER in forbidden:
            return
        command = GROUP_AFTER if message.group else C2C_AFTER
        body: dict[str, Any] = dict(self._body(command, message, group_type))
        if not message.group:
            body["SendMsgResult"] = code.code
            body["ErrorInfo"] = code.text or "send msg succeed"
            body["UnreadMsgNum"] = -1 if code.code else unread
        self.tell(command, {**body, "EventTime": self._clock.epoch_ms}, platform=platform)

    @property
    def is_on(self) -> bool:
        """Whether anything at all is posted."""
        return self._settings is not None

    @property
    def wants_pushes(self) -> bool:
        """Whether the customer is told what becomes of pushes."""
        return self._settings is not None and not PUSH_RESULTS.isdisjoint(self._settings.events)

    def push_reported(self, push_id: int, message: Message, *, push_platform: int, stage: int) -> None:
        """Tell the customer's server what the vendor told of the push of *message*: that it arrived, or was tapped."""
        self._tell_push(push_id, message, push_platform, _ALL_WELL, stage)

    def push_sent(self, push_id: int, message: Message, *, push_platform: int, code: ImCode) -> None:
        """Tell the customer's server how the vendor took the push of *message*."""
        self._tell_push(push_id, message, push_platform, code, SENT_TO_VENDOR)

    def pushed_in_app(self, message: Message) -> None:
        """Tell the customer's server that *message* of a push to many users went to an app that is online."""
        if message.task is not None:
            self._tell_push(0, message, 0, _ALL_WELL, SENT_TO_VENDOR, event_type=2)

    def _tell_push(
        self, push_id: int, message: Message, push_platform: int, code: ImCode, stage: int, *, event_type: int = 1
    ) -> None:
        if not self.is_on:
            return
        task = message.task
        command = OFFLINE_PUSH if task is None else ALL_MEMBER_PUSH
        event: dict[str, Any] = {
            "CallbackCommand": command,
            "EventType": 2 if message.group else event_type,
            "EventTime": self._clock.epoch_s,
            "To_Account": message.to,
            "PushPlatform": push_platform,
            "PushStage": stage,
            "ErrCode": code.code,
            "ErrInfo": code.text,
        }
        if task is not None:
            event |= {"TaskId": task.task_id, "TaskTime": task.begun_s}
            event |= {"DataId": task.data_id} if task.data_id else {}
        else:
            event |= {
                "From_Account": message.sender,
                **({"GroupID": message.group} if message.group else {"MsgKey": message.key}),
                "MsgSeq": _seq_of(message),
                "MsgRandom": message.random,
                "MsgTime": self._clock.epoch_s,
                "PushID": push_ref(self._sdk_app_id, message, push_id),
            }
        self.tell(command, {"Events": [event]}, is_plain=True)

    # -- logins -------------------------------------------------------------------------------------------------------

    def state_changed(
        self, user: str, platform: Platform, action: str, reason: str, *, kicked: Sequence[Platform] = ()
    ) -> None:
        """Tell the customer's server that a client of *user* has logged in or out, or is gone."""
        if not self.is_on:
            return
        body: dict[str, Any] = {
            "CallbackCommand": STATE_CHANGE,
            "EventTime": self._clock.epoch_ms,
            "Info": {"Action": action, "To_Account": user, "Reason": reason},
        }
        if kicked:
            body["KickedDevice"] = [{"Platform": opt_platform(device)} for device in kicked]
        self.tell(STATE_CHANGE, body, platform="IOS" if platform is Platform.IPHONE else opt_platform(platform))

    # -- requests -----------------------------------------------------------------------------------------------------

    def _body(self, command: str, message: Message, group_type: str) -> Mapping[str, Any]:
        common = {
            "CallbackCommand": command,
            "From_Account": message.sender,
            "MsgTime": self._clock.epoch_s,
            "OnlineOnlyFlag": int(message.online_only),
            "MsgBody": [{"MsgType": one.type, "MsgContent": one.content} for one in message.elements],
            "CloudCustomData": message.cloud_custom_data,
        }
        if message.group:
            return {
                **common,
                "GroupId": message.group,
                "Type": group_type,
                "Operator_Account": message.sender,
                "Random": message.random,
                **({"MsgSeq": _seq_of(message)} if command == GROUP_AFTER else {}),
            }
        return {
            **common,
            "To_Account": message.to,
            "MsgSeq": _seq_of(message),
            "MsgRandom": message.random,
            "MsgKey": message.key,
        }

    def _request(
        self, settings: WebhookSettings, command: str, body: Mapping[str, Any], platform: str, *, is_plain: bool = False
    ) -> Request:
        query = {"SdkAppid": str(self._sdk_app_id), "CallbackCommand": command, "contenttype": "json"}
        if not is_plain:
            query |= {"ClientIP": _CLIENT_IP, "OptPlatform": platform or "Unknown"}
        if not is_plain and settings.token:
            request_time = str(self._clock.epoch_s)
            query |= {"Sign": signature(settings.token, request_time), "RequestTime": request_time}
        url = urlsplit(settings.url)
        # The console's address may have parameters of its own.
        text = "&".join(part for part in (url.query, urlencode(query)) if part)
        return Request("POST", url.hostname or "", url.path or "/", text, _JSON, _encode(body))


def signature(token: str, request_time: str) -> str:
    """Return the `Sign` of a webhook posted at the Unix second *request_time*."""
    return hashlib.sha256(f"{token}{request_time}".encode()).hexdigest()


def has_one_event(platform: Platform, sdk_version: str) -> bool:
    """Return whether the kick of a client is told together with the login that kicked it, and not by itself too."""
    return is_at_least(sdk_version, ONE_EVENT_SINCE.value["Web" if platform is Platform.WEB else "native"])


def opt_platform(platform: Platform | None) -> str:
    """Return how webhooks name *platform*; `None` stands for one that nobody knows."""
    return {None: "Unknown", Platform.IPHONE: "iOS"}.get(platform) or str(platform)


def _seq_of(message: Message) -> int:
    """Return the first number of a `MsgKey`; the key of a message to a group is that number alone."""
    first, _, _ = message.key.partition("_")
    return int(first) if first.isdecimal() else 0


def _read(answer: Response | Broken) -> _Answer | None:
    """Return what the customer's server said; `None` where it said nothing that IM takes for an answer."""
    if isinstance(answer, Broken) or answer.status != 200:
        return None
    try:
        return _decode(answer.body)
    except msgspec.DecodeError:
        return None


def _what_is_wrong(answer: Response | Broken) -> str:
    if isinstance(answer, Broken):
        return answer.kind.value
    return "no answer of a webhook" if answer.status == 200 else f"HTTP {answer.status}"


def _told(rule: Rule[BeforeCase], said: _Answer | None, *, is_group: bool) -> ImCode:
    """Return what the sender of a message hears that *rule* stopped."""
    code = rule.answer_as(ImCode)
    if said is not None and said.ErrorCode in OWN_CODES:
        return ImCode(said.ErrorCode, said.ErrorInfo, code.source)
    return codes.GROUP_REJECTED_BY_WEBHOOK if is_group and code is codes.REJECTED_BY_WEBHOOK else code


def _changed(message: Message, said: _Answer | None) -> Message:
    """Return *message* as the customer's server has changed it."""
    if said is None:
        return message
    elements = [
        Element(item["MsgType"], item["MsgContent"])
        for item in said.MsgBody or ()
        if item.get("MsgType") in ELEMENT_TYPES and isinstance(item.get("MsgContent"), dict)
    ]
    if elements:
        message = replace(message, elements=tuple(elements))
    if said.CloudCustomData is not None:
        message = replace(message, cloud_custom_data=said.CloudCustomData)
    return message
