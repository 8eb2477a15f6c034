"""One sentence of a reporter, in either language, is understood: the word of its cause is among the first two."""

from pathlib import Path

import pytest
import yaml

from simulator.diagnose.evaluate import UNKNOWN, Known, Marked, marked, prepare
from simulator.diagnose.model import fitted
from simulator.vendors import VENDORS

STATEMENTS: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("statements.yaml").read_text(encoding="utf-8")
)


def a_report(word: str, text: str) -> Known:
    named = [name for name, vendor in VENDORS.items() if {name, *vendor.also_called} & set(text.lower().split())]
    form = {"vendor": named[0] if len(named) == 1 else "multi", "im": "none", "symptom": text, "evidence": []}
    return Known(text, word, (), "", form)


@pytest.fixture(scope="module")
def answers() -> list[Marked]:
    reports = [a_report(word, text) for word, texts in STATEMENTS.items() for text in texts]
    model = fitted()
    return [marked(one, model) for one in prepare(reports)]


@pytest.mark.parametrize("word", STATEMENTS)
def test_a_statement_of_the_cause_is_understood(answers: list[Marked], word: str) -> None:
    mine = [one for one in answers if one.cause_hop == word]
    assert len(mine) >= 3
    told = {one.id: [word for word in one.answered if word != UNKNOWN][:2] for one in mine}
    assert {text: words for text, words in told.items() if word not in words} == {}
