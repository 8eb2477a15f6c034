"""The manifest or the constants hold the AppID and AppKey of another app."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import REGISTRATION
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "constants_of_another_app",
    about=Words(
        "AppID and AppKey in the app belong to another app of the vendor's platform",
        "应用里的 AppID / AppKey 属于厂商平台上的另一个应用",
    ),
    hop=Hop.REG_ID_ISSUED,
    cause_hop=CauseHop.VENDOR_REGISTRATION,
    reasons=(Reason.REGISTRATION_REFUSED, Reason.NO_TOKEN),
    repair=Words(
        "copy AppID and AppKey of this package from the vendor's platform",
        "从厂商开放平台复制与当前包名对应的 AppID、AppKey",
    ),
    ask=(REGISTRATION,),
)
