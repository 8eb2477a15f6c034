"""The user has logged out, and the sender still expects pushes."""

from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Remove
from simulator.causes.setting import PHONE
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words("the user was logged out of IM before the message came", "消息到来之前用户已退出 IM 登录"),
    hop=Hop.OFFLINE_DECIDED,
    cause_hop=CauseHop.KICKED_OR_LOGGED_OUT,
    reasons=(Reason.LOGGED_OUT,),
    inject=lambda _: (Insert("kill_app", ({"log_out": {"phone": PHONE}}, {"wait": {"span": "2s"}})),),
    repairs=(
        Repair(
            text=Words(
                "do not call logout when the app merely goes away; log in again after every logout",
                "应用退到后台或被关闭时不要调用 logout；登出后需要重新登录才有推送",
            ),
            edits=lambda _: (Remove("log_out"),),
        ),
    ),
    ask=(
        Ask(
            question=Words("did anything call logout before the test?", "测试前是否调用过 logout？"),
            how=command("adb logcat -d | grep -iE 'logout|log out'"),
        ),
    ),
)
