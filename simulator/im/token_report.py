"""What the server asks of a reported token."""

import msgspec

from simulator.im import codes
from simulator.im.certificates import Console
from simulator.im.session_request import RequestCase
from simulator.im.sessions import Ended, Session
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.reason import Reason
from simulator.push.uplink import ReportToken

_CODES = "Tencent IM error codes"

REPORT_BINDS = Fact("im.report_binds", True, Source("vivo guide", "step 4", ("C02", "C14", "C32")))
LOGIN_BYTES_MAX = Fact("im.login_bytes_max", 1_024, Source(_CODES, "22005"))
# Assumed: login data are user ID and UserSig; no document says what counts.
REPORTS_PER_SECOND_MAX = Fact("im.token_reports_per_second_max", 5, Source(_CODES, "22006", grade=Grade.ASSUMED))
"""No document gives a number; this is what the SDK's network layer allows of any request."""
TOKEN_BYTES_MAX = Fact("im.token_bytes_max", 256, Source(_CODES, "22004"))


class ReportCase(msgspec.Struct, frozen=True):
    """A token report.

    Attributes:
        session: Of the reporting user on that phone; `None` when it never logged in.
        now_s: Unix second of the server.
    """

    report: ReportToken
    session: Session | None
    console: Console
    now_s: int

    @property
    def is_expired(self) -> bool:
        """Whether the UserSig of the login has run out since."""
        return RequestCase(self.session, self.now_s).is_expired


TOKEN_REPORT: Decision[ReportCase] = Decision(
    "im.token_report",
    (
        Rule(
            "im.token_before_login",
            Reason.NOT_LOGGED_IN,
            lambda case: case.session is None or case.session.ended is not Ended.NOT_YET,
            Source(_CODES, "21005", ("C14",)),
            codes.TOKEN_BEFORE_LOGIN,
        ),
        Rule(
            "im.token_ticket_expired",
            Reason.NOT_LOGGED_IN,
            lambda case: case.is_expired,
            Source(_CODES, "-10003"),
            codes.TICKET_EXPIRED,
        ),
        Rule(
            "im.token_too_frequent",
            Reason.TOKEN_REFUSED,
            lambda case: (
                case.session is not None and case.session.reports_in(case.now_s) >= REPORTS_PER_SECOND_MAX.value
            ),
            Source(_CODES, "22006"),
            codes.TOKEN_TOO_FREQUENT,
        ),
        Rule(
            "im.login_data_too_long",
            Reason.TOKEN_REFUSED,
            lambda case: case.session is not None and case.session.login_bytes > LOGIN_BYTES_MAX.value,
            Source(_CODES, "22005"),
            codes.LOGIN_DATA_TOO_LONG,
        ).beyond_scenarios("a UserSig of the customer's server is shorter"),
        Rule(
            "im.no_certificate_uploaded",
            Reason.TOKEN_REFUSED,
            lambda case: case.console.is_empty,
            Source(_CODES, "22001"),
            codes.NO_CERTIFICATE_UPLOADED,
        ),
        Rule(
            "im.token_is_empty",
            Reason.TOKEN_EMPTY,
            lambda case: not case.report.token,
            Source(_CODES, "22003", ("C15",)),
            codes.TOKEN_IS_EMPTY,
        ),
        Rule(
            "im.token_too_long",
            Reason.TOKEN_REFUSED,
            lambda case: len(case.report.token.encode()) > TOKEN_BYTES_MAX.value,
            Source(_CODES, "22004"),
            codes.TOKEN_TOO_LONG,
        ),
    ),
)
"""In order. The certificate ID is not looked at: a wrong one is bound all the same."""
