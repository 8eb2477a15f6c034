"""The envelope of everything that Meizu's simulated cloud answers."""

from simulator.network.http import Response
from simulator.network.json_body import json_response
from simulator.push.rejection import Rejection


def accepted(value: object, message_id: str = "") -> Response:
    """Return success with *value*; `msgId` stands beside it, for pushes alone."""
    fields: dict[str, object] = {"code": "200", "message": "", "value": value, "redirect": ""}
    if message_id:
        fields["msgId"] = message_id
    return json_response(fields)


def refused(rejection: Rejection, redirect: str = "") -> Response:
    """Return *rejection*; HTTP status is 200 for a refusal too, and `value` is an empty text."""
    fields = {"code": str(rejection.code), "message": rejection.text, "redirect": redirect, "value": ""}
    return json_response(fields)


def not_found(path: str) -> Response:
    """Return 404 in the same form."""
    # Assumed: what Meizu answers to a path it does not have.
    fields = {"code": "500", "message": f"Not Found: {path}", "redirect": "", "value": ""}
    return json_response(fields, 404)
