"""Why Huawei's SDKs on a phone give no token: what HMSAgent's `connect` and `HmsInstanceId.getToken` ask first."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from simulator.device.android.activity_manager import ProcessState
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.reason import Reason
from simulator.vendors.huawei import facts
from simulator.vendors.huawei.facts import HMS_CONDITIONS, AgentCode, ClientCode

if TYPE_CHECKING:
    from simulator.vendors.huawei.sdk import HmsClient

INSTANCE_ID_CLASS = "com.huawei.hms.aaid.HmsInstanceId"
AGENT_CLASS = "com.huawei.android.hms.agent.HMSAgent"
AGENT_ACTIVITY = "com.huawei.android.hms.agent.common.HMSAgentActivity"
BRIDGE_ACTIVITY = "com.huawei.hms.activity.BridgeActivity"
UPDATE_PROVIDER = "com.huawei.hms.update.provider.UpdateProvider"


class TokenCase(msgspec.Struct, frozen=True):
    """A call of `connect` or `getToken`."""

    client: "HmsClient"

    @property
    def service_version(self) -> int:
        """Version of HMS on the phone; 0 where there is none, as on every phone of another maker."""
        service = self.client.service
        return 0 if service is None else service.version

    @property
    def is_too_old(self) -> bool:
        """Whether HMS must be updated for the SDK of the guides' time, which shows a page of HMS for it."""
        return self.service_version < facts.OLD_HMS_VERSION_MIN.value

    @property
    def is_in_front(self) -> bool:
        """Whether the app has a page in front."""
        return self.client.process.app.state is ProcessState.FOREGROUND

    def lacks(self, component: str) -> bool:
        """Return whether the app's manifest has no such component."""
        return self.client.process.app.manifest.component(component) is None

    def lacks_class(self, name: str) -> bool:
        """Return whether shrinking has given this class another name."""
        return not self.client.process.app.build.has_class(name)

    def is_in(self, condition: str) -> bool:
        """Return whether HMS on the phone is in *condition*."""
        service = self.client.service
        return service is not None and service.condition == condition


def _rule(
    name: str, reason: Reason, code: int, says_no: Callable[[TokenCase], bool], *, grade: Grade = Grade.DOCUMENTED
) -> Rule[TokenCase]:
    document = facts.OLD_CLIENT if name.startswith("agent_") else facts.CLIENT
    return Rule(f"huawei.{name}", reason, says_no, Source(document, f"code {code}", ("H01",), grade), code)


def _app_id_is_missing(case: TokenCase) -> bool:
    return not case.client.app_id


def _condition_rule(side: str, condition: str, code: int) -> Rule[TokenCase]:
    return _rule(
        f"{side}_{condition}", Reason.MODEL_UNSUPPORTED, code, lambda case: case.is_in(condition), grade=Grade.ASSUMED
    )


CONNECT: Decision[TokenCase] = Decision(
    "huawei.connect",
    (
        _rule(
            "agent_classes_renamed",
            Reason.RECEIVER_RENAMED,
            AgentCode.CALL_EXCEPTION,
            lambda case: case.lacks_class(AGENT_CLASS),
            grade=Grade.ASSUMED,
        ),
        _rule(
            "agent_no_init", Reason.SDK_NOT_INITIALISED, AgentCode.NO_INIT, lambda case: not case.client.is_initialised
        ),
        _rule(
            "agent_hms_missing",
            Reason.MODEL_UNSUPPORTED,
            AgentCode.SERVICE_MISSING,
            lambda case: not case.service_version,
        ),
        _rule(
            "agent_bind_failed_behind",
            Reason.MODEL_UNSUPPORTED,
            AgentCode.BINDFAIL_RESOLUTION_BACKGROUND,
            lambda case: case.is_in(facts.BIND_FAILED) and not case.is_in_front,
        ),
        *(_condition_rule("agent", condition, codes.agent) for condition, codes in HMS_CONDITIONS.items()),
        _rule(
            "agent_update_without_activity",
            Reason.MODEL_UNSUPPORTED,
            AgentCode.NO_ACTIVITY_FOR_USE,
            lambda case: case.is_too_old and not case.is_in_front,
        ),
        _rule(
            "agent_activity_missing",
            Reason.MANIFEST_INCOMPLETE,
            AgentCode.START_ACTIVITY_ERROR,
            lambda case: case.is_too_old and case.lacks(AGENT_ACTIVITY),
            grade=Grade.ASSUMED,
        ),
        _rule(
            "agent_bridge_missing",
            Reason.MANIFEST_INCOMPLETE,
            AgentCode.RESOLUTION_REQUIRED,
            lambda case: case.is_too_old and case.lacks(BRIDGE_ACTIVITY),
            grade=Grade.ASSUMED,
        ),
        _rule(
            "agent_provider_missing",
            Reason.MANIFEST_INCOMPLETE,
            AgentCode.ON_ACTIVITY_RESULT_ERROR,
            lambda case: case.is_too_old and case.lacks(UPDATE_PROVIDER),
            grade=Grade.ASSUMED,
        ),
        _rule(
            "agent_update_cancelled",
            Reason.MODEL_UNSUPPORTED,
            AgentCode.CANCELED,
            lambda case: case.is_too_old and case.client.user_cancels,
        ).beyond_scenarios("no step has a user leave the page that asks to update HMS"),
        _rule(
            "agent_hms_too_old",
            Reason.MODEL_UNSUPPORTED,
            AgentCode.SERVICE_VERSION_UPDATE_REQUIRED,
            lambda case: case.is_too_old,
        ),
        _rule(
            "agent_app_id_missing",
            Reason.MANIFEST_INCOMPLETE,
            AgentCode.DEVELOPER_ERROR,
            _app_id_is_missing,
            grade=Grade.ASSUMED,
        ),
        _rule(
            "agent_no_network",
            Reason.REGISTRATION_TIMEOUT,
            AgentCode.NETWORK_ERROR,
            lambda case: not case.client.is_connected,
        ),
    ),
)
"""What `HMSAgent.connect` asks, in the SDK of the guides' time; its code is the handler's."""

OLD_TOKEN: Decision[TokenCase] = Decision(
    "huawei.agent_get_token",
    (
        _rule(
            "agent_request_repeated",
            Reason.REGISTRATION_TOO_FREQUENT,
            AgentCode.REQUEST_REPEATED,
            lambda case: case.client.is_asking,
            grade=Grade.ASSUMED,
        ),
    ),
)
"""What `HMSAgent.Push.getToken` asks."""

GET_TOKEN: Decision[TokenCase] = Decision(
    "huawei.get_token",
    (
        Rule(
            "huawei.classes_renamed",
            Reason.RECEIVER_RENAMED,
            lambda case: case.lacks_class(INSTANCE_ID_CLASS),
            Source(facts.CLIENT, "obfuscation", ("H01",)),
            ClientCode.TOKEN_FAILED,
        ),
        _rule(
            "called_on_main_thread",
            Reason.REGISTRATION_REFUSED,
            ClientCode.ON_MAIN_THREAD,
            lambda case: case.client.is_on_main_thread,
        ).beyond_scenarios("no app that there is calls HMS on its main thread"),
        _rule("hms_missing", Reason.MODEL_UNSUPPORTED, ClientCode.HMS_MISSING, lambda case: not case.service_version),
        *(_condition_rule("hms", condition, codes.newer) for condition, codes in HMS_CONDITIONS.items()),
        _rule(
            "emui_too_old",
            Reason.MODEL_UNSUPPORTED,
            ClientCode.EMUI_TOO_OLD,
            lambda case: case.client.process.device.settings.api_level < facts.EMUI_API_MIN.value,
        ),
        _rule(
            "hms_too_old",
            Reason.MODEL_UNSUPPORTED,
            ClientCode.HMS_TOO_OLD,
            lambda case: case.service_version < facts.HMS_VERSION_MIN.value,
        ),
        _rule("app_id_missing", Reason.MANIFEST_INCOMPLETE, ClientCode.ARGUMENTS_INVALID, _app_id_is_missing),
        _rule(
            "auto_initialising",
            Reason.REGISTRATION_TOO_FREQUENT,
            ClientCode.AUTO_INITIALISING,
            lambda case: case.client.is_auto_initialising,
        ),
        _rule(
            "no_network",
            Reason.REGISTRATION_TIMEOUT,
            ClientCode.NO_NETWORK,
            lambda case: not case.client.is_connected and not case.client.get_cached(),
        ),
    ),
)
"""What `HmsInstanceId.getToken` asks before it goes to the cloud."""


def _permission_is_missing(case: TokenCase) -> bool:
    """Return whether the receiver is guarded by a permission that the app does not hold."""
    callee = case.client.callee
    if callee is None or not callee.permission:
        return False
    manifest = case.client.process.app.manifest
    return callee.permission not in manifest.permissions or callee.permission not in manifest.declared_permissions


CALLED_BACK: Decision[TokenCase] = Decision(
    "huawei.called_back",
    (
        Rule(
            "huawei.receiver_missing",
            Reason.RECEIVER_MISSING,
            lambda case: case.client.callee is None,
            Source(facts.CLIENT, "onToken, onNewToken", ("H01",)),
        ),
        Rule(
            "huawei.receiver_class_wrong",
            Reason.RECEIVER_MISSING,
            lambda case: case.client.callee is not None and case.client.callee.name != case.client.callee_written,
            Source("Android developer guide", "receiver and service elements"),
        ),
        Rule(
            "huawei.receiver_permission",
            Reason.MANIFEST_INCOMPLETE,
            _permission_is_missing,
            Source(facts.GUIDE, "step 3, PROCESS_PUSH_MSG", ("H01",), Grade.ASSUMED),
        ),
        Rule(
            "huawei.receiver_renamed",
            Reason.RECEIVER_RENAMED,
            lambda case: case.lacks_class(case.client.callee_written),
            Source(facts.CLIENT, "obfuscation"),
        ),
    ),
)
"""Whether a token that comes later finds the app's receiver, or its `HmsMessageService`."""

UNANSWERED = Fact("huawei.token_unanswered", True, Source(facts.CLIENT, "code 907122037", ("H01",), Grade.ASSUMED))

BEHIND_TOKEN = (GET_TOKEN.name, CALLED_BACK.name, CONNECT.name)
"""What a token that reaches the app has passed."""


class CommandCase(msgspec.Struct, frozen=True):
    """A further call of the newer SDK.

    Attributes:
        is_wrong: An argument is none that the SDK takes.
    """

    client: "HmsClient"
    is_wrong: bool = False
    is_too_big: bool = False


def _command_rule(name: str, code: int, says_no: Callable[[CommandCase], bool], reason: Reason) -> Rule[CommandCase]:
    return Rule(f"huawei.call_{name}", reason, says_no, Source(facts.CLIENT, f"code {code}"), code)


COMMAND: Decision[CommandCase] = Decision(
    "huawei.call",
    (
        _command_rule("wrong", ClientCode.PARAMETER_INVALID, lambda case: case.is_wrong, Reason.INVALID_REQUEST),
        _command_rule(
            "without_token", ClientCode.NO_TOKEN, lambda case: not case.client.get_cached(), Reason.TOKEN_EMPTY
        ),
        _command_rule("too_big", ClientCode.UPLINK_TOO_BIG, lambda case: case.is_too_big, Reason.INVALID_REQUEST),
        _command_rule(
            "too_many",
            ClientCode.UPLINKS_TOO_MANY,
            lambda case: case.client.uplinks_waiting >= facts.UPLINKS_WAITING_MAX.value,
            Reason.FREQUENCY_CONTROL,
        ),
    ),
)
"""What the SDK itself refuses of `subscribe`, `unsubscribe` and `send`."""
NO_NETWORK: Decision[CommandCase] = Decision(
    "huawei.call_network",
    (
        _command_rule(
            "without_network",
            ClientCode.NO_NETWORK,
            lambda case: not case.client.is_connected,
            Reason.REGISTRATION_TIMEOUT,
        ),
    ),
)
