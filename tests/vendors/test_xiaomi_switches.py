"""What apps call of MiPush's client beside the registration: hours, switches, names, and what is local."""

import pytest

from simulator.device.vendor_demo import SdkMethodUnknown
from simulator.kernel.units import DAY_MS, SECOND_MS
from simulator.world.spec import AppSpec, PhoneSpec
from tests.factories import callbacks, logcat, new_world, started_phone
from tests.vendors.xiaomi_client import LEFT_OUT, a_client, call_sdk, push_app, sdk_of, shown


@pytest.mark.parametrize(
    ("begin", "end", "start", "is_shown"),
    [
        ("09:00", "10:00", "2026-03-02 09:00", True),
        ("10:00", "11:00", "2026-03-02 09:00", False),
        ("22:00", "09:30", "2026-03-02 09:00", True),
        ("22:00", "08:30", "2026-03-02 09:00", False),
        ("22:00", "08:30", "2026-03-02 22:00", True),
        ("00:00", "00:00", "2026-03-02 09:00", False),
    ],
)
def test_messages_are_taken_in_the_window(begin, end, start, is_shown):
    client = a_client(start=start)
    call_sdk(client, "setAcceptTime", begin, end)
    client.send()
    assert shown(client) is is_shown
    call_sdk(client, "resumePush")
    client.send(notify_id=8)
    assert shown(client)


@pytest.mark.parametrize(("begin", "end"), [("9:00", "10:00"), ("09:00", "24:00"), ("", "")])
def test_window_that_is_none_changes_nothing(begin, end):
    client = a_client()
    call_sdk(client, "setAcceptTime", begin, end)
    assert "the input parameter is not valid." in logcat(client.world)
    assert callbacks(client.world, "onCommandResult") == []
    client.send()
    assert shown(client)


def test_notifications_are_cleared_by_id_and_all_together():
    client = a_client()
    for number in range(3):
        client.send(notify_id=number)
        client.world.run_for(SECOND_MS)
    call_sdk(client, "clearNotification", "1")
    assert [one.id for one in client.world.phone("bob_phone").notifications.shade] == [0, 2]
    call_sdk(client, "clearNotification")
    assert client.world.phone("bob_phone").notifications.shade == ()


@pytest.mark.parametrize(("bits", "heard"), [("-1", True), ("1", True), ("2", False), ("0", False)])
def test_app_may_take_the_sound_away(bits, heard):
    client = a_client()
    call_sdk(client, "setLocalNotificationType", bits)
    client.send()
    client.world.run_for(SECOND_MS)
    [one] = client.world.phone("bob_phone").notifications.shade
    assert one.sound is heard


def test_unified_calls_call_back_beside_the_receiver():
    client = a_client()
    values = client.app.values
    call_sdk(client, "turnOffPush")
    call_sdk(client, "turnOnPush")
    call_sdk(client, "unRegisterToken")
    client.world.run_for(5 * SECOND_MS)
    call_sdk(client, "registerToken", values["app_id"], values["app_key"], values["app_secret"])
    told = [(one.data["call"], one.data["code"]) for one in callbacks(client.world, "onResult")]
    assert told == [("turnOffPush", 0), ("turnOnPush", 0), ("unRegisterToken", 0), ("registerToken", 0)]
    assert [one.data["code"] for one in callbacks(client.world, "onReceiveRegisterResult")] == [0, 0]


def test_names_are_kept_on_the_phone_until_it_gives_the_reg_id_back():
    client = a_client()
    call_sdk(client, "setAlias", "bob")
    call_sdk(client, "subscribe", "news")
    sdk = sdk_of(client)
    assert (sdk.names("alias"), sdk.names("topic"), sdk.names("account")) == (["bob"], ["news"], [])
    call_sdk(client, "unsubscribe", "news")
    assert sdk.names("topic") == []
    call_sdk(client, "unregisterPush")
    assert sdk.names("alias") == []


def test_giving_the_reg_id_back_clears_the_shade():
    client = a_client()
    client.send()
    assert shown(client)
    call_sdk(client, "unregisterPush")
    assert client.world.phone("bob_phone").notifications.shade == ()


@pytest.mark.parametrize(("method", "arguments"), [("setAlias", ()), ("setTag", ("vip",))])
def test_method_that_the_sdk_does_not_have_is_named(method, arguments):
    with pytest.raises(SdkMethodUnknown, match=method):
        call_sdk(a_client(), method, *arguments)


@pytest.mark.parametrize(("without", "calls"), [((), 1), (("android.permission.POST_NOTIFICATIONS",), 0)])
def test_missing_permission_is_required_where_the_manifest_asks_for_it(without, calls):
    phones = {"bob_phone": PhoneSpec(model="Xiaomi 13")}
    world = new_world("xiaomi", phones=phones, app=AppSpec(without=without))
    started_phone(world)
    assert len(callbacks(world, "onRequirePermissions")) == calls


@pytest.mark.parametrize(("channel", "gone_after_ms"), [("chat", 2 * DAY_MS), ("news", DAY_MS), (LEFT_OUT, DAY_MS)])
def test_notification_that_nobody_taps_disappears(channel, gone_after_ms):
    client = a_client(**push_app(channels={"news": "public", "chat": "private"}))
    client.send(extra__channel_id=channel)
    client.world.run_for(gone_after_ms - SECOND_MS)
    assert len(client.world.phone("bob_phone").notifications.shade) == 1
    client.world.run_for(2 * SECOND_MS)
    assert client.world.phone("bob_phone").notifications.shade == ()


def test_without_miui_nobody_takes_notifications_away():
    client = a_client(phones={"bob_phone": PhoneSpec(model="Xiaomi Mi A1")})
    client.send()
    client.world.run_for(9 * DAY_MS)
    assert len(client.world.phone("bob_phone").notifications.shade) == 1
