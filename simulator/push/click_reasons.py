"""What the reasons of the tap mean, and what mends them."""

from collections.abc import Mapping

from simulator.push.explanation import Explanation
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CLICK_REASONS: Mapping[Reason, Explanation] = {
    Reason.URL_NOT_LEGAL: Explanation(
        Hop.HANDLED,
        "the web page to open does not begin with http:// or https://",
        "correct the address in the certificate",
        "网页地址不以 http:// 或 https:// 开头",
        "修正证书中的网页地址",
    ),
    Reason.INTENT_MALFORMED: Explanation(
        Hop.HANDLED,
        "the page to open is not an intent URI that Android can read",
        "paste exactly what toUri(URI_INTENT_SCHEME) printed",
        "页面地址不是合法的 intent URI",
        "原样粘贴 toUri(URI_INTENT_SCHEME) 的输出",
    ),
    Reason.OTHER_PACKAGE: Explanation(
        Hop.HANDLED,
        "the page to open belongs to another application id",
        "use the app's own application id in component=",
        "页面属于另一个包名",
        "component= 使用本应用的包名",
    ),
    Reason.NO_ACTIVITY: Explanation(
        Hop.HANDLED,
        "no activity of the manifest matches the page to open",
        "make class, action, data and category of the filter fit the configured page",
        "清单中没有匹配的 Activity",
        "让 intent-filter 的 action/data/category 与配置一致",
    ),
    Reason.ACTIVITY_NOT_EXPORTED: Explanation(
        Hop.HANDLED,
        "the page to open is not exported, and the system opens it from outside",
        'set android:exported="true" on the activity',
        "目标 Activity 未导出",
        '为该 Activity 设置 android:exported="true"',
    ),
    Reason.ACTIVITY_GUARDED: Explanation(
        Hop.HANDLED,
        "the page to open demands a permission of whoever opens it, and the system's push service does not hold it",
        "take android:permission off the activity that notifications open",
        "目标 Activity 要求调用方持有权限，推送服务没有该权限",
        "去掉该 Activity 的 android:permission",
    ),
    Reason.TRAMPOLINE_BLOCKED: Explanation(
        Hop.HANDLED,
        "Android 12 and above: the tap goes to a receiver or service, which must not open a page",
        "let the notification's PendingIntent open the activity itself",
        "Android 12 及以上：点击经广播或服务中转，系统禁止其打开页面",
        "通知的 PendingIntent 直接打开 Activity",
    ),
    Reason.BACKGROUND_POPUP_OFF: Explanation(
        Hop.HANDLED,
        "the app's own code opens the page from the background, which the phone's system does not allow the app",
        "ask the user to allow background pop-ups, or let the system open the page",
        "系统未允许应用后台弹出界面，应用无法自行打开页面",
        "引导用户允许后台弹出界面，或由系统直接打开页面",
    ),
    Reason.NOTHING_TO_OPEN: Explanation(
        Hop.HANDLED,
        "the tap is left to the app's callback, and the app opens nothing there",
        "open the page in the SDK's click callback",
        "点击交由应用回调处理，而应用没有打开任何页面",
        "在 SDK 点击回调中自行打开页面",
    ),
    Reason.EXT_NOT_PASSED: Explanation(
        Hop.HANDLED,
        "the custom content does not reach the app with this click action, or on this way of opening",
        "choose open-the-app or open-a-page in the certificate, and read ext where this vendor puts it",
        "该点击方式下自定义内容不会传给应用",
        "证书选择打开应用或应用内页面，并在正确位置读取 ext",
    ),
    Reason.APP_CRASHED: Explanation(
        Hop.HANDLED,
        "the app's own code crashed on the page that the tap opened",
        "check the intent's extras for null before reading them",
        "点击打开的页面中应用代码崩溃",
        "读取前先判断 intent 的 extras 是否为空",
    ),
}
