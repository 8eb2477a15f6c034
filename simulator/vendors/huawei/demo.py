"""The code that Huawei's guide has the app write: manifest parts, branch of `onCreate`, main page, receiver."""

from collections.abc import Sequence

from simulator.device.app.generation import Generation
from simulator.device.app.process import AppProcess
from simulator.device.app.variant import AppVariant
from simulator.device.vendor_demo import ManifestParts, SdkMethodUnknown, VendorDemo
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Source
from simulator.push.reason import Reason
from simulator.vendors.huawei import facts
from simulator.vendors.huawei.facts import AgentCode, ClientCode
from simulator.vendors.huawei.sdk import APP_ID, AUTO_INIT, HmsClient

INIT = Fact("huawei.init_in_application", True, Source("vivo guide", "step 3.4", ("H01", "C28", "C34", "C11")))
TOKEN_FROM_RESULT = Fact("huawei.token_from_result", True, Source(facts.GUIDE, "step 3.4, HMS 4", ("H01",)))
TOKEN_FROM_CALLBACK = Fact("huawei.token_from_callback", True, Source(facts.GUIDE, "step 3.4", ("H01", "C15")))

TAKE_RESULT: Decision[AppVariant] = Decision(
    "huawei.take_result",
    (
        Rule(
            "huawei.result_only_logged",
            Reason.CALLBACK_IGNORED,
            lambda variant: not (variant.takes_reg_id_from_result or variant.takes_reg_id_from_callback),
            Source(facts.GUIDE, "step 3.4", ("H01",)),
        ),
    ),
)
"""Whether the app's code does more than log the token, wherever it comes."""

RECEIVER_TAG = "HUAWEIPushReceiver"
SERVICE_TAG = "HUAWEIHmsMessageService"

PERMISSIONS = """\
    <uses-permission android:name="android.permission.ACCESS_NETWORK_STATE" />
    <uses-permission android:name="android.permission.ACCESS_WIFI_STATE" />
    <uses-permission android:name="android.permission.WRITE_EXTERNAL_STORAGE" />
    <uses-permission android:name="android.permission.READ_PHONE_STATE" />
    <uses-permission android:name="android.permission.REQUEST_INSTALL_PACKAGES" />
    <permission
        android:name="${applicationId}.permission.PROCESS_PUSH_MSG"
        android:protectionLevel="signatureOrSystem" />
    <uses-permission android:name="${applicationId}.permission.PROCESS_PUSH_MSG" />
"""
"""Of SDK 2.6, as the guides of its time print them."""

GUIDE_PARTS = """\
        <meta-data android:name="com.huawei.hms.client.appid" android:value="appid={app_id}" />
        <activity
            android:name="com.huawei.hms.activity.BridgeActivity"
            android:configChanges="orientation|locale|screenSize|layoutDirection|fontScale"
            android:excludeFromRecents="true"
            android:exported="false"
            android:hardwareAccelerated="true"
            android:theme="@android:style/Theme.Translucent" />
        <activity
            android:name="com.huawei.android.hms.agent.common.HMSAgentActivity"
            android:configChanges="orientation|locale|screenSize|layoutDirection|fontScale"
            android:excludeFromRecents="true"
            android:exported="false"
            android:hardwareAccelerated="true"
            android:theme="@android:style/Theme.Translucent" />
        <provider
            android:name="com.huawei.hms.update.provider.UpdateProvider"
            android:authorities="${{applicationId}}.hms.update.provider"
            android:exported="false"
            android:grantUriPermissions="true" />
        <receiver
            android:name="{receiver}"
            android:permission="${{applicationId}}.permission.PROCESS_PUSH_MSG"
            android:exported="true">
            <intent-filter>
                <action android:name="com.huawei.android.push.intent.REGISTRATION" />
                <action android:name="com.huawei.android.push.intent.RECEIVE" />
                <action android:name="com.huawei.intent.action.PUSH_DELAY_NOTIFY" />
            </intent-filter>
        </receiver>
        <service
            android:name="com.huawei.hms.support.api.push.service.HmsMsgService"
            android:enabled="true"
            android:exported="true"
            android:process=":pushservice">
            <intent-filter>
                <action android:name="com.huawei.push.msg.NOTIFY_MSG" />
                <action android:name="com.huawei.push.msg.PASSBY_MSG" />
            </intent-filter>
        </service>
"""
"""Of SDK 2.6 (H01)."""

PARTS = """\
        <meta-data android:name="com.huawei.hms.client.appid" android:value="{app_id}" />
        <service android:name="{receiver}" android:exported="false">
            <intent-filter>
                <action android:name="com.huawei.push.action.MESSAGING_EVENT" />
            </intent-filter>
        </service>
"""
"""Of HMS Core; agconnect-services.json holds the AppID as well."""


class HuaweiDemo(VendorDemo[HmsClient]):
    """Huawei's branch of the app."""

    vendor = facts.NAME
    client_class = HmsClient
    manifest_source = Source(facts.GUIDE, "manifest", ("H01",))
    brands = ("huawei",)
    manufacturers = ("huawei",)
    receiver_class = "HUAWEIPushReceiver"
    im_brand = 2001
    sdk_version = "6.11.0.300"

    def manifest_parts(self, sdk_version: str, values: dict[str, str], receiver: str) -> ManifestParts:
        """Return the parts of SDK 2.6 or of HMS Core."""
        is_old = sdk_version.startswith("2.")
        template = GUIDE_PARTS if is_old else PARTS
        application = template.format(app_id=values.get("app_id", ""), receiver=receiver)
        return ManifestParts(application, PERMISSIONS if is_old else "")

    def new_client(self, process: AppProcess) -> HmsClient:
        """Return the HMS SDK with the app's receiver, or service."""
        callee = process.app.build.receivers[self.vendor]
        app_id = process.app.manifest.meta_data.get(APP_ID, "").removeprefix("appid=")
        return HmsClient(process, app_id, callee, lambda token: _on_token(process, token))

    def start(self, process: AppProcess) -> None:
        """Call `HMSAgent.init`, or switch the notifications of HMS Core on."""
        client = self.client(process)
        client.is_initialised = True
        if client.is_old:
            process.log("I", "HMSAgent", "init HMSAgent 020603306 with hmssdkver 20603301")
        else:
            process.log_own("I", process.app.variant.generation.starter, "huawei turnOnPush Complete")
        self.sdk_started(process, INIT)
        if not client.is_old and process.app.manifest.meta_data.get(AUTO_INIT) == "true":
            client.auto_init(lambda code: _token_error(process, code))

    def open_push(self, process: AppProcess) -> None:
        """Connect and ask for the token, as the guide's main page does."""
        client = self.client(process)
        if client.is_old:
            _connect(process, client)
        else:
            client.get_token(lambda token: _returned(process, token), lambda code: _failed(process, code))

    def close_push(self, process: AppProcess) -> None:
        """Call `deleteToken`."""
        self.client(process).delete_token()

    def call_sdk(self, process: AppProcess, method: str, arguments: Sequence[str]) -> None:
        """Call *method* of the SDK that the app has; its code comes back to the app under the method's name.

        Raises:
            SdkMethodUnknown: The SDK has no such method here, or wants other arguments.
        """
        client = self.client(process)
        call = _call_agent if client.is_old else _call_messaging
        if not call(process, client, (method, *arguments)):
            raise SdkMethodUnknown(method, _OLD_METHODS if client.is_old else _METHODS)

    def reg_id(self, process: AppProcess) -> str:
        """Return the token that HMS has for this app."""
        return self.client(process).get_cached()

    def reg_id_renewed(self, process: AppProcess, reg_id: str) -> None:
        """Call `onToken`, or `onNewToken`, as HMS does."""
        self.client(process).take_token(reg_id)


_OLD_METHODS = (
    "getToken()",
    "deleteToken(token)",
    "enableReceiveNotifyMsg(true or false)",
    "getPushState()",
    "queryAgreement()",
)
_METHODS = (
    "getToken()",
    "deleteToken()",
    "turnOnPush()",
    "turnOffPush()",
    "subscribe(topic)",
    "unsubscribe(topic)",
    "send(messageId, data)",
    "setAutoInitEnabled(true)",
)


def _call_agent(process: AppProcess, client: HmsClient, call: tuple[str, ...]) -> bool:
    """Make a call of HMSAgent; return whether there is one."""
    match call:
        case ("getToken",):
            _get_old_token(process, client)
        case ("deleteToken", token):
            process.callback("deleteToken", {"code": client.delete_old_token(token)})
        case ("enableReceiveNotifyMsg", "true" | "false" as switch):
            code = client.enable_receive_notify_msg(is_enabled=switch == "true")
            process.callback("enableReceiveNotifyMsg", {"code": code})
        case ("getPushState",):
            process.callback("onPushState", {"state": client.is_connected})
        case ("queryAgreement",):
            process.callback("queryAgreement", {"code": client.query_agreement()})
        case _:
            return False
    return True


def _call_messaging(process: AppProcess, client: HmsClient, call: tuple[str, ...]) -> bool:
    """Make a call of `HmsInstanceId` or `HmsMessaging`; return whether there is one."""

    def answered(code: int) -> None:
        process.callback(call[0], {"code": code})

    match call:
        case ("getToken",):
            client.get_token(lambda token: _returned(process, token), lambda code: _failed(process, code))
        case ("deleteToken",):
            client.delete_token()
            answered(ClientCode.OK)
        case ("turnOnPush",):
            answered(client.turn_on_push())
        case ("turnOffPush",):
            answered(client.turn_off_push())
        case ("subscribe" | "unsubscribe", topic):
            client.change_topic(call[0], topic, answered)
        case ("send", message_id, data):
            client.send(message_id, data, facts.UPLINK_LIFE_MS.value, answered)
        case ("setAutoInitEnabled", "true"):
            client.auto_init(lambda code: _token_error(process, code))
        case _:
            return False
    return True


def _connect(process: AppProcess, client: HmsClient) -> None:
    tag = process.app.variant.page_tag
    code = client.connect()
    process.callback("onConnect", {"code": code})
    process.log_own("I", tag, f"huawei push HMS connect end:{code}")

    # The guide asks for the token whatever came of the connection; HMSAgent then says the same code again.
    if code == AgentCode.SUCCESS:
        _get_old_token(process, client)
    else:
        _take_result(process, code)


def _get_old_token(process: AppProcess, client: HmsClient) -> None:
    client.get_old_token(lambda result, own: _take_result(process, result, own))


def _take_result(process: AppProcess, result: int, own: int = 0) -> None:
    process.callback("onResult", {"code": result, "ret_code": own} if own else {"code": result})
    variant = process.app.variant
    between = ": end" if variant.generation is Generation.DEMO_2019_06 else " result code: "
    process.log_own("I", variant.page_tag, f"huawei push get token{between}{result}")


def _token_error(process: AppProcess, code: int) -> None:
    process.callback("onTokenError", {"code": code})
    process.log_own("I", SERVICE_TAG, f"onTokenError exception=com.huawei.hms.common.ApiException: {code}: ")


def _returned(process: AppProcess, token: str) -> None:
    process.log_own("I", process.app.variant.page_tag, f"huawei get token:{token}")
    process.callback("getToken", {"token": token})
    if token:
        process.called_back(token, TAKE_RESULT, TOKEN_FROM_RESULT.name)


def _failed(process: AppProcess, code: int) -> None:
    process.callback("getToken", {"code": code})
    exception = f"com.huawei.hms.common.ApiException: {code}: "
    process.log_own("E", process.app.variant.page_tag, f"huawei get token failed, {exception}")
    process.token_error(-1, exception)


def _on_token(process: AppProcess, token: str) -> None:
    client = process.vendor_client
    if isinstance(client, HmsClient) and client.is_old:
        process.log_own("I", RECEIVER_TAG, f"onToken = {token}")
    else:
        process.log_own("I", SERVICE_TAG, f"onNewToken token={token}")
    process.called_back(token, TAKE_RESULT, TOKEN_FROM_CALLBACK.name)
