"""The receiver gets the regId and does nothing with it."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import REPORT
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "reg_id_thrown_away",
    about=Words("the app's receiver gets the regId and throws it away", "应用的接收器收到 regId 后没有保存和上报"),
    hop=Hop.REG_ID_RECEIVED,
    cause_hop=CauseHop.APP_INTEGRATION,
    reasons=(Reason.CALLBACK_IGNORED, Reason.NO_TOKEN),
    repair=Words("hand the regId on from the callback to what reports it", "在回调中把 regId 交给上报逻辑"),
    ask=(REPORT,),
)
