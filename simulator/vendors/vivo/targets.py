"""Whom a call means: regIds, and the aliases that apps have bound to theirs; and whom the SDK gets a regId for."""

from collections.abc import Callable

import msgspec

from simulator.cloud.registrations import PushApp, Registration, Registrations
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.push.reason import Reason
from simulator.push.rejection import Rejection
from simulator.push.uplink import Register
from simulator.vendors.vivo import facts, rejections
from simulator.vendors.vivo.call import VivoCall
from simulator.vendors.vivo.facts import ClientCode, UpsCode


class Aliases:
    """Which regId stands behind an alias."""

    def __init__(self, registrations: Registrations) -> None:
        """Begin without any; an alias belongs to the push app of its regId."""
        self._registrations = registrations
        self._reg_ids: dict[tuple[str, str], str] = {}
        self._aliases: dict[str, tuple[str, str]] = {}

    def bind(self, reg_id: str, alias: str) -> None:
        """Bind *alias* to *reg_id* in place of its former alias."""
        # Assumed: an alias stands for the phone that took it last.
        registration = self._registrations.find(reg_id)
        if registration is not None:
            self._forget(reg_id)
            name = (registration.app_id, alias)
            self._aliases.pop(self._reg_ids.get(name, ""), None)
            self._reg_ids[name] = reg_id
            self._aliases[reg_id] = name

    def unbind(self, reg_id: str, alias: str) -> None:
        """Unbind *alias* from *reg_id*."""
        if self._aliases.get(reg_id, ("", ""))[1] == alias:
            self._forget(reg_id)

    def _forget(self, reg_id: str) -> None:
        name = self._aliases.pop(reg_id, None)
        if name is not None:
            del self._reg_ids[name]

    def reg_id_of(self, app_id: str, alias: str) -> str:
        """Return the regId bound to *alias*; empty for none."""
        return self._reg_ids.get((app_id, alias), "")


class Target(msgspec.Struct, frozen=True):
    """One target of a call.

    Attributes:
        name: As the call names it: a regId or an alias.
        reg_id: The regId that is meant; empty for an alias of nobody.
    """

    name: str
    reg_id: str
    is_alias: bool = False


def targets_of(call: VivoCall) -> list[Target]:
    """Return the targets that *call* names."""
    if not call.names_aliases:
        return [Target(name, name) for name in call.targets]
    find = call.cloud.aliases.reg_id_of
    return [Target(name, find(call.app_id, name), is_alias=True) for name in call.targets]


class TargetCase(msgspec.Struct, frozen=True):
    """One target, as the rules look at it.

    Attributes:
        registration: Of the regId; `None` when vivo has not given it out.
    """

    call: VivoCall
    target: Target
    registration: Registration | None

    @property
    def is_invalid(self) -> bool:
        """Whether the regId is one that vivo gave out, and no longer valid."""
        return self.registration is not None and not self.registration.is_valid

    @property
    def is_given_up(self) -> bool:
        """Whether the phone was away for longer than vivo keeps its regId."""
        most = self.call.edition(facts.INVALID_AFTER_MS)
        return most is not None and self.registration is not None and self.call.cloud.away_ms(self.registration) > most


def _target_rule(
    name: str, rejection: Rejection, says_no: Callable[[TargetCase], bool], *statements: str
) -> Rule[TargetCase]:
    source = Source(facts.API, f"code {rejection.code}", statements)
    return Rule(f"vivo.{name}", rejection.reason, says_no, source, rejection)


TARGETS = Decision(
    "vivo.targets",
    (
        _target_rule(
            "alias_unknown", rejections.ALIAS_INVALID, lambda case: case.target.is_alias and not case.target.reg_id
        ),
        _target_rule(
            "reg_id_unknown",
            rejections.REG_ID_INVALID,
            lambda case: (
                not (case.target.is_alias and not case.target.reg_id)
                and (case.registration is None or case.registration.app_id != case.call.app_id)
            ),
            "C02",
            "C13",
        ),
        _target_rule("reg_id_gone", rejections.REG_ID_INVALID, lambda case: case.is_invalid, "C13", "V12"),
        _target_rule("reg_id_given_up", rejections.DEVICE_UNREACHABLE, lambda case: case.is_given_up),
        _target_rule(
            "not_a_test_device",
            rejections.NOT_A_TEST_DEVICE,
            lambda case: (
                case.call.is_test
                and case.registration is not None
                and case.registration.phone not in case.call.push_app.test_devices
            ),
            "V11",
        ),
    ),
)
NO_SUCH_PHONE = next(rule for rule in TARGETS if rule.answer is rejections.REG_ID_INVALID)
USER_STATUS = {
    "vivo.alias_unknown": rejections.USER_UNKNOWN,
    "vivo.reg_id_unknown": rejections.USER_UNKNOWN,
    "vivo.reg_id_gone": rejections.USER_GONE,
    "vivo.reg_id_given_up": rejections.USER_AWAY,
    "vivo.not_a_test_device": rejections.USER_NOT_A_TEST_DEVICE,
}
"""`status` of an invalid user, by the rule that found it."""

# -- the SDK's registration -------------------------------------------------------------------------------------------


class RegisterCase(msgspec.Struct, frozen=True):
    """A phone that wants a regId.

    Attributes:
        app: The push app of the appId it names.
    """

    question: Register
    app: PushApp | None

    @property
    def key_is_wrong(self) -> bool:
        """Whether the appKey is another one than the push app's."""
        return self.app is not None and self.app.values["app_key"] != self.question.app_key

    @property
    def package_is_wrong(self) -> bool:
        """Whether the package is another one than the push app's."""
        return self.app is not None and self.app.package != self.question.package


def _register_rule(
    name: str, code: int, says_no: Callable[[RegisterCase], bool], *statements: str
) -> Rule[RegisterCase]:
    source = Source(facts.CLIENT, f"state {code}", statements)
    return Rule(f"vivo.{name}", Reason.REGISTRATION_REFUSED, says_no, source, code)


REGISTER = Decision(
    "vivo.register",
    (
        _register_rule("register_app_id", ClientCode.APP_ID_WRONG, lambda case: case.app is None, "V02", "V13"),
        _register_rule("register_app_key", ClientCode.APP_KEY_MISMATCH, lambda case: case.key_is_wrong, "V02", "V13"),
        _register_rule(
            "register_package", ClientCode.PACKAGE_MISMATCH, lambda case: case.package_is_wrong, "C23", "V02"
        ),
    ),
)


class UpsCase(msgspec.Struct, frozen=True):
    """A call of the unified push alliance's.

    Attributes:
        app: The push app whose three credentials it brings; `None` where there is none.
        registration: The regId it wants to give back.
    """

    app: PushApp | None = None
    registration: Registration | None = None


UPS_REGISTER: Decision[UpsCase] = Decision(
    "vivo.ups_register",
    (
        Rule(
            "vivo.ups_credentials",
            Reason.REGISTRATION_REFUSED,
            lambda case: case.app is None,
            Source(facts.OLD_CLIENT, "VUpsManager", grade=Grade.ASSUMED),
            UpsCode.REGISTER_FAILED,
        ),
    ),
)
UPS_UNREGISTER: Decision[UpsCase] = Decision(
    "vivo.ups_unregister",
    (
        Rule(
            "vivo.ups_not_registered",
            Reason.REGISTRATION_REFUSED,
            lambda case: case.registration is None or not case.registration.is_valid,
            Source(facts.OLD_CLIENT, "VUpsManager", grade=Grade.ASSUMED),
            UpsCode.UNREGISTER_FAILED,
        ),
    ),
)
