"""How IM delivers a message: to the app where it is online, else into the mailbox and through the vendor."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from msgspec.structs import replace

from simulator.im.bindings import Binding, Bindings
from simulator.im.certificates import Console
from simulator.im.codes import ImCode
from simulator.im.conversations import Conversations
from simulator.im.groups import Groups
from simulator.im.mailbox import KEPT_MS, NO_PHONE, Kept, Mailbox
from simulator.im.offline_push import NOT_DELIVERED, OFFLINE_DECISION, TEST_PUSH, OfflineCase
from simulator.im.phone import Phone
from simulator.im.push_codes import NO_CERTIFICATE_ID, PUSH_CODES, SENT, VENDOR_REFUSED
from simulator.im.push_log import PushLog
from simulator.im.push_receipts import PushReceipts, SentPush
from simulator.im.push_request import facts_behind, push_of
from simulator.im.receive_options import ReceiveOption, ReceiveOptions
from simulator.im.relations import Relations
from simulator.im.sender import OutgoingPush, SendResult, VendorSender
from simulator.im.sessions import Session, Sessions, State
from simulator.im.webhooks import Webhooks
from simulator.kernel.environment import Environment
from simulator.kernel.newest import Newest
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.trace import Kind, Outcome
from simulator.push.certificate import Certificate
from simulator.push.journey import Hop
from simulator.push.ledger import Cargo, PushLedger
from simulator.push.message import Message, MessageKind
from simulator.push.reason import Reason
from simulator.push.uplink import InAppMessage

PROCESSING_MS = (5, 30)
"""Milliseconds from accepting a message to the offline decision: the least and the most."""

CaseT = TypeVar("CaseT")


class Delivery:
    """Delivers messages to the phones of their receivers.

    Attributes:
        mailbox: Messages that wait for a login on a phone that they did not reach.
        log: What became of each push.
        senders: The vendors' clients, by vendor; the world adds them.
        groups: The app's groups.
        options: How users want to receive each other's messages.
        relations: Friends and blocklists.
        webhooks: Posts to the customer's server.
        receipts: Reads vendors' receipts.
        conversations: Messages from user to user.
    """

    def __init__(
        self,
        env: Environment,
        *,
        sessions: Sessions,
        bindings: Bindings,
        console: Console,
        phones: Mapping[str, Phone],
        ledger: PushLedger,
        webhooks: Webhooks,
    ) -> None:
        """Deliver to *phones*, by name."""
        self.mailbox = Mailbox()
        self.log = PushLog()
        self.senders: dict[str, VendorSender] = {}
        self.webhooks = webhooks
        self.receipts = PushReceipts(self.senders, webhooks, arrived=self._arrived, trace=env.trace)
        self.groups = Groups()
        self.options = ReceiveOptions()
        self.relations = Relations()
        self.conversations = Conversations()
        self._recalled_tasks: Newest[str, None] = Newest()
        self._sessions = sessions
        self._bindings = bindings
        self._console = console
        self._phones = phones
        self._clock = env.clock
        self._scheduler = env.scheduler
        self._trace = env.trace
        self._rules = env.rules
        self._ledger = ledger
        self._stream = env.streams.named("im")
        self._in_hand: dict[int, OutgoingPush | None] = {}
        ledger.add_holder(self._held)

    def _held(self) -> Iterator[int]:
        return iter(self._in_hand)

    def _arrived(self, push_id: int) -> None:
        self.log.of(push_id).arrived_s = self._clock.epoch_s

    def refuse(self, decision: Decision[CaseT], case: CaseT, message: Message, receivers: Iterable[str]) -> None:
        """Record for each phone of *receivers* why IM refused *message*; where that is waived, deliver it."""
        for receiver in receivers:
            for session in self._sessions.of_user(receiver):
                if self._phones[session.instance].is_simulated:
                    self._refuse_one(decision, case, replace(message, to=receiver), session)

    def _refuse_one(self, decision: Decision[CaseT], case: CaseT, message: Message, session: Session) -> None:
        rule = self._rules.first_no(decision, case, session.instance)
        if rule is None:
            self._bring(message, [session])
            return
        push_id = self._ledger.open(session.instance)
        data = {**_data_of(message, session), "code": rule.answer_as(ImCode).code}
        self._trace.refuse("im", Kind.HOP, Hop.IM_ACCEPTED, rule, push_id=push_id, data=data)

    def deliver_to_all(self, message: Message, receivers: Iterable[str], *, kept_ms: int = KEPT_MS.value) -> list[int]:
        """Deliver *message* to each of *receivers*, as `deliver` does."""
        begun = []
        go_back = self._trace.branch()
        for receiver in receivers:
            begun += self.deliver(replace(message, to=receiver), kept_ms=kept_ms)
            go_back()
        return begun

    def sync_to_sender(self, message: Message, *, beside: str = "") -> None:
        """Deliver *message* to its sender's own phones, except *beside*, which sent it."""
        own = replace(message, to=message.sender, counts_unread=False)
        self._bring(own, [one for one in self._sessions.of_user(message.sender) if one.instance != beside])

    def deliver(self, message: Message, *, kept_ms: int = KEPT_MS.value) -> list[int]:
        """Deliver *message* to every phone on which its receiver ever tried to log in; return the pushes begun.

        Where it does not arrive over the phone's own connection, it is kept for the next login, for *kept_ms*.
        """
        if not message.group:
            self.conversations.note(message, now_s=self._clock.epoch_s)
        sessions = self._sessions.of_user(message.to)
        if not sessions:
            self._keep(Kept(message, self._scheduler.now_ms + min(kept_ms, KEPT_MS.value)), NO_PHONE)
        return self._bring(message, sessions, kept_ms=kept_ms)

    def _bring(self, message: Message, sessions: Iterable[Session], *, kept_ms: int = KEPT_MS.value) -> list[int]:
        begun = []
        kept = Kept(message, self._scheduler.now_ms + min(kept_ms, KEPT_MS.value))
        go_back = self._trace.branch()
        for session in sessions:
            if not self._phones[session.instance].is_simulated:
                self._scheduler.after(self._stream.between(*PROCESSING_MS), self._decision_elsewhere(kept, session))
                go_back()
                continue
            push_id = self._open(message, session)
            begun.append(push_id)
            self._scheduler.after(self._stream.between(*PROCESSING_MS), self._decision(kept, session, push_id))
            go_back()
        return begun

    def _open(self, message: Message, session: Session) -> int:
        """Begin the push of *message* to the phone of *session*, and return its id."""
        push_id = self._ledger.open(session.instance)
        self.log.begin(push_id, message, session.instance, now_s=self._clock.epoch_s)
        self._trace.write("im", Kind.HOP, Hop.IM_ACCEPTED, push_id=push_id, data=_data_of(message, session))
        self._in_hand[push_id] = None
        return push_id

    def _decision(self, kept: Kept, session: Session, push_id: int) -> Callable[[], None]:
        return lambda: self._decide(kept, session, push_id)

    def _decision_elsewhere(self, kept: Kept, session: Session) -> Callable[[], None]:
        """Return the decision for a client that is no simulated phone, to which nothing is pushed.

        Differs: an iPhone or iPad that is away would be pushed to over APNs, which is not simulated.
        """

        def decide() -> None:
            case = self._offline_case(kept.message, session)
            if self._rules.first_no(OFFLINE_DECISION, case, session.instance) not in NOT_DELIVERED:
                self._hand_over(kept, session)

        return decide

    def _offline_case(self, message: Message, session: Session) -> OfflineCase:
        phone = self._phones[session.instance]
        group = self.groups.find(message.group)
        return OfflineCase(
            message,
            session,
            self._bindings.find(session.user, session.instance),
            self._console,
            phone.link.is_up and phone.port.is_connected,
            phone.vendor,
            self._scheduler.now_ms,
            option=self._option(message),
            is_silent_group=group is not None and group.is_silent_for(message.to),
            is_recalled=self._is_recalled(message),
        )

    def _decide(self, kept: Kept, session: Session, push_id: int) -> None:
        case = self._offline_case(kept.message, session)
        refusal = self._rules.first_no(OFFLINE_DECISION, case, session.instance)
        if refusal is None or refusal not in NOT_DELIVERED:
            self._hand_over(kept, session)
        self._settle(push_id, case, OFFLINE_DECISION, refusal)

    def test_push(self, message: Message, session: Session) -> int:
        """Push *message* to the token of *session* as the console's test tool does, whatever the app's state."""
        push_id = self._open(message, session)
        case = self._offline_case(message, session)
        self._settle(push_id, case, TEST_PUSH, self._rules.first_no(TEST_PUSH, case, session.instance))
        return push_id

    def _settle(
        self, push_id: int, case: OfflineCase, decision: Decision[OfflineCase], refusal: Rule[OfflineCase] | None
    ) -> None:
        """End the push because of *refusal*, or make it where *decision* has not refused it."""
        binding, session = case.binding, case.session
        if refusal is not None:
            code = PUSH_CODES.get(refusal.reason)
            if binding is not None and binding.certificate_id == 0 and refusal.reason == Reason.CERTIFICATE_UNKNOWN:
                code = NO_CERTIFICATE_ID
            self.log.of(push_id).stopped = code
            data = {} if code is None else {"im_code": code.code}
            self._end(push_id, Hop.OFFLINE_DECIDED, refusal.reason, refusal.name, data)
            return
        if binding is None or not binding.token:
            # Only a waived rule lets this through: then what comes nearest to the missing token is pushed to.
            binding = self._bindings.stand_in(session.user, session.instance) or Binding(0, "")
        certificate = self._console.for_push(binding.certificate_id, case.vendor)
        self._push(case.message, push_id, session, binding.token, certificate, decision.name)

    def _option(self, message: Message) -> ReceiveOption:
        """Return the receive option that applies to *message*."""
        if not message.heeds_options:
            return ReceiveOption.NOTIFY
        if not message.group:
            return self.options.of(message.to, message.sender)
        group = self.groups.find(message.group)
        chosen = None if group is None else group.option_of(message.to)
        return chosen or ReceiveOption.NOTIFY

    def recall_task(self, task_id: str) -> None:
        """Recall the messages of the push *task_id* that have not been delivered yet."""
        self._recalled_tasks[task_id] = None

    def _is_recalled(self, message: Message) -> bool:
        if message.task is not None and message.task.task_id in self._recalled_tasks:
            return True
        group = self.groups.find(message.group)
        return self.conversations.is_recalled(message) if group is None else group.is_recalled(message.key)

    def _hand_over(self, kept: Kept, session: Session) -> None:
        """Send a message to the app if the server considers the client online; else keep it."""
        if session.state(self._scheduler.now_ms) is State.ONLINE:
            self._send_in_app(kept, session)
            self.webhooks.pushed_in_app(kept.message)
        else:
            self._keep(kept, session.instance)

    def _send_in_app(self, kept: Kept, session: Session) -> None:
        """Send a message over the app's own connection; if it is lost there, keep it."""
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
        message = kept.message
        if not message.online_only and message.kind is not MessageKind.HISTORY:
            self.mailbox.keep(kept, instance)

    def hand_out_kept(self, session: Session) -> None:
        """Send the messages that wait for *session*, which has just logged in."""
        if session.connected:
            for kept in self.mailbox.take(session.user, session.instance, now_ms=self._scheduler.now_ms):
                if not self._is_recalled(kept.message):
                    self._send_in_app(kept, session)

    def _push(
        self, message: Message, push_id: int, session: Session, token: str, certificate: Certificate, decision: str
    ) -> None:
        session.unread += message.offline_push.adds_to_badge
        url = self.receipts.url(certificate.vendor)
        push = push_of(message, Cargo(push_id, session.instance), token, certificate, badge=session.unread, url=url)
        self._trace.write(
            "im",
            Kind.HOP,
            Hop.OFFLINE_DECIDED,
            rule=decision,
            push_id=push_id,
            data={
                "certificate_id": certificate.certificate_id,
                "title": push.title,
                "ext": push.ext,
                "badge": push.badge,
                "facts": facts_behind(message, certificate),
            },
        )
        self._in_hand[push_id] = push
        sender = self.senders.get(certificate.vendor)
        logged = self.log.of(push_id)
        logged.certificate_id, logged.token = certificate.certificate_id, token
        logged.platform = 0 if sender is None else sender.push_platform
        if sender is None:
            # Only a waived rule brings a push here: this phone has no vendor, or one that this world does not have.
            self._end(push_id, Hop.PUSH_REQUESTED, Reason.VENDOR_UNREACHABLE, "", {"vendor": certificate.vendor})
            return
        self._trace.write("im", Kind.HOP, Hop.PUSH_REQUESTED, push_id=push_id, data={"vendor": certificate.vendor})
        sender.send(push, lambda result: self._sent(push_id, message, certificate.vendor, result))

    def _sent(self, push_id: int, message: Message, vendor: str, result: SendResult) -> None:
        sender = self.senders[vendor]
        code = SENT if result.reason is None else PUSH_CODES.get(result.reason, VENDOR_REFUSED)
        logged = self.log.of(push_id)
        logged.answered, logged.answered_s = code, self._clock.epoch_s
        logged.vendor_code, logged.vendor_text = result.code, result.text
        go_back = self._trace.branch()
        if result.reason is None:
            self.receipts.keep(vendor, result.code, SentPush(push_id, message))
        self.webhooks.push_sent(push_id, message, push_platform=sender.push_platform, code=code)
        go_back()
        if result.reason is None:
            del self._in_hand[push_id]
            return
        last = self._trace.last_hop(push_id)
        data = {"vendor_code": result.code, "vendor_text": result.text, "im_code": code.code}
        if last is not None and last.outcome is Outcome.REFUSED and last.reason == result.reason:
            # The cloud has recorded the refusal, with its rule; this records how IM reads it.
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


def _data_of(message: Message, session: Session) -> dict[str, object]:
    data: dict[str, object] = {
        "from": message.sender,
        "to": message.to,
        "phone": session.instance,
        "key": message.key,
    }
    if message.group:
        data["group"] = message.group
    return data
