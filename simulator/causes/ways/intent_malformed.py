"""The console's intent is none that Android can read."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Drop, Put
from simulator.causes.questions import TAP_LOG
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words("the intent in the console is malformed", "控制台填写的 intent 格式不正确"),
    hop=Hop.TAPPED,
    cause_hop=CauseHop.CLICK_ACTION,
    reasons=(Reason.INTENT_MALFORMED, Reason.NO_ACTIVITY, Reason.INVALID_REQUEST),
    inject=lambda setting: (Put(("certificates", setting.vendor, "on_click"), {"intent": "not an intent"}),),
    repairs=(
        Repair(
            text=Words(
                "generate it with Intent.toUri(Intent.URI_INTENT_SCHEME)",
                "用 Intent.toUri(Intent.URI_INTENT_SCHEME) 生成",
            ),
            edits=lambda setting: (Drop(("certificates", setting.vendor, "on_click")),),
        ),
    ),
    ask=(TAP_LOG,),
)
