"""What manifests, shrinking rules, certificate settings and source code of a ticket show, each at its line."""

import zipfile
from pathlib import Path

from simulator.diagnose.answer import diagnose
from simulator.diagnose.reading import read_ticket

WORDS = "vivo X60, Android 13, 收不到推送\n"
MANIFEST = """\
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.chat">
    <uses-permission android:name="android.permission.INTERNET"/>
    <application>
        <meta-data android:name="com.vivo.push.api_key" android:value="${VIVO_KEY}"/>
        <meta-data android:name="com.vivo.push.app_id" android:value=""/>
        <service android:name="com.vivo.push.sdk.service.CommandClientService" android:exported="true"/>
        <receiver android:name=".push.PushReceiver" android:exported="false">
            <intent-filter><action android:name="com.vivo.pushclient.action.RECEIVE"/></intent-filter>
        </receiver>
    </application>
</manifest>
"""
CONSTANTS = """\
public class PrivateConstants {
    public static final long XM_PUSH_BUZID = 11777;
    public static final long VIVO_PUSH_BUZID = 11888;
    public static final String XM_PUSH_APPKEY = "5761812345678";
}
"""
MANAGER = """\
public class ThirdPushTokenMgr {
    void report() {
        if (IMFunc.isBrandXiaoMi()) {
            param = new Param(PrivateConstants.XM_PUSH_BUZID, token);
        } else if (IMFunc.isBrandVivo()) {
            param = new Param(PrivateConstants.XM_PUSH_BUZID, token);
        }
    }
}
"""
IM_CONSOLE = """\
腾讯云 IM 控制台
vivo 证书
证书ID 11999
AppKey 9f1c2d3e4f5061728394a5b6c7d8e9f0
AppID 100012345
AppSecret 11111111-2222-3333-4444-555555555555
应用内指定界面 intent://com.example/#Intent;en
"""
VIVO_CONSOLE = """\
vivo 开放平台
包名：com.example.chat
AppID: 100012345
AppKey: 9f1c2d3e4f5061728394a5b6c7d8e9f0
AppSecret: 99999999-2222-3333-4444-555555555555
"""


def signs_of(folder: Path, **files: str) -> dict[str, tuple[str, int]]:
    """Write *files*, whose `__` stands for a dot, and return where each sign shows."""
    (folder / "words.txt").write_text(WORDS, encoding="utf-8")
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return {one.sign: (one.file, one.line) for one in read_ticket([folder]).recognised()}


def test_what_a_manifest_lacks_is_told_at_the_line_that_falls_short(tmp_path: Path) -> None:
    found = signs_of(tmp_path, AndroidManifest__xml=MANIFEST)
    assert found["manifest.lacks.com.vivo.push.app_id"] == ("AndroidManifest.xml", 5)
    assert found["set.permission_undeclared"] == ("AndroidManifest.xml", 0)
    assert "manifest.lacks.com.vivo.push.api_key" not in found


def test_a_manifest_without_the_vendor_says_so(tmp_path: Path) -> None:
    bare = (
        '<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.x"><application/></manifest>'
    )
    assert "manifest.vendor_absent" in signs_of(tmp_path, AndroidManifest__xml=bare)


def test_an_apk_in_an_archive_is_read_as_a_whole(tmp_path: Path) -> None:
    apk = tmp_path / "app.apk"
    with zipfile.ZipFile(apk, "w") as file:
        file.writestr("AndroidManifest.xml", MANIFEST)
        file.writestr("classes.dex", b"dex\n035\0")
    with zipfile.ZipFile(tmp_path / "ticket.zip", "w") as file:
        file.write(apk, "build/app.apk")
        file.writestr("words.txt", WORDS)
    found = read_ticket([tmp_path / "ticket.zip"])
    assert not found.unreadable
    places = {one.sign: one.file for one in found.recognised()}
    assert places["manifest.lacks.com.vivo.push.app_id"] == "ticket.zip/build/app.apk"


def test_a_receiver_that_the_rules_rename_is_told(tmp_path: Path) -> None:
    found = signs_of(
        tmp_path, AndroidManifest__xml=MANIFEST, proguard_rules__pro="# rules\n-keep class com.vivo.push.** { *; }\n"
    )
    assert found["shrinking.renames.com.example.chat.push.PushReceiver"] == ("proguard_rules.pro", 0)
    assert found["set.shrinks"] == ("proguard_rules.pro", 0)
    kept = signs_of(tmp_path, proguard_rules__pro="-keep class com.example.chat.push.** { *; }\n")
    assert "shrinking.renames.com.example.chat.push.PushReceiver" not in kept


def test_certificates_are_compared_with_the_vendors_console_and_the_code(tmp_path: Path) -> None:
    found = signs_of(tmp_path, im__txt=IM_CONSOLE, console__txt=VIVO_CONSOLE, PrivateConstants__java=CONSTANTS)
    assert found["set.secret_differs"][0] in {"im.txt", "console.txt"}
    assert found["set.constant_names_no_certificate"][0] in {"im.txt", "PrivateConstants.java"}
    assert found["set.intent_malformed"] == ("im.txt", 3)
    assert "set.certificate_field_differs" not in found


def test_certificates_as_yaml_are_read_like_those_copied_from_a_page(tmp_path: Path) -> None:
    text = "certificates:\n  - vendor: vivo\n    id: 11999\n    app_id: '100'\n    app_secret: s3cr3t\n"
    found = signs_of(tmp_path, certificates__yaml=text, PrivateConstants__java=CONSTANTS)
    assert "set.constant_names_no_certificate" in found
    same = signs_of(tmp_path, certificates__yaml=text.replace("11999", "11888"))
    assert "set.constant_names_no_certificate" not in same


def test_a_branch_with_another_makers_constant_is_found_in_the_source(tmp_path: Path) -> None:
    assert signs_of(tmp_path, Manager__java=MANAGER)["source.constant_of_other_vendor"] == ("Manager.java", 6)
    right = MANAGER.replace("(PrivateConstants.XM", "(PrivateConstants.VIVO")
    assert "source.constant_of_other_vendor" not in signs_of(tmp_path, Manager__java=right)


def test_a_maker_without_a_branch_and_an_unset_id_are_found_in_the_source(tmp_path: Path) -> None:
    others = MANAGER.replace("isBrandVivo", "isBrandHuawei")
    unset = CONSTANTS.replace("11888", "0")
    found = signs_of(tmp_path, Manager__java=others, Constants__java=unset)
    assert found["source.branch_missing"] == ("Manager.java", 5)
    assert found["set.certificate_id_unset"] == ("Constants.java", 3)


def test_nothing_secret_of_consoles_and_code_is_shown(tmp_path: Path) -> None:
    signs_of(tmp_path, im__txt=IM_CONSOLE, console__txt=VIVO_CONSOLE, PrivateConstants__java=CONSTANTS)
    shown = " ".join(one.text for one in read_ticket([tmp_path]).recognised())
    for secret in ("11111111-2222", "99999999-2222", "9f1c2d3e4f50", "5761812345678"):
        assert secret not in shown


def test_a_manifest_tells_a_receiver_that_is_missing_from_one_of_the_sample(tmp_path: Path) -> None:
    lacking = MANIFEST[: MANIFEST.index("        <receiver")] + MANIFEST[MANIFEST.index("    </application>") :]
    asking = '<uses-permission android:name="android.permission.POST_NOTIFICATIONS"/>\n    <application'
    right = lacking.replace('android:value=""', 'android:value="1"').replace("<application", asking, 1)
    signs_of(tmp_path, AndroidManifest__xml=right)
    answer = diagnose(read_ticket([tmp_path]))
    first = answer.causes[0]
    assert (answer.verdict, first.id, first.cause_hop) == ("broken", "receiver_undeclared", "manifest")
    assert first.repair is not None
