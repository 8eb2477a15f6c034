"""The console's web address does not begin with http."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Drop, Put
from simulator.causes.questions import TAP_LOG
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the web page in the console has no http:// or https:// before it",
        "控制台填写的网页地址没有 http:// 或 https:// 开头",
    ),
    hop=Hop.TAPPED,
    cause_hop=CauseHop.CLICK_ACTION,
    reasons=(Reason.URL_NOT_LEGAL, Reason.NO_ACTIVITY, Reason.INVALID_REQUEST),
    inject=lambda setting: (Put(("certificates", setting.vendor, "on_click"), {"url": "www.example.com"}),),
    repairs=(
        Repair(
            text=Words("write the whole address, or have the tap open the app", "填写完整地址，或改为打开应用"),
            edits=lambda setting: (Drop(("certificates", setting.vendor, "on_click")),),
        ),
    ),
    ask=(TAP_LOG,),
)
