"""Faults of links, vendors and IM: how many messages they hit, for how long, and what is good again behind them."""

import json

import pytest

from simulator.kernel.trace import Kind
from simulator.runner.play import Play
from simulator.runner.result import CaseResult
from simulator.scenario.errors import ExpectationFailed, ScenarioErrors
from tests.scenario.playing import KILL, UP, passes, played, proof_of, told

SEND = "send_message: {from: alice, to: bob, text: x, pause: 0ms}"
GONE = "must_not_arrive: {{phone: bob_phone, within: 20s, because: {}}}"


def statuses(result: CaseResult) -> list[int]:
    """Return the HTTP statuses that IM has got from the vendor."""
    return [
        record.data["answer"]["status"]
        for record in result.trace
        if record.kind is Kind.WIRE and record.name == "im>vivo" and "answer" in record.data
    ]


def test_a_server_error_has_the_status_that_is_wanted_in_the_vendors_own_form() -> None:
    steps = (
        UP,
        KILL,
        "wait: 1s",
        SEND,
        "wait: 3s",
        "fail_next: {link: im>vendor, how: server_error, status: 503}",
        SEND,
    )
    result = played(*steps, "wait: 2s", "must_record: {kind: fault}")
    assert statuses(result) == [200, 200, 503]
    [body] = [
        record.data["answer"]["body"]
        for record in result.trace
        if record.kind is Kind.WIRE and record.name == "im>vivo" and record.data.get("answer", {}).get("status") == 503
    ]
    assert (
        body
        == played(*(step.replace(", status: 503", "") for step in steps), "wait: 2s", "must_record: {kind: fault}")
        .world.clouds["vivo"]
        .server_error()
        .body
    )


def test_a_status_goes_with_a_server_error_alone() -> None:
    with pytest.raises(ScenarioErrors, match="status goes with how: server_error, and this is timeout"):
        played("fail_next: {link: im>vendor, how: timeout, status: 503}", "must_record: {kind: step}")
    assert passes(UP, KILL, "fail_next: {link: im>vendor, status: 503}", SEND, GONE.format("vendor_fault"))


def test_a_code_is_answered_in_the_vendors_own_words_and_the_proof_takes_it_away() -> None:
    fail = "fail_next: {link: im>vendor, code: 10070}"
    result = played(
        UP, KILL, "wait: 1s", SEND, "must_arrive: bob_phone", fail, SEND, "wait: 2s", "must_record: {kind: fault}"
    )
    answers = [
        json.loads(record.data["answer"]["body"])
        for record in result.trace
        if record.kind is Kind.WIRE and record.name == "im>vivo" and "answer" in record.data
    ]
    assert answers[-1]["result"] == 10070
    assert answers[-1]["desc"] == "当日运营消息总量超过限制"
    assert proof_of(UP, KILL, fail, SEND, GONE.format("quota_used")) == []


def test_a_vendor_is_down_with_a_code_of_its_own_for_a_while() -> None:
    outage = "vendor_outage: {for: 1min, code: 10070}"
    assert passes(UP, KILL, outage, SEND, GONE.format("quota_used"), "wait: 1min", SEND, "must_arrive: bob_phone")


def test_an_access_token_that_is_over_on_demand_is_renewed_and_the_push_arrives() -> None:
    fail = "fail_next: {link: im>vendor, code: 10000}"
    assert passes(UP, KILL, "wait: 1s", SEND, "must_arrive: bob_phone", fail, SEND, "must_arrive: bob_phone")


def test_a_step_of_a_served_world_whose_vendor_has_not_the_code_says_so() -> None:
    with pytest.raises(ExpectationFailed, match="vivo refuses nothing with the code 33"):
        Play("vivo").fail_next(link="im>vendor", code=33)


@pytest.mark.parametrize(("wait", "reason"), [("9999ms", "vendor_unreachable"), ("10s", "")])
def test_a_window_hits_all_in_it_and_nothing_behind_it(wait: str, reason: str) -> None:
    # IM decides 18 ms after it has taken the message; the window is that much longer here.
    cut = "fail_next: {link: im>vendor, how: refused, for: 10s}"
    result = played(UP, KILL, "wait: 1s", cut, SEND, f"wait: {wait}", SEND, "wait: 5s", "must_record: {kind: step}")
    began_ms = next(record.at_ms for record in result.trace if record.name == "fail_next")
    calls = [
        (record.at_ms - began_ms)
        for record in result.trace
        if record.kind is Kind.WIRE and record.name == "im>vivo" and "request" in record.data
    ]
    faults = [record.at_ms - began_ms for record in result.trace if record.kind is Kind.FAULT]
    assert faults == [at_ms for at_ms in calls if at_ms < 10_000]
    assert len(faults) == (2 if calls[1] < 10_000 else 1)


def test_a_window_with_a_number_ends_with_the_number() -> None:
    fail = "fail_next: {link: im>vendor, how: refused, for: 10min, times: 1}"
    assert passes(UP, KILL, fail, SEND, GONE.format("vendor_unreachable"), SEND, "must_arrive: bob_phone")


def test_a_delay_ends_with_its_window() -> None:
    slow = "delay_link: {link: im>vendor, by: 2s, for: 10s}"
    assert not passes(UP, KILL, slow, SEND, "must_arrive: {phone: bob_phone, within: 3s}")
    assert passes(UP, KILL, slow, "wait: 10s", SEND, "must_arrive: {phone: bob_phone, within: 3s}")


def test_the_end_of_a_delay_leaves_a_later_one() -> None:
    steps = ("delay_link: {link: im>vendor, by: 2s, for: 10s}", "delay_link: {link: im>vendor, by: 3s}", "wait: 10s")
    assert not passes(UP, KILL, *steps, SEND, "must_arrive: {phone: bob_phone, within: 5s}")


def test_an_outage_fails_every_sender_and_ends() -> None:
    own = "send_to_vendor: {to: bob_phone}"
    failed = "must_record: {name: vendor_answered, outcome: refused, within: 10s}"
    assert passes(UP, KILL, "vendor_outage: 5min", SEND, GONE.format("vendor_fault"), own, failed)
    assert passes(UP, KILL, "vendor_outage: 5min", "wait: 5min", SEND, "must_arrive: bob_phone")
    assert proof_of(UP, KILL, "vendor_outage: {for: 5min, how: refused}", SEND, GONE.format("vendor_unreachable")) == []


def test_a_token_that_runs_out_is_renewed_once() -> None:
    result = played(
        UP, KILL, "wait: 1s", SEND, "wait: 5s", "expire_vendor_token", SEND, "must_arrive: {phone: bob_phone, times: 2}"
    )
    assert result.failure is None
    asked = [
        record.data["request"]["url"]
        for record in result.trace
        if record.kind is Kind.WIRE and record.name == "im>vivo" and "request" in record.data
    ]
    assert [url.rpartition("/")[2] for url in asked] == ["auth", "send", "send", "auth", "send"]


def test_a_vendor_without_tokens_says_so() -> None:
    assert told(UP, "expire_vendor_token: meizu", "must_record: {kind: step}", top="vendor_apps: {meizu: {}}\n") == (
        "a_case.yaml:6: expire_vendor_token: meizu gives out no access tokens: each request carries a secret\n"
        "  next: play this step at another vendor, or use fail_next instead"
    )


def test_a_restart_of_im_loses_every_connection_and_living_apps_come_back() -> None:
    back = "must_record: {name: connection_lost, data: {user: bob}, then: [{name: session, data: {state: Online}}]}"
    assert passes(UP, "restart_im: 10s", "wait: 11s", back)
    assert not passes(UP, "restart_im: 10s", "wait: 9s", back)


def test_a_killed_app_stays_away_over_a_restart_and_is_pushed_to() -> None:
    assert passes(UP, KILL, "restart_im", "wait: 1min", SEND, "must_arrive: bob_phone")


# -- calendar -----------------------------------------------------------------------------------------------------


def test_time_passes_until_a_calendar_date() -> None:
    result = played("at: 2026-03-09 07:30", "at: 2026-03-10", "must_record: {kind: step, times: 3}")
    assert result.failure is None
    assert f"{result.world.clock.now:%Y-%m-%d %H:%M}" == "2026-03-10 00:00"


def test_a_date_that_has_passed_is_told() -> None:
    with pytest.raises(ExpectationFailed) as failed:
        Play("vivo").at(time="2026-03-02 08:59")
    assert str(failed.value) == (
        "2026-03-02 08:59 has passed: it is 2026-03-02 09:00:00\n"
        "  next: write a later date, or let the scenario start: earlier"
    )


@pytest.mark.parametrize(
    ("before", "at"),
    [
        ("must_record: {kind: step}", "2026-03-02 08:59"),
        ("wait: 24h", "2026-03-03 08:59"),
        ("at: 00:00", "2026-03-02 23:59"),
        ("at: 2026-03-05", "2026-03-04 23:59:59"),
    ],
)
def test_a_date_that_must_have_passed_is_refused_before_anything_runs(before: str, at: str) -> None:
    with pytest.raises(ScenarioErrors, match=f"{at} has passed: it is 2026"):
        played(before, f"at: {at}", "must_record: {kind: step}")


@pytest.mark.parametrize(
    ("start", "before", "at"),
    [
        # Europe/Berlin: at 02:00 on 29 March it is 03:00 at once, at 03:00 on 25 October 02:00 once more.
        ("2026-03-28 12:00", "wait: 24h", "2026-03-29 13:00"),
        ("2026-10-24 12:00", "wait: 24h", "2026-10-25 11:00"),
    ],
)
def test_a_day_of_a_changed_clock_is_as_long_before_the_run_as_in_it(start: str, before: str, at: str) -> None:
    zone = f"start: {start}\ntimezone: Europe/Berlin\n"
    assert passes(before, f"at: {at}", "must_record: {kind: step}", top=zone)


def test_a_wait_behind_the_end_of_the_calendar_is_left_to_the_run() -> None:
    result = played(*["wait: 3650d"] * 900, "must_record: {kind: step}")
    assert result.failure is not None
    assert "the calendar of a world ends" in result.failure.error.what


def test_a_date_that_there_never_was_is_refused_before_anything_runs() -> None:
    from simulator.scenario.errors import ScenarioErrors

    with pytest.raises(ScenarioErrors, match="there is no 2026-02-30 in the calendar"):
        played("at: 2026-02-30", "must_record: {kind: step}")
