"""The README shows what the program does: its failing example and its commands are run and compared."""

import re
import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from simulator.cli.main import COMMANDS, pushsim
from simulator.report.quarantine import read_quarantine
from tests.programs import needs

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def blocks(language: str) -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return [text for of, text in found if of == language]


def of_yaml(text: str) -> object:
    # The C loader and no other: the Python one refuses {text: lunch?}.
    return yaml.load(text, Loader=yaml.CSafeLoader)


def test_the_failing_example_prints_what_the_readme_shows() -> None:
    [shown] = [block for block in blocks("") if block.startswith("$ pushsim run ")]
    command, _, output = shown.partition("\n")
    assert CliRunner().invoke(pushsim, command.split()[2:]).output == output


def test_make_run_prints_the_lines_that_the_readme_shows() -> None:
    [shown] = [block for block in blocks("") if block.startswith("$ make run")]
    lines = [line for line in shown.splitlines()[1:] if line != "…"]
    printed = CliRunner().invoke(pushsim, ["run", "scenarios", "-k", "every_vendor and vivo"]).output.splitlines()
    assert lines
    assert [line for line in lines if line not in printed] == []


def test_the_ci_job_calls_the_command_with_options_that_it_has() -> None:
    [job] = [block for block in blocks("yaml") if block.startswith("jobs:")]
    [line] = [line for line in job.splitlines() if "pushsim run" in line]
    known = {option for parameter in COMMANDS["run"].params for option in parameter.opts}
    assert set(re.findall(r"(?<= )--?[a-z-]+", line)) <= known
    assert "--junit" in line


def test_the_options_of_run_are_those_that_the_readme_names() -> None:
    rows = [line for line in README.splitlines() if line.startswith(("| `pushsim run ", "| … `["))]
    written = set(re.findall(r"(?<=\[)--?[a-z-]+", " ".join(rows)))
    assert written == {option for parameter in COMMANDS["run"].params for option in parameter.opts if option[0] == "-"}


def test_the_quarantine_entry_can_be_read(tmp_path: Path) -> None:
    [entry] = [block for block in blocks("yaml") if block.startswith("- {case:")]
    path = tmp_path / "quarantine.yaml"
    path.write_text(entry, encoding="utf-8")
    assert [one.owner for _, one in read_quarantine(path, date(2026, 1, 1)).entries] == ["lin"]


@needs("curl")
def test_the_sender_of_the_readme_prints_what_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [world] = [block for block in blocks("yaml") if block.startswith("vendor_apps:")]
    (tmp_path / "world.yaml").write_text(world, encoding="utf-8")
    [shown] = [block for block in blocks("") if block.startswith("$ pushsim exec ")]
    head, _, output = shown.partition("\npushsim: ")
    monkeypatch.chdir(tmp_path)
    command = shlex.split(head.removeprefix("$ "))
    program = [sys.executable, "-m", "simulator", *command[1:]]
    done = subprocess.run(program, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    for printed, line in zip((done.stdout + done.stderr).splitlines(), f"pushsim: {output}".splitlines(), strict=True):
        assert printed.startswith(line.removesuffix("…"))


@pytest.mark.parametrize("printed", blocks("python"), ids=["steps", "sender"])
def test_the_tests_in_python_pass_as_they_are_printed(pytester: pytest.Pytester, printed: str) -> None:
    pytester.makepyfile(printed)
    pytester.runpytest_inprocess().assert_outcomes(passed=printed.count("def test_"))


def test_the_scenario_explained_is_the_shipped_one() -> None:
    [shown] = [block for block in blocks("yaml") if block.startswith("name: A killed phone")]
    shipped = ROOT / "scenarios/every_vendor/killed_phone_shows_the_message.yaml"
    assert of_yaml(shown) == of_yaml(shipped.read_text(encoding="utf-8"))


def test_every_command_is_in_the_readme_and_every_one_there_exists() -> None:
    written = set(re.findall(r"^\| `pushsim ([\w-]+)", README, re.MULTILINE))
    assert written == {name.replace("_", "-") for name in COMMANDS}


def test_the_two_commands_of_the_readme_are_targets_of_make() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"`make (\w+)`", README))
    assert targets >= {"run", "test", "help"}
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_the_suite_of_the_readme_is_played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [shown] = [block for block in blocks("yaml") if block.startswith("name: Whatever people write")]
    (tmp_path / "shown.yaml").write_text(shown, encoding="utf-8")
    fragment = (ROOT / "scenarios/language/_log_in.yaml").read_text(encoding="utf-8")
    (tmp_path / "_log_in.yaml").write_text(fragment, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(pushsim, ["run", "shown.yaml"])
    assert result.exit_code == 0, result.output
    assert "\n12 passed, 0 failed" in result.output
