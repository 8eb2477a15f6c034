"""Questions that decide between many causes."""

from typing import Final

from simulator.causes.cause import Ask
from simulator.causes.words import Words, command

REPORT: Final = Ask(
    question=Words(
        "does the log show a regId, and behind the login a report of it?",
        "日志里有没有 regId，登录成功之后有没有上报 token？",
    ),
    how=command("adb logcat -d | grep -iE 'regid|setOfflinePushToken|setOfflinePushConfig'"),
)
"""Whether a token came and was reported."""

REGISTRATION: Final = Ask(
    question=Words("what does the vendor's SDK call the app back with?", "厂商 SDK 的注册回调返回什么？"),
    how=command("adb logcat -d | grep -iE 'onRegister|onReceiveRegId|turnOnPush|getToken|errorCode'"),
)
"""How the vendor answered the registration."""

CERTIFICATE_IDS: Final = Ask(
    question=Words(
        "which certificate ID does the app report, and which are in the console?",
        "应用上报的证书 ID 是多少，控制台里有哪些证书？",
    ),
    how=Words(
        "IM console > offline push settings: certificate IDs, beside the constants in the app's source",
        "IM 控制台 > 离线推送证书配置：证书 ID，与应用源码中的常量对照",
    ),
)
"""Whether app and console mean the same certificate."""

MERGED_MANIFEST: Final = Ask(
    question=Words(
        "does the merged manifest have everything the vendor's guide lists?",
        "合并后的 AndroidManifest.xml 是否包含该厂商文档列出的全部组件？",
    ),
    how=command("pushsim lint-app app/build/outputs/apk/release/app-release.apk"),
)
"""What the built app declares."""

VENDOR_ANSWER: Final = Ask(
    question=Words("what does the vendor answer to the send?", "厂商对发送请求返回什么？"),
    how=Words(
        "IM console > offline push > push query: code of the vendor for one lost message",
        "IM 控制台 > 离线推送 > 推送排查：查看一条丢失消息的厂商返回码",
    ),
)
"""What the sender was told."""

TAP_LOG: Final = Ask(
    question=Words("what does the log say when the notification is tapped?", "点击通知时日志里有什么？"),
    how=command("adb logcat -d | grep -iE 'ActivityTaskManager|START u0|ActivityNotFound'"),
)
"""What a tap started."""

NOTIFICATION_SETTINGS: Final = Ask(
    question=Words(
        "are notifications of the app and of its channel allowed on the phone?",
        "手机上该应用的通知开关和通知渠道是否打开？",
    ),
    how=command("adb shell dumpsys notification --noredact | grep -A20 <package>"),
)
"""What the user, or the app, has switched off."""

PUSH_QUERY: Final = Ask(
    question=Words("was the message pushed at all, and if not, why?", "这条消息 IM 有没有发起离线推送，原因是什么？"),
    how=Words(
        "IM console > offline push > push query: one lost message, by receiver and time",
        "IM 控制台 > 离线推送 > 推送排查：按接收者和时间查询一条丢失的消息",
    ),
)
"""What IM decided."""

OF_MANY: Final = (
    REPORT,
    REGISTRATION,
    CERTIFICATE_IDS,
    MERGED_MANIFEST,
    VENDOR_ANSWER,
    TAP_LOG,
    NOTIFICATION_SETTINGS,
    PUSH_QUERY,
)
"""All of them: what one cause alone asks is none of these."""
