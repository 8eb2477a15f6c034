"""The app's constant is a number that is no certificate of the console."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Drop, Put
from simulator.causes.questions import CERTIFICATE_IDS
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the certificate ID in the app is not the one that the console shows",
        "应用里填写的证书 ID 与控制台显示的不一致",
    ),
    hop=Hop.TOKEN_BOUND,
    cause_hop=CauseHop.CERTIFICATE_CONFIG,
    reasons=(Reason.CERTIFICATE_UNKNOWN,),
    inject=lambda setting: (Put(("app", "vendors", setting.vendor, "certificate_id"), 1),),
    repairs=(
        Repair(
            text=Words("copy the ID from the console into the app", "把控制台显示的证书 ID 填入应用"),
            edits=lambda setting: (Drop(("app", "vendors", setting.vendor, "certificate_id")),),
        ),
    ),
    ask=(CERTIFICATE_IDS,),
)
