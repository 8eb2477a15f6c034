"""The code that vivo's guide has the app write: manifest parts, branch of `onCreate`, main page, receiver."""

from collections.abc import Callable, Mapping, Sequence

from simulator.device.app.generation import Generation
from simulator.device.app.process import AppProcess
from simulator.device.app.variant import AppVariant
from simulator.device.vendor_demo import ManifestParts, SdkMethodUnknown, VendorDemo
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Source
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.vivo import facts
from simulator.vendors.vivo.facts import ClientCode
from simulator.vendors.vivo.manifest import VivoPushException
from simulator.vendors.vivo.sdk import PushClient
from simulator.vendors.vivo.ups import VUpsManager

INITIALIZE = Fact(
    "vivo.initialize_then_turn_on", True, Source("vivo guide", "step 3.4", ("V04", "V15", "C28", "C34", "C11"))
)
REG_ID_FROM_RESULT = Fact("vivo.reg_id_from_result", True, Source("vivo guide", "step 3.4", ("V04", "V05", "V06")))
REG_ID_FROM_CALLBACK = Fact("vivo.reg_id_from_callback", True, Source("vivo guide", "step 3.3", ("V06", "V12")))

TAKE_CALLBACK: Decision[AppVariant] = Decision(
    "vivo.take_callback",
    (
        Rule(
            "vivo.callback_only_logs",
            Reason.CALLBACK_IGNORED,
            lambda variant: not variant.takes_reg_id_from_callback,
            Source("vivo guide", "step 3.3", ("V06", "V12")),
        ),
    ),
)
"""Whether the app's `onReceiveRegId` does more than log."""

RECEIVER_TAG = "VIVOPushMessageReceiver"

GUIDE_PARTS = """\
        <service
            android:name="com.vivo.push.sdk.service.CommandClientService"
            android:exported="true" />
        <activity
            android:name="com.vivo.push.sdk.LinkProxyClientActivity"
            android:exported="false"
            android:screenOrientation="portrait"
            android:theme="@android:style/Theme.Translucent.NoTitleBar" />
        <meta-data android:name="com.vivo.push.api_key" android:value="{app_key}" />
        <meta-data android:name="com.vivo.push.app_id" android:value="{app_id}" />
        <receiver android:name="{receiver}">
            <intent-filter>
                <action android:name="com.vivo.pushclient.action.RECEIVE" />
            </intent-filter>
        </receiver>
"""
"""Of SDK 2.x, as the guide prints it (V02, V03)."""

PARTS = """\
        <service
            android:name="com.vivo.push.sdk.service.CommandClientService"
            android:exported="true"
            android:permission="com.push.permission.UPSTAGESERVICE" />
        <meta-data android:name="com.vivo.push.api_key" android:value="{app_key}" />
        <meta-data android:name="com.vivo.push.app_id" android:value="{app_id}" />
        <meta-data android:name="sdk_version_vivo" android:value="484" />
        <receiver android:name="{receiver}" android:exported="false">
            <intent-filter>
                <action android:name="com.vivo.pushclient.action.RECEIVE" />
            </intent-filter>
        </receiver>
"""
"""Of SDK 3.x."""


class VivoDemo(VendorDemo[PushClient]):
    """vivo's branch of the app."""

    vendor = facts.NAME
    client_class = PushClient
    manifest_source = Source("vivo guide", "step 3.3", ("V02", "V03"))
    brands = ("vivo", "iqoo")
    manufacturers = ("vivo",)
    receiver_class = "VIVOPushMessageReceiverImpl"
    im_brand = 2005
    sdk_version = "3.0.0.4"

    def manifest_parts(self, sdk_version: str, values: dict[str, str], receiver: str) -> ManifestParts:
        """Return the parts of SDK 2.x or 3.x."""
        template = GUIDE_PARTS if sdk_version.startswith("2.") else PARTS
        application = template.format(
            app_key=values.get("app_key", ""), app_id=values.get("app_id", ""), receiver=receiver
        )
        return ManifestParts(application)

    def new_client(self, process: AppProcess) -> PushClient:
        """Return `PushClient` with the app's receiver; until it is initialised it answers 102."""
        receiver = process.app.build.receivers[self.vendor]
        return PushClient(process, receiver, lambda reg_id: _on_receive_reg_id(process, reg_id))

    def start(self, process: AppProcess) -> None:
        """Call `initialize()`; a careful app asks `checkManifest()` as well."""
        client = self.client(process)
        if process.app.variant.checks_manifest:
            try:
                client.check_manifest()
            except VivoPushException as exception:
                process.log_own("E", "OEMPushSetting", f"register vivo e = {exception}")
                process.callback("checkManifest", {"fault": str(exception)})
        client.initialize()
        self.sdk_started(process, INITIALIZE)

    def open_push(self, process: AppProcess) -> None:
        """Call `turnOnPush` and act on its state, as the guide's main page does."""
        client = self.client(process)
        variant = process.app.variant
        if variant.generation >= Generation.DEMO_2020:
            process.log_own("I", variant.page_tag, f"vivo support push: {str(client.is_support()).lower()}")
        client.turn_on_push(lambda state: _on_state_changed(process, client, state))

    def close_push(self, process: AppProcess) -> None:
        """Call `turnOffPush`."""
        client = process.vendor_client
        if isinstance(client, PushClient):
            _turn_off(process, client)

    def call_sdk(self, process: AppProcess, method: str, arguments: Sequence[str]) -> None:
        """Call *method* of `PushClient` or `VUpsManager`; lists are given one argument after the other.

        Raises:
            SdkMethodUnknown: There is no such method here, or it wants other arguments.
        """
        client = self.client(process)
        calls = {**_client_calls(process, client), **_ups_calls(VUpsManager(client))}
        wanted, call = calls.get(method, (-1, None))
        if call is None or wanted not in {len(arguments), None}:
            raise SdkMethodUnknown(method, tuple(calls))
        call(arguments)

    def reg_id(self, process: AppProcess) -> str:
        """Return what `getRegId()` does."""
        return self.client(process).get_reg_id()

    def reg_id_renewed(self, process: AppProcess, reg_id: str) -> None:
        """Store *reg_id* in the SDK and call `onReceiveRegId`."""
        client = process.vendor_client
        if isinstance(client, PushClient):
            client.take_reg_id(reg_id)


def _turn_off(process: AppProcess, client: PushClient) -> None:
    client.turn_off_push(lambda state: process.callback("turnOffPush", {"state": state}))


_Calls = Mapping[str, tuple[int | None, Callable[[Sequence[str]], None]]]
"""How many arguments a method wants, `None` for any number, and what it does."""


def _client_calls(process: AppProcess, client: PushClient) -> _Calls:
    """Return the methods of `PushClient`; what comes of aliases and topics is on the record by itself."""

    def unheard(_: int) -> None:
        return

    return {
        "turnOnPush": (0, lambda _: client.turn_on_push(lambda state: _on_state_changed(process, client, state))),
        "turnOffPush": (0, lambda _: _turn_off(process, client)),
        "bindAlias": (1, lambda names: client.bind_alias(names[0], unheard)),
        "unBindAlias": (1, lambda names: client.unbind_alias(names[0], unheard)),
        "setTopic": (None, lambda names: client.set_topic(names, unheard)),
        "delTopic": (None, lambda names: client.del_topic(names, unheard)),
    }


def _ups_calls(manager: VUpsManager) -> _Calls:
    """Return the methods of `VUpsManager` with names of their own."""

    def unheard(_: object) -> None:
        return

    return {
        "registerToken": (3, lambda parts: manager.register_token(parts[0], parts[1], parts[2], unheard)),
        "unRegisterToken": (0, lambda _: manager.unregister_token(unheard)),
    }


def _on_state_changed(process: AppProcess, client: PushClient, state: int) -> None:
    tag, generation = process.app.variant.page_tag, process.app.variant.generation
    said = "open vivo push" if generation is Generation.DEMO_2019_04 else "vivopush open vivo push"
    process.callback("onStateChanged", {"state": state})
    if state != ClientCode.OK:
        process.log_own("E" if generation is Generation.TUI_OFFLINE_PUSH else "I", tag, f"{said} fail state = {state}")
        process.token_error(state, f"vivo error code: {state}")
        return
    reg_id = client.get_reg_id()
    process.log_own("I", tag, f"{said} success regId = {reg_id}")
    if not process.app.variant.takes_reg_id_from_result:
        return
    if reg_id:
        process.reg_id_received(reg_id, REG_ID_FROM_RESULT.name)
    else:
        process.tokens.set_and_report("")


def _on_receive_reg_id(process: AppProcess, reg_id: str) -> None:
    is_demo = process.app.variant.generation >= Generation.DEMO_2019_06
    process.log_own("I", VivoDemo.receiver_class if is_demo else RECEIVER_TAG, f"onReceiveRegId = {reg_id}")
    device = process.device
    rule = device.rules.first_no(TAKE_CALLBACK, process.app.variant, device.name)
    if rule is None:
        process.reg_id_received(reg_id, REG_ID_FROM_CALLBACK.name)
    elif not process.app.variant.takes_reg_id_from_result or process.tokens.token not in {"", reg_id}:
        process.refuse(Hop.REG_ID_RECEIVED, rule, {"reg_id": reg_id})
