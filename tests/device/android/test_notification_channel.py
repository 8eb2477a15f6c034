import pytest

from simulator.device.android.notification_channel import Importance, NotificationChannel

CHANNEL = NotificationChannel("tuikit", "oppotest", Importance.DEFAULT, "this is opptest")


@pytest.mark.parametrize(
    ("importance", "sound", "heads_up"),
    [
        (Importance.NONE, False, False),
        (Importance.MIN, False, False),
        (Importance.LOW, False, False),
        (Importance.DEFAULT, True, False),
        (Importance.HIGH, True, True),
    ],
)
def test_importance_decides_sound_and_heads_up(importance, sound, heads_up):
    assert (importance.makes_sound, importance.is_heads_up) == (sound, heads_up)


@pytest.mark.parametrize(
    ("wish", "held"),
    [
        (Importance.HIGH, Importance.DEFAULT),
        (Importance.DEFAULT, Importance.DEFAULT),
        (Importance.LOW, Importance.LOW),
    ],
)
def test_app_can_lower_importance_and_never_raise_it(wish, held):
    assert CHANNEL.created_again(NotificationChannel("tuikit", "new", wish)).importance is held


def test_importance_set_by_the_user_is_not_lowered():
    locked = NotificationChannel("tuikit", "x", Importance.HIGH, is_locked=True)
    assert locked.created_again(CHANNEL).importance is Importance.HIGH


def test_name_and_description_follow_the_app():
    again = CHANNEL.created_again(NotificationChannel("tuikit", "chat", description="messages"))
    assert (again.name, again.description) == ("chat", "messages")


def test_deleted_channel_comes_back_as_it_was():
    deleted = NotificationChannel("tuikit", "x", Importance.HIGH, is_deleted=True)
    again = deleted.created_again(NotificationChannel("tuikit", "x", Importance.LOW))
    assert (again.importance, again.is_deleted) == (Importance.HIGH, False)


@pytest.mark.parametrize(
    ("channel", "refusal"),
    [
        (CHANNEL, ""),
        (NotificationChannel("tuikit", ""), "Invalid name"),
        (NotificationChannel("miscellaneous", "x"), "Reserved id"),
    ],
)
def test_reserved_id_and_empty_name_are_refused(channel, refusal):
    assert channel.refusal() == refusal
