"""Meizu's push service on the phone: what is shown, and taps."""

from typing import Any

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.android.notification_channel import Importance
from simulator.kernel.trace import Outcome
from simulator.kernel.units import HOUR_MS, MINUTE_MS, SECOND_MS
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.meizu.push_service import CHANNEL_ID, NOTIFICATION_SERVICE
from simulator.world.spec import AppSpec, CertificateSpec, ClickSpec, PhoneSpec
from tests.factories import (
    a_message,
    callbacks,
    healthy_world,
    hops,
    killed,
    logcat,
    new_world,
    send,
    started_phone,
    tap,
)
from tests.vendors.meizu_client import MeizuClient, a_client, shown

PACKAGE = "com.example.chat"
CHAT = "com.example.chat.ChatActivity"
ICONS = ("stat_sys_third_app_notify", "mz_push_notification_small_icon")


def an_app(variant: str = "careful", **fields: Any) -> dict[str, Any]:
    return {"app": AppSpec(variant=variant, **fields)}


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


@pytest.mark.parametrize(
    ("android", "missing", "is_shown"),
    [(7, ICONS, False), (7, ICONS[:1], True), (7, ICONS[1:], True), (8, ICONS, True)],
)
def test_old_flyme_shows_nothing_without_a_small_icon(android, missing, is_shown):
    client = a_client(phones={"bob_phone": PhoneSpec(android=android)}, **an_app(without=missing))
    client.push()
    client.world.run_for(SECOND_MS)
    assert client.last.name == Hop.POSTED
    assert client.last.reason == ("" if is_shown else Reason.ICON_MISSING)
    assert ("Invalid notification (no valid small icon)" in logcat(client.world)) is not is_shown


@pytest.mark.parametrize("condition", ["disabled", "data_restricted"])
def test_messages_wait_until_the_push_service_app_works_again(condition):
    client = a_client()
    world = client.world
    service = world.phone("bob_phone").push_service
    assert service is not None
    service.set_condition(condition)
    world.run_for(SECOND_MS)
    client.push()
    world.run_for(SECOND_MS)
    assert world.verdict(world.ledger.opened).reason == Reason.DEVICE_OFFLINE
    service.set_condition("working")
    assert shown(client)


@pytest.mark.parametrize(
    ("ahead_ms", "is_shown"), [(24 * HOUR_MS - MINUTE_MS, True), (24 * HOUR_MS, False), (-24 * HOUR_MS, True)]
)
def test_phone_whose_clock_is_ahead_takes_messages_for_old_ones(ahead_ms, is_shown):
    client = a_client()
    client.world.phone("bob_phone").settings.clock_off_ms = ahead_ms
    client.push()
    assert shown(client) is is_shown
    if not is_shown:
        assert client.said_no(Hop.POSTED, Reason.TTL_EXPIRED, "expired_by_phone_clock")


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


def test_parameters_that_are_a_text_with_json_in_it_reach_the_app_too():
    handled = clicked(a_client(), parameters='{"ext": "43"}')
    assert handled.data["ext"] == "43"


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
    client = MeizuClient(new_world("meizu", **an_app("xiaomi_guide")))
    started_phone(client.world)
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
