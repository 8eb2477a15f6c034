"""The command by its printed text and its exit code."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from simulator.cli.commands.run import fitting
from simulator.cli.main import ExitCode, main, pushsim
from simulator.report.fields import parts
from simulator.scenario.step_list import step_reader
from simulator.scenario.steps import STEPS
from tests.results import without_wall

ROOT = Path(__file__).parents[2]
HEALTHY = "scenarios/every_vendor/killed_phone_shows_the_message.yaml"
LIST_PUSH = "scenarios/vivo/cloud/list_push_reaches_every_phone.yaml"
FAILING = "scenarios/_failing_example.yaml"


@pytest.fixture(autouse=True)
def at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def pushsim_says(*words: str) -> Result:
    return CliRunner().invoke(pushsim, list(words))


def exit_code_of(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Run the whole command, with its own turning of mistakes into exit codes."""
    monkeypatch.setattr(sys, "argv", ["pushsim", *words])
    with pytest.raises(SystemExit) as left:
        main()
    assert isinstance(left.value.code, int)
    return left.value.code


def test_run_prints_one_line_a_case_and_what_became_of_all_pushes() -> None:
    result = pushsim_says("run", LIST_PUSH)
    assert result.exit_code == ExitCode.PASSED
    assert result.output == (
        f"ok     {LIST_PUSH}::vivo  One stored message is pushed to a list of phones\n"
        "\n1 passed, 0 failed; 2 pushes = 2 shown + 0 dropped + 0 pending\n"
    )


def test_a_failed_case_says_where_how_far_why_by_which_rule_what_next_and_how_to_repeat_it() -> None:
    result = pushsim_says("run", FAILING)
    assert result.exit_code == ExitCode.FAILED
    lines = result.output.splitlines()
    assert f"{FAILING}:10: must_arrive: bob_phone showed nothing within 1min" in lines
    assert "  got as far as: im_accepted, 0.000s after sending" in lines
    assert any(line.startswith("  dropped: no_token: ") for line in lines)
    assert any(line.startswith("  root: already_reported: ") for line in lines)
    assert any(line.startswith("  rule: app.already_reported: vivo guide, step 4 (C16") for line in lines)
    assert any(line.startswith("  next: reset the app's own flag") for line in lines)
    assert f"  again: pushsim run {FAILING}::vivo --seed 1" in lines


def test_the_command_that_repeats_a_failure_gives_the_same_output() -> None:
    again = next(
        line.split(": ", 1)[1] for line in pushsim_says("run", FAILING).output.splitlines() if "again: " in line
    )
    assert pushsim_says(*again.split()[1:]).output == pushsim_says("run", FAILING).output


def test_x_stops_at_the_first_failure() -> None:
    result = pushsim_says("run", FAILING, HEALTHY, "-x")
    assert "0 passed, 1 failed" in result.output


def test_k_that_fits_nothing_is_bad_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(monkeypatch, "run", HEALTHY, "-k", "nothing_like_this") == ExitCode.BAD_INPUT
    assert 'fits -k "nothing_like_this"' in capsys.readouterr().err


def test_a_k_expression_without_its_end_is_bad_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(monkeypatch, "run", HEALTHY, "-k", "(vivo") == ExitCode.BAD_INPUT
    assert 'a ")" is missing' in capsys.readouterr().err


def test_a_mistake_in_a_file_is_bad_input_and_nothing_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("name: wrong\nvendors: [vivo]\nsteps:\n  - kil_app: bob\n", encoding="utf-8")
    assert exit_code_of(monkeypatch, "run", str(wrong), HEALTHY) == ExitCode.BAD_INPUT
    captured = capsys.readouterr()
    assert 'did you mean "kill_app"?' in captured.err
    assert captured.out == ""


def test_a_fault_of_our_own_is_shown_with_its_traceback_and_code_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise AssertionError("planted")

    monkeypatch.setattr("simulator.runner.workers.run_case", broken)
    assert exit_code_of(monkeypatch, "run", HEALTHY) == ExitCode.OUR_FAULT
    assert "Traceback" in capsys.readouterr().err


def test_an_unknown_command_names_the_nearest_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(monkeypatch, "rnu") == ExitCode.BAD_INPUT
    assert 'did you mean "run"?' in capsys.readouterr().err


def test_results_that_cannot_be_written_are_told_before_anything_runs(tmp_path: Path) -> None:
    result = pushsim_says("run", HEALTHY, "--json", str(tmp_path / "missing" / "results.jsonl"))
    assert result.exit_code == ExitCode.BAD_INPUT
    assert f'there is no folder "{tmp_path / "missing"}"; make it first' in result.output
    assert "passed" not in result.output


def test_json_holds_a_head_and_a_line_a_case_sorted_by_name(tmp_path: Path) -> None:
    out = tmp_path / "results.jsonl"
    pushsim_says("run", FAILING, HEALTHY, "-k", "vivo", "--json", str(out))
    head, *cases = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert head == {"format": 1, "seed": 1, "cases": 2}
    assert [case["case"] for case in cases] == [f"{FAILING}::vivo", f"{HEALTHY}::vivo"]
    failed, passed = cases
    assert failed["outcome"] == "failed"
    assert failed["failure"]["line"] == 10
    assert failed["verdicts"] == [
        {
            "push_id": 1,
            "phone": "bob_phone",
            "verdict": "dropped",
            "hop": "offline_decided",
            "reason": "no_token",
            "root": "already_reported",
            "rule": "app.already_reported",
        }
    ]
    assert passed["failure"] is None
    assert passed["verdicts"][0]["verdict"] == "shown"
    keys = ["n", "at_ms", "actor", "kind", "name", "outcome", "reason", "rule", "parent", "push_id", "data"]
    assert all(list(record) == keys for record in passed["trace"])
    assert [record["n"] for record in passed["trace"]] == list(range(1, len(passed["trace"]) + 1))


def test_both_adapters_write_the_same_json_byte_for_byte(tmp_path: Path) -> None:
    written = []
    for adapter in ("direct", "httpx"):
        out = tmp_path / adapter
        assert pushsim_says("run", HEALTHY, "--over", adapter, "--json", str(out)).exit_code == ExitCode.PASSED
        written.append(without_wall(out))
    assert written[0] == written[1]


def test_verdicts_alone_are_kept_when_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "results.jsonl"
    result = pushsim_says(
        "run", "scenarios/every_vendor/logout_ends_the_pushes.yaml", "--trace", "verdicts", "--json", str(out)
    )
    assert result.exit_code == ExitCode.PASSED
    case = json.loads(out.read_text(encoding="utf-8").splitlines()[1])
    assert case["trace"] == []
    assert case["verdicts"][0]["reason"] == "logged_out"


def test_prove_fails_a_negative_that_something_else_would_have_stopped(tmp_path: Path) -> None:
    vacuous = tmp_path / "vacuous.yaml"
    vacuous.write_text(
        "name: notifications are off as well\n"
        "vendors: [vivo]\n"
        "steps:\n"
        "  - set_up: {phone: bob_phone, user: bob}\n"
        "  - switch_notifications: {phone: bob_phone, to: off}\n"
        "  - log_out: bob_phone\n"
        "  - send_message: {from: alice, to: bob, text: hi}\n"
        "  - must_not_arrive: {phone: bob_phone, because: logged_out}\n",
        encoding="utf-8",
    )
    assert pushsim_says("run", str(vacuous)).exit_code == ExitCode.PASSED
    result = pushsim_says("run", str(vacuous), "--prove")
    assert result.exit_code == ExitCode.FAILED
    assert (
        ":8: must_not_arrive: with logged_out waived for bob_phone nothing arrives either (notifications_disabled)"
        in result.output
    )


def test_check_counts_scenarios_and_cases() -> None:
    result = pushsim_says("check", HEALTHY)
    assert result.exit_code == ExitCode.PASSED
    assert result.output.startswith("1 scenario, ")
    assert result.output.endswith(": no mistakes\n")


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("vendors", "vivo "),
        ("reasons", "logged_out"),
        ("steps", "must_not_arrive"),
        ("rules", "im.logged_out"),
        ("facts", "im.default_title"),
        ("codes", "vivo  "),
        ("apps", "vivo_guide"),
        ("models", "vivo X60"),
        ("statements", "C19"),
    ],
)
def test_list_prints_the_vocabulary(what: str, line: str) -> None:
    result = pushsim_says("list", what)
    assert result.exit_code == ExitCode.PASSED
    assert any(printed.startswith(line) for printed in result.output.splitlines())


def test_list_codes_of_one_vendor_says_what_each_means_in_both_languages() -> None:
    result = pushsim_says("list", "codes", "--vendor", "vivo")
    assert {line.split()[0] for line in result.output.splitlines()} == {"vivo"}
    [line] = [line for line in result.output.splitlines() if line.split()[:3] == ["vivo", "server", "10070"]]
    assert all(part in line for part in ("operation messages of the day", "运营", "quota_used"))


def test_list_codes_wants_a_vendor_that_there_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(monkeypatch, "list", "codes", "--vendor", "vvo") == ExitCode.BAD_INPUT
    assert 'no vendor is called "vvo"; did you mean "vivo"?' in capsys.readouterr().err
    assert exit_code_of(monkeypatch, "list", "rules", "--vendor", "vivo") == ExitCode.BAD_INPUT
    assert "--vendor goes with codes alone: pushsim list codes --vendor vivo" in capsys.readouterr().err


def test_list_cases_names_file_case_and_statements() -> None:
    result = pushsim_says("list", "cases", HEALTHY)
    assert f"{HEALTHY}::vivo" in result.output
    assert "C01 C05 C18" in result.output


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("logged_out", "  rule: im.logged_out: vivo guide, step 5 (C19), documented"),
        ("logged_out", "  修复: 重新登录并上报 token"),
        ("10206", "  gives: auth_refused"),
        ("im.default_title", "im.default_title: a new message"),
        ("im.offline_decision", "  im.logged_out: logged_out"),
        ("kill_app", "kill_app: a step: End the app's process; the vendor's service in the system lives on."),
        ("kill_app", "  in short: - kill_app: PHONE"),
        ("send_message", "  at least: - send_message: {from: …}"),
        (
            "send_message",
            "  via           `client` from the sender's app, `rest` from the customer's server; client, rest",
        ),
        ("wait", "  span   a duration: 500ms, 30s, 10min, 24h, 7d (needed)"),
        ("phones", "    android       Android version; a whole number, 5 to 17"),
        ("faker", "  license_plate  a number plate"),
        ("matrix", "  matrix: [{case: still on, switch: on}, {case: switched off, switch: off}]"),
        ("use", "  - use: {file: _log_in.yaml, phone: bob_phone, user: bob}"),
        ("C19", "  stands in: im.logged_out"),
        ("vivo", "  certificate in the IM console: AppKey (app_key), AppID (app_id), AppSecret (app_secret)"),
        ("careful", "careful: an app: a well-written app of today, the default"),
        ("vivo X60", "vivo X60: a phone: Android 11, vivo, push service: vivo 1500"),
    ],
)
def test_explain_knows_reasons_codes_facts_decisions_steps_and_statements(name: str, part: str) -> None:
    result = pushsim_says("explain", name)
    assert result.exit_code == ExitCode.PASSED
    assert part in result.output.splitlines()


@pytest.mark.parametrize(
    ("places", "shown"), [(40, "今晚 lunch?"), (6, "今晚 l"), (3, "今"), (2, "今"), (1, ""), (0, ""), (-5, "")]
)
def test_the_progress_names_a_case_in_what_a_narrow_terminal_leaves(places: int, shown: str) -> None:
    assert fitting("今晚 lunch?", places) == shown
    assert fitting("", places) == ""


@pytest.mark.parametrize("verb", STEPS)
def test_explain_has_every_field_of_a_step_and_how_it_is_written_at_least(verb: str) -> None:
    first, *lines = pushsim_says("explain", verb).output.splitlines()
    assert first.startswith(f"{verb}: a step: ")
    reader = step_reader(STEPS[verb])
    assert [line.split()[0] for line in lines if re.match(r"  \w+  ", line)] == [*reader.fields]
    if set(reader.required) - {reader.shorthand}:
        assert f"  at least: - {verb}: {{{', '.join(f'{key}: …' for key in reader.required)}}}" in lines


@pytest.mark.parametrize("part", parts())
def test_explain_knows_every_key_of_a_scenario(part: str) -> None:
    assert f"{part}: " in pushsim_says("explain", part).output


def test_explain_offers_the_nearest_name(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(monkeypatch, "explain", "loged_out") == ExitCode.BAD_INPUT
    assert 'did you mean "logged_out"?' in capsys.readouterr().err


def test_new_writes_a_scenario_that_passes_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a_first_push"
    result = pushsim_says("new", str(path))
    assert result.output == f"wrote {path}.yaml\nrun it: pushsim run {path}.yaml\n"
    assert pushsim_says("run", f"{path}.yaml").exit_code == ExitCode.PASSED


def test_new_overwrites_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "there.yaml"
    path.write_text("mine", encoding="utf-8")
    assert exit_code_of(monkeypatch, "new", str(path)) == ExitCode.BAD_INPUT
    assert path.read_text(encoding="utf-8") == "mine"


def test_python_m_simulator_is_the_command_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "simulator", "check", HEALTHY],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == ExitCode.PASSED
    assert done.stdout.endswith("no mistakes\n")


VIVO_ONLY = """\
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.acme.im">
    <application>
        <service android:name="com.vivo.push.sdk.service.CommandClientService" android:exported="true" />
        <activity android:name="com.vivo.push.sdk.LinkProxyClientActivity" android:exported="false" />
        <meta-data android:name="com.vivo.push.api_key" android:value="k" />
        <meta-data android:name="com.vivo.push.app_id" android:value="100001" />
    </application>
</manifest>
"""


STEP_3_3 = "vivo guide, step 3.3 (V02, V03), documented"


def test_lint_app_names_what_is_missing_and_what_becomes_of_a_push(tmp_path: Path) -> None:
    path = tmp_path / "AndroidManifest.xml"
    path.write_text(VIVO_ONLY, "utf-8")
    result = pushsim_says("lint-app", str(path), "--vendor", "vivo=2.9.0.0", "--vendor", "meizu")
    assert result.output.splitlines() == [
        "vivo: 1 missing, by the guide for SDK 2.9.0.0",
        f"  receiver: the app has none that takes com.vivo.pushclient.action.RECEIVE ({STEP_3_3})",
        "  on a vivo X60: no_token <- receiver_missing (vivo.receiver_missing; vivo guide, step 3.3 (V03), documented)",
        "meizu: not in the app",
    ]


def test_lint_app_leaves_with_1_where_something_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "AndroidManifest.xml"
    path.write_text(VIVO_ONLY, "utf-8")
    assert exit_code_of(monkeypatch, "lint-app", str(path)) == ExitCode.FAILED
    path.write_text("<manifest", "utf-8")
    assert exit_code_of(monkeypatch, "lint-app", str(path)) == ExitCode.BAD_INPUT
    assert f"{path}:1:1: not XML" in capsys.readouterr().err
    assert exit_code_of(monkeypatch, "lint-app", str(path), "--vendor", "vvo") == ExitCode.BAD_INPUT
    assert 'no vendor is called "vvo"; did you mean "vivo"?' in capsys.readouterr().err


def test_coverage_of_rules_says_which_are_never_provoked_and_why() -> None:
    result = pushsim_says("coverage", "--rules", "--gate", HEALTHY)
    lines = result.output.splitlines()
    assert "never provoked here, but by pushsim's own tests:" in lines
    assert "beyond what a scenario can provoke:" in lines
    numbers = [int(word) for word in lines[-1].split() if word.isdecimal()]
    assert lines[-1].endswith("are beyond what a scenario can provoke")
    assert numbers[1] == numbers[0] + sum(numbers[2:])
    assert result.exit_code == ExitCode.GATE_NOT_MET


def test_coverage_of_apps_names_the_case_that_catches_each_mistake(tmp_path: Path) -> None:
    for word, shown in (("vivo", "report_misses_vivo"), ("honor", "init_misses_honor")):
        path = tmp_path / f"{word}.yaml"
        path.write_text(Path(HEALTHY).read_text(encoding="utf-8").replace("all", f"[{word}]", 1), encoding="utf-8")
        result = pushsim_says("coverage", "--apps", str(path))
        assert f"caught      {shown:<30}  {path.as_posix()}::{word}" in result.output.splitlines()
    assert result.exit_code == ExitCode.PASSED
    assert "NOT CAUGHT  report_misses_vivo" in result.output.splitlines()
    assert pushsim_says("coverage", "--apps", "--gate", str(path)).exit_code == ExitCode.GATE_NOT_MET


def all_commands(group: click.Group = pushsim, *names: str) -> Iterator[tuple[str, ...]]:
    """Walk every command that can be typed, and those of groups."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*names, name)
        if isinstance(command, click.Group):
            yield from all_commands(command, *names, name)


def test_help_tells_about_the_command_and_nothing_of_the_function_behind_it() -> None:
    names = list(all_commands())
    assert ("diagnose",) in names
    assert ("report", "merge") in names
    for command in names:
        result = pushsim_says(*command, "--help")
        assert result.exit_code == ExitCode.PASSED, command
        assert re.search(r"^ *(Args|Raises|Returns|Source):", result.output, re.MULTILINE) is None, command
        assert result.output.count("\n\n") >= 2, "usage, what it does, options"


def test_a_word_of_a_closed_set_that_is_mistyped_is_told_with_the_one_that_was_meant() -> None:
    assert 'did you mean "codes"?' in " ".join(pushsim_says("list", "code").output.split())
    assert 'did you mean "sockets"?' in " ".join(pushsim_says("run", HEALTHY, "--over", "socket").output.split())
