"""How the customer's server takes what IM posts to it: it checks the signature, and answers as it was told to."""

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

import msgspec

from simulator.network.http import Request, Response

_OK = {"ActionStatus": "OK", "ErrorInfo": "", "ErrorCode": 0}
_JSON = (("Content-Type", "application/json"),)
_encode = msgspec.json.encode

Write = Callable[[str, Mapping[str, Any], bool], None]
"""Told the name of what came, what it says, and whether it was taken."""


class WebhookReply(msgspec.Struct):
    """What the server answers to one kind of webhook.

    Attributes:
        fields: Of the JSON, beside or in place of the usual ones.
        times: How many webhooks it still answers so; `None` for all.
    """

    fields: Mapping[str, Any]
    status: int = 200
    times: int | None = None


class WebhookReceiver:
    """Answers webhooks at one address.

    Attributes:
        replies: What to answer, by `CallbackCommand`; the usual yes to any other.
    """

    def __init__(self, token: str, write: Write) -> None:
        """Ask for a signature made with *token*, unless it is empty."""
        self.replies: dict[str, WebhookReply] = {}
        self._token = token
        self._write = write

    def handle(self, request: Request) -> Response:
        """Handle one webhook."""
        query = {name: values[0] for name, values in parse_qs(request.query, keep_blank_values=True).items()}
        command = query.get("CallbackCommand", "")
        # Per the IM webhooks document, results of pushes come without a signature.
        is_signed = command.startswith("Push.") or not self._token or self._is_signed(query)
        if not is_signed:
            self._write("webhook_unsigned", {"command": command}, False)
            return Response(403, body=b"the signature is wrong")
        body: dict[str, Any] = msgspec.json.decode(request.body)
        for event in _events(body):
            self._write(command, {"OptPlatform": query.get("OptPlatform", ""), **_flat(event)}, True)
        reply = self._next_reply(command)
        return Response(reply.status, _JSON, _encode({**_OK, **reply.fields}))

    def _is_signed(self, query: Mapping[str, str]) -> bool:
        wanted = hashlib.sha256(f"{self._token}{query.get('RequestTime', '')}".encode()).hexdigest()
        return hmac.compare_digest(wanted, query.get("Sign", ""))

    def _next_reply(self, command: str) -> WebhookReply:
        reply = self.replies.get(command)
        if reply is None:
            return WebhookReply({})
        if reply.times is not None:
            reply.times -= 1
            if reply.times <= 0:
                del self.replies[command]
        return reply


def _events(body: dict[str, Any]) -> Sequence[dict[str, Any]]:
    """Return what *body* tells of: several things where it is a list of events."""
    events: Sequence[dict[str, Any]] = body.get("Events", [body])
    return events


def _flat(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return *event* for the record: what `Info` holds stands beside the rest, and devices are named in one text."""
    said = {name: value for name, value in event.items() if name not in {"Info", "KickedDevice"}}
    kicked = ",".join(device["Platform"] for device in event.get("KickedDevice", ()))
    return {**said, **event.get("Info", {}), **({"KickedDevice": kicked} if kicked else {})}
