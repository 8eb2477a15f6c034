"""The IM REST API: `POST /v4/<service>/<command>`, its common checks and the commands built so far."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar
from urllib.parse import parse_qs

import msgspec

from simulator.im import codes
from simulator.im.codes import ImCode
from simulator.im.rest_messages import (
    BATCH_SEND_MSG,
    SEND_MSG,
    Body,
    Draft,
    SendCase,
    read_draft,
    receivers,
)
from simulator.im.server import ImServer
from simulator.im.sessions import State
from simulator.kernel.rule import Decision, Rule, Rulebook
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind, Trace
from simulator.network.http import Request, Response
from simulator.push.reason import Reason

HOST = "console.tim.qq.com"

_DOCUMENT = "Tencent IM REST API"

CALLS_PER_SECOND_MAX = Fact("im.rest_calls_per_second_max", 200, Source(_DOCUMENT, "frequency limits"))
"""Of one command."""
CHECKS_PER_SECOND_MAX = Fact("im.rest_checks_per_second_max", 100, Source(_DOCUMENT, "account_check"))
ONLINE_QUERY_MAX = Fact("im.rest_online_query_max", 500, Source(_DOCUMENT, "query_online_status"))
ACCOUNT_CHECK_MAX = Fact("im.rest_account_check_max", 100, Source(_DOCUMENT, "account_check"))
USER_ID_BYTES_MAX = Fact("im.user_id_bytes_max", 32, Source(_DOCUMENT, "account_import"))

_HEADERS = (
    ("Content-Type", "application/json"),
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Headers", "X-Requested-With"),
    ("Access-Control-Allow-Methods", "POST"),
)
_PATH = re.compile(r"/v4/[^/]+/[^/]+")
_OPENIM = "/v4/openim/"

_encode = msgspec.json.encode
_decode = msgspec.json.decode

CaseT = TypeVar("CaseT")
Answer = Mapping[str, Any]


class GatewayCase(msgspec.Struct, frozen=True):
    """A call before its command looks at it.

    Attributes:
        query: First value of each parameter.
        commands: The paths there are, each with how often a second it may be called.
        body: As JSON; `None` when it is none.
        calls_this_second: Of this command, this one not counted.
    """

    request: Request
    query: Mapping[str, str]
    server: ImServer
    commands: Mapping[str, int]
    body: object
    calls_this_second: int

    @property
    def is_openim(self) -> bool:
        """Whether the call is for the message service, which has its own codes."""
        return self.request.path.startswith(_OPENIM)

    def lacks(self, name: str) -> bool:
        """Return whether the parameter *name* is missing or empty."""
        return not self.query.get(name)


def _gateway(
    name: str, code: ImCode, says_no: Callable[[GatewayCase], bool], reason: Reason = Reason.INVALID_REQUEST
) -> Rule[GatewayCase]:
    # Assumed: the order of the checks; no document gives it.
    return Rule(f"im.rest.{name}", reason, says_no, Source(_DOCUMENT, "1.3", grade=Grade.ASSUMED), code)


GATEWAY: Decision[GatewayCase] = Decision(
    "im.rest.gateway",
    (
        _gateway("not_post", codes.URL_MALFORMED, lambda case: case.request.method != "POST"),
        _gateway("path_malformed", codes.URL_MALFORMED, lambda case: _PATH.fullmatch(case.request.path) is None),
        _gateway("path_unknown", codes.RESOURCE_UNKNOWN, lambda case: case.request.path not in case.commands),
        _gateway("app_missing", codes.SDK_APP_ID_MISSING, lambda case: case.lacks("sdkappid")),
        _gateway(
            "app_unknown",
            codes.SDK_APP_ID_UNKNOWN,
            lambda case: case.query.get("sdkappid") != str(case.server.sdk_app_id),
        ),
        _gateway("content_type_missing", codes.FORMAT_WRONG, lambda case: case.query.get("contenttype") != "json"),
        _gateway("identifier_missing", codes.IDENTIFIER_MISSING, lambda case: case.lacks("identifier")),
        _gateway("sig_missing", codes.USER_SIG_MISSING, lambda case: "usersig" not in case.query),
    ),
)
"""What is asked before the UserSig is."""
AFTER_SIG: Decision[GatewayCase] = Decision(
    "im.rest.after_sig",
    (
        _gateway("not_admin", codes.NOT_ADMIN, lambda case: case.query.get("identifier") not in case.server.admins),
        _gateway(
            "body_not_json",
            codes.BODY_NOT_JSON,
            lambda case: not case.is_openim and not isinstance(case.body, dict),
        ),
        _gateway(
            "message_not_json",
            codes.JSON_PARSE_FAILED,
            lambda case: case.is_openim and not isinstance(case.body, dict),
        ),
        _gateway(
            "too_frequent",
            codes.TOO_FREQUENT,
            lambda case: case.calls_this_second >= case.commands.get(case.request.path, CALLS_PER_SECOND_MAX.value),
            Reason.FREQUENCY_CONTROL,
        ),
    ),
)
"""What is asked once the UserSig is known to be right."""


class CommandCase(msgspec.Struct, frozen=True):
    """The body of a call that is not a message."""

    body: Body
    server: ImServer

    @property
    def user(self) -> object:
        """The one user it is about, under its name of today or the old one."""
        return self.body.get("UserID", self.body.get("Identifier"))

    @property
    def accounts(self) -> object:
        """`To_Account`."""
        return self.body.get("To_Account")


def _command(name: str, code: ImCode, says_no: Callable[[CommandCase], bool]) -> Rule[CommandCase]:
    return Rule(f"im.rest.{name}", Reason.INVALID_REQUEST, says_no, code.source, code)


def _is_user_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.encode()) <= USER_ID_BYTES_MAX.value


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _checked(body: Body) -> list[str]:
    """Return the users of `CheckItem`; empty when there is anything else in it."""
    items = body.get("CheckItem")
    if not isinstance(items, list):
        return []
    users = [item.get("UserID") if isinstance(item, dict) else None for item in items]
    return _texts(users) if all(isinstance(user, str) for user in users) else []


_USER_WRONG = _command("user_id_wrong", codes.PARAMETER_ILLEGAL, lambda case: not _is_user_id(case.user))

ACCOUNT_IMPORT: Decision[CommandCase] = Decision("im.rest.account_import", (_USER_WRONG,))
KICK: Decision[CommandCase] = Decision(
    "im.rest.kick",
    (
        _USER_WRONG,
        _command("user_unknown", codes.ACCOUNT_UNKNOWN, lambda case: case.user not in case.server.accounts),
    ),
)
ACCOUNT_CHECK: Decision[CommandCase] = Decision(
    "im.rest.account_check",
    (
        _command("check_item_wrong", codes.PARAMETER_ILLEGAL, lambda case: not _checked(case.body)),
        _command(
            "check_item_too_long",
            codes.BATCH_COUNT_ILLEGAL,
            lambda case: len(_checked(case.body)) > ACCOUNT_CHECK_MAX.value,
        ),
    ),
)
ONLINE_QUERY: Decision[CommandCase] = Decision(
    "im.rest.online_query",
    (
        _command("no_accounts", codes.JSON_PARSE_FAILED, lambda case: not case.accounts),
        _command(
            "accounts_not_texts",
            codes.TO_ACCOUNT_WRONG,
            lambda case: (
                not isinstance(case.accounts, list) or any(not isinstance(account, str) for account in case.accounts)
            ),
        ),
        _command(
            "accounts_too_many",
            codes.TOO_MANY_ACCOUNTS,
            lambda case: len(_texts(case.accounts)) > ONLINE_QUERY_MAX.value,
        ),
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
        self._second = -1
        self._sent: dict[tuple[str, str, int, int], Answer] = {}
        self._called: dict[str, int] = {}
        self._commands: Mapping[str, Callable[[Request, Body], Answer]] = {
            "/v4/openim/sendmsg": self._send_msg,
            "/v4/openim/batchsendmsg": self._batch_send_msg,
            "/v4/openim/query_online_status": self._query_online_status,
            "/v4/openim/querystate": self._query_online_status,
            "/v4/im_open_login_svc/account_import": self._account_import,
            "/v4/im_open_login_svc/account_check": self._account_check,
            "/v4/im_open_login_svc/kick": self._kick,
        }
        self._limits = dict.fromkeys(self._commands, CALLS_PER_SECOND_MAX.value)
        self._limits["/v4/im_open_login_svc/account_check"] = CHECKS_PER_SECOND_MAX.value

    def handle(self, request: Request) -> Response:
        """Answer one call; every result, errors included, is HTTP 200."""
        self._turn_second()
        body = _json_or_none(request.body)
        refusal = self._refuse(request, body)
        if refusal is not None:
            return _answered(_failed(refusal))
        self._called[request.path] = self._called.get(request.path, 0) + 1
        run = self._commands.get(request.path)
        answer = {} if run is None else run(request, body if isinstance(body, dict) else {})
        return _answered({"ActionStatus": "OK", "ErrorInfo": "", "ErrorCode": 0, **answer})

    def _turn_second(self) -> None:
        """Forget what only counts within one second, once it is over."""
        now_s = self._server.clock.epoch_s
        if now_s != self._second:
            self._second = now_s
            self._sent.clear()
            self._called.clear()

    def _refuse(self, request: Request, body: object) -> ImCode | None:
        query = {name: values[0] for name, values in parse_qs(request.query, keep_blank_values=True).items()}
        called = self._called.get(request.path, 0)
        case = GatewayCase(request, query, self._server, self._limits, body, called)
        refusal = self._rules.first_no(GATEWAY, case)
        if refusal is not None:
            return self._refused(request, refusal)
        sig_refusal = self._server.check_sig(query.get("identifier", ""), query.get("usersig", ""))
        if sig_refusal is not None:
            return self._refused(request, sig_refusal)
        refusal = self._rules.first_no(AFTER_SIG, case)
        return None if refusal is None else self._refused(request, refusal)

    def _refused(self, request: Request, rule: Rule[CaseT]) -> ImCode:
        """Record that *rule* refused the call; return what the caller is told."""
        code = rule.answer
        assert isinstance(code, ImCode)
        data: dict[str, object] = {"path": request.path, "code": code.code}
        if request.path not in self._commands:
            data["nearest"] = tuple(get_close_matches(request.path, self._commands, n=3))
        self._trace.refuse(
            "im",
            Kind.STATE,
            "rest_refused",
            rule,
            data=data,
        )
        return code

    def _no_of(self, decision: Decision[CaseT], case: CaseT, request: Request) -> Answer | None:
        """Return the answer of the first rule that refuses *case*; `None` when none does."""
        rule = self._rules.first_no(decision, case)
        return None if rule is None else _failed(self._refused(request, rule))

    # -- messages ---------------------------------------------------------------------------------------------------

    def _send_msg(self, request: Request, body: Body) -> Answer:
        case = SendCase(body, self._server.accounts, len(request.body), self._server.android_info)
        draft = read_draft(body, self._server.admins[0])
        return self._no_of(SEND_MSG, case, request) or self._send(draft, str(body.get("To_Account", "")))

    def _send(self, draft: Draft, to: str) -> Answer:
        """Send *draft* to one user, unless the very same message was sent in this second."""
        now_s = self._second
        identity = (draft.sender, to, draft.random, draft.seq)
        known = self._sent.get(identity)
        if known is not None:
            return known
        message = draft.to(to, now_s=now_s)
        self._scheduler.after(0, lambda: self._server.deliver(message, kept_ms=draft.kept_ms))
        answer = self._sent[identity] = {"MsgTime": now_s, "MsgKey": message.key}
        return answer

    def _batch_send_msg(self, request: Request, body: Body) -> Answer:
        message = {name: value for name, value in body.items() if name != "To_Account"}
        case = SendCase(body, self._server.accounts, len(_encode(message)), self._server.android_info)
        refusal = self._no_of(BATCH_SEND_MSG, case, request)
        if refusal is not None:
            return refusal
        draft = read_draft(body, self._server.admins[0])
        accounts = receivers(body)
        unknown = [account for account in accounts if account not in self._server.accounts]
        for account in accounts:
            if account in self._server.accounts:
                self._send(draft, account)
        answer: Answer = {"MsgKey": draft.key(self._second)}
        if not unknown:
            return answer
        return {"ActionStatus": "SomeError", **answer, "ErrorList": _error_list(unknown, codes.NO_SUCH_USER)}

    # -- online state -----------------------------------------------------------------------------------------------

    def _query_online_status(self, request: Request, body: Body) -> Answer:
        refusal = self._no_of(ONLINE_QUERY, CommandCase(body, self._server), request)
        if refusal is not None:
            return refusal
        accounts = _texts(body.get("To_Account"))
        known = [account for account in accounts if account in self._server.accounts]
        unknown = [account for account in accounts if account not in self._server.accounts]
        names = ("State", "Status") if request.path.endswith("querystate") else ("Status",)
        with_detail = body.get("IsNeedDetail") == 1
        result = [self._online_state(account, names, with_detail=with_detail) for account in known]
        answer: Answer = {"QueryResult": result}
        if unknown:
            answer = {**answer, "ErrorList": _error_list(unknown, codes.ACCOUNT_UNKNOWN)}
        # A call about several users fails only when it fails for all of them.
        return answer if known else {**_failed(codes.ACCOUNT_UNKNOWN), **answer}

    def _online_state(self, account: str, names: tuple[str, ...], *, with_detail: bool) -> Answer:
        now_ms = self._scheduler.now_ms
        sessions = [
            (session.platform, state)
            for session in self._server.sessions.of_user(account)
            if (state := session.state(now_ms)) is not State.OFFLINE
        ]
        states = {state for _, state in sessions}
        best = next((state for state in (State.ONLINE, State.PUSH_ONLINE) if state in states), State.OFFLINE)
        answer: Answer = {"To_Account": account, **dict.fromkeys(names, best)}
        if not with_detail or not sessions:
            return answer
        return {**answer, "Detail": [{"Platform": platform, "Status": state} for platform, state in sessions]}

    # -- accounts ---------------------------------------------------------------------------------------------------

    def _account_import(self, request: Request, body: Body) -> Answer:
        case = CommandCase(body, self._server)
        refusal = self._no_of(ACCOUNT_IMPORT, case, request)
        if refusal is not None:
            return refusal
        self._server.accounts.add(str(case.user))
        return {}

    def _account_check(self, request: Request, body: Body) -> Answer:
        refusal = self._no_of(ACCOUNT_CHECK, CommandCase(body, self._server), request)
        if refusal is not None:
            return refusal
        items = [
            {
                "UserID": user,
                "ResultCode": 0,
                "ResultInfo": "",
                "AccountStatus": "Imported" if user in self._server.accounts else "NotImported",
            }
            for user in _checked(body)
        ]
        return {"ResultItem": items}

    def _kick(self, request: Request, body: Body) -> Answer:
        case = CommandCase(body, self._server)
        refusal = self._no_of(KICK, case, request)
        if refusal is not None:
            return refusal
        user = str(case.user)
        self._scheduler.after(0, lambda: self._server.kick_user(user))
        return {}


def _failed(code: ImCode) -> Answer:
    return {"ActionStatus": "FAIL", "ErrorInfo": code.text, "ErrorCode": code.code}


def _answered(answer: Answer) -> Response:
    return Response(200, _HEADERS, _encode(answer))


def _error_list(accounts: list[str], code: ImCode) -> list[Answer]:
    return [{"To_Account": account, "ErrorCode": code.code} for account in accounts]


def _json_or_none(body: bytes) -> object:
    try:
        return _decode(body)
    except (msgspec.DecodeError, RecursionError):
        return None
