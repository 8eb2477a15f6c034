"""The vendor's platform has this app under another package name."""

from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Drop, Put
from simulator.causes.questions import REGISTRATION
from simulator.causes.words import Words, command
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the package name on the vendor's platform is not that of the installed app",
        "厂商平台登记的包名与安装的应用不一致",
    ),
    hop=Hop.REG_ID_ISSUED,
    cause_hop=CauseHop.VENDOR_REGISTRATION,
    reasons=(Reason.REGISTRATION_REFUSED, Reason.NO_TOKEN),
    inject=lambda setting: (Put(("vendor_apps", setting.vendor, "package"), "com.example.other"),),
    repairs=(
        Repair(
            text=Words(
                "register the package that is installed, debug suffix included",
                "在厂商平台登记实际安装的包名（注意 debug 后缀）",
            ),
            edits=lambda setting: (Drop(("vendor_apps", setting.vendor, "package")),),
        ),
    ),
    ask=(
        Ask(
            question=Words(
                "which package is installed, and which one does the vendor's platform show?",
                "安装的包名是什么，厂商平台登记的是什么？",
            ),
            how=command("adb shell pm list packages | grep <app>"),
        ),
        REGISTRATION,
    ),
)
