"""What ends an app without its user, what may start it, and when it has a network: both sides of each rule."""

import pytest

from simulator.device.android.activity_manager import KillCause, ProcessState
from simulator.device.android.power_manager import IDLE_MS, WINDOW_MS, BatteryUse, StandbyBucket
from simulator.device.device import Device
from simulator.device.process_life import RESTART_MS, Occasion
from simulator.device.rom import BACKGROUND_LIFE_MS, CLEAN_AFTER_LOCK_MS, FREEZE_MS, Swipe
from simulator.kernel.trace import Kind, Outcome
from simulator.world.spec import AppSpec, PhoneSpec, RomSpec
from simulator.world.world import World
from tests.factories import BOB_PHONE, healthy_world


def bound(android: int = 12, *, starts_itself: bool = False, waived: str = "", **rom: object) -> tuple[World, Device]:
    phones = {BOB_PHONE: PhoneSpec(android=android, rom=RomSpec(**rom))}
    world = healthy_world("vivo", phones=phones, app=AppSpec(starts_itself=starts_itself), waived=waived)
    return world, world.phone(BOB_PHONE)


def noes(world: World, name: str) -> list[tuple[str, str]]:
    return [
        (record.rule, record.reason)
        for record in world.trace
        if record.kind is Kind.STATE and record.name == name and record.outcome is Outcome.REFUSED
    ]


def in_background(phone: Device) -> None:
    phone.app.process.to_background()


# -- ends --------------------------------------------------------------------------------------------------------------


def test_swipe_kills_and_does_not_stop():
    world, phone = bound()
    phone.kill_app(KillCause.SWIPE)
    assert not phone.app.is_running
    assert not phone.life.is_stopped
    assert noes(world, "live_on") == [("rom.swiped_away", "ended_by_rom")]


def test_swipe_stops_where_the_system_has_it_so_and_notifications_stay():
    _, phone = bound(swipe=Swipe.STOP)
    phone.kill_app(KillCause.SWIPE)
    assert (phone.app.is_running, phone.life.is_stopped) == (False, True)


@pytest.mark.parametrize("how", ["keep", "pinned", "waived"])
def test_swipe_that_spares_the_process_takes_it_off_the_screen(how: str):
    _, phone = bound(
        swipe=Swipe.KEEP if how == "keep" else Swipe.KILL, waived="rom.swiped_away" if how == "waived" else ""
    )
    phone.life.is_pinned = how == "pinned"
    phone.kill_app(KillCause.SWIPE)
    assert phone.app.state is ProcessState.BACKGROUND


def test_background_kill_comes_at_its_time_and_not_before():
    world, phone = bound(kills_in_background=True)
    in_background(phone)
    world.run_for(BACKGROUND_LIFE_MS.value - 1)
    assert phone.app.is_running
    world.run_for(1)
    assert not phone.app.is_running
    assert noes(world, "live_on") == [("rom.killed_in_background", "ended_by_rom")]


def test_coming_back_to_the_front_begins_the_background_life_anew():
    world, phone = bound(kills_in_background=True)
    in_background(phone)
    world.run_for(BACKGROUND_LIFE_MS.value - 1)
    phone.app.launch()
    in_background(phone)
    world.run_for(BACKGROUND_LIFE_MS.value - 1)
    assert phone.app.is_running


@pytest.mark.parametrize("how", ["pinned", "unrestricted"])
@pytest.mark.parametrize("habit", ["kills_in_background", "cleans_on_lock"])
def test_app_that_the_user_has_taken_out_is_left_alone(habit: str, how: str):
    world, phone = bound(**{habit: True})
    phone.life.is_pinned = how == "pinned"
    phone.life.battery_use = BatteryUse.UNRESTRICTED if how == "unrestricted" else BatteryUse.OPTIMISED
    phone.lock()
    world.run_for(2 * BACKGROUND_LIFE_MS.value)
    assert phone.app.is_running


def test_cleaning_comes_a_while_after_the_screen_went_off():
    world, phone = bound(cleans_on_lock=True)
    phone.lock()
    world.run_for(CLEAN_AFTER_LOCK_MS.value - 1)
    assert phone.app.is_running
    world.run_for(1)
    assert not phone.app.is_running


def test_unlocked_phone_shows_what_was_in_front():
    _, phone = bound()
    phone.lock()
    assert phone.app.state is ProcessState.BACKGROUND
    phone.unlock()
    assert phone.app.state is ProcessState.FOREGROUND


def test_unlocked_phone_leaves_in_the_background_what_was_there():
    _, phone = bound()
    in_background(phone)
    phone.lock()
    phone.unlock()
    assert phone.app.state is ProcessState.BACKGROUND


@pytest.mark.parametrize(
    ("by", "line"),
    [
        (KillCause.SWIPE, "Killing 4001:com.example.chat/u0a0 (adj 905): remove task"),
        (KillCause.SYSTEM, "Process com.example.chat (pid 4001) has died"),
        (KillCause.CRASH, "Process com.example.chat (pid 4001) has died"),
        (KillCause.AM_KILL, "Killing 4001:com.example.chat/u0a0 (adj 905): kill background"),
        (KillCause.FORCE_STOP, "Force stopping com.example.chat appid=10000 user=0: from pid 1200"),
    ],
)
def test_end_is_in_the_logcat(by: KillCause, line: str):
    world, phone = bound()
    in_background(phone)
    phone.kill_app(by)
    lines = [record.data["text"] for record in world.trace if record.name == "ActivityManager"]
    assert lines[0] == line


# -- starts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [KillCause.SWIPE, KillCause.SYSTEM, KillCause.CRASH])
def test_sticky_service_is_started_again(by: KillCause):
    world, phone = bound(starts_itself=True)
    phone.kill_app(by)
    world.run_for(RESTART_MS.value)
    assert phone.app.state is ProcessState.BACKGROUND


@pytest.mark.parametrize("by", [KillCause.FORCE_STOP, KillCause.CLEAR_DATA, KillCause.UPDATE])
def test_sticky_service_is_not_started_again_behind_a_stop(by: KillCause):
    world, phone = bound(starts_itself=True)
    phone.kill_app(by)
    world.run_for(10 * RESTART_MS.value)
    assert not phone.app.is_running


def test_app_without_a_service_stays_dead():
    world, phone = bound()
    phone.kill_app(KillCause.SYSTEM)
    world.run_for(10 * RESTART_MS.value)
    assert not phone.app.is_running


@pytest.mark.parametrize(
    ("spoil", "occasion", "no"),
    [
        ("", Occasion.BROADCAST, ()),
        ("", Occasion.OTHER_APP, ()),
        ("autostart", Occasion.BROADCAST, ("rom.autostart_off", "autostart_off")),
        ("autostart", Occasion.OTHER_APP, ()),
        ("associated_start", Occasion.OTHER_APP, ("rom.associated_start_off", "autostart_off")),
        ("associated_start", Occasion.BROADCAST, ()),
    ],
)
def test_who_may_start_the_app(spoil: str, occasion: Occasion, no: tuple[str, str]):
    world, phone = bound(**({spoil: False} if spoil else {}))
    phone.kill_app(KillCause.SWIPE)
    phone.life.start_by_itself(occasion)
    assert phone.app.is_running is not bool(no)
    assert noes(world, "self_start") == [no] * bool(no)


def test_stopped_app_is_started_by_its_user_alone():
    world, phone = bound()
    phone.kill_app(KillCause.FORCE_STOP)
    phone.life.start_by_itself(Occasion.BROADCAST)
    assert noes(world, "self_start") == [("android.stopped_app", "app_stopped")]
    phone.app.launch()
    assert phone.app.is_running


def test_nothing_starts_before_the_first_unlock():
    world, phone = bound(starts_itself=True)
    phone.reboot(is_unlocked=False)
    phone.life.start_by_itself(Occasion.BOOT)
    assert noes(world, "self_start") == [("android.before_first_unlock", "before_first_unlock")]
    phone.unlock()
    assert phone.app.is_running


# -- network -----------------------------------------------------------------------------------------------------------


def test_doze_takes_the_network_and_its_windows_give_it_back_for_a_while():
    world, phone = bound()
    phone.power.lay_down()
    assert not phone.im_link.is_up
    world.run_for(IDLE_MS.value)
    assert phone.im_link.is_up
    world.run_for(WINDOW_MS.value)
    assert not phone.im_link.is_up
    world.run_for(2 * IDLE_MS.value - 1)
    assert not phone.im_link.is_up
    world.run_for(1)
    assert phone.im_link.is_up
    phone.power.wake_up()
    world.run_for(3 * IDLE_MS.value)
    assert phone.im_link.is_up
    assert noes(world, "app_network") == [("android.doze", "doze")] * 2


@pytest.mark.parametrize("how", ["android 5", "unrestricted", "charging"])
def test_doze_does_not_concern(how: str):
    _, phone = bound(android=5 if how == "android 5" else 12)
    phone.life.battery_use = BatteryUse.UNRESTRICTED if how == "unrestricted" else BatteryUse.OPTIMISED
    phone.power.set_charging(is_charging=how == "charging")
    phone.power.lay_down()
    assert phone.im_link.is_up


@pytest.mark.parametrize("bucket", StandbyBucket)
@pytest.mark.parametrize("android", [8, 9])
def test_network_in_the_background_by_bucket(bucket: StandbyBucket, android: int):
    _, phone = bound(android=android)
    phone.life.bucket = bucket
    in_background(phone)
    is_kept_off = android == 9 and bucket in {StandbyBucket.RARE, StandbyBucket.RESTRICTED}
    assert phone.im_link.is_up is not is_kept_off
    phone.app.launch()
    assert phone.im_link.is_up


def test_charger_lifts_what_standby_limits():
    _, phone = bound()
    phone.life.bucket = StandbyBucket.RARE
    in_background(phone)
    phone.power.set_charging(is_charging=True)
    assert phone.im_link.is_up


@pytest.mark.parametrize("android", [10, 11])
def test_freezer_comes_with_android_11(android: int):
    world, phone = bound(android=android, freezes=True)
    in_background(phone)
    world.run_for(FREEZE_MS.value - 1)
    assert phone.im_link.is_up
    world.run_for(1)
    assert phone.im_link.is_up is (android == 10)
    phone.app.launch()
    assert phone.im_link.is_up
