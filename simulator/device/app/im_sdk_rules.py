"""What the IM SDK refuses before it asks the server, its codes, and what is known of its habits."""

from enum import StrEnum

import msgspec

from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.push.reason import Reason

REQUEST_TIMEOUT = 6012
"""What the SDK says when no answer comes."""
LOGGED_OUT_BEFORE_LOGIN_FINISHED = 6023
KICKED_OFF_BY_OTHER = 6208
NOT_LOGGED_IN = 6014
WIFI_NEED_AUTH = 6221
TICKET_EXPIRED = -10003
TOKEN_NETWORK_FAULT = 22002
"""What the SDK says of a token report that met a fault on the way, and not mere silence."""
USER_SIG_WORTHLESS = frozenset({6206, 70001, 70052})
"""Codes that mean: log in again with a new UserSig."""

FAILED_REPORT_ENDS = Fact("im_sdk.failed_report_ends", True, Source("vivo guide", "step 4", ("C17", "C35")))
"""A report that fails is told to its callback and nowhere else: the SDK does not make it again."""

RECONNECTS = Fact(
    "im_sdk.reconnects", True, Source("Tencent IM SDK", "logging in again when the network is back", ("C18",))
)
"""The SDK connects and logs in again by itself, whenever the network has changed or is back."""

V2_SINCE = Fact("im_sdk.v2_since", "5.0.1", Source("Tencent IM SDK", "V2TIMManager", grade=Grade.OBSERVED))
"""The SDK from which on apps are taken to use the V2 interface, whose callbacks have other names."""


class LoginState(StrEnum):
    """How far the login is."""

    LOGGED_OUT = "logged_out"
    LOGGING_IN = "logging_in"
    LOGGED_IN = "logged_in"
    LOGGING_OUT = "logging_out"


NO_SESSION = frozenset({LoginState.LOGGED_OUT, LoginState.LOGGING_OUT})
"""No user is logged in, or about to be."""


class CallCase(msgspec.Struct, frozen=True):
    """A call of the SDK's interface."""

    is_initialised: bool
    state: LoginState


REPORT: Decision[CallCase] = Decision(
    "im_sdk.report",
    (
        Rule(
            "im_sdk.report_before_init",
            Reason.IM_NOT_INITIALISED,
            lambda case: not case.is_initialised,
            Source("Tencent IM error codes", "6013", ("C34",)),
            6013,
        ),
        Rule(
            "im_sdk.report_while_logging_in",
            Reason.NOT_LOGGED_IN,
            lambda case: case.state is LoginState.LOGGING_IN,
            Source("Tencent IM issue reports", "-10005", ("C14",), Grade.OBSERVED),
            -10005,
        ),
        Rule(
            "im_sdk.report_before_login",
            Reason.NOT_LOGGED_IN,
            lambda case: case.state in NO_SESSION,
            Source("Tencent IM error codes", "6014", ("C14",)),
            NOT_LOGGED_IN,
        ),
    ),
)
"""What the SDK asks before it reports a token."""

SEND: Decision[CallCase] = Decision(
    "im_sdk.send",
    (
        Rule(
            "im_sdk.send_before_login",
            Reason.NOT_LOGGED_IN,
            lambda case: case.state is not LoginState.LOGGED_IN,
            Source("Tencent IM error codes", "6014"),
            NOT_LOGGED_IN,
        ).beyond_scenarios("a step that sends chooses a phone that is logged in"),
    ),
)
"""What the SDK asks before it sends a message."""

LOGIN: Decision[CallCase] = Decision(
    "im_sdk.login",
    (
        Rule(
            "im_sdk.login_before_init",
            Reason.IM_NOT_INITIALISED,
            lambda case: not case.is_initialised,
            Source("Tencent IM SDK", "login, 6017", ("C34",), Grade.OBSERVED),
            6017,
        ),
        Rule(
            "im_sdk.login_running",
            Reason.LOGIN_FAILED,
            lambda case: case.state is LoginState.LOGGING_IN,
            Source("Tencent IM error codes", "7501"),
            7501,
        ),
        Rule(
            "im_sdk.logout_running",
            Reason.LOGIN_FAILED,
            lambda case: case.state is LoginState.LOGGING_OUT,
            Source("Tencent IM error codes", "7502"),
            7502,
        ),
    ),
)
"""What the SDK asks before it logs in."""
