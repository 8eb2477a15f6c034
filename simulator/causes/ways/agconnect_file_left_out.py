"""The vendor's SDK finds no AppID: its settings file is not in the build, or the plugin for it is not applied."""

from simulator.causes.cause import Ask, Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Drop, Put
from simulator.causes.setting import Setting
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason


def _app_id(setting: Setting) -> tuple[str, ...]:
    return ("app", "vendors", setting.vendor, "app_id")


CAUSE = Cause(
    about=Words(
        "the build lacks agconnect-services.json or the agconnect plugin, so that the SDK knows no AppID",
        "工程缺少 agconnect-services.json 或没有应用 agconnect 插件，SDK 读不到 AppID",
    ),
    hop=Hop.REG_ID_ISSUED,
    cause_hop=CauseHop.APP_INTEGRATION,
    reasons=(Reason.MANIFEST_INCOMPLETE, Reason.NO_TOKEN),
    inject=lambda setting: (Put(_app_id(setting), ""),),
    repairs=(
        Repair(
            text=Words(
                "put agconnect-services.json of this package into the app's module (app/), and apply the plugin"
                " com.huawei.agconnect in its build.gradle",
                "把对应包名的 agconnect-services.json 放到 app/ 模块目录，"
                "并在 app 的 build.gradle 中应用 com.huawei.agconnect 插件",
            ),
            edits=lambda setting: (Drop(_app_id(setting)),),
        ),
    ),
    ask=(
        Ask(
            question=Words(
                "does the built app hold the AppID that agconnect-services.json names?",
                "编译出的安装包里有没有 agconnect-services.json 中的 AppID？",
            ),
            how=Words(
                "ls app/agconnect-services.json; grep -n agconnect build.gradle app/build.gradle settings.gradle",
                "ls app/agconnect-services.json；grep -n agconnect build.gradle app/build.gradle settings.gradle",
            ),
        ),
    ),
    vendors=("huawei",),
)
