"""Messages come over the app's own connection alone: no vendor channel, and the system ends the app for good."""

from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Change, Drop, Put
from simulator.causes.setting import PHONE
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the app lives on its own connection: the system ends it for good, and no vendor channel stands in",
        "只靠应用自身长连接：进程被系统结束后不允许自启动，又没有厂商通道兜底",
    ),
    hop=Hop.SDK_STARTED,
    cause_hop=CauseHop.OS_PROCESS_OR_AUTOSTART,
    reasons=(Reason.AUTOSTART_OFF, Reason.SDK_MISSING, Reason.NO_TOKEN),
    inject=lambda setting: (
        Put(("app", "starts_itself"), True),
        Put(("app", "vendors", setting.vendor, "sdk"), "none"),
        Put(("phones", PHONE, "rom"), {"autostart": False}),
        Change("kill_app", {"by": "system"}),
    ),
    repairs=(
        Repair(
            text=Words(
                "use the vendor's channel, which needs no process of the app; until then have users allow autostart",
                "集成厂商通道（无需应用进程存活）；在此之前引导用户允许自启动",
            ),
            edits=lambda setting: (Drop(("app", "vendors", setting.vendor, "sdk")),),
        ),
    ),
    ask=(
        Ask(
            question=Words(
                "is the app's autostart allowed, and does it carry the vendor's SDK?",
                "是否允许自启动？是否集成了厂商 SDK？",
            ),
            how=Words(
                "phone settings > apps > autostart; adb logcat -d | grep -iE 'regid|onNewToken|onRegister'",
                "手机设置 > 应用 > 自启动管理；adb logcat -d | grep -iE 'regid|onNewToken|onRegister'",
            ),
        ),
    ),
    prior=2.0,
)
