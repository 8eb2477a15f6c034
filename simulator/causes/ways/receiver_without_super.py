"""The receiver overrides onReceive and never calls the SDK's own."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import REGISTRATION
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "receiver_without_super",
    about=Words(
        "the app's receiver overrides onReceive without calling super", "应用的接收器重写了 onReceive 但没有调用 super"
    ),
    hop=Hop.REG_ID_RECEIVED,
    cause_hop=CauseHop.APP_INTEGRATION,
    reasons=(Reason.CALLBACK_IGNORED, Reason.NO_TOKEN),
    repair=Words("call super.onReceive first, or do not override it", "先调用 super.onReceive，或不要重写"),
    ask=(REGISTRATION,),
    vendors=("meizu",),
)
