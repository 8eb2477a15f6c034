"""The app initialises the SDK and never opens its push."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import REGISTRATION
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "push_never_opened",
    about=Words(
        "the SDK is initialised and push is never opened (turnOnPush, getToken)",
        "初始化了 SDK，但没有调用打开推送的接口（turnOnPush / getToken）",
    ),
    hop=Hop.REG_ID_ISSUED,
    cause_hop=CauseHop.VENDOR_SDK_INIT,
    reasons=(Reason.PUSH_NOT_OPENED, Reason.NO_TOKEN),
    repair=Words(
        "call turnOnPush, or getToken at Huawei, on the main page", "在主页面调用 turnOnPush（华为为 getToken）"
    ),
    ask=(REGISTRATION,),
    vendors=("huawei", "vivo"),
)
