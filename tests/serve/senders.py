"""A real sender's part in a test: vivo's API, signed with the sender's own clock."""

import hashlib
import json
from collections.abc import Mapping

from tests.serve.serving import Desk, Kept


def auth(desk: Desk, *, stamp_ms: int | None = None, at: str = "") -> Kept:
    """Authenticate at vivo, stamped with the machine's clock unless *stamp_ms* says otherwise."""
    app = desk.get(f"{at}/_sim/credentials")["vendors"]["vivo"]
    body = auth_body(app, desk.machine_ms if stamp_ms is None else stamp_ms)
    return desk.ask("POST", f"{at}/message/auth", json.dumps(body).encode())


def auth_body(app: Mapping[str, str], stamp_ms: int) -> Mapping[str, object]:
    """Return what authenticates the push app *app* at *stamp_ms*."""
    text = f"{app['app_id']}{app['app_key']}{stamp_ms}{app['app_secret']}"
    sign = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    return {"appId": app["app_id"], "appKey": app["app_key"], "timestamp": stamp_ms, "sign": sign}


def push(desk: Desk, token: str, reg_id: str, *, at: str = "", **fields: object) -> Kept:
    """Push to *reg_id* with the token of `auth`."""
    return desk.ask("POST", f"{at}/message/send", json.dumps(message(reg_id, **fields)).encode(), authToken=token)


def message(reg_id: str, **fields: object) -> Mapping[str, object]:
    """Return a request that vivo takes."""
    return {
        "regId": reg_id,
        "notifyType": 1,
        "title": "a title",
        "content": "a text to read",
        "skipType": 1,
        "requestId": "r-1",
        "classification": 1,
        "category": "IM",
        **fields,
    }
