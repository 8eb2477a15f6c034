"""JSON bodies: read from strangers, who may send anything, and written."""

from typing import Any

import msgspec

from simulator.network.http import Response

_HEADERS = (("Content-Type", "application/json;charset=UTF-8"),)


def json_or_none(text: str | bytes) -> object:
    """Return what *text* says; `None` where it is no JSON, no UTF-8, or nested beyond what can be read."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None


def object_or_none(text: str | bytes) -> dict[str, Any] | None:
    """Return the JSON object that *text* is; `None` where it is none."""
    value = json_or_none(text)
    return value if isinstance(value, dict) else None


def json_response(fields: object, status: int = 200) -> Response:
    """Return a response whose body is *fields* as JSON."""
    return Response(status, _HEADERS, msgspec.json.encode(fields))
