"""What Honor's SDK asks before it asks the cloud for a token, and before it calls the app's service."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from simulator.device.app.manifest import Component
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Source
from simulator.push.reason import Reason
from simulator.vendors.honor import facts
from simulator.vendors.honor.facts import ClientCode
from simulator.vendors.honor.push_service import CONDITIONS, HonorPushService

if TYPE_CHECKING:
    from simulator.vendors.honor.sdk import HonorPushClient


class ClientCase(msgspec.Struct, frozen=True):
    """Something that the SDK is to do in the app's process.

    Attributes:
        on_main_thread: Who calls does so there.
    """

    client: "HonorPushClient"
    on_main_thread: bool = False

    @property
    def service(self) -> HonorPushService | None:
        """The system's push service; `None` on another phone."""
        return self.client.service

    @property
    def own_service(self) -> Component | None:
        """The app's own `HonorMessageService`, as the manifest declares it."""
        return self.client.own_service


def _rule(name: str, reason: Reason, code: int, says_no: Callable[[ClientCase], bool]) -> Rule[ClientCase]:
    return Rule(f"honor.{name}", reason, says_no, Source(facts.CLIENT, f"code {code}"), code)


def _condition_rule(condition: str, code: int) -> Rule[ClientCase]:
    return _rule(
        f"service_{condition}",
        Reason.REGISTRATION_REFUSED,
        code,
        lambda case: case.service is not None and case.service.condition == condition,
    )


CALL: Decision[ClientCase] = Decision(
    "honor.token_call",
    (
        _rule(
            "on_main_thread",
            Reason.REGISTRATION_REFUSED,
            ClientCode.ON_MAIN_THREAD,
            lambda case: case.client.is_legacy and case.on_main_thread,
        ),
        _rule(
            "not_initialised",
            Reason.SDK_NOT_INITIALISED,
            ClientCode.NOT_INITIALISED,
            lambda case: not case.client.is_initialised,
        ),
        _rule(
            "model_unsupported",
            Reason.MODEL_UNSUPPORTED,
            ClientCode.UNSUPPORTED,
            lambda case: not case.client.check_support_honor_push(),
        ),
        _rule(
            "app_id_missing",
            Reason.MANIFEST_INCOMPLETE,
            ClientCode.NO_APP_ID,
            lambda case: not case.client.app_id,
        ),
        *(_condition_rule(condition, code) for condition, code in CONDITIONS.items()),
        _rule(
            "no_network",
            Reason.REGISTRATION_TIMEOUT,
            ClientCode.NO_NETWORK,
            lambda case: not case.client.process.device.connectivity.is_connected,
        ),
    ),
)
"""Asked before the request goes out. Assumed: the order."""

DELETE: Decision[ClientCase] = Decision(
    "honor.token_delete",
    (
        _rule(
            "no_token_to_delete",
            Reason.TOKEN_EMPTY,
            ClientCode.NO_TOKEN,
            lambda case: case.service is None or not case.client.get_stored_token(),
        ),
    ),
)
OWN_SERVICE: Decision[ClientCase] = Decision(
    "honor.own_service",
    (
        Rule(
            "honor.service_undeclared",
            Reason.RECEIVER_MISSING,
            lambda case: case.own_service is None and not case.client.is_legacy,
            Source(facts.CLIENT, "HonorMessageService"),
        ),
        Rule(
            "honor.service_class_wrong",
            Reason.RECEIVER_MISSING,
            lambda case: (
                case.own_service is not None
                and case.own_service.name != case.client.service_written
                and not case.client.is_legacy
            ),
            Source(facts.CLIENT, "HonorMessageService"),
        ),
    ),
)
"""Whether the app's `HonorMessageService` can be called; `getPushToken` does without it, data messages do not.

The older SDK has callbacks instead, which the app's code registers.
"""
