import pytest
from msgspec.structs import replace

from simulator.device.android.notification_channel import Importance, NotificationChannel, Visibility
from simulator.device.android.presentation import LockScreen, PresentationCase, present
from simulator.device.android.zen import Effect, InterruptionFilter, Zen
from simulator.kernel.rule import Rulebook, Waiver
from tests.device.android.test_display import HEALTHY

CHANNEL = NotificationChannel("tuikit", "chat", Importance.HIGH)
LOUD = PresentationCase(
    display=replace(HEALTHY, channel=CHANNEL),
    importance=Importance.HIGH,
    is_locked=False,
    lock_screen=LockScreen.FULL,
)
PRIORITY = InterruptionFilter.PRIORITY


def presented(*waived, **spoiled):
    """Present the loud case with fields of it, of its notification, its channel or its display case spoiled."""
    case = LOUD
    for name, value in spoiled.items():
        if name in PresentationCase.__struct_fields__:
            case = replace(case, **{name: value})
        elif name in NotificationChannel.__struct_fields__:
            channel = replace(case.display.channel, **{name: value})
            case = replace(case, display=replace(case.display, channel=channel))
        elif name in type(HEALTHY).__struct_fields__:
            case = replace(case, display=replace(case.display, **{name: value}))
        else:
            one = replace(case.display.notification, **{name: value})
            case = replace(case, display=replace(case.display, notification=one))
    return present(case, Rulebook(frozenset(map(Waiver, waived))), "bob_phone")


def flags(one):
    return one.sound, one.heads_up, one.status_bar, one.badge


def test_urgent_notification_has_everything():
    one = presented()
    assert (flags(one), one.lock_screen, one.noes) == ((True, True, True, True), LockScreen.FULL, {})


@pytest.mark.parametrize(
    ("importance", "api_level", "expected"),
    [
        (Importance.DEFAULT, 35, (True, False, True, True)),
        (Importance.LOW, 29, (False, False, False, True)),
        (Importance.LOW, 28, (False, False, True, True)),
        (Importance.MIN, 28, (False, False, False, False)),
        (Importance.HIGH, 25, (True, True, True, False)),
    ],
)
def test_importance_and_android_decide_what_it_has(importance, api_level, expected):
    one = presented(importance=importance, api_level=api_level)
    assert flags(one) == expected
    assert one.noes == {}


def test_silent_notification_is_neither_heard_nor_drops_down():
    assert flags(presented(silent=True)) == (False, False, True, True)


@pytest.mark.parametrize(
    ("rule", "spoiled", "expected"),
    [
        ("silenced_by_zen", {"zen": Zen(PRIORITY)}, (False, True, True, True)),
        ("alerted_before", {"is_update": True, "only_alert_once": True}, (False, False, True, True)),
        ("peek_while_locked", {"is_locked": True}, (True, False, True, True)),
        ("badge_switched_off", {"shows_badge": False}, (True, True, True, False)),
    ],
)
def test_rule_takes_something_away_and_can_be_waived(rule, spoiled, expected):
    one = presented(**spoiled)
    assert flags(one) == expected
    assert {each.name for each in one.noes.values()} == {f"android.{rule}"}
    assert flags(presented(f"android.{rule}", **spoiled)) == (True, True, True, True)


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (Effect.PEEK, (False, False, True, True)),
        (Effect.STATUS_BAR, (False, True, False, True)),
        (Effect.BADGE, (False, True, True, False)),
    ],
)
def test_do_not_disturb_hides_what_the_user_has_it_hide_from_android_9_on(effect, expected):
    zen = Zen(PRIORITY, frozenset({effect}))
    assert flags(presented(zen=zen)) == expected
    assert flags(presented(zen=zen, api_level=27)) == (False, True, True, True)


@pytest.mark.parametrize(
    ("interruption_filter", "bypasses", "sound"),
    [
        (InterruptionFilter.ALL, False, True),
        (InterruptionFilter.PRIORITY, False, False),
        (InterruptionFilter.PRIORITY, True, True),
        (InterruptionFilter.ALARMS, True, False),
        (InterruptionFilter.NONE, True, False),
    ],
)
def test_channel_is_let_through_by_priority_alone(interruption_filter, bypasses, sound):
    assert presented(zen=Zen(interruption_filter), bypasses_zen=bypasses).sound is sound


@pytest.mark.parametrize(
    ("setting", "own", "of_channel", "shown"),
    [
        (LockScreen.FULL, Visibility.PRIVATE, None, LockScreen.FULL),
        (LockScreen.CONTENT_HIDDEN, Visibility.PRIVATE, None, LockScreen.CONTENT_HIDDEN),
        (LockScreen.CONTENT_HIDDEN, Visibility.PUBLIC, None, LockScreen.FULL),
        (LockScreen.FULL, Visibility.SECRET, None, LockScreen.NOTHING),
        (LockScreen.FULL, Visibility.PUBLIC, Visibility.SECRET, LockScreen.NOTHING),
        (LockScreen.CONTENT_HIDDEN, Visibility.SECRET, Visibility.PUBLIC, LockScreen.FULL),
        (LockScreen.NOTHING, Visibility.PUBLIC, Visibility.PUBLIC, LockScreen.NOTHING),
    ],
)
def test_lock_screen_follows_user_then_channel_then_notification(setting, own, of_channel, shown):
    # The field of the case and that of the channel have the same name.
    channel = replace(CHANNEL, lock_screen=of_channel)
    one = presented(lock_screen=setting, channel=channel, visibility=own)
    assert one.lock_screen is shown
