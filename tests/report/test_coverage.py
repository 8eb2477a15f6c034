"""What counts as proved, and what a waived rule shows."""

from pathlib import Path

import pytest

from simulator.report.codes import witnesses
from simulator.report.coverage import (
    Noticed,
    beyond_scenarios,
    fails_without,
    gated,
    proofs,
    provoked,
    unprovoked,
    waive_each,
)
from simulator.runner.result import CaseResult, case_name
from simulator.runner.run import run_case
from simulator.runner.suite import Suite, load_suite
from simulator.world.build import RunOptions

LOGGED_OUT = """\
name: After logout nothing arrives
covers: [{covers}]
vendors: [vivo]
steps:
  - set_up: {{phone: bob_phone, user: bob}}
  - log_out: bob_phone
  - send_message: {{from: alice, to: bob, text: hi}}
  - must_not_arrive: {{phone: bob_phone, because: logged_out}}
"""
STILL_IN = """\
name: A killed phone that is still logged in shows it
other_side: [C19]
vendors: [vivo]
steps:
  - set_up: {phone: bob_phone, user: bob}
  - kill_app: bob_phone
  - send_message: {from: alice, to: bob, text: hi}
  - must_arrive: bob_phone
"""


def suite_of(folder: Path, *texts: str) -> Suite:
    for number, text in enumerate(texts):
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
    return load_suite([folder])


def results_of(suite: Suite) -> list[CaseResult]:
    return [run_case(case, RunOptions()) for case in suite.cases]


def test_a_statement_is_proved_when_both_sides_name_it_and_lean_on_it(tmp_path: Path) -> None:
    results = results_of(suite_of(tmp_path, LOGGED_OUT.format(covers="C19"), STILL_IN))
    proof = proofs(results)["C19"]["vivo"]
    assert proof.covers == [case_name(results[0].case)]
    assert proof.other_side == [case_name(results[1].case)]
    assert proof.is_whole


def test_one_side_alone_proves_nothing(tmp_path: Path) -> None:
    assert not proofs(results_of(suite_of(tmp_path, STILL_IN)))["C19"]["vivo"].is_whole


def test_naming_a_statement_that_the_trace_does_not_lean_on_is_a_claim_in_vain(tmp_path: Path) -> None:
    results = results_of(suite_of(tmp_path, LOGGED_OUT.format(covers="V16")))
    assert proofs(results)["V16"]["vivo"].claims == [case_name(results[0].case)]
    assert proofs(results)["V16"]["vivo"].covers == []


def test_a_failed_case_proves_nothing(tmp_path: Path) -> None:
    failing = LOGGED_OUT.format(covers="C19").replace("because: logged_out", "because: kicked")
    assert proofs(results_of(suite_of(tmp_path, failing)))["C19"]["vivo"].covers == []


@pytest.mark.parametrize(("vendor", "letter"), [("vivo", "V"), ("xiaomi", "X"), ("oppo", "O")])
def test_a_vendor_is_concerned_by_its_own_statements_and_those_of_all(vendor: str, letter: str) -> None:
    assert {statement[0] for statement, by_vendor in proofs([]).items() if vendor in by_vendor} == {"C", letter}


def test_what_one_vendor_proves_is_proved_for_no_other(tmp_path: Path) -> None:
    found = proofs(results_of(suite_of(tmp_path, LOGGED_OUT.format(covers="C19"), STILL_IN)))["C19"]
    assert [vendor for vendor, proof in found.items() if proof.is_whole] == ["vivo"]


def test_a_case_of_no_single_vendor_counts_for_those_of_its_phones(tmp_path: Path) -> None:
    own_phone = STILL_IN.replace("vendors: [vivo]", "phones: {bob_phone: {model: OPPO Reno4}}")
    found = proofs(results_of(suite_of(tmp_path, own_phone)))["C19"]
    assert [vendor for vendor, proof in found.items() if proof.other_side] == ["oppo"]


def test_a_side_that_a_vendor_cannot_show_is_not_missed() -> None:
    found = proofs([])["C04"]
    assert found["vivo"].nothing_to_show == {"other_side": "vivo's API has no pass-through message"}
    assert not found["vivo"].is_whole
    found["vivo"].covers.append("a case")
    assert found["vivo"].is_whole


def test_rules_that_never_said_no_are_listed_with_no_case(tmp_path: Path) -> None:
    results = results_of(suite_of(tmp_path, LOGGED_OUT.format(covers="C19")))
    cases = provoked(results)
    assert cases["im.logged_out"] == {case_name(results[0].case): 1}
    assert cases["im.kicked"] == {}


def test_rules_that_no_case_provokes_are_told_apart_by_what_is_known_of_them() -> None:
    never = unprovoked({"im.kicked": {}, "im.logged_out": {"a case": 1}, "meizu.not_brand_meizu": {}, "new.rule": {}})
    assert list(never.in_tests) == ["im.kicked"]
    assert never.in_tests["im.kicked"] == witnesses("im.kicked")[0]
    assert never.nowhere == ["new.rule"]
    assert never.beyond == {"meizu.not_brand_meizu": "no phone that there is takes the branch and is none of Meizu's"}


def test_waiving_a_rule_is_noticed_by_the_scenario_whose_verdict_changes(tmp_path: Path) -> None:
    suite = suite_of(tmp_path, LOGGED_OUT.format(covers="C19"))
    results = results_of(suite)
    noticed = {one.rule: one for one in waive_each(results, 1)}
    assert noticed["im.logged_out"] == Noticed("im.logged_out", 1, case_name(results[0].case))
    assert noticed["im.kicked"] == Noticed("im.kicked", 0, "")


def test_a_rule_that_nobody_would_miss_is_told(tmp_path: Path) -> None:
    indifferent = LOGGED_OUT.format(covers="C19").replace("- log_out: bob_phone", "- go_home: bob_phone")
    indifferent = indifferent.replace(
        "must_not_arrive: {phone: bob_phone, because: logged_out}", "wait: 10s\n  - must_record: {kind: step}"
    )
    suite = suite_of(tmp_path, indifferent)
    [noticed] = [one for one in waive_each(results_of(suite), 1) if one.rule == "im.online_instead"]
    assert noticed == Noticed("im.online_instead", 1, "")


def test_rules_that_a_suite_has_to_notice_are_those_of_phone_app_binding_and_offline_decision():
    names = set(gated())
    assert {"app.repeat_skipped", "im.no_token", "android.channel_missing", "vivo.model_unsupported"} <= names
    assert not names & {"vivo.too_fast", "im.rest.app_disabled", "xiaomi.secret_wrong"}


def test_a_rule_beyond_scenarios_is_provoked_by_tests_alone_and_no_suite_has_to_notice_it():
    beyond = beyond_scenarios()
    assert beyond["meizu.not_brand_meizu"] == "no phone that there is takes the branch and is none of Meizu's"
    assert beyond.keys() & set(gated()) == set()
    assert [rule for rule in beyond if any(one.startswith("scenarios/") for one in witnesses(rule))] == []


UNREADABLE = """\
name: A time that is none is refused
vendors: [xiaomi]
steps:
  - set_up: {phone: bob_phone, user: bob}
  - call_vendor: {path: /v1/trace/messages/status, body: {begin_time: yesterday}}
  - must_record: {rule: xiaomi.times_illegal, within: 10s}
"""


def test_a_rule_without_which_the_vendor_cannot_even_read_the_request_is_noticed(tmp_path: Path) -> None:
    [case] = suite_of(tmp_path, UNREADABLE).cases
    assert fails_without("xiaomi.times_illegal", case, 1)
    assert not fails_without("xiaomi.status_of_nothing", case, 1)
