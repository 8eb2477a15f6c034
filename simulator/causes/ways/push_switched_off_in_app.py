"""The app itself switches the vendor's push off."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Remove
from simulator.causes.questions import REGISTRATION, VENDOR_ANSWER
from simulator.causes.setting import PHONE
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the app has switched the vendor's push off (turnOffPush, unregister)",
        "应用内关闭了厂商推送（turnOffPush / unRegister）",
    ),
    hop=Hop.PUSH_REQUESTED,
    cause_hop=CauseHop.VENDOR_REGID_INVALID,
    reasons=(Reason.REG_ID_INVALID,),
    inject=lambda _: (Insert("kill_app", ({"turn_push": {"phone": PHONE, "to": "off"}},)),),
    repairs=(
        Repair(
            text=Words("switch it on again and report the token", "重新打开推送并上报 token"),
            edits=lambda _: (Remove("turn_push"),),
        ),
    ),
    ask=(
        VENDOR_ANSWER,
        REGISTRATION,
    ),
)
