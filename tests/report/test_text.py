"""The words of a run: a line a case, a block for a failure with its journey, and the summary."""

from pathlib import Path

import msgspec

from simulator.report.case_report import report_of
from simulator.report.text import WIDTH, Tally, case_line, failure_text
from simulator.runner.result import CaseResult
from simulator.runner.run import prove_negatives, run_case
from simulator.scenario.model import Case, Scenario
from simulator.world.build import RunOptions
from simulator.world.spec import WorldSpec
from tests.scenario.playing import ARRIVE, KILL, LOG_OUT, NO_NETWORK, SEND, UP, a_case, played

OFF = "switch_notifications: {phone: bob_phone, to: off}"
LOGGED_OUT = "must_not_arrive: {phone: bob_phone, because: logged_out}"


def test_a_failure_ends_with_the_journey_of_the_push_and_the_command_that_repeats_it() -> None:
    assert failure_text(report_of(played(UP, LOG_OUT, SEND, ARRIVE))) == (
        "a_case.yaml:7: must_arrive: bob_phone showed nothing within 1min\n"
        "  got as far as: im_accepted, 0.000s after sending\n"
        "  dropped: logged_out: the user has logged out on this phone\n"
        "  rule: im.logged_out: vivo guide, step 5 (C19), documented\n"
        "  next: log in and report the token again\n"
        "  journey of the last push:\n"
        "       0.000s  im_accepted      im\n"
        "       0.009s  offline_decided  im  refused: logged_out\n"
        "  again: pushsim run a_case.yaml::vivo --seed 1"
    )


def test_the_journey_says_what_a_push_waits_for() -> None:
    text = failure_text(report_of(played(UP, KILL, NO_NETWORK, SEND, ARRIVE)))
    assert "  dispatched       vivo cloud  waiting: device_offline\n" in text


def test_the_journey_is_that_of_the_phone_that_the_step_names() -> None:
    carol = "set_up: {phone: carol_phone, user: carol}"
    hello = "send_message: {from: alice, to: carol, text: hello}"
    steps = (UP, carol, LOG_OUT, "kill_app: carol_phone", SEND, hello, "must_arrive: carol_phone")
    assert "carol_phone" not in failure_text(report_of(played(*steps, ARRIVE)))
    assert "  posted           carol_phone\n" in failure_text(
        report_of(played(*steps, "must_record: {name: nothing_such}"))
    )


def test_a_negative_that_proves_nothing_is_told_with_the_way_to_repeat_the_proof() -> None:
    result = run_case(a_case((UP, OFF, LOG_OUT, SEND, LOGGED_OUT)), RunOptions())
    result.proofs = list(prove_negatives(result.case, RunOptions()))
    assert failure_text(report_of(result)) == (
        "a_case.yaml:8: must_not_arrive: "
        "with logged_out waived for bob_phone nothing arrives either (notifications_disabled)\n"
        "  next: take away what else stops the push; until then the case does not show that reason at work\n"
        "  again: pushsim run a_case.yaml::vivo --seed 1 --prove"
    )


def test_a_case_has_one_line_with_its_outcome() -> None:
    assert case_line(report_of(played(UP, KILL, SEND, ARRIVE))) == "ok     a_case.yaml::vivo  a case"
    assert case_line(report_of(played(UP, KILL, ARRIVE))) == "FAILED a_case.yaml::vivo  a case"


def test_a_case_of_no_single_vendor_is_repeated_by_its_name_too() -> None:
    scenario = Scenario(Path("a_case.yaml"), "a case", (), (), (), (), WorldSpec(), (), ())
    world = played(UP, KILL, SEND, ARRIVE).world
    report = report_of(CaseResult(Case(scenario, None, "phones"), 7, world, None))
    assert report.again == "pushsim run a_case.yaml::phones --seed 7"


def count(tally: Tally, result: CaseResult) -> None:
    tally.add(report_of(result))


def test_the_summary_counts_cases_and_what_became_of_all_pushes() -> None:
    tally = Tally()
    assert tally.text() == "0 passed, 0 failed; 0 pushes = 0 shown + 0 dropped + 0 pending"
    for steps in ((SEND, ARRIVE), (NO_NETWORK, SEND, ARRIVE), (OFF, SEND, SEND, ARRIVE)):
        count(tally, played(UP, KILL, *steps))
    count(tally, played(UP, LOG_OUT, SEND, LOGGED_OUT))
    assert tally.text() == (
        "2 passed, 2 failed; 5 pushes = 1 shown + 3 dropped + 1 pending\n"
        "dropped because of: notifications_disabled 2, logged_out 1"
    )


def test_many_reasons_take_several_lines_and_each_stands_with_its_count() -> None:
    tally = Tally()
    report = report_of(played(UP, LOG_OUT, SEND, LOGGED_OUT))
    (verdict,) = report.verdicts
    reasons = [f"reason_of_some_length_{n}" for n in range(40)]
    for reason in reasons:
        tally.add(msgspec.structs.replace(report, verdicts=(msgspec.structs.replace(verdict, reason=reason),)))
    _, *lines = tally.text().splitlines()
    assert all(len(line) <= WIDTH for line in lines)
    assert lines[0].startswith("dropped because of: reason_of_some_length_0 1,")
    told = [one.strip() for line in lines for one in line.removeprefix("dropped because of:").split(",") if one.strip()]
    assert sorted(told) == sorted(f"{reason} 1" for reason in reasons)


def test_the_summary_tells_how_many_cases_were_left_out() -> None:
    assert Tally(deselected=3).text().startswith("0 passed, 0 failed, 3 not selected; ")
