"""The app remembers that it has reported the token, and does not report it for the next user."""

from simulator.causes.app_mistake import made, mended
from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert
from simulator.causes.setting import PHONE, RECEIVER
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "after a logout the app does not report the token again for the next login",
        "退出重新登录后应用没有再次上报 token",
    ),
    hop=Hop.TOKEN_REPORTED,
    cause_hop=CauseHop.KICKED_OR_LOGGED_OUT,
    reasons=(Reason.ALREADY_REPORTED, Reason.NO_TOKEN),
    inject=lambda _: (
        made("flags_never_reset"),
        Insert(
            "kill_app",
            (
                {"log_out": {"phone": PHONE}},
                {"wait": {"span": "2s"}},
                {"log_in": {"phone": PHONE, "user": RECEIVER}},
                {"wait": {"span": "10s"}},
            ),
        ),
    ),
    repairs=(
        Repair(
            text=Words(
                "reset the app's own flag at logout and report the token after every login",
                "登出时重置上报标志，每次登录成功后重新上报 token",
            ),
            edits=lambda _: (mended("flags_never_reset"),),
        ),
    ),
    ask=(
        Ask(
            question=Words(
                "does the log have a report of the token behind the last login?",
                "最后一次登录之后日志里是否有 token 上报？",
            ),
            how=command("adb logcat -d | grep -E 'setPushTokenToTIM|setOfflinePushToken'"),
        ),
    ),
)
