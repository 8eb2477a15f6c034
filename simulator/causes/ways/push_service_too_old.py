"""The phone has no push service, or one too old."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Drop, Put
from simulator.causes.questions import REGISTRATION
from simulator.causes.setting import PHONE
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words("the phone's own push service is missing or too old", "手机上没有厂商推送服务或版本过旧"),
    hop=Hop.SDK_STARTED,
    cause_hop=CauseHop.DEVICE_UNSUPPORTED,
    reasons=(Reason.MODEL_UNSUPPORTED, Reason.NO_TOKEN),
    inject=lambda _: (Put(("phones", PHONE, "push_service"), 0),),
    repairs=(
        Repair(
            text=Words("update the system or its push service", "升级系统或系统推送服务"),
            edits=lambda _: (Drop(("phones", PHONE, "push_service")),),
        ),
    ),
    ask=(REGISTRATION,),
    vendors=("honor", "huawei", "oppo", "vivo"),
)
