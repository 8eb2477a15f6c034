"""The app's data were cleared, and it was not started since."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Remove
from simulator.causes.questions import VENDOR_ANSWER
from simulator.causes.setting import PHONE
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the app's data were cleared or it was reinstalled, and nobody has logged in since",
        "清除数据或重装后没有重新登录",
    ),
    hop=Hop.PUSH_REQUESTED,
    cause_hop=CauseHop.VENDOR_REGID_INVALID,
    reasons=(Reason.REG_ID_INVALID,),
    inject=lambda _: (Insert("kill_app", ({"clear_data": {"phone": PHONE}},), behind=True),),
    repairs=(
        Repair(
            text=Words("start the app and log in once: it reports the new regId", "启动应用并登录一次，上报新的 regId"),
            edits=lambda _: (Remove("clear_data"),),
        ),
    ),
    ask=(VENDOR_ANSWER,),
)
