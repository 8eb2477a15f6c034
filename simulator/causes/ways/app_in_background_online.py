"""The app is in the background and still connected."""

from simulator.causes.cause import Ask, Cause
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Remove
from simulator.causes.setting import PHONE
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the app is in the background and still connected, so no push is made: it has to notify itself",
        "应用在后台但仍在线，不会离线推送，需要应用自己弹本地通知",
    ),
    hop=Hop.OFFLINE_DECIDED,
    cause_hop=CauseHop.EXPECTED_BEHAVIOUR,
    reasons=(Reason.ONLINE_INSTEAD,),
    inject=lambda _: (Insert("kill_app", ({"go_home": {"phone": PHONE}},)), Remove("kill_app")),
    ask=(
        Ask(
            question=Words("was the process still running?", "进程是否还在运行？"),
            how=command("adb shell pidof <package>"),
        ),
    ),
)
