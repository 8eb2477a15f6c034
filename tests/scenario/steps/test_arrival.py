"""must_arrive and must_not_arrive: what they take, when they give up, and what they say then."""

import pytest

from simulator.kernel.units import Duration
from simulator.runner.play import Play
from simulator.runner.run import run_case
from simulator.scenario.errors import ExpectationFailed
from simulator.scenario.steps.kill_app import KillApp
from simulator.scenario.steps.must_arrive import MustArrive
from simulator.scenario.steps.send_message import SendMessage
from simulator.scenario.steps.set_up import SetUp
from simulator.world.build import RunOptions
from simulator.world.spec import WorldSpec
from tests.scenario.playing import ARRIVE, KILL, LOG_OUT, NO_NETWORK, SEND, UP, a_case, passes, played, told

DINNER = "send_message: {from: alice, to: bob, text: dinner?}"
NOT_LOGGED_OUT = "must_not_arrive: {phone: bob_phone, because: logged_out}"


# -- must_arrive ------------------------------------------------------------------------------------------------------


def test_nothing_sent() -> None:
    assert passes(UP, KILL, SEND, ARRIVE)
    assert told(UP, KILL, ARRIVE) == (
        "a_case.yaml:6: must_arrive: bob_phone showed nothing within 1min\n"
        "  got as far as: no push was under way to this phone\n"
        "  next: send a message to a user who has logged in on this phone, and leave it time to reach IM"
    )


def test_push_was_dropped() -> None:
    assert told(UP, LOG_OUT, SEND, ARRIVE) == (
        "a_case.yaml:7: must_arrive: bob_phone showed nothing within 1min\n"
        "  got as far as: im_accepted, 0.000s after sending\n"
        "  dropped: logged_out: the user has logged out on this phone\n"
        "  rule: im.logged_out: vivo guide, step 5 (C19), documented\n"
        "  next: log in and report the token again"
    )


def test_push_was_dropped_for_want_of_a_token() -> None:
    assert told(
        "launch_app: bob_phone",
        "log_in: {phone: bob_phone, user: bob}",
        "wait: 1min",
        KILL,
        SEND,
        ARRIVE,
        top="app: push_never_opened\n",
    ) == (
        "a_case.yaml:10: must_arrive: bob_phone showed nothing within 1min\n"
        "  got as far as: im_accepted, 0.000s after sending\n"
        "  dropped: no_token: no token is bound to this user on this phone; the root says what stopped it\n"
        "  root: push_not_opened: the app never switched the vendor's push on, or switched it off\n"
        "  rule: app.push_never_opened: vivo guide, step 3.4 (V04, V15), documented\n"
        "  next: call the vendor's register or turn-on call on the first page that every user reaches"
    )


def test_vendor_refused_the_push_with_its_code() -> None:
    steps = (UP, "edit_certificate: {app_secret: wrong}", "wait: 10min", KILL, SEND, ARRIVE)
    assert told(*steps) == (
        "a_case.yaml:9: must_arrive: bob_phone showed nothing within 1min\n"
        "  got as far as: push_requested, 0.018s after sending\n"
        "  dropped: auth_refused: the vendor refused the credentials of the certificate (code 10206)\n"
        "  rule: vivo.sign_wrong: vivo server API 2.9.2, code 10206 (C06, V01), documented\n"
        "  next: copy the credentials from the vendor's console into the IM certificate again"
    )


def test_push_is_under_way() -> None:
    # The network has just gone: IM still believes in it, and the request to the vendor is on the wire.
    assert told(UP, KILL, NO_NETWORK, SEND, "must_arrive: {phone: bob_phone, within: 100ms}") == (
        "a_case.yaml:8: must_arrive: bob_phone showed nothing within 100ms\n"
        "  got as far as: push_requested, 0.009s after sending\n"
        "  under way to: vendor_accepted\n"
        "  next: allow more time with within:"
    )


def test_push_waits_for_the_phone() -> None:
    assert told(UP, KILL, NO_NETWORK, SEND, ARRIVE) == (
        "a_case.yaml:8: must_arrive: bob_phone showed nothing within 1min\n"
        "  got as far as: vendor_accepted, 0.131s after sending\n"
        "  waits for: device_offline: the phone is not connected to the vendor's service\n"
        "  next: connect the phone; the message waits until its time to live ends"
    )


def test_another_notification_is_shown_side_by_side() -> None:
    step = "must_arrive: {{phone: bob_phone, title: {}, body: {}}}"
    assert passes(UP, KILL, SEND, step.format("a new message", "lunch?"))
    assert told(UP, KILL, SEND, step.format("a message", "lunch!")) == (
        "a_case.yaml:7: must_arrive: bob_phone showed a notification, but not the expected one within 1min\n"
        '  title shown: "a new message", expected "a message"\n'
        '  body shown: "lunch?", expected "lunch!"\n'
        "  next: correct what this step expects, or what was sent"
    )


@pytest.mark.parametrize(
    ("field", "right", "wrong", "line"),
    [
        ("title", "a new message", "news", 'title shown: "a new message", expected "news"'),
        ("body", "lunch?", "lunch", 'body shown: "lunch?", expected "lunch"'),
        ("channel", "vivo_push_channel", "tuikit", 'channel shown: "vivo_push_channel", expected "tuikit"'),
        ("importance", "high", "min", 'importance shown: "high", expected "min"'),
        ("sound", "default", "bell", 'sound shown: "default", expected "bell"'),
    ],
)
def test_each_field_is_looked_at(field: str, right: str, wrong: str, line: str) -> None:
    step = f"must_arrive: {{{{phone: bob_phone, {field}: {{}}}}}}"
    assert passes(UP, KILL, SEND, step.format(right))
    assert f"\n  {line}\n" in told(UP, KILL, SEND, step.format(wrong))


def test_the_nearest_of_several_is_compared_and_the_latest_of_equals() -> None:
    failed = told(UP, KILL, SEND, DINNER, "wait: 5s", "must_arrive: {phone: bob_phone, title: x, body: lunch?}")
    assert '  title shown: "a new message", expected "x"\n  next' in failed
    failed = told(UP, KILL, SEND, DINNER, "wait: 5s", "must_arrive: {phone: bob_phone, body: breakfast?}")
    assert '  body shown: "dinner?", expected "breakfast?"\n' in failed


def test_what_stopped_the_expected_push_is_told_beside_another_notification() -> None:
    assert told(
        UP,
        KILL,
        SEND,
        "wait: 5s",
        "fail_next: {link: vendor>bob_phone, how: lost}",
        DINNER,
        "must_arrive: {phone: bob_phone, body: dinner?}",
    ) == (
        "a_case.yaml:10: must_arrive: bob_phone showed a notification, but not the expected one within 1min\n"
        '  body shown: "lunch?", expected "dinner?"\n'
        "  got as far as: dispatched, 0.291s after sending\n"
        "  dropped: lost_on_link: the message was lost between the vendor's cloud and the phone\n"
        "  rule: cloud.lost_on_link: vivo guide, step 5 (C21), documented\n"
        "  next: nothing to mend: no push is certain"
    )


def test_times_counts_matching_notifications() -> None:
    twice = "must_arrive: {phone: bob_phone, times: 2, body: lunch?}"
    assert passes(UP, KILL, SEND, SEND, twice)
    assert told(UP, KILL, SEND, twice) == (
        "a_case.yaml:7: must_arrive: bob_phone showed 1 of 2 notifications within 1min\n"
        "  next: send as many messages as times: says"
    )
    assert told(UP, KILL, SEND, DINNER, twice) == (
        "a_case.yaml:8: must_arrive: bob_phone showed 1 of 2 notifications within 1min\n"
        '  body shown: "dinner?", expected "lunch?"\n'
        "  next: correct what this step expects, or what was sent"
    )
    assert told(UP, KILL, twice).startswith(
        "a_case.yaml:6: must_arrive: bob_phone showed 0 of 2 notifications within 1min\n"
    )


def test_one_of_two_with_the_other_one_dropped_names_the_reason() -> None:
    assert told(
        UP,
        KILL,
        SEND,
        "wait: 5s",
        "fail_next: {link: vendor>bob_phone, how: lost}",
        SEND,
        "must_arrive: {phone: bob_phone, times: 2}",
    ) == (
        "a_case.yaml:10: must_arrive: bob_phone showed 1 of 2 notifications within 1min\n"
        "  got as far as: dispatched, 0.291s after sending\n"
        "  dropped: lost_on_link: the message was lost between the vendor's cloud and the phone\n"
        "  rule: cloud.lost_on_link: vivo guide, step 5 (C21), documented\n"
        "  next: nothing to mend: no push is certain"
    )


def test_a_notification_is_taken_once() -> None:
    assert passes(UP, KILL, SEND, DINNER, ARRIVE, ARRIVE)
    assert told(UP, KILL, SEND, ARRIVE, ARRIVE) == (
        "a_case.yaml:8: must_arrive: bob_phone showed nothing within 1min\n"
        "  got as far as: no push was under way to this phone\n"
        "  next: send a message to a user who has logged in on this phone, and leave it time to reach IM"
    )


def test_what_does_not_match_is_left_for_later_expectations() -> None:
    dinner = "must_arrive: {phone: bob_phone, body: dinner?}"
    lunch = "must_arrive: {phone: bob_phone, body: lunch?}"
    assert passes(UP, KILL, SEND, DINNER, dinner, lunch)
    assert not passes(UP, KILL, SEND, DINNER, dinner, dinner)


def test_more_than_times_are_left_for_later_expectations() -> None:
    twice = "must_arrive: {phone: bob_phone, times: 2}"
    assert passes(UP, KILL, SEND, SEND, SEND, "wait: 5s", twice, ARRIVE)
    assert not passes(UP, KILL, SEND, SEND, SEND, "wait: 5s", twice, twice)


def test_a_notification_that_came_before_the_step_is_there_however_short_the_window() -> None:
    assert passes(UP, KILL, SEND, "wait: 10s", "must_arrive: {phone: bob_phone, within: 0ms}")


def test_what_came_too_late_is_told_with_its_time() -> None:
    play = Play("vivo", WorldSpec(), RunOptions())
    play(SetUp(phone="bob_phone", user="bob"), KillApp(phone="bob_phone"))
    play(SendMessage(sender="alice", to="bob", text="lunch?"))
    # From Python time may pass between two steps; the window begins when the step before ended all the same.
    play.world.run_for(5_000)
    with pytest.raises(ExpectationFailed) as caught:
        play(MustArrive(phone="bob_phone", within=Duration(396)))
    assert caught.value.text() == (
        "bob_phone showed a notification, but not the expected one within 396ms\n"
        "  shown: 0.397s after the step before ended, expected within 396ms\n"
        "  next: correct what this step expects, or what was sent"
    )
    play(MustArrive(phone="bob_phone", within=Duration(397)))


# -- must_not_arrive --------------------------------------------------------------------------------------------------


def test_nothing_under_way_proves_nothing() -> None:
    assert passes(UP, LOG_OUT, SEND, NOT_LOGGED_OUT)
    assert told(UP, LOG_OUT, NOT_LOGGED_OUT) == (
        "a_case.yaml:6: must_not_arrive: no push was under way to bob_phone, so that nothing came proves nothing\n"
        "  next: send a message to a user who has logged in on this phone, and leave it time to reach IM"
    )


def test_a_negative_settles_its_pushes() -> None:
    assert told(UP, LOG_OUT, SEND, NOT_LOGGED_OUT, NOT_LOGGED_OUT).startswith(
        "a_case.yaml:8: must_not_arrive: no push was under way"
    )


def test_a_notification_fails_a_negative() -> None:
    assert told(UP, KILL, SEND, NOT_LOGGED_OUT) == (
        "a_case.yaml:7: must_not_arrive: bob_phone showed a notification, expected none because of logged_out\n"
        '  shown: "a new message": "lunch?"\n'
        "  got as far as: posted, 0.357s after sending\n"
        "  expected: logged_out: the user has logged out on this phone\n"
        "  would stop at: offline_decided, by im.logged_out\n"
        "  next: bring that about before the message is sent, or take the notification with must_arrive"
    )


def test_a_notification_that_nobody_took_fails_a_later_negative() -> None:
    before = (UP, KILL, SEND, "wait: 10s")
    lost = "must_not_arrive: {phone: bob_phone, because: lost_on_link}"
    after = ("fail_next: {link: vendor>bob_phone, how: lost}", DINNER, lost)
    assert passes(*before, ARRIVE, *after)
    assert '  shown: "a new message": "lunch?"\n' in told(*before, *after)


def test_of_two_that_nobody_took_the_first_is_told_with_its_own_journey() -> None:
    # The sender has its token for the vendor already, so the first to be sent is the second to be shown.
    steps = (
        UP,
        KILL,
        SEND,
        ARRIVE,
        "delay_link: {link: im>vendor, by: 3s}",
        SEND,
        "delay_link: {link: im>vendor, by: 0ms}",
        DINNER,
        "wait: 10s",
        NOT_LOGGED_OUT,
    )
    failed = told(*steps)
    assert '  shown: "a new message": "dinner?"\n  got as far as: posted, 0.' in failed


def test_another_reason_fails_a_negative() -> None:
    assert told(UP, LOG_OUT, SEND, "must_not_arrive: {phone: bob_phone, because: kicked}") == (
        "a_case.yaml:7: must_not_arrive: bob_phone showed nothing because of logged_out, expected kicked\n"
        "  got as far as: im_accepted, 0.000s after sending\n"
        "  dropped: logged_out: the user has logged out on this phone\n"
        "  rule: im.logged_out: vivo guide, step 5 (C19), documented\n"
        "  next: log in and report the token again"
    )


def test_the_root_counts_and_not_the_missing_token_itself() -> None:
    steps = ("launch_app: bob_phone", "log_in: {phone: bob_phone, user: bob}", "wait: 1min", KILL, SEND)
    app = "app: push_never_opened\n"
    assert passes(*steps, "must_not_arrive: {phone: bob_phone, because: push_not_opened}", top=app)
    assert told(*steps, "must_not_arrive: {phone: bob_phone, because: no_token}", top=app).startswith(
        "a_case.yaml:10: must_not_arrive: bob_phone showed nothing because of push_not_opened, expected no_token\n"
    )


def test_a_push_that_is_under_way_fails_a_negative() -> None:
    assert told(UP, KILL, NO_NETWORK, SEND, "must_not_arrive: {phone: bob_phone, within: 100ms, because: kicked}") == (
        "a_case.yaml:8: must_not_arrive: bob_phone showed nothing yet and the push is still under way,"
        " expected kicked\n"
        "  got as far as: push_requested, 0.009s after sending\n"
        "  under way to: vendor_accepted\n"
        "  next: allow more time with within:"
    )


def test_a_push_that_waits_for_another_reason_fails_a_negative() -> None:
    assert passes(UP, KILL, NO_NETWORK, SEND, "must_not_arrive: {phone: bob_phone, because: device_offline}")
    assert told(UP, KILL, NO_NETWORK, SEND, "must_not_arrive: {phone: bob_phone, because: kicked}") == (
        "a_case.yaml:8: must_not_arrive: bob_phone showed nothing because of device_offline, expected kicked\n"
        "  got as far as: vendor_accepted, 0.131s after sending\n"
        "  waits for: device_offline: the phone is not connected to the vendor's service\n"
        "  next: connect the phone; the message waits until its time to live ends"
    )


def test_each_push_must_have_stopped_for_the_reason() -> None:
    steps = (UP, LOG_OUT, SEND, "log_in: {phone: bob_phone, user: bob}", "wait: 5s", SEND)
    assert told(*steps, NOT_LOGGED_OUT).startswith(
        "a_case.yaml:10: must_not_arrive: bob_phone showed nothing because of online_instead, expected logged_out\n"
    )


def test_times_of_a_negative_is_exact() -> None:
    step = "must_not_arrive: {{phone: bob_phone, because: logged_out, times: {}}}"
    assert passes(UP, LOG_OUT, SEND, SEND, step.format(2))
    assert told(UP, LOG_OUT, SEND, step.format(2)) == (
        "a_case.yaml:7: must_not_arrive: 1 push to bob_phone stopped because of logged_out, expected 2\n"
        "  next: correct times:, or send as many messages"
    )
    assert told(UP, LOG_OUT, SEND, SEND, step.format(1)) == (
        "a_case.yaml:8: must_not_arrive: 2 pushes to bob_phone stopped because of logged_out, expected 1\n"
        "  next: correct times:, or send as many messages"
    )


def test_the_last_millisecond_of_a_negatives_window_is_in_and_the_first_behind_it_is_out() -> None:
    result = run_case(a_case((UP, KILL, SEND, ARRIVE)), RunOptions())
    sent = next(record.at_ms for record in result.trace if record.name == "send_message")
    shown = next(record.at_ms for record in result.trace if record.name == "posted")
    step = "must_not_arrive: {{phone: bob_phone, within: {}ms, because: kicked}}"
    assert "showed a notification" in told(UP, KILL, SEND, step.format(shown - sent))
    assert "showed nothing yet" in told(UP, KILL, SEND, step.format(shown - sent - 1))


def test_only_the_named_phone_is_looked_at() -> None:
    carol = "set_up: {phone: carol_phone, user: carol}"
    hello = "send_message: {from: alice, to: carol, text: hello}"
    steps = (UP, carol, LOG_OUT, "kill_app: carol_phone", SEND, hello)
    assert passes(*steps, NOT_LOGGED_OUT, "must_arrive: {phone: carol_phone, body: hello}")
    assert played(*steps, "must_arrive: {phone: bob_phone, body: hello}").failure is not None
