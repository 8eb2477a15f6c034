"""The code that Xiaomi's guide has the app write: manifest parts, branch of `onCreate`, receiver."""

from collections.abc import Callable, Mapping, Sequence

from simulator.device.app.process import AppProcess
from simulator.device.app.variant import AppVariant, version_numbers
from simulator.device.vendor_demo import ManifestParts, SdkMethodUnknown, VendorDemo
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Source
from simulator.push.reason import Reason
from simulator.vendors.xiaomi import facts
from simulator.vendors.xiaomi.facts import ClientCode, Command
from simulator.vendors.xiaomi.sdk import REGISTER, MiPushClient, MiPushCommandMessage

REGISTER_PUSH = Fact("xiaomi.register_push", True, Source(facts.GUIDE, "step 3.4", ("X05", "X14", "C28", "C34", "C11")))
REG_ID_FROM_RESULT = Fact(
    "xiaomi.reg_id_from_result", True, Source(facts.GUIDE, "step 3.3", ("X05", "X06", "X12", "C15"))
)

TAKE_RESULT: Decision[AppVariant] = Decision(
    "xiaomi.take_result",
    (
        Rule(
            "xiaomi.result_only_logged",
            Reason.CALLBACK_IGNORED,
            lambda variant: not (variant.takes_reg_id_from_result or variant.takes_reg_id_from_callback),
            Source(facts.GUIDE, "step 3.3", ("X12",)),
        ),
    ),
)
"""Whether the app's `onReceiveRegisterResult` does more than log."""

RECEIVER_TAG = "XiaomiMsgReceiver"

PERMISSIONS = """\
    <uses-permission android:name="android.permission.WRITE_EXTERNAL_STORAGE" />
    <uses-permission android:name="android.permission.INTERNET" />
    <uses-permission android:name="android.permission.ACCESS_NETWORK_STATE" />
    <uses-permission android:name="android.permission.ACCESS_WIFI_STATE" />
    <uses-permission android:name="android.permission.READ_PHONE_STATE" />
    <uses-permission android:name="android.permission.GET_TASKS" />
    <uses-permission android:name="android.permission.VIBRATE" />
    <permission
        android:name="${applicationId}.permission.MIPUSH_RECEIVE"
        android:protectionLevel="signature" />
    <uses-permission android:name="${applicationId}.permission.MIPUSH_RECEIVE" />
"""
"""As the guide prints them (X02)."""

PARTS = """\
        <service
            android:enabled="true"
            android:process=":pushservice"
            android:name="com.xiaomi.push.service.XMPushService" />
        <service
            android:name="com.xiaomi.push.service.XMJobService"
            android:enabled="true"
            android:exported="false"
            android:permission="android.permission.BIND_JOB_SERVICE"
            android:process=":pushservice" />
        <service
            android:name="com.xiaomi.mipush.sdk.PushMessageHandler"
            android:enabled="true"
            android:exported="true" />
        <service
            android:name="com.xiaomi.mipush.sdk.MessageHandleService"
            android:enabled="true" />
        <receiver
            android:name="com.xiaomi.push.service.receivers.NetworkStatusReceiver"
            android:exported="true">
            <intent-filter>
                <action android:name="android.net.conn.CONNECTIVITY_CHANGE" />
                <category android:name="android.intent.category.DEFAULT" />
            </intent-filter>
        </receiver>
        <receiver
            android:name="com.xiaomi.push.service.receivers.PingReceiver"
            android:exported="false"
            android:process=":pushservice">
            <intent-filter>
                <action android:name="com.xiaomi.push.PING_TIMER" />
            </intent-filter>
        </receiver>
        <receiver
            android:name="{receiver}"
            android:exported="true">
            <intent-filter>
                <action android:name="com.xiaomi.mipush.RECEIVE_MESSAGE" />
            </intent-filter>
            <intent-filter>
                <action android:name="com.xiaomi.mipush.MESSAGE_ARRIVED" />
            </intent-filter>
            <intent-filter>
                <action android:name="com.xiaomi.mipush.ERROR" />
            </intent-filter>
        </receiver>
"""
"""As the guide prints them (X03, X04)."""

CLICKED_ACTIVITY = """\
        <activity
            android:name="com.xiaomi.mipush.sdk.NotificationClickedActivity"
            android:exported="true"
            android:enabled="true"
            android:launchMode="singleInstance"
            android:theme="@android:style/Theme.Translucent.NoTitleBar" />
"""
"""Of newer SDKs, for apps made for Android 12."""


class XiaomiDemo(VendorDemo[MiPushClient]):
    """Xiaomi's branch of the app."""

    vendor = facts.NAME
    client_class = MiPushClient
    manifest_source = Source(facts.GUIDE, "step 3.2", ("X02", "X03", "X04"))
    brands = ("xiaomi", "redmi", "poco")
    manufacturers = ("xiaomi",)
    receiver_class = "XiaomiMsgReceiver"
    im_brand = 2000
    sdk_version = "6.0.1"
    opens_push_on_page = False

    def manifest_parts(self, sdk_version: str, values: dict[str, str], receiver: str) -> ManifestParts:  # noqa: ARG002  # no value stands in it
        """Return the guide's parts, for newer SDKs with the activity that the guide does not have yet."""
        is_new = version_numbers(sdk_version) >= facts.CLICKED_ACTIVITY_SDK.value
        application = PARTS.replace("{receiver}", receiver)
        return ManifestParts(application + (CLICKED_ACTIVITY if is_new else ""), PERMISSIONS)

    def new_client(self, process: AppProcess) -> MiPushClient:
        """Return `MiPushClient` with the app's receiver."""
        receiver = process.app.build.receivers[self.vendor]
        return MiPushClient(process, receiver, lambda message: _on_receive_register_result(process, message))

    def start(self, process: AppProcess) -> None:
        """Call `registerPush` with the constants of the app."""
        self.sdk_started(process, REGISTER_PUSH)
        self.open_push(process)
        if process.app.variant.runs_in_every_process:
            # The process :pushservice, which registerPush has started, runs Application.onCreate as well.
            process.later(_SECOND_PROCESS_MS, lambda: self.open_push(process))

    def open_push(self, process: AppProcess) -> None:
        """Call `registerPush` (again)."""
        constants = process.app.build.constants_of(self.vendor)
        self.client(process).register_push(constants.get("app_id", ""), constants.get("app_key", ""))

    def close_push(self, process: AppProcess) -> None:
        """Call `unregisterPush`."""
        self.client(process).unregister_push()

    def call_sdk(self, process: AppProcess, method: str, arguments: Sequence[str]) -> None:
        """Call a method of `MiPushClient`.

        Raises:
            SdkMethodUnknown: It has none of this name, or with other arguments.
        """
        found = _SDK_METHODS.get((method, len(arguments)))
        if found is None:
            raise SdkMethodUnknown(method, sorted(f"{name} ({count})" for name, count in _SDK_METHODS))
        found(self.client(process), *arguments)

    def reg_id(self, process: AppProcess) -> str:
        """Return what `getRegId` does."""
        return self.client(process).get_reg_id()

    def reg_id_renewed(self, process: AppProcess, reg_id: str) -> None:
        """Store *reg_id* in the SDK and call `onReceiveRegisterResult`."""
        self.client(process).take_reg_id(reg_id)


_SDK_METHODS: Mapping[tuple[str, int], Callable[..., None]] = {
    ("registerPush", 2): MiPushClient.register_push,
    ("registerPush", 3): MiPushClient.register_push,
    ("unregisterPush", 0): MiPushClient.unregister_push,
    ("disablePush", 0): MiPushClient.disable_push,
    ("enablePush", 0): MiPushClient.enable_push,
    ("pausePush", 0): MiPushClient.pause_push,
    ("resumePush", 0): MiPushClient.resume_push,
    ("setAcceptTime", 2): MiPushClient.set_accept_time,
    ("setAlias", 1): lambda client, name: client.command(Command.SET_ALIAS, name),
    ("unsetAlias", 1): lambda client, name: client.command(Command.UNSET_ALIAS, name),
    ("setUserAccount", 1): lambda client, name: client.command(Command.SET_ACCOUNT, name),
    ("unsetUserAccount", 1): lambda client, name: client.command(Command.UNSET_ACCOUNT, name),
    ("subscribe", 1): lambda client, name: client.command(Command.SUBSCRIBE, name),
    ("unsubscribe", 1): lambda client, name: client.command(Command.UNSUBSCRIBE, name),
    ("clearNotification", 0): MiPushClient.clear_notification,
    ("clearNotification", 1): lambda client, notify_id: client.clear_notification(int(notify_id)),
    ("setLocalNotificationType", 1): lambda client, bits: client.set_local_notification_type(int(bits)),
    ("registerToken", 3): MiPushClient.register_token,
    ("unRegisterToken", 0): MiPushClient.unregister_token,
    ("turnOnPush", 0): MiPushClient.turn_on_push,
    ("turnOffPush", 0): MiPushClient.turn_off_push,
}
"""Methods by name and number of arguments, without the context and the category."""

# Assumed: how long the second process takes to start.
_SECOND_PROCESS_MS = 300


def _on_receive_register_result(process: AppProcess, message: MiPushCommandMessage) -> None:
    argument = next(iter(message.arguments), None)
    process.log_own("D", RECEIVER_TAG, f"onReceiveRegisterResult is called. {message}")
    process.log_own(
        "D",
        RECEIVER_TAG,
        f"cmd: {message.command} | arg: {_java(argument)} | result: {message.result_code} | "
        f"reason: {_java(message.reason)}",
    )
    is_success = message.command == REGISTER and message.result_code == ClientCode.SUCCESS
    # Each result has a receiver of its own, so that nothing is left of an earlier regId in it.
    reg_id = argument if is_success else None
    process.log_own("D", RECEIVER_TAG, f"regId: {_java(reg_id)}")
    process.called_back(reg_id, TAKE_RESULT, REG_ID_FROM_RESULT.name)


def _java(text: str | None) -> str:
    return "null" if text is None else text
