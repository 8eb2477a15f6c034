"""Hides what must not leave a ticket: tokens, UserSigs, secrets, phone numbers."""

import re
from typing import Final

_HIDDEN: Final = "***"

_NAMED: Final = re.compile(
    r"((?:\b|_)(?:\w{0,40}secret|app_?key|master_?secret|access_?token|auth_?token|authorization|password|passwd|user_?sig|sign(?:ature)?"
    r"|api_?key|client_?secret|private_?key|\w{0,40}token|reg_?id|registration_?id|push_?id|secret_?key|密钥|密码|手机号|电话)"
    r"[\"']?\s*(?:[=:：]|\bis\b)\s*(?:bearer\s+|key=|basic\s+)?[\"']?)([A-Za-z0-9_\-+/=*.!~%]{8,})",
    re.IGNORECASE,
)
_SPACED: Final = re.compile(
    r"((?:secret|app_?key|api_?key|password|passwd|user_?sig|token|密钥|密码)[\t ]{1,9})"
    r"(?=[^\s]{0,200}\d)([A-Za-z0-9_\-+/=*.!~%]{8,})",
    re.IGNORECASE,
)
"""As copied from the page of a console: a label, and its value behind it."""
_BEARER: Final = re.compile(r"\b(bearer|basic)\s+[A-Za-z0-9_\-+/=.]{8,}", re.IGNORECASE)
_USER_SIG: Final = re.compile(r"\beJ[A-Za-z0-9*_\-]{24,}")
_JWT: Final = re.compile(r"\beyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]*")
_MOBILE: Final = re.compile(r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_LONG: Final = re.compile(
    r"(?<![\w./])(?=[A-Za-z0-9+_\-]{0,200}\d)(?=[A-Za-z0-9+_\-]{0,200}[A-Za-z])[A-Za-z0-9+_\-]{24,}={0,2}(?![\w/])"
)
_KEY_BLOCK: Final = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)")
_HEX: Final = re.compile(r"(?<![A-Za-z0-9])[0-9a-fA-F]{32,}(?![A-Za-z0-9])")
_DIGITS: Final = re.compile(r"(?<![\w.])\d{20,}(?![\w.])")


def masked(text: str) -> str:
    """Return *text* with everything that looks like a credential, a token or a mobile number hidden."""
    text = _KEY_BLOCK.sub(_HIDDEN, text)
    text = _NAMED.sub(lambda match: match[1] + _keep(match[2]), text)
    text = _SPACED.sub(lambda match: match[1] + _HIDDEN, text)
    text = _BEARER.sub(lambda match: f"{match[1]} {_HIDDEN}", text)
    for pattern in (_JWT, _USER_SIG, _MOBILE, _LONG, _DIGITS):
        text = pattern.sub(_HIDDEN, text)
    return text


def masked_name(name: str) -> str:
    """Return the *name* of a file without numbers of phones and tokens; dates and models in it stay."""
    for pattern in (_JWT, _USER_SIG, _MOBILE, _HEX):
        name = pattern.sub(_HIDDEN, name)
    return name


def _keep(value: str) -> str:
    """Keep words that are no secret: `null`, a class or a method."""
    return value if value.lower() in {"undefined", "not-login", "success"} else _HIDDEN
