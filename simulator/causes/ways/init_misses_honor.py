"""The app takes Honor phones for Huawei's, or for nobody's."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import REGISTRATION
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "init_misses_honor",
    about=Words(
        "the app has no branch for Honor, whose phones have left Huawei's push",
        "应用没有荣耀分支，荣耀手机已不走华为推送",
    ),
    hop=Hop.SDK_STARTED,
    cause_hop=CauseHop.APP_INTEGRATION,
    reasons=(Reason.WRONG_BRAND, Reason.NO_TOKEN),
    repair=Words("integrate Honor's own SDK and host its certificate", "接入荣耀推送 SDK，并在控制台上传荣耀证书"),
    ask=(REGISTRATION,),
    vendors=("honor",),
)
