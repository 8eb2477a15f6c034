"""The title is longer than the vendor takes."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Change
from simulator.causes.questions import VENDOR_ANSWER
from simulator.causes.setting import EXT
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words("the title or text is longer than the vendor takes", "推送标题或内容超过厂商长度限制"),
    hop=Hop.PUSH_REQUESTED,
    cause_hop=CauseHop.IM_PAYLOAD,
    reasons=(Reason.INVALID_REQUEST,),
    inject=lambda _: (Change("send_message", {"offline_push": {"title": "x" * 500, "ext": EXT}}),),
    repairs=(
        Repair(
            text=Words("keep the title within the vendor's limit", "标题控制在厂商限制以内"),
            edits=lambda _: (Change("send_message", {"offline_push": {"ext": EXT}}),),
        ),
    ),
    ask=(VENDOR_ANSWER,),
    vendors=("meizu", "oppo", "vivo", "xiaomi"),
)
