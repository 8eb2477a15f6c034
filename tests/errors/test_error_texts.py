"""Every folder here is one mistake: `scenario.yaml`, and `error.txt` with what is said about it.

A text that differs is written to `error.actual.txt` beside it: read it as an engineer at night would, and if it is
better than the old one, rename it.
"""

import re
from pathlib import Path

import pytest

from simulator.scenario.errors import ScenarioErrors
from simulator.scenario.loader import load_scenario
from simulator.scenario.names import Vocabulary
from simulator.scenario.steps import STEPS

HERE = Path(__file__).parent
CASES = sorted(folder.name for folder in HERE.iterdir() if (folder / "scenario.yaml").exists())
LINES_MAX = 12
PYTHON_WORDS = ("Traceback", "NoneType", "dict", "tuple", "str ", "int ", "object at", "Error", "None", "True", "False")
VERBS = (
    *("at", "call_rest", "cut_link", "edit_certificate", "fail_next", "go_home", "kill_app", "launch_app", "log_in"),
    *("log_out", "must_arrive", "must_not_arrive", "must_open", "save_certificate", "send_message", "set_channel"),
    *("set_up", "set_vendor_app", "tap_notification", "turn_push", "wait"),
)
FORMS = {
    "oppo": ("app_key", "app_id", "app_secret", "master_secret", "channel_id"),
    "vivo": ("app_id", "app_key", "app_secret"),
    "xiaomi": ("package", "app_secret"),
}
REFUSALS = {
    "oppo": {"11": "auth_token expired", "33": "the day's number is used up"},
    "vivo": {"10070": "the day's number is used up", "10302": "regId unknown", "10071": "not at this time of day"},
    "xiaomi": {"10001": "system error"},
}
# Fixed words, so that a new vendor, model or step changes no text here.
VOCABULARY = Vocabulary(
    steps={verb: STEPS[verb] for verb in VERBS},
    vendors=tuple(FORMS),
    apps=("careful", "oppo_guide", "vivo_guide", "xiaomi_guide"),
    models=("Mi 11", "OPPO R15", "vivo X20", "vivo X60", "vivo Y3"),
    statements=[f"{guide}{number:02}" for guide in "COVX" for number in range(1, 23)],
    certificate_fields=lambda vendor: FORMS[vendor],
    refusals=lambda vendor: REFUSALS[vendor],
)


@pytest.mark.parametrize("case", CASES)
def test_error_text(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    expected = HERE / case / "error.txt"
    with pytest.raises(ScenarioErrors) as caught:
        load_scenario(Path(case, "scenario.yaml"), VOCABULARY)
    actual = caught.value.text() + "\n"
    if not expected.exists() or actual != expected.read_text(encoding="utf-8"):
        (HERE / case / "error.actual.txt").write_text(actual, encoding="utf-8")
    assert expected.exists(), "read error.actual.txt and rename it to error.txt"
    assert actual == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_error_text_has_the_form_of_all_of_them(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    with pytest.raises(ScenarioErrors) as caught:
        load_scenario(Path(case, "scenario.yaml"), VOCABULARY)
    for error in caught.value.errors:
        text = error.text()
        first, *others = text.splitlines()
        assert first.startswith(f"{case}/")
        assert all(line.startswith("  ") for line in others)
        assert len(others) < LINES_MAX
        assert max(map(len, others), default=0) <= 110
        assert not any(word in text for word in PYTHON_WORDS), "people do not write Python"
        assert "!" not in re.sub('"[^"]*"', "", first), "nobody is shouted at"
        assert others, "an error says what to do, or what is known"


def test_corpus_is_large_enough() -> None:
    assert len(CASES) >= 60


def test_no_actual_text_is_left_behind() -> None:
    assert not list(HERE.glob("*/error.actual.txt"))
