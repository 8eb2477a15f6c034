"""The receiver is declared with exported=false."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import MERGED_MANIFEST
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "receiver_not_exported",
    about=Words(
        'the app\'s push receiver is declared with android:exported="false"',
        '推送接收器声明为 android:exported="false"',
    ),
    hop=Hop.REG_ID_RECEIVED,
    cause_hop=CauseHop.MANIFEST,
    reasons=(Reason.RECEIVER_MISSING, Reason.NO_TOKEN),
    repair=Words('declare it with android:exported="true"', "将 android:exported 设为 true"),
    ask=(MERGED_MANIFEST,),
    vendors=("meizu", "xiaomi"),
)
