"""The app is not on the phone any more."""

from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Remove
from simulator.causes.setting import PHONE
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words("the app was uninstalled, and its regId went with it", "应用已被卸载，regId 随之失效"),
    hop=Hop.PUSH_REQUESTED,
    cause_hop=CauseHop.VENDOR_REGID_INVALID,
    reasons=(Reason.REG_ID_INVALID,),
    inject=lambda _: (Insert("kill_app", ({"uninstall_app": {"phone": PHONE}},), behind=True),),
    repairs=(
        Repair(
            text=Words("install it and log in once", "安装应用并登录一次"), edits=lambda _: (Remove("uninstall_app"),)
        ),
    ),
    ask=(
        Ask(
            question=Words("is the app installed?", "应用是否还安装着？"),
            how=command("adb shell pm list packages | grep <package>"),
        ),
    ),
)
