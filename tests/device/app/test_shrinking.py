import pytest

from simulator.device.app.shrinking import ShrinkingFault, ShrinkingRules

RECEIVER = "com.tencent.qcloud.tim.demo.thirdpush.VIVOPushMessageReceiverImpl"
VIVO = f"""
# 请将 {RECEIVER} 改成您 App 中定义的完整类名
# vivo 推送
-dontwarn com.vivo.push.**
-keep class com.vivo.push.**{{*; }}
-keep class com.vivo.vms.**{{*; }}
-keep class {RECEIVER}{{*;}}
"""


def rules(text: str) -> ShrinkingRules:
    return ShrinkingRules.parse(text)


@pytest.mark.parametrize("kept", [RECEIVER, "com.vivo.push.sdk.service.CommandClientService", "com.vivo.vms.A"])
def test_vivo_guide_rules_keep_what_they_name(kept):
    assert rules(VIVO).keeps(kept)
    assert rules(VIVO).name_after(kept) == kept


@pytest.mark.parametrize("renamed", ["com.example.chat.MyReceiver", "com.vivo.pushx.A", RECEIVER + "2", "com.vivo.A"])
def test_other_classes_are_renamed_and_always_alike(renamed):
    short = rules(VIVO).name_after(renamed)
    assert not rules(VIVO).keeps(renamed)
    assert len(short) == 6
    assert short == rules("").name_after(renamed)


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("com.a.B", "com.a.B", True),
        ("com.a.B", "com.a.Bc", False),
        ("com.*.B", "com.a.B", True),
        ("com.*.B", "com.a.b.B", False),
        ("com.**.B", "com.a.b.B", True),
        ("com.**", "com.B", True),
        ("com.**", "comx.B", False),
        ("com.?.B", "com.a.B", True),
        ("com.?.B", "com.ab.B", False),
        ("com?a.B", "com.a.B", False),
        ("*", "com.a.B", True),
        ("**", "com.a.B", True),
        ("**Receiver", "com.a.MyReceiver", True),
        ("**Receiver", "com.a.Receivers", False),
        ("com.a.B$*", "com.a.B$C", True),
    ],
)
def test_wildcards(pattern, name, fits):
    assert rules(f"-keep class {pattern}").keeps(name) is fits


def test_hostile_pattern_takes_no_time():
    assert not rules(f"-keep class {'*a' * 40}b").keeps("a" * 200)


@pytest.mark.parametrize(
    "rule",
    [
        "-keep class com.a.B",
        "-keep public class com.a.B { *; }",
        "-keep public final class com.a.B {\n  public <init>(...);\n}",
        "-keep interface com.a.B",
        "-keep @interface com.a.B",
        "-keep enum com.a.B",
        "-keepnames class com.a.B",
        "-keep,allowshrinking class com.a.B {*;}",
        "-keep , allowoptimization class com.a.B",
        "-keep class x.Y, com.a.B {*;}",
        "-keep class x.Y{*;}-keep class com.a.B{*;}",
        "-keep class !com.b.**, com.** {*;}",
        "-keep class !com.b.**",
        "-dontobfuscate",
    ],
)
def test_rule_keeps_the_name(rule):
    assert rules(rule).keeps("com.a.B")


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "# -keep class com.a.B {*;}",
        "-keepclassmembers class com.a.B {*;}",
        "-keepclasseswithmembernames class * { native <methods>; }",
        "-keepclasseswithmembers class * { public <init>(android.content.Context); }",
        "-keep,allowobfuscation class com.a.B",
        "-keep @androidx.annotation.Keep class * {*;}",
        "-keep class !com.a.**, com.** {*;}",
        "-keepattributes *Annotation*,Signature\n-dontshrink\n-optimizationpasses 5",
    ],
)
def test_rule_does_not_keep_the_name(rule):
    assert not rules(rule).keeps("com.a.B")


def test_class_is_kept_by_its_supertype():
    rule = rules("-keep public class * extends com.vivo.push.sdk.OpenClientPushMessageReceiver")
    assert rule.keeps("com.a.B", ["com.vivo.push.sdk.OpenClientPushMessageReceiver"])
    assert not rule.keeps("com.a.B", ["android.content.BroadcastReceiver"])
    assert not rule.keeps("com.a.B")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (
            "# 小米\n-keep com.tencent.qcloud.tim.demo.thirdpush.XiaomiMsgReceiver {*;}",
            2,
            "Expected [!]interface|@interface|class|enum",
        ),
        ("-keep", 1, "Expected [!]interface|@interface|class|enum"),
        ("-keep private class a.B", 1, "Expected [!]interface|@interface|class|enum"),
        ("\n\nkeep class a.B", 3, "Expected char '-'"),
        ("-dontwarn a.**\n-kep class a.B", 2, 'Unknown option "-kep"'),
        ("-keep class a.B {\n *;", 1, "Expected char '}'"),
        ("-keep class a.B (x)", 1, 'Expected class name, then optional members in braces: "a.B (x)"'),
        ("-keep class a/B", 1, 'Expected class name, then optional members in braces: "a/B"'),
        ("-keepclassmembers a.B {*;}", 1, "Expected [!]interface|@interface|class|enum"),
        ("-keep class a.B {\n *;\n}\n-x", 4, 'Unknown option "-x"'),
    ],
)
def test_rule_that_r8_refuses_is_refused_with_its_line(text, line, what):
    with pytest.raises(ShrinkingFault) as raised:
        rules(text)
    assert (raised.value.line, raised.value.what) == (line, what)


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 10 * 1024 * 1024])
def test_large_rules_are_refused(size):
    with pytest.raises(ShrinkingFault, match="larger than 1048576 characters"):
        rules("#" * size)


def test_rules_at_the_size_limit_are_read():
    assert rules("#" * 1024 * 1024).keep == ()
