"""No certificate of this vendor is hosted in the IM console."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Drop, Put
from simulator.causes.questions import CERTIFICATE_IDS
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words("no certificate of this vendor is hosted in the IM console", "IM 控制台没有上传该厂商的证书"),
    hop=Hop.TOKEN_BOUND,
    cause_hop=CauseHop.CERTIFICATE_CONFIG,
    reasons=(Reason.TOKEN_REFUSED, Reason.NO_TOKEN),
    inject=lambda setting: (Put(("certificates", setting.vendor, "hosted"), False),),
    repairs=(
        Repair(
            text=Words(
                "host the vendor's certificate in the IM console, and write its ID into the app",
                "在 IM 控制台添加该厂商证书，并把证书 ID 写入应用",
            ),
            edits=lambda setting: (Drop(("certificates", setting.vendor, "hosted")),),
        ),
    ),
    ask=(CERTIFICATE_IDS,),
)
