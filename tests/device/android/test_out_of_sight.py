"""Notifications that are there and not to be seen: snoozed, hidden, and what becomes of them."""

import pytest

from simulator.device.android.shade import Held, Posted, Refusal
from simulator.device.android.zen import Effect, InterruptionFilter, Zen
from simulator.kernel.trace import Kind
from simulator.kernel.units import DAY_MS, MINUTE_MS
from simulator.push.reason import Reason
from tests.device.android.phones import PACKAGE, new_phone

UNSEEN_LIST = Zen(InterruptionFilter.PRIORITY, frozenset({Effect.LIST}))


def texts(phone):
    return [one.text for one in phone.notifications.shade]


def post(phone, **changes):
    """Post a notification; return what comes of it, and a list of what comes of it later."""
    later = []
    return phone.notifications.notify(phone.notification(**changes), later.append), later


def pass_time(phone, span_ms):
    phone.scheduler.run_until(phone.scheduler.now_ms + span_ms)


def snooze(phone, for_ms=MINUTE_MS):
    [one] = phone.notifications.shade
    assert phone.notifications.snooze(one.key, for_ms)


def suspend(phone, *, suspended):
    phone.packages.set_suspended(PACKAGE, suspended=suspended)
    phone.notifications.review()


def test_snoozed_notification_is_back_after_its_time():
    phone = new_phone()
    post(phone)
    snooze(phone)
    assert texts(phone) == []
    pass_time(phone, MINUTE_MS - 1)
    assert texts(phone) == []
    pass_time(phone, 1)
    assert texts(phone) == ["lunch?"]


def test_update_of_a_snoozed_notification_comes_back_with_it():
    phone = new_phone()
    post(phone)
    snooze(phone)
    result, later = post(phone, text="dinner?")
    assert isinstance(result, Held)
    assert result.rule.reason == Reason.SNOOZED
    assert (texts(phone), later) == ([], [])
    pass_time(phone, MINUTE_MS)
    assert texts(phone) == ["dinner?"]
    [end] = later
    assert isinstance(end, Posted)


def test_other_notification_is_not_snoozed():
    phone = new_phone()
    post(phone)
    snooze(phone)
    post(phone, id=2, text="dinner?")
    assert texts(phone) == ["dinner?"]


def test_nothing_to_snooze():
    assert not new_phone().notifications.snooze("0|x|1|null|1", MINUTE_MS)


def test_reboot_keeps_what_is_snoozed_and_loses_what_is_hidden():
    phone = new_phone()
    post(phone)
    snooze(phone)
    _, later = post(phone, text="dinner?")
    suspend(phone, suspended=True)
    _, lost = post(phone, id=2)
    phone.notifications.clear()
    suspend(phone, suspended=False)
    assert later == []
    assert [(one.reason, one.detail) for one in lost] == [(Reason.GONE_UNSEEN, "reboot")]
    pass_time(phone, MINUTE_MS)
    assert texts(phone) == ["dinner?"]


def test_snoozed_notification_is_dropped_when_the_switch_is_off_by_then():
    phone = new_phone()
    post(phone)
    snooze(phone)
    _, later = post(phone, text="dinner?")
    phone.notifications.set_notifications_enabled(PACKAGE, enabled=False)
    [end] = later
    assert isinstance(end, Refusal)
    assert (end.reason, texts(phone)) == (Reason.GONE_UNSEEN, [])


def test_suspended_app_hides_what_is_there_and_what_comes():
    phone = new_phone()
    post(phone)
    suspend(phone, suspended=True)
    result, later = post(phone, id=2, text="dinner?")
    assert isinstance(result, Held)
    assert (result.rule.name, texts(phone)) == ("android.app_suspended", [])
    suspend(phone, suspended=False)
    assert texts(phone) == ["lunch?", "dinner?"]
    assert [type(one) for one in later] == [Posted]


def test_hidden_notifications_count():
    phone = new_phone()
    suspend(phone, suspended=True)
    for number in range(50):
        post(phone, id=number)
    result, _ = post(phone, id=50)
    assert isinstance(result, Refusal)
    assert result.reason is Reason.TOO_MANY_NOTIFICATIONS


def test_do_not_disturb_hides_the_list_until_it_ends():
    phone = new_phone()
    phone.notifications.set_zen(UNSEEN_LIST)
    result, later = post(phone)
    assert isinstance(result, Held)
    assert result.rule.reason == Reason.DO_NOT_DISTURB
    phone.notifications.set_zen(Zen())
    assert texts(phone) == ["lunch?"]
    assert [type(one) for one in later] == [Posted]


def test_what_hides_may_change_while_it_is_hidden():
    phone = new_phone()
    phone.notifications.set_zen(UNSEEN_LIST)
    _, later = post(phone)
    suspend(phone, suspended=True)
    phone.notifications.set_zen(Zen())
    assert (texts(phone), later) == ([], [])
    suspend(phone, suspended=False)
    assert texts(phone) == ["lunch?"]


def test_hidden_notification_that_is_replaced_was_never_seen():
    phone = new_phone()
    suspend(phone, suspended=True)
    _, first = post(phone)
    _, second = post(phone, text="dinner?")
    assert [(one.reason, one.detail) for one in first] == [(Reason.GONE_UNSEEN, "replaced")]
    suspend(phone, suspended=False)
    assert texts(phone) == ["dinner?"]
    assert [type(one) for one in second] == [Posted]


def test_hidden_notification_that_its_app_cancels_was_never_seen():
    phone = new_phone()
    suspend(phone, suspended=True)
    _, later = post(phone)
    phone.notifications.cancel(f"0|{PACKAGE}|1|null|10000")
    assert [(one.reason, one.detail) for one in later] == [(Reason.GONE_UNSEEN, "app_cancel")]


@pytest.mark.parametrize(("api_level", "timeout_ms", "life_ms"), [(26, 5_000, 5_000), (35, 0, 3 * DAY_MS)])
def test_notification_goes_by_itself_after_its_time(api_level, timeout_ms, life_ms):
    phone = new_phone(api_level)
    post(phone, timeout_ms=timeout_ms)
    pass_time(phone, life_ms - 1)
    assert texts(phone) == ["lunch?"]
    pass_time(phone, 1)
    assert texts(phone) == []
    assert phone.records(Kind.STATE, "notification")[-1].data["why"] == "timeout"


@pytest.mark.parametrize(("api_level", "timeout_ms"), [(25, 5_000), (34, 0)])
def test_older_android_lets_it_stay(api_level, timeout_ms):
    phone = new_phone(api_level)
    post(phone, timeout_ms=timeout_ms)
    pass_time(phone, 30 * DAY_MS)
    assert texts(phone) == ["lunch?"]


def test_time_of_a_notification_begins_anew_with_its_update():
    phone = new_phone()
    post(phone, timeout_ms=5_000)
    pass_time(phone, 3_000)
    post(phone, timeout_ms=5_000, text="dinner?")
    pass_time(phone, 4_000)
    assert texts(phone) == ["dinner?"]


@pytest.mark.parametrize(
    ("api_level", "count", "group", "bundles"), [(24, 4, "", 1), (24, 3, "", 0), (24, 4, "chats", 0), (23, 4, "", 0)]
)
def test_four_ungrouped_notifications_are_bundled(api_level, count, group, bundles):
    phone = new_phone(api_level)
    for number in range(count):
        post(phone, id=number, group=group)
    assert len(phone.records(Kind.STATE, "auto_group")) == bundles


def test_updates_are_shed_with_one_line_in_five_seconds_until_the_app_slows_down():
    phone = new_phone()
    results = []
    for _ in range(100):
        results.append(post(phone)[0])
        pass_time(phone, 10)
    shed = [one for one in results if isinstance(one, Refusal)]
    # The average begins at 1000 s and falls by a fifth with each: the fortieth finds it below a fifth of a second.
    assert [isinstance(one, Refusal) for one in results].index(True) == 39
    assert {one.reason for one in shed} == {Reason.POSTED_TOO_FAST}
    assert len(phone.records(Kind.LOG, "NotificationService")) == 1
    pass_time(phone, 2_000)
    assert isinstance(post(phone)[0], Posted)
