"""The manifest lacks POST_NOTIFICATIONS, so that asking shows no dialogue."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Put, Remove
from simulator.causes.questions import MERGED_MANIFEST, NOTIFICATION_SETTINGS
from simulator.causes.setting import PHONE
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "the manifest lacks POST_NOTIFICATIONS, so that no dialogue is ever shown on Android 13",
        "AndroidManifest.xml 没有声明 POST_NOTIFICATIONS，Android 13 上不会弹出授权框",
    ),
    hop=Hop.POSTED,
    cause_hop=CauseHop.OS_NOTIFICATION_PERMISSION,
    reasons=(Reason.PERMISSION_MISSING,),
    inject=lambda _: (Put(("app", "variant"), "permission_undeclared"), Remove("answer_permission")),
    repairs=(
        Repair(
            text=Words("declare the permission and ask for it", "声明该权限并动态申请"),
            edits=lambda _: (
                Put(("app", "variant"), "careful"),
                Insert("kill_app", ({"answer_permission": {"phone": PHONE, "answer": "allow"}},)),
            ),
        ),
    ),
    ask=(
        MERGED_MANIFEST,
        NOTIFICATION_SETTINGS,
    ),
    needs=lambda setting: setting.asks_for_permission,
)
