"""The IM REST API: `POST /v4/<service>/<command>`, its common checks and the commands built so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any
from urllib.parse import parse_qs

import msgspec

from simulator.im import codes
from simulator.im.codes import ImCode
from simulator.im.push_text import ELEMENT_TYPES
from simulator.im.server import ImServer
from simulator.im.sessions import State
from simulator.kernel.rule import Decision, Rule, Rulebook
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind, Outcome, Trace
from simulator.network.http import Request, Response
from simulator.push.message import Element, Message, OfflinePushInfo
from simulator.push.reason import Reason

HOST = "console.tim.qq.com"

_DOCUMENT = "Tencent IM REST API"
BODY_BYTES_MAX = Fact("im.rest_body_bytes_max", 12 * 1024, Source(_DOCUMENT, "93000"))
LIFE_TIME_S_MAX = Fact("im.life_time_s_max", 604_800, Source(_DOCUMENT, "sendmsg"))
_UINT32_MAX = 2**32 - 1

_HEADERS = (
    ("Content-Type", "application/json"),
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Headers", "X-Requested-With"),
    ("Access-Control-Allow-Methods", "POST"),
)

_encode = msgspec.json.encode
_decode = msgspec.json.decode


class RestRefused(Exception):
    """A command cannot be carried out.

    Attributes:
        code: What the caller is told.
    """

    def __init__(self, code: ImCode) -> None:
        """Keep the *code*."""
        super().__init__(code.text)
        self.code = code


Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GatewayCase:
    """A call before its body is looked at.

    Attributes:
        query: First value of each parameter.
        commands: The paths there are.
    """

    request: Request
    query: Mapping[str, str]
    server: ImServer
    commands: frozenset[str]
    body: object

    def lacks(self, name: str) -> bool:
        """Return whether the parameter *name* is missing or empty."""
        return not self.query.get(name)


def _gateway(name: str, code: ImCode, says_no: Callable[[GatewayCase], bool]) -> Rule[GatewayCase]:
    # Assumed: the order of the checks; no document gives it.
    return Rule(f"im.rest.{name}", Reason.INVALID_REQUEST, says_no, Source(_DOCUMENT, "1.3", grade=Grade.ASSUMED), code)


GATEWAY = Decision(
    "im.rest.gateway",
    (
        _gateway("not_post", codes.URL_MALFORMED, lambda case: case.request.method != "POST"),
        _gateway("path_unknown", codes.RESOURCE_UNKNOWN, lambda case: case.request.path not in case.commands),
        _gateway("app_missing", codes.SDK_APP_ID_MISSING, lambda case: case.lacks("sdkappid")),
        _gateway(
            "app_unknown",
            codes.SDK_APP_ID_UNKNOWN,
            lambda case: case.query["sdkappid"] != str(case.server.sdk_app_id),
        ),
        _gateway("content_type_missing", codes.FORMAT_WRONG, lambda case: case.query.get("contenttype") != "json"),
        _gateway("identifier_missing", codes.IDENTIFIER_MISSING, lambda case: case.lacks("identifier")),
        _gateway("sig_missing", codes.USER_SIG_MISSING, lambda case: "usersig" not in case.query),
    ),
)
AFTER_SIG = Decision(
    "im.rest.after_sig",
    (
        _gateway("not_admin", codes.NOT_ADMIN, lambda case: case.query["identifier"] not in case.server.admins),
        _gateway("body_too_long", codes.BODY_TOO_LONG, lambda case: len(case.request.body) > BODY_BYTES_MAX.value),
        _gateway("body_not_json", codes.JSON_PARSE_FAILED, lambda case: not isinstance(case.body, dict)),
    ),
)


class RestApi:
    """Answers REST calls for one IM app."""

    def __init__(self, server: ImServer, *, trace: Trace, rules: Rulebook, scheduler: Scheduler) -> None:
        """Serve *server*."""
        self._server = server
        self._trace = trace
        self._rules = rules
        self._scheduler = scheduler
        self._sent: dict[tuple[str, str, int, int, int], Mapping[str, Any]] = {}
        self._commands: Mapping[str, Callable[[Body], Mapping[str, Any]]] = {
            "/v4/openim/sendmsg": self._send_msg,
            "/v4/openim/query_online_status": self._query_online_status,
            "/v4/openim/querystate": self._query_online_status,
            "/v4/im_open_login_svc/account_import": self._account_import,
            "/v4/im_open_login_svc/kick": self._kick,
        }

    def handle(self, request: Request) -> Response:
        """Answer one call; every result, errors included, is HTTP 200."""
        refusal = self._refuse(request)
        if refusal is not None:
            return _error(refusal)
        body = _decode(request.body)
        try:
            extras = self._commands[request.path](body)
        except RestRefused as refused:
            return _error(refused.code)
        return Response(200, _HEADERS, _encode({"ActionStatus": "OK", "ErrorInfo": "", "ErrorCode": 0, **extras}))

    def _refuse(self, request: Request) -> ImCode | None:
        query = {name: values[0] for name, values in parse_qs(request.query, keep_blank_values=True).items()}
        case = GatewayCase(request, query, self._server, frozenset(self._commands), _json_or_none(request.body))
        refusal = self._rules.first_no(GATEWAY, case)
        if refusal is None:
            sig_refusal = self._server.check_sig(query["identifier"], query["usersig"])
            if sig_refusal is not None:
                self._write(request, sig_refusal.reason, sig_refusal.name)
                return _code_of(sig_refusal.answer)
            refusal = self._rules.first_no(AFTER_SIG, case)
        if refusal is None:
            return None
        self._write(request, refusal.reason, refusal.name)
        return _code_of(refusal.answer)

    def _write(self, request: Request, reason: str, rule: str) -> None:
        nearest = get_close_matches(request.path, self._commands, n=3)
        self._trace.write(
            "im",
            Kind.STATE,
            "rest_refused",
            outcome=Outcome.REFUSED,
            reason=reason,
            rule=rule,
            data={"path": request.path, **({} if request.path in self._commands else {"nearest": tuple(nearest)})},
        )

    # -- commands ---------------------------------------------------------------------------------------------------

    def _send_msg(self, body: Body) -> Mapping[str, Any]:
        message, random, seq = self._read_message(body)
        now_s = self._server.clock.epoch_s
        identity = (message.sender, message.to, random, seq, now_s)
        if identity in self._sent:
            return self._sent[identity]
        key = f"{seq}_{random}_{now_s}"
        answer = {"MsgTime": now_s, "MsgKey": key}
        self._sent[identity] = answer
        self._scheduler.after(0, lambda: self._server.deliver(replace(message, key=key)))
        return answer

    def _read_message(self, body: Body) -> tuple[Message, int, int]:
        """Check the fields of `sendmsg` in the order in which the document lists their codes."""
        to = body.get("To_Account")
        _demand(isinstance(to, str) and bool(to), codes.TO_ACCOUNT_WRONG)
        _demand(to in self._server.accounts, codes.NO_SUCH_USER)
        sender = body.get("From_Account", self._server.admins[0])
        _demand(isinstance(sender, str) and sender in self._server.accounts, codes.FROM_ACCOUNT_WRONG)
        random, seq = body.get("MsgRandom"), body.get("MsgSeq", 0)
        _demand(_is_uint32(random), codes.MSG_RANDOM_WRONG)
        _demand(_is_uint32(seq), codes.MSG_RANDOM_WRONG)
        _demand(_is_int(body.get("SyncOtherMachine", 1)), codes.SYNC_OTHER_MACHINE_WRONG)
        life_time = body.get("MsgLifeTime", LIFE_TIME_S_MAX.value)
        _demand(_is_int(life_time), codes.LIFE_TIME_NOT_A_NUMBER)
        _demand(life_time >= 0, codes.LIFE_TIME_WRONG)
        online_only = life_time == 0 or body.get("OnlineOnlyFlag") == 1
        message = Message(
            str(sender),
            str(to),
            _read_elements(body.get("MsgBody")),
            online_only,
            _read_offline_push(body.get("OfflinePushInfo")),
        )
        assert isinstance(random, int)
        return message, random, seq

    def _query_online_status(self, body: Body) -> Mapping[str, Any]:
        accounts = body.get("To_Account")
        if not isinstance(accounts, list) or not all(isinstance(account, str) for account in accounts):
            raise RestRefused(codes.TO_ACCOUNT_WRONG)
        known = [account for account in accounts if account in self._server.accounts]
        unknown = [account for account in accounts if account not in self._server.accounts]
        result = [
            {"To_Account": account, "State": state, "Status": state} for account, state in map(self._state, known)
        ]
        errors = [{"To_Account": account, "ErrorCode": codes.ACCOUNT_UNKNOWN.code} for account in unknown]
        return {"QueryResult": result, **({"ErrorList": errors} if errors else {})}

    def _state(self, account: str) -> tuple[str, State]:
        now_ms = self._scheduler.now_ms
        states = {session.state(now_ms) for session in self._server.sessions.of_user(account)}
        for state in (State.ONLINE, State.PUSH_ONLINE):
            if state in states:
                return account, state
        return account, State.OFFLINE

    def _account_import(self, body: Body) -> Mapping[str, Any]:
        user = body.get("UserID", body.get("Identifier"))
        if not isinstance(user, str) or not 0 < len(user.encode()) <= 32:
            raise RestRefused(codes.PARAMETER_ILLEGAL)
        self._server.accounts.add(user)
        return {}

    def _kick(self, body: Body) -> Mapping[str, Any]:
        user = body.get("UserID", body.get("Identifier"))
        if not isinstance(user, str):
            raise RestRefused(codes.PARAMETER_ILLEGAL)
        if user not in self._server.accounts:
            raise RestRefused(codes.ACCOUNT_UNKNOWN)
        self._scheduler.after(0, lambda: self._server.kick_user(user))
        return {}


def _error(code: ImCode) -> Response:
    return Response(200, _HEADERS, _encode({"ActionStatus": "FAIL", "ErrorInfo": code.text, "ErrorCode": code.code}))


def _code_of(answer: object) -> ImCode:
    assert isinstance(answer, ImCode)
    return answer


def _json_or_none(body: bytes) -> object:
    try:
        return _decode(body)
    except msgspec.DecodeError:
        return None


def _demand(holds: bool, code: ImCode) -> None:  # noqa: FBT001  # reads as a sentence at its callers
    """Refuse the call with *code* unless *holds*.

    Raises:
        RestRefused: It does not.
    """
    if not holds:
        raise RestRefused(code)


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_uint32(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _UINT32_MAX


def _read_elements(body: object) -> tuple[Element, ...]:
    """Read `MsgBody`.

    Raises:
        RestRefused: It is not an array of elements.
    """
    if not isinstance(body, list):
        raise RestRefused(codes.MSG_BODY_NOT_ARRAY)
    if not body:
        raise RestRefused(codes.MSG_BODY_WRONG)
    return tuple(map(_read_element, body))


def _read_element(element: object) -> Element:
    """Read one element.

    Raises:
        RestRefused: It has no known type or no content.
    """
    if not isinstance(element, dict):
        raise RestRefused(codes.ELEMENT_WRONG)
    kind, content = element.get("MsgType"), element.get("MsgContent")
    if kind not in ELEMENT_TYPES or not isinstance(content, dict):
        raise RestRefused(codes.ELEMENT_WRONG)
    return Element(str(kind), content)


def _read_offline_push(info: object) -> OfflinePushInfo:
    """Read `OfflinePushInfo`; absent and `null` are the same.

    Raises:
        RestRefused: It is not an object, or a field of it has the wrong type.
    """
    if info is None:
        return OfflinePushInfo()
    if not isinstance(info, dict):
        raise RestRefused(codes.OFFLINE_PUSH_WRONG)
    texts = {name: info.get(name) or "" for name in ("Title", "Desc")}
    ext, flag, android = info.get("Ext"), info.get("PushFlag", 0), info.get("AndroidInfo") or {}
    fits = (
        all(isinstance(text, str) for text in texts.values())
        and (ext is None or isinstance(ext, str))
        and flag in {0, 1}
        and isinstance(android, dict)
    )
    if not fits:
        raise RestRefused(codes.OFFLINE_PUSH_WRONG)
    return OfflinePushInfo(flag, texts["Title"], texts["Desc"], ext, android)
