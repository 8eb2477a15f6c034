"""Somebody's own server sends a request just as it is written here."""

import base64
import binascii
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from simulator.network.http import Request
from simulator.scenario.errors import ExpectationFailed, quoted
from simulator.scenario.stage import Stage
from simulator.scenario.step import Step


class SendRequest(Step, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Send this to a vendor or to IM, signed or not, and have it answered at once; `pushsim record` writes such steps.

    Attributes:
        url: Whole address, under the true host name.
        headers: Each as `Name: value`.
        body: As it goes over the wire.
        body_base64: The same for what is no text.
        clock_ahead_ms: How far the clock that the request is stamped with is ahead of the world's.
    """

    shorthand = "url"

    url: Annotated[
        str,
        msgspec.Meta(pattern="^https?://[^/]+/", description="whole address, such as https://push.example.com/send"),
    ]
    method: Annotated[str, msgspec.Meta(pattern="^[A-Z]+$")] = "POST"
    headers: tuple[Annotated[str, msgspec.Meta(pattern="^[^:]+: ?.*$")], ...] = ()
    body: str = ""
    body_base64: str | None = None
    clock_ahead_ms: int = 0

    def play(self, stage: Stage) -> None:
        """Do it.

        Raises:
            ExpectationFailed: Nobody in this world answers for its host, or its body is no base64.
        """
        parts = urlsplit(self.url)
        host = parts.hostname or ""
        world = stage.world
        end = world.end_of(host)
        if end is None:
            hosts = sorted({one for cloud in world.clouds.values() for one in cloud.hosts})
            raise ExpectationFailed(
                f"nobody in this world answers for {quoted(host)}",
                [("hosts here", ", ".join(hosts) or "none"), ("next", "name a vendor under vendor_apps:")],
            )
        headers = tuple((name, value) for name, _, value in (one.partition(": ") for one in self.headers))
        request = Request(self.method, host, parts.path, parts.query, headers, self._body())
        world.ask(end, request, sender_ahead_ms=self.clock_ahead_ms)

    def _body(self) -> bytes:
        """Return the body's bytes.

        Raises:
            ExpectationFailed: They are no base64.
        """
        if self.body_base64 is None:
            return self.body.encode()
        try:
            return base64.b64decode(self.body_base64, validate=True)
        except binascii.Error as error:
            what = f"body_base64 is no base64: {str(error).lower()}"
            raise ExpectationFailed(what, [("next", "write a text under body: instead")]) from error


STEP = SendRequest
