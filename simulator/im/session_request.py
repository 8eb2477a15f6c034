"""What the server asks of a request that belongs to a login, before it looks at what is wanted."""

import msgspec

from simulator.im import codes
from simulator.im.sessions import Ended, Session
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Source
from simulator.push.reason import Reason

_CODES = "Tencent IM error codes"


class RequestCase(msgspec.Struct, frozen=True):
    """A request of a client.

    Attributes:
        session: Of its user there; `None` where nobody ever logged in.
        now_s: Unix second of the server.
    """

    session: Session | None
    now_s: int

    @property
    def has_no_session(self) -> bool:
        """Whether nobody is logged in there now."""
        return self.session is None or self.session.ended is not Ended.NOT_YET

    @property
    def is_expired(self) -> bool:
        """Whether the UserSig of the login has run out since."""
        return self.session is not None and not self.has_no_session and self.session.sig_ends_s <= self.now_s


SESSION_REQUEST: Decision[RequestCase] = Decision(
    "im.session_request",
    (
        Rule(
            "im.request_without_session",
            Reason.NOT_LOGGED_IN,
            lambda case: case.has_no_session,
            codes.NOT_IN_SESSION.source,
            codes.NOT_IN_SESSION,
        ),
        Rule(
            "im.ticket_expired",
            Reason.NOT_LOGGED_IN,
            lambda case: case.is_expired,
            Source(_CODES, "-10003"),
            codes.TICKET_EXPIRED,
        ),
    ),
)
"""Of a token report the second is asked alone: without a session that has a code of its own.

Differs: a client that asks nothing hears of it with a heartbeat; here with its next request, or connection.
"""
