"""The app never initialises the IM SDK, or too late."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause import Ask
from simulator.causes.cause_hop import CauseHop
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "without_im_init",
    about=Words("the app logs in before the IM SDK is initialised", "应用在 IM SDK 初始化之前登录"),
    hop=Hop.TOKEN_REPORTED,
    cause_hop=CauseHop.IM_LOGIN,
    reasons=(Reason.IM_NOT_INITIALISED,),
    repair=Words(
        "call initSDK before login, and report the token after it", "先调用 initSDK 再登录，登录成功后上报 token"
    ),
    ask=(
        Ask(
            question=Words("which code does login return?", "login 返回什么错误码？"),
            how=command("adb logcat -d | grep -iE '6013|initSDK|login'"),
        ),
    ),
)
