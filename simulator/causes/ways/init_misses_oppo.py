"""The app has no branch for OPPO where it starts the vendors' SDKs."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import REGISTRATION
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "init_misses_oppo",
    about=Words(
        "the app never starts OPPO's SDK: its onCreate has no branch for OPPO",
        "应用 onCreate 里没有 OPPO 分支，OPPO SDK 没有初始化",
    ),
    hop=Hop.SDK_STARTED,
    cause_hop=CauseHop.VENDOR_SDK_INIT,
    reasons=(Reason.WRONG_BRAND, Reason.NO_TOKEN),
    repair=Words("add the branch for OPPO to Application.onCreate", "在 Application.onCreate 中补上 OPPO 的初始化分支"),
    ask=(REGISTRATION,),
    vendors=("oppo",),
)
