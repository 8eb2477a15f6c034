"""What OPPO's SDK asks before a call leaves the app's process, and what lets the system's answer into it."""

from typing import TYPE_CHECKING

import msgspec

from simulator.device.app.manifest import Component, ComponentKind, Manifest
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Grade, Source
from simulator.push.reason import Reason
from simulator.vendors.oppo import facts
from simulator.vendors.oppo.facts import ClientCode
from simulator.vendors.oppo.manifest import CallbackService, callback_service, version_in
from simulator.vendors.oppo.push_service import NOT_STARTING

if TYPE_CHECKING:
    from simulator.vendors.oppo.sdk import PushManager


class CallCase(msgspec.Struct, frozen=True):
    """A call of the SDK, or the system's answer to one."""

    client: "PushManager"
    kind: str

    @property
    def manifest(self) -> Manifest:
        """Of the app."""
        return self.client.process.app.manifest

    @property
    def wanted(self) -> CallbackService:
        """The service that this phone's system calls."""
        device = self.client.process.device
        return callback_service(version_in(device), device.settings.api_level)

    @property
    def declared(self) -> Component | None:
        """That service in the manifest, with its action; `None` where it is not so declared."""
        component = self.manifest.component(self.wanted.name, ComponentKind.SERVICE)
        if component is None or not component.enabled or not component.exported:
            return None
        return component if any(self.wanted.action in one.actions for one in component.filters) else None


CALL: Decision[CallCase] = Decision(
    "oppo.register_call",
    (
        Rule(
            "oppo.model_unsupported",
            Reason.MODEL_UNSUPPORTED,
            lambda case: not case.client.is_support_push(),
            Source(facts.CLIENT_CODES, "code -2", ("O04",)),
            ClientCode.ERROR,
        ),
        Rule(
            "oppo.too_frequent",
            Reason.REGISTRATION_TOO_FREQUENT,
            lambda case: case.client.called_too_often(case.kind),
            facts.CALLS_PER_SECOND_MAX.source,
        ),
    ),
)
"""Asked before anything is sent."""

START: Decision[CallCase] = Decision(
    "oppo.start_service",
    (
        Rule(
            "oppo.service_not_starting",
            Reason.REGISTRATION_TIMEOUT,
            lambda case: case.client.service is not None and case.client.service.condition == NOT_STARTING,
            Source(facts.CLIENT, "startService", ("O04",), Grade.OBSERVED),
        ),
    ),
)
"""Whether the system's service starts for a call; where it does not there is a line in the log, and no callback."""

ANSWER: Decision[CallCase] = Decision(
    "oppo.register_answer",
    (
        Rule(
            "oppo.permission_missing",
            Reason.MANIFEST_INCOMPLETE,
            lambda case: case.wanted.receives not in case.manifest.permissions,
            Source(facts.CLIENT, "manifest, RECIEVE_MCS_MESSAGE", ("O04",), Grade.OBSERVED),
        ),
        Rule(
            "oppo.callback_service_missing",
            Reason.RECEIVER_MISSING,
            lambda case: case.declared is None,
            Source(facts.CLIENT, "manifest, callback services", ("O04",), Grade.OBSERVED),
        ),
        Rule(
            "oppo.callback_service_renamed",
            Reason.RECEIVER_RENAMED,
            lambda case: not case.client.process.app.build.has_class(case.wanted.name),
            Source(facts.CLIENT, "obfuscation", ("O04",), Grade.ASSUMED),
        ),
    ),
)
"""Whether the system's answer gets into the app; where it does not there is no callback at all, and no error."""
