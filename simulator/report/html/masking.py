"""Masks what must not leave the house with a report: secrets, UserSigs and access tokens, wherever they stand."""

import re
from typing import Any

import msgspec

MASK = "•••"
VALUE_LENGTH_MIN = 8
"""Shorter ones are no credentials but words of a scenario: `app_secret: wrong`."""

_PART = "secret|user_?sig|auth_?token|access_?token|authorization|password"
_NAME = rf"[\w-]*(?:{_PART})[\w-]*"
_names_any = re.compile(_PART.encode(), re.IGNORECASE).search
_IS_NAME = re.compile(_NAME, re.IGNORECASE).fullmatch
_IN_TEXT = re.compile(
    # A name as JSON, JSON inside JSON, a form, a query or YAML write it, …
    rf"""((?<![\w-]){_NAME}(?:\\*["']|%22)?\s*(?:[:=]|%3A)\s*(?:\\*["']|%22)?)"""
    # … and its value, up to whatever ends one in any of these.
    rf"""((?:[^\s"'\\&,;{{}}\[\]<>%]|%(?!22)){{{VALUE_LENGTH_MIN},}})""",
    re.IGNORECASE,
)


def masked_json(data: msgspec.Raw) -> msgspec.Raw:
    """Return *data*, an object in JSON, with every secret masked; most have none and are not even read."""
    if _names_any(data) is None:
        return data
    return msgspec.Raw(msgspec.json.encode(masked(msgspec.json.decode(data))))


def masked(value: Any) -> Any:
    """Return *value*, of what JSON has, with every secret masked but its last four characters, which tell two apart."""
    if isinstance(value, str):
        return masked_text(value)
    if isinstance(value, dict):
        return {key: _masked_as(key, one) for key, one in value.items()}
    if isinstance(value, list):
        if len(value) == 2 and isinstance(value[0], str):  # a header
            return [value[0], _masked_as(value[0], value[1])]
        return [masked(one) for one in value]
    return value


def masked_text(text: str) -> str:
    """Return *text* with the value behind every name of a secret masked."""
    return _IN_TEXT.sub(lambda match: match[1] + _mask(match[2]), text)


def _masked_as(name: str, value: Any) -> Any:
    return _mask(value) if isinstance(value, str) and _IS_NAME(name) else masked(value)


def _mask(value: str) -> str:
    return value if len(value) < VALUE_LENGTH_MIN else f"{MASK}{value[-4:]}"
