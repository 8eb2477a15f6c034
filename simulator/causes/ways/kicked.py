"""The user was kicked out, by an administrator or by another phone."""

from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Remove
from simulator.causes.setting import RECEIVER
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words("the user was kicked out and is not logged in any more", "用户被踢下线后没有重新登录"),
    hop=Hop.OFFLINE_DECIDED,
    cause_hop=CauseHop.KICKED_OR_LOGGED_OUT,
    reasons=(Reason.KICKED,),
    inject=lambda _: (Insert("kill_app", ({"kick_user": {"user": RECEIVER}},)),),
    repairs=(
        Repair(
            text=Words("log in again at onKickedOffline", "收到 onKickedOffline 后提示用户重新登录"),
            edits=lambda _: (Remove("kick_user"),),
        ),
    ),
    ask=(
        Ask(
            question=Words("does the log have onKickedOffline?", "日志里有没有 onKickedOffline？"),
            how=command("adb logcat -d | grep -iE 'onKickedOffline|6208'"),
        ),
    ),
)
