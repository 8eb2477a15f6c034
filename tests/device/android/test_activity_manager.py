import pytest

from simulator.device.android.activity_manager import KillCause, ProcessState
from simulator.device.android.intent import (
    ACTION_MAIN,
    FLAG_ACTIVITY_CLEAR_TOP,
    FLAG_ACTIVITY_NEW_TASK,
    FLAG_ACTIVITY_SINGLE_TOP,
    Intent,
)
from simulator.device.app.manifest import Component, ComponentKind, LaunchMode
from simulator.kernel.trace import Kind
from tests.device.android.phones import MAIN, PACKAGE, a_manifest, new_phone


def chat(launch_mode: LaunchMode = LaunchMode.STANDARD) -> Component:
    return Component(ComponentKind.ACTIVITY, f"{PACKAGE}.ChatActivity", exported=True, launch_mode=launch_mode)


def message(text: str, flags: int = 0) -> Intent:
    return Intent(component=(PACKAGE, chat().name), flags=flags, extras={"ext": text})


@pytest.fixture
def phone():
    return new_phone()


def test_app_is_dead_until_its_process_starts(phone):
    activities = phone.activities
    assert activities.state(PACKAGE) is ProcessState.DEAD
    assert activities.start_process(PACKAGE)
    assert not activities.start_process(PACKAGE)
    assert activities.state(PACKAGE) is ProcessState.BACKGROUND


def test_home_key_takes_the_app_to_the_background_once(phone):
    phone.activities.start_activity(PACKAGE, MAIN, Intent())
    assert phone.activities.foreground_package == PACKAGE
    assert phone.activities.to_background(PACKAGE)
    assert not phone.activities.to_background(PACKAGE)
    assert phone.activities.state(PACKAGE) is ProcessState.BACKGROUND
    assert phone.activities.foreground_package is None


def test_only_one_app_is_in_front(phone):
    phone.activities.start_activity(PACKAGE, MAIN, Intent())
    phone.activities.start_activity("com.other", MAIN, Intent())
    assert phone.activities.state(PACKAGE) is ProcessState.BACKGROUND
    assert phone.activities.foreground_package == "com.other"


@pytest.mark.parametrize("by", [KillCause.SWIPE, KillCause.SYSTEM, KillCause.CRASH])
def test_killed_app_keeps_its_notifications_and_is_not_stopped(phone, by):
    phone.activities.start_activity(PACKAGE, MAIN, Intent())
    phone.notifications.notify(phone.notification())
    assert phone.activities.kill(PACKAGE, by)
    assert not phone.activities.is_running(PACKAGE)
    assert len(phone.notifications.shade) == 1
    assert not phone.packages.is_stopped(PACKAGE)
    assert phone.records(Kind.STATE, "process")[-1].data == {"package": PACKAGE, "state": "dead", "by": by}


def test_force_stopped_app_loses_its_notifications_and_is_stopped(phone):
    phone.activities.start_activity(PACKAGE, MAIN, Intent())
    phone.notifications.notify(phone.notification())
    assert phone.activities.kill(PACKAGE, KillCause.FORCE_STOP)
    assert phone.notifications.shade == ()
    assert phone.packages.is_stopped(PACKAGE)


def test_notification_shows_after_force_stop_and_opening_ends_the_stopped_state(phone):
    phone.activities.force_stop(PACKAGE)
    phone.notifications.notify(phone.notification())
    assert len(phone.notifications.shade) == 1
    phone.activities.start_activity(PACKAGE, MAIN, Intent())
    assert not phone.packages.is_stopped(PACKAGE)


def test_killing_a_dead_app_is_no_change(phone):
    assert not phone.activities.kill(PACKAGE, KillCause.SWIPE)
    assert phone.records(Kind.STATE, "process") == []


def test_cleared_data_takes_channels_permission_and_notifications(phone):
    phone.notifications.notify(phone.notification())
    phone.activities.clear_application_user_data(PACKAGE)
    assert phone.notifications.shade == ()
    assert phone.notifications.get_notification_channel(PACKAGE, "tuikit") is None
    assert not phone.permissions.is_granted(PACKAGE)
    assert phone.packages.is_installed(PACKAGE)


def test_uninstalled_app_leaves_nothing(phone):
    phone.activities.start_activity(PACKAGE, MAIN, Intent())
    phone.notifications.notify(phone.notification())
    phone.activities.uninstall(PACKAGE)
    assert phone.notifications.shade == ()
    assert not phone.activities.is_running(PACKAGE)
    assert not phone.packages.is_installed(PACKAGE)


def test_reboot_ends_apps_and_empties_the_shade_and_keeps_channels(phone):
    phone.activities.start_activity(PACKAGE, MAIN, Intent())
    phone.notifications.notify(phone.notification())
    phone.activities.reboot()
    assert phone.activities.state(PACKAGE) is ProcessState.DEAD
    assert phone.notifications.shade == ()
    (removed,) = [record for record in phone.settings.trace if record.name == "notification"]
    assert (removed.data["state"], removed.data["why"]) == ("removed", "reboot")
    assert phone.notifications.get_notification_channel(PACKAGE, "tuikit") is not None
    assert not phone.packages.is_stopped(PACKAGE)


def test_page_of_a_dead_app_is_a_new_instance_with_the_messages_intent(phone):
    started = phone.activities.start_activity(PACKAGE, chat(LaunchMode.SINGLE_TASK), message("first"))
    assert (started.is_new_instance, started.new_intent) == (True, None)
    assert started.current_intent.extras == {"ext": "first"}
    assert phone.activities.state(PACKAGE) is ProcessState.FOREGROUND


def test_running_single_task_page_gets_on_new_intent_and_keeps_the_old_intent(phone):
    page = chat(LaunchMode.SINGLE_TASK)
    first = phone.activities.start_activity(PACKAGE, page, message("first"))
    second = phone.activities.start_activity(PACKAGE, page, message("second", FLAG_ACTIVITY_CLEAR_TOP))
    assert second.activity is first.activity
    assert not second.is_new_instance
    assert second.new_intent is not None
    assert second.new_intent.extras == {"ext": "second"}
    assert second.current_intent.extras == {"ext": "first"}


def test_app_that_sets_the_new_intent_reads_it(phone):
    page = chat(LaunchMode.SINGLE_TASK)
    phone.activities.start_activity(PACKAGE, page, message("first"))
    second = phone.activities.start_activity(PACKAGE, page, message("second"))
    second.activity.set_intent(second.new_intent)
    assert second.activity.intent.extras == {"ext": "second"}


def test_page_killed_in_between_is_a_new_instance_again(phone):
    page = chat(LaunchMode.SINGLE_TASK)
    phone.activities.start_activity(PACKAGE, page, message("first"))
    phone.activities.kill(PACKAGE, KillCause.SYSTEM)
    second = phone.activities.start_activity(PACKAGE, page, message("second"))
    assert second.is_new_instance
    assert second.current_intent.extras == {"ext": "second"}


@pytest.mark.parametrize(
    ("launch_mode", "flags", "is_new_instance"),
    [
        (LaunchMode.STANDARD, 0, True),
        (LaunchMode.STANDARD, FLAG_ACTIVITY_SINGLE_TOP, False),
        (LaunchMode.STANDARD, FLAG_ACTIVITY_CLEAR_TOP, True),
        (LaunchMode.STANDARD, FLAG_ACTIVITY_CLEAR_TOP | FLAG_ACTIVITY_SINGLE_TOP, False),
        (LaunchMode.SINGLE_TOP, 0, False),
        (LaunchMode.SINGLE_TOP, FLAG_ACTIVITY_CLEAR_TOP, False),
        (LaunchMode.SINGLE_TASK, 0, False),
        (LaunchMode.SINGLE_INSTANCE, 0, False),
    ],
)
def test_launch_mode_decides_about_the_page_on_top(phone, launch_mode, flags, is_new_instance):
    page = chat(launch_mode)
    phone.activities.start_activity(PACKAGE, page, message("first"))
    second = phone.activities.start_activity(PACKAGE, page, message("second", flags))
    assert second.is_new_instance is is_new_instance


@pytest.mark.parametrize(
    ("launch_mode", "flags", "is_new_instance", "is_third_left"),
    [
        (LaunchMode.SINGLE_TOP, 0, True, True),
        (LaunchMode.SINGLE_TASK, 0, False, False),
        (LaunchMode.STANDARD, FLAG_ACTIVITY_CLEAR_TOP, True, False),
    ],
)
def test_launch_mode_decides_about_a_page_further_down(phone, launch_mode, flags, is_new_instance, is_third_left):
    third = Component(ComponentKind.ACTIVITY, "Third", exported=True, launch_mode=LaunchMode.SINGLE_TASK)
    page = chat(launch_mode)
    phone.activities.start_activity(PACKAGE, page, message("first"))
    phone.activities.start_activity(PACKAGE, third, Intent())
    assert phone.activities.start_activity(PACKAGE, page, message("x", flags)).is_new_instance is is_new_instance
    assert phone.activities.start_activity(PACKAGE, third, Intent()).is_new_instance is not is_third_left


def test_launcher_brings_a_running_app_to_the_front_as_it_was(phone):
    launch = phone.packages.get_launch_intent_for_package(PACKAGE)
    phone.activities.start_activity(PACKAGE, MAIN, launch)
    page = phone.activities.start_activity(PACKAGE, chat(), message("first")).activity
    phone.activities.to_background(PACKAGE)
    again = phone.activities.start_activity(PACKAGE, MAIN, launch)
    assert (again.activity, again.is_new_instance, again.new_intent) == (page, False, None)
    assert phone.records(Kind.STATE, "activity")[-1].data["how"] == "brought_to_front"


def test_other_intent_for_the_root_is_a_new_instance(phone):
    launch = phone.packages.get_launch_intent_for_package(PACKAGE)
    phone.activities.start_activity(PACKAGE, MAIN, launch)
    other = Intent(action="other", component=(PACKAGE, MAIN.name), flags=FLAG_ACTIVITY_NEW_TASK)
    assert phone.activities.start_activity(PACKAGE, MAIN, other).is_new_instance


def test_kill_closes_the_permission_dialog():
    phone = new_phone(granted=False)
    phone.activities.start_activity(PACKAGE, MAIN, Intent())
    assert phone.permissions.request(PACKAGE)
    phone.activities.kill(PACKAGE, KillCause.SWIPE)
    assert not phone.permissions.is_asking(PACKAGE)


def test_starting_an_activity_of_an_old_app_with_a_channel_asks_for_the_permission():
    phone = new_phone(33, manifest=a_manifest(32), granted=False)
    phone.activities.start_activity(PACKAGE, MAIN, Intent())
    assert phone.permissions.is_asking(PACKAGE)


def test_starting_an_activity_is_recorded_with_its_source(phone):
    phone.activities.start_activity(PACKAGE, MAIN, Intent())
    (record,) = phone.records(Kind.STATE, "activity")
    assert record.rule == "android.new_intent_leaves_old"
    assert record.data == {"package": PACKAGE, "activity": MAIN.name, "how": "created"}


def test_page_in_mode_single_instance_is_alone_in_its_task():
    alone = Component(ComponentKind.ACTIVITY, f"{PACKAGE}.Alone", exported=True, launch_mode=LaunchMode.SINGLE_INSTANCE)
    phone = new_phone(manifest=a_manifest(33, alone))
    launcher = Intent(ACTION_MAIN, component=(PACKAGE, MAIN.name), flags=FLAG_ACTIVITY_NEW_TASK)
    by_name = Intent(component=(PACKAGE, alone.name))
    phone.activities.start_activity(PACKAGE, MAIN, launcher)
    first = phone.activities.start_activity(PACKAGE, alone, by_name)
    back = phone.activities.start_activity(PACKAGE, MAIN, launcher)
    again = phone.activities.start_activity(PACKAGE, alone, by_name)
    assert (first.is_new_instance, back.is_new_instance, again.is_new_instance) == (True, False, False)
    assert (back.activity.component, again.activity, again.new_intent) == (MAIN, first.activity, by_name)
