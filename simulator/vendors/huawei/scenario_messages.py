"""Scenario messages of version 3, put into the words of version 1, which all rules read.

Differs: they are for HarmonyOS; here they reach the phones that there are.
"""

from collections.abc import Mapping
from typing import Any

from simulator.vendors.huawei.parts import encoded, part

NOTIFICATION, BACKGROUND, CALL = "0", "6", "10"
PUSH_TYPES = frozenset({NOTIFICATION, "1", "2", BACKGROUND, "7", CALL})
"""Notification, card refresh, extension, background, live view, call; only the first is shown by the system."""
NEED_RIGHT = frozenset({"2", "7", CALL})

_SHOWN = {
    "title": "title",
    "body": "body",
    "image": "image",
    "style": "style",
    "inboxContent": "inbox_content",
    "notifyId": "notify_id",
    "profileId": "profile_id",
    "sound": "sound",
    "foregroundShow": "foreground_show",
}


def as_v1(sent: Mapping[str, Any], push_type: str) -> Mapping[str, Any]:
    """Return *sent* as version 1 would have it; a part that is missing stays missing."""
    payload, target, options = part(sent, "payload"), part(sent, "target"), part(sent, "pushOptions")
    if not payload:
        return {}
    android: dict[str, Any] = {
        "ttl": f"{options['ttl']}s" if isinstance(options.get("ttl"), int) else options.get("ttl"),
        "bi_tag": options.get("biTag"),
        "receipt_id": options.get("receiptId"),
        "collapse_key": options.get("collapseKey"),
        "target_user_type": 1 if options.get("testMessage") is True else 0,
    }
    message: dict[str, Any] = {"token": target.get("token"), "android": android}
    notification = payload.get("notification")
    if push_type == NOTIFICATION and isinstance(notification, dict):
        click = part(notification, "clickAction")
        android["category"] = notification.get("category")
        android["notification"] = {
            **{ours: notification[theirs] for theirs, ours in _SHOWN.items() if theirs in notification},
            **({"badge": _badge(part(notification, "badge"))} if "badge" in notification else {}),
            "default_sound": not notification.get("sound"),
            "click_action": _click(click),
        }
        if click.get("data"):
            message["data"] = encoded(click["data"])
    else:
        message["data"] = payload.get("extraData") or encoded(payload)
    return {"message": message}


def _click(click: Mapping[str, Any]) -> Mapping[str, Any]:
    match click.get("actionType"):
        case 0:
            return {"type": 3}
        case 1:
            return {"type": 1, "action": click.get("action"), "intent": click.get("uri")}
        case _:
            return {}


def _badge(badge: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"add_num": badge.get("addNum"), "set_num": badge.get("setNum")}
