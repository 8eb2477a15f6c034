from itertools import pairwise

import pytest
from msgspec.structs import replace

from simulator.device.android.display import DISPLAY, HIDE, DisplayCase, Notification
from simulator.device.android.display_log import log_line
from simulator.device.android.notification_channel import Importance, NotificationChannel
from simulator.device.android.zen import Effect, InterruptionFilter, Zen
from simulator.kernel.rule import Rule, Rulebook
from simulator.kernel.units import DAY_MS
from simulator.push.reason import Reason

CHANNEL = NotificationChannel("tuikit", "chat")
HEALTHY = DisplayCase(
    notification=Notification("com.example.chat", 1, "a new message", "lunch?", channel_id="tuikit"),
    api_level=35,
    is_installed=True,
    target_sdk=33,
    uid=10_000,
    channel=CHANNEL,
    active_count=0,
    is_update=False,
    is_switched_on=True,
    has_permission=True,
)
UNSEEN_LIST = Zen(InterruptionFilter.PRIORITY, frozenset({Effect.LIST}))
# Each spoils one thing, in the order in which the platform asks.
SPOILED = {
    "app_not_installed": {"is_installed": False},
    "channel_missing": {"channel": None},
    "posted_too_fast": {"is_update": True, "rate_milli": 5_001},
    "too_many_notifications": {"active_count": 50},
    "mutability_missing": {"notification": replace(HEALTHY.notification, declares_mutability=False)},
    "snoozed": {"is_snoozed": True},
    "notifications_disabled": {"is_switched_on": False},
    "permission_missing": {"has_permission": False},
    "channel_group_blocked": {"group_is_blocked": True},
    "channel_blocked": {"channel": replace(CHANNEL, importance=Importance.NONE)},
    "notification_too_old": {"age_ms": 14 * DAY_MS + 1},
    "app_suspended": {"is_suspended": True},
    "app_distracting": {"is_distracting": True},
    "small_icon_missing": {"notification": replace(HEALTHY.notification, has_small_icon=False)},
    "list_hidden_by_zen": {"zen": UNSEEN_LIST},
}
# From which Android on each is asked, where it is not the first that there is.
SINCE = {
    "channel_missing": 26,
    "posted_too_fast": 26,
    "mutability_missing": 31,
    "channel_group_blocked": 28,
    "notification_too_old": 35,
    "app_suspended": 28,
    "app_distracting": 28,
    "list_hidden_by_zen": 28,
}


def no(case: DisplayCase) -> Rule[DisplayCase]:
    rule = Rulebook().first_no(DISPLAY, case)
    assert rule is not None
    return rule


def shows(case: DisplayCase) -> bool:
    return Rulebook().first_no(DISPLAY, case) is None


def test_healthy_notification_shows():
    assert shows(HEALTHY)


@pytest.mark.parametrize("name", SPOILED)
def test_one_thing_wrong_gives_its_rule(name):
    assert no(replace(HEALTHY, **SPOILED[name])).name == f"android.{name}"


def test_platform_order_decides_between_two_faults():
    for earlier, later in pairwise(SPOILED):
        # An update is exempt from the limit that stands behind the rate.
        if earlier != "posted_too_fast":
            assert no(replace(HEALTHY, **{**SPOILED[later], **SPOILED[earlier]})).name == f"android.{earlier}"


def test_every_rule_of_the_decision_is_provoked_here():
    assert [rule.name for rule in DISPLAY] == [f"android.{name}" for name in SPOILED]


@pytest.mark.parametrize("name", SINCE)
def test_rule_holds_from_its_android_on(name):
    case = replace(HEALTHY, target_sdk=35, **SPOILED[name])
    assert not shows(replace(case, api_level=SINCE[name]))
    assert shows(replace(case, api_level=SINCE[name] - 1))


@pytest.mark.parametrize(
    ("name", "level", "beginning"),
    [
        ("app_not_installed", "E", "Cannot fix notification"),
        (
            "posted_too_fast",
            "E",
            "Package enqueue rate is 5.001. Shedding 0|com.example.chat|1|null|10000. package=com",
        ),
        (
            "mutability_missing",
            "E",
            "java.lang.IllegalArgumentException: com.example.chat: Targeting S+ (version 31 and",
        ),
        ("snoozed", "D", "Ignored enqueue for snoozed notification 0|com.example.chat|1|null|10000"),
        ("notifications_disabled", "D", "Suppressing notification from package com.example.chat by user request."),
        ("permission_missing", "D", "Suppressing notification from package com.example.chat by user request."),
        ("channel_group_blocked", "D", "Suppressing notification from package com.example.chat by user request."),
        ("channel_blocked", "D", "Suppressing notification from package com.example.chat by user request."),
        ("notification_too_old", "D", "Ignored enqueue for old None notification 0|com.example.chat|1|null|10000"),
        ("small_icon_missing", "E", "Not posting notification without small icon: "),
    ],
)
def test_no_is_logged_in_androids_words(name, level, beginning):
    case = replace(HEALTHY, **SPOILED[name])
    line = log_line(no(case), case)
    assert line is not None
    assert (line[0], line[1][: len(beginning)]) == (level, beginning)


@pytest.mark.parametrize("name", ["app_suspended", "app_distracting", "list_hidden_by_zen"])
def test_what_is_only_hidden_has_no_line_and_is_asked_again(name):
    case = replace(HEALTHY, **SPOILED[name])
    assert log_line(no(case), case) is None
    assert no(case) in HIDE.rules


@pytest.mark.parametrize(
    ("api_level", "is_update", "rate_milli", "taken"),
    [
        (26, True, 5_000, True),
        (26, True, 5_001, False),
        (26, False, 1_000_000, True),
        (25, False, 10_000, True),
        (25, False, 10_001, False),
        (25, True, 10_001, False),
        (23, True, 1_000_000, True),
    ],
)
def test_updates_are_shed_above_five_a_second_and_in_android_7_all_above_ten(api_level, is_update, rate_milli, taken):
    assert shows(replace(HEALTHY, api_level=api_level, is_update=is_update, rate_milli=rate_milli)) is taken


def test_android_8_does_not_say_which_update_it_shed():
    case = replace(HEALTHY, api_level=27, **SPOILED["posted_too_fast"])
    assert log_line(no(case), case) == ("E", "Package enqueue rate is 5.001. Shedding events. package=com.example.chat")


@pytest.mark.parametrize("age_ms", [0, 14 * DAY_MS])
def test_two_weeks_are_not_too_old(age_ms):
    assert shows(replace(HEALTHY, api_level=35, age_ms=age_ms))


def test_channel_that_bypasses_do_not_disturb_is_in_the_list():
    assert shows(replace(HEALTHY, zen=UNSEEN_LIST, channel=replace(CHANNEL, bypasses_zen=True)))
    total = replace(UNSEEN_LIST, interruption_filter=InterruptionFilter.NONE)
    assert not shows(replace(HEALTHY, zen=total, channel=replace(CHANNEL, bypasses_zen=True)))


@pytest.mark.parametrize(
    ("api_level", "target_sdk", "taken"),
    [(25, 33, True), (26, 33, False), (33, 33, False), (33, 25, True), (33, 26, False)],
)
def test_channel_is_needed_from_android_8_and_target_26_on(api_level, target_sdk, taken):
    case = replace(HEALTHY, api_level=api_level, target_sdk=target_sdk, channel=None)
    assert shows(case) is taken


def test_deleted_channel_is_missing():
    assert no(replace(HEALTHY, channel=replace(CHANNEL, is_deleted=True))).reason == Reason.CHANNEL_MISSING


@pytest.mark.parametrize(("count", "taken"), [(49, True), (50, False), (5_000, False)])
def test_fifty_notifications_are_the_most(count, taken):
    assert shows(replace(HEALTHY, active_count=count)) is taken


def test_update_is_exempt_from_the_count():
    assert shows(replace(HEALTHY, active_count=50, is_update=True))


def test_missing_channel_is_logged_in_androids_words():
    case = replace(HEALTHY, notification=replace(HEALTHY.notification, op_package="com.heytap.mcs"), channel=None)
    line = log_line(no(case), case)
    assert line is not None
    assert line[0] == "E"
    assert line[1].startswith(
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
