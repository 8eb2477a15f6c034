"""The parts of a REST command: services declare their commands, the gateway finds and runs them."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec

from simulator.im import codes
from simulator.im.backends import Backend
from simulator.im.codes import ImCode
from simulator.im.deduplication import RecentAnswers
from simulator.im.rest_fields import Body
from simulator.im.server import ImServer
from simulator.kernel.environment import Environment
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind
from simulator.push.reason import Reason

DOCUMENT = "Tencent IM REST API"

CALLS_PER_SECOND_MAX = Fact("im.rest_calls_per_second_max", 200, Source(DOCUMENT, "frequency limits"))
"""Of one command."""
SLOW_CALLS_PER_SECOND_MAX = Fact("im.rest_slow_calls_per_second_max", 100, Source(DOCUMENT, "frequency limits"))
"""Of one command that looks at many accounts."""
SERVICE_CALLS_PER_SECOND_MAX = Fact(
    "im.rest_service_calls_per_second_max", 300, Source(DOCUMENT, "60018", grade=Grade.ASSUMED)
)
"""Of all commands of one service; no document says how many, nor what tells 60018 from its neighbours."""

CaseT = TypeVar("CaseT")
Answer = Mapping[str, Any]


class Refusals:
    """Asks decisions on behalf of the REST API, and records each refusal."""

    def __init__(self, env: Environment) -> None:
        """Ask and record on behalf of *env*."""
        self._trace = env.trace
        self._rules = env.rules

    def first(
        self, decision: Decision[CaseT], case: CaseT, path: str, nearest: tuple[str, ...] | None = None
    ) -> ImCode | None:
        """Return what the caller of *path* is told by the first rule that refuses *case*; `None` when none does.

        Args:
            decision: What is asked.
            case: Of whom.
            path: As called.
            nearest: Known paths that look like it, where there is no such command.
        """
        rule = self._rules.first_no(decision, case)
        return None if rule is None else self.record(rule, path, nearest)

    def record(self, rule: Rule[CaseT], path: str, nearest: tuple[str, ...] | None = None) -> ImCode:
        """Record that *rule* refused a call of *path*, and return what its caller is told."""
        code = rule.answer_as(ImCode)
        data: dict[str, object] = {"path": path, "code": code.code}
        if nearest is not None:
            data["nearest"] = nearest
        self._trace.refuse("im", Kind.STATE, "rest_refused", rule, data=data)
        return code


class Call(msgspec.Struct, frozen=True):
    """One call of a command, past the gateway.

    Attributes:
        caller: The administrator who calls.
        bytes_count: Length of the body.
        calls_this_second: Of this command, this one not counted.
        recent: Answers to calls that must not take effect twice.
    """

    server: ImServer
    scheduler: Scheduler
    refusals: Refusals
    recent: RecentAnswers
    path: str
    body: Body
    caller: str
    bytes_count: int
    calls_this_second: int = 0

    @property
    def now_s(self) -> int:
        """Unix second of the server."""
        return self.server.clock.epoch_s

    def refusal_of(self, decision: Decision[CaseT], case: CaseT) -> ImCode | None:
        """Return the code of the first rule that refuses *case*, one item of the call; `None` when none does."""
        return self.refusals.first(decision, case, self.path)

    def known(self, name: str) -> bool:
        """Return whether the field *name* holds the ID of a user whom IM knows."""
        return self.body.get(name) in self.server.accounts


class Command(msgspec.Struct, frozen=True):
    """One command of a service.

    Attributes:
        decision: What is asked of a call.
        run: Does what the call wants and returns what the answer has beside the three usual fields.
        per_second_max: How often it may be called.
        leans_on: Stores that it needs beside those of its service.
    """

    decision: Decision[Call]
    run: Callable[[Call], Answer]
    per_second_max: Fact[int] = CALLS_PER_SECOND_MAX
    leans_on: tuple[Backend, ...] = ()


def slow_command(decision: Decision[Call], run: Callable[[Call], Answer], *leans_on: Backend) -> Command:
    """Return a command that looks at many accounts, and may be called less often for it."""
    return Command(decision, run, SLOW_CALLS_PER_SECOND_MAX, leans_on)


class AdmissionCase(msgspec.Struct, frozen=True):
    """A call whose UserSig is right, before its command looks at it.

    Attributes:
        body: As JSON; `None` when it is none.
        calls_this_second: Of this command, this one not counted.
        service_calls: Of all commands of its service in this second.
        is_off: The command is switched off in the console.
    """

    caller: str
    admins: tuple[str, ...]
    body: object
    calls_this_second: int
    per_second_max: int
    service_calls: int
    is_off: bool


class Service(msgspec.Struct, frozen=True):
    """A service of the REST API.

    Attributes:
        admission: What is asked of every call of its commands; services say the same no with different codes.
        commands: By name.
        leans_on: Stores that each of its commands needs.
    """

    admission: Decision[AdmissionCase]
    commands: Mapping[str, Command]
    leans_on: tuple[Backend, ...] = ()


def admission(
    service: str,
    *,
    not_admin: ImCode,
    not_json: ImCode,
    off: ImCode = codes.REQUEST_FORBIDDEN,
    called_too_often: ImCode = codes.SERVICE_TOO_FREQUENT,
) -> Decision[AdmissionCase]:
    """Return what *service* asks of every call, with the codes that it answers."""

    def rule(
        name: str, code: ImCode, says_no: Callable[[AdmissionCase], bool], reason: Reason = Reason.CALL_REFUSED
    ) -> Rule[AdmissionCase]:
        # Assumed: the order of these checks; no document gives it.
        return Rule(f"im.rest.{service}.{name}", reason, says_no, Source(DOCUMENT, "checks", grade=Grade.ASSUMED), code)

    return Decision(
        f"im.rest.{service}.admission",
        (
            rule("not_admin", not_admin, lambda case: case.caller not in case.admins),
            rule("command_off", off, lambda case: case.is_off),
            rule("not_json", not_json, lambda case: not isinstance(case.body, dict)),
            rule(
                "too_frequent",
                codes.TOO_FREQUENT,
                lambda case: case.calls_this_second >= case.per_second_max,
                Reason.FREQUENCY_CONTROL,
            ),
            rule(
                "called_too_often",
                called_too_often,
                lambda case: case.service_calls >= SERVICE_CALLS_PER_SECOND_MAX.value,
                Reason.FREQUENCY_CONTROL,
            ),
        ),
    )


def refusing(
    name: str,
    code: ImCode,
    says_no: Callable[[CaseT], bool],
    reason: Reason = Reason.CALL_REFUSED,
    *,
    grade: Grade | None = None,
) -> Rule[CaseT]:
    """Return the rule `im.rest.`*name*, which refuses with *code*; its grade is the code's where none is given."""
    source = Source(code.source.document, f"{code.source.section}, {code.code}", grade=grade or code.source.grade)
    return Rule(f"im.rest.{name}", reason, says_no, source, code)


def failed(code: ImCode) -> Answer:
    """Return the answer to a call that *code* refuses."""
    return {"ActionStatus": "FAIL", "ErrorInfo": code.text, "ErrorCode": code.code}
