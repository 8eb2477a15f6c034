"""Further calls of Huawei's two SDKs, and what is wrong with HMS on a phone: each code from its cause."""

from typing import Any

import pytest

from simulator.cloud.registrations import AppState
from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.vendor_demo import SdkMethodUnknown
from simulator.kernel.units import DAY_MS, SECOND_MS
from simulator.network.faults import FaultKind
from simulator.push.uplink import SdkCommand
from simulator.vendors.huawei.facts import HMS_CONDITIONS
from simulator.vendors.huawei.sdk import HmsClient
from simulator.world.spec import AppSpec, AppVendorSpec, PhoneSpec, VendorAppSpec
from simulator.world.world import World
from tests.factories import callbacks, healthy_world, killed, logcat, new_world, reg_id_of, send, started_phone
from tests.vendors.huawei_client import LEFT_OUT, HuaweiClient

OLD = "2.6.3.301"
MANIFEST = """
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.chat">
    <application>
        <meta-data android:name="com.huawei.hms.client.appid" android:value="{app_id}" />
        <meta-data android:name="push_kit_auto_init_enabled" android:value="true" />
        <activity android:name="com.example.chat.MainActivity" android:exported="true">
            <intent-filter>
                <action android:name="android.intent.action.MAIN" />
                <category android:name="android.intent.category.LAUNCHER" />
            </intent-filter>
        </activity>
        <service android:name="com.example.chat.push.HUAWEIPushReceiver" android:exported="false">
            <intent-filter><action android:name="com.huawei.push.action.MESSAGING_EVENT" /></intent-filter>
        </service>
    </application>
</manifest>
"""


def app(sdk: str = OLD, **fields: Any) -> AppSpec:
    values = fields.pop("values", {})
    return AppSpec(vendors={"huawei": AppVendorSpec(sdk=sdk or None, values=values)}, **fields)


def codes(world: World, called: str, field: str = "code") -> list[int]:
    return [one.data[field] for one in callbacks(world, called) if field in one.data]


def client_of(world: World) -> HmsClient:
    process = world.phone("bob_phone").app.start()
    client = process.vendor_client
    assert isinstance(client, HmsClient)
    return client


def call(world: World, method: str, *arguments: str, wait_ms: int = SECOND_MS) -> list[int]:
    """Call a method of the SDK, let time pass, and return the codes that the app was called back with."""
    process = world.phone("bob_phone").app.start()
    assert process.demo is not None
    process.demo.call_sdk(process, method, arguments)
    world.run_for(wait_ms)
    return codes(world, method)


def with_hms(condition: str, **spec: Any) -> World:
    world = new_world("huawei", **spec)
    service = world.phone("bob_phone").push_service
    assert service is not None
    service.set_condition(condition)
    started_phone(world)
    return world


# -- what may be wrong with HMS -


@pytest.mark.parametrize("condition", HMS_CONDITIONS)
def test_get_token_says_what_is_wrong_with_hms(condition):
    world = with_hms(condition)
    assert codes(world, "getToken") == [HMS_CONDITIONS[condition].newer]
    assert any(one.rule == f"huawei.hms_{condition}" for one in world.trace)
    service = world.phone("bob_phone").push_service
    assert service is not None
    service.set_condition("working")
    world.phone("bob_phone").app.start().open_main_page()
    world.run_for(SECOND_MS)
    killed(world)
    assert send(world).text == "shown"


@pytest.mark.parametrize("condition", HMS_CONDITIONS)
def test_hms_agent_says_what_is_wrong_with_hms(condition):
    world = with_hms(condition, app=app())
    assert codes(world, "onConnect") == [HMS_CONDITIONS[condition].agent]
    assert codes(world, "onResult") == [HMS_CONDITIONS[condition].agent]
    assert callbacks(world, "onToken") == []


def test_hms_that_cannot_be_bound_from_the_background_is_7():
    world = healthy_world("huawei", app=app())
    service = world.phone("bob_phone").push_service
    assert service is not None
    service.set_condition("bind_failed")
    killed(world)
    assert client_of(world).connect() == 7


# -- HMSAgent -

TOO_OLD = 20_401_299
AGENT_CAUSES: dict[str, tuple[tuple[str, ...], int]] = {
    "agent_activity_missing": (("com.huawei.android.hms.agent.common.HMSAgentActivity",), -1004),
    "agent_bridge_missing": (("com.huawei.hms.activity.BridgeActivity",), 9001),
    "agent_provider_missing": (("com.huawei.hms.update.provider.UpdateProvider",), -1005),
    "agent_hms_too_old": ((), 2),
}


@pytest.mark.parametrize("rule", AGENT_CAUSES)
def test_update_of_hms_needs_its_components(rule):
    without, code = AGENT_CAUSES[rule]
    world = new_world("huawei", phones={"bob_phone": PhoneSpec(push_service=TOO_OLD, app=app(without=without))})
    started_phone(world)
    assert codes(world, "onConnect") == [code]
    assert any(one.rule == f"huawei.{rule}" for one in world.trace)
    again = new_world("huawei", phones={"bob_phone": PhoneSpec(app=app(without=without))})
    started_phone(again)
    assert codes(again, "onConnect") == [0]


def test_update_of_hms_needs_a_page_in_front():
    world = new_world("huawei", phones={"bob_phone": PhoneSpec(push_service=TOO_OLD, app=app())})
    world.phone("bob_phone").app.start().open_main_page()
    assert codes(world, "onConnect") == [-1001]


def test_user_who_leaves_the_update_page_cancels():
    world = new_world("huawei", phones={"bob_phone": PhoneSpec(push_service=TOO_OLD, app=app())})
    started_phone(world)
    client = client_of(world)
    client.user_cancels = True
    assert client.connect() == 13
    client.user_cancels = False
    assert client.connect() == 2


def test_second_request_while_the_first_is_under_way_is_minus_1006():
    world = healthy_world("huawei", app=app())
    assert call(world, "getToken", wait_ms=0) == []
    call(world, "getToken")
    assert codes(world, "onResult") == [0, -1006, 0]


@pytest.mark.parametrize("is_kept", [False, True])
def test_renamed_classes_of_hms_agent_are_minus_1008(tmp_path, is_kept):
    rules = tmp_path / "rules.txt"
    kept = "-keep class com.huawei.android.hms.agent.**{*;}\n" if is_kept else ""
    rules.write_text(f"-keep class com.example.chat.push.HUAWEIPushReceiver\n{kept}", "utf-8")
    world = new_world("huawei", app=app(proguard=str(rules)))
    started_phone(world)
    assert codes(world, "onConnect") == [0 if is_kept else -1008]


@pytest.mark.parametrize(
    ("token", "network", "condition", "code"),
    [
        ("", NetworkKind.WIFI, "working", -1009),
        ("somebody else's", NetworkKind.WIFI, "working", 907122004),
        ("own", NetworkKind.OFF, "working", 907122005),
        ("own", NetworkKind.WIFI, "broken", 907122018),
        ("own", NetworkKind.WIFI, "working", 0),
    ],
)
def test_delete_token_of_hms_agent(token, network, condition, code):
    world = healthy_world("huawei", app=app())
    phone = world.phone("bob_phone")
    phone.set_network(network)
    assert phone.push_service is not None
    phone.push_service.set_condition(condition)
    assert call(world, "deleteToken", reg_id_of(world) if token == "own" else token) == [code]
    phone.set_network(NetworkKind.WIFI)
    killed(world)
    assert send(world).text == ("shown" if code else "reg_id_invalid")


def test_hms_agent_switches_notifications_and_tells_of_its_connection():
    world = healthy_world("huawei", app=app())
    assert call(world, "enableReceiveNotifyMsg", "false") == [0]
    call(world, "getPushState")
    assert [one.data["state"] for one in callbacks(world, "onPushState")] == [True]
    killed(world)
    assert send(world).text == "push_disabled"
    call(world, "enableReceiveNotifyMsg", "true")
    killed(world)
    assert send(world).text == "shown"


def test_receiver_of_the_guides_time_needs_the_permission_that_guards_it():
    world = new_world("huawei", app=app(without=("com.example.chat.permission.PROCESS_PUSH_MSG",)))
    started_phone(world)
    assert callbacks(world, "onToken") == []
    assert any(one.rule == "huawei.receiver_permission" for one in world.trace)


@pytest.mark.parametrize(("is_accepted", "code"), [(None, 907122006), (True, 907122007), (False, 907122008)])
def test_terms_of_use_are_asked_for(is_accepted, code):
    world = healthy_world("huawei", app=app())
    if is_accepted is not None:
        client_of(world).answer_agreement(is_accepted=is_accepted)
    assert call(world, "queryAgreement") == [code]


@pytest.mark.parametrize(
    ("app_values", "console", "code", "own"),
    [
        ({}, {}, 0, 907122001),
        ({"app_id": "42"}, {}, 10, 907122003),
        ({"fingerprint": "00:11"}, {}, 6003, 907122013),
        ({"fingerprint": ""}, {}, 6003, 907122012),
        ({}, {"state": "closed"}, 0, 907122011),
        ({}, {"state": "under_review"}, 0, 907122011),
    ],
)
def test_result_of_hms_agent_has_a_code_of_the_push_service_with_it(app_values, console, code, own):
    world = new_world("huawei", app=app(values=app_values), vendor_apps={"huawei": VendorAppSpec(**console)})
    started_phone(world)
    assert (codes(world, "onResult"), codes(world, "onResult", "ret_code")) == ([code], [own])


# -- HmsInstanceId -


@pytest.mark.parametrize(
    ("console", "code", "rule"),
    [
        ({"state": "under_review"}, 907135701, "register_push_under_review"),
        ({"barred": ("tokens",)}, 907122065, "register_restricted"),
        ({"values": {"data_storage": ""}}, 907122038, "register_without_storage"),
    ],
)
def test_console_decides_whether_there_are_tokens(console, code, rule):
    world = new_world("huawei", vendor_apps={"huawei": VendorAppSpec(**console)})
    started_phone(world)
    assert codes(world, "getToken") == [code]
    assert any(one.rule == f"huawei.{rule}" for one in world.trace)


def test_get_token_on_the_main_thread_is_907122050():
    world = healthy_world("huawei")
    client_of(world).is_on_main_thread = True
    assert call(world, "getToken")[-1:] == [907122050]


def test_auto_init_brings_the_token_by_on_new_token(tmp_path):
    file = tmp_path / "AndroidManifest.xml"
    file.write_text(MANIFEST.format(app_id="1"), "utf-8")
    world = new_world(
        "huawei", app=app("", manifest=str(file)), vendor_apps={"huawei": VendorAppSpec(values={"app_id": "1"})}
    )
    started_phone(world)
    assert len(callbacks(world, "onNewToken")) == 1
    killed(world)
    assert send(world).text == "shown"


def test_get_token_during_auto_init_is_907122054():
    world = healthy_world("huawei")
    process = world.phone("bob_phone").app.start()
    assert process.demo is not None
    process.demo.call_sdk(process, "setAutoInitEnabled", ("true",))
    assert call(world, "getToken") == [907122054]
    assert len(callbacks(world, "onNewToken")) == 1
    assert call(world, "getToken") == [907122054]


def test_auto_init_that_fails_calls_on_token_error():
    world = healthy_world("huawei")
    world.clouds["huawei"].apps[0].state = AppState.CLOSED
    call(world, "setAutoInitEnabled", "true")
    assert codes(world, "onTokenError") == [907122036]
    assert any(one.startswith("onTokenError exception=") for one in logcat(world))


def test_token_is_kept_by_hms_when_the_app_dies_before_it_hears_of_it():
    world = new_world("huawei")
    phone = world.phone("bob_phone")
    phone.app.launch()
    phone.app.start().open_main_page()
    killed(world)
    assert client_of(world).get_cached() == reg_id_of(world)


# -- HmsMessaging -


def test_topic_that_the_app_subscribes_to_is_sent_to():
    world = healthy_world("huawei")
    assert call(world, "subscribe", "news") == [0]
    client = HuaweiClient(world)
    client.auth()
    target = {"message.token": LEFT_OUT, "message.topic": "news"}
    assert client.send(target)["code"] == "80000000"
    world.run_for(SECOND_MS)
    assert len(world.phone("bob_phone").notifications.shade) == 1
    assert call(world, "unsubscribe", "news") == [0]
    client.send(target)
    world.run_for(SECOND_MS)
    assert len(world.phone("bob_phone").notifications.shade) == 1


def test_topic_needs_a_right_name():
    assert call(healthy_world("huawei"), "subscribe", "n e w s") == [907122042]


def test_topic_needs_a_token():
    world = healthy_world("huawei")
    call(world, "deleteToken")
    assert call(world, "subscribe", "news") == [907122030]


def test_topic_needs_network():
    world = healthy_world("huawei")
    world.phone("bob_phone").set_network(NetworkKind.OFF)
    assert call(world, "subscribe", "news") == [907122031]


def test_topic_needs_a_token_that_huawei_knows():
    world = healthy_world("huawei")
    world.clouds["huawei"].app_removed("bob_phone", "com.example.chat")
    assert call(world, "subscribe", "news") == [907122032]


@pytest.mark.parametrize(("changes", "code"), [({"state": AppState.CLOSED}, 907122036), ({}, 907122038)])
def test_topic_needs_what_the_console_says(changes, code):
    world = healthy_world("huawei")
    console = world.clouds["huawei"].apps[0]
    console.state = changes.get("state", AppState.OPEN)
    console.values = {**console.values, "data_storage": ""}
    assert call(world, "subscribe", "news") == [code]


def test_token_has_up_to_2000_topics_for_the_app_too():
    world = healthy_world("huawei")
    held = world.clouds["huawei"].subscriptions(world.clouds["huawei"].apps[0].values["app_id"])
    for number in range(1_999):
        held.subscribe(reg_id_of(world), f"topic-{number}", "2026-03-02")
    assert call(world, "subscribe", "news") == [0]
    assert call(world, "subscribe", "another") == [0, 907122034]


def test_topic_request_fails_where_hms_does_not_work():
    world = healthy_world("huawei")
    service = world.phone("bob_phone").push_service
    assert service is not None
    service.set_condition("busy")
    assert call(world, "subscribe", "news") == [907122035]


def test_unanswered_topic_request_is_907122035():
    world = healthy_world("huawei")
    world.network.link("huawei", "bob_phone", (1, 1)).fail_next(FaultKind.TIMEOUT, 1)
    assert call(world, "subscribe", "news", wait_ms=60 * SECOND_MS) == [907122035]


def test_uplink_message_finds_no_server():
    assert call(healthy_world("huawei"), "send", "1", "data") == [907122060]


@pytest.mark.parametrize(("data", "code"), [("d" * 4_096, 907122060), ("d" * 4_097, 907122041)])
def test_uplink_message_has_up_to_4096_bytes(data, code):
    assert call(healthy_world("huawei"), "send", "1", data) == [code]


def test_uplink_message_fails_where_hms_does_not_work():
    world = healthy_world("huawei")
    service = world.phone("bob_phone").push_service
    assert service is not None
    service.set_condition("busy")
    assert call(world, "send", "1", "data") == [907122056]


@pytest.mark.parametrize(("network", "then"), [(NetworkKind.OFF, 907122044), (NetworkKind.WIFI, 907122060)])
def test_uplink_message_waits_for_the_network_a_day_at_most(network, then):
    world = healthy_world("huawei")
    phone = world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    assert call(world, "send", "1", "data") == [907122059]
    phone.set_network(network)
    world.run_for(DAY_MS)
    assert codes(world, "send") == [907122059, then]


def test_twenty_uplink_messages_wait_and_no_more():
    world = healthy_world("huawei")
    world.phone("bob_phone").set_network(NetworkKind.OFF)
    for _ in range(21):
        call(world, "send", "1", "data", wait_ms=0)
    assert codes(world, "send") == [907122059] * 20 + [907122043]


def test_command_of_a_token_that_nobody_has_is_refused():
    world = healthy_world("huawei")
    assert world.clouds["huawei"].answer(SdkCommand("nobody's", "subscribe", "news")).code == 907122032


@pytest.mark.parametrize(
    ("sdk", "method"), [(OLD, "turnOnPush"), (OLD, "subscribe"), ("", "queryAgreement"), ("", "noSuchMethod")]
)
def test_method_that_the_sdk_does_not_have_is_said_to_be_unknown(sdk, method):
    with pytest.raises(SdkMethodUnknown) as raised:
        call(healthy_world("huawei", app=app(sdk)), method)
    assert any(one.startswith("getToken") for one in raised.value.known)
