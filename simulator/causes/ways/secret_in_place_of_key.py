"""The app holds the AppSecret where the AppKey belongs."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import REGISTRATION
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "secret_for_key",
    about=Words(
        "the app registers with the AppSecret where the AppKey belongs", "应用把 AppSecret 填到了 AppKey 的位置"
    ),
    hop=Hop.REG_ID_ISSUED,
    cause_hop=CauseHop.VENDOR_REGISTRATION,
    reasons=(Reason.REGISTRATION_REFUSED, Reason.NO_TOKEN),
    repair=Words(
        "put the AppKey there; the secret belongs in the IM console alone", "填写 AppKey；AppSecret 只应填在 IM 控制台"
    ),
    ask=(REGISTRATION,),
    vendors=("meizu", "oppo", "vivo", "xiaomi"),
)
