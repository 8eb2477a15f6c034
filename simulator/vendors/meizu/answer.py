"""The envelope of everything that Meizu's simulated cloud answers."""

import msgspec

from simulator.network.http import Response
from simulator.push.rejection import Rejection

_HEADERS = (("Content-Type", "application/json;charset=UTF-8"),)

_encode = msgspec.json.encode


def accepted(value: object, message_id: str = "") -> Response:
    """Return success with *value*; `msgId` stands beside it, for pushes alone."""
    fields: dict[str, object] = {"code": "200", "message": "", "value": value, "redirect": ""}
    if message_id:
        fields["msgId"] = message_id
    return Response(200, _HEADERS, _encode(fields))


def refused(rejection: Rejection, redirect: str = "") -> Response:
    """Return *rejection*; HTTP status is 200 for a refusal too, and `value` is an empty text."""
    fields = {"code": str(rejection.code), "message": rejection.text, "redirect": redirect, "value": ""}
    return Response(200, _HEADERS, _encode(fields))


def not_found(path: str) -> Response:
    """Return 404 in the same form."""
    # Assumed: what Meizu answers to a path it does not have.
    fields = {"code": "500", "message": f"Not Found: {path}", "redirect": "", "value": ""}
    return Response(404, _HEADERS, _encode(fields))
