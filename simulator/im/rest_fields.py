"""Fields of a JSON body, read whatever somebody has put there."""

from collections.abc import Mapping
from typing import Any

Body = Mapping[str, Any]

_UINT32_MAX = 2**32 - 1


def is_int(value: object) -> bool:
    """Return whether *value* is a whole number; JSON's `true` is none."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_uint32(value: object) -> bool:
    """Return whether *value* is a whole number of 32 bits."""
    return is_int(value) and 0 <= whole(value, -1) <= _UINT32_MAX


def whole(value: object, otherwise: int) -> int:
    """Return *value* where it is a whole number, else *otherwise*."""
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise


def text(value: object) -> str:
    """Return *value* where it is a text, else an empty one."""
    return value if isinstance(value, str) else ""


def items(value: object) -> list[Any]:
    """Return *value* where it is an array, else an empty one."""
    return value if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    """Return the texts of an array, each once; what is no text is left out."""
    return list(dict.fromkeys(item for item in items(value) if isinstance(item, str)))


def objects(value: object) -> list[Body]:
    """Return the objects of an array; what is no object is left out."""
    return [item for item in items(value) if isinstance(item, dict)]


def are_texts(value: object) -> bool:
    """Return whether *value* is an array of texts, none of them empty, and has at least one."""
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) and item for item in value)


def size(value: object) -> int:
    """Return the length of a text in bytes; 0 for what is none."""
    return len(text(value).encode())
