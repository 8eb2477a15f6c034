"""A second push SDK in the app takes the regId's place."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause import Ask
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import VENDOR_ANSWER
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "second_sdk_in_the_slot",
    about=Words(
        "another push SDK in the app stores its own token where the vendor's belongs",
        "应用里的另一个推送 SDK 覆盖了厂商 token",
    ),
    hop=Hop.TOKEN_REPORTED,
    cause_hop=CauseHop.APP_INTEGRATION,
    reasons=(Reason.REG_ID_INVALID,),
    repair=Words("report the token of the vendor's own callback only", "只上报厂商 SDK 回调给出的 token"),
    ask=(
        Ask(
            question=Words(
                "which token is reported, and does it have the vendor's form?",
                "上报的 token 是什么，格式是否是该厂商的？",
            ),
            how=command("adb logcat -d | grep -iE 'token|regid'"),
        ),
        VENDOR_ANSWER,
    ),
)
