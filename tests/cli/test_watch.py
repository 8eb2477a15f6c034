"""pushsim watch: what a change concerns, what is printed, and how it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.cli.watching import affected, watch

ROOT = Path(__file__).parents[2]
RIGHT = """\
name: {name}
vendors: [vivo]
steps:
  - use: _begin.yaml
  - send_message: {{from: alice, to: bob, text: lunch?}}
  - must_arrive: bob_phone
"""
BEGIN = "steps:\n  - set_up: {phone: bob_phone, user: bob}\n  - use: ../_end.yaml\n"
END = "steps: [{kill_app: bob_phone}]\n"


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "a/one.yaml": RIGHT.format(name="one"),
        "a/two.yaml": RIGHT.format(name="two"),
        "a/_begin.yaml": BEGIN,
        "_end.yaml": END,
        "b/three.yaml": RIGHT.format(name="three")
        .replace("use: _begin.yaml", "set_up: {phone: bob_phone, user: bob}")
        .replace("  - send", "  - kill_app: bob_phone\n  - send"),
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "concerned"),
    [
        (("a/one.yaml",), ["one"]),
        (("a/one.yaml", "b/three.yaml"), ["one", "three"]),
        (("a/_begin.yaml",), ["one", "two"]),
        (("_end.yaml",), ["one", "two"]),
        (("a/_suite.yaml",), ["one", "two"]),
        (("_suite.yaml",), ["one", "two", "three"]),
        (("b/_other.yaml",), []),
        (("a/gone.yaml",), []),
        (("AndroidManifest.xml",), []),
    ],
)
def test_a_change_concerns_those_who_read_the_file(changed: tuple[str, ...], concerned: list[str], suite: Path) -> None:
    found = affected([suite / name for name in changed], [Path()])
    assert [path.stem for path in found] == concerned


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line for line in capsys.readouterr().out.splitlines() if line]


def test_only_what_changed_is_played_again(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watch([Path()], [{suite / "a/one.yaml"}, {suite / "README.txt"}], seed=1, clear=False)
    lines = [line for line in printed(capsys) if not line.startswith("dropped")]
    assert [line.partition(";")[0] for line in lines] == [
        "-- 3 scenarios",
        "3 passed, 0 failed",
        "-- changed: one.yaml",
        "1 passed, 0 failed",
    ]


def test_a_mistake_is_told_and_watching_goes_on(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = suite / "a/one.yaml"

    def changes():  # type: ignore[no-untyped-def]  # a generator that writes between its changes
        one.write_text(RIGHT.format(name="one").replace("must_arrive", "must_arive"), encoding="utf-8")
        yield {one}
        one.write_text(RIGHT.format(name="one"), encoding="utf-8")
        yield {one}

    watch([Path("a")], changes(), seed=1, clear=False)
    captured = capsys.readouterr()
    assert 'no step is called "must_arive"' in captured.err
    assert captured.out.strip().splitlines()[-1].startswith("1 passed, 0 failed")


def test_a_suite_that_is_gone_for_a_moment_is_waited_for(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    only = suite / "b/three.yaml"

    def changes():  # type: ignore[no-untyped-def]  # as above
        text = only.read_text(encoding="utf-8")
        only.unlink()
        yield {only}
        only.write_text(text, encoding="utf-8")
        yield {only}

    watch([Path("b")], changes(), seed=1, clear=False)
    assert [line.partition(":")[0] for line in printed(capsys) if line.startswith("--")][1:] == ["-- b", "-- changed"]


def test_a_saved_file_is_played_and_ctrl_c_ends_well(suite: Path) -> None:
    command = [sys.executable, "-m", "simulator", "watch", "a"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command,
        cwd=suite,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        # Whoever runs the tests in the background may have them ignore Ctrl-C, and a child would go on ignoring it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # no threads are about here
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("-- 2 scenarios")
            saved = (suite / "a/one.yaml").read_text(encoding="utf-8")
            (suite / "a/one.yaml").write_text(f"{saved}\n", encoding="utf-8")
            lines = [process.stdout.readline() for _ in range(3)]
            assert [line.partition(";")[0].strip() for line in lines] == [
                "2 passed, 0 failed",
                "-- changed: one.yaml",
                "1 passed, 0 failed",
            ]
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == 0
        finally:
            process.kill()
