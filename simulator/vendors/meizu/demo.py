"""The code that Tencent's Meizu guide has the app write: manifest parts, branch of `onCreate`, receiver."""

from collections.abc import Sequence

from simulator.device.app.process import AppProcess
from simulator.device.app.variant import AppVariant
from simulator.device.vendor_demo import ManifestParts, SdkMethodUnknown, VendorDemo
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Source
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.meizu import facts
from simulator.vendors.meizu.sdk import COMMANDS, PushManager, is_brand_meizu
from simulator.vendors.meizu.sdk_rules import RegisterStatus

REGISTER_CALL = Fact("meizu.register_call", True, Source(facts.GUIDE, "step 3.4", ("M01", "C28", "C34", "C11")))
PUSH_ID_FROM_STATUS = Fact("meizu.push_id_from_status", True, Source(facts.TIM, "step 4", ("M01", "C15")))

BRAND: Decision[AppProcess] = Decision(
    "meizu.brand",
    (
        Rule(
            "meizu.not_brand_meizu",
            Reason.WRONG_BRAND,
            lambda process: not is_brand_meizu(process.device.settings.build),
            Source(facts.GUIDE, "step 3.4", ("M01", "C12")),
        ).beyond_scenarios("no phone that there is takes the branch and is none of Meizu's"),
    ),
)
"""The guide's own `if` around `register`."""

TAKE_STATUS: Decision[AppVariant] = Decision(
    "meizu.take_status",
    (
        Rule(
            "meizu.status_only_logged",
            Reason.CALLBACK_IGNORED,
            lambda variant: not (variant.takes_reg_id_from_result or variant.takes_reg_id_from_callback),
            Source(facts.TIM, "step 4", ("M01",)),
        ),
    ),
)
"""Whether the app's `onRegisterStatus` does more than log."""

RECEIVER_TAG = "MEIZUPushReceiver"

PERMISSIONS = """\
    <uses-permission android:name="com.meizu.flyme.push.permission.RECEIVE" />
    <permission
        android:name="${applicationId}.push.permission.MESSAGE"
        android:protectionLevel="signature" />
    <uses-permission android:name="${applicationId}.push.permission.MESSAGE" />
    <uses-permission android:name="com.meizu.c2dm.permission.RECEIVE" />
    <permission
        android:name="${applicationId}.permission.C2D_MESSAGE"
        android:protectionLevel="signature" />
    <uses-permission android:name="${applicationId}.permission.C2D_MESSAGE" />
"""
"""For Flyme 5, and for Flyme 3."""

PARTS = """\
        <receiver
            android:name="{receiver}"
            android:exported="true">
            <intent-filter>
                <action android:name="com.meizu.flyme.push.intent.MESSAGE" />
                <action android:name="com.meizu.flyme.push.intent.REGISTER.FEEDBACK" />
                <action android:name="com.meizu.flyme.push.intent.UNREGISTER.FEEDBACK" />
                <action android:name="com.meizu.c2dm.intent.REGISTRATION" />
                <action android:name="com.meizu.c2dm.intent.RECEIVE" />
                <category android:name="${applicationId}" />
            </intent-filter>
        </receiver>
        <service
            android:name="com.meizu.cloud.pushsdk.NotificationService"
            android:exported="true" />
        <receiver
            android:name="com.meizu.cloud.pushsdk.SystemReceiver"
            android:exported="false">
            <intent-filter>
                <action android:name="com.meizu.cloud.pushservice.action.PUSH_SERVICE_START" />
                <category android:name="android.intent.category.DEFAULT" />
            </intent-filter>
        </receiver>
"""
"""The app's receiver, and what the SDK's library brings along."""


_KNOWN_METHODS = (
    "register()",
    "clearNotification(notifyId...)",
    *(f"{name}({'argument' if count else ''})" for name, (count, _) in COMMANDS.items()),
)


class MeizuDemo(VendorDemo[PushManager]):
    """Meizu's branch of the app."""

    vendor = facts.NAME
    client_class = PushManager
    manifest_source = Source(facts.DEMO, "manifest", ("M01",))
    brands = ("meizu", "22c4185e")
    manufacturers = ("meizu",)
    receiver_class = "MEIZUPushReceiver"
    im_brand = 2003
    sdk_version = "4.1.4"
    opens_push_on_page = False

    def manifest_parts(self, sdk_version: str, values: dict[str, str], receiver: str) -> ManifestParts:  # noqa: ARG002  # no value stands in it
        """Return the guide's parts, the same for every version."""
        return ManifestParts(PARTS.replace("{receiver}", receiver), PERMISSIONS)

    def new_client(self, process: AppProcess) -> PushManager:
        """Return `PushManager` with the app's receiver."""
        receiver = process.app.build.receivers[self.vendor]
        return PushManager(process, receiver, lambda status: _on_register_status(process, status))

    def start(self, process: AppProcess) -> None:
        """Call `register` with the constants of the app, if this is a Meizu phone."""
        rule = process.device.rules.first_no(BRAND, process, process.device.name)
        if rule is not None:
            process.refuse(Hop.SDK_STARTED, rule)
            return
        self.sdk_started(process, REGISTER_CALL, BRAND.name)
        self.open_push(process)

    def open_push(self, process: AppProcess) -> None:
        """Call `register` (again)."""
        constants = process.app.build.constants_of(self.vendor)
        self.client(process).register(constants.get("app_id", ""), constants.get("app_key", ""))

    def close_push(self, process: AppProcess) -> None:
        """Call `unRegister`."""
        self.client(process).un_register()

    def call_sdk(self, process: AppProcess, method: str, arguments: Sequence[str]) -> None:
        """Call *method* of `PushManager`; appId, appKey and pushId are filled in.

        Raises:
            SdkMethodUnknown: It has no such method here, or wants other arguments.
        """
        manager = self.client(process)
        if method == "clearNotification":
            manager.clear_notification(arguments)
        elif method == "register" and not arguments:
            manager.register_by_package()
        elif method in COMMANDS and len(arguments) == COMMANDS[method][0]:
            manager.command(method, *arguments)
        else:
            raise SdkMethodUnknown(method, _KNOWN_METHODS)

    def reg_id(self, process: AppProcess) -> str:
        """Return what `getPushId` does."""
        return self.client(process).get_push_id()

    def reg_id_renewed(self, process: AppProcess, reg_id: str) -> None:
        """Store *reg_id* in the SDK and call `onRegisterStatus`."""
        self.client(process).take_push_id(reg_id)


def _on_register_status(process: AppProcess, status: RegisterStatus) -> None:
    process.log_own("I", RECEIVER_TAG, f"onRegisterStatus token = {status.push_id or 'null'}")
    process.called_back(status.push_id, TAKE_STATUS, PUSH_ID_FROM_STATUS.name)
