"""The IM REST API: `POST /v4/<service>/<command>`, the checks that all calls share, and the way to the command."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from urllib.parse import parse_qs

import msgspec

from simulator.im import codes
from simulator.im.backends import PATIENCE_MS, STORES, Backend, end_of
from simulator.im.backends import service as service_backend
from simulator.im.codes import ImCode
from simulator.im.commands import SERVICES
from simulator.im.deduplication import RecentAnswers
from simulator.im.left_out import is_left_out
from simulator.im.rest_command import (
    DOCUMENT,
    AdmissionCase,
    Answer,
    Call,
    Command,
    Refusals,
    Service,
    failed,
    refusing,
)
from simulator.im.rest_fields import Body
from simulator.im.server import ImServer
from simulator.im.settings import AppSettings, ServiceState
from simulator.kernel.environment import Environment
from simulator.kernel.lazy import lazy
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.network.http import Request, Response, with_single_slashes
from simulator.network.json_body import json_or_none
from simulator.network.link import Network
from simulator.push.reason import Reason

_REGIONS = ("sgp", "kr", "jpn", "ger", "ind", "idn", "usa", "ksa")
HOSTS = Fact(
    "im.rest_hosts",
    (
        "console.tim.qq.com",
        *(f"adminapi{region}.im.qcloud.com" for region in _REGIONS),
        *(f"adminapi{region}.my-imcloud.com" for region in ("", *_REGIONS)),
    ),
    Source(DOCUMENT, "URL", grade=Grade.OBSERVED),
)
"""One for each region, China's first, and behind them those to fall back on; `ksa` was seen in public code alone."""
HOST = HOSTS.value[0]
# Differs: an application lives in one region and is unknown at the hosts of the others; here all of them know it.

_HEADERS = (
    ("Content-Type", "application/json"),
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Headers", "X-Requested-With"),
    ("Access-Control-Allow-Methods", "POST"),
)
_PATH = re.compile(r"/v4/[^/]+/[^/]+")

_encode = msgspec.json.encode


SERVICE_BACKENDS = tuple(service_backend(name) for name in SERVICES)
BACKEND_NAMES = frozenset(map(end_of, (*SERVICE_BACKENDS, *STORES)))
"""Far ends of the links that begin at IM's gateway."""


class Route(msgspec.Struct, frozen=True):
    """What answers a path, and what the gateway finds it at."""

    service: Service
    command: Command
    backend: Backend


class GatewayCase(msgspec.Struct, frozen=True):
    """A call before its UserSig is looked at.

    Attributes:
        query: First value of each parameter.
        route: `None` for a path that nothing answers.
    """

    request: Request
    query: Mapping[str, str]
    sdk_app_id: int
    settings: AppSettings
    route: Route | None

    def lacks(self, name: str) -> bool:
        """Return whether the parameter *name* is missing or empty."""
        return not self.query.get(name)


def _gateway(name: str, code: ImCode, says_no: Callable[[GatewayCase], bool]) -> Rule[GatewayCase]:
    # Assumed: the order of the checks; no document gives it.
    source = Source(DOCUMENT, "checks", grade=Grade.ASSUMED)
    return Rule(f"im.rest.{name}", Reason.CALL_REFUSED, says_no, source, code)


GATEWAY: Decision[GatewayCase] = Decision(
    "im.rest.gateway",
    (
        _gateway(
            "not_simulated", codes.NOT_SIMULATED, lambda case: case.route is None and is_left_out(case.request.path)
        ),
        _gateway("not_post", codes.URL_MALFORMED, lambda case: case.request.method != "POST"),
        _gateway("path_malformed", codes.URL_MALFORMED, lambda case: _PATH.fullmatch(case.request.path) is None),
        # Assumed: groups answer for their unknown commands themselves, since only they list a code for that.
        _gateway(
            "group_command_unknown",
            codes.GROUP_COMMAND_UNKNOWN,
            lambda case: case.route is None and case.request.path.startswith("/v4/group_open_http_svc/"),
        ),
        _gateway("path_unknown", codes.RESOURCE_UNKNOWN, lambda case: case.route is None),
        _gateway("app_missing", codes.SDK_APP_ID_MISSING, lambda case: case.lacks("sdkappid")),
        _gateway(
            "app_unknown",
            codes.SDK_APP_ID_UNKNOWN,
            lambda case: case.query.get("sdkappid") != str(case.sdk_app_id),
        ),
        _gateway("app_disabled", codes.APP_DISABLED, lambda case: case.settings.state is ServiceState.DISABLED),
        _gateway("app_expired", codes.APP_EXPIRED, lambda case: case.settings.state is ServiceState.EXPIRED),
        _gateway("address_forbidden", codes.ADDRESS_FORBIDDEN, lambda case: not case.settings.takes_its_server),
        _gateway("content_type_missing", codes.FORMAT_WRONG, lambda case: case.query.get("contenttype") != "json"),
        _gateway("identifier_missing", codes.IDENTIFIER_MISSING, lambda case: case.lacks("identifier")),
        _gateway("sig_missing", codes.USER_SIG_MISSING, lambda case: "usersig" not in case.query),
    ),
)
"""What is asked before the UserSig is; what the service asks comes after it."""


class RateCase(msgspec.Struct, frozen=True):
    """A call whose UserSig is right, and what went before it in its second.

    Attributes:
        caller_calls: Of the same administrator.
        app_calls: Of the application.
    """

    caller_calls: int
    app_calls: int


CALLER_CALLS_PER_SECOND_MAX = Fact(
    "im.rest_caller_calls_per_second_max", 400, Source(DOCUMENT, "60019", grade=Grade.ASSUMED)
)
APP_CALLS_PER_SECOND_MAX = Fact("im.rest_app_calls_per_second_max", 500, Source(DOCUMENT, "60011", grade=Grade.ASSUMED))
"""No document gives a figure for either, nor says that 60019 is about the caller."""

RATES: Decision[RateCase] = Decision(
    "im.rest.rates",
    (
        refusing(
            "app_too_frequent",
            codes.APP_TOO_FREQUENT,
            lambda case: case.app_calls >= APP_CALLS_PER_SECOND_MAX.value,
            Reason.FREQUENCY_CONTROL,
            grade=Grade.ASSUMED,
        ),
        refusing(
            "caller_too_frequent",
            codes.CALLER_TOO_FREQUENT,
            lambda case: case.caller_calls >= CALLER_CALLS_PER_SECOND_MAX.value,
            Reason.FREQUENCY_CONTROL,
            grade=Grade.ASSUMED,
        ),
    ),
)
"""What is asked of a call before its service is; single services and commands have limits of their own."""


class RestApi:
    """Answers REST calls for one IM app."""

    def __init__(self, server: ImServer, env: Environment, network: Network) -> None:
        """Serve *server*; the links of *network* say which backend is out of order."""
        self._server = server
        self._refusals = Refusals(env)
        self._scheduler = env.scheduler
        self._network = network
        self._recent = RecentAnswers()
        self._second = -1
        self._called: Counter[tuple[str, str]] = Counter()

    @lazy
    def _routes(self) -> Mapping[str, Route]:
        """All commands by their paths; most worlds are never asked, and do without the import of them all."""
        return _all_routes()

    def handle(self, request: Request) -> Response:
        """Answer one call; every result, errors included, is HTTP 200."""
        request = request.at(with_single_slashes(request.path))
        answer = {"ActionStatus": "OK", "ErrorInfo": "", "ErrorCode": 0, **self._answer(request)}
        return Response(200, _HEADERS, _encode(answer))

    def _answer(self, request: Request) -> Answer:
        query = {name: values[0] for name, values in parse_qs(request.query, keep_blank_values=True).items()}
        route = self._routes.get(request.path)
        refusal = self._refuse_at_gateway(request, query, route)
        if refusal is not None:
            return failed(refusal)
        if route is None:
            # Only a waived rule lets a call of nothing through.
            return {}
        caller = query.get("identifier", "")
        body = json_or_none(request.body)
        called = self._called_this_second()
        counted = (("app", ""), ("caller", caller), ("service", end_of(route.backend)), ("command", request.path))
        in_app, of_caller, of_service, calls = (called[one] for one in counted)
        case = AdmissionCase(
            caller,
            self._server.admins,
            body,
            calls,
            route.command.per_second_max.value,
            of_service,
            request.path.removeprefix("/v4/") in self._server.settings.disabled_commands,
        )
        refusal = self._refusals.first(RATES, RateCase(of_caller, in_app), request.path) or self._refusals.first(
            route.service.admission, case, request.path
        )
        if refusal is not None:
            return failed(refusal)
        called.update(counted)
        return self._run(
            route,
            Call(
                server=self._server,
                scheduler=self._scheduler,
                refusals=self._refusals,
                recent=self._recent,
                path=request.path,
                body=_said(body),
                caller=caller,
                bytes_count=len(request.body),
                calls_this_second=calls,
            ),
        )

    def _run(self, route: Route, call: Call) -> Answer:
        command = route.command
        refusal = (
            self._failure((route.backend,), call)
            or self._refusals.first(command.decision, call, call.path)
            or self._failure((*route.service.leans_on, *command.leans_on), call)
        )
        return command.run(call) if refusal is None else failed(refusal)

    def _failure(self, backends: Iterable[Backend], call: Call) -> ImCode | None:
        """Return what the caller is told of the first of *backends* that fails; `None` when none does."""
        for backend in backends:
            link = self._network.find(f"im>{end_of(backend)}")
            fault = None if link is None else link.fault_of_next(Reason.CALL_REFUSED, patience_ms=PATIENCE_MS.value)
            refusal = None if fault is None else self._refusals.first(backend, fault, call.path)
            if refusal is not None:
                return refusal
        return None

    def _called_this_second(self) -> Counter[tuple[str, str]]:
        """Return how often the application, each administrator, each service and each command was called."""
        now_s = self._server.clock.epoch_s
        if now_s != self._second:
            self._second = now_s
            self._called.clear()
        return self._called

    def _refuse_at_gateway(self, request: Request, query: Mapping[str, str], route: Route | None) -> ImCode | None:
        case = GatewayCase(request, query, self._server.sdk_app_id, self._server.settings, route)
        nearest = None if route else tuple(get_close_matches(request.path, self._routes, n=3))
        refusal = self._refusals.first(GATEWAY, case, request.path, nearest)
        if refusal is not None:
            return refusal
        sig_rule = self._server.check_sig(query.get("identifier", ""), query.get("usersig", ""))
        return None if sig_rule is None else self._refusals.record(sig_rule, request.path)


def _said(body: object) -> Body:
    """Return the fields of *body*; those that are null count as left out."""
    # Assumed: clients that write every field, set or not, get through at Tencent; no document tells of null.
    return {name: value for name, value in body.items() if value is not None} if isinstance(body, dict) else {}


@cache
def _all_routes() -> Mapping[str, Route]:
    backends = {end_of(backend): backend for backend in SERVICE_BACKENDS}
    return {
        f"/v4/{name}/{command_name}": Route(service, command, backends[name])
        for name, service in SERVICES.items()
        for command_name, command in service.commands.items()
    }
