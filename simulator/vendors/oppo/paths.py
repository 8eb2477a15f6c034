"""The paths of OPPO's API, and what is wrong with one that it does not have."""

import re

from simulator.push.rejection import Rejection
from simulator.vendors.oppo import rejections

BASE = "/server/v1"
UNICAST = f"{BASE}/message/notification/unicast"
UNICAST_BATCH = f"{BASE}/message/notification/unicast_batch"
SAVE = f"{BASE}/message/notification/save_message_content"
BROADCAST = f"{BASE}/message/notification/broadcast"
BIG_PICTURE = f"{BASE}/media/upload/big_picture"
SMALL_PICTURE = f"{BASE}/media/upload/small_picture"
AUTH = f"{BASE}/auth"
INVALID_IDS = f"{BASE}/feedback/fetch_invalid_regidList"
PERMIT = f"{BASE}/feedback/fetch_push_permit"
STATISTICS = f"{BASE}/message/statistics"
SET_ALIAS = f"{BASE}/device/set_alias"
DELETE_ALIAS = f"{BASE}/device/delete_alias"
SUBSCRIBE_TAGS = f"{BASE}/device/subscribe_tags"
UNSUBSCRIBE_TAGS = f"{BASE}/device/unsubscribe_tags"
IN_JSON = (SET_ALIAS, DELETE_ALIAS, SUBSCRIBE_TAGS, UNSUBSCRIBE_TAGS)
"""Calls whose body is JSON and no form."""
_VERSION = BASE.rpartition("/")[2]


def wrong_part(path: str) -> Rejection:
    """Return what is wrong with a path that there is not: it should be `/server/`, a version, and a call's name."""
    head, *parts = path.strip("/").split("/")
    if head != "server":
        return rejections.METHOD_UNKNOWN
    if not parts or not parts[0].startswith("v"):
        return rejections.VERSION_MISSING
    version, *method = parts
    if re.fullmatch(r"v[0-9]+", version) is None:
        return rejections.VERSION_WRONG
    if version != _VERSION:
        return rejections.VERSION_UNSUPPORTED
    return rejections.METHOD_UNKNOWN if method else rejections.METHOD_MISSING
