"""The answer for machines keeps its shape, key by key, whatever the ticket is."""

import json
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest
import yaml
from click.testing import CliRunner

from simulator.causes import CAUSES
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Edit
from simulator.cli.main import pushsim
from simulator.push.journey import Hop


class Line(msgspec.Struct, forbid_unknown_fields=True):
    file: str
    line: int
    text: str
    means: str


class Mending(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    text_zh: str
    edits: list[Edit]
    verified: Literal[True]


class Named(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    hop: Hop | None
    cause_hop: CauseHop
    probability: float
    also: list[str]
    evidence: list[Line]
    contradicted_by: list[Line]
    repair: Mending | None


class Question(msgspec.Struct, forbid_unknown_fields=True):
    question: str
    question_zh: str
    how: str
    how_zh: str
    decides: list[str]


class LeftOut(msgspec.Struct, forbid_unknown_fields=True):
    file: str
    why: str


class Told(msgspec.Struct, forbid_unknown_fields=True):
    verdict: Literal["broken", "healthy", "expected_behaviour", "undecided"]
    hop: Hop | None
    causes: list[Named]
    ask_next: list[Question]
    scenario: str
    together: list[str]
    unreadable: list[LeftOut]


def told(folder: Path, given: str | None = None) -> Told:
    """Diagnose *folder*, or what is *given* on standard input, and hold the answer against the contract."""
    what = "-" if given is not None else str(folder)
    result = CliRunner().invoke(pushsim, ["diagnose", what, "--json"], input=given)
    assert result.exit_code == 0, result.output
    data: dict[str, Any] = json.loads(result.stdout)
    answer = msgspec.convert(data, Told)
    names = [one.id for one in answer.causes]
    assert len(set(names)) == len(names)
    assert set(names) <= set(CAUSES)
    assert [one.probability for one in answer.causes] == sorted(
        (one.probability for one in answer.causes), reverse=True
    )
    assert all(0 <= one.probability <= 1 for one in answer.causes)
    if answer.scenario:
        assert "steps" in yaml.safe_load(answer.scenario)
    return answer


TICKETS = {
    "words": {"words.txt": "vivo X60 杀掉应用后收不到推送，从 vivo 控制台直接推能收到"},
    "code": {"answer.txt": "xiaomi errorCode=21301 reason=Invalid application secret. 收不到推送"},
    "well": {"words.txt": "vivo X60 登录正常，token 上报成功，推送正常收到"},
    "group": {"words.txt": "OPPO 手机，应用在前台时不弹通知，退到后台正常"},
}


@pytest.mark.parametrize("name", TICKETS)
def test_every_ticket_is_answered_in_the_shape_of_the_contract(name: str, tmp_path: Path) -> None:
    for file, text in TICKETS[name].items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    told(tmp_path)


def test_standard_input_is_a_ticket() -> None:
    answer = told(Path("-"), "E NotificationService: Suppressing notification from package com.x by user request.\n")
    assert (answer.verdict, answer.causes[0].cause_hop) == ("broken", CauseHop.OS_NOTIFICATION_PERMISSION)
    assert answer.causes[0].evidence[0].line == 1


@pytest.mark.parametrize("given", ["", "\n\n"])
def test_an_empty_ticket_is_undecided_and_asks(given: str) -> None:
    answer = told(Path("-"), given)
    assert answer.verdict == "undecided"
    assert answer.ask_next


def test_a_folder_without_anything_is_undecided(tmp_path: Path) -> None:
    assert told(tmp_path).verdict == "undecided"


def test_what_cannot_be_read_is_named_and_nothing_is_made_up(tmp_path: Path) -> None:
    (tmp_path / "broken.apk").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    answer = told(tmp_path)
    assert {one.file for one in answer.unreadable} == {"broken.apk", "picture.png"}
    assert all(one.why for one in answer.unreadable)
    assert answer.verdict == "undecided"
