"""The app as the vivo guide prints it: `DemoApplication`, the main page and `ThirdPushTokenMgr`, with its guards.

What the guide leaves out is filled in as the demo of that time did it: a successful login sets `mIsLogin` and calls
`setPushTokenToTIM()`; nothing ever resets a flag.
"""

from simulator.device.app.variant import AppVariant, Branches, BrandTest, Guard, RegIdFrom
from simulator.kernel.source import Source

INIT_BRANDS = (
    BrandTest("xiaomi", ("xiaomi",), ("xiaomi",)),
    BrandTest("huawei", ("huawei",), ("huawei",)),
    BrandTest("meizu", ("meizu", "22c4185e"), ("meizu",)),
    BrandTest("vivo", ("vivo",), ("vivo",)),
)
"""`DemoApplication` has no branch for OPPO (O10)."""

REPORT_BRANDS = (
    *INIT_BRANDS[:3],
    BrandTest("oppo", ("oppo",), ("oppo",)),
    INIT_BRANDS[3],
)

MANIFEST = """\
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.tencent.qcloud.tim.demo">
    <uses-sdk android:minSdkVersion="19" android:targetSdkVersion="26" />
    <uses-permission android:name="android.permission.INTERNET" />
    <application android:name="com.tencent.qcloud.tim.demo.DemoApplication">
        <activity android:name="com.tencent.qcloud.tim.demo.SplashActivity">
            <intent-filter>
                <action android:name="android.intent.action.MAIN" />
                <category android:name="android.intent.category.LAUNCHER" />
            </intent-filter>
        </activity>
        <activity
            android:name="com.tencent.qcloud.tim.demo.chat.ChatActivity"
            android:launchMode="singleTask"
            android:screenOrientation="portrait"
            android:windowSoftInputMode="adjustResize|stateHidden">
            <intent-filter>
                <action android:name="android.intent.action.VIEW" />
                <data
                    android:host="com.tencent.qcloud.tim"
                    android:path="/detail"
                    android:scheme="pushscheme" />
            </intent-filter>
        </activity>
{vendor_parts}
    </application>
</manifest>
"""

SHRINKING_RULES = """\
-dontwarn com.vivo.push.**
-keep class com.vivo.push.**{*; }
-keep class com.vivo.vms.**{*; }
-keep class com.tencent.qcloud.tim.demo.thirdpush.VIVOPushMessageReceiverImpl{*;}
-keep class com.tencent.qcloud.tim.demo.** extends android.app.Activity
"""

VARIANT = AppVariant(
    about="the app as the vivo guide prints it, with the guide's guards",
    source=Source("vivo guide", "steps 3 and 4", ("C11", "C30", "C31", "V14", "V15")),
    init_brands=Branches(INIT_BRANDS, follow_guides=False),
    report_brands=Branches(REPORT_BRANDS, follow_guides=False),
    guards=(Guard.ALREADY_SET, Guard.EMPTY, Guard.NOT_LOGGED_IN),
    manifest=MANIFEST,
    reg_id_from=RegIdFrom.RESULT,
    resets_at_logout=False,
    skips_repeats=False,
    retries_report=False,
    checks_manifest=False,
    asks_for_notifications=False,
    reads_new_intent=False,
    reads_intent_extras=False,
    sdk_versions={"vivo": "2.9.0.0"},
    shrinking_rules="",
    receiver_package="com.tencent.qcloud.tim.demo.thirdpush",
)
