"""The user has switched the app's notifications off in the system settings."""

from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Remove
from simulator.causes.setting import PHONE
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

_OFF = {"switch_notifications": {"phone": PHONE, "to": "off"}}

CAUSE = Cause(
    about=Words("the app's notifications are switched off on the phone", "手机系统设置里关闭了该应用的通知"),
    hop=Hop.POSTED,
    cause_hop=CauseHop.OS_NOTIFICATION_PERMISSION,
    reasons=(Reason.NOTIFICATIONS_DISABLED,),
    inject=lambda _: (Insert("kill_app", (_OFF,)),),
    repairs=(
        Repair(
            text=Words(
                "switch the app's notifications on in the phone's settings",
                "在手机“设置 > 通知”里打开该应用的通知开关",
            ),
            edits=lambda _: (Remove("switch_notifications", {"to": "off"}),),
        ),
    ),
    ask=(
        Ask(
            question=Words("are notifications of the app allowed on the phone?", "手机上该应用的通知权限是否打开？"),
            how=command("adb shell dumpsys notification --noredact | grep -A2 <package>"),
        ),
    ),
)
