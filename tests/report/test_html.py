"""The page as Python lays it down: what is in it, what is masked, and what is left out when it does not fit."""

import json
import re
from base64 import b64decode
from pathlib import Path
from typing import Any
from zlib import decompress

import pytest
from msgspec.structs import replace

from simulator.report.case_report import CaseReport, report_of
from simulator.report.html.assets import content_hash, script, style
from simulator.report.html.masking import masked, masked_text
from simulator.report.html.page import write_html
from simulator.report.html.records import RECORDS_MAX, kept, records_of, rows
from simulator.report.json_lines import Results
from tests.scenario.playing import ARRIVE, KILL, LOG_OUT, SEND, UP, played

GOOD = report_of(played(UP, KILL, SEND, ARRIVE), with_traces=True)
BAD = report_of(played(UP, LOG_OUT, SEND, ARRIVE), with_traces=True)
SHELL_BYTES = 300_000
"""More than the page without any case, less than one with all the traces below."""


def named(report: CaseReport, name: str) -> CaseReport:
    return replace(report, case=f"{name}.yaml::vivo", file=f"{name}.yaml", name=name)


def unpacked(text: str) -> Any:
    return json.loads(decompress(b64decode(text)))


def page_of(path: Path, *reports: CaseReport, **options: Any) -> tuple[str, Any, list[Any]]:
    """Write a page and return its text, its index, and its blocks."""
    with Results(seed=7) as results:
        for report in reports:
            results.add(report)
        write_html(path / "page.html", results, seed=7, **options)
    text = (path / "page.html").read_text(encoding="utf-8")
    carried = dict(re.findall(r'<script type="text/plain" id="([\w-]+)">([^<]*)</script>', text))
    return text, unpacked(carried.pop("index")), [unpacked(block) for block in carried.values()]


def test_all_cases_are_listed_and_each_points_to_its_trace(tmp_path):
    _, index, blocks = page_of(tmp_path, named(GOOD, "b"), named(BAD, "a"))
    assert (index["seed"], index["kept"], [file[0] for file in index["files"]]) == (7, 2, ["a.yaml", "b.yaml"])
    assert [row[4] for row in index["cases"]] == [1, 0]
    for row, report in zip(index["cases"], (BAD, GOOD), strict=True):
        trace = blocks[row[-2]][row[-1]]
        assert len(trace["rows"]) == trace["of"] == len(json.loads(bytes(report.trace)))
        assert trace["source"] == list(report.source)


def test_a_failed_case_in_quarantine_says_who_answers_for_it(tmp_path):
    excused = {"a.yaml::vivo": "in quarantine until 2026-12-31, lin: next release"}
    _, index, _ = page_of(tmp_path, named(GOOD, "b"), named(BAD, "a"), excused=excused)
    assert [row[4:6] for row in index["cases"]] == [[1, excused["a.yaml::vivo"]], [0, ""]]


def test_reasons_and_rules_are_explained_in_both_languages_and_with_their_source(tmp_path):
    _, index, _ = page_of(tmp_path, named(BAD, "a"))
    assert index["cases"][0][7] == ["logged_out", "offline_decided", "im.logged_out", ""]
    assert index["vocabulary"]["reasons"]["logged_out"][:2] == [
        "the user has logged out on this phone",
        "用户已在该手机上退出登录",
    ]
    place, place_zh = "vivo guide, step 5 (C19)", "vivo 指南，步骤 5 (C19)"
    assert index["vocabulary"]["rules"]["im.logged_out"] == [place, place_zh, "documented", "", ""]
    assert index["vocabulary"]["vendors"]["huawei"] == ["Huawei", "华为"]


def test_a_rule_that_answers_with_a_code_says_what_the_code_means(tmp_path):
    wrong = "edit_certificate: {vendor: vivo, app_secret: another}"
    refused = report_of(played(UP, KILL, wrong, "wait: 10min", SEND, ARRIVE), with_traces=True)
    _, index, _ = page_of(tmp_path, named(refused, "a"))
    [rule] = [rule for rule in index["vocabulary"]["rules"] if rule == refused.root_cause.rule]
    assert index["vocabulary"]["rules"][rule][-2:] == [
        "10206: wrong AppSecret, or the parts are joined wrongly",
        "10206：sign 错误",
    ]


def test_what_failed_stands_in_both_languages_once_each(tmp_path):
    excused = {"b.yaml::vivo": "in quarantine until 2026-12-31, lin: next release"}
    _, index, _ = page_of(tmp_path, named(BAD, "a"), named(BAD, "b"), excused=excused)
    vocabulary = index["vocabulary"]
    assert vocabulary["sentences"][BAD.failures[0].what] == "bob_phone 在 1min 内没有展示任何通知"
    assert vocabulary["sentences"][excused["b.yaml::vivo"]] == "隔离至 2026-12-31，负责人 lin：next release"
    assert vocabulary["labels"]["got as far as"] == "到达"


def test_traces_of_failures_come_first_when_not_all_fit(tmp_path):
    reports = [named(GOOD, f"good_{number}") for number in range(400)]
    _, index, blocks = page_of(tmp_path, *reports, named(BAD, "z"), size_max=SHELL_BYTES)
    assert (tmp_path / "page.html").stat().st_size <= SHELL_BYTES
    assert len(index["cases"]) == 401
    assert 0 < index["kept"] < 401
    assert index["cases"][-1][-2] >= 0
    assert sum(len(block) for block in blocks) == index["kept"]


def test_a_case_without_a_trace_is_listed_all_the_same(tmp_path):
    _, index, blocks = page_of(tmp_path, named(GOOD.without_traces(), "a"))
    assert (index["kept"], blocks, index["cases"][0][-2]) == (0, [], -1)


def test_the_page_asks_nobody_for_anything(tmp_path):
    text, _, _ = page_of(tmp_path, named(GOOD, "a"))
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    assert policy[1].split("; ")[:3] == [
        "default-src 'none'",
        f"style-src '{content_hash(style())}'",
        f"script-src '{content_hash(script())}'",
    ]
    assert re.findall(r"""(?:src|href)=["'](?!#)""", text.replace(script(), "")) == []


def test_modules_are_joined_behind_what_they_import_and_share_no_name():
    names = re.findall(r"^// (\w+\.mjs)$", script(), re.MULTILINE)
    assert names[-1] == "page.mjs"
    assert names.index("dom.mjs") < names.index("phone.mjs")
    defined = re.findall(r"^(?:async )?(?:function|class|const|let) (\w+)", script(), re.MULTILINE)
    assert sorted({name for name in defined if defined.count(name) > 1}) == []


# -- records -----------------------------------------------------------------------------------------------------------


def test_of_a_long_trace_the_newest_records_are_kept_and_those_that_tell_how_phones_stand():
    records = records_of(GOOD.trace)
    many = [replace(records[index % len(records)], n=index + 1) for index in range(RECORDS_MAX + 500)]
    shown = kept(many)
    assert [one.n for one in shown[-RECORDS_MAX:]] == [one.n for one in many[-RECORDS_MAX:]]
    early = shown[:-RECORDS_MAX]
    assert {one.kind for one in early} == {"step", "state", "hop", "callback"}
    assert {"token_bound", "posted", "login", "process"} <= {one.name for one in early}
    assert {"im_accepted", "vendor_accepted"}.isdisjoint(one.name for one in early)
    assert kept(records) == records


def test_rows_count_on_from_the_row_before():
    records = records_of(GOOD.trace)
    n = at_ms = 0
    for row, record in zip(rows(records), records, strict=True):
        n, at_ms = n + row[0], at_ms + row[1]
        assert (n, at_ms, n - row[8] if row[8] else None) == (record.n, record.at_ms, record.parent)


# -- secrets -----------------------------------------------------------------------------------------------------------

SECRET = "b4c1f0aa93d7e652"


@pytest.mark.parametrize(
    "template",
    [
        '{"appSecret":"%s","appId":1}',
        '{"master_secret": "%s"}',
        '{"argument": "{\\"app_secret\\": \\"%s\\"}"}',
        "grant_type=client_credentials&client_secret=%s&client_id=1",
        "https://console.tim.qq.com/v4/x?sdkappid=1&usersig=%s&random=2",
        "  vivo: {app_id: 1, app_secret: %s}",
        '  secret_key: "%s"',
        "cb=%%7B%%22auth_token%%22%%3A%%22%s%%22%%7D",
        "authToken: %s",
    ],
)
def test_a_secret_in_a_text_is_masked_but_for_its_end(template):
    assert masked_text(template % SECRET) == template % "•••e652"


def test_secrets_are_masked_by_name_in_data_and_headers():
    data = {
        "headers": [["Authorization", f"key={SECRET}"], ["Content-Type", "text/plain"]],
        "fields": {"user_sig": SECRET, "app_key": SECRET, "code": 0, "nested": [{"accessToken": SECRET}]},
    }
    assert masked(data) == {
        "headers": [["Authorization", "•••e652"], ["Content-Type", "text/plain"]],
        "fields": {"user_sig": "•••e652", "app_key": SECRET, "code": 0, "nested": [{"accessToken": "•••e652"}]},
    }


@pytest.mark.parametrize(
    "text", ["app_secret: wrong", "the secret is out", "token = 1234567890", '{"regId":"123456789"}']
)
def test_what_is_no_secret_stays(text):
    assert masked_text(text) == text


def test_no_secret_of_the_world_is_in_a_page(tmp_path):
    _, index, blocks = page_of(tmp_path, named(GOOD, "a"), named(BAD, "b"))
    told = json.dumps([index, blocks], ensure_ascii=False)
    secrets = {
        found for report in (GOOD, BAD) for found in re.findall(r'"user_sig":"([^"]+)"', bytes(report.trace).decode())
    }
    assert secrets
    assert [secret for secret in secrets if secret in told] == []
    assert "app-secret-" not in told
