"""The day's messages of this class are used up."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Drop, Put
from simulator.causes.questions import VENDOR_ANSWER
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words("the app's messages of the day are used up at the vendor", "当日推送配额已用完"),
    hop=Hop.PUSH_REQUESTED,
    cause_hop=CauseHop.VENDOR_QUOTA_OR_FREQUENCY,
    reasons=(Reason.QUOTA_USED,),
    inject=lambda setting: (Put(("vendor_apps", setting.vendor, "used_today"), 100_000_000),),
    repairs=(
        Repair(
            text=Words(
                "apply for the class of messages without a limit, or send fewer",
                "申请系统消息（IM 类）不限量权限，或减少推送量",
            ),
            edits=lambda setting: (Drop(("vendor_apps", setting.vendor, "used_today")),),
        ),
    ),
    ask=(VENDOR_ANSWER,),
    vendors=("vivo",),
)
