"""On Android 13 nobody asks for the permission to notify."""

from simulator.causes.permission_mistake import permission_mistake
from simulator.causes.questions import NOTIFICATION_SETTINGS
from simulator.causes.words import Words

CAUSE = permission_mistake(
    "permission_never_asked",
    about=Words(
        "on Android 13 and newer the app never asks for POST_NOTIFICATIONS",
        "Android 13 及以上应用没有申请 POST_NOTIFICATIONS 权限",
    ),
    repair=Words("ask for POST_NOTIFICATIONS when the app starts", "应用启动时动态申请 POST_NOTIFICATIONS"),
    ask=(NOTIFICATION_SETTINGS,),
)
