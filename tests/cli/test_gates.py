"""What a job in CI hangs on: too few cases, changed verdicts, quarantine, shards, and what failed last time."""

import json
import os
import re
import resource
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bench.generated import write_suite
from simulator.cli.last_failed import FOLDER
from simulator.cli.main import ExitCode, pushsim
from simulator.report.case_report import CaseReport
from simulator.runner.workers import ProcessKilled, play_cases
from simulator.scenario.errors import ScenarioErrors
from tests.results import without_wall

ROOT = Path(__file__).parents[2]
SHOWS = """\
name: A killed phone shows the message
vendors: [vivo, oppo]
steps:
  - set_up: {phone: bob_phone, user: bob}
  - kill_app: bob_phone
  - send_message: {from: alice, to: bob, text: lunch?}
  - must_arrive: bob_phone
"""
RUNNING = SHOWS.replace("  - kill_app: bob_phone\n", "")
"""Fails: the app is online and gets the message itself."""
FLEXIBLE = SHOWS.replace("must_arrive: bob_phone", "must_record: {kind: step}").replace(
    "lunch?}", "lunch?}\n  - wait: 1min"
)
"""Passes whatever becomes of the push."""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").mkdir()
    scenario("shows", SHOWS)
    return tmp_path


def scenario(name: str, text: str) -> None:
    Path("scenarios", f"{name}.yaml").write_text(text, encoding="utf-8")


def run(*words: str) -> Result:
    return CliRunner().invoke(pushsim, ["run", *words], catch_exceptions=False)


def report(*words: str) -> Result:
    return CliRunner().invoke(pushsim, ["report", *words], catch_exceptions=False)


def behind(result: Result, words: str) -> list[str]:
    """Return the lines printed behind the one that says *words*."""
    lines = result.output.splitlines()
    return lines[lines.index(words) + 1 :]


def test_a_file_is_played_once_however_it_is_named() -> None:
    assert "2 passed" in run("scenarios", "./scenarios/../scenarios", str(Path.cwd() / "scenarios/shows.yaml")).output


def test_odd_names_of_files_stay_in_their_line_and_can_be_played_again() -> None:
    for name in ("-x.yaml", "a::b.yaml", "two\nlines.yaml", "吃饭 '$(x).yaml"):
        Path(name).write_text(RUNNING, encoding="utf-8")
        result = run("-k", "vivo", f"./{name}")
        assert len([line for line in result.output.splitlines() if line.startswith("FAILED ")]) == 1
        again = re.search(r"again: pushsim run (.+) --seed 1\n", result.output)
        assert again is not None, result.output
        if "\n" not in name:
            assert "0 passed, 1 failed" in run(*shlex.split(again[1])).output


@pytest.mark.parametrize(
    ("ends", "code", "told"),
    [
        (KeyboardInterrupt(), 130, "stopped by Ctrl-C: 1 of 2 cases have results"),
        (
            ProcessKilled(),
            ExitCode.OUR_FAULT,
            "play fewer at once (-j), or shards (--shard 1/4): 1 of 2 cases have results",
        ),
    ],
)
def test_a_run_that_is_stopped_tells_what_it_has_so_far(
    ends: BaseException, code: int, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def play_one(*args: Any, **options: Any) -> Iterator[CaseReport]:
        yield next(play_cases(*args, **options))
        raise ends

    scenario("shows", RUNNING)
    monkeypatch.setattr("simulator.cli.commands.run.play_cases", play_one)
    result = run("--json", "results.jsonl", "--min-cases", "2")
    assert result.exit_code == code
    assert "scenarios/shows.yaml:6: must_arrive" in result.output
    assert "0 passed, 1 failed" in result.output
    assert told in result.output
    assert Path("results.jsonl").read_text(encoding="utf-8").count("\n") == 2


def test_a_report_that_has_no_room_is_told_and_the_others_are_written() -> None:
    result = run("--json", "/dev/full", "--junit", "/dev/full", "--html", "page.html")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert result.output.count("/dev/full: cannot be written: no space left on device") == 2
    assert Path("page.html").stat().st_size > 10_000
    scenario("shows", RUNNING)
    assert run("--json", "/dev/full").exit_code == ExitCode.FAILED


def test_a_report_for_which_there_is_no_room_leaves_no_part_of_it() -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    words = [sys.executable, "-m", "simulator", "run", "--html", "page.html"]
    at_home = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(  # our own command
        words, env=at_home, capture_output=True, text=True, check=False,
        preexec_fn=little_room,  # no threads are about here
    )  # fmt: skip
    assert ended.returncode == ExitCode.BAD_INPUT
    assert "page.html: cannot be written: file too large" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not Path("page.html").exists()


def test_check_reads_the_usual_folder_where_none_is_named() -> None:
    said = CliRunner().invoke(pushsim, ["check"], catch_exceptions=False).output
    assert said == "1 scenario, 2 cases: no mistakes\n"


def test_a_folder_has_no_cases_of_its_own() -> None:
    with pytest.raises(ScenarioErrors, match="scenarios::vivo: a folder has no cases of its own"):
        run("scenarios::vivo")


@pytest.mark.parametrize("text", ["# nobody is in it\n", "[]\n"])
def test_a_list_of_quarantine_may_be_empty(text: str) -> None:
    Path("q.yaml").write_text(text, encoding="utf-8")
    assert run("--quarantine", "q.yaml").exit_code == ExitCode.PASSED


# -- single cases -----------------------------------------------------------------------------------------------------


def test_one_case_is_played_by_its_name() -> None:
    assert run("scenarios/shows.yaml::oppo").output.startswith("ok     scenarios/shows.yaml::oppo  ")
    assert "1 passed, 0 failed" in run("scenarios/shows.yaml::oppo").output
    assert "2 passed, 0 failed" in run("scenarios/shows.yaml::oppo", "scenarios").output


def test_a_case_that_is_not_there_is_told_with_those_that_are(
    monkeypatch: pytest.MonkeyPatch, exit_of: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_of("run", "scenarios/shows.yaml::opo") == ExitCode.BAD_INPUT
    told = capsys.readouterr().err
    assert 'scenarios/shows.yaml: no case is called "opo"' in told
    assert 'did you mean "oppo"?' in told


@pytest.fixture
def exit_of(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    from simulator.cli.main import main

    def left(*words: str) -> int:
        monkeypatch.setattr("sys.argv", ["pushsim", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        assert isinstance(ended.value.code, int)
        return ended.value.code

    return left


# -- gates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("least", "code"), [(2, ExitCode.PASSED), (3, ExitCode.GATE_NOT_MET)])
def test_too_few_cases_do_not_pass(least: int, code: ExitCode) -> None:
    result = run("--min-cases", str(least))
    assert result.exit_code == code
    assert ("2 cases were played, at least 3 have to be" in result.output) == (code != ExitCode.PASSED)


def test_a_failed_scenario_counts_more_than_a_gate() -> None:
    scenario("fails", RUNNING)
    assert run("--min-cases", "100").exit_code == ExitCode.FAILED


def test_a_changed_verdict_does_not_pass_even_where_all_expectations_do_until_it_is_accepted() -> None:
    scenario("flexible", FLEXIBLE)
    assert run("--baseline", "b.json", "--accept").exit_code == ExitCode.PASSED
    assert run("--baseline", "b.json").exit_code == ExitCode.PASSED

    scenario("flexible", FLEXIBLE.replace("  - kill_app: bob_phone\n", ""))
    result = run("--baseline", "b.json", "-k", "vivo")
    assert result.exit_code == ExitCode.GATE_NOT_MET
    assert behind(result, "gate not met:") == [
        "  changed scenarios/flexible.yaml::vivo",
        "    - bob_phone: shown",
        "    + bob_phone: online_instead at offline_decided",
        "  if that is as it should be: --baseline b.json --accept",
    ]
    # What is accepted of a part leaves the rest as it was.
    assert run("--baseline", "b.json", "--accept", "-k", "vivo").exit_code == ExitCode.PASSED
    assert run("--baseline", "b.json", "-k", "vivo").exit_code == ExitCode.PASSED
    assert run("--baseline", "b.json").exit_code == ExitCode.GATE_NOT_MET


def test_a_case_that_has_gone_does_not_pass_and_a_new_one_does() -> None:
    scenario("flexible", FLEXIBLE)
    run("--baseline", "b.json", "--accept")
    Path("scenarios/flexible.yaml").rename("scenarios/renamed.yaml")
    result = run("--baseline", "b.json")
    assert result.exit_code == ExitCode.GATE_NOT_MET
    assert "2 cases are not in b.json yet; take them in with --accept" in result.output
    assert "  gone    scenarios/flexible.yaml::oppo: passed; bob_phone: shown" in result.output
    assert run("--baseline", "b.json", "-k", "shows").exit_code == ExitCode.PASSED


def test_a_baseline_that_cannot_be_read_is_told_before_anything_is_played(
    exit_of: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_of("run", "--baseline", "none.json") == ExitCode.BAD_INPUT
    captured = capsys.readouterr()
    assert captured.err.startswith(
        "none.json: this file cannot be read: no such file or directory\n  next: write it with "
    )
    assert captured.out == ""


def test_accept_wants_to_know_where() -> None:
    assert run("--accept").exit_code == ExitCode.BAD_INPUT


def test_failures_in_quarantine_are_shown_and_not_counted() -> None:
    scenario("fails", RUNNING)
    Path("q.yaml").write_text(
        "- {case: 'scenarios/fails.yaml::*', owner: lin, expires: 9999-12-31, reason: repaired soon}\n",
        encoding="utf-8",
    )
    result = run("--quarantine", "q.yaml", "--junit", "j.xml", "--github", "-x")
    assert result.exit_code == ExitCode.PASSED
    assert "2 passed, 0 failed, 2 failed in quarantine; 4 pushes" in result.output
    assert "in quarantine until 9999-12-31, lin: repaired soon" in result.output
    assert result.output.count("in quarantine until") == 1, "both cases in one block"
    assert "scenarios/fails.yaml:6: must_arrive: bob_phone showed nothing within 1min" in result.output
    assert "::warning file=scenarios/fails.yaml,line=6" in result.output
    assert "::error" not in result.output
    assert Path("j.xml").read_text(encoding="utf-8").count("<skipped ") == 2


def test_an_entry_that_has_expired_excuses_nothing_and_does_not_pass() -> None:
    entry = "- {case: '*', owner: lin, expires: 2001-01-01, reason: forgotten}\n"
    Path("q.yaml").write_text(entry, encoding="utf-8")
    result = run("--quarantine", "q.yaml")
    assert result.exit_code == ExitCode.GATE_NOT_MET
    assert behind(result, "gate not met:") == ["  q.yaml:1: *: expired on 2001-01-01; lin was to see to it: forgotten"]


def test_last_failed_plays_what_failed_in_files_elsewhere_too() -> None:
    for name, text in (("a b", RUNNING), ("good", SHOWS)):
        Path("elsewhere").mkdir(exist_ok=True)
        Path("elsewhere", f"{name}.yaml").write_text(text, encoding="utf-8")
    assert "2 passed, 2 failed;" in run("elsewhere").output
    assert "0 passed, 2 failed, 2 not selected;" in run("--last-failed").output
    Path("scenarios/shows.yaml").unlink()
    Path("scenarios").rmdir()
    assert "0 passed, 2 failed;" in run("--last-failed").output


def test_last_failed_plays_what_failed_and_everything_once_nothing_does() -> None:
    run()
    assert not FOLDER.exists()
    scenario("fails", RUNNING)
    run()
    assert (FOLDER / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert "0 passed, 2 failed, 2 not selected" in run("--last-failed").output
    scenario("fails", SHOWS)
    assert "1 passed, 0 failed, 3 not selected" in run("--last-failed", "-k", "oppo").output
    assert "1 passed, 0 failed, 3 not selected" in run("--last-failed").output
    assert "4 passed, 0 failed;" in run("--last-failed").output


def test_a_cache_that_was_cut_off_says_nothing() -> None:
    FOLDER.mkdir()
    (FOLDER / "last_failed.json").write_text('["scen', encoding="utf-8")
    assert "2 passed, 0 failed;" in run("--last-failed").output


# -- shards, merge, diff ----------------------------------------------------------------------------------------------


def test_shards_have_all_cases_and_none_twice() -> None:
    write_suite(Path("scenarios"), 20)
    cases: list[str] = []
    sizes: list[int] = []
    for number in (1, 2, 3):
        run("--shard", f"{number}/3", "--json", f"{number}.jsonl")
        head, *lines = map(json.loads, Path(f"{number}.jsonl").read_text(encoding="utf-8").splitlines())
        assert head["shard"] == f"{number}/3"
        cases += [line["case"] for line in lines]
        sizes.append(len(lines))
    assert len(cases) == len(set(cases)) == 122
    assert sizes == [40, 41, 41]


def test_a_new_case_moves_hardly_any_other_into_another_shard() -> None:
    def shard_of() -> dict[str, int]:
        return {
            case: number
            for number in (1, 2, 3)
            for case in re.findall(r"^ok +(\S+)", run("--shard", f"{number}/3").output, re.MULTILINE)
        }

    write_suite(Path("scenarios"), 15)
    before = shard_of()
    scenario("new", SHOWS)
    after = shard_of()
    assert sum(after[case] != number for case, number in before.items()) <= 4


@pytest.mark.parametrize("words", ["0/2", "3/2", "2", "a/b", "1/"])
def test_a_shard_that_cannot_be_is_bad_input(words: str) -> None:
    result = run("--shard", words)
    assert result.exit_code == ExitCode.BAD_INPUT
    assert f'"{words}" is no shard; write number/count, such as 1/4 to 4/4' in result.output


def test_a_merge_ends_as_one_run_would_have() -> None:
    scenario("fails", RUNNING)
    whole = run("--json", "whole.jsonl", "--junit", "whole.xml")
    for number in (1, 2):
        run("--shard", f"{number}/2", "--json", f"{number}.jsonl")
    merged = report("merge", "2.jsonl", "1.jsonl", "--json", "all.jsonl", "--junit", "all.xml", "--min-cases", "4")
    assert merged.exit_code == whole.exit_code == ExitCode.FAILED
    assert merged.output == whole.output[whole.output.index("\n\n") + 1 :]
    assert without_wall(Path("all.jsonl")) == without_wall(Path("whole.jsonl"))
    assert [re.sub(r' time="[^"]*"', "", Path(name).read_text("utf-8")) for name in ("all.xml", "whole.xml")] == [
        re.sub(r' time="[^"]*"', "", Path("whole.xml").read_text("utf-8"))
    ] * 2
    assert report("merge", "1.jsonl", "2.jsonl", "--github").output.count("::error") == 1


def test_a_merge_without_a_shard_does_not_pass() -> None:
    run("--shard", "1/2", "--json", "1.jsonl")
    result = report("merge", "1.jsonl")
    assert result.exit_code == ExitCode.GATE_NOT_MET
    assert behind(result, "gate not met:") == ["  shard 2/2 is missing"]


def test_diff_says_what_became_of_each_case_and_leaves_with_what_that_means() -> None:
    scenario("flexible", FLEXIBLE)
    run("--json", "old.jsonl")
    assert report("diff", "old.jsonl", "old.jsonl").output == "0 changed, 0 gone, 0 new\n"
    scenario("flexible", FLEXIBLE.replace("  - kill_app: bob_phone\n", ""))
    run("--json", "other.jsonl", "-k", "vivo")
    result = report("diff", "old.jsonl", "other.jsonl")
    assert result.exit_code == ExitCode.GATE_NOT_MET
    assert result.output.splitlines() == [
        "changed scenarios/flexible.yaml::vivo",
        "  - bob_phone: shown",
        "  + bob_phone: online_instead at offline_decided",
        "gone    scenarios/flexible.yaml::oppo: passed; bob_phone: shown",
        "gone    scenarios/shows.yaml::oppo: passed; bob_phone: shown",
        "1 changed, 2 gone, 0 new",
    ]
    scenario("shows", RUNNING)
    run("--json", "broken.jsonl")
    assert report("diff", "old.jsonl", "broken.jsonl").exit_code == ExitCode.FAILED
    assert (
        report(
            "diff",
            "other.jsonl",
            "old.jsonl",
        ).exit_code
        == ExitCode.GATE_NOT_MET
    )


def test_accept_takes_the_verdicts_of_results() -> None:
    for number in (1, 2):
        run("--shard", f"{number}/2", "--json", f"{number}.jsonl")
    result = report("accept", "1.jsonl", "2.jsonl", "--baseline", "b.json")
    assert result.output == "wrote b.json: 2 cases\n"
    assert run("--baseline", "b.json").exit_code == ExitCode.PASSED


def test_repeated_cases_pass_where_nothing_differs() -> None:
    assert run("--repeat", "3").exit_code == ExitCode.PASSED
