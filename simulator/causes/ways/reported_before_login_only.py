"""The token is reported when it comes, before anybody has logged in, and never again."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import REPORT
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "not_reported_after_login",
    about=Words(
        "the token is reported before the login succeeds, fails with 6014, and is not reported again",
        "token 在登录成功之前上报（返回 6014），之后没有再次上报",
    ),
    hop=Hop.TOKEN_REPORTED,
    cause_hop=CauseHop.TOKEN_REPORT,
    reasons=(Reason.NOT_LOGGED_IN, Reason.NO_TOKEN),
    repair=Words("report the token again in the login's success callback", "在登录成功回调里重新上报 token"),
    ask=(REPORT,),
    vendors=("honor", "meizu", "oppo", "xiaomi"),
)
