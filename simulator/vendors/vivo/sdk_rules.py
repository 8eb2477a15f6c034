"""What vivo's SDK asks before a call of the app's goes to the system's push service."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from simulator.device.app.manifest import ComponentKind
from simulator.device.app.process import AppProcess
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.push.reason import Reason
from simulator.vendors.vivo import facts
from simulator.vendors.vivo.facts import ClientCode
from simulator.vendors.vivo.manifest import SERVICE
from simulator.vendors.vivo.push_service import VivoPushService

if TYPE_CHECKING:
    from simulator.vendors.vivo.sdk import PushClient

SDK_CLASS = "com.vivo.push.PushClient"

# -- turnOnPush and turnOffPush ---------------------------------------------------------------------------------------


class TurnCase(msgspec.Struct, frozen=True):
    """A call of `turnOnPush` or `turnOffPush`, or of one that goes to the system's push service as these do.

    Attributes:
        kind: `on` or `off`, or the name of the call.
    """

    client: "PushClient"
    kind: str

    @property
    def process(self) -> AppProcess:
        """Where it is called."""
        return self.client.process

    @property
    def service(self) -> "VivoPushService | None":
        """The system's push service; `None` on a phone without vivo's."""
        return self.client.service

    def has_class(self, name: str) -> bool:
        """Return whether code shrinking has left the class its name."""
        return self.process.app.build.has_class(name)


def _rule(
    name: str,
    reason: Reason,
    code: int,
    says_no: Callable[[TurnCase], bool],
    *statements: str,
    grade: Grade = Grade.OBSERVED,
) -> Rule[TurnCase]:
    source = Source(facts.CLIENT, f"state {code}", statements, Grade.DOCUMENTED if statements else grade)
    return Rule(f"vivo.{name}", reason, says_no, source, code)


def _service_is_declared(case: TurnCase) -> bool:
    service = case.process.app.manifest.component(SERVICE, ComponentKind.SERVICE)
    return service is not None and service.exported and service.enabled


CALL: Decision[TurnCase] = Decision(
    "vivo.turn_call",
    (
        _rule(
            "not_initialised",
            Reason.SDK_NOT_INITIALISED,
            ClientCode.NOT_INITIALISED,
            lambda case: not case.client.is_initialised,
            "V04",
            "V05",
        ),
    ),
)
"""Asked first, before a cached regId answers at once."""

COMMAND: Decision[TurnCase] = Decision(
    "vivo.turn_command",
    (
        _rule(
            "too_soon",
            Reason.REGISTRATION_TOO_FREQUENT,
            ClientCode.TOO_SOON,
            lambda case: case.client.called_too_soon(case.kind),
            "V05",
        ),
        _rule(
            "model_unsupported",
            Reason.MODEL_UNSUPPORTED,
            ClientCode.UNSUPPORTED,
            lambda case: case.client.receiver is not None and not case.client.is_support(),
            "V05",
            "V07",
        ),
    ),
)
"""Asked before anything is sent."""

RECEIVER: Decision[TurnCase] = Decision(
    "vivo.receiver",
    (
        Rule(
            "vivo.receiver_missing",
            Reason.RECEIVER_MISSING,
            lambda case: case.client.receiver is None,
            Source("vivo guide", "step 3.3", ("V03",)),
        ),
        Rule(
            "vivo.receiver_renamed",
            Reason.RECEIVER_RENAMED,
            lambda case: case.client.receiver is not None and not case.has_class(case.client.receiver.name),
            Source("vivo guide", "FAQ shrink", ("V10", "V03")),
        ),
        Rule(
            "vivo.receiver_class_wrong",
            Reason.RECEIVER_MISSING,
            lambda case: case.client.receiver is not None and case.client.receiver.name != case.client.receiver_written,
            Source("vivo guide", "step 3.3", ("V03",)),
        ),
    ),
)
"""Whether the app's receiver can be called back; without it `turnOnPush` says 0 and no regId ever comes."""

SERVICE_CALL: Decision[TurnCase] = Decision(
    "vivo.turn_service",
    (
        _rule(
            "too_many_today",
            Reason.REGISTRATION_TOO_FREQUENT,
            ClientCode.TOO_MANY_TODAY,
            lambda case: case.client.calls_today(case.kind) >= facts.CALLS_PER_DAY_MAX.value,
        ),
        _rule(
            "service_unavailable",
            Reason.REGISTRATION_REFUSED,
            ClientCode.SERVICE_UNAVAILABLE,
            lambda case: case.service is not None and case.service.condition == "disabled",
            grade=Grade.ASSUMED,
        ),
        _rule(
            "blacklisted",
            Reason.REGISTRATION_REFUSED,
            ClientCode.BLACKLISTED,
            lambda case: case.service is not None and case.service.condition == "blacklisted",
            grade=Grade.ASSUMED,
        ),
        Rule(
            "vivo.classes_renamed",
            Reason.RECEIVER_RENAMED,
            lambda case: not case.has_class(SDK_CLASS),
            Source("vivo guide", "FAQ shrink", ("V10",), Grade.ASSUMED),
            ClientCode.UNKNOWN,
        ),
        Rule(
            "vivo.service_undeclared",
            Reason.MANIFEST_INCOMPLETE,
            lambda case: not _service_is_declared(case),
            Source("vivo guide", "step 3.2", ("V02",), Grade.ASSUMED),
            ClientCode.TIMEOUT,
        ),
    ),
)
"""Asked when the command goes to the system's push service, which answers, or does not."""


# -- aliases and topics -----------------------------------------------------------------------------------------------


class NameCase(msgspec.Struct, frozen=True):
    """A call with an alias, or with topics.

    Attributes:
        reg_id: The cached one; empty for none.
        names: What the call names.
        kept: Topics that the phone has already.
    """

    reg_id: str
    names: Sequence[str]
    kept: frozenset[str] = frozenset()

    @property
    def is_too_long(self) -> bool:
        """Whether one of the names is."""
        return any(len(name) > facts.CLIENT_NAME_LENGTH_MAX.value for name in self.names)


def _name_rule(name: str, code: int, says_no: Callable[[NameCase], bool]) -> Rule[NameCase]:
    source = Source(facts.CLIENT, f"state {code}")
    return Rule(f"vivo.{name}", Reason.REGISTRATION_REFUSED, says_no, source, code)


ALIAS: Decision[NameCase] = Decision(
    "vivo.alias",
    (
        _name_rule("alias_without_reg_id", ClientCode.ALIAS_WITHOUT_REG_ID, lambda case: not case.reg_id),
        _name_rule("alias_empty", ClientCode.ALIAS_EMPTY, lambda case: not any(case.names)),
        _name_rule("client_alias_too_long", ClientCode.ALIAS_TOO_LONG, lambda case: case.is_too_long),
    ),
)
TOPIC: Decision[NameCase] = Decision(
    "vivo.topic",
    (
        _name_rule("topic_without_reg_id", ClientCode.TOPIC_WITHOUT_REG_ID, lambda case: not case.reg_id),
        _name_rule("topic_empty", ClientCode.TOPIC_EMPTY, lambda case: not any(case.names)),
        _name_rule("topic_too_long", ClientCode.TOPIC_TOO_LONG, lambda case: case.is_too_long),
        _name_rule(
            "topics_too_many",
            ClientCode.TOPICS_TOO_MANY,
            lambda case: len(case.kept.union(case.names)) > facts.TOPICS_MAX.value,
        ),
    ),
)
