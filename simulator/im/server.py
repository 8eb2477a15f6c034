"""The IM server: takes logins, token reports and messages, and pushes to phones that are away."""

from collections.abc import Callable, Mapping, Sequence

from simulator.im import codes
from simulator.im.accounts import Accounts
from simulator.im.bindings import ONE_OWNER, Bindings
from simulator.im.certificates import Console
from simulator.im.codes import ImCode
from simulator.im.delivery import Delivery
from simulator.im.intake import Intake
from simulator.im.login_admission import LOGIN_ADMISSION, DailyUsers, LoginCase
from simulator.im.login_policy import LoginPolicy
from simulator.im.mailbox import KEPT_MS
from simulator.im.offline_push import KICKED, LOGGED_OUT
from simulator.im.offline_push_info import BADGE_COUNTS_ON
from simulator.im.phone import Phone
from simulator.im.profiles import Profiles
from simulator.im.push_tasks import PushTasks
from simulator.im.session_request import SESSION_REQUEST, RequestCase
from simulator.im.sessions import PUSHED_IN_BACKGROUND_SINCE, Ended, Session, Sessions
from simulator.im.settings import AppSettings
from simulator.im.token_report import REPORT_BINDS, TOKEN_REPORT, ReportCase
from simulator.im.usersig import USER_SIG, SigCase, WrongSigCounter, read_user_sig
from simulator.im.webhooks import Webhooks, has_one_event
from simulator.kernel.environment import Environment
from simulator.kernel.rule import Rule
from simulator.kernel.trace import Kind, Outcome
from simulator.push.journey import Hop
from simulator.push.ledger import PushLedger
from simulator.push.message import Message
from simulator.push.uplink import (
    ChangeGround,
    ConnectionClosed,
    ForceOffline,
    ImAnswer,
    LogIn,
    LogOut,
    ReportToken,
    SendMessage,
    SetBlocked,
    SetReceiveOption,
)

NEVER_S = 2**63
"""Unix second of an expiry that never comes."""
SYNC_MS = 500
"""Milliseconds from a login to the client's request for its kept messages."""


class ImServer:
    """One IM application.

    Attributes:
        console: Certificates.
        intake: Checks messages before they are accepted.
        delivery: Delivers accepted messages.
        settings: The app's settings in the console.
        tasks: Pushes to many users at once.
    """

    def __init__(
        self,
        env: Environment,
        *,
        sdk_app_id: int,
        secret_key: str,
        admins: tuple[str, ...],
        policy: LoginPolicy,
        settings: AppSettings,
        ledger: PushLedger,
        webhooks: Webhooks,
    ) -> None:
        """Serve the app *sdk_app_id*, whose UserSigs are made with *secret_key*."""
        self.sdk_app_id = sdk_app_id
        self.secret_key = secret_key
        self.admins = admins
        self.settings = settings
        self.accounts = Accounts()
        self.profiles = Profiles()
        self.sessions = Sessions()
        self.bindings = Bindings()
        self.clock = env.clock
        self.stream = env.streams.named("im")
        self.console = Console(stream=self.stream, rules=env.rules, now_ms=lambda: env.scheduler.now_ms)
        self._wrong_sigs = WrongSigCounter()
        self._users_of_day = DailyUsers()
        self._first_day = env.clock.today
        self._policy = policy
        self._scheduler = env.scheduler
        self._trace = env.trace
        self._rules = env.rules
        self._phones: dict[str, Phone] = {}
        self.delivery = Delivery(
            env,
            sessions=self.sessions,
            bindings=self.bindings,
            console=self.console,
            phones=self._phones,
            ledger=ledger,
            webhooks=webhooks,
        )
        self.intake = Intake(self.delivery, env, settings=settings, accounts=self.accounts, sessions=self.sessions)
        self.tasks = PushTasks(self.delivery, env)
        self._webhooks = webhooks
        for admin in admins:
            self.accounts.add(admin)

    @property
    def android_info(self) -> Mapping[str, type]:
        """The vendor-specific fields of `AndroidInfo` of all vendors in this world, with their types."""
        return {name: kind for sender in self.delivery.senders.values() for name, kind in sender.android_info.items()}

    def add_phone(self, name: str, phone: Phone) -> None:
        """Connect the phone *name* with this server."""
        self._phones[name] = phone

    # -- logins -----------------------------------------------------------------------------------------------------

    def answer(self, question: object) -> ImAnswer:
        """Answer a request of an IM SDK.

        Raises:
            AssertionError: It is no request of an IM SDK: our own fault.
        """
        match question:
            case LogIn():
                return self._log_in(question)
            case LogOut():
                return self._log_out(question)
            case ReportToken():
                return self._bind(question)
            case ChangeGround():
                return self._change_ground(question)
            case SendMessage():
                return self._take_from_client(question)
            case SetReceiveOption() | SetBlocked():
                return self._take_choice(question)
            case _:
                raise AssertionError(f"no IM SDK sends {question!r}")

    def check_sig(self, user: str, user_sig: str, subject: str | None = None) -> Rule[SigCase] | None:
        """Return the rule that refuses *user_sig* for *user*, if any."""
        now_s, signed_by_s = self.clock.epoch_s, self.clock.sender_epoch_s
        case = SigCase(
            user_sig,
            user,
            self.sdk_app_id,
            self.secret_key,
            signed_by_s,
            self.accounts.revoked_before_s(user) + signed_by_s - now_s,
            self._wrong_sigs.count(user, now_s),
        )
        refusal = self._rules.first_no(USER_SIG, case, subject)
        if refusal is not None and refusal.answer is not codes.SIG_WRONG_TOO_OFTEN:
            self._wrong_sigs.note(user, now_s)
        return refusal

    def _log_in(self, question: LogIn) -> ImAnswer:
        session = self.sessions.at(question.user, question.instance, question.platform)
        sig_refusal = self.check_sig(question.user, question.user_sig, question.instance)
        if sig_refusal is not None:
            return self._refuse_login(session, sig_refusal)
        today = self.clock.today
        others_today = self.settings.users_today if today == self._first_day else 0
        case = LoginCase(session, self.settings, self._users_of_day.of(today), others_today)
        refusal = self._rules.first_no(LOGIN_ADMISSION, case, question.instance)
        if refusal is not None:
            session.kick_pending = session.kick_pending and refusal.answer is not codes.KICKED_BY_OTHER_LOGIN
            return self._refuse_login(session, refusal)
        self.accounts.add(question.user)
        self._users_of_day.note(question.user, today)
        go_back = self._trace.branch()
        kicked = self._make_room_for(session)
        go_back()
        self.sessions.begin(session, now_ms=self._scheduler.now_ms)
        session.sdk_version = question.sdk_version
        content = read_user_sig(question.user_sig)
        ends_s = 0 if content is None else content.time_s + content.expire_s
        # Only a waived rule lets an unreadable or expired UserSig pass; then it never expires.
        session.sig_ends_s = ends_s if ends_s > self.clock.epoch_s else NEVER_S
        session.login_bytes = len(question.user.encode()) + len(question.user_sig.encode())
        self._write_session(session)
        self._state_changed(session, "Login", "Register", kicked=kicked)
        if not self._phones[session.instance].link.is_up:
            # The request was still under way when the phone lost its network.
            self.connection_silent(session.instance)
        self._scheduler.after(SYNC_MS, lambda: self.delivery.hand_out_kept(session))
        return ImAnswer()

    def _refuse_login(self, session: Session, rule: Rule[SigCase] | Rule[LoginCase]) -> ImAnswer:
        code = rule.answer_as(ImCode)
        self._write_session(session, outcome=Outcome.REFUSED, reason=rule.reason, rule=rule.name)
        return ImAnswer(code.code, code.text)

    def _make_room_for(self, session: Session) -> Sequence[Session]:
        """Kick and return those other clients of the user that the login policy does not allow beside this one."""
        others = self.sessions.of_user(session.user)
        kicked = self._policy.surplus(session, others, now_ms=self._scheduler.now_ms)
        for other in kicked:
            other.kick_pending = True
            self._kick(other, self._policy.facts)
            if not has_one_event(other.platform, other.sdk_version):
                self._state_changed(other, "Logout", "Unregister")
        return kicked

    def _state_changed(self, session: Session, action: str, reason: str, *, kicked: Sequence[Session] = ()) -> None:
        devices = [other.platform for other in kicked]
        self._webhooks.state_changed(session.user, session.platform, action, reason, kicked=devices)

    def kick_user(self, user: str) -> None:
        """Take *user* offline everywhere and revoke all older UserSigs, as REST `kick` does."""
        self.accounts.revoke_sigs(user, self.clock.epoch_s + 1)
        go_back = self._trace.branch()
        for session in self.sessions.of_user(user):
            if session.ended is Ended.NOT_YET:
                self._kick(session)
                # Assumed: webhooks tell of a kick over REST as of a logout; no document says how.
                self._state_changed(session, "Logout", "Unregister")
                go_back()

    def delete_user(self, user: str) -> None:
        """Delete *user*: account, profile, relations and memberships; the user's phones go offline right after."""
        self.accounts.remove(user)
        self.profiles.forget(user)
        self.delivery.relations.forget(user)
        self.delivery.groups.forget(user)
        self._scheduler.after(0, lambda: self.kick_user(user))

    def _kick(self, session: Session, facts: tuple[str, ...] = ()) -> None:
        phone = self._phones[session.instance]
        was_connected = session.connected
        session.end(Ended.KICKED, now_ms=self._scheduler.now_ms)
        self.bindings.end(session.user, session.instance, Ended.KICKED)
        self._write_session(session, rule=KICKED.name, facts=facts)

        def arrived(notice: ForceOffline) -> None:
            if phone.port.is_connected:
                session.kick_pending = False
                phone.port.force_offline(notice)

        if was_connected:
            phone.link.send("im", ForceOffline(session.user), arrived)

    def _log_out(self, question: LogOut) -> ImAnswer:
        session = self.sessions.find(question.user, question.instance)
        if session is not None and session.ended is Ended.NOT_YET:
            session.end(Ended.LOGGED_OUT, now_ms=self._scheduler.now_ms)
            self.bindings.end(question.user, question.instance, Ended.LOGGED_OUT)
            self._write_session(session, rule=LOGGED_OUT.name)
            self._state_changed(session, "Logout", "Unregister")
        return ImAnswer()

    def _heard(self, user: str, instance: str) -> Session | None:
        """Return the active session that a request belongs to, and note the sign of life; `None` for none."""
        session = self.sessions.find(user, instance)
        if session is None or session.ended is not Ended.NOT_YET:
            return None
        session.heard_ms = self._scheduler.now_ms
        return session

    def _refuse_request(self, user: str, instance: str) -> ImAnswer | None:
        """Return the answer to a client whose request is refused; `None` where it is accepted."""
        case = RequestCase(self._heard(user, instance), self.clock.epoch_s)
        refusal = self._rules.first_no(SESSION_REQUEST, case, instance)
        if refusal is None:
            return None
        code = refusal.answer_as(ImCode)
        data = {"user": user, "phone": instance, "code": code.code}
        self._trace.refuse("im", Kind.STATE, "request_refused", refusal, data=data)
        return ImAnswer(code.code, code.text)

    def _change_ground(self, question: ChangeGround) -> ImAnswer:
        refusal = self._refuse_request(question.user, question.instance)
        session = self.sessions.find(question.user, question.instance)
        if refusal is not None or session is None:
            return refusal or ImAnswer()
        session.is_background = question.is_background
        session.unread = question.unread
        self._write_session(session, facts=(BADGE_COUNTS_ON.name, PUSHED_IN_BACKGROUND_SINCE.name))
        return ImAnswer()

    def _write_session(
        self,
        session: Session,
        *,
        outcome: Outcome = Outcome.OK,
        reason: str = "",
        rule: str = "",
        facts: tuple[str, ...] = (),
    ) -> None:
        self._trace.write(
            "im",
            Kind.STATE,
            "session",
            outcome=outcome,
            reason=reason,
            rule=rule,
            data={
                "user": session.user,
                "phone": session.instance,
                "state": session.state(self._scheduler.now_ms),
                "ended": session.ended,
                "facts": facts,
            },
        )

    # -- connections ------------------------------------------------------------------------------------------------

    def connection_closed(self, closed: ConnectionClosed) -> None:
        """Handle the end (FIN or RST) of a phone's connection: its users are away at once."""
        instance = closed.instance
        if self._phones[instance].port.is_connected:
            # A new process of the app has a connection of its own by now; the one that ended is its predecessor's.
            return
        for session in self.sessions.on_phone(instance):
            if session.connected:
                self._lose(session, "LinkClose")

    def connections_lost(self, instance: str) -> None:
        """Lose the connection to the phone *instance*, as a server that restarts does."""
        for session in self.sessions.on_phone(instance):
            if session.connected:
                self._lose(session, "LinkClose")

    def connection_silent(self, instance: str) -> None:
        """The connection from the phone *instance* is dead and nobody said so; notice it when silence has lasted."""
        now_ms = self._scheduler.now_ms
        for session in self.sessions.on_phone(instance):
            if session.connected:
                deadline_ms = session.silence_ends_ms(now_ms)
                self._scheduler.after(max(0, deadline_ms - now_ms), self._silence_check(session, session.heard_ms))

    def _silence_check(self, session: Session, heard_ms: int) -> Callable[[], None]:
        def check() -> None:
            if session.connected and session.heard_ms == heard_ms:
                self._lose(session, "TimeOut")

        return check

    def _lose(self, session: Session, why: str) -> None:
        session.connected = False
        session.left_ms = self._scheduler.now_ms
        self._trace.write(
            "im",
            Kind.STATE,
            "connection_lost",
            rule=session.silence_ms_max.name if why == "TimeOut" else "",
            data={
                "user": session.user,
                "phone": session.instance,
                "why": why,
                "state": session.state(self._scheduler.now_ms),
            },
        )
        self._state_changed(session, "Disconnect", why)

    # -- tokens -----------------------------------------------------------------------------------------------------

    def _bind(self, report: ReportToken) -> ImAnswer:
        session = self._heard(report.user, report.instance)
        now_s = self.clock.epoch_s
        case = ReportCase(report, session, self.console, now_s)
        refusal = self._rules.first_no(TOKEN_REPORT, case, report.instance)
        if session is not None:
            session.count_report(now_s)
        data: dict[str, object] = {
            "user": report.user,
            "phone": report.instance,
            "certificate_id": report.certificate_id,
        }
        if refusal is not None:
            code = refusal.answer_as(ImCode)
            self._trace.refuse(
                report.instance,
                Kind.HOP,
                Hop.TOKEN_BOUND,
                refusal,
                data={**data, "code": code.code},
            )
            return ImAnswer(code.code, code.text)
        if self.bindings.bind(report.user, report.instance, report.certificate_id, report.token):
            data["facts"] = (ONE_OWNER.name,)
        self._trace.write(report.instance, Kind.HOP, Hop.TOKEN_BOUND, rule=REPORT_BINDS.name, data=data)
        self._trace.forget_hops(report.instance)
        return ImAnswer()

    # -- messages ---------------------------------------------------------------------------------------------------

    def _take_from_client(self, question: SendMessage) -> ImAnswer:
        refusal = self._refuse_request(question.user, question.instance)
        return refusal or self.intake.take_from_client(question.message, question.instance)

    def _take_choice(self, question: SetReceiveOption | SetBlocked) -> ImAnswer:
        refusal = self._refuse_request(question.user, question.instance)
        if refusal is not None:
            return refusal
        if isinstance(question, SetReceiveOption):
            return self.intake.choose(question)
        self.intake.block(question)
        return ImAnswer()

    def deliver(self, message: Message, *, kept_ms: int = KEPT_MS.value) -> list[int]:
        """Deliver *message* as `Delivery.deliver` does."""
        return self.delivery.deliver(message, kept_ms=kept_ms)
