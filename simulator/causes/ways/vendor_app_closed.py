"""Push is switched off for this app at the vendor's platform."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Drop, Put
from simulator.causes.questions import REGISTRATION, VENDOR_ANSWER
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "push is not switched on for this app on the vendor's platform", "厂商平台上该应用的推送服务没有开通或已关闭"
    ),
    hop=Hop.PUSH_REQUESTED,
    cause_hop=CauseHop.VENDOR_AUTH,
    reasons=(Reason.APP_NOT_OPEN, Reason.REGISTRATION_REFUSED),
    inject=lambda setting: (Put(("vendor_apps", setting.vendor, "state"), "closed"),),
    repairs=(
        Repair(
            text=Words("switch the push service on at the vendor's platform", "在厂商开放平台开通推送服务"),
            edits=lambda setting: (Drop(("vendor_apps", setting.vendor, "state")),),
        ),
    ),
    ask=(
        VENDOR_ANSWER,
        REGISTRATION,
    ),
)
