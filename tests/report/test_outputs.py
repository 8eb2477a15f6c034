"""What CI reads: JUnit XML and annotations, made of summaries that outlive their worlds."""

import pickle
from pathlib import Path
from xml.etree import ElementTree as ET

from msgspec.structs import replace

from simulator.report.github import ANNOTATIONS_MAX, annotations
from simulator.report.junit import write_junit
from simulator.report.summary import CaseSummary, summarise
from simulator.runner.result import CaseOutcome
from tests.scenario.playing import ARRIVE, KILL, LOG_OUT, SEND, UP, played

GOOD = summarise(played(UP, KILL, SEND, ARRIVE), 0.25, with_json=False)
BAD = summarise(played(UP, LOG_OUT, SEND, ARRIVE), 0.5, with_json=True)


def named(summary: CaseSummary, name: str, root: str = "") -> CaseSummary:
    return replace(summary, name=f"{name}.yaml::vivo", path=f"{name}.yaml", root=root or summary.root)


def junit(path: Path, *summaries: CaseSummary) -> ET.Element:
    write_junit(path / "junit.xml", summaries, seed=7)
    return ET.parse(path / "junit.xml").getroot()


def test_summary_is_plain_data_and_says_why():
    assert pickle.loads(pickle.dumps(BAD)) == BAD
    assert (BAD.outcome, BAD.root, BAD.failed_line) == (CaseOutcome.FAILED, "logged_out", 7)
    assert BAD.what == "bob_phone showed nothing within 1min"
    assert '"outcome":"failed"' in BAD.json
    assert (GOOD.failure, GOOD.what, GOOD.root, GOOD.json, GOOD.wall_s) == ("", "", "", "", 0.25)


def test_junit_has_a_suite_for_each_file_and_a_case_for_each_cell(tmp_path):
    root = junit(
        tmp_path, named(GOOD, "b"), named(BAD, "a"), replace(named(GOOD, "b"), name="b.yaml::oppo", case_id="oppo")
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
    assert failure.text == BAD.failure
    assert (case.findtext("system-out") or "").splitlines() == [
        "4: set_up",
        "5: log_out",
        "6: send_message",
        "7: must_arrive",
        "push 1 to bob_phone: logged_out, at offline_decided",
    ]


def test_junit_can_be_read_whatever_a_scenario_is_called(tmp_path):
    root = junit(tmp_path, replace(GOOD, title="午餐 <&> \x00\x1b[31m\ud800"))
    [case] = root.findall("testsuite/testcase")
    assert case.get("name") == "vivo: 午餐 <&> \ufffd\ufffd[31m\ufffd"


def test_one_annotation_stands_for_all_cases_of_a_root_cause():
    told = list(annotations([named(BAD, "a"), named(GOOD, "b"), named(BAD, "c"), named(BAD, "d", "quota_used")]))
    assert len(told) == 2
    assert told[0].startswith(
        "::error file=a.yaml,line=7,title=logged_out%3A 2 cases failed::a_case.yaml:7: must_arrive: "
    )
    assert told[0].endswith("%0Aalso: c.yaml::vivo")
    assert told[1].startswith("::error file=d.yaml,line=7,title=quota_used%3A 1 case failed::")
    assert not any("\n" in one for one in told)


def test_more_root_causes_than_a_job_shows_are_counted_in_the_last_annotation():
    told = list(annotations(named(BAD, f"s{number:02}", f"cause{number:02}") for number in range(ANNOTATIONS_MAX + 5)))
    assert len(told) == ANNOTATIONS_MAX
    assert "title=6 more root causes%3A 6 cases failed::" in told[-1]


def test_many_cases_of_one_cause_are_named_up_to_a_number():
    [told] = annotations(named(BAD, f"s{number:03}") for number in range(50))
    assert told.endswith("%0Aand 29 more")


def test_nothing_is_annotated_where_nothing_failed():
    assert list(annotations([GOOD])) == []
