"""The manifest does not declare the receiver of the vendor's SDK."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import MERGED_MANIFEST
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "receiver_undeclared",
    about=Words("the app's push receiver is not declared in the manifest", "AndroidManifest.xml 没有声明推送接收器"),
    hop=Hop.REG_ID_RECEIVED,
    cause_hop=CauseHop.MANIFEST,
    reasons=(Reason.RECEIVER_MISSING, Reason.NO_TOKEN),
    repair=Words("declare the receiver as the vendor's guide has it", "按厂商文档在 AndroidManifest.xml 中声明接收器"),
    ask=(MERGED_MANIFEST,),
    vendors=("meizu", "vivo", "xiaomi"),
)
