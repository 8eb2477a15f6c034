"""Steps of the user and the phone that can fail, and what they say then."""

import pytest

from simulator.kernel.trace import Kind
from tests.scenario.playing import ARRIVE, KILL, LAUNCH, LOG_OUT, NO_NETWORK, SEEN, SEND, UP, passes, played, told

PHONE = "phones:\n  bob_phone: {}\n"
LOG_IN = "log_in: {phone: bob_phone, user: bob}"


# -- set_up -----------------------------------------------------------------------------------------------------------


def test_set_up_says_what_stopped_the_token() -> None:
    assert told(UP, SEEN, top="app: push_never_opened\n") == (
        "a_case.yaml:5: set_up: bob_phone bound no token for bob within a minute\n"
        "  stopped at: sdk_started\n"
        "  because: push_not_opened: the app never switched the vendor's push on, or switched it off\n"
        "  rule: app.push_never_opened: vivo guide, step 3.4 (V04, V15), documented\n"
        "  next: call the vendor's register or turn-on call on the first page that every user reaches"
    )


def test_set_up_says_that_the_login_has_no_answer() -> None:
    assert told(NO_NETWORK, UP, SEEN, top=PHONE) == (
        "a_case.yaml:7: set_up: bob_phone bound no token for bob within a minute\n"
        "  got as far as: the login or the report of the token, still without an answer\n"
        "  next: look at the network of bob_phone and at the link im>bob_phone; behind log_out add wait: 1s"
    )


def test_the_set_up_of_a_phones_user_has_no_line() -> None:
    top = "app: push_never_opened\nphones:\n  bob_phone: {user: bob}\n"
    assert told(SEEN, top=top).startswith("a_case.yaml: set_up: bob_phone bound no token for bob within a minute\n")


def test_set_up_waits_for_the_binding_of_the_new_process() -> None:
    result = played(UP, KILL, UP, "must_record: {name: token_bound, times: 2}")
    assert result.failure is None
    assert told(UP, KILL, NO_NETWORK, UP, SEEN).startswith("a_case.yaml:7: set_up: bob_phone bound no token for bob")


def test_set_up_of_a_running_app_whose_token_is_bound_waits_for_no_other_binding() -> None:
    result = played(UP, UP, SEEN)
    began = [record.at_ms for record in result.trace if record.kind is Kind.STEP]
    assert result.failure is None
    assert began[2] - began[1] < 100


def test_set_up_of_another_user_waits_for_that_users_binding() -> None:
    carol = "set_up: {phone: bob_phone, user: carol}"
    assert passes(UP, LOG_OUT, "wait: 1s", carol, "must_record: {name: token_bound, data: {user: carol}}")


# -- log_in, log_out, turn_push ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "purpose"),
    [(LOG_IN, "log in"), (LOG_OUT, "log out"), ("turn_push: {phone: bob_phone, to: off}", "switch push")],
)
def test_what_the_app_does_needs_a_running_app(step: str, purpose: str) -> None:
    assert passes(UP, step, SEEN)
    assert told(UP, KILL, step, SEEN) == (
        f"a_case.yaml:6: {step.partition(':')[0]}: the app does not run on bob_phone, so nobody can {purpose}\n"
        "  next: add launch_app: bob_phone before this step"
    )


def test_an_app_without_code_for_the_vendor_cannot_switch_its_push() -> None:
    step = "turn_push: {phone: pixel, to: off}"
    assert told("launch_app: pixel", step, SEEN, top="phones:\n  pixel: Google Pixel 6\n") == (
        "a_case.yaml:7: turn_push: the app on pixel has no code for the phone's vendor\n"
        "  next: choose another app variant, or a phone of a vendor that the app knows"
    )


def test_the_switch_of_the_app_stops_the_pushes_and_lets_them_come_again() -> None:
    off, on = (f"turn_push: {{phone: bob_phone, to: {to}}}" for to in ("off", "on"))
    stopped = "must_not_arrive: {phone: bob_phone, because: reg_id_invalid}"
    assert passes(UP, off, "wait: 5s", KILL, SEND, stopped)
    assert passes(UP, off, "wait: 5s", on, "wait: 5s", KILL, UP, KILL, SEND, ARRIVE)


def test_a_short_user_sig_is_for_this_login_alone() -> None:
    result = played(LAUNCH, "log_in: {phone: bob_phone, user: bob, sig_life: 60s}", "wait: 5s", SEEN)
    assert result.world.customer.sig_lifetime_s == 180 * 86_400


# -- the system's settings --------------------------------------------------------------------------------------------


def test_without_a_dialog_there_is_nothing_to_answer() -> None:
    answer = "answer_permission: {phone: bob_phone, answer: deny}"
    assert passes(LAUNCH, LOG_IN, "wait: 5s", answer, SEEN, top="phones:\n  bob_phone: vivo S18\n")
    assert told(LAUNCH, answer, SEEN) == (
        "a_case.yaml:5: answer_permission: no permission dialog is open on bob_phone\n"
        "  next: an app asks on Android 13 and above, on its main page, when it is not granted yet"
    )


def test_only_a_channel_that_is_there_can_be_set() -> None:
    step = "set_channel: {{phone: bob_phone, channel: {}, importance: none}}"
    blocked = "must_not_arrive: {phone: bob_phone, because: channel_blocked}"
    assert passes(UP, KILL, SEND, ARRIVE, step.format("vivo_push_channel"), SEND, blocked)
    assert told(UP, step.format("chat"), SEEN) == (
        'a_case.yaml:5: set_channel: bob_phone has no notification channel "chat"\n'
        "  next: channels exist from Android 8.0 on, once the app or its SDK has created them"
    )


def test_a_deleted_channel_is_not_there() -> None:
    delete = "delete_channel: {phone: bob_phone, channel: vivo_push_channel}"
    step = "set_channel: {phone: bob_phone, channel: vivo_push_channel, importance: none}"
    assert not passes(UP, KILL, SEND, ARRIVE, delete, step, SEEN)


def test_going_home_needs_no_running_app() -> None:
    assert passes(UP, KILL, "go_home: bob_phone", SEEN)


def test_an_app_that_is_uninstalled_quietly_is_still_pushed_to() -> None:
    gone = "must_not_arrive: {{phone: bob_phone, because: {}}}"
    uninstall = "uninstall_app: {phone: bob_phone, quietly: true}"
    assert passes(UP, KILL, "uninstall_app: bob_phone", SEND, gone.format("reg_id_invalid"))
    assert passes(UP, KILL, uninstall, SEND, gone.format("app_not_installed"))


# -- set_idle, set_push_service ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("picked_up", ["set_idle: {phone: bob_phone, to: off}", LAUNCH])
def test_idle_phone_is_picked_up_by_the_step_or_by_whoever_opens_the_app(picked_up: str) -> None:
    idle = "set_idle: {phone: bob_phone, to: on}"
    assert passes(UP, idle, picked_up, "must_record: {name: power, times: 2}")


def test_set_push_service_names_the_conditions_that_the_vendor_tells_of() -> None:
    step = "set_push_service: {phone: bob_phone, to: on_fire}"
    assert told(UP, step, SEEN) == (
        'a_case.yaml:5: set_push_service: the push service of bob_phone cannot be "on_fire"\n'
        "  conditions of this vendor: working, disabled, blacklisted, overdue"
    )
    honor = "phones:\n  bob_phone: {model: HONOR 50}\n"
    assert "  conditions of this vendor: working, statement_not_agreed, disabled," in told(UP, step, SEEN, top=honor)


# -- set_phone_clock --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "off_ms"),
    [
        ("{phone: bob_phone, ahead: 20min}", 1_200_000),
        ("{phone: bob_phone, behind: 1h}", -3_600_000),
        ("{phone: bob_phone, lost: true}", None),
        ("bob_phone", 0),
    ],
)
def test_set_phone_clock_changes_what_the_phone_takes_for_the_time(step: str, off_ms: int | None) -> None:
    recorded = "must_record: {{kind: state, name: clock, data: {{off_ms: {}}}}}"
    assert passes(f"set_phone_clock: {step}", recorded.format("none" if off_ms is None else off_ms), top=PHONE)
    assert not passes(f"set_phone_clock: {step}", recorded.format(1), top=PHONE)
