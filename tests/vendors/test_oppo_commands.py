"""Calls of OPPO's client SDK beside `register`: their callbacks and codes, and what each code comes from."""

from typing import Any

import pytest

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.vendor_demo import SdkMethodUnknown
from simulator.kernel.rule import Rulebook
from simulator.kernel.trace import Kind
from simulator.kernel.units import DAY_MS, MINUTE_MS, SECOND_MS
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.vendors.oppo.commands import COMMAND, Command, CommandCase
from simulator.world.spec import AppSpec, AppVendorSpec, PhoneSpec
from simulator.world.world import World
from tests.factories import (
    bound_phone,
    callbacks,
    healthy_world,
    hops,
    killed,
    logcat,
    new_world,
    records,
    reg_id_of,
    send,
    started_phone,
)
from tests.vendors.oppo_client import IN_2019, OppoClient

AN_HOUR_OFF = 60 * MINUTE_MS


def an_app(sdk: str = "3.1.0", **fields: Any) -> dict[str, Any]:
    return {"app": AppSpec(vendors={"oppo": AppVendorSpec(sdk=sdk)}, **fields)}


def called(world: World, method: str, *arguments: str) -> None:
    """Call a method of the SDK in bob's app, and let half a minute pass."""
    process = world.phone("bob_phone").app.start()
    demo = process.demo
    assert demo is not None
    demo.call_sdk(process, method, arguments)
    world.run_for(30 * SECOND_MS)


def told(world: World, name: str) -> list[dict[str, Any]]:
    return [dict(one.data) for one in callbacks(world, name)]


def started(**spec: Any) -> World:
    world = new_world("oppo", **spec)
    started_phone(world)
    return world


def registered_code(world: World) -> list[int]:
    return [one["code"] for one in told(world, "onRegister")]


# -- codes of any command, met at the first one -


@pytest.mark.parametrize(
    ("sdk", "code", "rule"),
    [
        ("3.1.0", 0, "reg_id_per_app_and_phone"),
        ("2.0.2", 0, "reg_id_per_app_and_phone"),
        ("1.0.1", 24, "sdk_version_old"),
        (" ", 22, "sdk_version_missing"),
        ("latest", 23, "sdk_version_wrong"),
        ("3", 23, "sdk_version_wrong"),
    ],
)
def test_version_of_the_sdk_has_to_be_one_that_is_served(sdk, code, rule):
    world = started(**an_app(sdk))
    assert registered_code(world) == [code]
    record = hops(world, Hop.REG_ID_ISSUED)[-1]
    assert (record.rule, record.reason) == (f"oppo.{rule}", Reason.REGISTRATION_REFUSED if code else "")


@pytest.mark.parametrize(
    ("off_ms", "code", "rule"),
    [
        (0, 0, ""),
        (9 * MINUTE_MS, 0, ""),
        (-9 * MINUTE_MS, 0, ""),
        (11 * MINUTE_MS, 19, "clock_wrong"),
        (-11 * MINUTE_MS, 19, "clock_wrong"),
        (-DAY_MS, 19, "clock_wrong"),
        (None, 18, "clock_unset"),
    ],
)
def test_clock_of_the_phone_may_be_ten_minutes_off(off_ms, code, rule):
    world = new_world("oppo")
    world.phone("bob_phone").settings.clock_off_ms = off_ms
    started_phone(world)
    assert registered_code(world) == [code]
    if code:
        assert hops(world, Hop.REG_ID_ISSUED)[-1].rule == f"oppo.{rule}"


@pytest.mark.parametrize(
    ("off_ms", "is_refused"), [(600_000, False), (600_001, True), (-600_000, False), (-600_001, True)]
)
def test_time_of_a_command_may_be_ten_minutes_off_to_the_millisecond(off_ms, is_refused):
    command = Command("register", "bob_phone", "3.1.0", 1_700_000_000_000 + off_ms)
    case = CommandCase(command, now_epoch_ms=1_700_000_000_000, count_of_second=1, knows_accounts=False)
    assert (Rulebook().first_no(COMMAND, case) is not None) is is_refused


def test_clock_that_is_put_right_lets_the_next_start_register():
    world = new_world("oppo")
    world.phone("bob_phone").settings.clock_off_ms = AN_HOUR_OFF
    started_phone(world)
    killed(world)
    world.phone("bob_phone").settings.clock_off_ms = 0
    bound_phone(world)
    assert registered_code(world) == [19, 0]


def test_older_sdk_that_registers_in_a_loop_is_13():
    world = healthy_world("oppo", **an_app("2.1.0"))
    process = world.phone("bob_phone").app.start()
    values = world.clouds["oppo"].apps[0].values
    assert process.demo is not None
    for _ in range(6):
        process.demo.call_sdk(process, "register", (values["app_key"], values["app_secret"]))
    world.run_for(SECOND_MS)
    assert sorted(registered_code(world)) == [0, 0, 0, 0, 0, 0, 13]
    assert [one.rule for one in hops(world, Hop.REG_ID_ISSUED) if one.reason] == ["oppo.command_limited"]
    called(world, "getRegister")
    assert registered_code(world)[-1] == 0


# -- names for the phone -


def test_names_are_set_read_and_taken_away():
    world = healthy_world("oppo", **an_app("2.1.0"))
    called(world, "setAliases", "bob", "robert")
    called(world, "getAliases")
    called(world, "unsetAliases", "robert")
    called(world, "setTags", "vip")
    called(world, "getTags")
    assert told(world, "onSetAliases") == [{"code": 0, "text": "bob,robert"}]
    assert told(world, "onGetAliases") == [{"code": 0, "text": "bob,robert"}]
    assert told(world, "onUnsetAliases") == [{"code": 0, "text": "bob"}]
    assert told(world, "onSetTags") == told(world, "onGetTags") == [{"code": 0, "text": "vip"}]
    assert "onSetTags code: 0 result: vip" in logcat(world)


@pytest.mark.parametrize(
    ("method", "names", "code", "rule"),
    [
        ("setAliases", (), 40, "names_missing"),
        ("unsetTags", (), 40, "names_missing"),
        ("setTags", ("a" * 64,), 0, ""),
        ("setTags", ("a" * 65,), 41, "name_wrong"),
        ("setTags", ("good", "not;good"), 41, "name_wrong"),
        ("setAliases", ("not;good",), 41, "name_wrong"),
        ("setAliases", (" ",), 41, "name_wrong"),
        ("setAliases", ("half \ud83d",), 25, "text_not_utf_8"),
        ("setAliases", ("whole \U0001f600",), 0, ""),
    ],
)
def test_wrong_names_are_refused(method, names, code, rule):
    world = healthy_world("oppo", **an_app("2.1.0"))
    called(world, method, *names)
    assert [one["code"] for one in told(world, f"on{method[0].upper()}{method[1:]}")] == [code]
    refused = [(one.rule, one.data["code"]) for one in records(world, Kind.STATE, "command_refused")]
    assert refused == ([(f"oppo.{rule}", code)] if code else [])
    assert list(world.trace.to_json_lines())


@pytest.mark.parametrize(("start", "code"), [(IN_2019, 0), ("2026-10-10 09:00", 20)])
def test_accounts_of_users_were_known_to_the_older_cloud_only(start, code):
    world = healthy_world("oppo", start=start, **an_app("2.1.0"))
    called(world, "setUserAccounts", "bob")
    called(world, "getUserAccounts")
    assert [one["code"] for one in told(world, "onSetUserAccounts")] == [code]
    assert told(world, "onGetUserAccounts") == [{"code": code, "text": "" if code else "bob"}]


# -- the app's own switch -


@pytest.mark.parametrize(("version", "code"), [(2_000, 0), (1_999, 21)])
def test_older_push_service_has_no_name_for_the_apps_switch(version, code):
    world = healthy_world("oppo", phones={"bob_phone": PhoneSpec(push_service=version)})
    called(world, "disableAppNotificationSwitch")
    called(world, "getAppNotificationSwitch")
    called(world, "enableAppNotificationSwitch")
    assert [one["code"] for one in told(world, "onSetAppNotificationSwitch")] == [code, code]
    assert told(world, "onGetAppNotificationSwitch") == [{"code": 0, "status": int(not code)}]
    killed(world)
    assert send(world).text == "shown"


# -- notifications -


def test_notification_status_is_0_where_they_are_allowed():
    world = healthy_world("oppo")
    phone = world.phone("bob_phone")
    called(world, "getNotificationStatus")
    phone.notifications.set_notifications_enabled(phone.app.package, enabled=False)
    called(world, "getNotificationStatus")
    assert [one["status"] for one in told(world, "onGetNotificationStatus")] == [0, 1]


def dialogs(world: World) -> int:
    return sum(one.data.get("answer") == "asked" for one in records(world, Kind.STATE, "permission"))


def test_permission_is_asked_for_once():
    world = healthy_world(
        "oppo", app=AppSpec(variant="permission_never_asked"), phones={"bob_phone": PhoneSpec(android=13)}
    )
    before = dialogs(world)
    called(world, "requestNotificationPermission")
    assert dialogs(world) == before + 1
    world.phone("bob_phone").answer_permission("dismiss")
    called(world, "requestNotificationPermission")
    assert dialogs(world) == before + 1


def test_notifications_can_be_cleared():
    world = healthy_world("oppo")
    send(world)
    killed(world)
    assert send(world).text == "shown"
    called(world, "clearNotifications")
    assert world.phone("bob_phone").notifications.shade == ()


def test_one_notification_can_be_cancelled_by_its_number():
    world = healthy_world("oppo")
    client = OppoClient(world)
    client.auth()
    for number in (7, 8):
        assert client.send(notify_id=number)["code"] == 0
        world.run_for(SECOND_MS)
    called(world, "cancelNotification", "7")
    assert [one.id for one in world.phone("bob_phone").notifications.shade] == [8]


def test_settings_can_be_opened():
    world = healthy_world("oppo")
    called(world, "openNotificationSettings")
    assert len(records(world, Kind.STATE, "notification_settings_opened")) == 1


# -- hours -


def test_right_hours_are_told_on_set_push_time():
    world = healthy_world("oppo")
    called(world, "setPushTime", "1", "2", "9", "0", "22", "30")
    assert told(world, "onSetPushTime") == [{"code": 0, "text": ""}]
    hours = world.clouds["oppo"].choices.push_times[reg_id_of(world)]
    assert (hours.week_days, hours.start_minute, hours.end_minute) == (frozenset({1, 2}), 540, 1_350)


@pytest.mark.parametrize(
    "arguments",
    [
        ("7", "9", "0", "22", "0"),
        ("1", "24", "0", "22", "0"),
        ("1", "9", "60", "22", "0"),
        ("1", "22", "0", "9", "0"),
        ("1", "9", "0", "9", "0"),
    ],
)
def test_wrong_hours_are_an_illegal_argument_and_no_call(arguments):
    world = healthy_world("oppo")
    called(world, "setPushTime", *arguments)
    assert "java.lang.IllegalArgumentException: params are not all right,please check params" in logcat(world)
    assert told(world, "onSetPushTime") == []


# -- the system's service -


def with_condition(condition: str) -> World:
    """Return a world in which the app was started beside a push service in this condition."""
    world = new_world("oppo")
    service = world.phone("bob_phone").push_service
    assert service is not None
    service.set_condition(condition)
    started_phone(world)
    return world


def test_push_service_that_does_not_start_is_a_line_in_the_log_and_silence():
    world = with_condition("not_starting")
    assert registered_code(world) == []
    assert "startMcsService--Exception" in logcat(world)
    record = hops(world, Hop.REG_ID_ISSUED)[-1]
    assert (record.rule, record.reason) == ("oppo.service_not_starting", Reason.REGISTRATION_TIMEOUT)
    called(world, "setTags", "vip")
    assert told(world, "onSetTags") == []


def test_push_service_that_is_not_open_to_apps_is_minus_2():
    world = with_condition("not_open")
    assert registered_code(world) == [-2]
    assert hops(world, Hop.REG_ID_ISSUED)[-1].rule == "oppo.model_unsupported"


def test_working_push_service_answers():
    assert registered_code(with_condition("working")) == [0]


# -- too often, too early, without an answer -

LIMITED = {
    "unRegister": -2,
    "pausePush": -3,
    "resumePush": -4,
    "getNotificationStatus": -5,
    "openNotificationSettings": -8,
    "clearNotifications": -9,
    "getPushStatus": -10,
    "requestNotificationPermission": -12,
    "enableAppNotificationSwitch": -15,
    "disableAppNotificationSwitch": -16,
    "getAppNotificationSwitch": -17,
}


@pytest.mark.parametrize("method", LIMITED)
def test_third_call_of_a_second_is_told_on_error_with_the_calls_number(method):
    world = healthy_world("oppo")
    process = world.phone("bob_phone").app.start()
    assert process.demo is not None
    for _ in range(3):
        process.demo.call_sdk(process, method, ())
    assert told(world, "onError") == [{"call": LIMITED[method], "text": "api_call_too_frequently"}]
    world.run_for(SECOND_MS)
    called(world, method)
    assert len(told(world, "onError")) == 1


@pytest.mark.parametrize("method", ["getRegister", "unRegister", "pausePush", "getPushStatus", "getTags"])
def test_call_before_register_only_writes_a_line(method):
    world = new_world("oppo", app=AppSpec(variant="without_sdk_init"))
    started_phone(world)
    called(world, method)
    assert "please call the register first!" in logcat(world)
    assert {one.name for one in records(world, Kind.CALLBACK) if one.actor == "bob_phone"} == {"login"}


@pytest.mark.parametrize(
    ("method", "arguments", "callback"),
    [("setPushTime", ("1", "9", "0", "22", "0"), "onSetPushTime"), ("setTags", ("vip",), "onSetTags")],
)
def test_command_without_network_is_minus_1(method, arguments, callback):
    world = healthy_world("oppo")
    world.phone("bob_phone").set_network(NetworkKind.OFF)
    called(world, method, *arguments)
    assert [one["code"] for one in told(world, callback)] == [-1]


def test_command_on_a_phone_without_push_service_is_minus_2():
    world = started(phones={"bob_phone": PhoneSpec(push_service=0)})
    called(world, "setTags", "vip")
    called(world, "pausePush")
    assert [one["code"] for one in told(world, "onSetTags")] == [-2]


def test_answer_that_cannot_get_into_the_app_is_lost():
    missing = "com.heytap.mcs.permission.RECIEVE_MCS_MESSAGE"
    world = started(app=AppSpec(without=(missing,)))
    called(world, "setTags", "vip")
    assert told(world, "onSetTags") == []


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("setAccountName", ("bob",)),
        ("pausePush", ("now",)),
        ("cancelNotification", ("x",)),
        ("register", ("key",)),
        ("setPushTime", ("1", "a", "b")),
    ],
)
def test_method_that_there_is_not_names_those_that_there_are(method, arguments):
    world = healthy_world("oppo")
    with pytest.raises(SdkMethodUnknown) as caught:
        called(world, method, *arguments)
    assert {"pausePush", "register(appKey, appSecret)", "setTags(name ...)"} <= set(caught.value.known)
