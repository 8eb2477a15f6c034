"""Reading JSON that may be anything: a part that is missing, or is none, is empty."""

from collections.abc import Mapping
from typing import Any

import msgspec

NOTHING: Mapping[str, Any] = {}


def object_of(value: object) -> Mapping[str, Any]:
    """Return *value*, if it is an object."""
    return value if isinstance(value, dict) else NOTHING


def part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the object that stands in *whole* under *name*."""
    return object_of(whole.get(name))


def text_of(value: object) -> str:
    """Return *value*, if it is a text."""
    return value if isinstance(value, str) else ""


def encoded(value: object) -> str:
    """Return *value* as JSON."""
    return msgspec.json.encode(value).decode()
