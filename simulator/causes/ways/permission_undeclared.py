"""The manifest lacks POST_NOTIFICATIONS, so that asking shows no dialogue."""

from simulator.causes.permission_mistake import permission_mistake
from simulator.causes.questions import MERGED_MANIFEST, NOTIFICATION_SETTINGS
from simulator.causes.words import Words

CAUSE = permission_mistake(
    "permission_undeclared",
    about=Words(
        "the manifest lacks POST_NOTIFICATIONS, so that no dialogue is ever shown on Android 13",
        "AndroidManifest.xml 没有声明 POST_NOTIFICATIONS，Android 13 上不会弹出授权框",
    ),
    repair=Words("declare the permission and ask for it", "声明该权限并动态申请"),
    ask=(MERGED_MANIFEST, NOTIFICATION_SETTINGS),
)
