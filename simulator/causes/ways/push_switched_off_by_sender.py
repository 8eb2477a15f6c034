"""The sender switches the push off with the message."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Change
from simulator.causes.questions import PUSH_QUERY
from simulator.causes.setting import EXT
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the message says that it is not to be pushed (PushFlag 1, disablePush)",
        "消息设置了不推送（PushFlag=1 或 disablePush）",
    ),
    hop=Hop.OFFLINE_DECIDED,
    cause_hop=CauseHop.IM_PAYLOAD,
    reasons=(Reason.PUSH_SWITCHED_OFF,),
    inject=lambda _: (Change("send_message", {"offline_push": {"push": "off", "ext": EXT}}),),
    repairs=(
        Repair(
            text=Words("set PushFlag to 0", "将 PushFlag 设为 0"),
            edits=lambda _: (Change("send_message", {"offline_push": {"ext": EXT}}),),
        ),
    ),
    ask=(PUSH_QUERY,),
)
