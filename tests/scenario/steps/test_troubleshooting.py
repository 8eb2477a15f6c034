"""The guides' order of checks: what it stops at is compared, and a mistake about it is told."""

from tests.scenario.playing import KILL, UP, passes, told


def test_where_all_is_well_the_checks_stop_at_nothing() -> None:
    assert passes(UP, "must_troubleshoot: {phone: bob_phone, user: bob, stops_at: nothing}")


def test_a_user_without_a_token_is_a_matter_of_the_report() -> None:
    step = "must_troubleshoot: {phone: bob_phone, user: carol, stops_at: report}"
    assert passes(UP, "log_out: bob_phone", "log_in: {phone: bob_phone, user: carol}", step)


def test_the_certificate_comes_before_the_report() -> None:
    broken = (UP, "delete_certificate: {}", "log_out: bob_phone", KILL)
    assert passes(*broken, "must_troubleshoot: {phone: bob_phone, user: bob, stops_at: certificate}")
    text = told(*broken, "must_troubleshoot: {phone: bob_phone, user: bob, stops_at: report}")
    assert "the checks of bob_phone stop at certificate, expected report" in text
