"""On Android 13 nobody asks for the permission to notify."""

from simulator.causes.cause import Cause, Repair
from simulator.causes.cause_hop import CauseHop
from simulator.causes.edit import Insert, Put, Remove
from simulator.causes.questions import NOTIFICATION_SETTINGS
from simulator.causes.setting import PHONE
from simulator.causes.words import Words
from simulator.push.journey import Hop
from simulator.push.reason import Reason

CAUSE = Cause(
    about=Words(
        "on Android 13 and newer the app never asks for POST_NOTIFICATIONS",
        "Android 13 及以上应用没有申请 POST_NOTIFICATIONS 权限",
    ),
    hop=Hop.POSTED,
    cause_hop=CauseHop.OS_NOTIFICATION_PERMISSION,
    reasons=(Reason.PERMISSION_MISSING,),
    inject=lambda _: (Put(("app", "variant"), "permission_never_asked"), Remove("answer_permission")),
    repairs=(
        Repair(
            text=Words("ask for POST_NOTIFICATIONS when the app starts", "应用启动时动态申请 POST_NOTIFICATIONS"),
            edits=lambda _: (
                Put(("app", "variant"), "careful"),
                Insert("kill_app", ({"answer_permission": {"phone": PHONE, "answer": "allow"}},)),
            ),
        ),
    ),
    ask=(NOTIFICATION_SETTINGS,),
    needs=lambda setting: setting.asks_for_permission,
)
