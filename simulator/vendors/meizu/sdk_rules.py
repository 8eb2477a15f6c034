"""What Flyme's push SDK asks before it asks the cloud for a pushId, and before it calls the app's receiver."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from simulator.device.app.manifest import Component, Manifest
from simulator.device.app.variant import version_numbers
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.push.reason import Reason
from simulator.vendors.meizu import facts
from simulator.vendors.meizu.facts import ClientCode
from simulator.vendors.meizu.push_service import flyme_version

if TYPE_CHECKING:
    from simulator.vendors.meizu.sdk import PushManager

REGISTER_FEEDBACK = "com.meizu.flyme.push.intent.REGISTER.FEEDBACK"
INTERNET = "android.permission.INTERNET"
READ_PHONE_STATE = "android.permission.READ_PHONE_STATE"
RECEIVE = "com.meizu.flyme.push.permission.RECEIVE"
OWN_MESSAGE = "{package}.push.permission.MESSAGE"
SDK_CLASS = "com.meizu.cloud.pushsdk.PushManager"

NO_ANSWER = "connectionError"


class RegisterStatus(msgspec.Struct, frozen=True):
    """What `onRegisterStatus` gets.

    Attributes:
        push_id: `None` after a failure.
        expires_s: Seconds for which the SDK will not ask again.
    """

    code: int
    message: str = ""
    push_id: str | None = None
    expires_s: int = 0

    def __str__(self) -> str:
        """Return what `BasicPushStatus.toString()` does."""
        return f"BasicPushStatus{{code='{self.code}', message='{self.message}'}}"


class ClientCase(msgspec.Struct, frozen=True):
    """Something that the SDK is to do in the app's process.

    Attributes:
        app_id: As the app's code gives it.
        app_key: The same.
    """

    client: "PushManager"
    app_id: str = ""
    app_key: str = ""

    @property
    def manifest(self) -> Manifest:
        """Of the app."""
        return self.client.process.app.manifest

    @property
    def receiver(self) -> Component | None:
        """The first receiver that the manifest declares for the SDK's results."""
        return next(iter(self.manifest.receivers_of(REGISTER_FEEDBACK)), None)

    @property
    def is_called_elsewhere(self) -> bool:
        """Whether the receiver that is called is another one than the app's code has."""
        return self.receiver is not None and self.receiver.name != self.client.receiver_written

    @property
    def has_two_receivers(self) -> bool:
        """Whether the manifest declares more than one for the SDK's results."""
        return len(tuple(self.manifest.receivers_of(REGISTER_FEEDBACK))) > 1

    @property
    def has_category(self) -> bool:
        """Whether the receiver's filter has the app's package as its category."""
        receiver = self.receiver
        filters = () if receiver is None else receiver.filters
        return any(
            REGISTER_FEEDBACK in one.actions and self.manifest.application_id in one.categories for one in filters
        )

    @property
    def lacks_old_permissions(self) -> bool:
        """Whether an old Flyme finds its push permissions missing."""
        if flyme_version(self.client.process.device) > facts.OLD_FLYME.value:
            return False
        own = OWN_MESSAGE.format(package=self.manifest.application_id)
        return not {RECEIVE, own} <= self.manifest.permissions or own not in self.manifest.declared_permissions

    @property
    def clock_is_wrong(self) -> bool:
        """Whether the phone's clock was never set, or is so far off that no TLS certificate seems valid."""
        off_ms = self.client.process.device.settings.clock_off_ms
        return off_ms is None or abs(off_ms) > facts.CLOCK_OFF_MAX_MS.value

    @property
    def lacks_device_id(self) -> bool:
        """Whether an old SDK cannot tell which phone this is."""
        version = version_numbers(self.client.process.app.variant.sdk_version(facts.NAME))
        return () < version < facts.NO_PHONE_STATE_SDK.value and READ_PHONE_STATE not in self.manifest.permissions


def _rule(
    name: str, reason: Reason, says_no: Callable[[ClientCase], bool], source: Source, answer: object = None
) -> Rule[ClientCase]:
    return Rule(f"meizu.{name}", reason, says_no, source, answer)


def _manifest(section: str, *statements: str, grade: Grade = Grade.DOCUMENTED) -> Source:
    return Source(facts.DEMO, f"manifest, {section}", ("M01", *statements), grade)


def _strategy(section: str) -> Source:
    return Source(facts.CLIENT, f"RegisterStatusStrategy, {section}", ("M01",), Grade.OBSERVED)


ARGUMENTS: Decision[ClientCase] = Decision(
    "meizu.register_arguments",
    (
        _rule(
            "no_app_id",
            Reason.REGISTRATION_REFUSED,
            lambda case: not case.app_id,
            _strategy("20001"),
            RegisterStatus(ClientCode.ARGUMENT_EMPTY, "appId not empty"),
        ),
        _rule(
            "no_app_key",
            Reason.REGISTRATION_REFUSED,
            lambda case: not case.app_key,
            _strategy("20001"),
            RegisterStatus(ClientCode.ARGUMENT_EMPTY, "appKey not empty"),
        ),
    ),
)
DEVICE_ID: Decision[ClientCase] = Decision(
    "meizu.register_device",
    (
        _rule(
            "no_device_id",
            Reason.REGISTRATION_REFUSED,
            lambda case: case.lacks_device_id,
            _strategy("20000"),
            RegisterStatus(ClientCode.DEVICE_ID_EMPTY, "deviceId is empty"),
        ),
    ),
)
REQUEST: Decision[ClientCase] = Decision(
    "meizu.register_request",
    (
        _rule(
            "no_internet",
            Reason.MANIFEST_INCOMPLETE,
            lambda case: INTERNET not in case.manifest.permissions,
            _manifest("INTERNET", grade=Grade.ASSUMED),
            RegisterStatus(ClientCode.NO_CONNECTION, NO_ANSWER),
        ),
        _rule(
            "clock_wrong",
            Reason.REGISTRATION_REFUSED,
            lambda case: case.clock_is_wrong,
            facts.CLOCK_OFF_MAX_MS.source,
            RegisterStatus(ClientCode.NO_CONNECTION, NO_ANSWER),
        ),
    ),
)

RESULT: Decision[ClientCase] = Decision(
    "meizu.result",
    (
        _rule(
            "sdk_renamed",
            Reason.RECEIVER_RENAMED,
            lambda case: not case.client.process.app.build.has_class(SDK_CLASS),
            Source(facts.TIM, "obfuscation", ("M01",)),
        ),
        _rule(
            "push_permission_missing",
            Reason.MANIFEST_INCOMPLETE,
            lambda case: case.lacks_old_permissions,
            _manifest("permissions, Flyme 5"),
        ),
        _rule(
            "receiver_missing",
            Reason.RECEIVER_MISSING,
            lambda case: case.receiver is None,
            _manifest("receiver"),
        ),
        _rule(
            "receiver_without_category",
            Reason.RECEIVER_MISSING,
            lambda case: case.receiver is not None and not case.has_category,
            _manifest("receiver, category", grade=Grade.ASSUMED),
        ),
        _rule(
            "receiver_not_exported",
            Reason.RECEIVER_MISSING,
            lambda case: case.receiver is not None and not case.receiver.exported,
            _manifest("receiver, exported", grade=Grade.ASSUMED),
        ),
        _rule(
            "receiver_renamed",
            Reason.RECEIVER_RENAMED,
            lambda case: case.receiver is not None and not case.client.process.app.build.has_class(case.receiver.name),
            Source(facts.TIM, "obfuscation", ("M01",)),
        ),
        _rule(
            "other_receiver_called",
            Reason.RECEIVER_MISSING,
            lambda case: case.has_two_receivers and case.is_called_elsewhere,
            _manifest("one receiver of this kind", grade=Grade.OBSERVED),
        ),
        _rule(
            "receiver_class_wrong",
            Reason.RECEIVER_MISSING,
            lambda case: case.is_called_elsewhere,
            _manifest("receiver"),
        ),
        _rule(
            "receiver_without_super",
            Reason.CALLBACK_IGNORED,
            lambda case: not case.client.process.app.variant.calls_super_in_receivers,
            Source(facts.DEMO, "issues, onReceive", ("M01",), Grade.OBSERVED),
        ),
    ),
)
"""Whether the app's receiver can be called; without it no result ever comes."""
