"""JSON web tokens of a service account, which stand where an access token does: read, and checked for real."""

import base64
import binascii
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec

from simulator.cloud.registrations import PushApp
from simulator.cloud.rsa import KeyUnreadable, PublicKey
from simulator.network.json_body import json_or_none
from simulator.vendors.huawei import facts
from simulator.vendors.huawei.parts import object_of

_AUDIENCE = "https://oauth-login.cloud.huawei.com/oauth2/v3/token"


class Flaw(StrEnum):
    """What is wrong with a token."""

    UNKNOWN_ACCOUNT = "unknown_account"
    """No service account has this `kid` and `iss`."""
    WRONG = "wrong"
    """Algorithm, audience, life or signature."""
    EXPIRED = "expired"


class ServiceAccountToken(msgspec.Struct, frozen=True):
    """One token.

    Attributes:
        app: Whose service account made it; `None` for nobody's.
        flaw: `None` for a good one.
    """

    app: PushApp | None
    flaw: Flaw | None


def looks_like_one(text: str) -> bool:
    """Return whether *text* has the three parts of such a token."""
    return text.count(".") == 2


def read(text: str, apps: list[PushApp], now_s: int) -> ServiceAccountToken:
    """Return what *text* is worth at *now_s*, seconds since 1970."""
    signed, _, signature = text.rpartition(".")
    head, _, claims = (_object(part) for part in signed.partition("."))
    app = next((app for app in apps if _is_of(app, head, claims)), None)
    if app is None:
        return ServiceAccountToken(None, Flaw.UNKNOWN_ACCOUNT)
    if claims.get("aud") != _AUDIENCE or not _is_signed(app, head, signed.encode(), signature):
        return ServiceAccountToken(app, Flaw.WRONG)
    issued_s, ends_s = claims.get("iat"), claims.get("exp")
    if not isinstance(issued_s, int) or not isinstance(ends_s, int):
        return ServiceAccountToken(app, Flaw.WRONG)
    if ends_s - issued_s > facts.JWT_LIFE_S_MAX.value:
        return ServiceAccountToken(app, Flaw.WRONG)
    return ServiceAccountToken(app, Flaw.EXPIRED if ends_s <= now_s else None)


def _is_of(app: PushApp, head: Mapping[str, Any], claims: Mapping[str, Any]) -> bool:
    wanted = (app.values.get("key_id"), app.values.get("sub_account"))
    return all(wanted) and (head.get("kid"), claims.get("iss")) == wanted


def _is_signed(app: PushApp, head: Mapping[str, Any], signed: bytes, signature: str) -> bool:
    try:
        key = PublicKey.from_pem(app.values.get("public_key", ""))
        raw = _from_base64(signature)
    except (KeyUnreadable, binascii.Error):
        return False
    match head.get("alg"):
        case "PS256":
            return key.verifies_pss(raw, signed)
        case "RS256":
            return key.verifies_pkcs1(raw, signed)
        case _:
            return False


def _object(part: str) -> Mapping[str, Any]:
    try:
        return object_of(json_or_none(_from_base64(part)))
    except binascii.Error:
        return {}


def _from_base64(part: str) -> bytes:
    return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
