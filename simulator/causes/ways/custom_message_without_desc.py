"""A custom message without text for the notification is not pushed."""

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
        "a custom message without desc has nothing to show, so it is not pushed",
        "自定义消息没有设置 desc，没有可展示的内容，不会推送",
    ),
    hop=Hop.OFFLINE_DECIDED,
    cause_hop=CauseHop.IM_PAYLOAD,
    reasons=(Reason.NO_PUSH_TEXT,),
    inject=lambda _: (Change("send_message", {"text": None, "custom": "{}"}),),
    repairs=(
        Repair(
            text=Words("set desc in offlinePushInfo", "在 offlinePushInfo 中设置 desc"),
            edits=lambda _: (Change("send_message", {"offline_push": {"desc": "a new message", "ext": EXT}}),),
        ),
    ),
    ask=(PUSH_QUERY,),
)
