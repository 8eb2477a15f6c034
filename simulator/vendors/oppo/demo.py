"""The code that OPPO's guide has the app write: channel, branch of `onCreate`, `PushCallback`, and manifest parts.

The guide prints the channel and the token manager; the rest is OPPO's own document, as the guide asks for.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.device.app.generation import Generation
from simulator.device.app.process import AppProcess
from simulator.device.app.variant import AppVariant, version_numbers
from simulator.device.vendor_demo import ManifestParts, SdkMethodUnknown, VendorDemo
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.reason import Reason
from simulator.vendors.oppo import facts
from simulator.vendors.oppo.facts import ClientCode
from simulator.vendors.oppo.sdk import PushCallback, PushManager

REGISTER = Fact("oppo.register_in_on_create", True, Source(facts.GUIDE, "step 4", ("O04", "C11", "C28", "C34")))
REG_ID_FROM_CALLBACK = Fact("oppo.reg_id_from_callback", True, Source(facts.GUIDE, "steps 4 and 5", ("O04", "O12")))

TAKE_REG_ID: Decision[AppVariant] = Decision(
    "oppo.take_reg_id",
    (
        Rule(
            "oppo.callback_only_logs",
            Reason.CALLBACK_IGNORED,
            lambda variant: not (variant.takes_reg_id_from_result or variant.takes_reg_id_from_callback),
            Source(facts.GUIDE, "step 4", ("O04",)),
        ),
    ),
)
"""Whether the app's `onRegister` does more than log."""

CALLBACK_TAG = "OPPOPushImpl"
CHANNEL_NAME = "oppotest"
CHANNEL_DESCRIPTION = "this is opptest"

PERMISSIONS = """\
    <uses-permission android:name="com.coloros.mcs.permission.RECIEVE_MCS_MESSAGE" />
    <uses-permission android:name="com.heytap.mcs.permission.RECIEVE_MCS_MESSAGE" />
"""

PARTS = """\
        <service
            android:name="com.heytap.msp.push.service.CompatibleDataMessageCallbackService"
            android:exported="true"
            android:permission="com.coloros.mcs.permission.SEND_MCS_MESSAGE">
            <intent-filter>
                <action android:name="com.coloros.mcs.action.RECEIVE_MCS_MESSAGE" />
            </intent-filter>
        </service>
        <service
            android:name="com.heytap.msp.push.service.DataMessageCallbackService"
            android:exported="true"
            android:permission="com.heytap.mcs.permission.SEND_PUSH_MESSAGE">
            <intent-filter>
                <action android:name="com.heytap.mcs.action.RECEIVE_MCS_MESSAGE" />
                <action android:name="com.heytap.msp.push.RECEIVE_MCS_MESSAGE" />
            </intent-filter>
        </service>
"""
"""Of SDK 2.1 and later."""

OLD_PARTS = """\
        <service
            android:name="com.heytap.mcssdk.PushService"
            android:exported="true"
            android:permission="com.coloros.mcs.permission.SEND_MCS_MESSAGE">
            <intent-filter>
                <action android:name="com.coloros.mcs.action.RECEIVE_MCS_MESSAGE" />
            </intent-filter>
        </service>
        <service
            android:name="com.heytap.mcssdk.AppPushService"
            android:exported="true"
            android:permission="com.heytap.mcs.permission.SEND_MCS_MESSAGE">
            <intent-filter>
                <action android:name="com.heytap.mcs.action.RECEIVE_MCS_MESSAGE" />
            </intent-filter>
        </service>
"""
"""Of SDK 2.0."""


class OppoDemo(VendorDemo[PushManager]):
    """OPPO's branch of the app."""

    vendor = facts.NAME
    client_class = PushManager
    manifest_source = Source(facts.CLIENT, "manifest", ("O04",), Grade.OBSERVED)
    brands = ("oppo", "realme", "oneplus")
    manufacturers = ("oppo", "realme", "oneplus")
    receiver_class = "OPPOPushImpl"
    im_brand = 2004
    sdk_version = facts.CURRENT_SDK.value
    opens_push_on_page = False

    def manifest_parts(self, sdk_version: str, values: dict[str, str], receiver: str) -> ManifestParts:  # noqa: ARG002  # no value stands in it
        """Return the callback services of SDK 2.0 or of a later one, and the permissions."""
        numbers = version_numbers(sdk_version)
        is_new = not numbers or numbers >= facts.NEW_SERVICES_SDK.value
        return ManifestParts(PARTS if is_new else OLD_PARTS, PERMISSIONS)

    def new_client(self, process: AppProcess) -> PushManager:
        """Return `PushManager` with the app's `PushCallback`."""
        callback = PushCallback(
            on_register=lambda code, reg_id: _on_register(process, code, reg_id),
            on_un_register=lambda code: _log(process, f"onUnRegister responseCode: {code}"),
            on_error=lambda code, text: _log(process, f"onError code: {code} string: {text}"),
            on_result=lambda name, code, told: _log(process, f"{name} code: {code} result: {told}"),
        )
        return PushManager(process, callback)

    def start(self, process: AppProcess) -> None:
        """Create the channel and call `register` with the constants of the app."""
        create_notification_channel(process)
        self.sdk_started(process, REGISTER)
        self.open_push(process)

    def open_push(self, process: AppProcess) -> None:
        """Call `register` (again)."""
        constants = process.app.build.constants_of(self.vendor)
        self.client(process).register(constants.get("app_key", ""), constants.get("app_secret", ""))

    def close_push(self, process: AppProcess) -> None:
        """Call `unRegister`."""
        self.client(process).un_register()

    def call_sdk(self, process: AppProcess, method: str, arguments: Sequence[str]) -> None:
        """Call *method* of OPPO's SDK; lists are given one argument after the other.

        Raises:
            SdkMethodUnknown: There is no such method here, or it wants other arguments.
        """
        manager = self.client(process)
        simple = _simple_calls(manager)
        naming = _NAMING.fullmatch(method)
        match (method, *arguments):
            case (_,) if method in simple:
                simple[method]()
            case ("register", app_key, app_secret):
                manager.register(app_key, app_secret)
            case ("cancelNotification", notify_id) if notify_id.isdecimal():
                manager.cancel_notification(int(notify_id))
            case ("setPushTime", _, _, _, _, _, *_) if all(text.isdecimal() for text in arguments):
                *days, start_hour, start_minute, end_hour, end_minute = map(int, arguments)
                _set_push_time(process, manager, days, (start_hour, start_minute, end_hour, end_minute))
            case _ if naming is not None and (naming[1] != "get" or not arguments):
                _call_about_names(manager, naming[1], _NAME_KINDS[naming[2]], arguments)
            case _:
                raise SdkMethodUnknown(method, (*simple, *_OTHER_CALLS))

    def reg_id(self, process: AppProcess) -> str:
        """Return what `getRegisterID` does."""
        return self.client(process).get_register_id()

    def reg_id_renewed(self, process: AppProcess, reg_id: str) -> None:
        """Store *reg_id* in the SDK and call `onRegister`."""
        self.client(process).take_reg_id(reg_id)


_NAME_KINDS = {"Aliases": "aliases", "Tags": "tags", "UserAccounts": "user_accounts"}
_NAMING = re.compile(f"(set|unset|get)({'|'.join(_NAME_KINDS)})")
_OTHER_CALLS = (
    "register(appKey, appSecret)",
    "cancelNotification(notifyId)",
    "setPushTime(day ..., startHour, startMin, endHour, endMin)",
    *(f"{verb}{kind}(name ...)" for kind in _NAME_KINDS for verb in ("set", "unset")),
    *(f"get{kind}" for kind in _NAME_KINDS),
)


def _simple_calls(manager: PushManager) -> Mapping[str, Callable[[], None]]:
    """Return the methods without arguments, by OPPO's names."""
    return {
        "getRegister": manager.get_register,
        "unRegister": manager.un_register,
        "pausePush": manager.pause_push,
        "resumePush": manager.resume_push,
        "getPushStatus": manager.get_push_status,
        "getNotificationStatus": manager.get_notification_status,
        "requestNotificationPermission": manager.request_notification_permission,
        "clearNotifications": manager.clear_notifications,
        "openNotificationSettings": manager.open_notification_settings,
        "enableAppNotificationSwitch": lambda: manager.switch_app_notifications(is_on=True),
        "disableAppNotificationSwitch": lambda: manager.switch_app_notifications(is_on=False),
        "getAppNotificationSwitch": manager.get_app_notification_switch,
    }


def _call_about_names(manager: PushManager, verb: str, kind: str, names: Sequence[str]) -> None:
    match verb:
        case "get":
            manager.get_names(kind)
        case "set":
            manager.set_names(kind, names)
        case _:
            manager.unset_names(kind, names)


def _set_push_time(
    process: AppProcess, manager: PushManager, days: Sequence[int], times: tuple[int, int, int, int]
) -> None:
    try:
        manager.set_push_time(days, *times)
    except ValueError as error:
        process.log_own("E", CALLBACK_TAG, f"java.lang.IllegalArgumentException: {error}")


def create_notification_channel(process: AppProcess) -> None:
    """Create the channel that the certificate should name, as step 2 of the guide prints it (O02, O08)."""
    if not process.app.variant.creates_channel:
        return
    constants = process.app.build.constants_of(facts.NAME)
    channel = NotificationChannel(
        process.app.variant.channel_id or constants.get("channel_id") or facts.GUIDE_CHANNEL_ID.value,
        CHANNEL_NAME,
        Importance.DEFAULT,
        CHANNEL_DESCRIPTION,
    )
    process.device.notifications.create_notification_channel(process.app.package, channel)


def _log(process: AppProcess, text: str) -> None:
    if process.app.variant.logs_callbacks:
        process.log_own("I", CALLBACK_TAG, text)


def _on_register(process: AppProcess, code: int, reg_id: str) -> None:
    _log(process, f"onRegister responseCode: {code} registerID: {reg_id or 'null'}")
    if code != ClientCode.SUCCESS and process.app.variant.generation is Generation.TUI_OFFLINE_PUSH:
        process.token_error(code, f"oppo error code: {code}")
    else:
        process.called_back(reg_id, TAKE_REG_ID, REG_ID_FROM_CALLBACK.name)
