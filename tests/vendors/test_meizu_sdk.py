"""Meizu on the phone: `register` and its codes, the manifest, what is shown, and taps."""

from typing import Any

import pytest

from simulator.device.android.build import Build
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.android.notification_channel import Importance
from simulator.kernel.trace import Outcome
from simulator.kernel.units import DAY_MS, SECOND_MS
from simulator.network.faults import FaultKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.meizu.facts import ClientCode
from simulator.vendors.meizu.sdk import (
    CHANNEL_ID,
    INTERNET,
    NOTIFICATION_SERVICE,
    READ_PHONE_STATE,
    RECEIVE,
    PushManager,
    RegisterStatus,
    flyme_version,
    is_brand_meizu,
)
from simulator.world.spec import AppSpec, AppVendorSpec, CertificateSpec, ClickSpec, PhoneSpec, VendorAppSpec
from simulator.world.world import World
from tests.factories import (
    a_message,
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
    tap,
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


def test_switch_alias_and_tags_of_the_app_reach_the_cloud():
    client = a_client()
    sdk = manager(client.world)
    for act in (
        lambda: sdk.switch_push(is_on=False),
        lambda: sdk.subscribe_alias("bob"),
        lambda: sdk.subscribe_tags("a,b"),
        lambda: sdk.unsubscribe_tags("a"),
    ):
        act()
        client.world.run_for(SECOND_MS)
    assert client.push()["value"] == {"110010": [reg_id_of(client.world)]}
    assert client.about_phone("getSubAlias")["value"]["alias"] == "bob"
    assert client.about_phone("getSubTags")["value"]["tags"] == "b"
    client.world.scheduler.context = None
    sdk.switch_push(is_on=True)
    sdk.unsubscribe_alias("bob")
    client.world.run_for(SECOND_MS)
    assert client.push()["value"] == {}
    assert client.about_phone("getSubAlias")["value"]["alias"] == ""
    assert len(callbacks(client.world, "onPushStatus")) == 2


# -- brand and Flyme --------------------------------------------------------------------------------------------------


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


# -- what is shown ----------------------------------------------------------------------------------------------------


def test_notification_goes_to_meizus_own_channel():
    client = a_client()
    client.push()
    client.world.run_for(SECOND_MS)
    phone = client.world.phone("bob_phone")
    [shown] = phone.notifications.shade
    assert shown.channel_id == CHANNEL_ID
    assert shown.importance is Importance.HIGH


@pytest.mark.parametrize("off", [0, "0", False])
def test_notification_without_sound_is_silent(off):
    client = a_client()
    client.push(advanceInfo__notificationType={"vibrate": 1, "lights": 1, "sound": off})
    client.world.run_for(SECOND_MS)
    assert hops(client.world, Hop.POSTED)[-1].data["sound"] == "none"


@pytest.mark.parametrize("is_alive", [True, False])
def test_living_app_hears_of_the_arrival(is_alive):
    client = a_client()
    if not is_alive:
        killed(client.world)
    client.push()
    client.world.run_for(SECOND_MS)
    assert len(callbacks(client.world, "onNotificationArrived")) == int(is_alive)


def test_notifications_switched_off_are_not_told_of():
    client = a_client()
    client.world.phone("bob_phone").notifications.set_notifications_enabled(PACKAGE, enabled=False)
    client.push()
    client.world.run_for(SECOND_MS)
    assert client.last.reason == Reason.NOTIFICATIONS_DISABLED
    assert callbacks(client.world, "onNotificationArrived") == []


def test_phone_without_the_push_service_app_registers_and_shows_nothing():
    world = healthy_world("meizu", phones={"bob_phone": PhoneSpec(push_service=0)})
    killed(world)
    verdict = send(world)
    assert (verdict.text, verdict.reason) == ("pending", Reason.DEVICE_OFFLINE)
    world.phone("bob_phone").set_network(NetworkKind.OFF)
    world.phone("bob_phone").set_network(NetworkKind.WIFI)
    world.run_for(SECOND_MS)
    assert world.verdict(verdict.push_id).text == "pending"


# -- taps -------------------------------------------------------------------------------------------------------------


def clicked(client: MeizuClient, **click: object) -> Any:
    killed(client.world)
    changes = {f"clickTypeInfo__{name}": value for name, value in click.items()}
    assert client.push(**changes)["code"] == "200"
    client.world.run_for(SECOND_MS)
    return tap(client.world)


def test_tap_opens_the_app_with_its_parameters_and_calls_the_receiver():
    client = a_client()
    handled = clicked(client, customAttribute="own")
    assert (handled.data["is_launcher"], handled.data["ext"]) == (True, "42")
    [called] = callbacks(client.world, "onNotificationClicked")
    assert called.data["selfDefineContentString"] == "own"
    assert any(line.startswith("onNotificationClicked mzPushMessage MzPushMessage{") for line in logcat(client.world))


def test_parameters_alone_are_the_custom_content_of_the_callback():
    client = a_client()
    clicked(client)
    [called] = callbacks(client.world, "onNotificationClicked")
    assert called.data["selfDefineContentString"] == '{"ext":"42"}'


@pytest.mark.parametrize("activity", [CHAT, f"{PACKAGE}.SettingsActivity"])
def test_tap_opens_a_page_even_one_that_is_not_exported(activity):
    handled = clicked(a_client(), clickType=1, activity=activity)
    assert (handled.outcome, handled.data["activity"], handled.data["ext"]) == (Outcome.OK, activity, "42")


@pytest.mark.parametrize("activity", [f"{PACKAGE}.NoActivity", f" {CHAT}", f"{CHAT} "])
def test_page_that_is_not_there_opens_nothing(activity):
    client = a_client()
    handled = clicked(client, clickType=1, activity=activity)
    assert handled.outcome is Outcome.REFUSED
    assert any("Click message StartActivity error" in line for line in logcat(client.world))


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://example.com/", "https://example.com/"),
        (f"intent:#Intent;component={PACKAGE}/{CHAT};end", CHAT),
        ("pushscheme://com.example.chat/detail", CHAT),
    ],
)
def test_tap_opens_an_address_of_the_web_or_of_the_app(url, opened):
    handled = clicked(a_client(), clickType=2, url=url)
    assert (handled.outcome, handled.data["activity"]) == (Outcome.OK, opened)


@pytest.mark.parametrize(("android", "is_open"), [(11, True), (12, False), (14, False)])
def test_click_type_3_has_no_effect_since_android_12(android, is_open):
    client = a_client(phones={"bob_phone": PhoneSpec(android=android)})
    handled = clicked(client, clickType=3, customAttribute="own")
    assert (handled.outcome is Outcome.OK) is is_open
    assert callbacks(client.world, "onNotificationClicked")[-1].data["selfDefineContentString"] == "own"
    if not is_open:
        assert (handled.reason, handled.rule) == (Reason.NOTHING_TO_OPEN, "meizu.click_blocked")


def test_click_type_3_needs_code_in_the_callback():
    client = MeizuClient(refused_start(**an_app("xiaomi_guide")))
    handled = clicked(client, clickType=3, customAttribute="own")
    assert handled.rule == "meizu.click_not_handled"


@pytest.mark.parametrize("how", ["without", "not_exported"])
def test_tap_needs_the_sdks_service(how):
    client = a_client(**an_app(**{how: (NOTIFICATION_SERVICE,)}))
    assert clicked(client).rule == "meizu.click_service_missing"


def test_page_of_the_certificate_gets_the_ext():
    on_click = CertificateSpec(on_click=ClickSpec(activity=CHAT))
    world = healthy_world("meizu", certificates={"meizu": on_click})
    killed(world)
    assert send(world, a_message(ext='{"room":1}')).text == "shown"
    handled = tap(world)
    assert (handled.data["activity"], handled.data["ext"]) == (CHAT, '{"room":1}')
    assert callbacks(world, "onNotificationClicked")[-1].data["selfDefineContentString"] == '{"room":1}'


def test_status_prints_as_in_customers_logs():
    assert str(RegisterStatus(110000, "appId不合法")) == "BasicPushStatus{code='110000', message='appId不合法'}"
