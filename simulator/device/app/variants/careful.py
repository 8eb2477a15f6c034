"""A well-written app of today: every brand, a report after each login, retries, and all permissions asked for."""

from simulator.device.app.variant import AppVariant, Guard
from simulator.kernel.source import Grade, Source

MANIFEST = """\
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.chat">
    <uses-sdk android:minSdkVersion="21" android:targetSdkVersion="34" />
    <uses-permission android:name="android.permission.INTERNET" />
    <uses-permission android:name="android.permission.POST_NOTIFICATIONS" />
    <application android:name="com.example.chat.ChatApplication">
        <activity android:name="com.example.chat.MainActivity" android:exported="true">
            <intent-filter>
                <action android:name="android.intent.action.MAIN" />
                <category android:name="android.intent.category.LAUNCHER" />
            </intent-filter>
        </activity>
        <activity
            android:name="com.example.chat.ChatActivity"
            android:exported="true"
            android:launchMode="singleTask">
            <intent-filter>
                <action android:name="android.intent.action.VIEW" />
                <category android:name="android.intent.category.DEFAULT" />
                <data android:scheme="pushscheme" android:host="com.example.chat" android:path="/detail" />
            </intent-filter>
        </activity>
        <activity android:name="com.example.chat.SettingsActivity" android:exported="false" />
{vendor_parts}
    </application>
</manifest>
"""

VARIANT = AppVariant(
    about="a well-written app of today, the default",
    source=Source("pushsim", "careful app", grade=Grade.ASSUMED),
    guards=(Guard.EMPTY, Guard.NOT_LOGGED_IN),
    manifest=MANIFEST,
)
