"""Faults planted in a big suite: each is told once, with all that is needed to find and repeat it."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from bench.generated import write_suite
from simulator.cli.main import pushsim
from simulator.kernel.rule import Waiver
from simulator.report.case_report import RootCause, report_of
from simulator.report.root_causes import by_root_cause
from simulator.report.text import FAILURE_LINES_MAX, failures_text
from simulator.runner.run import run_case
from simulator.runner.suite import load_suite
from simulator.world.build import RunOptions
from tests.results import of_cause
from tests.scenario.playing import ARRIVE, KILL, LOG_OUT, NO_NETWORK, SEND, UP, played

LINES_MAX = 40


def plant(path: Path, before: str, instead: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, instead, 1), encoding="utf-8")


def test_three_faults_in_a_suite_of_a_thousand_are_told_in_forty_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first, second, *_, last = write_suite(Path("suite"), 169)
    assert last.name == "case_0168.yaml"
    # A user logged out by mistake; notifications switched off; in all of an area, an app that never reports its token.
    plant(first, "  - kill_app: bob_phone", "  - log_out: bob_phone\n  - kill_app: bob_phone")
    plant(
        second,
        "  - kill_app: bob_phone",
        "  - switch_notifications: {phone: bob_phone, to: off}\n  - kill_app: bob_phone",
    )
    unbound = (
        "app: not_reported_after_login\nsteps:\n  - launch_app: bob_phone\n  - log_in: {phone: bob_phone, user: bob}"
    )
    plant(last, "steps:\n  - set_up: {phone: bob_phone, user: bob}", unbound)

    output = CliRunner().invoke(pushsim, ["run", "suite"]).output
    assert "998 passed, 16 failed" in output
    told = output.split("\n\n", 1)[1].splitlines()
    assert told[0] == "3 root causes behind 16 failed cases"
    assert len(told) <= LINES_MAX
    blocks = {block.partition(": ")[0]: block for block in "\n".join(told).split("\n\n")[1:4]}
    assert set(blocks) == {
        "suite/area_00/case_0000.yaml:9",
        "suite/area_01/case_0001.yaml:9",
        "suite/area_08/case_0168.yaml:10",
    }
    for place, hop, reason, rule in (
        ("suite/area_00/case_0000.yaml:9", "offline_decided", "logged_out", "im.logged_out"),
        ("suite/area_01/case_0001.yaml:9", "posted", "notifications_disabled", "android.notifications_disabled"),
        ("suite/area_08/case_0168.yaml:10", "offline_decided", "no_token", "app."),
    ):
        block = blocks[place]
        assert re.search(rf"stopped at: {hop}\n|  {hop} .*refused: {reason}\n", block)
        assert f"  dropped: {reason}: " in block
        assert f"  rule: {rule}" in block
        assert f"  again: pushsim run {place.rpartition(':')[0]}::honor --seed 1\n" in block
        assert "  also: " in block


def test_cases_of_one_root_cause_are_one_group_and_the_biggest_comes_first():
    logged_out = report_of(played(UP, LOG_OUT, SEND, ARRIVE))
    away = report_of(played(UP, KILL, NO_NETWORK, "wait: 10min", SEND, ARRIVE))
    good = report_of(played(UP, KILL, SEND, ARRIVE))
    groups = by_root_cause([away, logged_out, good, replace(logged_out, case="b.yaml::vivo")])
    assert [(group.cause.title, len(group.cases)) for group in groups] == [
        ("logged_out at offline_decided", 2),
        ("device_offline at dispatched", 1),
    ]
    assert [group.counted for group in groups] == ["2 cases failed", "1 case failed"]


def test_one_line_that_is_wrong_for_every_vendor_is_one_root_cause(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    steps = (UP, KILL, SEND, ARRIVE, "must_request: {link: im>vendor, times: 9}")
    scenario = "name: a case\nvendors: [xiaomi, meizu]\nsteps:\n" + "".join(f"  - {step}\n" for step in steps)
    Path("a.yaml").write_text(scenario, encoding="utf-8")
    output = CliRunner().invoke(pushsim, ["run", "a.yaml", "--github"]).output
    assert "a.yaml:8: must_request: 1 request fits over im>meizu, expected 9" in output
    assert "  also: a.yaml::xiaomi" in output
    assert "title=must_request%3A 1 request fits over im>vendor%2C expected 9%3A 2 cases failed::" in output


def test_cases_of_other_files_are_named_before_more_of_the_same():
    bad = report_of(played(UP, LOG_OUT, SEND, ARRIVE))
    names = ("a.yaml::honor", "a.yaml::meizu", "a.yaml::vivo", "b.yaml::honor", "b.yaml::vivo")
    [group] = by_root_cause([replace(bad, case=name, file=name[:6]) for name in names])
    assert group.others(2) == ["b.yaml::honor", "a.yaml::meizu", "and 2 more"]


def test_one_failure_is_told_with_its_journey_and_many_in_few_words():
    bad = report_of(played(UP, LOG_OUT, SEND, ARRIVE))
    assert "journey of the last push:" in failures_text([bad])
    causes = [of_cause(replace(bad, case=f"{number}.yaml::vivo"), rule=f"r{number}") for number in range(12)]
    text = failures_text(causes)
    assert text.startswith("12 root causes behind 12 failed cases\n\n")
    assert (
        "a_case.yaml:7: must_arrive: bob_phone showed nothing within 1min\n"
        "  because: logged_out at offline_decided, by rule r3\n"
        "  again: pushsim run a_case.yaml::vivo --seed 1"
    ) in text
    assert "journey" not in text
    assert len(failures_text(causes[:3]).splitlines()) <= FAILURE_LINES_MAX


def test_nothing_is_told_where_nothing_failed():
    assert failures_text([report_of(played(UP, KILL, SEND, ARRIVE))]) == ""


def test_what_stops_tokens_is_told_apart_though_the_sentence_is_the_same(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scenario = f"name: a case\nvendors: [VENDORS]\napp: APP\nsteps:\n  - {UP}\n  - {ARRIVE}\n"
    for name, vendors, app in (("a", "oppo, honor", "vivo_guide"), ("b", "vivo", "not_reported_after_login")):
        text = scenario.replace("VENDORS", vendors).replace("APP", app)
        Path(f"{name}.yaml").write_text(text, encoding="utf-8")
    output = CliRunner().invoke(pushsim, ["run", ".", "--github"]).output
    assert "2 root causes behind 3 failed cases" in output
    assert "title=wrong_brand at sdk_started%3A 2 cases failed::" in output
    [block] = [one for one in output.split("\n\n") if one.startswith("a.yaml:5: set_up: ")]
    assert block.count("stopped at: sdk_started") == 1
    assert "  rule: app.brand_unknown: " in block


def test_faults_over_one_link_are_one_root_cause_for_all_vendors_and_of_another_kind_another(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for how in ("timeout", "refused"):
        fail = f"fail_next: {{link: im>vendor, how: {how}, times: 2}}"
        steps = "".join(f"  - {step}\n" for step in (UP, KILL, fail, SEND, ARRIVE))
        Path(f"{how}.yaml").write_text(f"name: a case\nvendors: [vivo, oppo]\nsteps:\n{steps}", encoding="utf-8")
    suite = load_suite([Path()])
    groups = by_root_cause(report_of(run_case(case, RunOptions())) for case in suite.cases)
    assert [(group.cause, len(group.cases)) for group in groups] == [
        (RootCause("vendor_unreachable", "push_requested", "", "refused over im>vendor"), 2),
        (RootCause("vendor_unreachable", "push_requested", "", "timeout over im>vendor"), 2),
    ]


def test_a_notification_that_differs_is_grouped_by_what_differs_in_it_whatever_the_phone_is_called():
    other = report_of(played(UP, KILL, SEND, "must_arrive: {phone: bob_phone, body: dinner?}"))
    assert other.root_cause.reason == (
        "must_arrive: the phone showed a notification, but not the expected one within 1min (body shown)"
    )


def test_a_rule_that_no_longer_says_no_is_told_with_its_hop_its_reason_and_its_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_suite(Path("suite"), 6)
    broken = RunOptions(waivers=frozenset({Waiver("logged_out"), Waiver("notifications_disabled")}))
    failed = [
        report for case in load_suite([Path("suite")]).cases if (report := report_of(run_case(case, broken))).failures
    ]
    blocks = failures_text(failed).split("\n\n")
    assert len(blocks) == 3, "a heading, and one block for each rule"
    for block, reason, where in (
        (blocks[1], "logged_out", "offline_decided, by im.logged_out"),
        (blocks[2], "notifications_disabled", "posted, by android.notifications_disabled, "),
    ):
        assert f"expected none because of {reason}\n" in block
        assert f"  would stop at: {where}" in block
        assert "  again: pushsim run suite/area_0" in block


def test_what_no_longer_happens_is_one_root_cause_however_a_scenario_looks_for_it():
    shown = report_of(played(UP, KILL, SEND, "must_not_arrive: {phone: bob_phone, because: logged_out}"))
    by_rule = report_of(played(UP, KILL, SEND, ARRIVE, "must_record: {rule: im.logged_out, within: 5s}"))
    by_reason = report_of(played(UP, KILL, SEND, ARRIVE, "must_record: {reason: logged_out, times: 2}"))
    [group] = by_root_cause([shown, by_rule, by_reason])
    assert (group.cause, len(group.cases)) == (RootCause("logged_out did not happen"), 3)
    too_often = report_of(played(UP, LOG_OUT, SEND, "must_record: {reason: logged_out, times: 0, within: 5s}"))
    assert too_often.root_cause.reason == "must_record: 1 record fits within 5s, expected none"


def test_a_record_that_is_missing_is_not_blamed_on_whatever_push_came_last():
    away = report_of(played(UP, LOG_OUT, SEND, "wait: 5s", "must_record: {name: posted}"))
    assert away.failures[0].journey
    assert away.root_cause == RootCause("must_record: no record fits, expected at least one (its name)")
