"""What OPPO's client SDK asks of the cloud, and every no to it: registration, names for phones, hours of the app.

Codes are those of `ClientCode`. Each command comes with the SDK's version and the phone's time.
"""

import json
import re
from collections.abc import Callable

import msgspec

from simulator.cloud.registrations import AppState, PushApp
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.source import Grade, Source
from simulator.kernel.units import SECOND_MS
from simulator.push.reason import Reason
from simulator.push.uplink import Register
from simulator.vendors.oppo import facts
from simulator.vendors.oppo.facts import ClientCode

ALIASES, TAGS, USER_ACCOUNTS = "aliases", "tags", "user_accounts"
REGISTER_METHOD = "register"
UNREGISTER_METHOD = "unregister"
PUSH_TIME_METHOD = "set_push_time"
_NAMING = frozenset(f"{verb}_{kind}" for verb in ("set", "unset") for kind in (ALIASES, TAGS, USER_ACCOUNTS))
_READING = frozenset(f"get_{kind}" for kind in (ALIASES, TAGS, USER_ACCOUNTS))
_METHODS = _NAMING | _READING | {REGISTER_METHOD, UNREGISTER_METHOD, PUSH_TIME_METHOD, "set_app_switch"}


class Command(msgspec.Struct, frozen=True):
    """One call of the SDK.

    Attributes:
        method: Empty where the phone's push service has no name for what the app called.
        version: Of the SDK, as its build has it.
        timestamp: Milliseconds since 1970 by the phone's clock; `None` for a clock that was never set.
        names: Aliases, tags or accounts.
        week_days: Of `setPushTime`; 0 is Sunday.
        minutes: Of the day, at which its hours begin and end.
    """

    method: str
    phone: str
    version: str
    timestamp: int | None
    package: str = ""
    app_key: str = ""
    app_secret: str = ""
    reg_id: str = ""
    reg_id_wanted: str = ""
    names: tuple[str, ...] = ()
    week_days: tuple[int, ...] = ()
    minutes: tuple[int, int] = (0, 0)

    @classmethod
    def read(cls, text: str) -> "Command":
        """Return the command that the phone has written as JSON."""
        # Not msgspec's reader: it stops at half a surrogate pair, which is for a rule to refuse.
        return msgspec.convert(json.loads(text), cls)

    @property
    def kind(self) -> str:
        """Which names it is about: `aliases`, `tags`, `user_accounts`."""
        return self.method.partition("_")[2]


class CommandCase(msgspec.Struct, frozen=True):
    """A command that has just come in.

    Attributes:
        count_of_second: Commands of the same phone in this second, with this one.
        now_epoch_ms: The true time.
        knows_accounts: Accounts are still known.
    """

    command: Command
    now_epoch_ms: int
    count_of_second: int
    knows_accounts: bool


class CommandCounts:
    """How many commands each phone has sent within a second; each second begins with the first command after the last.

    A window of its own for each phone would cost a big world more than all else that the cloud knows of a phone.
    """

    def __init__(self, scheduler: Scheduler) -> None:
        """Start with none."""
        self._scheduler = scheduler
        self._began_ms = 0
        self._counts: dict[str, int] = {}

    def add(self, phone: str) -> int:
        """Count one more of *phone*, and return how many it has sent in this second."""
        now_ms = self._scheduler.now_ms
        if now_ms - self._began_ms >= SECOND_MS:
            self._began_ms = now_ms
            self._counts.clear()
        count = self._counts[phone] = self._counts.get(phone, 0) + 1
        return count


class RegisterCase(msgspec.Struct, frozen=True):
    """A phone that wants a registration id; its SDK names AppKey and AppSecret.

    Attributes:
        app: The push app of the AppKey it names.
    """

    question: Register
    app: PushApp | None


# -- any command ------------------------------------------------------------------------------------------------------

_VERSION = re.compile(r"[0-9]+(\.[0-9]+)+")
_SEPARATORS = frozenset(";")
"""What joins names in a push."""


def _command_rule(name: str, code: int, says_no: Callable[[CommandCase], bool]) -> Rule[CommandCase]:
    source = Source(facts.CLIENT_CODES, f"code {code}", ("O04",), Grade.ASSUMED)
    return Rule(f"oppo.{name}", Reason.REGISTRATION_REFUSED, says_no, source, code)


def _version_is_old(case: CommandCase) -> bool:
    numbers = tuple(int(part) for part in re.findall(r"[0-9]+", case.command.version))
    return numbers < facts.SUPPORTED_SDK.value


def _clock_is_wrong(case: CommandCase) -> bool:
    timestamp = case.command.timestamp
    return timestamp is not None and abs(timestamp - case.now_epoch_ms) > facts.TIMESTAMP_SKEW_MS_MAX.value


def _method_is_unknown(case: CommandCase) -> bool:
    command = case.command
    return command.method not in _METHODS or (command.kind == USER_ACCOUNTS and not case.knows_accounts)


def _has_half_a_pair(case: CommandCase) -> bool:
    return any("\ud800" <= character <= "\udfff" for name in case.command.names for character in name)


def _names_are_missing(case: CommandCase) -> bool:
    return case.command.method in _NAMING and not case.command.names


def _name_is_wrong(case: CommandCase) -> bool:
    most = facts.SUBSCRIPTION_LENGTH_MAX.value
    return any(not name.strip() or len(name) > most or not _SEPARATORS.isdisjoint(name) for name in case.command.names)


COMMAND = Decision(
    "oppo.command",
    (
        _command_rule(
            "command_limited",
            ClientCode.CALL_LIMITED,
            lambda case: case.count_of_second > facts.COMMANDS_PER_SECOND_MAX.value,
        ),
        _command_rule(
            "sdk_version_missing", ClientCode.MISSING_VERSION, lambda case: not case.command.version.strip()
        ).beyond_scenarios("each version of the SDK names itself"),
        _command_rule(
            "sdk_version_wrong",
            ClientCode.INVALID_VERSION,
            lambda case: _VERSION.match(case.command.version.strip()) is None,
        ),
        _command_rule("sdk_version_old", ClientCode.UNSUPPORTED_VERSION, _version_is_old),
        _command_rule("command_missing", ClientCode.MISSING_METHOD, lambda case: not case.command.method),
        _command_rule("command_unknown", ClientCode.INVALID_METHOD, _method_is_unknown),
        _command_rule("clock_unset", ClientCode.MISSING_TIMESTAMP, lambda case: case.command.timestamp is None),
        _command_rule("clock_wrong", ClientCode.INVALID_TIMESTAMP, _clock_is_wrong),
        _command_rule("text_not_utf_8", ClientCode.INVALID_ENCODING, _has_half_a_pair).beyond_scenarios(
            "YAML holds no half of a character"
        ),
        _command_rule("names_missing", ClientCode.MISSING_ARGUMENTS, _names_are_missing),
        _command_rule("name_wrong", ClientCode.INVALID_ARGUMENTS, _name_is_wrong),
    ),
)
"""Asked of every command before anything else. Codes are listed; each one's cause is reasoned from its name."""

# -- registration -----------------------------------------------------------------------------------------------------


def _register_rule(
    name: str, code: int, says_no: Callable[[RegisterCase], bool], *statements: str, grade: Grade = Grade.DOCUMENTED
) -> Rule[RegisterCase]:
    source = Source(facts.CLIENT_CODES, f"code {code}", statements, grade)
    return Rule(f"oppo.{name}", Reason.REGISTRATION_REFUSED, says_no, source, code)


REGISTER = Decision(
    "oppo.register",
    (
        _register_rule(
            "register_key_missing", ClientCode.MISSING_APP_KEY, lambda case: not case.question.app_id, "O04"
        ),
        _register_rule(
            "register_secret_missing", ClientCode.MISSING_SIGNATURE, lambda case: not case.question.app_key, "O04"
        ),
        _register_rule("register_key", ClientCode.INVALID_APP_KEY, lambda case: case.app is None, "O04", "O01"),
        _register_rule(
            "register_secret",
            ClientCode.INVALID_SIGNATURE,
            lambda case: case.app is not None and case.app.values["app_secret"] != case.question.app_key,
            "O04",
            "O01",
        ),
        _register_rule(
            "register_not_granted",
            ClientCode.INSUFFICIENT_PERMISSIONS,
            lambda case: case.app is not None and case.app.state is AppState.UNDER_REVIEW,
            "C23",
            "O04",
        ),
        _register_rule(
            "register_package",
            ClientCode.INSUFFICIENT_PERMISSIONS,
            lambda case: case.app is not None and case.app.package != case.question.package,
            "C23",
            grade=Grade.ASSUMED,
        ),
    ),
)
