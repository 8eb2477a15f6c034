"""What the server asks of a reported token."""

import msgspec

from simulator.im import codes
from simulator.im.certificates import Console
from simulator.im.sessions import Ended, Session
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Source
from simulator.push.reason import Reason
from simulator.push.uplink import ReportToken

_CODES = "Tencent IM error codes"

REPORT_BINDS = Fact("im.report_binds", True, Source("vivo guide", "step 4", ("C02", "C14", "C32")))
TOKEN_BYTES_MAX = Fact("im.token_bytes_max", 256, Source(_CODES, "22004"))


class ReportCase(msgspec.Struct, frozen=True):
    """A token report.

    Attributes:
        session: Of the reporting user on that phone; `None` when it never logged in.
    """

    report: ReportToken
    session: Session | None
    console: Console


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
