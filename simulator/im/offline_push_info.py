"""`OfflinePushInfo` as it stands in a body: whether it is well formed, and what it says."""

from collections.abc import Mapping
from typing import Any

from simulator.kernel.source import Fact, Grade, Source
from simulator.push.message import OfflinePushInfo

_FORMAT = "Tencent IM message format"

Fields = Mapping[str, type]

_INFO: Fields = {"PushFlag": int, "Title": str, "Desc": str, "Ext": str, "AndroidInfo": dict, "ApnsInfo": dict}
_ANDROID: Fields = {"Sound": str, "PushStyle": int}
_APNS: Fields = {
    "Sound": str,
    "BadgeMode": int,
    "Title": str,
    "SubTitle": str,
    "Image": str,
    "MutableContent": int,
    "InterruptionLevel": str,
    "ContentAvailable": int,
}
_CHOICES: Mapping[str, frozenset[int]] = {"PushFlag": frozenset({0, 1}), "BadgeMode": frozenset({0, 1})}

BIG_TEXT = 1

BADGE_COUNTS_ON = Fact(
    "im.badge_counts_on",
    True,
    Source("Tencent IM offline push", "doBackground and BadgeMode", grade=Grade.ASSUMED),
)
"""The unread messages that `doBackground` told are what IM counts on from, one more with each message it pushes."""


def is_malformed(info: object, vendors: Fields) -> bool:
    """Return whether *info* cannot be an `OfflinePushInfo`; *vendors* are the vendors' own fields of `AndroidInfo`.

    A field that nobody knows is ignored, and so is one that is null.
    """
    if info is None:
        return False
    if not isinstance(info, dict) or _has_other_types(info, _INFO):
        return True
    android, apns = info.get("AndroidInfo") or {}, info.get("ApnsInfo") or {}
    return (
        _has_other_types(android, {**vendors, **_ANDROID})
        or _has_other_types(apns, _APNS)
        or any(part.get(name) not in {None, *known} for part in (info, apns) for name, known in _CHOICES.items())
    )


def _has_other_types(values: Mapping[str, Any], fields: Fields) -> bool:
    return any(
        value is not None and (not isinstance(value, kind) or isinstance(value, bool))
        for name, kind in fields.items()
        for value in (values.get(name),)
    )


def read_offline_push_info(info: object) -> OfflinePushInfo:
    """Read *info*; where a run waives what is wrong with it, the field counts as left out."""
    if not isinstance(info, dict):
        return OfflinePushInfo()
    said = {name: info[name] for name, kind in _INFO.items() if isinstance(info.get(name), kind)}
    return OfflinePushInfo(
        push_flag=said.get("PushFlag", 0),
        title=said.get("Title", ""),
        desc=said.get("Desc", ""),
        # Assumed: an empty Ext is none; clients that always write the field send it so.
        ext=said.get("Ext") or None,
        android=said.get("AndroidInfo", {}),
        apns=said.get("ApnsInfo", {}),
    )
