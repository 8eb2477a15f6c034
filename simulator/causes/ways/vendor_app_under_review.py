"""The vendor still reviews the app, and pushes to registered test phones only."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Drop, Put
from simulator.causes.questions import REGISTRATION, VENDOR_ANSWER
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words("the app is still under review on the vendor's platform", "应用在厂商平台仍处于审核中"),
    hop=Hop.PUSH_REQUESTED,
    cause_hop=CauseHop.VENDOR_AUTH,
    reasons=(Reason.APP_NOT_OPEN, Reason.REGISTRATION_REFUSED),
    inject=lambda setting: (Put(("vendor_apps", setting.vendor, "state"), "under_review"),),
    repairs=(
        Repair(
            text=Words(
                "wait for the review, or register the phone for tests there", "等待审核通过，或在厂商平台添加测试设备"
            ),
            edits=lambda setting: (Drop(("vendor_apps", setting.vendor, "state")),),
        ),
    ),
    ask=(
        VENDOR_ANSWER,
        REGISTRATION,
    ),
)
