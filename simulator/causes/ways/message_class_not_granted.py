"""The vendor has not granted the class for chat messages."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Drop, Put
from simulator.causes.questions import VENDOR_ANSWER
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the vendor has not granted the class of system messages, which chats need",
        "厂商未开通系统（IM）消息类别权限，消息被限制",
    ),
    hop=Hop.PUSH_REQUESTED,
    cause_hop=CauseHop.VENDOR_MESSAGE_CLASS,
    reasons=(Reason.MESSAGE_CLASS_LIMITED,),
    inject=lambda setting: (Put(("vendor_apps", setting.vendor, "system_messages"), False),),
    repairs=(
        Repair(
            text=Words(
                "apply for the class of instant messages at the vendor's platform",
                "在厂商平台申请即时通讯（系统）消息权限",
            ),
            edits=lambda setting: (Drop(("vendor_apps", setting.vendor, "system_messages")),),
        ),
    ),
    ask=(VENDOR_ANSWER,),
    vendors=("meizu", "vivo", "xiaomi"),
)
