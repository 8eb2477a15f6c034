"""The app as the OPPO guide prints it: the channel, `ThirdPushTokenMgr` with its one guard, and the reading of ext.

The guide has no `Application`, manifest or callback of its own: the app calls `register` in `onCreate`, on OPPO phones,
where it creates the channel too, and its callback stores the regId and calls `setPushTokenToTIM()`. Nothing else does.
"""

from dataclasses import replace

from simulator.device.app.variant import Branches, BrandTest, Guard, Place, RegIdFrom
from simulator.device.app.variants import vivo_guide
from simulator.kernel.source import Source

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
        <activity android:name="com.tencent.qcloud.tim.demo.chat.ChatActivity" android:launchMode="singleTask">
            <intent-filter>
                <action android:name="android.intent.action.VIEW" />
                <category android:name="android.intent.category.DEFAULT" />
            </intent-filter>
        </activity>
{vendor_parts}
    </application>
</manifest>
"""

VARIANT = replace(
    vivo_guide.VARIANT,
    about="the app as the OPPO guide prints it, with the guide's one guard",
    source=Source("OPPO guide", "steps 2, 4 and 5, ext 2", ("C30", "O02", "O04", "O11", "O12")),
    init_brands=Branches((BrandTest("oppo", ("oppo",), ("oppo",)),), follow_guides=False),
    guards=(Guard.EMPTY,),
    manifest=MANIFEST,
    opens_push_on=Place.NOWHERE,
    notes_login=False,
    reports_after_login=False,
    reg_id_from=RegIdFrom.EVERYWHERE,
    reads_intent_extras=True,
    checks_extras=False,
    logs_callbacks=False,
    sdk_versions={"oppo": "2.0.2"},
)
