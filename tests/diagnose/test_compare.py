"""What works beside what does not: the differences that matter become evidence, the others are folded away."""

import json
from pathlib import Path

from click.testing import CliRunner

from simulator.cli.main import pushsim
from simulator.diagnose.compare import Compared, compare
from simulator.diagnose.findings import Findings
from simulator.diagnose.reading import read_ticket

CONSOLE = {"regId": "111", "requestId": "a1", "notifyType": 4, "classification": 1, "title": "a", "pushMode": 0}
FROM_IM = {"regId": "222", "requestId": "b2", "notifyType": 4, "classification": 0, "title": "b", "pushMode": 0}
WELL = """\
11-22 08:00:00.010  1234  5678 I MainActivity: vivopush open vivo push success regId = 15646472431991408944055
11-22 08:00:00.020  1234  5678 E TIMSDK: errorCode: 6013, not initialized
11-22 08:00:01.010  1234  5678 D ThirdPushTokenMgr: setOfflinePushToken success
"""
ILL = """\
11-22 08:00:00.010  1234  5678 I MainActivity: vivopush open vivo push success regId = 15646472431991400000000
11-22 08:00:00.020  1234  5678 E TIMSDK: errorCode: 6013, not initialized
11-22 08:00:01.010  1234  5678 E ThirdPushTokenMgr: third token is empty
"""
MANIFEST = """\
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.chat{suffix}">
    <application>
        <activity android:name="com.example.chat.Main" android:exported="true"/>
{receiver}    </application>
</manifest>
"""
RECEIVER = '        <receiver android:name="com.example.chat.PushReceiver" android:exported="true"/>\n'


def compared(tmp_path: Path, here: dict[str, str], there: dict[str, str]) -> tuple[Compared, Findings]:
    for folder, files in (("here", here), ("there", there)):
        (tmp_path / folder).mkdir()
        for name, text in files.items():
            (tmp_path / folder / name).write_text(text, encoding="utf-8")
    findings = read_ticket([tmp_path / "here"])
    return compare(findings, read_ticket([tmp_path / "there"])), findings


def test_two_requests_differ_in_their_class_and_ids_are_folded(tmp_path: Path) -> None:
    found, findings = compared(
        tmp_path, {"im.json": json.dumps({"request": FROM_IM})}, {"console.json": json.dumps({"request": CONSOLE})}
    )
    assert [(one.name, one.here, one.there) for one in found.differences] == [("request.classification", "0", "1")]
    assert found.folded == 5
    [evidence] = [one for one in findings.recognised() if one.sign == "compare.request.classification"]
    assert (evidence.file, max(evidence.speaks, key=lambda word: evidence.speaks[word])) == (
        "im.json",
        "vendor_message_class",
    )


def test_a_field_that_only_the_working_request_has_is_told_under_any_spelling(tmp_path: Path) -> None:
    there = "POST /x HTTP/1.1\nHost: push.example\n\ntitle=a&extra.channel_id=chat&pass_through=0\n"
    here = json.dumps({"request": {"title": "b", "passThrough": "0"}})
    found, _ = compared(tmp_path, {"im.json": here}, {"console.txt": there})
    assert [(one.name, one.here, one.there) for one in found.differences] == [("request.channelid", "", "chat")]


def test_what_both_logs_show_is_excused_and_what_only_the_working_one_shows_speaks(tmp_path: Path) -> None:
    found, findings = compared(tmp_path, {"ill.log": ILL}, {"well.log": WELL})
    signs = {one.sign for one in findings.recognised()}
    assert found.excused == {"log.sdk_not_ready", "code.im.6013"}
    assert "log.sdk_not_ready" not in signs
    assert {"compare.log_lacks.log.report_ok", "log.token_empty"} <= signs
    assert {one.name for one in found.differences} >= {"log_lacks.log.report_ok", "log_has.log.token_empty"}


def test_debug_and_release_builds_differ_in_package_receiver_and_shrinking(tmp_path: Path) -> None:
    found, findings = compared(
        tmp_path,
        {
            "AndroidManifest.xml": MANIFEST.format(suffix="", receiver=""),
            "proguard-rules.pro": "-keep class com.vivo.** { *; }\n",
        },
        {"AndroidManifest.xml": MANIFEST.format(suffix=".debug", receiver=RECEIVER)},
    )
    assert {one.name for one in found.differences} == {"package", "receiver com.example.chat.PushReceiver", "shrinking"}
    assert {"compare.package", "compare.shrinking"} <= {one.sign for one in findings.recognised()}
    assert found.folded == 2


def test_the_command_names_the_differences_and_hides_secrets(tmp_path: Path) -> None:
    for name, request in (("im.json", FROM_IM), ("console.json", {**CONSOLE, "appKey": "9f1c2d3e4f5061728394a5b6"})):
        (tmp_path / name).write_text(
            json.dumps({"url": "https://push.vivo.example", "request": request}), encoding="utf-8"
        )
    (tmp_path / "words.txt").write_text("vivo 收不到推送，从 vivo 控制台直接推能收到\n", encoding="utf-8")
    given = [
        "diagnose",
        str(tmp_path / "words.txt"),
        str(tmp_path / "im.json"),
        "--works",
        str(tmp_path / "console.json"),
    ]
    told = CliRunner().invoke(pushsim, given)
    assert told.exit_code == 0
    assert "! request.classification: 0 | 1" in told.stdout
    answer = json.loads(CliRunner().invoke(pushsim, [*given, "--json"]).stdout)
    assert "request.classification" in {one["name"] for one in answer["compared"]["differences"]}
    assert "9f1c2d3e4f" not in told.stdout + json.dumps(answer)
    missing = CliRunner().invoke(pushsim, [*given[:2], "--works", str(tmp_path / "nowhere")])
    assert (missing.exit_code, "no such file or folder" in missing.stderr) == (2, True)
