"""What a phone's system calls in an app: OPPO's callback services, by the age of system and SDK."""

from typing import NamedTuple

from simulator.device.app.variant import version_numbers
from simulator.device.device import Device
from simulator.vendors.oppo import facts


class CallbackService(NamedTuple):
    """The app's service that the system's push service answers to, by age of system and SDK.

    Attributes:
        name: Full class name; each is a class of OPPO's SDK.
        action: What its filter needs.
        receives: Permission that the app must use.
    """

    name: str
    action: str
    receives: str


_COLOROS, _HEYTAP = "com.coloros.mcs", "com.heytap.mcs"
_OLD_ACTION, _NEW_ACTION = f"{_COLOROS}.action.RECEIVE_MCS_MESSAGE", f"{_HEYTAP}.action.RECEIVE_MCS_MESSAGE"
# The permissions are misspelt by OPPO.
OLD_PERMISSION, NEW_PERMISSION = (f"{name}.permission.RECIEVE_MCS_MESSAGE" for name in (_COLOROS, _HEYTAP))
OLD_SERVICE = CallbackService(
    "com.heytap.msp.push.service.CompatibleDataMessageCallbackService", _OLD_ACTION, OLD_PERMISSION
)
NEW_SERVICE = CallbackService("com.heytap.msp.push.service.DataMessageCallbackService", _NEW_ACTION, NEW_PERMISSION)
OLD_SERVICE_OF_2_0 = CallbackService("com.heytap.mcssdk.PushService", _OLD_ACTION, OLD_PERMISSION)
NEW_SERVICE_OF_2_0 = CallbackService("com.heytap.mcssdk.AppPushService", _NEW_ACTION, NEW_PERMISSION)


def version_in(device: Device) -> tuple[int, ...]:
    """Return the version of OPPO's SDK in the app on *device* as numbers; empty for a text without any."""
    return version_numbers(version_text(device))


def version_text(device: Device) -> str:
    """Return that version as the build has it; the current one where a waived rule runs an SDK that is not in it."""
    return device.app.variant.sdk_versions.get(facts.NAME, facts.CURRENT_SDK.value)


def callback_service(version: tuple[int, ...], api_level: int) -> CallbackService:
    """Return the service that a system of *api_level* calls in an app with the SDK of *version*; empty is new."""
    is_new = api_level >= facts.NEW_SERVICE_API.value
    if not version or version >= facts.NEW_SERVICES_SDK.value:
        return NEW_SERVICE if is_new else OLD_SERVICE
    return NEW_SERVICE_OF_2_0 if is_new else OLD_SERVICE_OF_2_0
