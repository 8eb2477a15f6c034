"""Huawei on the phone: `getToken`, HMSAgent, and what each code comes from."""

from typing import Any

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.kernel.trace import Outcome
from simulator.kernel.units import SECOND_MS
from simulator.network.faults import FaultKind
from simulator.push.journey import Hop
from simulator.push.reason import Reason
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

OLD = "2.6.3.301"
RECEIVER = "com.example.chat.push.HUAWEIPushReceiver"


def app(sdk: str = "", *, variant: str = "careful", values: dict[str, str] | None = None, **fields: Any) -> AppSpec:
    part = AppVendorSpec(sdk=sdk or None, values=values or {})
    return AppSpec(variant=variant, vendors={"huawei": part}, **fields)


def started(**spec: Any) -> World:
    world = new_world("huawei", **spec)
    started_phone(world)
    return world


def codes(world: World, called: str = "getToken") -> list[int]:
    return [one.data["code"] for one in callbacks(world, called) if "code" in one.data]


def stopped(world: World) -> tuple[str, str, str]:
    """Return where, why and by which rule the token stopped."""
    refused = [one for one in world.trace if one.outcome is Outcome.REFUSED and one.name in {
        Hop.REG_ID_ISSUED, Hop.REG_ID_RECEIVED}]  # fmt: skip
    return refused[0].name, refused[0].reason, refused[0].rule.removeprefix("huawei.")


# -- the newer SDK -


def test_token_is_returned_on_emui_10():
    world = healthy_world("huawei")
    token = reg_id_of(world)
    assert len(token) > 100
    assert f"huawei get token:{token}" in logcat(world)
    assert callbacks(world, "onNewToken") == []


@pytest.mark.parametrize(("android", "is_returned"), [(9, False), (10, True), (12, True)])
def test_token_comes_by_on_new_token_below_emui_10(android, is_returned):
    world = healthy_world("huawei", phones={"bob_phone": PhoneSpec(android=android)})
    assert len(callbacks(world, "onNewToken")) == (not is_returned)
    token = reg_id_of(world)
    assert (f"huawei get token:{token}" in logcat(world)) is is_returned
    assert (f"onNewToken token={token}" in logcat(world)) is not is_returned


CAUSES: dict[str, tuple[dict[str, Any], int, str]] = {
    "hms_missing": ({"phones": {"bob_phone": PhoneSpec(push_service=0)}}, 1001, Reason.MODEL_UNSUPPORTED),
    "hms_too_old": (
        {"phones": {"bob_phone": PhoneSpec(android=7, push_service=29_999_999)}},
        907135003,
        Reason.MODEL_UNSUPPORTED,
    ),
    "emui_too_old": ({"phones": {"bob_phone": PhoneSpec(android=5)}}, 907122049, Reason.MODEL_UNSUPPORTED),
    "app_id_missing": (
        {"app": app(without=("com.huawei.hms.client.appid",))},
        907135000,
        Reason.MANIFEST_INCOMPLETE,
    ),
    "register_app_id": ({"app": app(values={"app_id": "42"})}, 907135000, Reason.REGISTRATION_REFUSED),
    "register_package": (
        {"vendor_apps": {"huawei": VendorAppSpec(package="com.example.other")}},
        907135000,
        Reason.REGISTRATION_REFUSED,
    ),
    "register_fingerprint": ({"app": app(values={"fingerprint": "00:11"})}, 907135702, Reason.REGISTRATION_REFUSED),
    "register_push_not_enabled": (
        {"vendor_apps": {"huawei": VendorAppSpec(state="closed")}},
        907122036,
        Reason.REGISTRATION_REFUSED,
    ),
}


@pytest.mark.parametrize("rule", CAUSES)
def test_get_token_fails_with_its_code(rule):
    spec, code, reason = CAUSES[rule]
    world = started(**spec)
    assert codes(world) == [code]
    assert stopped(world) == (Hop.REG_ID_ISSUED, reason, rule)
    assert f"huawei get token failed, com.huawei.hms.common.ApiException: {code}: " in logcat(world)


@pytest.mark.parametrize("rule", [rule for rule in CAUSES if not rule.startswith("register_push")])
def test_waiving_the_reason_brings_the_push(rule):
    spec, _, reason = CAUSES[rule]
    world = started(**spec, waived=reason)
    killed(world)
    assert send(world).text == "shown"


def test_get_token_without_network_is_907122031():
    world = new_world("huawei")
    phone = world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    phone.app.launch()
    phone.app.start().open_main_page()
    world.run_for(SECOND_MS)
    assert codes(world) == [907122031]


def test_get_token_without_network_returns_the_token_that_hms_has():
    world = healthy_world("huawei")
    killed(world)
    phone = world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    phone.app.launch()
    phone.app.start().open_main_page()
    assert codes(world) == []
    assert callbacks(world, "getToken")[-1].data["token"] == reg_id_of(world)


def test_unanswered_get_token_is_907122037():
    world = new_world("huawei")
    world.network.link("huawei", "bob_phone", (1, 1)).fail_next(FaultKind.TIMEOUT, 1)
    started_phone(world)
    assert codes(world)[:1] == [907122037]
    assert stopped(world)[1] == Reason.REGISTRATION_TIMEOUT


def test_sdk_that_shrinking_renamed_fails(tmp_path):
    rules = tmp_path / "rules.txt"
    rules.write_text(f"-keep class {RECEIVER}\n", "utf-8")
    world = started(app=app(proguard=str(rules)))
    assert codes(world) == [907122037]
    assert stopped(world) == (Hop.REG_ID_ISSUED, Reason.RECEIVER_RENAMED, "classes_renamed")


# -- what the token needs to reach the app -


@pytest.mark.parametrize(
    ("fields", "reason", "rule"),
    [
        ({"without": (RECEIVER,)}, Reason.RECEIVER_MISSING, "receiver_missing"),
        ({"rename": {RECEIVER: "com.example.chat.Other"}}, Reason.RECEIVER_MISSING, "receiver_class_wrong"),
    ],
)
@pytest.mark.parametrize("sdk", ["", OLD])
def test_token_by_callback_needs_the_apps_receiver(sdk, fields, reason, rule):
    world = started(phones={"bob_phone": PhoneSpec(model="HUAWEI P20", app=app(sdk, **fields))})
    assert stopped(world) == (Hop.REG_ID_RECEIVED, reason, rule)


def test_returned_token_needs_no_service():
    world = healthy_world("huawei", app=app(without=(RECEIVER,)))
    killed(world)
    assert send(world).text == "shown"


def test_receiver_that_shrinking_renamed_is_not_called(tmp_path):
    rules = tmp_path / "rules.txt"
    rules.write_text("-keep class com.huawei.hms.**{*;}\n", "utf-8")
    world = started(phones={"bob_phone": PhoneSpec(model="HUAWEI P20", app=app(proguard=str(rules)))})
    assert stopped(world) == (Hop.REG_ID_RECEIVED, Reason.RECEIVER_RENAMED, "receiver_renamed")


def test_app_that_only_logs_the_token_reports_none():
    world = started(app=app(variant="reg_id_thrown_away"))
    assert stopped(world) == (Hop.REG_ID_RECEIVED, Reason.CALLBACK_IGNORED, "result_only_logged")


def test_renewed_token_comes_by_on_new_token_and_is_reported():
    world = healthy_world("huawei")
    renewed = world.clouds["huawei"].renew("bob_phone", "com.example.chat")
    phone = world.phone("bob_phone")
    process = phone.app.process
    assert process is not None
    assert process.demo is not None
    process.demo.reg_id_renewed(process, renewed)
    world.run_for(SECOND_MS)
    killed(world)
    assert send(world).text == "shown"


# -- HMSAgent -

OLD_CAUSES: dict[str, tuple[dict[str, Any], int, str]] = {
    "agent_hms_missing": ({"push_service": 0}, 1, "onConnect"),
    "agent_hms_too_old": ({"push_service": 20_401_299}, 2, "onConnect"),
    "agent_app_id_missing": ({"app": app(OLD, without=("com.huawei.hms.client.appid",))}, 10, "onConnect"),
    "agent_no_init": ({"app": app(OLD, variant="without_sdk_init")}, -1000, "onConnect"),
    "register_app_id": ({"app": app(OLD, values={"app_id": "42"})}, 10, "onResult"),
    "register_fingerprint": ({"app": app(OLD, values={"fingerprint": "00:11"})}, 6003, "onResult"),
}


@pytest.mark.parametrize("rule", OLD_CAUSES)
def test_hms_agent_says_its_code(rule):
    fields, code, called = OLD_CAUSES[rule]
    world = started(phones={"bob_phone": PhoneSpec(**{"app": app(OLD), **fields})})
    assert codes(world, called) == [code]
    text = "HMS connect end:" if called == "onConnect" else "get token result code: "
    assert f"huawei push {text}{code}" in logcat(world)
    assert any(one.rule == f"huawei.{rule}" for one in world.trace)
    assert callbacks(world, "onToken") == []


@pytest.mark.parametrize(("version", "code"), [(20_401_299, 2), (20_401_300, 0), (60_000_300, 0)])
def test_hms_agent_needs_hms_2_4_1_300(version, code):
    world = started(phones={"bob_phone": PhoneSpec(push_service=version, app=app(OLD))})
    assert codes(world, "onConnect") == [code]


def test_hms_agent_without_network_is_9000():
    world = new_world("huawei", app=app(OLD))
    phone = world.phone("bob_phone")
    phone.set_network(NetworkKind.OFF)
    phone.app.launch()
    phone.app.start().open_main_page()
    assert codes(world, "onConnect") == [9000]


def test_unanswered_hms_agent_is_minus_1007():
    world = new_world("huawei", app=app(OLD))
    world.network.link("huawei", "bob_phone", (1, 1)).fail_next(FaultKind.TIMEOUT, 1)
    started_phone(world)
    assert codes(world, "onResult")[:1] == [-1007]


def test_push_not_enabled_is_result_0_and_no_token():
    world = started(app=app(OLD), vendor_apps={"huawei": VendorAppSpec(state="closed")})
    assert codes(world, "onResult") == [0]
    assert callbacks(world, "onToken") == []


def test_lines_of_the_guides_time():
    world = healthy_world("huawei", app=app(OLD, variant="vivo_guide"))
    token = reg_id_of(world)
    lines = logcat(world)
    wanted = ["huawei push HMS connect end:0", "huawei push get token result code: 0", f"onToken = {token}"]
    assert [line for line in lines if line in wanted] == wanted


def test_app_of_huaweis_guide_reports_what_on_token_brings():
    world = healthy_world("huawei", app=AppSpec(variant="huawei_guide"))
    token = reg_id_of(world)
    wanted = ["huawei push HMS connect end:0", "huawei push get token result code: 0", f"onToken = {token}"]
    assert [line for line in logcat(world) if line in wanted] == wanted
    assert len(callbacks(world, "onToken")) == 1
    killed(world)
    assert send(world, a_message(ext="42")).text == "shown"
    assert tap(world).data["ext"] == "42"


# -- sound and channels -


def posted(world: World) -> tuple[str, str]:
    last = hops(world, Hop.POSTED)[-1]
    return last.data["channel_id"], last.data["sound"]


def away(**spec: Any) -> World:
    world = healthy_world("huawei", **spec)
    killed(world)
    return world


@pytest.mark.parametrize(
    ("android", "fields", "found"),
    [
        (7, {"Sound": "ring.mp3"}, "ring"),
        (7, {}, "default"),
        (8, {"Sound": "ring.mp3"}, "default"),
        (8, {"Sound": "ring.mp3", "HuaWeiChannelID": "rings"}, "ring"),
        (10, {"Sound": "ring.mp3", "HuaWeiChannelID": "rings"}, "ring"),
        (10, {"HuaWeiChannelID": "rings"}, "default"),
        (10, {"Sound": "ring", "HuaWeiChannelID": "rings", "HuaWeiImportance": "LOW"}, "none"),
    ],
)
def test_sound_of_the_sender(android, fields, found):
    world = away(phones={"bob_phone": PhoneSpec(android=android)})
    assert send(world, a_message(**fields)).text == "shown"
    assert posted(world)[1] == found


def test_channel_of_the_app_keeps_its_own_sound():
    world = away()
    phone = world.phone("bob_phone")
    phone.notifications.create_notification_channel("com.example.chat", NotificationChannel("rings", "Rings"))
    send(world, a_message(Sound="ring", HuaWeiChannelID="rings"))
    assert posted(world) == ("rings", "default")


def test_silent_message_keeps_to_a_channel_of_its_own():
    world = away()
    send(world, a_message(HuaWeiImportance="LOW"))
    assert posted(world) == ("hms_push_marketing", "none")
    send(world)
    assert posted(world) == ("hms_push_default", "default")
    shade = world.phone("bob_phone").notifications.shade
    assert [one.importance for one in shade] == [Importance.LOW, Importance.DEFAULT]


@pytest.mark.parametrize(("version", "text"), [(29_999_999, "channel_missing"), (30_000_000, "shown")])
def test_push_agent_brings_its_own_channel_from_version_3(version, text):
    world = away(phones={"bob_phone": PhoneSpec(android=8, push_service=version, app=app(OLD))})
    assert send(world).text == text
    line = "No Channel found for pkg=com.example.chat, channelId=null"
    assert any(one.startswith(line) and "opPkg=com.huawei.android.pushagent" in one for one in logcat(world)) is (
        text != "shown"
    )


def test_push_agent_without_channels_shows_in_a_channel_that_the_app_has():
    world = away(phones={"bob_phone": PhoneSpec(model="HUAWEI Mate 9", app=app(OLD))})
    phone = world.phone("bob_phone")
    phone.notifications.create_notification_channel("com.example.chat", NotificationChannel("chats", "Chats"))
    assert send(world, a_message(HuaWeiChannelID="chats")).text == "shown"


# -- taps -

CHAT = "com.example.chat.ChatActivity"


@pytest.mark.parametrize("fields", [{}, {"ExtAsHuaweiIntentParam": 1}])
def test_page_has_ext_in_its_intent_either_way(fields):
    click = ClickSpec(intent=f"intent:#Intent;component=com.example.chat/{CHAT};end")
    world = away(certificates={"huawei": CertificateSpec(on_click=click)})
    send(world, a_message(ext='{"a":"b;c"}', **fields))
    handled = tap(world)
    assert (handled.data["activity"], handled.data["ext"]) == (CHAT, '{"a":"b;c"}')


def test_page_that_does_not_read_its_intent_gets_no_ext():
    world = away(app=app(variant="new_intent_unread"))
    send(world, a_message(ext="42"))
    handled = tap(world)
    assert handled.outcome is Outcome.OK


def test_deleted_token_is_dead_and_another_start_brings_a_new_one():
    world = healthy_world("huawei")
    phone, old = world.phone("bob_phone"), reg_id_of(world)
    process = phone.app.process
    assert process is not None
    assert process.demo is not None
    process.demo.close_push(process)
    world.run_for(SECOND_MS)
    killed(world)
    assert send(world).text == "reg_id_invalid"
    bound_phone(world)
    assert reg_id_of(world) != old
