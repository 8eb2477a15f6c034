"""A firewall or proxy keeps the vendor's service on the phone from its cloud."""

from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Remove
from simulator.causes.setting import PHONE
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words("the phone's network blocks the vendor's own long connection", "手机所在网络屏蔽了厂商推送的长连接"),
    hop=Hop.DISPATCHED,
    cause_hop=CauseHop.NETWORK,
    reasons=(Reason.DEVICE_OFFLINE,),
    inject=lambda setting: (
        Insert("kill_app", ({"cut_link": {"link": f"{setting.vendor}>{PHONE}", "for": "1h"}},), behind=True),
    ),
    repairs=(
        Repair(
            text=Words(
                "try another network, and open the vendor's ports in this one",
                "换用其他网络验证，并在当前网络放行厂商推送端口",
            ),
            edits=lambda _: (Remove("cut_link"),),
        ),
    ),
    ask=(
        Ask(
            question=Words("does it work over mobile data?", "切换到移动数据后是否正常？"),
            how="switch Wi-Fi off on the phone and send again",
        ),
    ),
)
