"""Cases that may fail, until somebody's day is over."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from simulator.report.case_report import report_of
from simulator.report.quarantine import Quarantine, read_quarantine
from simulator.scenario.errors import ScenarioErrors
from tests.scenario.playing import ARRIVE, KILL, LOG_OUT, SEND, UP, played

BAD = replace(report_of(played(UP, LOG_OUT, SEND, ARRIVE)), case="scenarios/vivo/a.yaml::vivo")
GOOD = replace(report_of(played(UP, KILL, SEND, ARRIVE)), case="scenarios/oppo/b.yaml::oppo")
LIST = """\
- {case: "scenarios/vivo/*", owner: lin, expires: 2026-12-31, reason: vivo repairs it}
"""


def listed(folder: Path, text: str, today: date = date(2026, 12, 31)) -> Quarantine:
    path = folder / "quarantine.yaml"
    path.write_text(text, encoding="utf-8")
    return read_quarantine(path, today)


def test_a_failure_is_excused_up_to_the_last_day_and_no_longer(tmp_path):
    on_the_last_day = listed(tmp_path, LIST)
    entry = on_the_last_day.entry_of(BAD)
    assert entry is not None
    assert entry.text == "in quarantine until 2026-12-31, lin: vivo repairs it"
    assert list(on_the_last_day.complaints(is_whole=True)) == []
    behind_it = listed(tmp_path, LIST, date(2027, 1, 1))
    assert behind_it.entry_of(BAD) is None
    [complaint] = behind_it.complaints(is_whole=False)
    assert complaint.endswith(
        "quarantine.yaml:1: scenarios/vivo/*: expired on 2026-12-31; lin was to see to it: vivo repairs it"
    )


def test_an_entry_whose_cases_pass_is_to_go(tmp_path):
    quarantine = listed(tmp_path, LIST.replace("vivo/*", "oppo/*"))
    assert quarantine.entry_of(GOOD) is None
    [complaint] = quarantine.complaints(is_whole=False)
    assert complaint.endswith("scenarios/oppo/*: the cases that it fits pass; take it out of the list")


def test_an_entry_that_fits_nothing_is_wrong_only_where_everything_was_played(tmp_path):
    quarantine = listed(tmp_path, LIST)
    assert quarantine.entry_of(GOOD) is None
    assert list(quarantine.complaints(is_whole=False)) == []
    [complaint] = quarantine.complaints(is_whole=True)
    assert complaint.endswith("scenarios/vivo/*: fits no case; correct it, or take it out of the list")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LIST.replace("owner: lin", "owner: lin, line: 7"), 'quarantine.yaml:1:42: no field is called "line"'),
        ("case: a", "quarantine.yaml:1:1: a map stands here where a list of entries belongs"),
        ("- {case: a, owner: lin, reason: x}", "quarantine.yaml:1:3: expires is missing"),
        (LIST.replace("2026-12-31", "2026-02-30"), 'quarantine.yaml:1:3: expires: "2026-02-30" is no date'),
        (LIST.replace("owner", "ownr"), '  did you mean "owner"?'),
        (LIST.replace("reason: vivo repairs it", 'reason: ""'), "quarantine.yaml:1:"),
        ("", "quarantine.yaml: this file is empty\n  next: write []"),
    ],
)
def test_a_mistake_in_the_list_is_told_with_its_place(tmp_path, monkeypatch, text, told):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioErrors) as caught:
        listed(Path(), text)
    assert told in caught.value.text()
