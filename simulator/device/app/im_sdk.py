"""The IM SDK in one process of the app: init, login, logout, token report, background, messages."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from simulator.device.android.connectivity_manager import NetworkKind
from simulator.device.app.im_sdk_rules import (
    FAILED_REPORT_ENDS,
    KICKED_OFF_BY_OTHER,
    LOGGED_OUT_BEFORE_LOGIN_FINISHED,
    LOGIN,
    NO_SESSION,
    NOT_LOGGED_IN,
    REPORT,
    REQUEST_TIMEOUT,
    SEND,
    TICKET_EXPIRED,
    TOKEN_NETWORK_FAULT,
    USER_SIG_WORTHLESS,
    V2_SINCE,
    WIFI_NEED_AUTH,
    CallCase,
    LoginState,
)
from simulator.kernel.trace import Kind, Outcome
from simulator.network.faults import Broken, FaultKind
from simulator.push.journey import Hop
from simulator.push.message import Message
from simulator.push.platform import Platform, is_at_least
from simulator.push.reason import Reason
from simulator.push.uplink import (
    ChangeGround,
    ImAnswer,
    LogIn,
    LogOut,
    ReportToken,
    SendMessage,
    SetBlocked,
    SetReceiveOption,
)

if TYPE_CHECKING:
    from simulator.device.app.process import AppProcess

_LOGIN_TEXTS = {6017: "sdk not initialized", 7501: "login in process", 7502: "logout in process"}

Done = Callable[[int, str], None]
"""Told the code, 0 for success, and its text."""


class TokenReport(msgspec.Struct, frozen=True):
    """A call of `setOfflinePushToken`.

    Attributes:
        done: Its callback.
        facts: Names of what made the app report.
    """

    certificate_id: int
    token: str
    done: Done
    facts: tuple[str, ...] = ()


class ImSdk:
    """`TIMManager` of one process.

    Attributes:
        user: Who is logged in, or logging in.
        state: How far the login is.
        is_background: As last told by `doBackground` and `doForeground`.
        unread: Messages that the user has not read, as `doBackground` tells them; those that came in since among them.
        inbox: Messages received by this process.
    """

    def __init__(self, process: "AppProcess") -> None:
        """Run in *process*, not initialised."""
        self._process = process
        self._device = process.device
        self._is_initialised = False
        self.user = ""
        self.state = LoginState.LOGGED_OUT
        self.is_background = False
        self.unread = 0
        self.inbox: list[Message] = []
        self._user_sig = ""
        self._attempt = 0
        self._is_telling_ground = False
        self._is_reconnecting = False
        self._logged_out: Done | None = None
        self._reports: list[TokenReport] = []
        self._on_the_way: list[ReportToken] = []

    def init(self) -> None:
        """Do what `TIMManager.init` does."""
        self._is_initialised = True

    @property
    def is_connected(self) -> bool:
        """Whether this process has a connection on which a user is logged in or logging in."""
        return self.state in {LoginState.LOGGING_IN, LoginState.LOGGED_IN}

    @property
    def has_connection(self) -> bool:
        """Whether the process has a connection at all, so that its death closes one."""
        return self.state is not LoginState.LOGGED_OUT

    @property
    def is_logging_in(self) -> bool:
        """Whether a login has been asked for and not been answered."""
        return self.state is LoginState.LOGGING_IN

    @property
    def is_reporting(self) -> bool:
        """Whether a token's report has been sent and not been answered."""
        return bool(self._on_the_way)

    def _case(self) -> CallCase:
        return CallCase(self._is_initialised, self.state)

    def _ask(self, question: object, answered: Callable[[ImAnswer | Broken], None]) -> None:
        device = self._device

        def arrive(question: object) -> ImAnswer:
            answer = device.wiring.answer(question)
            if not self._process.is_alive:
                # A connection keeps order: its end comes behind what the process sent before it died.
                device.connection_ended()
            return answer

        def if_listening(answer: ImAnswer | Broken) -> None:
            # An answer for a process that has died meanwhile reaches nobody.
            if self._process.is_listening:
                answered(answer)
                if isinstance(answer, ImAnswer) and answer.code == TICKET_EXPIRED:
                    self._user_sig_expired(answer.code)

        device.life.nat.spoke()
        device.im_link.ask(device.name, question, arrive, if_listening)

    # -- login ------------------------------------------------------------------------------------------------------

    def login(self, user: str, user_sig: str, done: Done) -> None:
        """Log *user* in; one that is logged in already is logged out first."""
        rule = self._device.rules.first_no(LOGIN, self._case(), self._device.name)
        if rule is not None:
            code = rule.answer_as(int)
            self._record_login(user, code, rule.reason, rule.name)
            done(code, _LOGIN_TEXTS[code])
            return
        if self.state is LoginState.LOGGED_IN and self.user != user:
            self.logout(lambda _code, _text: self._log_in(user, user_sig, done))
        else:
            self._log_in(user, user_sig, done)

    def _log_in(self, user: str, user_sig: str, done: Done) -> None:
        self.user = user
        self._user_sig = user_sig
        self.state = LoginState.LOGGING_IN
        self._logged_out = None
        self._is_reconnecting = False
        self._attempt += 1
        attempt = self._attempt

        def answered(answer: ImAnswer | Broken) -> None:
            code, text = _code_of(answer)
            if isinstance(answer, Broken) and self._device.connectivity.network is NetworkKind.CAPTIVE:
                code, text = WIFI_NEED_AUTH, "wifi need auth"
            if self._logged_out is not None and self._attempt == attempt:
                self._end_cancelled_login(user, done, reached_server=code == 0)
            elif self.state is not LoginState.LOGGING_IN or self._attempt != attempt:
                self._refuse_login(user, done)
            else:
                self._end_login(user, code)
                done(code, text)

        self._ask(self._login_question(), answered)

    def _end_login(self, user: str, code: int) -> None:
        if code == 0:
            self.state = LoginState.LOGGED_IN
            self._record_login(user, code)
            self._after_login()
        else:
            self.state = LoginState.LOGGED_OUT
            self._record_login(user, code, Reason.LOGIN_FAILED)
            self._device.connection_ended()

    def _login_question(self) -> LogIn:
        return LogIn(
            self.user,
            self._user_sig,
            self._device.wiring.sdk_app_id,
            self._device.name,
            Platform.ANDROID,
            self._process.app.variant.im_sdk,
        )

    def _after_login(self) -> None:
        if self.is_background:
            self._tell_ground()
        waiting, self._reports = self._reports, []
        for report in waiting:
            self._report(report)

    def _refuse_login(self, user: str, done: Done) -> None:
        self._record_login(user, LOGGED_OUT_BEFORE_LOGIN_FINISHED, Reason.LOGIN_FAILED)
        done(LOGGED_OUT_BEFORE_LOGIN_FINISHED, "logged out before login finished")

    def _end_cancelled_login(self, user: str, done: Done, *, reached_server: bool) -> None:
        """Finish a login during which the app logged out: now the server can be told."""
        logged_out, self._logged_out = self._logged_out, None
        assert logged_out is not None
        self._refuse_login(user, done)
        if reached_server:
            self._ask_to_log_out(logged_out)
        else:
            self._end_logout(ImAnswer(), logged_out)

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
        if self.state in NO_SESSION:
            self._record_logout(NOT_LOGGED_IN)
            done(NOT_LOGGED_IN, "not logged in")
            return
        is_logging_in = self.state is LoginState.LOGGING_IN or self._is_reconnecting
        self.state = LoginState.LOGGING_OUT
        if is_logging_in:
            # The login cannot be called back; the server hears of the logout when it has answered.
            self._logged_out = done
        else:
            self._ask_to_log_out(done)

    def _ask_to_log_out(self, done: Done) -> None:
        self._ask(LogOut(self.user, self._device.name), lambda answer: self._end_logout(answer, done))

    def _end_logout(self, answer: ImAnswer | Broken, done: Done) -> None:
        code, text = _code_of(answer)
        if self.state is LoginState.LOGGING_OUT:
            self.state = LoginState.LOGGED_OUT
        self._record_logout(code)
        done(code, text)

    def _record_logout(self, code: int) -> None:
        self._device.trace.write(self._device.name, Kind.CALLBACK, "logout", data={"code": code})

    def reconnect(self) -> None:
        """Bring the connection back after the network did; the app is told only if the server does not want it.

        The SDK logs in with the UserSig that it has; it cannot make a fresh one.
        """
        if self.state is LoginState.LOGGED_IN:
            self._attempt += 1
            self._is_reconnecting = True
            attempt = self._attempt
            self._ask(self._login_question(), lambda answer: self._reconnected(attempt, *_code_of(answer)))

    def _reconnected(self, attempt: int, code: int, _text: str) -> None:
        if self._attempt != attempt:
            return
        self._is_reconnecting = False
        logged_out, self._logged_out = self._logged_out, None
        if logged_out is not None:
            self._ask_to_log_out(logged_out)
        elif self.state is not LoginState.LOGGED_IN:
            return
        elif code == 0:
            self._after_login()
        elif code == KICKED_OFF_BY_OTHER:
            self._process.kicked()
        elif code in USER_SIG_WORTHLESS:
            self._user_sig_expired(code)

    def _user_sig_expired(self, code: int) -> None:
        """Tell the app, once, that its UserSig no longer counts."""
        if self.state is not LoginState.LOGGED_IN:
            return
        self.state = LoginState.LOGGED_OUT
        self._device.trace.write(
            self._device.name, Kind.CALLBACK, "onUserSigExpired", data={"user": self.user, "code": code}
        )
        # Assumed: the SDK gives its connection up with the login; a new login makes another one.
        self._device.connection_ended()
        self._process.user_sig_expired()

    # -- push -------------------------------------------------------------------------------------------------------

    def set_offline_push_token(
        self, certificate_id: int, token: str, done: Done, *, facts: tuple[str, ...] = ()
    ) -> None:
        """Report the token; what stops it here or on the server is the callback's code.

        Args:
            certificate_id: Of the IM console.
            token: As the vendor's SDK gave it.
            done: The callback.
            facts: Names of what made the app report, for the record.
        """
        rule = self._device.rules.first_no(REPORT, self._case(), self._device.name)
        if rule is not None:
            code = rule.answer_as(int)
            self._record_report(certificate_id, code, rule.reason, rule.name)
            done(code, "")
            return
        report = TokenReport(certificate_id, token, done, facts)
        if self.state is LoginState.LOGGED_IN:
            self._report(report)
        else:
            # Only a waived rule lets this through: then the report waits for the login it should have waited for.
            self._reports.append(report)

    def _report(self, report: TokenReport) -> None:
        device = self._device
        device.trace.write(
            device.name,
            Kind.HOP,
            Hop.TOKEN_REPORTED,
            rule=REPORT.name,
            data={"certificate_id": report.certificate_id, "token": report.token, "facts": report.facts},
        )

        question = ReportToken(self.user, device.name, report.certificate_id, report.token)
        self._on_the_way.append(question)

        def answered(answer: ImAnswer | Broken) -> None:
            self._on_the_way.remove(question)
            code, text = _code_of(answer)
            if isinstance(answer, Broken):
                if answer.kind is FaultKind.SERVER_ERROR:
                    # Assumed: a server's fault on the way is what 22002 calls the network; silence is a timeout.
                    code, text = TOKEN_NETWORK_FAULT, "network error"
                self._record_report(report.certificate_id, code, Reason.REPORT_FAILED, FAILED_REPORT_ENDS.name)
            report.done(code, text)

        self._ask(question, answered)

    def hurry_reports(self) -> None:
        """Complete the reports that are under way, for runs that waive their lateness."""
        for question in self._on_the_way:
            self._device.wiring.answer(question)

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

    def change_ground(self, *, is_background: bool, unread: int = 0) -> None:
        """Tell the server that the app went to the background with *unread* messages, or came back to the front."""
        if self.is_background is not is_background:
            self.is_background = is_background
            self.unread = unread
            if self.state in NO_SESSION:
                self._record_ground(is_background, NOT_LOGGED_IN)
            self._tell_ground()

    def _tell_ground(self) -> None:
        """Tell how things are now; while the server is being told, it is told afterwards what changed meanwhile."""
        if self.state is not LoginState.LOGGED_IN or self._is_telling_ground:
            return
        self._is_telling_ground = True
        told = self.is_background

        def answered(answer: ImAnswer | Broken) -> None:
            self._is_telling_ground = False
            self._record_ground(told, *_code_of(answer))
            if self.is_background is not told:
                self._tell_ground()

        self._ask(ChangeGround(self.user, self._device.name, told, self.unread), answered)

    def _record_ground(self, is_background: bool, code: int, text: str = "") -> None:
        called = "doBackground" if is_background else "doForeground"
        self._process.ground_told(called, code, text)
        self._device.trace.write(
            self._device.name,
            Kind.CALLBACK,
            called,
            outcome=Outcome.REFUSED if code else Outcome.OK,
            reason=Reason.NOT_LOGGED_IN if code == NOT_LOGGED_IN else Reason.REPORT_FAILED if code else "",
            data={"code": code, "unread": self.unread},
        )

    def send_message(self, message: Message) -> None:
        """Send *message* as the logged-in user."""
        rule = self._device.rules.first_no(SEND, self._case(), self._device.name)
        if rule is not None:
            self._record_sent(message, rule.answer_as(int), "not logged in", rule.reason, rule.name)
            return

        def answered(answer: ImAnswer | Broken) -> None:
            code, text = _code_of(answer)
            self._record_sent(message, code, text, Reason.CALL_REFUSED if code else "")

        self._ask(SendMessage(self.user, self._device.name, message), answered)

    def set_receive_option(self, option: str, *, peer: str = "", group: str = "") -> None:
        """Choose what to have of messages of *peer* or of *group* (`setC2CReceiveMessageOpt`, `setGroup…`)."""
        self._choose(SetReceiveOption(self.user, self._device.name, peer, group, option), "receive_option_set")

    def set_blocked(self, peer: str, *, is_blocked: bool) -> None:
        """Put *peer* on the blocklist, or take him off it (`addToBlackList`, `deleteFromBlackList`)."""
        self._choose(SetBlocked(self.user, self._device.name, peer, is_blocked), "blocklist_changed")

    def _choose(self, question: SetReceiveOption | SetBlocked, name: str) -> None:
        def answered(answer: ImAnswer | Broken) -> None:
            code, text = _code_of(answer)
            self._device.trace.write(
                self._device.name,
                Kind.CALLBACK,
                name,
                outcome=Outcome.REFUSED if code else Outcome.OK,
                reason=Reason.CALL_REFUSED if code else "",
                data={"code": code, "text": text},
            )

        self._ask(question, answered)

    def _record_sent(self, message: Message, code: int, text: str, reason: str = "", rule: str = "") -> None:
        self._device.trace.write(
            self._device.name,
            Kind.CALLBACK,
            "message_sent",
            outcome=Outcome.REFUSED if reason else Outcome.OK,
            reason=reason,
            rule=rule,
            data={"to": message.to or message.group, "code": code, "text": text},
        )

    def receive(self, message: Message) -> None:
        """Hand a message to the app's listener; one for somebody who has logged out meanwhile is dropped."""
        if not self.is_connected or message.to != self.user:
            return
        self._device.life.nat.spoke()
        self.inbox.append(message)
        self.unread += self.is_background
        self._device.trace.write(
            self._device.name, Kind.CALLBACK, "message_received", data={"from": message.sender, "user": self.user}
        )

    def wifi_needs_login(self) -> None:
        """Tell the app that the network's portal wants a login, as `onWifiNeedAuth` does."""
        if self.is_connected:
            # Assumed: the line of SDK 4, under the one tag that its lines have in the logcat.
            self._process.log("I", "imsdk", "onWifiNeedAuth, wifi name: ")
            self._process.callback("onWifiNeedAuth", {"user": self.user})

    def force_offline(self) -> None:
        """Handle having been kicked."""
        self.state = LoginState.LOGGED_OUT
        is_v2 = is_at_least(self._process.app.variant.im_sdk, V2_SINCE.value)
        called = "onKickedOffline" if is_v2 else "onForceOffline"
        self._device.trace.write(self._device.name, Kind.CALLBACK, called, data={"user": self.user})


def _code_of(answer: ImAnswer | Broken) -> tuple[int, str]:
    return (REQUEST_TIMEOUT, "request timeout") if isinstance(answer, Broken) else (answer.code, answer.text)
