"""The page never looks for custom content in its intent."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause import Ask
from simulator.causes.cause_hop import CauseHop
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "extras_unread",
    about=Words(
        "the page that the tap opens never reads the custom content", "点击打开的页面没有读取自定义内容（ext）"
    ),
    hop=Hop.HANDLED,
    cause_hop=CauseHop.EXT_PAYLOAD,
    reasons=(Reason.EXT_NOT_PASSED,),
    repair=Words("read ext from the intent, under the key of the vendor", "在页面中按厂商的键名从 Intent 读取 ext"),
    ask=(
        Ask(
            question=Words("what stands in the intent's extras?", "Intent 的 extras 里有什么？"),
            how=command("adb logcat -d | grep -iE 'START u0|extras|ext'"),
        ),
    ),
    vendors=("honor", "huawei", "meizu", "oppo", "vivo"),
)
