"""The app's own flag says that nobody is logged in, and the token is held back for ever."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import REPORT
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "login_never_noted",
    about=Words(
        "the app waits for its own logged-in flag, which it never sets",
        "应用自己的登录标志一直没有置位，token 没有上报",
    ),
    hop=Hop.TOKEN_REPORTED,
    cause_hop=CauseHop.TOKEN_REPORT,
    reasons=(Reason.NOT_LOGGED_IN, Reason.NO_TOKEN),
    repair=Words(
        "set the flag in the login's success callback, or ask the IM SDK itself",
        "在登录成功回调中置位，或直接查询 IM SDK 的登录状态",
    ),
    ask=(REPORT,),
)
