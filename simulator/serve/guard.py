"""Who may use the control API: pages and people of this machine, or whoever knows the token."""

import hmac
import ipaddress
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qs

from simulator.network.http1 import Incoming
from simulator.serve.refused import Refused

LOOPBACK = "127.0.0.1"
_HOST = re.compile(r"(?:\[([0-9a-f:.%]+)\]|([a-z0-9._-]+))(?::[0-9]*)?")
"""What may stand in `Host`: an address in brackets or a name, and a port."""


def is_loopback(host: str) -> bool:
    """Return whether *host* is this machine and nobody else can reach it there."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Guard:
    """Looks at each request to the control API and to the console before it does anything.

    Attributes:
        host: The address that is listened at.
        token: What has to be known, as a bearer token or as `token=` of the query; empty for nothing.
    """

    host: str = LOOPBACK
    token: str = field(default="", repr=False)

    def check(self, incoming: Incoming, query: str) -> None:
        """Let *incoming* pass.

        Raises:
            Refused: It comes by a name that is not this machine's, from a page of another site, or without the token.
        """
        self.check_names(incoming)
        if self.token and not hmac.compare_digest(self._given(incoming, query).encode(), self.token.encode()):
            then = "send Authorization: Bearer TOKEN, or ?token=TOKEN, with what --token says"
            raise Refused(HTTPStatus.UNAUTHORIZED, "the token is missing or wrong", then)

    def check_names(self, incoming: Incoming) -> None:
        """Let *incoming* pass if it may have what anybody may see who reaches this machine.

        Raises:
            Refused: It comes by a name that is not this machine's, or from a page of another site.
        """
        host = (incoming.header(b"host") or "").strip().lower()
        written = _HOST.fullmatch(host)
        name = host if written is None else written[1] or written[2]
        # A name that somebody else's DNS lets point here would make their page one of ours.
        if written is None or not (self._is_address(name) or name in {"localhost", self.host}):
            what = f'the control API does not answer as "{name}"'
            raise Refused(HTTPStatus.FORBIDDEN, what, "use localhost or the address itself", value=name)
        origin = incoming.header(b"origin")
        if origin is not None and origin.lower() not in {f"http://{host}", f"https://{host}"}:
            what = f'a page of "{origin}" may not use the control API'
            raise Refused(HTTPStatus.FORBIDDEN, what, "open the console here, or call from a program", value=origin)

    @staticmethod
    def _is_address(name: str) -> bool:
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    @staticmethod
    def _given(incoming: Incoming, query: str) -> str:
        scheme, _, token = (incoming.header(b"authorization") or "").partition(" ")
        if scheme.lower() == "bearer":
            return token.strip()
        return parse_qs(query).get("token", [""])[0]
