"""IM does not reach the vendor's cloud."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Remove
from simulator.causes.questions import VENDOR_ANSWER
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words("the vendor's push service does not answer", "厂商推送服务无响应"),
    hop=Hop.PUSH_REQUESTED,
    cause_hop=CauseHop.NETWORK,
    reasons=(Reason.VENDOR_UNREACHABLE,),
    inject=lambda setting: (
        Insert("kill_app", ({"cut_link": {"link": f"im>{setting.vendor}", "for": "1h"}},), behind=True),
    ),
    repairs=(
        Repair(
            text=Words(
                "wait until the vendor's service is back; messages stay in the app's history",
                "等待厂商服务恢复；消息仍在会话历史中",
            ),
            edits=lambda _: (Remove("cut_link"),),
        ),
    ),
    ask=(VENDOR_ANSWER,),
)
