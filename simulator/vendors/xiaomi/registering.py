"""What the SDK on a phone asks Xiaomi's cloud for: a regId, names for it, a switch; and when it is told no."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from simulator.cloud.registrations import AppState, PushApp, Registration
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.push.reason import Reason
from simulator.push.uplink import Register, SdkCommand
from simulator.vendors.xiaomi import facts, rejections
from simulator.vendors.xiaomi.facts import Command
from simulator.vendors.xiaomi.limits import HOUR
from simulator.vendors.xiaomi.message import By
from simulator.vendors.xiaomi.rejections import XiaomiRejection
from simulator.vendors.xiaomi.rules import topic_is_illegal

if TYPE_CHECKING:
    from simulator.vendors.xiaomi.cloud import XiaomiCloud


class RegisterCase(msgspec.Struct, frozen=True):
    """A phone that wants a regId.

    Attributes:
        app: The push app of the AppID it names.
    """

    question: Register
    app: PushApp | None


def _register_rule(
    name: str, code: int, says_no: Callable[[RegisterCase], bool], *statements: str
) -> Rule[RegisterCase]:
    grade = Grade.DOCUMENTED if statements else Grade.ASSUMED
    source = Source(facts.CLIENT, f"register result {code}", statements, grade)
    return Rule(f"xiaomi.{name}", Reason.REGISTRATION_REFUSED, says_no, source, code)


REGISTER = Decision(
    "xiaomi.register",
    (
        _register_rule("register_app_id", facts.ClientCode.APP_ID_ILLEGAL, lambda case: case.app is None, "X05"),
        _register_rule(
            "register_app_key",
            facts.ClientCode.APP_KEY_ILLEGAL,
            lambda case: case.app is not None and case.app.values["app_key"] != case.question.app_key,
            "X05",
            "X14",
        ),
        _register_rule(
            "register_package",
            facts.ClientCode.PACKAGE_ILLEGAL,
            lambda case: case.app is not None and case.app.package != case.question.package,
            "C23",
            "X01",
            "X05",
        ),
        _register_rule(
            "register_app_closed",
            facts.ClientCode.APP_ILLEGAL,
            lambda case: case.app is not None and case.app.state is AppState.CLOSED,
            "C23",
            "X05",
        ),
        _register_rule(
            "register_barred",
            facts.ClientCode.REGISTER_FAILED,
            lambda case: case.app is not None and "api" in case.app.barred,
        ),
    ),
)
REGISTER_TEXTS = {
    facts.ClientCode.APP_ID_ILLEGAL: "Invalid application id: {app_id}",
    facts.ClientCode.APP_KEY_ILLEGAL: "Invalid application key.",
    facts.ClientCode.PACKAGE_ILLEGAL: "Invalid package name: {package}",
    facts.ClientCode.APP_ILLEGAL: "Invalid application.",
    facts.ClientCode.REGISTER_FAILED: "Register failed.",
}
"""What the SDK passes on as the reason, by code."""


# -- commands ---------------------------------------------------------------------------------------------------------


class CommandCase(msgspec.Struct, frozen=True):
    """A name or a switch that the SDK wants for its regId.

    Attributes:
        registration: Of that regId; `None` when Xiaomi has not given it out.
    """

    cloud: "XiaomiCloud"
    command: SdkCommand
    registration: Registration | None

    @property
    def argument(self) -> str:
        """The name."""
        return self.command.argument

    @property
    def app_id(self) -> str:
        """Identifier of the push app; empty for an unknown regId."""
        return "" if self.registration is None else self.registration.app_id

    def names(self, by: By) -> list[str]:
        """Return the names of one kind that the regId has."""
        return self.cloud.names.of(self.app_id, by, self.command.reg_id)

    @property
    def is_barred(self) -> bool:
        """Whether the alias is on Xiaomi's blacklist."""
        app = self.cloud.app_with("app_id", self.app_id)
        return app is not None and f"alias:{self.argument}" in app.barred


def _command_rule(
    name: str, rejection: XiaomiRejection, says_no: Callable[[CommandCase], bool], grade: Grade = Grade.ASSUMED
) -> Rule[CommandCase]:
    source = Source(facts.CODES, f"code {rejection.code}", grade=grade)
    return Rule(f"xiaomi.command_{name}", Reason.REGISTRATION_REFUSED, says_no, source, rejection)


def _names_too_often(case: CommandCase) -> bool:
    changes = case.cloud.windows[HOUR].count((case.command.command, case.command.reg_id))
    return changes >= facts.NAMES_PER_HOUR_MAX.value


_OF_NOBODY = _command_rule(
    "of_nobody", rejections.REG_ID_ILLEGAL, lambda case: case.registration is None
).beyond_scenarios("each regId that a phone has comes from the cloud that is asked")
_ALIAS_EMPTY = _command_rule("alias_empty", rejections.ALIAS_EMPTY, lambda case: not case.argument, Grade.DOCUMENTED)
_ACCOUNT_EMPTY = _command_rule(
    "account_empty", rejections.ACCOUNT_EMPTY, lambda case: not case.argument, Grade.DOCUMENTED
)
_TOPIC_EMPTY = _command_rule("topic_empty", rejections.TOPIC_EMPTY, lambda case: not case.argument, Grade.DOCUMENTED)
SET_ALIAS = Decision(
    "xiaomi.set_alias",
    (
        _OF_NOBODY,
        _ALIAS_EMPTY,
        _command_rule(
            "alias_too_long", rejections.ALIAS_TOO_LONG, lambda case: len(case.argument) > facts.ALIAS_LENGTH_MAX.value
        ),
        _command_rule("alias_blacklisted", rejections.ALIAS_BLACKLISTED, lambda case: case.is_barred),
        _command_rule("alias_too_often", rejections.ALIAS_TOO_OFTEN, _names_too_often),
    ),
)
SET_ACCOUNT = Decision(
    "xiaomi.set_account",
    (
        _OF_NOBODY,
        _ACCOUNT_EMPTY,
        _command_rule(
            "account_too_long",
            rejections.ACCOUNT_TOO_LONG,
            lambda case: len(case.argument) > facts.ACCOUNT_LENGTH_MAX.value,
        ),
        _command_rule("account_too_often", rejections.ACCOUNT_TOO_OFTEN, _names_too_often),
    ),
)
SUBSCRIBE = Decision(
    "xiaomi.subscribe",
    (
        _OF_NOBODY,
        _TOPIC_EMPTY,
        _command_rule(
            "topic_too_long", rejections.TOPIC_TOO_LONG, lambda case: len(case.argument) > facts.TOPIC_LENGTH_MAX.value
        ),
        _command_rule("topic_illegal", rejections.TOPIC_ILLEGAL, lambda case: topic_is_illegal(case.argument)),
        _command_rule(
            "topics_too_many",
            rejections.SUBSCRIBE_FAILED,
            lambda case: (
                case.argument not in case.names(By.TOPIC)
                and len(case.names(By.TOPIC)) >= facts.TOPICS_PER_DEVICE_MAX.value
            ),
        ),
    ),
)
UNSUBSCRIBE = Decision(
    "xiaomi.unsubscribe",
    (
        _OF_NOBODY,
        _TOPIC_EMPTY,
        _command_rule(
            "topic_of_others", rejections.UNSUBSCRIBE_FAILED, lambda case: case.argument not in case.names(By.TOPIC)
        ),
    ),
)
OTHER_COMMAND = Decision("xiaomi.other_command", (_OF_NOBODY,))
UNREGISTER = Decision(
    "xiaomi.unregister",
    (
        _command_rule(
            "unregister_twice",
            rejections.UNREGISTER_FAILED,
            lambda case: case.registration is None or not case.registration.is_valid,
        ),
    ),
)
COMMANDS = {
    Command.SET_ALIAS: SET_ALIAS,
    Command.SET_ACCOUNT: SET_ACCOUNT,
    Command.SUBSCRIBE: SUBSCRIBE,
    Command.UNSUBSCRIBE: UNSUBSCRIBE,
}
"""What is asked of a command; of all others `OTHER_COMMAND`."""
