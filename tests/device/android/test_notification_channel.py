import pytest
from msgspec.structs import replace

from simulator.device.android.notification_channel import (
    CREATE_CHANNEL,
    CreationCase,
    Importance,
    NotificationChannel,
)
from simulator.kernel.rule import Rulebook

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
    ("spoiled", "text"),
    [
        ({}, None),
        ({"channel": NotificationChannel("", "x")}, "Invalid id"),
        ({"channel": NotificationChannel("tuikit", "")}, "Invalid name"),
        ({"has_group": False}, "NotificationChannelGroup doesn't exist"),
        ({"channel": NotificationChannel("miscellaneous", "x")}, "Reserved id"),
        ({"count": 5_000}, "Limit exceed; cannot create more channels"),
        ({"count": 4_999}, None),
        ({"count": 5_000, "is_new": False}, None),
    ],
)
def test_android_throws_what_it_finds_wrong_with_a_channel(spoiled, text):
    healthy = {"channel": CHANNEL, "is_new": True, "count": 0, "has_group": True}
    rule = Rulebook().first_no(CREATE_CHANNEL, CreationCase(**{**healthy, **spoiled}))
    assert (None if rule is None else rule.answer) == text


def test_group_is_taken_over_where_the_channel_has_none():
    in_group = CHANNEL.created_again(replace(CHANNEL, group_id="chats"))
    assert in_group.group_id == "chats"
    assert in_group.created_again(replace(CHANNEL, group_id="others")).group_id == "chats"
