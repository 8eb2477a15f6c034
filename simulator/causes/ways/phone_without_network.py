"""The phone has no network when the push comes."""

from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Remove
from simulator.causes.setting import PHONE
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words("the phone has no network", "手机没有网络"),
    hop=Hop.DISPATCHED,
    cause_hop=CauseHop.NETWORK,
    reasons=(Reason.DEVICE_OFFLINE,),
    inject=lambda _: (Insert("kill_app", ({"set_network": {"phone": PHONE, "to": "off"}},), behind=True),),
    repairs=(
        Repair(
            text=Words("give the phone its network back: what waits is shown then", "恢复网络后，等待中的推送会展示"),
            edits=lambda _: (Remove("set_network"),),
        ),
    ),
    ask=(
        Ask(
            question=Words("can the phone reach the internet?", "手机能否访问网络？"),
            how=command("adb shell ping -c 1 223.5.5.5"),
        ),
    ),
)
