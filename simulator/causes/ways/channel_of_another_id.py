"""The app creates a channel with another ID than the console names."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause import Ask
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import NOTIFICATION_SETTINGS
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "channel_of_another_id",
    about=Words(
        "the app creates a channel whose ID is not the one in the console", "应用创建的通知渠道 ID 与控制台填写的不一致"
    ),
    hop=Hop.POSTED,
    cause_hop=CauseHop.OS_CHANNEL,
    reasons=(Reason.CHANNEL_MISSING,),
    repair=Words("use one ID in the app and in the console", "让应用和控制台使用同一个渠道 ID"),
    ask=(
        Ask(
            question=Words("which channel does the log miss?", "日志里缺少哪个渠道？"),
            how=command("adb logcat -d | grep -iE 'No Channel found'"),
        ),
        NOTIFICATION_SETTINGS,
    ),
    vendors=("oppo",),
)
