"""The app does not create the channel that the pushes name."""

from simulator.causes.app_mistake import app_mistake
from simulator.causes.cause import Ask
from simulator.causes.cause_hop import CauseHop
from simulator.causes.questions import NOTIFICATION_SETTINGS
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = app_mistake(
    "channel_never_created",
    about=Words(
        "the notification channel that the pushes name was never created on the phone",
        "推送指定的通知渠道没有在手机上创建",
    ),
    hop=Hop.POSTED,
    cause_hop=CauseHop.OS_CHANNEL,
    reasons=(Reason.CHANNEL_MISSING,),
    repair=Words(
        "create the channel with that ID in Application.onCreate", "在 Application.onCreate 中创建该 ID 的通知渠道"
    ),
    ask=(
        Ask(
            question=Words("which channel does the log miss?", "日志里缺少哪个渠道？"),
            how=command("adb logcat -d | grep -iE 'No Channel found'"),
        ),
        NOTIFICATION_SETTINGS,
    ),
    vendors=("oppo",),
)
