"""An SDK from before Android 12 cannot open the app from a tap any more."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import TAP_LOG
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "sdk_too_old_for_android_12",
    about=Words(
        "the vendor's SDK is older than Android 12 asks for: taps open nothing there",
        "厂商 SDK 版本过旧，在 Android 12 及以上点击通知无法打开应用",
    ),
    hop=Hop.HANDLED,
    cause_hop=CauseHop.CLICK_ACTION,
    reasons=(Reason.NOTHING_TO_OPEN,),
    repair=Words("raise the vendor's SDK to a version made for Android 12", "升级厂商 SDK 到适配 Android 12 的版本"),
    ask=(TAP_LOG,),
    vendors=("xiaomi",),
    needs=lambda setting: setting.asks_for_permission,
)
