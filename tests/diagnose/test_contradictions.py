"""What one part of a ticket says is held against every other: logs, code, manifests, consoles, requests and forms."""

from pathlib import Path

import pytest

from simulator.diagnose.answer import diagnose, to_json
from simulator.diagnose.line_values import values_in
from simulator.diagnose.reading import read_ticket
from simulator.diagnose.text import answer_text

HEAD = "11-22 08:00:00.000  1234  1234 "
CONSOLE = """\
IM console OPPO certificate
ID: 7005
AppKey: 9c1f2d3a4b5c6d7e8f90
AppID: 3012345
MasterSecret: 8f7e6d5c4b3a29180f1e2d3c4b5a6978
ChannelID: tuikit
"""
WORDS = "OPPO Find X6, no push when the app is killed\n"
MANIFEST = """\
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.acme.chat">
  <application>
    <meta-data android:name="com.vivo.push.app_id" android:value="100009"/>
    <service android:name="com.vivo.push.sdk.service.CommandClientService" android:exported="true"/>
  </application>
</manifest>
"""
NO_CHANNEL = f"{HEAD}E NotificationService: No Channel found for pkg=com.acme.chat.debug, channelId=tuikit, id=7\n"


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def signs_of(folder: Path, **files: str) -> dict[str, tuple[str, int]]:
    return {one.sign: (one.file, one.line) for one in read_ticket([written(folder, **files)]).recognised()}


def test_the_number_that_a_log_reports_is_held_against_the_console(tmp_path: Path) -> None:
    log = f"{HEAD}I ThirdPushTokenMgr: setOfflinePushConfig businessID = 7009 token = abcdefgh12345678\n"
    parts = {"words__txt": WORDS, "console__txt": CONSOLE}
    assert signs_of(tmp_path, **parts, phone__log=log)["set.certificate_id_unknown"] == ("phone.log", 1)
    assert "set.certificate_id_unknown" not in signs_of(tmp_path, phone__log=log.replace("7009", "7005"))


def test_the_channel_that_the_code_makes_is_held_against_the_console(tmp_path: Path) -> None:
    code = (
        "class Push {\n  fun make() {\n"
        "    val channel = NotificationChannel(CHAT_CHANNEL, name, level)\n"
        '    const val CHAT_CHANNEL = "chat"\n  }\n}\n'
    )
    parts = {"words__txt": WORDS, "console__txt": CONSOLE}
    assert "set.channel_of_another_name" in signs_of(tmp_path, **parts, Push__kt=code)
    assert "set.channel_of_another_name" not in signs_of(tmp_path, Push__kt=code.replace('"chat"', '"tuikit"'))


def test_the_channel_that_a_message_names_counts_before_the_certificates(tmp_path: Path) -> None:
    listed = "NotificationChannel{mId='tuikit', mName=IM, mImportance=3, mBypassDnd=false}\n"
    sent = (
        '{"MsgBody":[{"MsgType":"TIMTextElem"}],"OfflinePushInfo":{"Desc":"x","AndroidInfo":{"OPPOChannelID":"chat"}}}'
    )
    parts = {"words__txt": WORDS, "console__txt": CONSOLE, "dumpsys__txt": listed}
    assert "set.channel_of_another_name" not in signs_of(tmp_path, **parts)
    assert signs_of(tmp_path, sent__json=sent)["set.channel_of_another_name"] == ("sent.json", 1)


def test_what_dumpsys_says_is_off_is_off(tmp_path: Path) -> None:
    listed = "NotificationChannel{mId='tuikit', mName=IM, mImportance=0, mBypassDnd=false}\n"
    answer = diagnose(read_ticket([written(tmp_path, words__txt=WORDS, dumpsys__txt=listed)]))
    assert answer.causes[0].id == "channel_switched_off"


def test_the_values_of_a_manifest_are_held_against_the_vendors_console(tmp_path: Path) -> None:
    console = "vivo 开放平台\n包名：com.acme.chat\nAppID: 100012345\nAppKey: 9f1c2d3e4f5061728394a5b6c7d8e9f0\n"
    parts = {"AndroidManifest__xml": MANIFEST, "words__txt": "vivo X60 收不到推送\n"}
    assert "set.constants_differ" in signs_of(tmp_path, **parts, vivo__txt=console)
    assert "set.constants_differ" not in signs_of(tmp_path, vivo__txt=console.replace("100012345", "100009"))


def test_two_packages_are_told_and_asked_about(tmp_path: Path) -> None:
    folder = written(tmp_path, AndroidManifest__xml=MANIFEST, phone__log=NO_CHANNEL, words__txt=WORDS)
    answer = diagnose(read_ticket([folder]))
    [differing] = answer.contradictions
    assert (differing.sign, differing.file, differing.line) == ("contradiction.package", "phone.log", 1)
    assert "parts of the ticket that differ" in answer_text(answer)
    assert any("which of the two" in one["question"] for one in to_json(answer)["ask_next"])


def test_one_package_in_all_parts_is_no_contradiction(tmp_path: Path) -> None:
    log = NO_CHANNEL.replace(".debug", "")
    folder = written(tmp_path, AndroidManifest__xml=MANIFEST, phone__log=log, words__txt=WORDS)
    assert diagnose(read_ticket([folder])).contradictions == ()


def test_a_constant_that_is_nought_needs_no_console_to_be_wrong(tmp_path: Path) -> None:
    code = (
        'public class A {\n  public static final long VIVO_PUSH_BUZID = 0;\n  public static final String B = "";\n}\n'
    )
    answer = diagnose(read_ticket([written(tmp_path, A__java=code, words__txt="vivo X60 收不到推送\n")]))
    assert answer.causes[0].id == "certificate_id_unset"


@pytest.mark.parametrize(
    "line",
    [
        "wx appId: 1234567890",
        "the package was lost",
        "XM_PUSH_BUZID = 17",
        "businessID is set",
        "channelId=tuikit",
        "sdkAppID: 12345",
    ],
)
def test_what_only_looks_like_a_setting_is_none(line: str) -> None:
    assert not list(values_in(line))


def test_a_receiver_that_the_build_renamed_is_found_in_the_mapping(tmp_path: Path) -> None:
    mapping = (
        "# compiler: R8\ncom.acme.chat.App -> com.acme.chat.App:\n"
        "com.acme.chat.push.MyPushReceiver -> a.a.b:\n    void onReceiveRegisterResult() -> a\n"
    )
    words = "release build on Xiaomi gets no push\n"
    answer = diagnose(read_ticket([written(tmp_path, mapping__txt=mapping, words__txt=words)]))
    assert answer.causes[0].id == "receivers_renamed"
    assert ("set.receiver_renamed", "mapping.txt", 3) in {(one.sign, one.file, one.line) for one in answer.evidence}
    kept = mapping.replace("a.a.b", "com.acme.chat.push.MyPushReceiver")
    assert "set.receiver_renamed" not in signs_of(tmp_path, mapping__txt=kept)
