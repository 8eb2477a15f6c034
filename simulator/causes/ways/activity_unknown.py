"""The console names an activity that the app does not have."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Drop, Put
from simulator.causes.questions import MERGED_MANIFEST, TAP_LOG
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the activity that the console names is not in the app's manifest", "控制台填写的 Activity 在应用中不存在"
    ),
    hop=Hop.TAPPED,
    cause_hop=CauseHop.CLICK_ACTION,
    reasons=(Reason.NO_ACTIVITY, Reason.INTENT_MALFORMED),
    inject=lambda setting: (
        Put(("certificates", setting.vendor, "on_click"), {"activity": "com.example.chat.NoSuchActivity"}),
    ),
    repairs=(
        Repair(
            text=Words("write the full class name of an exported activity", "填写已导出 Activity 的完整类名"),
            edits=lambda setting: (Drop(("certificates", setting.vendor, "on_click")),),
        ),
    ),
    ask=(
        TAP_LOG,
        MERGED_MANIFEST,
    ),
)
