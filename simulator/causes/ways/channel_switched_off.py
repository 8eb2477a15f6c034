"""The user has switched the channel off."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Remove
from simulator.causes.questions import NOTIFICATION_SETTINGS
from simulator.causes.setting import PHONE
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words("the user has switched this notification channel off", "用户在系统设置里关闭了该通知渠道"),
    hop=Hop.POSTED,
    cause_hop=CauseHop.OS_CHANNEL,
    reasons=(Reason.CHANNEL_BLOCKED,),
    inject=lambda _: (
        Insert("kill_app", ({"set_channel": {"phone": PHONE, "channel": "tuikit", "importance": "none"}},)),
    ),
    repairs=(
        Repair(
            text=Words("switch the channel on in the phone's settings", "在系统设置里打开该通知渠道"),
            edits=lambda _: (Remove("set_channel"),),
        ),
    ),
    ask=(NOTIFICATION_SETTINGS,),
    vendors=("oppo",),
)
