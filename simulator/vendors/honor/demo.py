"""The code that Honor's guide has the app write: manifest parts, branch of `onCreate`, `HonorMessageService`."""

from collections.abc import Callable, Mapping, Sequence

from simulator.device.app.generation import Generation
from simulator.device.app.process import AppProcess
from simulator.device.app.variant import AppVariant
from simulator.device.vendor_demo import ManifestParts, SdkMethodUnknown, VendorDemo
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Source
from simulator.push.reason import Reason
from simulator.vendors.honor import facts
from simulator.vendors.honor.sdk import HonorPushCallback, HonorPushClient

IM_DEMO = "Tencent IM demo"

INIT_THEN_TOKEN = Fact("honor.init_then_get_push_token", True, Source(facts.GUIDE, "init", ("C11", "C28", "C34")))
REG_ID_FROM_RESULT = Fact("honor.reg_id_from_result", True, Source(IM_DEMO, "Honor, getPushToken", ("C15",)))
REG_ID_FROM_CALLBACK = Fact("honor.reg_id_from_callback", True, Source(IM_DEMO, "Honor, onNewToken", ("C15",)))

TAKE_CALLBACK: Decision[AppVariant] = Decision(
    "honor.take_callback",
    (
        Rule(
            "honor.callback_only_logs",
            Reason.CALLBACK_IGNORED,
            lambda variant: not variant.takes_reg_id_from_callback,
            Source(facts.CLIENT, "onNewToken"),
        ),
    ),
)
"""Whether the app's `onNewToken` does more than log."""
TAKE_RESULT: Decision[AppVariant] = Decision(
    "honor.take_result",
    (
        Rule(
            "honor.result_only_logged",
            Reason.CALLBACK_IGNORED,
            lambda variant: not variant.takes_reg_id_from_result,
            Source(facts.CLIENT, "getPushToken"),
        ),
    ),
)
"""Whether the app's callback of `getPushToken` does more than log."""

SETTING_TAG = "OEMPushSetting"
SERVICE_TAG = "MyHonorMessageService"

PARTS = """\
        <meta-data android:name="com.hihonor.push.app_id" android:value="{app_id}" />
        <service android:name="{service}" android:exported="false">
            <intent-filter>
                <action android:name="com.hihonor.push.action.MESSAGING_EVENT" />
            </intent-filter>
        </service>
"""


class HonorDemo(VendorDemo[HonorPushClient]):
    """Honor's branch of the app."""

    vendor = facts.NAME
    client_class = HonorPushClient
    manifest_source = Source(facts.GUIDE, "manifest")
    brands = ("honor",)
    manufacturers = ("honor",)
    needs_brand_and_manufacturer = True
    receiver_class = "MyHonorMessageService"
    im_brand = 2006
    sdk_version = "8.0.12.307"
    opens_push_on_page = False

    def manifest_parts(self, sdk_version: str, values: dict[str, str], receiver: str) -> ManifestParts:
        """Return the app id and the app's own service; the older SDK reads a file and has callbacks."""
        if _is_legacy(sdk_version):
            return ManifestParts("")
        return ManifestParts(PARTS.format(app_id=values.get("app_id", ""), service=receiver))

    def new_client(self, process: AppProcess) -> HonorPushClient:
        """Return `HonorPushClient` with the app's `HonorMessageService`."""
        service = process.app.build.receivers[self.vendor]
        is_legacy = _is_legacy(process.app.variant.sdk_version(self.vendor) or self.sdk_version)
        return HonorPushClient(process, service, lambda token: _on_new_token(process, token), is_legacy=is_legacy)

    def start(self, process: AppProcess) -> None:
        """Initialise and ask for the token; an app that takes it from `onNewToken` alone has the SDK fetch it."""
        self.sdk_started(process, INIT_THEN_TOKEN)
        is_auto = not process.app.variant.takes_reg_id_from_result and process.app.variant.takes_reg_id_from_callback
        self.client(process).init(enable_auto=is_auto)
        if process.app.variant.generation is Generation.TUI_OFFLINE_PUSH:
            process.log_own("I", SETTING_TAG, "Honor turnOn push successfully.")
        if not is_auto:
            self.open_push(process)

    def open_push(self, process: AppProcess) -> None:
        """Call `getPushToken`, with the older SDK in a thread of its own."""
        self._get_push_token(process, on_main_thread=False)

    def _get_push_token(self, process: AppProcess, *, on_main_thread: bool) -> None:
        callback = HonorPushCallback(
            lambda token: _on_success(process, token), lambda code, text: _on_failure(process, code, text)
        )
        self.client(process).get_push_token(callback, on_main_thread=on_main_thread)

    def close_push(self, process: AppProcess) -> None:
        """Call `deletePushToken`."""
        self.client(process).delete_push_token(_recorded(process, "deletePushToken"))

    def call_sdk(self, process: AppProcess, method: str, arguments: Sequence[str]) -> None:
        """Call *method* of `HonorPushClient` on the main thread, as the code of pages does.

        Raises:
            SdkMethodUnknown: It is none of those that the guide names, or is given arguments.
        """
        client, told = self.client(process), _recorded(process, method)
        calls: Mapping[str, Callable[[], None]] = {
            "checkSupportHonorPush": lambda: told.on_success(str(client.check_support_honor_push()).lower()),
            "deletePushToken": lambda: client.delete_push_token(told),
            "getNotificationCenterStatus": lambda: client.get_notification_center_status(told),
            "getPushToken": lambda: self._get_push_token(process, on_main_thread=True),
            "getUnReadMessages": lambda: client.get_unread_messages(told),
            "turnOffNotificationCenter": lambda: client.turn_notification_center(told, is_on=False),
            "turnOnNotificationCenter": lambda: client.turn_notification_center(told, is_on=True),
        }
        if method not in calls or arguments:
            raise SdkMethodUnknown(method, [f"{name}()" for name in calls])
        calls[method]()

    def reg_id(self, process: AppProcess) -> str:
        """Return the token that the SDK keeps."""
        return self.client(process).get_stored_token()

    def reg_id_renewed(self, process: AppProcess, reg_id: str) -> None:
        """Store *reg_id* in the SDK and call `onNewToken`."""
        self.client(process).take_token(reg_id)


def _is_legacy(sdk_version: str) -> bool:
    first = sdk_version.partition(".")[0]
    return first.isdecimal() and int(first) < facts.LEGACY_BEFORE.value


def _recorded(process: AppProcess, method: str) -> HonorPushCallback:
    """Return a callback that only records its result."""
    return HonorPushCallback(
        lambda result: process.callback(method, {"code": 0, "result": result}),
        lambda code, text: process.callback(method, {"code": code, "text": text}),
    )


def _on_success(process: AppProcess, token: str) -> None:
    process.callback("onSuccess", {"code": 0, "reg_id": token})
    process.log_own("I", SETTING_TAG, f"Honor get pushToken {token}")
    process.called_back(token, TAKE_RESULT, REG_ID_FROM_RESULT.name)


def _on_failure(process: AppProcess, code: int, text: str) -> None:
    process.callback("onFailure", {"code": code, "text": text})
    process.log_own("E", SETTING_TAG, f"Honor get pushToken failed, {code} {text}")
    process.token_error(-1, f"{code} {text}")


def _on_new_token(process: AppProcess, token: str) -> None:
    process.log_own("I", SERVICE_TAG, f"onNewToken token={token}")
    process.called_back(token, TAKE_CALLBACK, REG_ID_FROM_CALLBACK.name)
