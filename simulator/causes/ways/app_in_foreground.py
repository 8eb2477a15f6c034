"""The app is open: it gets the message itself, and nothing is pushed."""

from simulator.causes.cause import Ask, Cause
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Remove
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the app is open, so the message comes over its own connection and no push is made",
        "应用在前台在线，消息走长连接，不会离线推送",
    ),
    hop=Hop.OFFLINE_DECIDED,
    cause_hop=CauseHop.EXPECTED_BEHAVIOUR,
    reasons=(Reason.ONLINE_INSTEAD,),
    inject=lambda _: (Remove("kill_app"),),
    ask=(
        Ask(
            question=Words("was the app open, or killed?", "当时应用是在前台还是已被杀死？"),
            how=command("adb shell pidof <package>"),
        ),
    ),
)
