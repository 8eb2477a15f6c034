"""What MiPush's SDK asks in the app's process before it asks the cloud for a regId."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from simulator.device.app.manifest import Manifest
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.push.reason import Reason
from simulator.vendors.xiaomi import facts
from simulator.vendors.xiaomi.facts import ClientCode
from simulator.vendors.xiaomi.manifest import INTERNET, PUSH_SERVICE, has_service

if TYPE_CHECKING:
    from simulator.vendors.xiaomi.sdk import MiPushClient


class ClientCase(msgspec.Struct, frozen=True):
    """Something that the SDK is to do in the app's process."""

    client: "MiPushClient"

    @property
    def manifest(self) -> Manifest:
        """Of the app."""
        return self.client.process.app.manifest

    def has(self, name: str) -> bool:
        """Return whether the manifest declares the service, enabled."""
        return has_service(self.manifest, name)


def _rule(
    name: str, reason: Reason, says_no: Callable[[ClientCase], bool], source: Source, answer: object = None
) -> Rule[ClientCase]:
    return Rule(f"xiaomi.{name}", reason, says_no, source, answer)


def _observed(section: str, *statements: str) -> Source:
    return Source(facts.CLIENT, section, statements, Grade.OBSERVED)


CALL: Decision[ClientCase] = Decision(
    "xiaomi.register_call",
    (
        _rule(
            "register_repeated",
            Reason.REGISTRATION_TOO_FREQUENT,
            lambda case: case.client.asked_too_recently,
            _observed("registerPush within 5 s", "C11"),
        ),
    ),
)
"""Asked of a call that is not answered from what the SDK keeps."""

REQUEST: Decision[ClientCase] = Decision(
    "xiaomi.register_request",
    (
        _rule(
            "no_internet",
            Reason.MANIFEST_INCOMPLETE,
            lambda case: INTERNET not in case.manifest.permissions,
            Source(facts.GUIDE, "step 3.2", ("X02",)),
        ),
        _rule(
            "push_service_missing",
            Reason.MANIFEST_INCOMPLETE,
            lambda case: not case.client.has_system_service and not case.has(PUSH_SERVICE),
            Source(facts.GUIDE, "step 3.2", ("X03", "X15"), Grade.ASSUMED),
        ),
        _rule(
            "no_account",
            Reason.REGISTRATION_REFUSED,
            lambda case: case.client.service is not None and not case.client.service.gets_account,
            _observed("register result 70000002", "X05"),
            ClientCode.AUTHENTICATION_ERROR,
        ),
    ),
)
"""Asked before the request goes out."""
