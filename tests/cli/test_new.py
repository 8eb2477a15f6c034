"""pushsim new: what it writes passes as it is, and proves its negative."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.cli.main import ExitCode, pushsim
from simulator.cli.starter import FAULTS, reachable
from simulator.vendors import VENDORS


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def says(*words: str) -> Result:
    return CliRunner().invoke(pushsim, words)


def written(*flags: str) -> str:
    """Write a scenario with *flags*, play it with its proofs, and return its text."""
    made = says("new", "suite/a_first_push", *flags)
    assert made.exit_code == ExitCode.PASSED, made.output
    played = says("run", "suite/a_first_push.yaml", "--prove")
    assert played.exit_code == ExitCode.PASSED, played.output
    return Path("suite/a_first_push.yaml").read_text(encoding="utf-8")


def test_a_plain_one_is_short_and_says_what_to_do_next() -> None:
    assert written().splitlines() == [
        "# vendors: all, or a list; each is a case. See what may stand here: pushsim list steps, pushsim schema",
        "# run it: pushsim run suite/a_first_push.yaml",
        "name: A first push",
        "vendors: [vivo]",
        "steps:",
        "  - set_up: {phone: bob_phone, user: bob}",
        "  - kill_app: {phone: bob_phone}",
        "  - send_message: {from: alice, to: bob, text: 'lunch?'}",
        "  - must_arrive: {phone: bob_phone, within: 60s}",
    ]


def test_the_command_that_runs_it_can_be_pasted_whatever_the_name() -> None:
    command = "run it: pushsim run 'after a swipe.yaml'"
    assert command in says("new", "after a swipe").output
    assert f"# {command}\n" in Path("after a swipe.yaml").read_text(encoding="utf-8")


def test_vendors_may_be_named_several_times_or_all() -> None:
    assert "vendors: [oppo, vivo]\n" in written("--vendor", "oppo", "--vendor", "vivo")


def test_all_vendors() -> None:
    assert "vendors: all\n" in written("--vendor", "all")


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_shows_what_becomes_of_the_push(fault: str) -> None:
    text = written("--fault", fault)
    assert ("because:" in text) is (FAULTS[fault].because is not None)


@pytest.mark.parametrize("reason", reachable())
def test_each_reason_that_can_be_asked_for_has_its_scenario(reason: str) -> None:
    assert re.search(rf"must_not_arrive: .*because: {reason}\b", written("--negative", reason))


@pytest.mark.parametrize("vendor", VENDORS)
def test_logout_is_written_for_each_vendor(vendor: str) -> None:
    text = written("--vendor", vendor, "--negative", "logged_out")
    assert "  - log_out: {phone: bob_phone}\n" in text
    assert f"vendors: [{vendor}]\n" in text


def test_flags_go_together() -> None:
    text = written("--vendor", "vivo", "--app", "vivo_guide", "--group", "family", "--fault", "vendor_outage")
    assert "app: {variant: vivo_guide}" in text.replace("app:\n  variant: vivo_guide", "app: {variant: vivo_guide}")
    assert "group: family" in text


@pytest.mark.parametrize(
    ("flags", "what"),
    [
        (("--vendor", "vivvo"), 'no vendor is called "vivvo"; did you mean "vivo"?'),
        (("--app", "carefull"), 'no app variant is called "carefull"; did you mean "careful"?'),
        (("--negative", "logged_aut"), 'no reason is called "logged_aut"; did you mean "logged_out"?'),
        (("--negative", "no_token"), "no_token is never the only thing that keeps a push from a phone"),
        (("--negative", "logged_out", "--fault", "refused"), "leave one of the two out"),
        (("--vendor", "oppo", "--app", "vivo_guide"), "no such scenario is known to pass at oppo"),
        (("--vendor", "all", "--negative", "collapsed"), "it does at oppo, vivo: --vendor oppo --vendor vivo"),
    ],
)
def test_what_cannot_be_written_is_told(flags: tuple[str, ...], what: str) -> None:
    result = says("new", "x", *flags)
    assert result.exit_code == ExitCode.BAD_INPUT
    assert what in " ".join(result.output.split())
    assert not Path("x.yaml").exists()
