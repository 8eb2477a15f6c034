"""IM does not reach the vendor's cloud."""

from simulator.causes.cut_link import cut_link
from simulator.causes.questions import VENDOR_ANSWER
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = cut_link(
    "im>{vendor}",
    about=Words("the vendor's push service does not answer", "厂商推送服务无响应"),
    hop=Hop.PUSH_REQUESTED,
    reason=Reason.VENDOR_UNREACHABLE,
    repair=Words(
        "wait until the vendor's service is back; messages stay in the app's history",
        "等待厂商服务恢复；消息仍在会话历史中",
    ),
    ask=VENDOR_ANSWER,
)
