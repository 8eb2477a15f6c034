"""What CI reads: JUnit XML and annotations, made of reports that outlive their worlds."""

import dataclasses
import pickle
import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
from lxml import etree
from msgspec.structs import replace

from simulator.report.case_report import CaseReport, PhoneReport, RootCause, report_of
from simulator.report.github import ANNOTATIONS_MAX, annotations
from simulator.report.json_lines import Results
from simulator.report.junit import write_junit
from simulator.report.text import failure_text
from simulator.runner.result import CaseOutcome
from simulator.runner.run import prove_negatives, run_case
from simulator.world.build import RunOptions
from tests.results import of_cause
from tests.scenario.playing import ARRIVE, KILL, LOG_OUT, SEND, UP, a_case, played

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("junit.xsd")))
GOOD = report_of(played(UP, KILL, SEND, ARRIVE), 0.25)
BAD = report_of(played(UP, LOG_OUT, SEND, ARRIVE), 0.5, with_traces=True)


def named(report: CaseReport, name: str, root: str = "") -> CaseReport:
    renamed = replace(report, case=f"{name}.yaml::vivo", file=f"{name}.yaml")
    return of_cause(renamed, reason=root) if root else renamed


def junit(path: Path, *reports: CaseReport, excused: Mapping[str, str] = {}) -> ET.Element:
    write_junit(path / "junit.xml", reports, seed=7, excused=excused)
    SCHEMA.assertValid(etree.parse(path / "junit.xml"))
    return ET.parse(path / "junit.xml").getroot()


def test_a_report_is_plain_data_and_says_why():
    assert pickle.loads(pickle.dumps(BAD)) == BAD
    assert (BAD.outcome, BAD.line) == (CaseOutcome.FAILED, 7)
    assert BAD.root_cause == RootCause("logged_out", "offline_decided", "im.logged_out")
    assert BAD.failure is not None
    assert (BAD.failure.what, BAD.failure.push_id) == ("bob_phone showed nothing within 1min", 1)
    assert (BAD.name, BAD.file, BAD.case_id, BAD.vendor) == ("a case", "a_case.yaml", "vivo", "vivo")
    assert BAD.source[BAD.line - 1] == f"  - {ARRIVE}"
    assert BAD.start == "2026-03-02T09:00:00+08:00"
    assert BAD.phones == {"bob_phone": PhoneReport("vivo", "V2046A", 11)}
    assert (GOOD.failure, GOOD.failures, bytes(GOOD.trace), GOOD.wall_ms) == (None, (), b"[]", 250.0)


def test_a_report_is_the_same_when_it_is_read_from_its_line():
    line = msgspec.json.encode(BAD)
    assert list(msgspec.json.decode(line)["verdicts"][0]) == [
        "push_id", "phone", "verdict", "hop", "reason", "root", "rule",
    ]  # fmt: skip
    assert msgspec.json.encode(msgspec.json.decode(line, type=CaseReport)) == line


def test_a_file_whose_name_is_no_utf_8_is_told_of_like_any_other():
    case = a_case((UP, KILL, SEND, ARRIVE))
    odd = dataclasses.replace(case.scenario, path=Path("suite/\udcff.yaml"))
    report = report_of(run_case(msgspec.structs.replace(case, scenario=odd), RunOptions()))
    assert (report.case, report.file) == ("suite/\\udcff.yaml::vivo", "suite/\\udcff.yaml")
    assert msgspec.json.decode(msgspec.json.encode(report), type=CaseReport) == report


def test_a_proof_is_told_with_the_verdicts_and_the_trace_of_its_rerun():
    result = played(UP, LOG_OUT, SEND, "must_not_arrive: {phone: bob_phone, because: logged_out}")
    result.proofs = list(prove_negatives(result.case, RunOptions()))
    report = report_of(result, with_traces=True)
    [proof] = report.proof
    assert (proof.line, proof.step, proof.because, proof.phone) == (7, "must_not_arrive", "logged_out", "bob_phone")
    assert proof.failure is None
    assert [verdict.text for verdict in report.verdicts] == ["logged_out"]
    assert [verdict.text for verdict in proof.verdicts] == ["shown"]
    assert "posted" in {record["name"] for record in msgspec.json.decode(proof.trace)}
    assert "posted" not in {record["name"] for record in msgspec.json.decode(report.trace)}


def test_results_are_walked_and_written_by_name_in_whatever_order_they_come(tmp_path):
    with Results(seed=7) as results:
        for name in ("b", "c", "a", "b"):
            results.add(named(BAD if name == "c" else GOOD, name))
        assert [one.case for one in results] == ["a.yaml::vivo", "b.yaml::vivo", "c.yaml::vivo"]
        assert results["c.yaml::vivo"] == named(BAD, "c")
        results.write(tmp_path / "results.jsonl")
    head, *lines = (tmp_path / "results.jsonl").read_bytes().splitlines()
    assert head == b'{"format":1,"seed":7,"cases":3}'
    assert lines == [msgspec.json.encode(named(one, name)) for name, one in (("a", GOOD), ("b", GOOD), ("c", BAD))]


def test_junit_has_a_suite_for_each_file_and_a_case_for_each_cell(tmp_path):
    root = junit(
        tmp_path, named(BAD, "a"), replace(named(GOOD, "b"), case="b.yaml::oppo", case_id="oppo"), named(GOOD, "b")
    )
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("3", "1", "0")
    assert [suite.get("name") for suite in root] == ["a.yaml", "b.yaml"]
    assert [one.get("name") for one in root.findall("testsuite/testcase")] == [
        "vivo: a case",
        "oppo: a case",
        "vivo: a case",
    ]
    assert {one.get("value") for one in root.findall(".//property[@name='seed']")} == {"7"}


def test_junit_tells_a_failure_with_its_root_cause_and_the_steps(tmp_path):
    [case] = junit(tmp_path, BAD).findall("testsuite/testcase")
    [failure] = case.findall("failure")
    assert (failure.get("type"), failure.get("message")) == ("logged_out", "bob_phone showed nothing within 1min")
    assert failure.text == failure_text(BAD)
    assert (case.findtext("system-out") or "").splitlines() == [
        "vendor: vivo",
        "4: set_up",
        "5: log_out",
        "6: send_message",
        "7: must_arrive",
        "push 1 to bob_phone: logged_out, at offline_decided",
    ]


def test_junit_can_be_read_whatever_a_scenario_is_called(tmp_path):
    root = junit(tmp_path, replace(GOOD, name="午餐 <&> \x00\x1b[31m\ud800"))
    [case] = root.findall("testsuite/testcase")
    assert case.get("name") == "vivo: 午餐 <&> \ufffd\ufffd[31m\ufffd"


def test_texts_of_any_size_stay_below_what_xml_libraries_take(tmp_path):
    huge = replace(BAD, failure=replace(BAD.failure, what="推" * 11_000_000))
    [failure] = junit(tmp_path, huge).findall(".//failure")
    assert re.search(r"… 109\d+ more characters$", failure.text or "")
    assert (tmp_path / "junit.xml").stat().st_size < 1_000_000


def test_a_failure_in_quarantine_is_skipped_and_not_counted(tmp_path):
    root = junit(tmp_path, named(BAD, "a"), named(BAD, "b"), excused={"a.yaml::vivo": "until 2030, lin: repaired soon"})
    assert (root.get("tests"), root.get("failures"), root.get("skipped")) == ("2", "1", "1")
    assert [one.get("message") for one in root.findall(".//skipped")] == ["until 2030, lin: repaired soon"]


def test_the_cell_of_the_matrix_and_the_proofs_stand_in_system_out(tmp_path):
    result = played(UP, LOG_OUT, SEND, "must_not_arrive: {phone: bob_phone, because: logged_out}")
    result.proofs = list(prove_negatives(result.case, RunOptions()))
    [told] = junit(tmp_path, replace(report_of(result), values={"android": "8"})).findall(".//system-out")
    lines = (told.text or "").splitlines()
    assert lines[:2] == ["vendor: vivo", "android: 8"]
    assert lines[-1] == "7: with logged_out waived for bob_phone: shown"


def test_one_annotation_stands_for_all_cases_of_a_root_cause():
    told = list(annotations([named(BAD, "a"), named(GOOD, "b"), named(BAD, "c"), named(BAD, "d", "quota_used")]))
    assert len(told) == 2
    assert told[0].startswith(
        "::error file=a.yaml,line=7,title=logged_out at offline_decided%3A 2 cases failed::a.yaml:7: must_arrive: "
    )
    assert told[0].endswith("%0Aalso: c.yaml::vivo")
    assert told[1].startswith("::error file=d.yaml,line=7,title=quota_used at offline_decided%3A 1 case failed::")
    assert not any("\n" in one for one in told)


def test_more_root_causes_than_a_job_shows_are_counted_in_the_last_annotation():
    told = list(annotations(named(BAD, f"s{number:02}", f"cause{number:02}") for number in range(ANNOTATIONS_MAX + 5)))
    assert len(told) == ANNOTATIONS_MAX
    assert "title=6 more root causes are folded into this one%3A 6 cases failed::" in told[-1]


def test_many_cases_of_one_cause_are_named_up_to_a_number():
    [told] = annotations(named(BAD, f"s{number:03}") for number in range(50))
    assert told.endswith("%0Aand 29 more")


def test_failures_in_quarantine_are_warnings():
    told = list(annotations([], [named(BAD, "a")]))
    assert [one.partition(" ")[0] for one in told] == ["::warning"]


def test_an_annotation_stays_below_what_the_host_shows():
    [told] = annotations([replace(BAD, failure=replace(BAD.failure, what="推" * 100_000))])
    assert len(told) < 5_000
    assert "more characters" in told


def test_nothing_is_annotated_where_nothing_failed():
    assert list(annotations([GOOD])) == []
