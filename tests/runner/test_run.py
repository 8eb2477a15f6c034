"""Playing a case: when steps begin, what a failure leaves, and what proves a negative."""

from pathlib import Path

import pytest

from simulator.kernel.trace import Kind, Outcome
from simulator.kernel.units import Duration
from simulator.runner.result import CaseOutcome, CaseResult
from simulator.runner.run import prove_negatives, run_case
from simulator.runner.suite import vocabulary
from simulator.scenario.loader import scenario_of_text
from simulator.scenario.model import cases
from simulator.world.build import RunOptions

TOP = "name: a case\nvendors: [vivo]\n"


def played(steps: str, top: str = TOP) -> CaseResult:
    scenario = scenario_of_text(Path("a_case.yaml"), f"{top}steps:\n{steps}", vocabulary())
    [case] = cases(scenario, ("vivo",))
    return run_case(case, RunOptions())


def begun_at(result: CaseResult) -> list[int]:
    return [record.at_ms for record in result.trace if record.kind is Kind.STEP]


LAUNCHED = "  - launch_app: bob_phone\n"
SEEN = "  - must_record: {name: process}\n"


def test_a_step_begins_one_second_after_the_one_before_and_takes_no_time() -> None:
    assert begun_at(played(f"{LAUNCHED}  - go_home: bob_phone\n  - kill_app: bob_phone\n{SEEN}")) == [
        0,
        1_000,
        2_000,
        2_000,
    ]


def test_a_pause_of_the_step_or_of_the_world_replaces_the_second() -> None:
    steps = f"{LAUNCHED}  - go_home: {{phone: bob_phone, pause: 0ms}}\n  - kill_app: bob_phone\n{SEEN}"
    assert begun_at(played(steps, f"{TOP}pause: 7s\n")) == [0, 0, 7_000, 7_000]


def test_steps_that_take_time_begin_at_once() -> None:
    steps = f"{LAUNCHED}  - wait: 10min\n  - at: 23:00\n{SEEN}"
    # The world starts at 09:00; ten minutes later there are 13 h 50 min to 23:00.
    assert begun_at(played(steps)) == [0, 0, Duration.parse("10min"), Duration.parse("14h")]


def test_a_failed_expectation_ends_the_case_and_is_a_record() -> None:
    result = played(f"{LAUNCHED}  - must_open: {{phone: bob_phone, app: main}}\n  - kill_app: bob_phone\n")
    assert result.outcome is CaseOutcome.FAILED
    assert result.failure is not None
    assert result.failure.step.verb == "must_open"
    *_, last = result.trace
    assert (last.name, last.outcome) == ("must_open", Outcome.FAILED)


def test_the_users_of_phones_are_set_up_before_the_first_step() -> None:
    top = f"{TOP}phones:\n  bob_phone: {{user: bob}}\n"
    result = played(
        "  - kill_app: bob_phone\n  - send_message: {from: alice, to: bob, text: hi}\n  - must_arrive: bob_phone\n", top
    )
    assert result.outcome is CaseOutcome.PASSED


def test_a_negative_whose_reason_alone_stops_the_push_is_proved() -> None:
    result = played(
        "  - set_up: {phone: bob_phone, user: bob}\n  - switch_notifications: {phone: bob_phone, to: off}\n"
        "  - kill_app: bob_phone\n  - send_message: {from: alice, to: bob, text: hi}\n"
        "  - must_not_arrive: {phone: bob_phone, because: notifications_disabled}\n"
    )
    assert result.outcome is CaseOutcome.PASSED
    assert prove_negatives(result, RunOptions()) == []


def test_a_fault_is_waived_like_a_rule() -> None:
    result = played(
        "  - set_up: {phone: bob_phone, user: bob}\n  - kill_app: bob_phone\n"
        "  - fail_next: {link: im>vendor, how: refused}\n  - send_message: {from: alice, to: bob, text: hi}\n"
        "  - must_not_arrive: {phone: bob_phone, because: vendor_unreachable}\n"
    )
    assert result.outcome is CaseOutcome.PASSED
    assert prove_negatives(result, RunOptions()) == []


@pytest.mark.parametrize("because", ["kicked", "online_instead"])
def test_another_reason_than_the_named_one_fails(because: str) -> None:
    result = played(
        "  - set_up: {phone: bob_phone, user: bob}\n  - log_out: bob_phone\n"
        "  - send_message: {from: alice, to: bob, text: hi}\n"
        f"  - must_not_arrive: {{phone: bob_phone, because: {because}}}\n"
    )
    assert result.failure is not None
    assert result.failure.error.what == f"bob_phone showed nothing, but because of logged_out, expected {because}"


def test_that_nothing_came_where_nothing_was_sent_proves_nothing() -> None:
    result = played(
        "  - set_up: {phone: bob_phone, user: bob}\n  - log_out: bob_phone\n"
        "  - must_not_arrive: {phone: bob_phone, because: logged_out}\n"
    )
    assert result.failure is not None
    assert result.failure.error.what == "no push was under way to bob_phone, so that nothing came proves nothing"


def test_a_notification_within_the_window_fails_a_negative() -> None:
    result = played(
        "  - set_up: {phone: bob_phone, user: bob}\n  - kill_app: bob_phone\n"
        "  - send_message: {from: alice, to: bob, text: hi}\n"
        "  - must_not_arrive: {phone: bob_phone, because: logged_out}\n"
    )
    assert result.failure is not None
    assert result.failure.error.what == "bob_phone showed a notification, expected none because of logged_out"


DELAYED = (
    "  - set_up: {{phone: bob_phone, user: bob}}\n  - kill_app: bob_phone\n"
    "  - cut_link: {{link: vendor>bob_phone, for: {cut}}}\n"
    "  - send_message: {{from: alice, to: bob, text: hi}}\n"
    "  - must_arrive: {{phone: bob_phone, within: {within}}}\n"
)


def arrival_ms(result: CaseResult) -> int:
    sent = next(record.at_ms for record in result.trace if record.name == "send_message")
    shown = next(record.at_ms for record in result.trace if record.name == "posted")
    return shown - sent


def test_the_last_millisecond_of_the_window_is_in_and_the_first_behind_it_is_out() -> None:
    took_ms = arrival_ms(played(DELAYED.format(cut="59s", within="2min")))
    assert played(DELAYED.format(cut="59s", within=f"{took_ms}ms")).outcome is CaseOutcome.PASSED
    assert played(DELAYED.format(cut="59s", within=f"{took_ms - 1}ms")).outcome is CaseOutcome.FAILED
