"""What all simulated vendor clouds share: five steps to an answer, registrations, and delivery to phones.

Each call passes five steps: authenticate, validate, meter, look up, enqueue. A vendor defines the steps, never their
order. The first three are decisions of an `Endpoint`; the last two are up to its `act`, for calls that passed.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Generic, Protocol, TypeVar

import msgspec
from msgspec.structs import replace

from simulator.cloud.forced import FORCED_TEXT, Forced, forced_by
from simulator.cloud.kit import CloudKit
from simulator.cloud.outbox import DISPATCH, DispatchCase, Outbox, Stored
from simulator.cloud.receipts import Receipts
from simulator.cloud.registrations import PushApp, Registration, Registrations
from simulator.cloud.tokens import Tokens
from simulator.kernel.rule import Decision, Rule
from simulator.kernel.trace import Kind, Outcome
from simulator.network.http import Request, Response, response_data, with_single_slashes
from simulator.network.link import Link
from simulator.push.explanations import EXPLANATIONS
from simulator.push.journey import Hop
from simulator.push.reason import Reason
from simulator.push.rejection import Rejection
from simulator.push.uplink import (
    Delivery,
    DeliveryReport,
    Presence,
    Register,
    Registered,
    SdkCommand,
    Unregister,
    Uplink,
)

CallT = TypeVar("CallT")


class TargetCase(Protocol):
    """What the rules for one target of a message look at; a vendor's own adds the call."""

    @property
    def registration(self) -> Registration | None:
        """The registration of the regId that was named; `None` for a regId that was never given out."""
        ...


DISPATCH_MS = (50, 250)
"""Milliseconds between accepting a message and sending it to the phone: the least and the most."""


class Endpoint(msgspec.Struct, Generic[CallT], frozen=True):
    """One path of a vendor's HTTP API.

    Attributes:
        authenticate: Asked first: who calls, and may it.
        validate: Asked next: the fields.
        meter: Asked last: message classes, quotas and hours.
        act: Answers a call that passed: looks the targets up and enqueues the messages.
    """

    authenticate: Decision[CallT]
    validate: Decision[CallT]
    meter: Decision[CallT]
    act: Callable[[CallT], Response]

    @property
    def decisions(self) -> tuple[Decision[CallT], ...]:
        """All three, in order."""
        return self.authenticate, self.validate, self.meter


class VendorCloud(ABC, Generic[CallT]):
    """A vendor's push cloud.

    Attributes:
        vendor: Its name.
        hosts: Host names that it answers for.
        apps: The push apps of its console.
        registrations: The regIds it has given out.
        target_rules: Asked about each target of a message that was accepted as a whole.
        no_such_phone: The one of them for a regId that was never given out.
        dispatch: Asked before a message leaves for its phone.
        outbox: Messages on their way to phones.
        receipts: Posts receipts to the customer.
    """

    vendor: str
    hosts: Sequence[str]
    target_rules: Decision[Any]
    no_such_phone: Rule[Any]
    dispatch: Decision[DispatchCase] = DISPATCH

    def __init__(self, kit: CloudKit) -> None:
        """Use *kit*."""
        self.kit = kit
        self.actor = f"{self.vendor} cloud"
        self.apps: list[PushApp] = []
        self.registrations = Registrations()
        self.outbox = Outbox(self.actor, kit, dispatch=self.dispatch, dropped=self.message_dropped)
        self.receipts = Receipts(self.actor, kit)
        kit.ledger.add_holder(self.outbox.held)

    # -- what a vendor defines ----------------------------------------------------------------------------------------

    @property
    @abstractmethod
    def endpoints(self) -> Mapping[tuple[str, str], Endpoint[CallT]]:
        """All endpoints, by method and path."""

    @abstractmethod
    def read(self, request: Request) -> CallT:
        """Return the call that the steps look at; never fails, since the rules refuse malformed requests."""

    @abstractmethod
    def targets_of(self, call: CallT) -> Sequence[str]:
        """Return the regIds that the call names, known or not."""

    @abstractmethod
    def refusal(self, call: CallT, rejection: Rejection) -> Response:
        """Return the vendor's answer for *rejection*."""

    @abstractmethod
    def unknown_endpoint(self, request: Request) -> Response:
        """Return the vendor's answer for a path it does not have."""

    @abstractmethod
    def server_error(self) -> Response:
        """Return the vendor's answer to an internal error of its own."""

    @property
    def access_tokens(self) -> Sequence[Tokens]:
        """The tokens that senders authenticate with; none where each request carries a secret."""
        return ()

    @abstractmethod
    def new_reg_id(self) -> str:
        """Return a new regId in the vendor's form."""

    @abstractmethod
    def register(self, question: Register) -> Registered:
        """Answer the vendor's SDK, which asks for a regId."""

    # -- HTTP -------------------------------------------------------------------------------------------------------

    def handle(self, request: Request) -> Response:
        """Answer one request of a sender.

        Assumed: a double slash, which clients leave between a base address and a path, counts as one, as in nginx.
        """
        request = request.at(with_single_slashes(request.path))
        endpoint = self.endpoint_of(request)
        if endpoint is None:
            return self._unknown(request)
        call = self.read(request)
        forced = forced_by(request)
        if forced is not None:
            return self._force(call, forced)
        subject = self._subject(call)
        for decision in endpoint.decisions:
            rule = self.kit.rules.first_no(decision, call, subject)
            if rule is not None:
                return self._refuse(call, rule)
        return endpoint.act(call)

    def _force(self, call: CallT, forced: Forced) -> Response:
        """Answer as a magic value demands; the sender ends the push that the request carries, if any."""
        self.kit.trace.write(
            self.actor,
            Kind.FAULT,
            "forced",
            outcome=Outcome.REFUSED,
            data={"http_status" if forced.is_status else "code": forced.number},
        )
        if forced.is_status:
            return Response(forced.number)
        return self.refusal(call, self.forced_rejection(forced.number))

    def forced_rejection(self, code: int) -> Rejection:
        """Return the rejection for a *code* that a magic value demands, whether or not the vendor has such a code."""
        return Rejection(code, FORCED_TEXT, Reason.VENDOR_FAULT)

    def refuse_with(self, request: Request, code: int) -> Response:
        """Return the vendor's refusal of *request* with *code*, without asking any rule or acting on the request."""
        request = request.at(with_single_slashes(request.path))
        return self.refusal(self.read(request), self.rejection_of(code, self.endpoint_of(request)))

    def rejection_of(self, code: int, endpoint: Endpoint[CallT] | None = None) -> Rejection:
        """Return the rejection with *code*: of *endpoint*, else of any endpoint, else one without the vendor's text."""
        for one in ([] if endpoint is None else [endpoint]) + list(self.endpoints.values()):
            for rule in (rule for decision in one.decisions for rule in decision.rules):
                if isinstance(rule.answer, Rejection) and rule.answer.code == code:
                    # A copy: vendors add figures to some of their own rejections, which this one has not got.
                    return msgspec.structs.replace(rule.answer)
        return self.forced_rejection(code)

    def hosts_of(self, path: str) -> Sequence[str]:  # noqa: ARG002  # most vendors have every path at every host
        """Return the hosts that serve *path*."""
        return self.hosts

    def endpoint_of(self, request: Request) -> Endpoint[CallT] | None:
        """Return the endpoint for *request*; `{name}` in an endpoint's path matches any text without a slash."""
        endpoint = self.endpoints.get((request.method, request.path))
        if endpoint is not None:
            return endpoint
        for (method, path), candidate in self.endpoints.items():
            if method == request.method and "{" in path and path_pattern(path).fullmatch(request.path):
                return candidate
        return None

    def _unknown(self, request: Request) -> Response:
        known = [path for _, path in self.endpoints]
        response = self.unknown_endpoint(request)
        self.kit.trace.write(
            self.actor,
            Kind.STATE,
            "endpoint_unknown",
            outcome=Outcome.REFUSED,
            data={
                "asked": f"{request.method} {request.path}",
                "nearest": tuple(get_close_matches(request.path, known, n=3, cutoff=0.4)),
                "answer": response_data(response),
            },
        )
        return response

    def _subject(self, call: CallT) -> str | None:
        """Return the phone that *call* is about, since rules may be waived for one phone."""
        # Only for those who waive something are the targets read.
        return self.subject_of(next(iter(self.targets_of(call)), "")) if self.kit.rules.waives_any else None

    def subject_of(self, reg_id: str) -> str | None:
        """Return the phone that the push to *reg_id* is meant for, where a rule may be waived for it; else `None`."""
        if not self.kit.rules.waives_any:
            return None
        cargo = self.kit.ledger.cargo
        return (self.phone_of(reg_id) if cargo is None else cargo.phone) or None

    def phone_of(self, reg_id: str) -> str:
        """Return the phone registered as *reg_id*; empty when there is none."""
        registration = self.registrations.find(reg_id)
        return "" if registration is None else registration.phone

    def _refuse(self, call: CallT, rule: Rule[CallT]) -> Response:
        """Refuse the whole call, and so every push in it."""
        rejection = rule.answer_as(Rejection)
        reg_ids = self.targets_of(call)
        if self.kit.ledger.cargo is None and not reg_ids:
            self.kit.trace.refuse(
                self.actor,
                Kind.STATE,
                "refused",
                rule,
                data={"code": rejection.code},
            )
        go_back = self.kit.trace.branch()
        for push_id in self.pushes_for(reg_ids):
            self.write_refusal(push_id, rule, rejection)
            go_back()
        return self.refusal(call, rejection)

    # -- pushes -----------------------------------------------------------------------------------------------------

    def pushes_for(self, reg_ids: Iterable[str]) -> list[int]:
        """Return a push id for each target: that of IM's own push, or new ones for a request of another sender."""
        cargo = self.kit.ledger.cargo
        if cargo is not None:
            return [cargo.push_id]
        return [self.kit.ledger.open(self.phone_of(reg_id)) for reg_id in reg_ids]

    def look_up(self, reg_id: str, app: PushApp, case: TargetCase) -> Registration | Rule[Any]:
        """Return the registration that a message to *reg_id* goes to, or the rule that refuses this target.

        Where a waived rule lets an unknown regId through, the app's own registration on the phone that was meant
        stands in for it.
        """
        subject = self.subject_of(reg_id)
        rule = self.kit.rules.first_no(self.target_rules, case, subject)
        found = rule or case.registration
        if found is None and subject is not None:
            found = self.registrations.current(subject, app.package)
        return found or self.no_such_phone

    def write_refusal(self, push_id: int, rule: Rule[Any], rejection: Rejection | None = None) -> None:
        """Record that the vendor refused a push: with *rejection*, or with the one that *rule* answers."""
        rejection = rejection or rule.answer_as(Rejection)
        self.kit.trace.refuse(
            self.actor,
            Kind.HOP,
            EXPLANATIONS[Reason(rule.reason)].hop,
            rule,
            push_id=push_id,
            data={"code": rejection.code, "text": rejection.text},
        )

    def accept(self, stored: Stored, *, rule: str, facts: tuple[str, ...] = (), after_ms: int = 0) -> None:
        """Record that the vendor accepted the message, and enqueue it, *after_ms* later than usual."""
        data: dict[str, object] = {"message_id": stored.delivery.message_id}
        if facts:
            data["facts"] = facts
        self.kit.trace.write(
            self.actor, Kind.HOP, Hop.VENDOR_ACCEPTED, rule=rule, push_id=stored.delivery.push_id, data=data
        )
        self.outbox.put(stored, after_ms + self.kit.stream.between(*DISPATCH_MS))

    def drop_accepted(self, push_id: int, message_id: str, rule: Rule[Any]) -> None:
        """Record a message that the vendor accepts and does not deliver; its sender sees success."""
        trace = self.kit.trace
        trace.write(self.actor, Kind.HOP, Hop.VENDOR_ACCEPTED, push_id=push_id, data={"message_id": message_id})
        trace.refuse(self.actor, Kind.HOP, Hop.DISPATCHED, rule, push_id=push_id)

    def add_app(self, app: PushApp) -> None:
        """Add *app* to the vendor's console."""
        self.apps.append(app)

    # -- phones and their SDKs --------------------------------------------------------------------------------------

    def add_phone(self, phone: str, link: Link, receive: Callable[[Delivery], None]) -> None:
        """Reach *phone* over *link*."""
        self.outbox.add_phone(phone, link, receive)

    def link_changed(self, phone: str, *, is_up: bool) -> None:
        """Take note that *phone* has come back or gone away; messages that waited for it are sent."""
        self.registrations.seen(phone, self.kit.scheduler.now_ms)
        if is_up:
            self.outbox.phone_back(phone)

    def app_with(self, field: str, value: str) -> PushApp | None:
        """Return the push app whose credential *field* is *value*."""
        for app in self.apps:
            if app.values.get(field) == value:
                return app
        return None

    def answer(self, question: Uplink) -> Registered:
        """Answer the vendor's SDK or service on a phone."""
        match question:
            case Register():
                return self.register(question)
            case Unregister():
                return self._unregister(question)
            case SdkCommand():
                return self.command(question)
            case Presence():
                self.outbox.presence_changed(question.phone, is_present=question.is_connected)
                return Registered(0)
            case DeliveryReport():
                self.delivery_reported(question)
                return Registered(0)

    def delivery_reported(self, report: DeliveryReport) -> None:
        """Take the phone's report about a tracked message; vendors with receipts override this."""

    def message_dropped(self, stored: Stored, rule: Rule[Any]) -> None:
        """Take note that the outbox dropped a message because of *rule*; vendors with receipts override this."""

    def command(self, command: SdkCommand) -> Registered:  # noqa: ARG002  # for vendors
        """Answer a command of the vendor's SDK; by default it succeeds and does nothing."""
        return Registered(0)

    def _unregister(self, question: Unregister) -> Registered:
        registration = self.registrations.find(question.reg_id)
        if registration is not None and registration.is_valid:
            registration.is_valid = False
            self.write_registration(registration, "unregistered")
        return Registered(0)

    def app_or_first(self, app: PushApp | None) -> PushApp:
        """Return *app*; the console's first app where a waived rule let an unknown one through."""
        return app or self.apps[0]

    def away_ms(self, registration: Registration) -> int:
        """Return for how many milliseconds the phone of *registration* has been away; 0 while it is connected."""
        if self.outbox.is_connected(registration.phone):
            return 0
        return self.kit.scheduler.now_ms - registration.seen_ms

    def refuse_registration(self, question: Register, rule: Rule[Any], text: str = "") -> Registered:
        """Record that *rule* refused a regId, and return the rule's code, or rejection, for the SDK."""
        if isinstance(rule.answer, Rejection):
            code, text = rule.answer.code, rule.answer.text
        else:
            code = rule.answer_as(int)
        self.kit.trace.refuse(
            question.phone,
            Kind.HOP,
            Hop.REG_ID_ISSUED,
            rule,
            data={"code": code},
        )
        return Registered(code, text=text)

    def issue_reg_id(self, question: Register, app: PushApp | None, rule: str, facts: tuple[str, ...]) -> Registered:
        """Issue a regId for *app*; while the phone has a valid one, the same again."""
        known = self.registrations.current(question.phone, question.package)
        if known is None or not known.is_valid:
            reg_id = question.reg_id_wanted or self.new_reg_id()
            app_id = self.app_or_first(app).values["app_id"]
            known = Registration(reg_id, question.phone, question.package, app_id)
        self.registrations.add(replace(known, seen_ms=self.kit.scheduler.now_ms))
        self.kit.trace.write(
            question.phone, Kind.HOP, Hop.REG_ID_ISSUED, rule=rule, data={"reg_id": known.reg_id, "facts": facts}
        )
        return Registered(0, known.reg_id)

    def write_registration(self, registration: Registration, what: str) -> None:
        """Record that a registration has changed."""
        self.kit.trace.write(
            self.actor,
            Kind.STATE,
            what,
            data={"phone": registration.phone, "package": registration.package, "reg_id": registration.reg_id},
        )

    def renew(self, phone: str, package: str) -> str:
        """Replace the regId of *package* on *phone*, as vendors do now and then; the old one becomes invalid.

        Raises:
            LookupError: There is none to replace.
        """
        current = self.registrations.current(phone, package)
        if current is None:
            raise LookupError(f"{package} is not registered on {phone}")
        renewed = replace(current, reg_id=self.new_reg_id(), is_valid=True)
        self.registrations.add(renewed)
        self.write_registration(renewed, "reg_id_renewed")
        return renewed.reg_id

    def app_removed(self, phone: str, package: str) -> None:
        """Take note that *package* was removed from *phone*, or lost its data: its regId becomes invalid."""
        registration = self.registrations.current(phone, package)
        if registration is not None and registration.is_valid:
            registration.is_valid = False
            self.write_registration(registration, "unregistered")


@lru_cache(maxsize=64)
def path_pattern(path: str) -> re.Pattern[str]:
    """Return the pattern of the paths that *path* stands for."""
    return re.compile("".join("[^/]+" if part.startswith("{") else re.escape(part) for part in _parts(path)))


def _parts(path: str) -> list[str]:
    return re.split(r"(\{\w+\})", path)
