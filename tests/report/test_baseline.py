"""What became of each case before, and what differs now."""

import msgspec
import pytest
from msgspec.structs import replace

from simulator.report.baseline import Change, differences, read_baseline, verdicts_of, write_baseline
from simulator.report.case_report import report_of
from simulator.report.json_lines import Results
from simulator.scenario.errors import ScenarioErrors
from tests.scenario.playing import ARRIVE, KILL, LOG_OUT, NO_NETWORK, SEND, UP, played

LOGGED_OUT = "must_not_arrive: {phone: bob_phone, because: logged_out}"
SHOWN = report_of(played(UP, KILL, SEND, ARRIVE))
DROPPED = report_of(played(UP, LOG_OUT, SEND, SEND, LOGGED_OUT))
WAITING = report_of(played(UP, KILL, NO_NETWORK, "wait: 10min", SEND, "wait: 1min", "must_record: {kind: step}"))
FAILED = report_of(played(UP, LOG_OUT, SEND, ARRIVE))


def told(report):
    [lines] = verdicts_of([report]).values()
    return lines


def test_a_case_is_told_by_its_outcome_and_how_each_push_ended():
    assert told(SHOWN) == ("passed", "bob_phone: shown")
    assert told(DROPPED) == ("passed", "bob_phone: logged_out at offline_decided, 2 times")
    assert told(WAITING) == ("passed", "bob_phone: pending, waits for device_offline at dispatched")
    assert told(FAILED) == ("failed", "bob_phone: logged_out at offline_decided")


def test_a_baseline_is_read_as_it_was_written_a_case_a_line(tmp_path):
    verdicts = verdicts_of([replace(DROPPED, case='推送 "b".yaml::vivo'), replace(SHOWN, case="a.yaml::vivo")])
    path = tmp_path / "baseline.json"
    write_baseline(path, verdicts)
    assert read_baseline(path) == verdicts
    assert [line for line in path.read_text("utf-8").splitlines() if "a.yaml" in line] == [
        '"a.yaml::vivo": ["passed","bob_phone: shown"],'
    ]
    assert msgspec.json.decode(path.read_bytes())["baseline"] == 1


def test_results_are_a_baseline_too(tmp_path):
    with Results(1) as results:
        results.add(SHOWN)
        results.write(tmp_path / "results.jsonl")
    assert read_baseline(tmp_path / "results.jsonl") == verdicts_of([SHOWN])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"baseline":1,"cases":{"a": ["pas', "this is no whole baseline: "),
        ('{"baseline":2,"cases":{}}', "this baseline has format 2, and this pushsim reads format 1"),
        ("cases: []", "this is not the first line of results"),
    ],
)
def test_a_baseline_that_is_not_whole_is_told(tmp_path, text, what):
    path = tmp_path / "baseline.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ScenarioErrors, match=what):
        read_baseline(path)


def test_what_differs_is_told_from_what_to_what():
    before = {"a": told(SHOWN), "b": told(SHOWN), "c": told(SHOWN)}
    now = {"a": told(FAILED), "b": told(SHOWN), "d": told(DROPPED)}
    changed, gone, new = differences(before, now)
    assert changed.lines() == [
        "changed a",
        "  - passed",
        "  - bob_phone: shown",
        "  + failed",
        "  + bob_phone: logged_out at offline_decided",
    ]
    assert gone.lines() == ["gone    c: passed; bob_phone: shown"]
    assert new.lines() == ["new     d: passed; bob_phone: logged_out at offline_decided, 2 times"]
    assert [one.change for one in (changed, gone, new)] == list(Change)
    assert [one.is_broken for one in (changed, gone, new)] == [True, False, False]
    assert differences(now, now) == []


def test_pushes_in_another_order_have_changed():
    [one] = differences({"a": ("passed", "x: shown", "y: shown")}, {"a": ("passed", "y: shown", "x: shown")})
    assert one.lines() == ["changed a", "  the same pushes in another order"]
