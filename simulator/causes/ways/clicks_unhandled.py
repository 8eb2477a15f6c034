"""The receiver overrides no callback for taps, and nothing is opened."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import TAP_LOG
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "clicks_unhandled",
    about=Words(
        "the app does not handle the vendor's click callback, so a tap opens nothing",
        "应用没有处理厂商的点击回调，点击通知没有反应",
    ),
    hop=Hop.HANDLED,
    cause_hop=CauseHop.CLICK_ACTION,
    reasons=(Reason.NOTHING_TO_OPEN,),
    repair=Words(
        "override onNotificationMessageClicked and open the page there",
        "重写 onNotificationMessageClicked 并在其中打开页面",
    ),
    ask=(TAP_LOG,),
    vendors=("xiaomi",),
)
