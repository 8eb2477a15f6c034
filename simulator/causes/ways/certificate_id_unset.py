"""The app reports 0 for the certificate ID: the constant was never filled in."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import CERTIFICATE_IDS
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "certificate_id_unset",
    about=Words("the app reports no certificate ID: its constant is still 0", "应用没有填写证书 ID，上报的是 0"),
    hop=Hop.TOKEN_BOUND,
    cause_hop=CauseHop.CERTIFICATE_CONFIG,
    reasons=(Reason.CERTIFICATE_UNKNOWN,),
    repair=Words("fill in the certificate ID from the IM console", "把 IM 控制台里的证书 ID 填入应用"),
    ask=(CERTIFICATE_IDS,),
)
