"""Meizu in the app: `register` and its codes, further calls of the SDK, the manifest."""

from typing import Any

import pytest

from simulator.device.android.build import Build
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.vendor_demo import SdkMethodUnknown
from simulator.kernel.trace import Outcome
from simulator.kernel.units import DAY_MS, MINUTE_MS, SECOND_MS
from simulator.network.faults import FaultKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.meizu.facts import ClientCode
from simulator.vendors.meizu.push_service import flyme_version
from simulator.vendors.meizu.sdk import PushManager, is_brand_meizu
from simulator.vendors.meizu.sdk_rules import INTERNET, READ_PHONE_STATE, RECEIVE, RegisterStatus
from simulator.world.spec import AppSpec, AppVendorSpec, PhoneSpec, VendorAppSpec
from simulator.world.world import World
from tests.factories import (
    bound_phone,
    callbacks,
    healthy_world,
    hops,
    killed,
    logcat,
    new_world,
    reg_id_of,
    send,
    started_phone,
)
from tests.vendors.meizu_client import MeizuClient, a_client

RECEIVER = "com.example.chat.push.MEIZUPushReceiver"
PACKAGE = "com.example.chat"
CHAT = "com.example.chat.ChatActivity"


def an_app(variant: str = "careful", vendor: AppVendorSpec | None = None, **fields: Any) -> dict[str, Any]:
    return {"app": AppSpec(variant=variant, vendors={"meizu": vendor or AppVendorSpec()}, **fields)}


def refused_start(**spec: Any) -> World:
    """Start the app in a world where it gets no pushId."""
    world = new_world("meizu", **spec)
    started_phone(world)
    return world


def statuses(world: World) -> list[int]:
    return [one.data["code"] for one in callbacks(world, "onRegisterStatus")]


def manager(world: World) -> PushManager:
    client = world.phone("bob_phone").app.start().vendor_client
    assert isinstance(client, PushManager)
    world.scheduler.context = None
    return client


# -- register ---------------------------------------------------------------------------------------------------------


def test_healthy_phone_is_told_200_and_its_push_id():
    world = healthy_world("meizu")
    [called] = callbacks(world, "onRegisterStatus")
    assert (called.data["code"], called.data["reg_id"]) == (200, reg_id_of(world))
    assert called.data["expireTime"] == 7 * 86_400
    assert f"onRegisterStatus token = {reg_id_of(world)}" in logcat(world)


def test_cached_push_id_answers_200_without_traffic():
    world = healthy_world("meizu")
    reg_id = reg_id_of(world)
    killed(world)
    issued = len(hops(world, Hop.REG_ID_ISSUED))
    bound_phone(world)
    assert (len(hops(world, Hop.REG_ID_ISSUED)), statuses(world)) == (issued, [200, 200])
    latest = callbacks(world, "onRegisterStatus")[-1].data
    assert latest["message"] == "already register PushId,dont register frequently"
    assert (latest["reg_id"], 0 < latest["expireTime"] < 7 * 86_400) == (reg_id, True)


@pytest.mark.parametrize(("away_ms", "asks"), [(7 * DAY_MS - 2 * SECOND_MS, False), (7 * DAY_MS, True)])
def test_push_id_is_asked_for_again_after_seven_days(away_ms, asks):
    world = healthy_world("meizu")
    reg_id = reg_id_of(world)
    issued = hops(world, Hop.REG_ID_ISSUED)
    killed(world)
    world.run_for(issued[0].at_ms + away_ms - world.scheduler.now_ms)
    started_phone(world)
    assert (len(hops(world, Hop.REG_ID_ISSUED)) > 1) is asks
    assert reg_id_of(world) == reg_id


def test_push_id_that_was_made_for_another_app_id_stays_in_the_cache():
    world = healthy_world("meizu")
    before = manager(world).get_push_id()
    manager(world).register("999999", "another key")
    world.run_for(SECOND_MS)
    assert (statuses(world)[-1], manager(world).get_push_id()) == (200, before)


@pytest.mark.parametrize(
    ("values", "message"), [({"app_id": ""}, "appId not empty"), ({"app_key": ""}, "appKey not empty")]
)
def test_empty_argument_is_20001(values, message):
    world = refused_start(**an_app(vendor=AppVendorSpec(values=values)))
    [called] = callbacks(world, "onRegisterStatus")
    assert (called.data["code"], called.data["message"]) == (20001, message)
    assert hops(world, Hop.REG_ID_ISSUED)[-1].reason == Reason.REGISTRATION_REFUSED
    assert "onRegisterStatus token = null" in logcat(world)


def test_old_sdk_without_the_device_identifier_is_20000_three_times():
    world = refused_start(**an_app(vendor=AppVendorSpec(sdk="3.8.6")))
    assert statuses(world) == [ClientCode.DEVICE_ID_EMPTY] * 3
    first, second, third = (one.at_ms for one in hops(world, Hop.REG_ID_ISSUED))
    assert (second - first, third - second) == (10 * SECOND_MS, 20 * SECOND_MS)


@pytest.mark.parametrize(("sdk", "permission"), [("3.8.7", ""), ("3.8.6", READ_PHONE_STATE)])
def test_newer_sdk_or_the_permission_is_enough_to_tell_the_phone(sdk, permission, tmp_path):
    manifest = tmp_path / "AndroidManifest.xml"
    text = MANIFEST.replace("{permission}", f'<uses-permission android:name="{permission}" />' if permission else "")
    manifest.write_text(text, encoding="utf-8")
    world = healthy_world("meizu", **an_app(vendor=AppVendorSpec(sdk=sdk), manifest=str(manifest)))
    assert statuses(world) == [200]


MANIFEST = f"""\
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="{PACKAGE}">
    <uses-sdk android:minSdkVersion="21" android:targetSdkVersion="30" />
    <uses-permission android:name="android.permission.INTERNET" />
    {{permission}}
    <application>
        <activity android:name="{PACKAGE}.MainActivity" android:exported="true">
            <intent-filter>
                <action android:name="android.intent.action.MAIN" />
                <category android:name="android.intent.category.LAUNCHER" />
            </intent-filter>
        </activity>
        <receiver android:name="{RECEIVER}" android:exported="true">
            <intent-filter>
                <action android:name="com.meizu.flyme.push.intent.REGISTER.FEEDBACK" />
                <category android:name="CATEGORY" />
            </intent-filter>
        </receiver>
    </application>
</manifest>
""".replace("CATEGORY", PACKAGE)


@pytest.mark.parametrize(
    ("spec", "code", "text"),
    [
        (an_app(vendor=AppVendorSpec(values={"app_id": "999999"})), 110000, "appId不合法"),
        (an_app(vendor=AppVendorSpec(values={"app_key": "wrong"})), 110001, "appKey不合法"),
        ({"vendor_apps": {"meizu": VendorAppSpec(package="com.other")}}, 110031, "packageName不合法"),
    ],
)
def test_what_does_not_fit_meizus_console_is_refused(spec, code, text):
    world = refused_start(**spec)
    assert statuses(world) == [code]
    assert f"registerStatus BasicPushStatus{{code='{code}', message='{text}'}}" in logcat(world)
    assert hops(world, Hop.REG_ID_ISSUED)[-1].reason == Reason.REGISTRATION_REFUSED
    killed(world)
    verdict = send(world)
    assert (verdict.reason, verdict.root) == (Reason.NO_TOKEN, Reason.REGISTRATION_REFUSED)


def test_unreachable_cloud_is_told_as_a_code_of_its_own():
    world = new_world("meizu")
    phone = world.phone("bob_phone")
    world.network.link("meizu", "bob_phone").fail_next(FaultKind.REFUSED, 1)
    phone.app.launch()
    world.run_for(10 * SECOND_MS)
    assert statuses(world) == [ClientCode.NO_CONNECTION]
    assert hops(world, Hop.REG_ID_ISSUED)[-1].reason == Reason.REGISTRATION_TIMEOUT


def test_un_register_gives_the_push_id_back():
    world = healthy_world("meizu")
    before = reg_id_of(world)
    manager(world).un_register()
    world.run_for(SECOND_MS)
    assert (len(callbacks(world, "onUnRegisterStatus")), manager(world).get_push_id()) == (1, "")
    assert MeizuClient(world).push(before)["value"] == {"110002": [before]}


# -- further calls ----------------------------------------------------------------------------------------------------


def called(world: World, method: str, *arguments: str) -> None:
    """Let the app's code call a method of the SDK, and let a second pass."""
    process = world.phone("bob_phone").app.start()
    world.scheduler.context = None
    assert process.demo is not None
    process.demo.call_sdk(process, method, arguments)
    world.run_for(SECOND_MS)


def status_of(world: World, callback: str) -> dict[str, Any]:
    """Return what the latest call of *callback* was given."""
    return dict(callbacks(world, callback)[-1].data)


def test_switch_turns_the_pushes_off_and_on_and_can_be_read_without_a_connection():
    client = a_client()
    world, reg_id = client.world, reg_id_of(client.world)
    called(world, "switchPush", "false")
    assert client.push()["value"] == {"110010": [reg_id]}
    off = {"code": 200, "pushId": reg_id, "switchNotificationMessage": False, "switchThroughMessage": False}
    assert status_of(world, "onPushStatus").items() >= off.items()
    world.phone("bob_phone").set_network(NetworkKind.OFF)
    called(world, "checkPush")
    world.run_for(MINUTE_MS)
    assert status_of(world, "onPushStatus").items() >= off.items()
    assert status_of(world, "onPushStatus")["facts"] == ("meizu.check_push_offline",)
    called(world, "switchPush", "true")
    world.run_for(MINUTE_MS)
    assert status_of(world, "onPushStatus")["code"] == ClientCode.NO_CONNECTION
    world.phone("bob_phone").set_network(NetworkKind.WIFI)
    called(world, "switchPush", "true")
    assert client.push()["value"] == {}


def test_alias_of_the_app_reaches_the_cloud():
    client = a_client()
    called(client.world, "subScribeAlias", "a" * 20)
    assert client.about_phone("getSubAlias")["value"]["alias"] == "a" * 20
    called(client.world, "checkSubScribeAlias")
    assert status_of(client.world, "onSubAliasStatus")["alias"] == "a" * 20
    called(client.world, "subScribeAlias", "a" * 21)
    refused = status_of(client.world, "onSubAliasStatus")
    assert (refused["code"], refused["message"]) == (1005, "参数错误，请参考API文档")
    called(client.world, "unSubScribeAlias", "a" * 20)
    assert client.about_phone("getSubAlias")["value"]["alias"] == ""


def test_tags_of_the_app_reach_the_cloud():
    client = a_client()
    called(client.world, "subScribeTags", "a,b")
    called(client.world, "unSubScribeTags", "a")
    called(client.world, "checkSubScribeTags")
    assert status_of(client.world, "onSubTagsStatus")["tagList"] == ("b",)
    assert [tag["tagName"] for tag in client.about_phone("getSubTags")["value"]["tags"]] == ["b"]
    called(client.world, "unSubScribeAllTags")
    assert status_of(client.world, "onSubTagsStatus")["tagList"] == ()


def test_call_about_a_push_id_that_has_ended_is_told_110002():
    client = a_client()
    client.world.clouds["meizu"].app_removed("bob_phone", PACKAGE)
    called(client.world, "checkPush")
    assert status_of(client.world, "onPushStatus")["code"] == 110002


def test_without_a_push_id_nothing_is_asked():
    world = refused_start(**an_app(without=(INTERNET,)))
    called(world, "checkPush")
    assert callbacks(world, "onPushStatus") == []


def test_receiver_that_cannot_be_called_hears_nothing_of_further_calls():
    world = refused_start(**an_app("receiver_without_super"))
    called(world, "checkPush")
    assert callbacks(world, "onPushStatus") == []


def test_old_register_names_no_credentials_and_is_answered_by_on_register():
    world = healthy_world("meizu")
    called(world, "register")
    assert status_of(world, "onRegister") == {"code": 200, "pushId": reg_id_of(world)}


def test_old_register_of_a_package_that_meizu_does_not_know_is_told_110000():
    app = VendorAppSpec(package="com.other")
    world = refused_start(vendor_apps={"meizu": app})
    called(world, "register")
    assert status_of(world, "onRegister") == {"code": 110000, "pushId": ""}


@pytest.mark.parametrize("count", [0, 1])
def test_app_clears_one_notification_or_all(count):
    client = a_client()
    for _ in range(2):
        client.push()
        client.world.run_for(SECOND_MS)
    phone = client.world.phone("bob_phone")
    called(client.world, "clearNotification", *(str(one.id) for one in phone.notifications.shade[:count]))
    assert len(phone.notifications.shade) == count


@pytest.mark.parametrize(("method", "arguments"), [("onMessage", ()), ("checkPush", ("a",)), ("register", ("id",))])
def test_method_that_the_sdk_does_not_have_is_named(method, arguments):
    world = healthy_world("meizu")
    with pytest.raises(SdkMethodUnknown) as raised:
        called(world, method, *arguments)
    assert (raised.value.method, raised.value.known[0]) == (method, "register()")


# -- brand and Flyme --------------------------------------------------------------------------------------------------


def test_branch_of_meizu_does_nothing_on_a_phone_of_another_brand():
    world = new_world("meizu", phones={"bob_phone": PhoneSpec(model="Google Pixel 6")})
    process = started_phone(world).app.start()
    process.app.build.demos["meizu"].start(process)
    started = hops(world, Hop.SDK_STARTED)[-1]
    assert (started.reason, started.rule) == (Reason.WRONG_BRAND, "meizu.not_brand_meizu")


@pytest.mark.parametrize(
    ("brand", "is_meizu"), [("meizu", True), ("MEIZU", True), ("22c4185e", True), ("Xiaomi", False), ("", False)]
)
def test_brand_is_meizus(brand, is_meizu):
    assert is_brand_meizu(Build(brand, "", "", 30)) is is_meizu


@pytest.mark.parametrize(("android", "flyme"), [(5, 4), (6, 5), (8, 7), (11, 9), (14, 11)])
def test_flyme_goes_with_android(android, flyme):
    world = new_world("meizu", phones={"bob_phone": PhoneSpec(android=android)})
    assert flyme_version(world.phone("bob_phone")) == flyme


def test_other_phones_have_no_flyme():
    assert flyme_version(new_world("xiaomi").phone("bob_phone")) == 0


# -- the manifest -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "reason", "rule"),
    [
        ({"without": (RECEIVER,)}, Reason.RECEIVER_MISSING, "receiver_missing"),
        ({"rename": {RECEIVER: f"{RECEIVER}2"}}, Reason.RECEIVER_MISSING, "receiver_class_wrong"),
        ({"not_exported": (RECEIVER,)}, Reason.RECEIVER_MISSING, "receiver_not_exported"),
    ],
)
def test_receiver_that_cannot_be_called_gets_no_result(fields, reason, rule):
    world = refused_start(**an_app(**fields))
    assert statuses(world) == []
    received = hops(world, Hop.REG_ID_RECEIVED)[-1]
    assert (received.reason, received.rule) == (reason, f"meizu.{rule}")
    assert hops(world, Hop.REG_ID_ISSUED)[-1].outcome is Outcome.OK
    killed(world)
    assert send(world).root == reason


def test_receiver_needs_the_apps_package_as_its_category(tmp_path):
    manifest = tmp_path / "AndroidManifest.xml"
    text = MANIFEST.replace("{permission}", "").replace(
        f'category android:name="{PACKAGE}"', 'category android:name="com.other"'
    )
    manifest.write_text(text, encoding="utf-8")
    world = refused_start(**an_app(manifest=str(manifest)))
    assert hops(world, Hop.REG_ID_RECEIVED)[-1].rule == "meizu.receiver_without_category"


@pytest.mark.parametrize(("is_first", "rule"), [(True, "meizu.other_receiver_called"), (False, "")])
def test_of_two_receivers_the_first_one_is_called(is_first, rule, tmp_path):
    text = MANIFEST.replace("{permission}", "")
    begin, end = text.index("<receiver"), text.index("</receiver>") + len("</receiver>")
    own = text[begin:end]
    other = own.replace(RECEIVER, "com.other.Receiver")
    assert other != own
    manifest = tmp_path / "AndroidManifest.xml"
    manifest.write_text(text.replace(own, f"{other}{own}" if is_first else f"{own}{other}"), encoding="utf-8")
    world = refused_start(**an_app(manifest=str(manifest)))
    assert hops(world, Hop.REG_ID_RECEIVED)[-1].rule == (rule or "meizu.push_id_from_status")


def test_receiver_that_does_not_call_super_hears_nothing():
    world = refused_start(**an_app("receiver_without_super"))
    received = hops(world, Hop.REG_ID_RECEIVED)[-1]
    assert (received.reason, received.rule) == (Reason.CALLBACK_IGNORED, "meizu.receiver_without_super")
    assert statuses(world) == []


@pytest.mark.parametrize(
    ("off_ms", "is_refused"), [(None, True), (90 * DAY_MS, False), (90 * DAY_MS + 1, True), (-91 * DAY_MS, True)]
)
def test_phone_whose_clock_is_far_off_cannot_reach_meizu(off_ms, is_refused):
    world = new_world("meizu")
    world.phone("bob_phone").settings.clock_off_ms = off_ms
    started_phone(world)
    refused = [one.rule for one in hops(world, Hop.REG_ID_ISSUED) if one.reason]
    assert refused == (["meizu.clock_wrong"] if is_refused else [])
    assert statuses(world) == [ClientCode.NO_CONNECTION if is_refused else ClientCode.SUCCESS]


def test_without_internet_nothing_is_asked():
    world = refused_start(**an_app(without=(INTERNET,)))
    refused = hops(world, Hop.REG_ID_ISSUED)[-1]
    assert (refused.reason, refused.rule) == (Reason.MANIFEST_INCOMPLETE, "meizu.no_internet")
    assert statuses(world) == [ClientCode.NO_CONNECTION]


@pytest.mark.parametrize("missing", [RECEIVE, f"{PACKAGE}.push.permission.MESSAGE"])
@pytest.mark.parametrize(("android", "is_told"), [(6, False), (7, True), (11, True)])
def test_push_permissions_are_needed_up_to_flyme_5(missing, android, is_told):
    phones = {"bob_phone": PhoneSpec(android=android)}
    world = refused_start(phones=phones, **an_app(without=(missing,)))
    assert bool(statuses(world)) is is_told
    if not is_told:
        assert hops(world, Hop.REG_ID_RECEIVED)[-1].rule == "meizu.push_permission_missing"


@pytest.mark.parametrize(
    ("rules", "rule"),
    [
        (f"-keep class {RECEIVER} {{*;}}", "sdk_renamed"),
        ("-keep class com.meizu.cloud.pushsdk.** {*;}", "receiver_renamed"),
    ],
)
def test_shrinking_must_leave_sdk_and_receiver_alone(rules, rule, tmp_path):
    proguard = tmp_path / "proguard-rules.pro"
    proguard.write_text(rules, encoding="utf-8")
    world = refused_start(**an_app(proguard=str(proguard)))
    received = hops(world, Hop.REG_ID_RECEIVED)[-1]
    assert (received.reason, received.rule) == (Reason.RECEIVER_RENAMED, f"meizu.{rule}")


def test_app_that_only_logs_the_status_reports_nothing():
    world = refused_start(**an_app("reg_id_thrown_away"))
    assert hops(world, Hop.REG_ID_RECEIVED)[-1].rule == "meizu.status_only_logged"


def test_status_prints_as_in_customers_logs():
    assert str(RegisterStatus(110000, "appId不合法")) == "BasicPushStatus{code='110000', message='appId不合法'}"
