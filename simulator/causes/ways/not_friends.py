"""The application lets only friends write to each other."""

from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Drop, Put
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the two are not friends, and this application lets only friends write",
        "双方不是好友，而应用开启了好友关系检查",
    ),
    hop=Hop.IM_ACCEPTED,
    cause_hop=CauseHop.IM_SERVER_DECISION,
    reasons=(Reason.NOT_FRIENDS,),
    inject=lambda _: (Put(("im", "friends_only"), True),),
    repairs=(
        Repair(
            text=Words("switch the check off, or make them friends", "关闭好友检查，或先建立好友关系"),
            edits=lambda _: (Drop(("im", "friends_only")),),
        ),
    ),
    ask=(
        Ask(
            question=Words("which code does the sender get?", "发送方收到什么错误码？"),
            how=command("adb logcat -d | grep -iE '20009|sendMessage'"),
        ),
    ),
)
