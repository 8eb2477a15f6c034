"""Messages of the gateway of HMS 2.x, put into the words of version 1, which all rules read."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

import msgspec

NOTIFICATION, PASS_THROUGH = 3, 1


def as_v1(form: Mapping[str, str], now: datetime) -> Mapping[str, Any]:
    """Return what *form* asks for at *now*, as version 1 would have it; empty where its payload cannot be read."""
    outer = _object(form.get("payload", ""))
    hps = _part(outer, "hps")
    told, ext = _part(hps, "msg"), _part(hps, "ext")
    if told.get("type") not in {NOTIFICATION, PASS_THROUGH}:
        return {}
    android: dict[str, Any] = {"bi_tag": ext.get("biTag"), "category": told.get("category")}
    message: dict[str, Any] = {"token": _list(form.get("device_token_list", "")), "android": android}
    life_s = life_s_of(form.get("expire_time", ""), now)
    if life_s is not None:
        android["ttl"] = f"{max(life_s, 0)}s"
    body = told.get("body")
    if told["type"] == PASS_THROUGH:
        message["data"] = body if isinstance(body, str) else _text(body)
        return {"message": message}
    shown = body if isinstance(body, dict) else {}
    android["notification"] = {
        "title": shown.get("title"),
        "body": shown.get("content"),
        "importance": told.get("importance"),
        "click_action": _click(_part(told, "action")),
    }
    custom = _customized(ext.get("customize"))
    if custom:
        message["data"] = _text(custom)
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
    param = _part(action, "param")
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


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = whole.get(name)
    return value if isinstance(value, dict) else {}


def _list(text: str) -> list[Any] | None:
    value = _decoded(text)
    return value if isinstance(value, list) else None


def _object(text: str) -> Mapping[str, Any]:
    value = _decoded(text)
    return value if isinstance(value, dict) else {}


def _decoded(text: str) -> object:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return None


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()
