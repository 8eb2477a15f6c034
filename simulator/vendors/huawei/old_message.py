"""Messages of the gateway of HMS 2.x, put into the words of version 1, which all rules read."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from simulator.network.json_body import json_or_none
from simulator.vendors.huawei.parts import encoded, object_of, part

NOTIFICATION, PASS_THROUGH = 3, 1


def as_v1(form: Mapping[str, str], now: datetime) -> Mapping[str, Any]:
    """Return what *form* asks for at *now*, as version 1 would have it; empty where its payload cannot be read."""
    outer = object_of(json_or_none(form.get("payload", "")))
    hps = part(outer, "hps")
    told, ext = part(hps, "msg"), part(hps, "ext")
    if told.get("type") not in (NOTIFICATION, PASS_THROUGH):
        return {}
    android: dict[str, Any] = {"bi_tag": ext.get("biTag"), "category": told.get("category")}
    message: dict[str, Any] = {"token": json_or_none(form.get("device_token_list", "")), "android": android}
    life_s = life_s_of(form.get("expire_time", ""), now)
    if life_s is not None:
        android["ttl"] = f"{max(life_s, 0)}s"
    body = told.get("body")
    if told["type"] == PASS_THROUGH:
        message["data"] = body if isinstance(body, str) else encoded(body)
        return {"message": message}
    shown = body if isinstance(body, dict) else {}
    android["notification"] = {
        "title": shown.get("title"),
        "body": shown.get("content"),
        "importance": told.get("importance"),
        "click_action": _click(part(told, "action")),
    }
    custom = _customized(ext.get("customize"))
    if custom:
        message["data"] = encoded(custom)
    return {"message": message}


def life_s_of(expire_time: str, now: datetime) -> int | None:
    """Return the seconds from *now* to *expire_time*; `None` where it is no time, or there is none."""
    instant = _instant(expire_time, now.tzinfo)
    return None if instant is None else int((instant - now).total_seconds())


def _instant(text: str, zone: tzinfo | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone)
    except ValueError:
        return None


def _click(action: Mapping[str, Any]) -> Mapping[str, Any]:
    param = part(action, "param")
    match action.get("type"):
        case 1:
            return {"type": 1, "intent": param.get("intent")}
        case 2:
            return {"type": 2, "url": param.get("url")}
        case 3:
            return {"type": 3}
        case _:
            return {}


def _customized(value: object) -> Mapping[str, Any]:
    """Return the pairs of `customize`, a list of objects with one key each."""
    pairs = value if isinstance(value, list) else []
    return {key: content for pair in pairs if isinstance(pair, dict) for key, content in pair.items()}
