"""The app carries no SDK of this vendor at all."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Drop, Put
from simulator.causes.questions import MERGED_MANIFEST
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words("the app does not contain the vendor's SDK", "应用没有集成该厂商的推送 SDK"),
    hop=Hop.SDK_STARTED,
    cause_hop=CauseHop.APP_INTEGRATION,
    reasons=(Reason.SDK_MISSING, Reason.NO_TOKEN),
    inject=lambda setting: (Put(("app", "vendors", setting.vendor, "sdk"), "none"),),
    repairs=(
        Repair(
            text=Words("add the vendor's package to the build", "在构建中加入该厂商的推送依赖"),
            edits=lambda setting: (Drop(("app", "vendors", setting.vendor, "sdk")),),
        ),
    ),
    ask=(MERGED_MANIFEST,),
)
