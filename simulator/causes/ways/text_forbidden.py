"""The vendor's review finds a word that it does not let through."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Change, Put
from simulator.causes.questions import VENDOR_ANSWER
from simulator.causes.setting import EXT
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words("the vendor's review stops a word of the text", "消息内容含有厂商审核不通过的词"),
    hop=Hop.PUSH_REQUESTED,
    cause_hop=CauseHop.IM_PAYLOAD,
    reasons=(Reason.CONTENT_REFUSED,),
    inject=lambda setting: (Put(("vendor_apps", setting.vendor, "forbidden_words"), ["lunch"]),),
    repairs=(
        Repair(
            text=Words(
                "set a neutral title and text for the push (offlinePushInfo)",
                "通过 offlinePushInfo 设置中性的标题和内容",
            ),
            edits=lambda _: (Change("send_message", {"offline_push": {"desc": "a new message", "ext": EXT}}),),
        ),
    ),
    ask=(VENDOR_ANSWER,),
    vendors=("huawei", "vivo", "xiaomi"),
)
