"""The IM SDK in one process of the app: init, login, logout, token report, background, messages."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from simulator.kernel.rule import Decision, Rule
from simulator.kernel.source import Fact, Grade, Source
from simulator.kernel.trace import Kind, Outcome
from simulator.network.faults import Broken
from simulator.push.journey import Hop
from simulator.push.message import Message
from simulator.push.reason import Reason
from simulator.push.uplink import ChangeGround, ImAnswer, LogIn, LogOut, ReportToken, SendMessage

if TYPE_CHECKING:
    from simulator.device.app.application import AppProcess

REQUEST_TIMEOUT = 6012
"""What the SDK says when no answer comes."""
LOGGED_OUT_BEFORE_LOGIN_FINISHED = 6023
KICKED_OFF_BY_OTHER = 6208

FAILED_REPORT_ENDS = Fact("im_sdk.failed_report_ends", True, Source("vivo guide", "step 4", ("C17", "C35")))
"""A report that fails is told to its callback and nowhere else: the SDK does not make it again."""

Done = Callable[[int, str], None]
"""Told the code, 0 for success, and its text."""


class LoginState(StrEnum):
    """How far the login is."""

    LOGGED_OUT = "logged_out"
    LOGGING_IN = "logging_in"
    LOGGED_IN = "logged_in"


@dataclass(frozen=True, slots=True)
class CallCase:
    """A call of the SDK's interface."""

    is_initialised: bool
    state: LoginState


REPORT = Decision(
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
            lambda case: case.state is LoginState.LOGGED_OUT,
            Source("Tencent IM error codes", "6014", ("C14",)),
            6014,
        ),
    ),
)
"""What the SDK asks before it reports a token."""

LOGIN = Decision(
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
    ),
)
"""What the SDK asks before it logs in."""


class ImSdk:
    """`TIMManager` of one process.

    Attributes:
        user: Who is logged in, or logging in.
        state: How far the login is.
        is_background: As last told by `doBackground` and `doForeground`.
        inbox: Messages received by this process.
    """

    def __init__(self, process: "AppProcess") -> None:
        """Live in *process*, not initialised."""
        self._process = process
        self._device = process.device
        self._is_initialised = False
        self.user = ""
        self.state = LoginState.LOGGED_OUT
        self.is_background = False
        self.inbox: list[Message] = []

    def init(self) -> None:
        """Do what `TIMManager.init` does."""
        self._is_initialised = True

    @property
    def is_connected(self) -> bool:
        """Whether this process holds a connection with a logged-in user."""
        return self.state is LoginState.LOGGED_IN

    def _case(self) -> CallCase:
        return CallCase(self._is_initialised, self.state)

    def _ask(self, question: object, answered: Callable[[ImAnswer | Broken], None]) -> None:
        def if_alive(answer: ImAnswer | Broken) -> None:
            # An answer for a process that has died meanwhile reaches nobody.
            if self._process.is_alive:
                answered(answer)

        self._device.im_link.ask(self._device.name, question, self._device.im_answer, if_alive)

    # -- login ------------------------------------------------------------------------------------------------------

    def login(self, user: str, user_sig: str, done: Done) -> None:
        """Log *user* in; one that is logged in already is logged out first."""
        rule = self._device.rules.first_no(LOGIN, self._case(), self._device.name)
        if rule is not None:
            assert isinstance(rule.answer, int)
            self._record_login(user, rule.answer, rule.reason, rule.name)
            done(rule.answer, "sdk not initialized" if rule.answer == 6017 else "login in process")
            return
        if self.state is LoginState.LOGGED_IN and self.user != user:
            self.logout(lambda _code, _text: self._log_in(user, user_sig, done))
        else:
            self._log_in(user, user_sig, done)

    def _log_in(self, user: str, user_sig: str, done: Done) -> None:
        self.user = user
        self.state = LoginState.LOGGING_IN
        question = LogIn(
            user,
            user_sig,
            self._device.sdk_app_id,
            self._device.name,
            "Android",
            self._process.app.variant.pushes_in_background,
        )

        def answered(answer: ImAnswer | Broken) -> None:
            if self.state is not LoginState.LOGGING_IN or self.user != user:
                done(LOGGED_OUT_BEFORE_LOGIN_FINISHED, "logged out before login finished")
                return
            code, text = _code_of(answer)
            self.state = LoginState.LOGGED_IN if code == 0 else LoginState.LOGGED_OUT
            self._record_login(user, code, "" if code == 0 else Reason.LOGIN_FAILED)
            done(code, text)

        self._ask(question, answered)

    def _record_login(self, user: str, code: int, reason: str = "", rule: str = "") -> None:
        self._device.trace.write(
            self._device.name,
            Kind.CALLBACK,
            "login",
            outcome=Outcome.REFUSED if reason else Outcome.OK,
            reason=reason,
            rule=rule,
            data={"user": user, "code": code},
        )

    def logout(self, done: Done) -> None:
        """Log out; the server forgets the phone's token with the session."""
        question = LogOut(self.user, self._device.name)
        self.state = LoginState.LOGGED_OUT

        def answered(answer: ImAnswer | Broken) -> None:
            code, text = _code_of(answer)
            self._device.trace.write(self._device.name, Kind.CALLBACK, "logout", data={"code": code})
            done(code, text)

        self._ask(question, answered)

    def reconnect(self, user_sig: str) -> None:
        """Bring the connection back after the network did; the app is not asked and not told."""
        if self.state is LoginState.LOGGED_IN:
            question = LogIn(
                self.user,
                user_sig,
                self._device.sdk_app_id,
                self._device.name,
                "Android",
                self._process.app.variant.pushes_in_background,
            )
            self._ask(question, lambda _: None)

    # -- push -------------------------------------------------------------------------------------------------------

    def set_offline_push_token(self, certificate_id: int, token: str, done: Done) -> None:
        """Report the token; what stops it here or on the server is the callback's code."""
        device = self._device
        rule = device.rules.first_no(REPORT, self._case(), device.name)
        if rule is not None:
            assert isinstance(rule.answer, int)
            self._record_report(certificate_id, rule.answer, rule.reason, rule.name)
            done(rule.answer, "")
            return
        device.trace.write(
            device.name,
            Kind.HOP,
            Hop.TOKEN_REPORTED,
            rule=REPORT.name,
            data={"certificate_id": certificate_id, "token": token},
        )

        def answered(answer: ImAnswer | Broken) -> None:
            code, text = _code_of(answer)
            if isinstance(answer, Broken):
                self._record_report(certificate_id, code, Reason.REPORT_FAILED, FAILED_REPORT_ENDS.name)
            done(code, text)

        self._ask(ReportToken(self.user, device.name, certificate_id, token), answered)

    def _record_report(self, certificate_id: int, code: int, reason: str, rule: str) -> None:
        self._device.trace.write(
            self._device.name,
            Kind.HOP,
            Hop.TOKEN_REPORTED,
            outcome=Outcome.REFUSED,
            reason=reason,
            rule=rule,
            data={"certificate_id": certificate_id, "code": code},
        )

    # -- background and messages ------------------------------------------------------------------------------------

    def change_ground(self, *, is_background: bool) -> None:
        """Tell the server that the app went to the background, or came back."""
        if self.state is LoginState.LOGGED_IN and self.is_background is not is_background:
            self.is_background = is_background
            self._ask(ChangeGround(self.user, self._device.name, is_background), lambda _: None)

    def send_message(self, message: Message) -> None:
        """Send *message* as the logged-in user."""
        self._ask(
            SendMessage(self.user, self._device.name, message),
            lambda answer: self._record_sent(message, *_code_of(answer)),
        )

    def _record_sent(self, message: Message, code: int, text: str) -> None:
        self._device.trace.write(
            self._device.name,
            Kind.CALLBACK,
            "message_sent",
            outcome=Outcome.REFUSED if code else Outcome.OK,
            reason=Reason.INVALID_REQUEST if code else "",
            data={"to": message.to, "code": code, "text": text},
        )

    def receive(self, message: Message) -> None:
        """Hand a message to the app's listener."""
        self.inbox.append(message)
        self._device.trace.write(
            self._device.name, Kind.CALLBACK, "message_received", data={"from": message.sender, "user": self.user}
        )

    def force_offline(self) -> None:
        """Take the news of having been kicked."""
        self.state = LoginState.LOGGED_OUT
        self._device.trace.write(self._device.name, Kind.CALLBACK, "onForceOffline", data={"user": self.user})


def _code_of(answer: ImAnswer | Broken) -> tuple[int, str]:
    return (REQUEST_TIMEOUT, "request timeout") if isinstance(answer, Broken) else (answer.code, answer.text)
