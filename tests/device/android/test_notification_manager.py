import pytest

from simulator.device.android.notification_channel import ChannelRefused, Importance, NotificationChannel
from simulator.device.android.shade import Posted, Refusal
from simulator.kernel.trace import Kind
from simulator.push.reason import Reason
from tests.device.android.phones import PACKAGE, a_manifest, new_phone


def refused_for(phone, **changes) -> Reason:
    answer = phone.notifications.notify(phone.notification(**changes))
    assert isinstance(answer, Refusal)
    return answer.reason


def shown(phone, **changes):
    answer = phone.notifications.notify(phone.notification(**changes))
    assert isinstance(answer, Posted)
    return answer.notification


def test_healthy_notification_is_in_the_shade():
    phone = new_phone()
    one = shown(phone, content="a click")
    assert phone.notifications.shade == (one,)
    assert one.key == f"0|{PACKAGE}|1|null|10000"
    assert (one.channel_id, one.importance, one.sound) == ("tuikit", Importance.DEFAULT, True)
    assert (one.push_id, one.content, one.auto_cancel) == (7, "a click", True)


def test_silent_notification_shows_without_sound_whatever_its_channel_may_do():
    phone = new_phone(channel=False)
    phone.channel(importance=Importance.HIGH)
    assert (shown(phone).sound, shown(phone).heads_up) == (True, True)
    assert (shown(phone, silent=True).sound, shown(phone, silent=True).heads_up) == (False, False)


def test_missing_channel_drops_and_logs():
    phone = new_phone(channel=False)
    assert refused_for(phone) is Reason.CHANNEL_MISSING
    assert phone.notifications.shade == ()
    (line,) = phone.records(Kind.LOG, "NotificationService")
    assert (line.actor, line.push_id, line.data["level"]) == ("bob_phone", 7, "E")
    assert line.data["text"].startswith(f"No Channel found for pkg={PACKAGE}, channelId=tuikit, id=1")


@pytest.mark.parametrize("channel_id", [None, "other", "Tuikit"])
def test_other_channel_than_the_created_one_is_missing(channel_id):
    assert refused_for(new_phone(), channel_id=channel_id) is Reason.CHANNEL_MISSING


def test_below_android_8_no_channel_is_needed():
    phone = new_phone(25, channel=False)
    one = shown(phone)
    assert (one.importance, one.sound) == (Importance.DEFAULT, True)
    phone.channel()
    assert phone.notifications.get_notification_channel(PACKAGE, "tuikit") is None


def test_target_below_26_uses_androids_own_channel():
    phone = new_phone(30, 25, channel=False)
    assert shown(phone).channel_id == "miscellaneous"
    assert phone.notifications.set_importance(PACKAGE, "miscellaneous", Importance.NONE)
    assert refused_for(phone) is Reason.CHANNEL_BLOCKED


@pytest.mark.parametrize(
    ("importance", "sound", "heads_up"),
    [(Importance.MIN, False, False), (Importance.LOW, False, False), (Importance.HIGH, True, True)],
)
def test_importance_of_the_channel_decides_how_it_shows(importance, sound, heads_up):
    phone = new_phone(channel=False)
    phone.channel(importance=importance)
    one = shown(phone)
    assert (one.importance, one.sound, one.heads_up) == (importance, sound, heads_up)


def test_channel_created_again_keeps_its_importance():
    phone = new_phone()
    phone.channel(importance=Importance.HIGH)
    assert shown(phone).importance is Importance.DEFAULT


def test_another_channel_id_has_the_wanted_importance():
    phone = new_phone()
    phone.channel("urgent", importance=Importance.HIGH)
    assert shown(phone, channel_id="urgent").importance is Importance.HIGH


def test_channel_created_after_reinstalling_has_the_wanted_importance():
    phone = new_phone()
    phone.activities.uninstall(PACKAGE)
    phone.packages.install(PACKAGE, a_manifest())
    phone.permissions.grant(PACKAGE)
    phone.channel(importance=Importance.HIGH)
    assert shown(phone).importance is Importance.HIGH


def test_channel_set_by_the_user_is_not_lowered_by_the_app():
    phone = new_phone()
    assert phone.notifications.set_importance(PACKAGE, "tuikit", Importance.HIGH)
    phone.channel(importance=Importance.LOW)
    assert shown(phone).importance is Importance.HIGH


def test_deleted_channel_drops_until_it_is_created_again():
    phone = new_phone()
    phone.channel("urgent")
    shown(phone)
    kept = shown(phone, id=2, channel_id="urgent")
    phone.notifications.delete_notification_channel(PACKAGE, "tuikit")
    assert phone.notifications.shade == (kept,)
    assert refused_for(phone) is Reason.CHANNEL_MISSING
    assert not phone.notifications.set_importance(PACKAGE, "tuikit", Importance.HIGH)
    phone.channel()
    assert shown(phone).channel_id == "tuikit"


def test_deleting_an_unknown_channel_does_nothing():
    phone = new_phone(channel=False)
    phone.notifications.delete_notification_channel(PACKAGE, "tuikit")
    assert phone.records(Kind.STATE, "channel") == []


def test_blocked_channel_drops_and_takes_what_it_showed():
    phone = new_phone()
    shown(phone)
    assert phone.notifications.set_importance(PACKAGE, "tuikit", Importance.NONE)
    assert phone.notifications.shade == ()
    assert refused_for(phone) is Reason.CHANNEL_BLOCKED
    phone.notifications.set_importance(PACKAGE, "tuikit", Importance.LOW)
    assert shown(phone).importance is Importance.LOW


def test_reserved_channel_is_refused():
    with pytest.raises(ChannelRefused, match=r"^Reserved id$"):
        new_phone().channel("miscellaneous")


@pytest.mark.parametrize(("count", "refused"), [(4_999, False), (5_000, True)])
def test_app_has_at_most_5000_channels(count, refused):
    phone = new_phone(channel=False)
    for number in range(count):
        phone.channel(f"c{number}")
    phone.channel("c0")
    if refused:
        with pytest.raises(ChannelRefused, match=r"^Limit exceed; cannot create more channels$"):
            phone.channel("one more")
    else:
        phone.channel("one more")


def test_switched_off_app_shows_nothing_until_switched_on():
    phone = new_phone()
    shown(phone)
    phone.notifications.set_notifications_enabled(PACKAGE, enabled=False)
    assert phone.notifications.shade == ()
    assert not phone.notifications.are_notifications_enabled(PACKAGE)
    assert refused_for(phone) is Reason.NOTIFICATIONS_DISABLED
    phone.notifications.set_notifications_enabled(PACKAGE, enabled=True)
    assert phone.notifications.are_notifications_enabled(PACKAGE)
    shown(phone)


def test_permission_is_missing_until_granted():
    phone = new_phone(granted=False)
    assert not phone.notifications.are_notifications_enabled(PACKAGE)
    assert refused_for(phone) is Reason.PERMISSION_MISSING
    phone.permissions.grant(PACKAGE)
    shown(phone)


def test_switching_on_in_the_settings_grants_the_permission():
    phone = new_phone(granted=False)
    phone.notifications.set_notifications_enabled(PACKAGE, enabled=True)
    shown(phone)


def test_fifty_first_notification_is_dropped_and_an_update_is_not():
    phone = new_phone()
    for number in range(50):
        shown(phone, id=number)
        phone.scheduler.run_until(phone.scheduler.now_ms + 1_000)
    assert refused_for(phone, id=50) is Reason.TOO_MANY_NOTIFICATIONS
    assert shown(phone, id=49, text="dinner?").text == "dinner?"
    phone.notifications.cancel_all(PACKAGE)
    shown(phone, id=50)


def test_count_of_another_app_does_not_matter():
    phone = new_phone()
    phone.packages.install("com.other", a_manifest(25))
    phone.permissions.grant("com.other")
    for number in range(50):
        shown(phone, id=number, package="com.other")
    shown(phone)


def test_same_key_replaces_and_counts_as_newest():
    phone = new_phone()
    shown(phone, id=1, text="old")
    shown(phone, id=2)
    answer = phone.notifications.notify(phone.notification(id=1, text="new"))
    assert answer.is_update
    assert [(one.id, one.text) for one in phone.notifications.shade] == [(2, "lunch?"), (1, "new")]


def test_other_tag_or_id_is_another_notification():
    phone = new_phone()
    for changes in ({"id": 1}, {"id": 2}, {"id": 1, "tag": "a"}):
        shown(phone, **changes)
    assert len(phone.notifications.shade) == 3


@pytest.mark.parametrize(
    ("reason", "spoil"),
    [
        (Reason.APP_NOT_INSTALLED, lambda phone: phone.packages.uninstall(PACKAGE)),
        (Reason.CHANNEL_MISSING, lambda phone: phone.notifications.delete_notification_channel(PACKAGE, "tuikit")),
        (
            Reason.NOTIFICATIONS_DISABLED,
            lambda phone: phone.notifications.set_notifications_enabled(PACKAGE, enabled=False),
        ),
        (Reason.PERMISSION_MISSING, lambda phone: phone.permissions.forget(PACKAGE)),
        (
            Reason.CHANNEL_BLOCKED,
            lambda phone: phone.notifications.set_importance(PACKAGE, "tuikit", Importance.NONE),
        ),
    ],
)
def test_waived_rule_lets_the_notification_show_and_sound(reason, spoil):
    spoiled = new_phone()
    spoil(spoiled)
    assert refused_for(spoiled) is reason
    phone = new_phone(waived=reason)
    spoil(phone)
    one = shown(phone)
    assert (one.importance, one.sound) == (Importance.DEFAULT, True)
    assert phone.rulebook.waived
    assert phone.records(Kind.LOG, "NotificationService") == []


def test_waived_count_shows_the_fifty_first():
    phone = new_phone(waived=Reason.TOO_MANY_NOTIFICATIONS)
    for number in range(51):
        shown(phone, id=number)
    assert len(phone.notifications.shade) == 51


def test_cancelled_notification_is_gone_and_recorded():
    phone = new_phone()
    one = shown(phone)
    assert phone.notifications.cancel(one.key, "click")
    assert not phone.notifications.cancel(one.key)
    (record,) = phone.records(Kind.STATE, "notification")
    assert (phone.notifications.shade, record.data["why"]) == ((), "click")


def test_creating_a_channel_is_recorded_with_its_source():
    (record,) = new_phone().records(Kind.STATE, "channel")
    assert record.rule == "android.channel_created_again_keeps_settings"
    assert record.data["channel_id"] == "tuikit"


def test_system_asks_when_an_old_app_creates_its_channel_in_an_activity():
    phone = new_phone(33, 32, granted=False, channel=False)
    phone.permissions.activity_started(PACKAGE)
    phone.notifications.create_notification_channel(PACKAGE, NotificationChannel("tuikit", "chat"))
    assert phone.permissions.is_asking(PACKAGE)
