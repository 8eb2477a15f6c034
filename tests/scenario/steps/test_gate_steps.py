"""Steps around Android's gates: what they say where they cannot be done."""

import pytest

from tests.scenario.playing import ARRIVE, KILL, SEEN, SEND, UP, passes, told

OLD = "phones:\n  bob_phone: {{model: vivo {}}}\n"


@pytest.mark.parametrize(
    ("model", "step", "what", "then"),
    [
        ("Y51", "set_dnd: {phone: bob_phone, to: none}", "has no do-not-disturb", "6"),
        (
            "NEX",
            "set_dnd: {phone: bob_phone, to: none, hides: [list]}",
            "hides nothing while it does not disturb",
            "9",
        ),
        ("X9", "snooze_notification: {phone: bob_phone}", "cannot snooze notifications", "8"),
        ("X9", "suspend_app: bob_phone", "cannot pause apps", "9"),
    ],
)
def test_step_names_the_android_that_it_needs(model: str, step: str, what: str, then: str) -> None:
    verb = step.partition(":")[0]
    top = OLD.format(model) if model != "NEX" else "phones:\n  bob_phone: {model: vivo NEX, android: 8}\n"
    assert told(step, SEEN, top=top) == (
        f"a_case.yaml:6: {verb}: bob_phone {what}\n  next: give the phone android: {then} or later"
    )


@pytest.mark.parametrize(
    ("step", "purpose"),
    [
        ("snooze_notification: {phone: bob_phone}", "snooze"),
        ("swipe_notification: bob_phone", "swipe away"),
        ("tap_notification: bob_phone", "tap"),
    ],
)
def test_empty_shade_has_nothing(step: str, purpose: str) -> None:
    verb = step.partition(":")[0]
    assert told(UP, step, SEEN) == (
        f"a_case.yaml:5: {verb}: bob_phone has no notification to {purpose}\n"
        "  in the shade: nothing\n"
        "  next: add must_arrive before this step"
    )


def test_other_title_in_the_shade_is_told() -> None:
    steps = (UP, KILL, SEND, ARRIVE, "swipe_notification: {phone: bob_phone, title: dinner}", SEEN)
    assert told(*steps).startswith(
        'a_case.yaml:8: swipe_notification: bob_phone has no notification titled "dinner" to swipe away\n'
        '  in the shade: "a new message"\n'
        "  next: correct title:"
    )


def test_group_that_was_never_created() -> None:
    assert told(UP, "switch_channel_group: {phone: bob_phone, group: chats, to: off}", SEEN) == (
        'a_case.yaml:5: switch_channel_group: bob_phone has no channel group "chats"\n'
        "  next: add create_channel_group before this step"
    )


@pytest.mark.parametrize("field", ["importance: low", "bypass_dnd: true", "badge: false", "lock_screen: nothing"])
def test_channel_that_was_never_created(field: str) -> None:
    assert told(UP, f"set_channel: {{phone: bob_phone, channel: chats, {field}}}", SEEN) == (
        'a_case.yaml:5: set_channel: bob_phone has no notification channel "chats"\n'
        "  next: channels exist from Android 8.0 on, once the app or its SDK has created them"
    )


@pytest.mark.parametrize(
    ("step", "purpose"),
    [
        ("create_channel: {phone: bob_phone, channel: chats}", "create a channel"),
        ("create_channel_group: {phone: bob_phone, group: chats}", "create a channel group"),
        ("post_notification: {phone: bob_phone}", "post a notification"),
    ],
)
def test_app_that_does_not_run_does_nothing(step: str, purpose: str) -> None:
    verb = step.partition(":")[0]
    assert told(step, SEEN, top="phones:\n  bob_phone: {}\n") == (
        f"a_case.yaml:6: {verb}: the app does not run on bob_phone, so nobody can {purpose}\n"
        "  next: add launch_app: bob_phone before this step"
    )


def test_upgrade_needs_an_older_android() -> None:
    top = "phones:\n  bob_phone: {android: 13}\n"
    assert told("upgrade_android: {phone: bob_phone, to: 13}", SEEN, top=top) == (
        "a_case.yaml:6: upgrade_android: bob_phone does not run an Android before 13\n"
        "  next: give the phone an older android: under phones:"
    )


@pytest.mark.parametrize(
    ("expected", "is_met"),
    [
        ("heads_up: true", True),
        ("heads_up: false", False),
        ("status_bar: true", True),
        ("badge: false", False),
        ("lock_screen: full", True),
        ("lock_screen: nothing", False),
    ],
)
def test_arrival_tells_how_the_notification_looks(expected: str, is_met: bool) -> None:
    assert passes(UP, KILL, SEND, f"must_arrive: {{phone: bob_phone, {expected}}}") is is_met
