"""The app reports the token at a moment of its own, whoever is logged in."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import REPORT
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "without_login_guard",
    about=Words("the token is reported at start, before the login is done", "应用启动时就上报 token，此时登录尚未完成"),
    hop=Hop.TOKEN_REPORTED,
    cause_hop=CauseHop.TOKEN_REPORT,
    reasons=(Reason.NOT_LOGGED_IN, Reason.NO_TOKEN),
    repair=Words(
        "report in the login's success callback, or check getLoginStatus first",
        "在登录成功回调中上报，或先判断 getLoginStatus",
    ),
    ask=(REPORT,),
)
