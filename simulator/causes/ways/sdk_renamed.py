"""Shrinking has renamed classes of the vendor's SDK."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause import Ask
from simulator.causes.cause_hop import CauseHop
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "sdks_renamed",
    about=Words(
        "shrinking renamed classes inside the vendor's SDK: the debug build works, the release build does not",
        "混淆改名了厂商 SDK 内部的类：debug 正常，release 收不到",
    ),
    hop=Hop.REG_ID_ISSUED,
    cause_hop=CauseHop.PROGUARD,
    reasons=(Reason.RECEIVER_RENAMED, Reason.NO_TOKEN),
    repair=Words("add the vendor's -keep rules", "在混淆配置中加入厂商要求的 -keep 规则"),
    ask=(
        Ask(
            question=Words("does a debug build of the same source work?", "同一份代码的 debug 包是否正常？"),
            how=command("./gradlew assembleDebug && adb install -r app/build/outputs/apk/debug/app-debug.apk"),
        ),
    ),
    vendors=("huawei", "meizu", "oppo", "vivo"),
)
