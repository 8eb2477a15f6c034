"""IM's own review stops a word of the message."""

from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Drop, Put
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words("a forbidden word makes IM refuse the message (80001)", "消息含有 IM 的敏感词被拦截（80001）"),
    hop=Hop.IM_ACCEPTED,
    cause_hop=CauseHop.IM_SERVER_DECISION,
    reasons=(Reason.TEXT_STOPPED,),
    inject=lambda _: (Put(("im", "forbidden_words"), ["lunch"]),),
    repairs=(
        Repair(
            text=Words("take the word off the list of the IM console", "在 IM 控制台的敏感词列表中去掉该词"),
            edits=lambda _: (Drop(("im", "forbidden_words")),),
        ),
    ),
    ask=(
        Ask(
            question=Words("which code does the sender get?", "发送方收到什么错误码？"),
            how=command("adb logcat -d | grep -iE '80001|sendMessage'"),
        ),
    ),
)
