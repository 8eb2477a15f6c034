"""The report has a branch too wide: vivo's token goes out under OPPO's certificate."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import CERTIFICATE_IDS
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "report_takes_vivo_for_oppo",
    about=Words(
        "the app reports vivo's token with OPPO's certificate ID", "应用把 vivo 的 token 按 OPPO 的证书 ID 上报"
    ),
    hop=Hop.TOKEN_REPORTED,
    cause_hop=CauseHop.TOKEN_REPORT,
    reasons=(Reason.CERTIFICATE_OF_OTHER_VENDOR, Reason.CERTIFICATE_UNKNOWN),
    repair=Words("ask for vivo before OPPO, and by name", "先判断 vivo，再判断 OPPO，避免条件过宽"),
    ask=(CERTIFICATE_IDS,),
    vendors=("vivo",),
)
