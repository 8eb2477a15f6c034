"""The message is sent to those who are online alone."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Change
from simulator.causes.questions import PUSH_QUERY
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the message is sent to online users only (onlineUserOnly, MsgLifeTime 0)",
        "消息设置为仅在线用户接收（onlineUserOnly / MsgLifeTime=0）",
    ),
    hop=Hop.OFFLINE_DECIDED,
    cause_hop=CauseHop.IM_PAYLOAD,
    reasons=(Reason.SENT_TO_ONLINE_ONLY,),
    inject=lambda _: (Change("send_message", {"online_only": True}),),
    repairs=(
        Repair(
            text=Words("send it as an ordinary message", "改为普通消息发送"),
            edits=lambda _: (Change("send_message", {"online_only": None}),),
        ),
    ),
    ask=(PUSH_QUERY,),
)
