"""Groups for live rooms push to nobody."""

from simulator.causes.cause import Ask, Cause
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Change, Put
from simulator.causes.setting import RECEIVER, SENDER
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words("messages of live rooms (AVChatRoom) are never pushed", "直播群（AVChatRoom）消息不支持离线推送"),
    hop=Hop.OFFLINE_DECIDED,
    cause_hop=CauseHop.EXPECTED_BEHAVIOUR,
    reasons=(Reason.NOT_NOTIFIED,),
    inject=lambda _: (
        Put(("im", "groups", "room"), {"type": "AVChatRoom", "members": [SENDER, RECEIVER]}),
        Change("send_message", {"to": None, "group": "room"}),
    ),
    ask=(
        Ask(
            question=Words("what type is the group?", "群组是什么类型？"),
            how=Words("IM console > group management: type", "IM 控制台 > 群组管理：查看群类型"),
        ),
    ),
)
