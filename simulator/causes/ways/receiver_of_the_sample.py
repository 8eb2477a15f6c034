"""The manifest names the sample's receiver, not the app's."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import MERGED_MANIFEST
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "receiver_of_the_guide",
    about=Words(
        "the manifest still names the receiver class of the sample project",
        "AndroidManifest.xml 里还是示例工程的接收器类名",
    ),
    hop=Hop.REG_ID_RECEIVED,
    cause_hop=CauseHop.MANIFEST,
    reasons=(Reason.RECEIVER_MISSING, Reason.NO_TOKEN),
    repair=Words("write the app's own receiver class into the manifest", "改为应用自己的接收器类名"),
    ask=(MERGED_MANIFEST,),
    vendors=("meizu", "vivo", "xiaomi"),
)
