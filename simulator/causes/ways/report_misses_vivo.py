"""What reports the token has no branch for vivo."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import REPORT
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "report_misses_vivo",
    about=Words("the token of vivo phones is never reported: the branch is missing", "上报 token 的代码缺少 vivo 分支"),
    hop=Hop.TOKEN_REPORTED,
    cause_hop=CauseHop.TOKEN_REPORT,
    reasons=(Reason.WRONG_BRAND, Reason.NO_TOKEN),
    repair=Words("add the branch for vivo to the code that reports", "在上报代码中补上 vivo 分支"),
    ask=(REPORT,),
    vendors=("vivo",),
)
