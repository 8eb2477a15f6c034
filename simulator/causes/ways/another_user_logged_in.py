"""Somebody else has logged in on the phone since."""

from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Remove
from simulator.causes.setting import PHONE
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "another user has logged in on this phone, who gets the pushes now",
        "手机上已切换为另一个用户，原用户不再收到推送",
    ),
    hop=Hop.OFFLINE_DECIDED,
    cause_hop=CauseHop.KICKED_OR_LOGGED_OUT,
    reasons=(Reason.LOGGED_OUT,),
    inject=lambda _: (
        Insert(
            "kill_app",
            ({"log_out": {"phone": PHONE}}, {"log_in": {"phone": PHONE, "user": "carol"}}, {"wait": {"span": "20s"}}),
        ),
    ),
    repairs=(
        Repair(
            text=Words("log the receiver in again on this phone", "在该手机上重新登录接收者账号"),
            edits=lambda _: (Remove("log_out"), Remove("log_in", {"user": "carol"})),
        ),
    ),
    ask=(
        Ask(
            question=Words("who was the last to log in on this phone?", "这台手机最后登录的是谁？"),
            how=command("adb logcat -d | grep -iE 'login|userID'"),
        ),
    ),
)
