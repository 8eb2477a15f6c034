"""The IM server: takes logins, token reports and messages, and pushes to phones that are away."""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

import msgspec

from simulator.im import codes
from simulator.im.accounts import Accounts
from simulator.im.bindings import Binding, Bindings
from simulator.im.certificates import OWN_ID, Console
from simulator.im.codes import ImCode
from simulator.im.mailbox import KEPT_MS, NO_PHONE, Kept, Mailbox
from simulator.im.offline_push import OFFLINE_DECISION, OfflineCase
from simulator.im.push_text import DEFAULT_TITLE, push_text, push_title
from simulator.im.sender import OutgoingPush, SendResult, VendorSender
from simulator.im.sessions import SILENCE_MS_MAX, Ended, Session, Sessions, State
from simulator.im.token_report import REPORT_BINDS, TOKEN_REPORT, ReportCase
from simulator.im.usersig import USER_SIG, SigCase
from simulator.kernel.clock import Clock
from simulator.kernel.randomness import Stream
from simulator.kernel.rule import Decision, Rule, Rulebook
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.source import Fact, Source
from simulator.kernel.trace import Kind, Outcome, Trace
from simulator.network.link import Link
from simulator.push.certificate import Certificate
from simulator.push.click import ClickKind
from simulator.push.journey import Hop
from simulator.push.ledger import Cargo, PushLedger
from simulator.push.message import Message
from simulator.push.reason import Reason
from simulator.push.uplink import (
    ChangeGround,
    ForceOffline,
    ImAnswer,
    InAppMessage,
    LogIn,
    LogOut,
    ReportToken,
    SendMessage,
)

PROCESSING_MS = (5, 30)
"""What the server takes from a message to the decision."""
SYNC_MS = 500
"""What a client takes after a login to ask for the messages that were kept for it."""

WEB_LEAVES_EXT_OUT = Fact("im.web_click_without_ext", True, Source("vivo guide", "step 2", ("C08", "V08")))
EXT_TRAVELS_WITH_THE_MESSAGE = Fact("im.ext_per_message", True, Source("vivo guide", "ext 1", ("C26",)))
EVERYTHING_IS_A_NOTIFICATION = Fact("im.notifications_only", True, Source("vivo guide", "intro", ("C04",)))


class ClientPort(Protocol):
    """The app's IM connection on one phone, as the server reaches it."""

    @property
    def is_connected(self) -> bool:
        """Whether the app's process lives and has a connection; physics, which the server cannot see."""
        ...

    def receive(self, message: InAppMessage) -> None:
        """Take a message."""
        ...

    def force_offline(self, notice: ForceOffline) -> None:
        """Take the news of having been kicked."""
        ...


LOGIN_ADMISSION: Decision[Session] = Decision(
    "im.login_admission",
    (
        Rule(
            "im.kicked_while_away",
            Reason.KICKED,
            lambda session: session.kick_pending,
            Source("Tencent IM login", "6208", ("C20",)),
            codes.KICKED_BY_OTHER_LOGIN,
        ),
    ),
)
"""What the server asks of a login whose UserSig is right."""


class Phone(msgspec.Struct, frozen=True):
    """What the server's side of the world knows of a phone.

    Attributes:
        vendor: Whose push service it has; IM learns it from the token's instance type.
    """

    link: Link
    port: ClientPort
    vendor: str


class LoginPolicy(msgspec.Struct, frozen=True):
    """Which devices of one user may be online at once.

    Attributes:
        same_platform_max: Android phones of one user; more push the oldest one out.
    """

    same_platform_max: int = 1


class ImServer:
    """One IM application.

    Attributes:
        console: Its certificates.
        senders: By vendor; the world puts them in.
    """

    def __init__(
        self,
        *,
        sdk_app_id: int,
        secret_key: str,
        admins: tuple[str, ...],
        policy: LoginPolicy,
        scheduler: Scheduler,
        clock: Clock,
        trace: Trace,
        rules: Rulebook,
        ledger: PushLedger,
        stream: Stream,
    ) -> None:
        """Serve the app *sdk_app_id*, whose UserSigs are made with *secret_key*."""
        self.sdk_app_id = sdk_app_id
        self.secret_key = secret_key
        self.admins = admins
        self.accounts = Accounts()
        self.sessions = Sessions()
        self.bindings = Bindings()
        self.mailbox = Mailbox()
        self.clock = clock
        self.stream = stream
        self.console = Console(stream=stream, rules=rules, now_ms=lambda: scheduler.now_ms)
        self.senders: dict[str, VendorSender] = {}
        self._policy = policy
        self._scheduler = scheduler
        self._trace = trace
        self._rules = rules
        self._ledger = ledger
        self._phones: dict[str, Phone] = {}
        self._in_hand: dict[int, OutgoingPush | None] = {}
        for admin in admins:
            self.accounts.add(admin)
        ledger.add_holder(self._held)

    def add_phone(self, name: str, phone: Phone) -> None:
        """Let the phone *name* reach this server, and this server it."""
        self._phones[name] = phone

    def _held(self) -> Iterator[int]:
        return iter(self._in_hand)

    # -- logins -----------------------------------------------------------------------------------------------------

    def answer(self, question: object) -> ImAnswer:
        """Answer whatever an IM SDK asks.

        Raises:
            AssertionError: No IM SDK asks this: our own fault.
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
            case _:
                raise AssertionError(f"no IM SDK sends {question!r}")

    def check_sig(self, user: str, user_sig: str, subject: str | None = None) -> Rule[SigCase] | None:
        """Return the rule that refuses *user_sig* for *user*, if any."""
        case = SigCase(
            user_sig,
            user,
            self.sdk_app_id,
            self.secret_key,
            self.clock.epoch_s,
            self.accounts.revoked_before_s(user),
        )
        return self._rules.first_no(USER_SIG, case, subject)

    def _log_in(self, question: LogIn) -> ImAnswer:
        session = self.sessions.at(question.user, question.instance)
        sig_refusal = self.check_sig(question.user, question.user_sig, question.instance)
        if sig_refusal is not None:
            return self._refuse_login(session, sig_refusal)
        refusal = self._rules.first_no(LOGIN_ADMISSION, session, question.instance)
        if refusal is not None:
            session.kick_pending = False
            return self._refuse_login(session, refusal)
        self.accounts.add(question.user)
        go_back = self._trace.branch()
        self._make_room_for(session)
        go_back()
        self.sessions.begin(session, now_ms=self._scheduler.now_ms)
        session.pushes_in_background = question.pushes_in_background
        self._write_session(session)
        if not self._phones[session.instance].link.is_up:
            # The request was still under way when the phone lost its network.
            self.connection_silent(session.instance)
        self._scheduler.after(SYNC_MS, lambda: self._hand_out_kept(session))
        return ImAnswer()

    def _refuse_login(self, session: Session, rule: Rule[SigCase] | Rule[Session]) -> ImAnswer:
        code = _code_of(rule.answer)
        self._write_session(session, outcome=Outcome.REFUSED, reason=rule.reason, rule=rule.name)
        return ImAnswer(code.code, code.text)

    def _make_room_for(self, session: Session) -> None:
        """Kick the user's oldest other phones where the login policy has no room for one more."""
        allowed = self._policy.same_platform_max
        for other in self.sessions.surplus(session, allowed=allowed, now_ms=self._scheduler.now_ms):
            other.kick_pending = True
            self._kick(other)

    def kick_user(self, user: str) -> None:
        """Take *user* offline everywhere and make all older UserSigs worthless, as REST `kick` does."""
        self.accounts.revoke_sigs(user, self.clock.epoch_s + 1)
        go_back = self._trace.branch()
        for session in self.sessions.of_user(user):
            if session.ended is Ended.NOT_YET:
                self._kick(session)
                go_back()

    def _kick(self, session: Session) -> None:
        phone = self._phones[session.instance]
        was_connected = session.connected
        session.end(Ended.KICKED, now_ms=self._scheduler.now_ms)
        self.bindings.end(session.user, session.instance, Ended.KICKED)
        self._write_session(session, rule="im.kicked")

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
            self._write_session(session, rule="im.logged_out")
        return ImAnswer()

    def _heard(self, user: str, instance: str) -> Session | None:
        """Return the living session that a request belongs to, which is a sign of life; `None` for none."""
        session = self.sessions.find(user, instance)
        if session is None or session.ended is not Ended.NOT_YET:
            return None
        session.heard_ms = self._scheduler.now_ms
        return session

    def _change_ground(self, question: ChangeGround) -> ImAnswer:
        session = self._heard(question.user, question.instance)
        if session is None:
            return ImAnswer(codes.NOT_IN_SESSION.code, codes.NOT_IN_SESSION.text)
        session.is_background = question.is_background
        self._write_session(session)
        return ImAnswer()

    def _write_session(
        self, session: Session, *, outcome: Outcome = Outcome.OK, reason: str = "", rule: str = ""
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
            },
        )

    # -- connections ------------------------------------------------------------------------------------------------

    def connection_closed(self, instance: str) -> None:
        """Take the end (FIN or RST) of the connection from the phone *instance*: its users are away at once."""
        if self._phones[instance].port.is_connected:
            # A new process of the app has a connection of its own by now; the one that ended is its predecessor's.
            return
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
            rule=SILENCE_MS_MAX.name if why == "TimeOut" else "",
            data={"user": session.user, "phone": session.instance, "why": why, "state": State.PUSH_ONLINE},
        )

    # -- tokens -----------------------------------------------------------------------------------------------------

    def _bind(self, report: ReportToken) -> ImAnswer:
        case = ReportCase(report, self._heard(report.user, report.instance), self.console)
        refusal = self._rules.first_no(TOKEN_REPORT, case, report.instance)
        data = {"user": report.user, "phone": report.instance, "certificate_id": report.certificate_id}
        if refusal is not None:
            code = _code_of(refusal.answer)
            self._trace.refuse(
                report.instance,
                Kind.HOP,
                Hop.TOKEN_BOUND,
                refusal,
                data={**data, "code": code.code},
            )
            return ImAnswer(code.code, code.text)
        self.bindings.bind(report.user, report.instance, report.certificate_id, report.token)
        self._trace.write(report.instance, Kind.HOP, Hop.TOKEN_BOUND, rule=REPORT_BINDS.name, data=data)
        return ImAnswer()

    # -- messages ---------------------------------------------------------------------------------------------------

    def _take_from_client(self, question: SendMessage) -> ImAnswer:
        if self._heard(question.user, question.instance) is None:
            return ImAnswer(codes.NOT_IN_SESSION.code, codes.NOT_IN_SESSION.text)
        if question.message.to not in self.accounts:
            return ImAnswer(codes.NO_SUCH_USER.code, codes.NO_SUCH_USER.text)
        self.deliver(question.message)
        return ImAnswer()

    def deliver(self, message: Message, *, kept_ms: int = KEPT_MS.value) -> list[int]:
        """Bring *message* to every phone on which its receiver ever tried to log in; return the pushes begun.

        Where it does not arrive over the phone's own connection it is kept for the next login there, for *kept_ms*.
        """
        begun = []
        kept = Kept(message, self._scheduler.now_ms + min(kept_ms, KEPT_MS.value))
        sessions = self.sessions.of_user(message.to)
        if not sessions:
            self._keep(kept, NO_PHONE)
        go_back = self._trace.branch()
        for session in sessions:
            push_id = self._ledger.open(session.instance)
            begun.append(push_id)
            self._trace.write(
                "im",
                Kind.HOP,
                Hop.IM_ACCEPTED,
                push_id=push_id,
                data={"from": message.sender, "to": message.to, "phone": session.instance, "key": message.key},
            )
            self._in_hand[push_id] = None
            self._scheduler.after(self.stream.between(*PROCESSING_MS), self._decision(kept, session, push_id))
            go_back()
        return begun

    def _decision(self, kept: Kept, session: Session, push_id: int) -> Callable[[], None]:
        return lambda: self._decide(kept, session, push_id)

    def _decide(self, kept: Kept, session: Session, push_id: int) -> None:
        phone = self._phones[session.instance]
        now_ms = self._scheduler.now_ms
        message = kept.message
        binding = self.bindings.find(session.user, session.instance)
        is_alive = phone.link.is_up and phone.port.is_connected
        case = OfflineCase(message, session, binding, self.console, is_alive, phone.vendor, now_ms)
        refusal = self._rules.first_no(OFFLINE_DECISION, case, session.instance)
        if session.state(now_ms) is State.ONLINE:
            self._send_in_app(kept, session)
        else:
            self._keep(kept, session.instance)
        if refusal is not None:
            self._end(push_id, Hop.OFFLINE_DECIDED, refusal.reason, refusal.name)
            return
        if binding is None or not binding.token:
            # Only a waived rule lets this through: then what comes nearest to the missing token is pushed to.
            binding = self.bindings.stand_in(session.user, session.instance) or Binding(0, "")
        certificate = self.console.for_push(binding.certificate_id, phone.vendor)
        self._push(message, push_id, session.instance, binding.token, certificate)

    def _send_in_app(self, kept: Kept, session: Session) -> None:
        """Send a message down the phone's own connection; one that gets lost there is kept."""
        phone = self._phones[session.instance]

        def arrived(message: InAppMessage) -> None:
            if phone.port.is_connected and session.connected:
                phone.port.receive(message)
            else:
                self._keep(kept, session.instance)

        go_back = self._trace.branch()
        if not phone.link.send("im", InAppMessage(kept.message), arrived):
            self._keep(kept, session.instance)
        go_back()

    def _keep(self, kept: Kept, instance: str) -> None:
        if not kept.message.online_only:
            self.mailbox.keep(kept, instance)

    def _hand_out_kept(self, session: Session) -> None:
        if session.connected:
            for kept in self.mailbox.take(session.user, session.instance, now_ms=self._scheduler.now_ms):
                self._send_in_app(kept, session)

    def _push(self, message: Message, push_id: int, phone: str, token: str, certificate: Certificate) -> None:
        wanted = message.offline_push
        leaves_ext_out = certificate.on_click.kind is ClickKind.URL
        push = OutgoingPush(
            cargo=Cargo(push_id, phone),
            token=token,
            certificate=certificate,
            title=push_title(message),
            desc=push_text(message) or TEXT_WHERE_WAIVED,
            ext=None if leaves_ext_out else wanted.ext,
            android=wanted.android,
        )
        self._trace.write(
            "im",
            Kind.HOP,
            Hop.OFFLINE_DECIDED,
            rule=OFFLINE_DECISION.name,
            push_id=push_id,
            data={
                "certificate_id": certificate.certificate_id,
                "title": push.title,
                "ext": push.ext,
                "facts": _facts_behind(message, leaves_ext_out=leaves_ext_out),
            },
        )
        self._in_hand[push_id] = push
        sender = self.senders.get(certificate.vendor)
        if sender is None:
            # Only a waived rule brings a push here: this phone has no vendor, or one that this world does not have.
            self._end(push_id, Hop.PUSH_REQUESTED, Reason.VENDOR_UNREACHABLE, "", {"vendor": certificate.vendor})
            return
        self._trace.write("im", Kind.HOP, Hop.PUSH_REQUESTED, push_id=push_id, data={"vendor": certificate.vendor})
        sender.send(push, lambda result: self._sent(push_id, result))

    def _sent(self, push_id: int, result: SendResult) -> None:
        if result.reason is None:
            del self._in_hand[push_id]
            return
        last = self._trace.last_hop(push_id)
        data = {"code": result.code, "text": result.text}
        if last is not None and last.outcome is Outcome.REFUSED and last.reason == result.reason:
            # The cloud has written the refusal, with its rule; what is left to tell is what IM made of it.
            del self._in_hand[push_id]
            self._trace.write(
                "im",
                Kind.STATE,
                "push_given_up",
                outcome=Outcome.REFUSED,
                reason=result.reason,
                push_id=push_id,
                data=data,
            )
            return
        self._end(push_id, Hop.PUSH_REQUESTED, result.reason, "", data)

    def _end(self, push_id: int, hop: Hop, reason: str, rule: str, data: Mapping[str, object] | None = None) -> None:
        del self._in_hand[push_id]
        self._trace.write(
            "im",
            Kind.HOP,
            hop,
            outcome=Outcome.REFUSED,
            reason=reason,
            rule=rule,
            push_id=push_id,
            data=data or {},
        )


TEXT_WHERE_WAIVED = "[消息]"
"""Shown where a run waives the rule that a message without text is not pushed."""


def _code_of(answer: object) -> ImCode:
    assert isinstance(answer, ImCode)
    return answer


def _facts_behind(message: Message, *, leaves_ext_out: bool) -> tuple[str, ...]:
    facts = [EVERYTHING_IS_A_NOTIFICATION.name, OWN_ID.name]
    if not message.offline_push.title:
        facts.append(DEFAULT_TITLE.name)
    if message.offline_push.ext is not None:
        facts.append((WEB_LEAVES_EXT_OUT if leaves_ext_out else EXT_TRAVELS_WITH_THE_MESSAGE).name)
    return tuple(facts)
