"""The vendor has given out another regId, and the app has not reported it."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Remove
from simulator.causes.questions import REPORT, VENDOR_ANSWER
from simulator.causes.setting import PHONE
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the vendor has replaced the regId, and the app has not reported the new one",
        "厂商更换了 regId，应用没有上报新的",
    ),
    hop=Hop.PUSH_REQUESTED,
    cause_hop=CauseHop.VENDOR_REGID_INVALID,
    reasons=(Reason.REG_ID_INVALID,),
    inject=lambda _: (Insert("kill_app", ({"renew_reg_id": {"phone": PHONE}},), behind=True),),
    repairs=(
        Repair(
            text=Words("report in the vendor's callback, each time it comes", "在厂商回调中每次都重新上报"),
            edits=lambda _: (Remove("renew_reg_id"),),
        ),
    ),
    ask=(
        VENDOR_ANSWER,
        REPORT,
    ),
)
