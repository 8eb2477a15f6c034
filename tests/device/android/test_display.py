from itertools import pairwise

import pytest
from msgspec.structs import replace

from simulator.device.android.display import DISPLAY, DisplayCase, Notification, log_line
from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.kernel.rule import Rule, Rulebook
from simulator.push.reason import Reason

CHANNEL = NotificationChannel("tuikit", "chat")
HEALTHY = DisplayCase(
    notification=Notification("com.example.chat", 1, "a new message", "lunch?", channel_id="tuikit"),
    api_level=33,
    is_installed=True,
    target_sdk=33,
    uid=10_000,
    channel=CHANNEL,
    active_count=0,
    is_update=False,
    is_switched_on=True,
    has_permission=True,
)
# Each spoils one thing, in the order in which the platform asks.
SPOILED = {
    Reason.APP_NOT_INSTALLED: {"is_installed": False},
    Reason.CHANNEL_MISSING: {"channel": None},
    Reason.TOO_MANY_NOTIFICATIONS: {"active_count": 50},
    Reason.NOTIFICATIONS_DISABLED: {"is_switched_on": False},
    Reason.PERMISSION_MISSING: {"has_permission": False},
    Reason.CHANNEL_BLOCKED: {"channel": replace(CHANNEL, importance=Importance.NONE)},
}


def no(case: DisplayCase) -> Rule[DisplayCase]:
    rule = Rulebook().first_no(DISPLAY, case)
    assert rule is not None
    return rule


def test_healthy_notification_shows():
    assert Rulebook().first_no(DISPLAY, HEALTHY) is None


@pytest.mark.parametrize("reason", SPOILED)
def test_one_thing_wrong_gives_its_reason(reason):
    assert no(replace(HEALTHY, **SPOILED[reason])).reason == reason


def test_platform_order_decides_between_two_faults():
    reasons = list(SPOILED)
    for earlier, later in pairwise(reasons):
        assert no(replace(HEALTHY, **{**SPOILED[later], **SPOILED[earlier]})).reason == earlier


def test_every_rule_of_the_decision_is_provoked_here_and_has_a_log_line():
    assert [rule.reason for rule in DISPLAY] == list(SPOILED)
    for rule in DISPLAY:
        level, text = log_line(rule, HEALTHY)
        assert (level in "DE", bool(text)) == (True, True)


@pytest.mark.parametrize(
    ("api_level", "target_sdk", "shows"),
    [(25, 33, True), (26, 33, False), (33, 33, False), (33, 25, True), (33, 26, False)],
)
def test_channel_is_needed_from_android_8_and_target_26_on(api_level, target_sdk, shows):
    case = replace(HEALTHY, api_level=api_level, target_sdk=target_sdk, channel=None)
    assert (Rulebook().first_no(DISPLAY, case) is None) is shows


def test_deleted_channel_is_missing():
    assert no(replace(HEALTHY, channel=replace(CHANNEL, is_deleted=True))).reason == Reason.CHANNEL_MISSING


@pytest.mark.parametrize(("count", "shows"), [(49, True), (50, False), (5_000, False)])
def test_fifty_notifications_are_the_most(count, shows):
    assert (Rulebook().first_no(DISPLAY, replace(HEALTHY, active_count=count)) is None) is shows


def test_update_is_exempt_from_the_count():
    assert Rulebook().first_no(DISPLAY, replace(HEALTHY, active_count=50, is_update=True)) is None


def test_missing_channel_is_logged_in_androids_words():
    case = replace(HEALTHY, notification=replace(HEALTHY.notification, op_package="com.heytap.mcs"), channel=None)
    level, text = log_line(no(case), case)
    assert level == "E"
    assert text.startswith(
        "No Channel found for pkg=com.example.chat, channelId=tuikit, id=1, tag=null, opPkg=com.heytap.mcs, "
        "callingUid=1000, userId=0, incomingUserId=0, notificationUid=10000, notification=Notification(channel=tuikit"
    )


@pytest.mark.parametrize(("api_level", "words"), [(25, "posted"), (26, "posted or enqueued")])
def test_full_shade_is_logged_in_androids_words(api_level, words):
    case = replace(HEALTHY, api_level=api_level, active_count=50)
    assert log_line(no(case), case) == (
        "E",
        f"Package has already {words} 50 notifications.  Not showing more.  package=com.example.chat",
    )
