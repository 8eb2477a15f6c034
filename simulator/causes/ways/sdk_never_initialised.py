"""Nobody initialises the vendor's SDK."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import REGISTRATION
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "without_sdk_init",
    about=Words("the app never initialises the vendor's SDK", "应用没有初始化厂商推送 SDK"),
    hop=Hop.SDK_STARTED,
    cause_hop=CauseHop.VENDOR_SDK_INIT,
    reasons=(Reason.SDK_NOT_INITIALISED, Reason.NO_TOKEN),
    repair=Words(
        "initialise the vendor's SDK in Application.onCreate, in the main process",
        "在主进程的 Application.onCreate 中初始化厂商 SDK",
    ),
    ask=(REGISTRATION,),
    vendors=("honor", "meizu", "oppo", "vivo", "xiaomi"),
)
