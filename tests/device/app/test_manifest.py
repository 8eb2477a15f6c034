from dataclasses import replace

import pytest

from simulator.device.app.manifest import (
    Component,
    ComponentKind,
    DataSpec,
    IntentFilter,
    LaunchMode,
    Manifest,
    ManifestFault,
    install_fault,
    parse_manifest,
)

# The vivo guide's parts, with what it takes for granted around them.
VIVO = """<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android"
    xmlns:tools="http://schemas.android.com/tools"
    package="com.tencent.qcloud.tim.demo">
    <uses-sdk android:minSdkVersion="19" android:targetSdkVersion="28" />
    <uses-permission android:name="android.permission.INTERNET" />
    <application android:name=".DemoApplication">
        <activity android:name=".SplashActivity">
            <intent-filter>
                <action android:name="android.intent.action.MAIN" />
                <category android:name="android.intent.category.LAUNCHER" />
            </intent-filter>
        </activity>
        <service android:name="com.vivo.push.sdk.service.CommandClientService" android:exported="true" />
        <activity
            android:name="com.vivo.push.sdk.LinkProxyClientActivity"
            android:exported="false"
            android:screenOrientation="portrait"
            android:theme="@android:style/Theme.Translucent.NoTitleBar" />
        <meta-data android:name="com.vivo.push.api_key" android:value="a90685ff-ebad-4df3-a265-3d4bb8e3a389" />
        <meta-data android:name="com.vivo.push.app_id" android:value="11178" />
        <receiver android:name="com.tencent.qcloud.tim.demo.thirdpush.VIVOPushMessageReceiverImpl">
            <intent-filter><action android:name="com.vivo.pushclient.action.RECEIVE" /></intent-filter>
        </receiver>
        <activity android:name="com.tencent.qcloud.tim.demo.chat.ChatActivity" android:launchMode="singleTask">
            <intent-filter>
                <action android:name="android.intent.action.VIEW" />
                <data android:host="com.tencent.qcloud.tim" android:path="/detail" android:scheme="pushscheme" />
            </intent-filter>
        </activity>
    </application>
</manifest>
"""


def a_manifest(application: str = "", outside: str = "", attributes: str = "", **placeholders: str) -> Manifest:
    text = (
        '<manifest xmlns:android="http://schemas.android.com/apk/res/android" '
        f'xmlns:tools="http://schemas.android.com/tools" package="com.example.chat">\n{outside}'
        f"<application {attributes}>\n{application}</application></manifest>"
    )
    return parse_manifest(text, placeholders)


def the_fault(application: str = "", outside: str = "") -> ManifestFault:
    with pytest.raises(ManifestFault) as raised:
        a_manifest(application, outside)
    return raised.value


def only(manifest: Manifest) -> Component:
    (component,) = manifest.components
    return component


def test_vivo_guide_parts_are_read():
    manifest = parse_manifest(VIVO)
    assert (manifest.package, manifest.min_sdk, manifest.target_sdk) == ("com.tencent.qcloud.tim.demo", 19, 28)
    assert manifest.permissions == {"android.permission.INTERNET"}
    assert manifest.meta_data == {
        "com.vivo.push.api_key": "a90685ff-ebad-4df3-a265-3d4bb8e3a389",
        "com.vivo.push.app_id": "11178",
    }
    link = manifest.component("com.vivo.push.sdk.LinkProxyClientActivity", ComponentKind.ACTIVITY)
    assert link is not None
    assert (link.exported, link.exported_is_explicit) == (False, True)


def test_chat_page_has_its_filter_and_launch_mode():
    page = parse_manifest(VIVO).activity("com.tencent.qcloud.tim.demo.chat.ChatActivity")
    assert page is not None
    assert page.launch_mode is LaunchMode.SINGLE_TASK
    data = DataSpec(scheme="pushscheme", host="com.tencent.qcloud.tim", path="/detail")
    assert page.filters == (IntentFilter(("android.intent.action.VIEW",), (), (data,)),)


def test_launcher_is_the_activity_with_main_and_launcher():
    launcher = parse_manifest(VIVO).launcher
    assert launcher is not None
    assert launcher.name == "com.tencent.qcloud.tim.demo.SplashActivity"
    assert a_manifest('<activity android:name=".A" />').launcher is None


def test_receivers_are_found_by_action():
    manifest = parse_manifest(VIVO)
    (receiver,) = manifest.receivers_of("com.vivo.pushclient.action.RECEIVE")
    assert receiver.name.endswith("VIVOPushMessageReceiverImpl")
    assert manifest.receivers_of("com.vivo.pushclient.action.OTHER") == ()


def test_disabled_receiver_is_not_found():
    filters = '<intent-filter><action android:name="x" /></intent-filter>'
    manifest = a_manifest(f'<receiver android:name=".R" android:enabled="false">{filters}</receiver>')
    assert manifest.receivers_of("x") == ()
    assert manifest.component("com.example.chat.R") is not None


def test_component_of_another_kind_is_not_found():
    manifest = a_manifest('<service android:name=".S" />')
    assert manifest.component("com.example.chat.S", ComponentKind.SERVICE) is not None
    assert manifest.component("com.example.chat.S", ComponentKind.RECEIVER) is None
    assert manifest.activity("com.example.chat.S") is None


@pytest.mark.parametrize(
    ("written", "full"),
    [(".a.B", "com.example.chat.a.B"), ("B", "com.example.chat.B"), ("org.x.B", "org.x.B")],
)
def test_short_class_name_is_completed_with_the_package(written, full):
    assert only(a_manifest(f'<service android:name="{written}" />')).name == full


@pytest.mark.parametrize(
    ("attribute", "has_filter", "exported", "is_explicit"),
    [
        ("", False, False, False),
        ("", True, True, False),
        ('android:exported="false"', True, False, True),
        ('android:exported="true"', False, True, True),
        ('exported="true"', False, False, False),
        ('android:exported="@bool/it"', True, True, True),
    ],
)
def test_exported_by_default_exactly_with_a_filter(attribute, has_filter, exported, is_explicit):
    filters = '<intent-filter><action android:name="x" /></intent-filter>' if has_filter else ""
    component = only(a_manifest(f'<receiver android:name=".R" {attribute}>{filters}</receiver>'))
    assert (component.exported, component.exported_is_explicit) == (exported, is_explicit)


@pytest.mark.parametrize(("target", "exported"), [(16, True), (17, False), (34, False)])
def test_provider_is_exported_by_default_up_to_target_16(target, exported):
    manifest = a_manifest('<provider android:name=".P" />', f'<uses-sdk android:targetSdkVersion="{target}" />')
    assert only(manifest).exported is exported


@pytest.mark.parametrize(
    ("written", "process"),
    [
        ("", "com.example.chat"),
        ('android:process=":pushservice"', "com.example.chat:pushservice"),
        ('android:process="org.own"', "org.own"),
    ],
)
def test_process_name_is_full(written, process):
    assert only(a_manifest(f'<service android:name=".S" {written} />')).process == process


def test_component_inherits_from_its_application():
    attributes = 'android:permission="org.p" android:process=":all" android:enabled="false"'
    component = only(a_manifest('<service android:name=".S" android:enabled="true" />', attributes=attributes))
    assert (component.permission, component.process, component.enabled) == ("org.p", "com.example.chat:all", False)


def test_declared_permission_has_its_level():
    manifest = a_manifest(
        outside='<permission android:name="a.MIPUSH_RECEIVE" android:protectionLevel="signature" />'
        '<permission android:name="b" /><uses-permission android:name="a.MIPUSH_RECEIVE" />'
    )
    assert manifest.declared_permissions == {"a.MIPUSH_RECEIVE": "signature", "b": "normal"}
    assert manifest.permissions == {"a.MIPUSH_RECEIVE"}


def test_alias_names_the_activity_behind_it():
    alias = only(a_manifest('<activity-alias android:name=".Old" android:targetActivity=".New" />'))
    assert (alias.kind, alias.target_activity) == (ComponentKind.ACTIVITY_ALIAS, "com.example.chat.New")


def test_launch_mode_may_be_a_number_as_in_a_built_app():
    assert (
        only(a_manifest('<activity android:name=".A" android:launchMode="2" />')).launch_mode is LaunchMode.SINGLE_TASK
    )


@pytest.mark.parametrize(
    ("sdk", "levels"),
    [
        ("", (1, 1)),
        ('<uses-sdk android:minSdkVersion="21" />', (21, 21)),
        ('<uses-sdk android:targetSdkVersion="33" />', (1, 33)),
        ('<uses-sdk android:minSdkVersion="21" android:targetSdkVersion="33" />', (21, 33)),
    ],
)
def test_missing_sdk_levels_have_androids_defaults(sdk, levels):
    manifest = a_manifest(outside=sdk)
    assert (manifest.min_sdk, manifest.target_sdk) == levels


def test_placeholders_are_filled_in():
    application = '<meta-data android:name="com.vivo.push.app_id" android:value="id-${VIVO_APPID}" />'
    assert a_manifest(application, VIVO_APPID="11178").meta_data == {"com.vivo.push.app_id": "id-11178"}


def test_application_id_is_the_package_unless_the_build_sets_it():
    application = '<provider android:name=".P" android:permission="${applicationId}.p" />'
    assert only(a_manifest(application)).permission == "com.example.chat.p"
    manifest = a_manifest(application, applicationId="com.other")
    assert (manifest.application_id, manifest.package) == ("com.other", "com.example.chat")
    assert (only(manifest).permission, only(manifest).process) == ("com.other.p", "com.other")


def test_package_may_come_from_the_build_alone():
    assert parse_manifest("<manifest/>", {"applicationId": "com.a"}).package == "com.a"


def test_element_that_the_merger_removes_is_not_there():
    assert a_manifest('<service android:name=".S" tools:node="remove" />').components == ()
    assert len(a_manifest('<service android:name=".S" tools:node="merge" />').components) == 1


def test_equal_duplicates_count_once():
    twice = '<meta-data android:name="k" android:value="1" /><service android:name=".S" />' * 2
    manifest = a_manifest(twice)
    assert manifest.meta_data == {"k": "1"}
    assert len(manifest.components) == 1


@pytest.mark.parametrize(
    ("application", "line", "what"),
    [
        ("\n<service />", 4, '"service" without android:name'),
        ('<service name=".S" />', 3, '"service" without android:name'),
        (
            '<meta-data android:name="k" android:value="1" />\n<meta-data android:name="k" android:value="2" />',
            4,
            'meta-data "k" is there twice, with different values',
        ),
        (
            '<meta-data android:name="k" />',
            3,
            'meta-data "k" has neither android:value nor android:resource',
        ),
        (
            '<service android:name=".S" /><service android:name=".S" android:exported="true" />',
            3,
            'service "com.example.chat.S" is there twice, with different content',
        ),
        (
            '<service android:name=".S" android:exported="yes" />',
            3,
            'android:exported is "yes"; it must be true or false',
        ),
        (
            '<activity android:name=".A" android:launchMode="single" />',
            3,
            (
                'android:launchMode is "single"; it must be one of standard, singleTop, singleTask, singleInstance, '
                "singleInstancePerTask"
            ),
        ),
        ('<activity-alias android:name=".A" />', 3, "activity-alias without android:targetActivity"),
        (
            '<service android:name="${NAME}" />',
            3,
            'android:name needs the placeholder "NAME", and no value for it is provided',
        ),
        ("</application><application>", 3, 'a manifest has one "application"'),
    ],
)
def test_fault_says_where_and_what(application, line, what):
    fault = the_fault(application)
    assert (fault.line, fault.what) == (line, what)
    assert fault.column >= 1


@pytest.mark.parametrize("level", ["x", "-1", "9" * 6, "٣٣"])
def test_sdk_level_must_be_a_number(level):
    fault = the_fault(outside=f'<uses-sdk android:targetSdkVersion="{level}" />')
    assert fault.what == f'android:targetSdkVersion is "{level}"; it must be an API level, such as 30'


def test_other_root_and_missing_package_are_refused():
    with pytest.raises(ManifestFault, match='1:1: the root element is "html"; it must be "manifest"'):
        parse_manifest("<html/>")
    with pytest.raises(ManifestFault, match='no "package", and the build gives no applicationId'):
        parse_manifest("<manifest/>")


@pytest.mark.parametrize(("count", "is_refused"), [(10_000, False), (10_001, True), (13_000, True)])
def test_components_are_limited(count, is_refused):
    text = "".join(f'<service android:name=".S{number}"/>' for number in range(count))
    if is_refused:
        assert the_fault(text).what == "more than 10000 components"
    else:
        assert len(a_manifest(text).components) == count


def test_same_text_gives_the_same_object():
    assert parse_manifest(VIVO) is parse_manifest(VIVO)
    assert parse_manifest(VIVO) is not parse_manifest(VIVO, {"applicationId": "com.other"})


FILTERED = Component(
    ComponentKind.RECEIVER, "a.R", exported=True, exported_is_explicit=False, filters=(IntentFilter(),)
)
APP = Manifest("a", "a", components=(FILTERED,), min_sdk=21, target_sdk=31)


@pytest.mark.parametrize(
    ("target_sdk", "api_level", "is_refused"),
    [(30, 31, False), (31, 30, False), (31, 31, True), (36, 36, True)],
)
def test_filter_without_exported_is_refused_from_android_12_and_target_31_on(target_sdk, api_level, is_refused):
    fault = install_fault(replace(APP, target_sdk=target_sdk), api_level)
    assert (fault is not None) is is_refused
    if fault:
        assert fault == (
            "INSTALL_PARSE_FAILED_MANIFEST_MALFORMED: a.R: Targeting S+ (version 31 and above) requires that an "
            "explicit value for android:exported be defined when intent filters are present"
        )


@pytest.mark.parametrize(
    "healthy",
    [replace(FILTERED, exported_is_explicit=True), replace(FILTERED, filters=())],
)
def test_explicit_exported_or_no_filter_is_installed(healthy):
    assert install_fault(replace(APP, components=(healthy,)), 36) is None


@pytest.mark.parametrize(("min_sdk", "is_refused"), [(30, False), (31, True), (37, True)])
def test_newer_app_than_the_phone_is_refused(min_sdk, is_refused):
    fault = install_fault(replace(APP, min_sdk=min_sdk), 30)
    assert (fault is not None and fault.startswith("INSTALL_FAILED_OLDER_SDK")) is is_refused
