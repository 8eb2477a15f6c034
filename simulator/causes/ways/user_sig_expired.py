"""The user has been away for longer than IM keeps a session for pushes."""

from simulator.causes.cause import Ask, Cause
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the user has not started the app for more than a week, and IM pushes no longer",
        "用户超过 7 天没有启动应用，IM 不再推送",
    ),
    hop=Hop.OFFLINE_DECIDED,
    cause_hop=CauseHop.EXPECTED_BEHAVIOUR,
    reasons=(Reason.SESSION_EXPIRED,),
    inject=lambda _: (Insert("kill_app", ({"wait": {"span": "8d"}},), behind=True),),
    ask=(
        Ask(
            question=Words("when did the user last start the app?", "用户最后一次启动应用是什么时候？"),
            how=command("adb shell dumpsys usagestats | grep -A3 <package>"),
        ),
    ),
)
