"""The user, or a cleaner, has force-stopped the app, and this system shows nothing for such apps."""

from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Change, Put
from simulator.causes.setting import PHONE
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the app is force-stopped, and this phone's system lets nothing start it or show its notifications",
        "应用被系统或用户强行停止，系统禁止其自启动和展示通知",
    ),
    hop=Hop.POSTED,
    cause_hop=CauseHop.OS_PROCESS_OR_AUTOSTART,
    reasons=(Reason.APP_STOPPED,),
    inject=lambda _: (
        Put(("phones", PHONE, "rom"), {"shows_stopped_apps": False}),
        Change("kill_app", {"by": "force_stop"}),
    ),
    repairs=(
        Repair(
            text=Words(
                "open the app once and allow its autostart; end it by swiping, not by a force stop",
                "重新打开一次应用并允许自启动；用划掉的方式关闭，不要强行停止",
            ),
            edits=lambda _: (Change("kill_app", {"by": "swipe"}),),
        ),
    ),
    ask=(
        Ask(
            question=Words(
                "is the app in the stopped state, and may it start by itself?",
                "应用是否处于强行停止状态？是否允许自启动？",
            ),
            how=Words(
                "adb shell dumpsys package <package> | grep stopped; phone settings > apps > autostart",
                "adb shell dumpsys package <package> | grep stopped；手机设置 > 应用 > 自启动管理",
            ),
        ),
    ),
    prior=2.0,
)
