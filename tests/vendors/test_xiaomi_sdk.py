"""Xiaomi on the phone: the register result, the SDK's checker, what is shown and logged, and taps."""

from typing import Any

import pytest

from simulator.cloud.registrations import AppState
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.android.notification_channel import Importance
from simulator.kernel.units import DAY_MS, MINUTE_MS, SECOND_MS
from simulator.network.faults import FaultKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.xiaomi.facts import ClientCode
from simulator.vendors.xiaomi.manifest import (
    HANDLE_SERVICE,
    INTERNET,
    JOB_SERVICE,
    MESSAGE_HANDLER,
    NETWORK_RECEIVER,
    PING_RECEIVER,
    PUSH_SERVICE,
    manifest_faults,
)
from simulator.vendors.xiaomi.sdk import MiPushClient, MiPushCommandMessage
from simulator.world.spec import AppSpec, AppVendorSpec, CertificateSpec, ClickSpec, PhoneSpec, VendorAppSpec
from simulator.world.world import World
from tests.factories import (
    a_message,
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
from tests.vendors.xiaomi_client import a_client

RECEIVER = "com.example.chat.push.XiaomiMsgReceiver"
CHAT = "com.example.chat.ChatActivity"
NOT_FOUND = "cannot find the receiver to handler this message, check your manifest"
MI_A1 = {"phones": {"bob_phone": PhoneSpec(model="Xiaomi Mi A1")}}


def an_app(
    variant: str = "careful", sdk: str | None = None, values: dict[str, str] | None = None, **fields: Any
) -> dict:
    return {"app": AppSpec(variant=variant, vendors={"xiaomi": AppVendorSpec(sdk=sdk, values=values or {})}, **fields)}


def refused_start(**spec: Any) -> World:
    """Start the app in a world where it gets no regId."""
    world = new_world("xiaomi", **spec)
    started_phone(world)
    return world


def codes(world: World) -> list[int]:
    return [one.data["code"] for one in callbacks(world, "onReceiveRegisterResult")]


def client_of(world: World) -> MiPushClient:
    world.scheduler.context = None
    client = world.phone("bob_phone").app.start().vendor_client
    assert isinstance(client, MiPushClient)
    return client


def register(world: World) -> None:
    values = world.clouds["xiaomi"].apps[0].values
    client_of(world).register_push(values["app_id"], values["app_key"])
    world.run_for(SECOND_MS)


# -- registerPush -----------------------------------------------------------------------------------------------------


def test_healthy_phone_is_told_0_and_its_reg_id():
    world = healthy_world("xiaomi")
    [result] = callbacks(world, "onReceiveRegisterResult")
    assert (result.data["command"], result.data["code"]) == ("register", 0)
    assert result.data["reg_id"] == reg_id_of(world)
    assert len(reg_id_of(world)) == 64


def test_receiver_logs_the_guides_three_lines():
    world = healthy_world("xiaomi", phones={"bob_phone": PhoneSpec(reg_id="r")})
    lines = [text for text in logcat(world) if text.startswith(("onReceive", "cmd:", "regId:"))]
    assert lines == [
        (
            "onReceiveRegisterResult is called. command={register}, resultCode={0}, reason={null}, category={null}, "
            "commandArguments={[r]}"
        ),
        "cmd: register | arg: r | result: 0 | reason: null",
        "regId: r",
    ]


@pytest.mark.parametrize(
    ("values", "code", "text"),
    [
        ({"app_id": "1"}, ClientCode.APP_ID_ILLEGAL, "Invalid application id: 1"),
        ({"app_key": "1"}, ClientCode.APP_KEY_ILLEGAL, "Invalid application key."),
    ],
)
def test_wrong_constants_are_refused(values, code, text):
    world = refused_start(**an_app(values=values))
    assert codes(world) == [code]
    assert f"cmd: register | arg: null | result: {code} | reason: {text}" in logcat(world)
    assert "regId: null" in logcat(world)
    assert client_of(world).get_reg_id() == ""


@pytest.mark.parametrize(
    ("app", "code"),
    [
        ({"package": "com.example.other"}, ClientCode.PACKAGE_ILLEGAL),
        ({"state": "closed"}, ClientCode.APP_ILLEGAL),
        ({"barred": ("api",)}, ClientCode.REGISTER_FAILED),
    ],
)
def test_what_does_not_fit_xiaomis_console_is_refused(app, code):
    assert codes(refused_start(vendor_apps={"xiaomi": VendorAppSpec(**app)})) == [code]


@pytest.mark.parametrize("values", [{"app_id": ""}, {"app_key": ""}])
def test_empty_constant_is_not_nullable(values):
    with pytest.raises(ValueError, match="is not nullable"):
        refused_start(**an_app(values=values))


@pytest.mark.parametrize(("gap_ms", "asked"), [(4_999, 1), (5_000, 2)])
def test_second_request_within_five_seconds_is_dropped(gap_ms, asked):
    world = new_world("xiaomi", **an_app(values={"app_key": "wrong"}))
    world.phone("bob_phone").app.launch()
    world.run_for(gap_ms)
    client_of(world).register_push(world.clouds["xiaomi"].apps[0].values["app_id"], "wrong")
    world.run_for(SECOND_MS)
    assert codes(world) == [ClientCode.APP_KEY_ILLEGAL] * asked
    line = "Could not send  register message within 5s repeatly ."
    assert (line in logcat(world)) is (asked == 1)


def test_registered_app_is_given_the_same_result_again():
    world = healthy_world("xiaomi")
    register(world)
    assert codes(world) == [0, 0]
    assert len(hops(world, Hop.REG_ID_ISSUED)) == 1


def test_registration_without_network_waits_for_it():
    world = new_world("xiaomi")
    phone = world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    phone.app.launch()
    world.run_for(10 * MINUTE_MS)
    assert codes(world) == []
    phone.set_network(NetworkKind.MOBILE)
    world.run_for(SECOND_MS)
    assert codes(world) == [0]


def test_broken_connection_is_70000001():
    world = new_world("xiaomi")
    phone = world.phone("bob_phone")
    world.network.link("xiaomi", "bob_phone").fail_next(FaultKind.TIMEOUT, 1)
    phone.app.launch()
    world.run_for(MINUTE_MS)
    assert codes(world) == [ClientCode.SERVICE_UNAVAILABLE]
    [record] = hops(world, Hop.REG_ID_ISSUED)
    assert (record.reason, record.rule) == (Reason.REGISTRATION_TIMEOUT, "xiaomi.push_not_connected")
    register(world)
    assert codes(world) == [ClientCode.SERVICE_UNAVAILABLE, 0]


def test_phone_without_an_account_is_70000002():
    world = new_world("xiaomi")
    phone = world.phone("bob_phone")
    assert phone.push_service is not None
    phone.push_service.set_condition("without_account")
    phone.app.launch()
    world.run_for(SECOND_MS)
    assert codes(world) == [ClientCode.AUTHENTICATION_ERROR]
    assert "no account for registration." in logcat(world)


def test_unregistered_app_gets_another_reg_id():
    world = healthy_world("xiaomi")
    old = reg_id_of(world)
    client_of(world).unregister_push()
    world.run_for(SECOND_MS)
    assert client_of(world).get_reg_id() == ""
    client_of(world).unregister_push()
    register(world)
    assert reg_id_of(world) not in {"", old}


def test_guides_receiver_stores_null_after_a_failure_and_the_token_again_after_a_success():
    world = new_world("xiaomi", **an_app("xiaomi_guide"))
    world.network.link("xiaomi", "bob_phone").extra_ms = 2_000
    started_phone(world)
    tokens = world.phone("bob_phone").app.start().tokens
    assert tokens.token == reg_id_of(world)
    client_of(world).unregister_push()
    world.run_for(10 * SECOND_MS)
    world.clouds["xiaomi"].apps[0].state = AppState.CLOSED
    register(world)
    world.run_for(10 * SECOND_MS)
    assert tokens.token == ""
    assert "setPushTokenToTIM third token is empty" in logcat(world)
    world.clouds["xiaomi"].apps[0].state = AppState.OPEN
    register(world)
    world.run_for(10 * SECOND_MS)
    assert tokens.token == reg_id_of(world)


def test_commands_wait_for_the_registration_and_are_sent_once_a_day():
    world = refused_start(**an_app(values={"app_id": "1"}))
    client_of(world).command("set-alias", "bob")
    assert "Don't send message before initialization succeeded!" in logcat(world)
    world = healthy_world("xiaomi")
    for wait_ms, sent in ((SECOND_MS, 1), (SECOND_MS, 1), (DAY_MS, 1), (SECOND_MS, 2)):
        client_of(world).command("set-alias", "bob")
        world.run_for(wait_ms)
        assert sum("SdkCommand" in str(one.data.get("message")) for one in world.trace) == sent
    assert len(callbacks(world, "onCommandResult")) == 4


def test_failed_message_prints_null_arguments():
    text = str(MiPushCommandMessage("register", 22007, "Invalid application key."))
    assert "resultCode={22007}, reason={Invalid application key.}" in text
    assert text.endswith("commandArguments={null}")


# -- the manifest -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "reason", "rule"),
    [
        ({"without": (INTERNET,)}, Reason.MANIFEST_INCOMPLETE, "no_internet"),
        ({"without": (MESSAGE_HANDLER,)}, Reason.MANIFEST_INCOMPLETE, "message_handler_missing"),
        ({"not_exported": (MESSAGE_HANDLER,)}, Reason.MANIFEST_INCOMPLETE, "message_handler_missing"),
        ({"without": (HANDLE_SERVICE,)}, Reason.MANIFEST_INCOMPLETE, "handle_service_missing"),
        (
            {"without": ("com.example.chat.permission.MIPUSH_RECEIVE",)},
            Reason.MANIFEST_INCOMPLETE,
            "receive_permission_missing",
        ),
        ({"without": (RECEIVER,)}, Reason.RECEIVER_MISSING, "receiver_missing"),
        ({"not_exported": (RECEIVER,)}, Reason.RECEIVER_MISSING, "receiver_not_exported"),
        ({"rename": {RECEIVER: "com.example.chat.Other"}}, Reason.RECEIVER_MISSING, "receiver_class_wrong"),
    ],
)
def test_incomplete_manifest_brings_no_result(fields, reason, rule):
    world = refused_start(**an_app(**fields))
    stopped = [one for one in hops(world, Hop.REG_ID_ISSUED) + hops(world, Hop.REG_ID_RECEIVED) if one.reason]
    assert [(one.reason, one.rule) for one in stopped] == [(reason, f"xiaomi.{rule}")]
    assert codes(world) == []
    assert (NOT_FOUND in logcat(world)) is (rule != "no_internet")
    waived = new_world("xiaomi", waived=f"xiaomi.{rule}", **an_app(**fields))
    started_phone(waived)
    assert codes(waived) == [0]


@pytest.mark.parametrize("name", [PUSH_SERVICE, JOB_SERVICE, NETWORK_RECEIVER, PING_RECEIVER])
def test_other_components_are_only_missed_by_the_checker(name):
    world = healthy_world("xiaomi", **an_app(without=(name,)))
    assert any(name in text and "is missing or disabled" in text for text in logcat(world))


def test_without_miui_the_push_service_of_the_app_is_needed():
    world = refused_start(**an_app(without=(PUSH_SERVICE,)), **MI_A1)
    assert hops(world, Hop.REG_ID_ISSUED)[-1].rule == "xiaomi.push_service_missing"


@pytest.mark.parametrize(
    ("version", "missing"),
    [
        ((2, 2, 4), set()),
        ((2, 2, 5), {HANDLE_SERVICE}),
        ((3, 0, 0), {HANDLE_SERVICE}),
        ((3, 0, 1), {HANDLE_SERVICE, JOB_SERVICE}),
    ],
)
def test_services_are_needed_from_their_version_on(version, missing):
    world = new_world("xiaomi", **an_app(without=(HANDLE_SERVICE, JOB_SERVICE)))
    faults = manifest_faults(world.phone("bob_phone").app.manifest, version)
    assert {name for name in (HANDLE_SERVICE, JOB_SERVICE) for fault in faults if name in fault} == missing


def test_checker_misses_the_receiver():
    world = refused_start(**an_app(without=(RECEIVER,)))
    assert "Receiver: none of the subclasses of PushMessageReceiver is enabled or defined." in logcat(world)


def test_sdk_says_its_version():
    assert "sdk_version = 6_0_1-C" in logcat(healthy_world("xiaomi"))


def test_complete_manifest_has_no_fault():
    world = healthy_world("xiaomi")
    assert callbacks(world, "checkManifest") == []


# -- what is shown ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("channel", "suffix", "importance"), [("news", "news", Importance.LOW), ("chat", "chat", Importance.DEFAULT)]
)
def test_channel_is_made_by_the_service_and_as_loud_as_its_class(channel, suffix, importance):
    client = a_client(vendor_apps={"xiaomi": VendorAppSpec(channels={"news": "public", "chat": "private"})})
    client.send(extra__channel_id=channel)
    client.world.run_for(SECOND_MS)
    [one] = client.world.phone("bob_phone").notifications.shade
    assert (one.channel_id, one.importance) == (f"mipush|com.example.chat|{suffix}", importance)


@pytest.mark.parametrize(
    ("notify_type", "heard"), [(-1, True), (1, True), (3, True), (2, False), (4, False), (0, False)]
)
def test_sound_is_one_of_the_bits(notify_type, heard):
    client = a_client()
    client.send(notify_type=notify_type)
    client.world.run_for(SECOND_MS)
    [one] = client.world.phone("bob_phone").notifications.shade
    assert one.sound is heard


def test_pass_through_message_goes_to_the_running_app_alone():
    client = a_client()
    for is_running in (True, False):
        client.send(pass_through=1, title="", description="")
        client.world.run_for(SECOND_MS)
        assert client.said_no(Hop.POSTED, Reason.PASS_THROUGH, "pass_through")
        assert len(callbacks(client.world, "onReceivePassThroughMessage")) == 1
        if is_running:
            killed(client.world)


def test_message_for_an_app_that_is_not_there_is_dropped_with_a_line():
    client = a_client()
    client.world.phone("bob_phone").uninstall()
    message_id = client.send()["data"]["id"]
    client.world.run_for(SECOND_MS)
    assert client.last.reason == Reason.APP_NOT_INSTALLED
    assert f"Drop a message for unregistered, msgid={message_id}" in logcat(client.world)


def test_wifi_only_and_hidden_in_front():
    client = a_client()
    client.send(extra__notify_foreground="0")
    client.world.run_for(SECOND_MS)
    assert client.said_no(Hop.POSTED, Reason.FOREGROUND_HIDDEN, "foreground_hidden")
    client.world.phone("bob_phone").set_network(NetworkKind.MOBILE)
    client.send(extra__connpt="wifi")
    client.world.run_for(SECOND_MS)
    assert client.said_no(Hop.POSTED, Reason.NETWORK_TYPE, "wifi_only")


def test_without_miui_a_message_waits_for_the_app():
    client = a_client(**MI_A1)
    client.send()
    client.world.run_for(SECOND_MS)
    [one] = client.world.phone("bob_phone").notifications.shade
    assert one.channel_id.startswith("mipush_com.example.chat_")
    killed(client.world)
    client.send(title="later", notify_id=8)
    client.world.run_for(MINUTE_MS)
    assert client.world.verdict(2).text == "pending"
    client.world.scheduler.context = None
    client.world.phone("bob_phone").app.launch()
    client.world.run_for(SECOND_MS)
    assert client.world.verdict(2).text == "shown"
    client.world.check_conservation()


# -- taps -------------------------------------------------------------------------------------------------------------


def test_open_the_app_calls_the_receiver_and_opens_the_launcher():
    world = healthy_world("xiaomi")
    killed(world)
    send(world, a_message(ext="42"))
    handled = tap(world)
    assert (handled.data["is_launcher"], handled.data["ext"], handled.rule) == (True, "42", "xiaomi.click_callback")
    assert len(callbacks(world, "onNotificationMessageClicked")) == 1


def test_guides_receiver_opens_nothing():
    world = new_world("xiaomi", **an_app("xiaomi_guide"))
    world.network.link("xiaomi", "bob_phone").extra_ms = 2_000
    started_phone(world)
    killed(world)
    send(world)
    handled = tap(world)
    assert (handled.reason, handled.rule) == (Reason.NOTHING_TO_OPEN, "xiaomi.click_not_handled")


def test_receiver_that_cannot_be_called_gets_no_click():
    client = a_client()
    client.send()
    client.world.run_for(SECOND_MS)
    client.world.phone("bob_phone").app.start().vendor_client = None
    assert tap(client.world).rule == "xiaomi.click_without_receiver"


@pytest.mark.parametrize(
    ("fields", "activity", "ext"),
    [
        ({"extra__notify_effect": "1"}, "com.example.chat.MainActivity", "42"),
        ({"extra__notify_effect": "2", "extra__class_name": CHAT}, CHAT, "42"),
        (
            {
                "extra__notify_effect": "2",
                "extra__intent_uri": f"intent:#Intent;component=com.example.chat/{CHAT};S.k=v;end",
            },
            CHAT,
            "42",
        ),
        ({"extra__notify_effect": "3", "extra__web_uri": "http://example.com"}, "http://example.com", None),
    ],
)
def test_notify_effect_says_what_the_system_opens(fields, activity, ext):
    client = a_client()
    killed(client.world)
    client.send(**fields)
    client.world.run_for(SECOND_MS)
    handled = tap(client.world)
    assert (handled.data["activity"], handled.data["ext"]) == (activity, ext)
    assert callbacks(client.world, "onNotificationMessageClicked") == []


@pytest.mark.parametrize(
    ("sdk", "android", "without", "rule"),
    [
        ("4.9.0", 11, (), "click_callback"),
        ("4.9.0", 12, (), "click_blocked"),
        ("4.9.1", 12, (), "click_callback"),
        ("4.9.1", 12, ("com.xiaomi.mipush.sdk.NotificationClickedActivity",), "click_blocked"),
    ],
)
def test_android_12_lets_newer_sdks_alone_open_the_app(sdk, android, without, rule):
    phones = {"bob_phone": PhoneSpec(android=android)}
    world = healthy_world("xiaomi", phones=phones, **an_app(sdk=sdk, without=without))
    killed(world)
    send(world)
    assert tap(world).rule == f"xiaomi.{rule}"


def test_web_page_with_another_address_opens_nothing():
    click = ClickSpec(url="ftp://example.com")
    world = healthy_world("xiaomi", certificates={"xiaomi": CertificateSpec(on_click=click)})
    killed(world)
    assert send(world).text == "shown"
    assert tap(world).reason == Reason.URL_NOT_LEGAL
