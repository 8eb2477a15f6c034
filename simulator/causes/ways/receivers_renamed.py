"""Code shrinking renamed the app's push receivers, which the manifest still names as they were."""

from simulator.causes.app_mistake import made, mended
from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the release build's shrinking rules do not keep the push receivers", "混淆规则没有保留推送 receiver 类"
    ),
    hop=Hop.REG_ID_RECEIVED,
    cause_hop=CauseHop.PROGUARD,
    reasons=(Reason.RECEIVER_RENAMED,),
    vendors=("meizu", "vivo", "xiaomi"),
    inject=lambda _: (made("receivers_renamed"),),
    repairs=(
        Repair(
            text=Words(
                "keep the push receivers in the shrinking rules (-keep class <your receiver> { *; })",
                "在 proguard 规则中 keep 推送 receiver 类（-keep class 你的Receiver { *; }）",
            ),
            edits=lambda _: (mended("receivers_renamed"),),
        ),
    ),
    ask=(
        Ask(
            question=Words(
                "does the same phone get a push with a debug build?", "同一台手机安装 debug 包能收到推送吗？"
            ),
            how=command("pushsim lint-app app-release.apk --proguard proguard-rules.pro"),
        ),
    ),
)
