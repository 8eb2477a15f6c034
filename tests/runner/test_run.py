"""Playing a case: when steps begin, what a failure leaves, and what proves a negative."""

import gc
import weakref
from pathlib import Path

import pytest

from simulator.kernel.scheduler import Scheduler
from simulator.kernel.trace import Kind, Outcome, Trace
from simulator.kernel.units import Duration
from simulator.push.journey import Hop
from simulator.runner.result import CaseOutcome, CaseResult
from simulator.runner.run import prove_negatives, run_case
from simulator.runner.suite import vocabulary
from simulator.scenario.loader import scenario_of_text
from simulator.scenario.model import cases
from simulator.vendors import VENDORS
from simulator.world.build import RunOptions
from simulator.world.verdicts import root_of_no_token
from tests.scenario.playing import ARRIVE, KILL, LAUNCH, LOG_OUT, NO_NETWORK, SEND, UP, a_case, proof_of, said, vacuous

TOP = "name: a case\nvendors: [vivo]\n"


def played(steps: str, top: str = TOP, vendor: str = "vivo") -> CaseResult:
    scenario = scenario_of_text(Path("a_case.yaml"), f"{top}steps:\n{steps}", vocabulary())
    [case] = cases(scenario, (vendor,))
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
    assert vacuous(result) == []


def test_a_fault_is_waived_like_a_rule() -> None:
    result = played(
        "  - set_up: {phone: bob_phone, user: bob}\n  - kill_app: bob_phone\n"
        "  - fail_next: {link: im>vendor, how: refused}\n  - send_message: {from: alice, to: bob, text: hi}\n"
        "  - must_not_arrive: {phone: bob_phone, because: vendor_unreachable}\n"
    )
    assert result.outcome is CaseOutcome.PASSED
    assert vacuous(result) == []


@pytest.mark.parametrize("because", ["kicked", "online_instead"])
def test_another_reason_than_the_named_one_fails(because: str) -> None:
    result = played(
        "  - set_up: {phone: bob_phone, user: bob}\n  - log_out: bob_phone\n"
        "  - send_message: {from: alice, to: bob, text: hi}\n"
        f"  - must_not_arrive: {{phone: bob_phone, because: {because}}}\n"
    )
    assert result.failure is not None
    assert result.failure.error.what == f"bob_phone showed nothing because of logged_out, expected {because}"


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


# -- proofs -----------------------------------------------------------------------------------------------------------

LOGGED_OUT = "must_not_arrive: {phone: bob_phone, because: logged_out}"
OFF = "switch_notifications: {phone: bob_phone, to: off}"
DISABLED = "must_not_arrive: {phone: bob_phone, because: notifications_disabled}"
BLOCKED = "set_channel: {phone: bob_phone, channel: vivo_push_channel, importance: none}"


def test_what_an_earlier_expectation_would_have_taken_does_not_prove_a_later_one() -> None:
    # Waived, the first push is shown; the second one is stopped by its channel all the same.
    first = (UP, KILL, SEND, ARRIVE, OFF, SEND, DISABLED)
    assert proof_of(*first) == []
    assert proof_of(*first, BLOCKED, SEND, DISABLED) == [
        "line 13: with notifications_disabled waived for bob_phone nothing arrives either (channel_blocked)"
    ]


def test_each_negative_of_a_case_is_proved_by_a_run_of_its_own() -> None:
    proofs = list(prove_negatives(a_case((UP, LOG_OUT, SEND, LOGGED_OUT, SEND, LOGGED_OUT)), RunOptions()))
    assert [proof.rerun.failure for proof in proofs] == [None, None]
    assert [sum(record.name == "send_message" for record in proof.rerun.trace) for proof in proofs] == [1, 2]


def test_what_has_arrived_before_the_negative_begins_proves_it_too() -> None:
    assert proof_of(UP, KILL, OFF, SEND, "wait: 10s", DISABLED) == []


def test_a_case_that_fails_before_its_negative_has_not_proved_it() -> None:
    result = run_case(a_case((UP, LOG_OUT, "tap_notification: bob_phone", SEND, LOGGED_OUT)), RunOptions())
    assert said(vacuous(result)) == [
        "line 8: with logged_out waived for bob_phone nothing arrives either (bob_phone has no notification to tap)"
    ]


@pytest.mark.parametrize(
    ("fault", "because"),
    [
        ("fail_next: {link: im>vendor, how: refused}", "vendor_unreachable"),
        ("fail_next: {link: im>vendor, how: timeout}", "vendor_unreachable"),
        ("fail_next: {link: im>vendor, how: lost}", "vendor_unreachable"),
        ("fail_next: {link: im>vendor, how: server_error}", "vendor_fault"),
        ("cut_link: {link: im>vendor, for: 10min}", "vendor_unreachable"),
        ("fail_next: {link: vendor>bob_phone, how: refused}", "lost_on_link"),
        ("fail_next: {link: vendor>bob_phone, how: timeout}", "lost_on_link"),
        ("fail_next: {link: vendor>bob_phone, how: server_error}", "lost_on_link"),
        ("fail_next: {link: vendor>bob_phone, how: lost}", "lost_on_link"),
        ("cut_link: {link: vendor>bob_phone, for: 10min}", "device_offline"),
    ],
)
def test_each_fault_is_waived_in_the_proof(fault: str, because: str) -> None:
    negative = f"must_not_arrive: {{phone: bob_phone, because: {because}}}"
    assert proof_of(UP, KILL, fault, SEND, negative) == []
    assert proof_of(UP, KILL, fault, OFF, SEND, negative) == [
        f"line 9: with {because} waived for bob_phone nothing arrives either (notifications_disabled)"
    ]


def test_a_fault_is_waived_for_the_named_phone_alone() -> None:
    carol = "set_up: {phone: carol_phone, user: carol}"
    hello = "send_message: {from: alice, to: carol, text: hello}"
    fault = "cut_link: {link: im>vendor, for: 10min}"
    # IM has authenticated at the vendor by then: the two pushes do not wait for one and the same answer.
    steps = (UP, carol, KILL, "kill_app: carol_phone", SEND, ARRIVE, fault, hello, SEND)
    negative = "must_not_arrive: {phone: bob_phone, because: vendor_unreachable}"
    [proof] = prove_negatives(a_case((*steps, negative)), RunOptions())
    rerun = proof.rerun
    assert rerun.failure is None
    of_carol, of_bob = list(rerun.trace.push_ids())[1:]
    broken = [record.push_id for record in rerun.trace if record.reason == "vendor_unreachable"]
    assert set(broken) == {of_carol}
    assert rerun.world.verdict(of_bob).text == "shown"


def test_a_negative_that_waits_is_proved_by_a_phone_that_was_never_away() -> None:
    waits = "must_not_arrive: {phone: bob_phone, within: 10min, because: device_offline}"
    assert proof_of(UP, KILL, NO_NETWORK, "wait: 10min", SEND, waits) == []
    assert proof_of(UP, KILL, NO_NETWORK, OFF, "wait: 10min", SEND, waits) == [
        "line 10: with device_offline waived for bob_phone nothing arrives either (notifications_disabled)"
    ]


# -- the root of a missing token --------------------------------------------------------------------------------------


@pytest.mark.parametrize("hop", [Hop.SDK_STARTED, Hop.REG_ID_ISSUED, Hop.REG_ID_RECEIVED])
def test_what_stopped_the_reg_id_is_no_root_any_more_once_one_has_come(hop: Hop) -> None:
    trace = Trace(Scheduler())
    trace.write("bob_phone", Kind.HOP, hop, outcome=Outcome.REFUSED, reason="receiver_missing", rule="a.rule")
    assert root_of_no_token("bob_phone", trace) is not None
    trace.write("bob_phone", Kind.HOP, Hop.REG_ID_RECEIVED)
    assert root_of_no_token("bob_phone", trace) is None


def no_token(app: str, because: str, *before: str) -> str:
    """Return how a push to a phone without a token ends, expected *because*: an empty text when it is so."""
    steps = (LAUNCH, "log_in: {phone: bob_phone, user: bob}", "wait: 1min", *before, KILL, SEND)
    negative = f"must_not_arrive: {{phone: bob_phone, because: {because}}}"
    result = run_case(a_case((*steps, negative), f"app: {app}\n"), RunOptions())
    return "" if result.failure is None else result.failure.error.what


@pytest.mark.parametrize(
    ("app", "root"), [("push_never_opened", "push_not_opened"), ("reg_id_thrown_away", "callback_ignored")]
)
def test_an_empty_token_is_not_the_root_where_something_stopped_the_reg_id(app: str, root: str) -> None:
    assert no_token(app, root) == ""
    assert no_token(app, "token_empty") == f"bob_phone showed nothing because of {root}, expected token_empty"


@pytest.mark.parametrize("vendor", VENDORS)
def test_nothing_keeps_a_world_that_is_over(vendor: str, request: pytest.FixtureRequest) -> None:
    steps = "".join(f"  - {step}\n" for step in (UP, KILL, SEND, ARRIVE, "tap_notification: bob_phone"))
    world = weakref.ref(played(steps, f"name: a case\nvendors: [{vendor}]\n", vendor).world)
    # Which codes a test provokes is read from its worlds when it is over.
    request.config.pluginmanager.get_plugin("provoked").worlds.clear()
    gc.collect()
    assert world() is None
