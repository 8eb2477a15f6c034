"""The vendor refuses texts that look like tests."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Change, Put
from simulator.causes.questions import VENDOR_ANSWER
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words("the vendor refuses texts that look like a test", "厂商拦截了看起来像测试的内容"),
    hop=Hop.PUSH_REQUESTED,
    cause_hop=CauseHop.IM_PAYLOAD,
    reasons=(Reason.CONTENT_REFUSED,),
    inject=lambda setting: (
        Put(("vendor_apps", setting.vendor, "content_review"), True),
        Change("send_message", {"text": "test"}),
    ),
    repairs=(
        Repair(
            text=Words("send a text as users write it", "使用正常的消息内容，不要用 test、测试、123 等"),
            edits=lambda _: (Change("send_message", {"text": "lunch?"}),),
        ),
    ),
    ask=(VENDOR_ANSWER,),
    vendors=("vivo", "xiaomi"),
)
