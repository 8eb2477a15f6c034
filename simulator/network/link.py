"""A link between two actors: it owns latency, loss, faults and the records of what went over it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import chain, repeat
from typing import NamedTuple, TypeVar

from simulator.kernel.environment import Environment
from simulator.kernel.randomness import Stream
from simulator.kernel.trace import Kind, Outcome
from simulator.network.faults import Broken, FaultKind, PlannedFault
from simulator.network.http import Adapter, HostUnknown, Request, Response, request_data, response_data
from simulator.push.ledger import Cargo, PushLedger
from simulator.push.reason import Reason

TIMEOUT_MS = 5_000
"""How long a caller waits for an answer that does not come."""

QuestionT = TypeVar("QuestionT")
AnswerT = TypeVar("AnswerT")


class _Held(NamedTuple):
    """A message that waits to be released.

    Attributes:
        context: Number of the record that led to its sending.
    """

    one_way_ms: int
    context: int | None
    arrive: Callable[[], None]


_NOTHING_HELD: Mapping[type, list[_Held]] = {}
"""What all links share that hold nothing, which are nearly all there are."""


class Link:
    """One pair of actors. Every message takes its latency; the far end acts while the clock stands still.

    A message that finds the link down is lost, or waits for its timeout.
    Differs: what is on its way when the link goes down still arrives, while a real packet would be lost with it.

    Attributes:
        name: `im>vivo` or `vivo>bob_phone`.
        latency_ms: Shortest and longest time one way.
        extra_ms: Added to each way by `delay_link`.
        ends: Names of the two actors; a phone among them may be without network.
    """

    __slots__ = (
        "_cut_until_ms",
        "_kept",
        "_network",
        "_planned",
        "_shut",
        "_stream",
        "_was_up",
        "ends",
        "extra_ms",
        "latency_ms",
        "name",
    )

    def __init__(
        self,
        ends: tuple[str, str],
        latency_ms: tuple[int, int],
        *,
        network: "Network",
        stream: Stream,
    ) -> None:
        """Connect *ends*."""
        self.ends = ends
        self.name = f"{ends[0]}>{ends[1]}"
        self.latency_ms = latency_ms
        self.extra_ms = 0
        self._network = network
        self._stream = stream
        self._cut_until_ms = 0
        self._planned: tuple[PlannedFault, ...] = ()
        self._kept: Mapping[type, list[_Held]] = _NOTHING_HELD
        self._shut = False
        self._was_up = self.is_up

    # -- faults -----------------------------------------------------------------------------------------------------

    def fail_next(
        self,
        kind: FaultKind,
        times: int | None,
        *,
        span_ms: int | None = None,
        status: int | None = None,
        code: int | None = None,
        reason: str = "",
    ) -> None:
        """Let the next *times* messages fail in this way, all for `None`; with *span_ms* only those within that time.

        A server error has the HTTP *status*, or the one that the server would give; with a *code* it is that refusal of
        the server's own, which stops a push for *reason*.
        """
        until_ms = None if span_ms is None else self._network.scheduler.now_ms + span_ms
        self._planned += (PlannedFault(kind, times, until_ms, status, code, reason),)

    def _next_planned(self) -> PlannedFault | None:
        """Consume a planned fault for one message; `None` where none is left."""
        if not self._planned:
            return None
        now_ms = self._network.scheduler.now_ms
        self._planned = tuple(one for one in self._planned if one.until_ms is None or now_ms < one.until_ms)
        if not self._planned:
            return None
        planned = self._planned[0]
        if planned.times_left is not None:
            planned.times_left -= 1
            if planned.times_left <= 0:
                self._planned = self._planned[1:]
        return planned

    def cut(self, span_ms: int) -> None:
        """Carry nothing for *span_ms*, or until a longer cut ends; then notify the watchers."""
        network = self._network
        self._cut_until_ms = max(self._cut_until_ms, network.scheduler.now_ms + span_ms)
        network.trace.write(self.name, Kind.FAULT, "cut", data={"until_ms": self._cut_until_ms})
        self.tell()
        network.scheduler.after(span_ms, self.tell)

    def set_shut(self, *, is_shut: bool) -> None:
        """Carry nothing while one end may not use the link, as Android does with apps; notify the watchers."""
        self._shut = is_shut
        self.tell()

    @property
    def is_up(self) -> bool:
        """Whether a message sent now would get through, planned faults aside."""
        network = self._network
        if self._shut or network.scheduler.now_ms < self._cut_until_ms:
            return False
        return not network.unreachable or network.unreachable.isdisjoint(self.ends)

    def _fault_for(
        self, reasons: Mapping[FaultKind, Reason], subject: str | None, push_id: int | None
    ) -> PlannedFault | None:
        """Return the fault that one message meets: a planned one, or a link that is down; `None` for none.

        A fault whose reason is waived for *subject* does not count. A kind that is not among *reasons* concerns no
        push, so no waiver lets its message through.
        """
        fault = self._next_planned()
        if fault is None and self.is_up:
            return None
        fault = fault or PlannedFault(FaultKind.TIMEOUT)
        kind = fault.kind
        if kind is FaultKind.DUPLICATED:
            self._network.trace.write(self.name, Kind.FAULT, kind.value, push_id=push_id)
            return fault
        reason = fault.reason if reasons and fault.reason else reasons.get(kind, "")
        if reason and self._network.rules.waives(reason, subject):
            return None
        data = {} if fault.code is None else {"code": fault.code}
        self._network.trace.write(
            self.name, Kind.FAULT, kind.value, outcome=Outcome.REFUSED, reason=reason, push_id=push_id, data=data
        )
        return fault

    def _break(self, fault: FaultKind, answered: Callable[[Broken], None]) -> None:
        """Call *answered* with the fault: a refused connection at once, silence after the timeout."""
        wait_ms = self._one_way_ms() if fault is FaultKind.REFUSED else TIMEOUT_MS
        self._network.scheduler.after(wait_ms, lambda: answered(Broken(fault)))

    def _one_way_ms(self) -> int:
        return self._stream.between(*self.latency_ms) + self.extra_ms

    def fault_of_next(self, reason: Reason, *, patience_ms: int) -> FaultKind | None:
        """Return how one more message fails whose carrying is not simulated; `None` where it gets through.

        What would take longer than *patience_ms* there and back is a timeout.
        """
        planned = self._fault_for(_always(reason), None, None)
        fault = None if planned is None else planned.kind
        if fault is None and 2 * self.extra_ms > patience_ms:
            fault = FaultKind.TIMEOUT
            self._network.trace.write(self.name, Kind.FAULT, fault.value, outcome=Outcome.REFUSED, reason=reason)
        return fault

    # -- order ------------------------------------------------------------------------------------------------------

    def hold(self, kind: type) -> None:
        """Hold every message of *kind* that is sent from now on, until `release`."""
        self._kept = {kind: [], **self._kept}

    def release(self, kind: type) -> int:
        """Release the held messages of *kind*, in order, and hold no more; return how many there were."""
        scheduler, latest_ms = self._network.scheduler, 0
        released_in, kept = scheduler.context, self._kept.get(kind, [])
        self._kept = {other: held for other, held in self._kept.items() if other is not kind}
        for message in kept:
            latest_ms = max(latest_ms, message.one_way_ms)
            # The consequences of a message follow from its sending, not from its release.
            scheduler.context = message.context
            scheduler.after(latest_ms, message.arrive)
        scheduler.context = released_in
        return len(kept)

    def holds(self, kind: type) -> int:
        """Return how many messages of *kind* are held now."""
        return len(self._kept.get(kind, ()))

    def _carry(self, message: object, arrive: Callable[[], None]) -> None:
        """Deliver *message* after its latency, which counts from its release if it is held."""
        scheduler, one_way_ms = self._network.scheduler, self._one_way_ms()
        kept = self._kept.get(type(message))
        if kept is None:
            scheduler.after(one_way_ms, arrive)
        else:
            kept.append(_Held(one_way_ms, scheduler.context, arrive))

    # -- HTTP -------------------------------------------------------------------------------------------------------

    def call(self, request: Request, answered: Callable[[Response | Broken], None], cargo: Cargo | None = None) -> None:
        """Send *request* from the first end to the second and hand the answer, or what broke, to *answered*."""
        network = self._network
        push_id, phone = (None, None) if cargo is None else (cargo.push_id, cargo.phone)
        network.trace.write(
            self.ends[0], Kind.WIRE, self.name, push_id=push_id, data={"request": request_data(request)}
        )
        if push_id is not None:
            network.ledger.in_exchange.add(push_id)

        def end(answer: Response | Broken) -> None:
            if push_id is not None:
                network.ledger.in_exchange.discard(push_id)
            answered(answer)

        fault = self._fault_for(_NO_REASONS if cargo is None else _PUSH_REASONS, phone, push_id)
        if fault is not None and fault.kind not in _ANSWERED:
            self._break(fault.kind, end)
            return

        def arrive() -> None:
            try:
                response = self._exchange(request, cargo, fault)
            except HostUnknown as unknown:
                self._write_unknown(unknown, push_id)
                end(Broken(FaultKind.REFUSED))
                return
            self._write_answer(response, push_id)
            network.scheduler.after(self._one_way_ms(), lambda: end(response))
            if fault is not None and fault.kind is FaultKind.DUPLICATED:
                # The duplicate carries no push: for whoever answers, it is one more request.
                network.scheduler.after(
                    self._one_way_ms(), lambda: self._write_answer(self._exchange(request, None, None), None)
                )

        self._carry(request, arrive)

    def call_at_once(self, request: Request, *, patience_ms: int) -> tuple[Response | Broken, int]:
        """Send *request*, and return the answer or the fault, and how many milliseconds that takes.

        For a server that needs another server's answer to make its own, while the clock stands still. An answer that
        takes longer than *patience_ms* is a timeout, although the far end has acted on the request.
        """
        network = self._network
        network.trace.write(self.ends[0], Kind.WIRE, self.name, data={"request": request_data(request)})
        fault = self._fault_for(_NO_REASONS, None, None)
        took_ms = self._one_way_ms() + self._one_way_ms()
        if fault is not None and fault.kind not in _ANSWERED:
            return Broken(fault.kind), took_ms if fault.kind is FaultKind.REFUSED else patience_ms
        try:
            response = self._exchange(request, None, fault)
        except HostUnknown as unknown:
            self._write_unknown(unknown, None)
            return Broken(FaultKind.REFUSED), took_ms
        self._write_answer(response, None)
        if fault is not None and fault.kind is FaultKind.DUPLICATED:
            self._write_answer(self._exchange(request, None, None), None)
        if took_ms > patience_ms:
            kind = FaultKind.TIMEOUT
            network.trace.write(self.name, Kind.FAULT, kind.value, outcome=Outcome.REFUSED)
            return Broken(FaultKind.TIMEOUT), patience_ms
        return response, took_ms

    def _write_unknown(self, unknown: HostUnknown, push_id: int | None) -> None:
        self._network.trace.write(
            self.name,
            Kind.FAULT,
            "host_unknown",
            outcome=Outcome.REFUSED,
            push_id=push_id,
            data={"host": unknown.host, "known": unknown.known},
        )

    def _exchange(self, request: Request, cargo: Cargo | None, fault: PlannedFault | None) -> Response:
        network = self._network
        if fault is not None and fault.kind is FaultKind.SERVER_ERROR:
            answer = network.server_error(request, fault.code)
            return answer if fault.status is None else answer._replace(status=fault.status)
        outer, network.ledger.cargo = network.ledger.cargo, cargo
        try:
            return network.adapter.exchange(request)
        finally:
            # Exchanges nest: whoever answers may have asked another server first.
            network.ledger.cargo = outer

    def _write_answer(self, response: Response, push_id: int | None) -> None:
        self._network.trace.write(
            self.ends[1], Kind.WIRE, self.name, push_id=push_id, data={"answer": response_data(response)}
        )

    # -- private wires ----------------------------------------------------------------------------------------------

    def ask(
        self,
        sender: str,
        question: QuestionT,
        answer: Callable[[QuestionT], AnswerT],
        answered: Callable[[AnswerT | Broken], None],
        *,
        reason: Reason = Reason.REPORT_FAILED,
    ) -> None:
        """Send *question* from the end *sender* to the other one, which *answer*s it; *reason* is that of a fault.

        *answered* is called even if the sender has ended meanwhile; a process has to check that itself.
        """
        network = self._network
        self._write_message(sender, question)
        fault = self._fault_for(_always(reason), sender, None)
        if fault is not None and fault.kind is not FaultKind.DUPLICATED:
            self._break(fault.kind, answered)
            return

        def arrive() -> None:
            given = answer(question)
            self._write_message(self.ends[1] if sender == self.ends[0] else self.ends[0], given)
            network.scheduler.after(self._one_way_ms(), lambda: answered(given))

        self._carry(question, arrive)

    def send(
        self,
        sender: str,
        message: QuestionT,
        arrived: Callable[[QuestionT], None],
        cargo: Cargo | None = None,
        *,
        through: bool = False,
    ) -> bool:
        """Send *message* one way; return false when it was lost, which its sender cannot know.

        With *through* it arrives even if the link is down, for runs that waive the rule about the link.
        """
        push_id, phone = (None, None) if cargo is None else (cargo.push_id, cargo.phone)
        self._write_message(sender, message, push_id)
        if not through:
            fault = self._fault_for(_SEND_REASONS, phone, push_id)
            if fault is not None and fault.kind is not FaultKind.DUPLICATED:
                return False
        if push_id is not None:
            self._network.in_flight[push_id] += 1

        def arrive() -> None:
            if push_id is not None:
                self._network.landed(push_id)
            arrived(message)

        self._carry(message, arrive)
        return True

    def tell(self) -> None:
        """Notify the network's watchers if this link has come up or gone down."""
        was_up, self._was_up = self._was_up, self.is_up
        if was_up is not self._was_up:
            self._network.tell(self)

    def _write_message(self, sender: str, message: object, push_id: int | None = None) -> None:
        data = {"message": type(message).__name__, "fields": message}
        self._network.trace.write(sender, Kind.WIRE, self.name, push_id=push_id, data=data)


_ANSWERED = frozenset({FaultKind.SERVER_ERROR, FaultKind.DUPLICATED})
_PUSH_REASONS = {
    FaultKind.REFUSED: Reason.VENDOR_UNREACHABLE,
    FaultKind.TIMEOUT: Reason.VENDOR_UNREACHABLE,
    FaultKind.LOST: Reason.VENDOR_UNREACHABLE,
    FaultKind.SERVER_ERROR: Reason.VENDOR_FAULT,
}
_NO_REASONS: Mapping[FaultKind, Reason] = {}
"""For a call that carries no push, such as a receipt or a webhook."""
_SEND_REASONS = dict.fromkeys(FaultKind, Reason.LOST_ON_LINK)


@cache
def _always(reason: Reason) -> Mapping[FaultKind, Reason]:
    return dict.fromkeys(FaultKind, reason)


class Network:
    """All links of one world, and which actors are without network.

    Attributes:
        unreachable: Names of actors, phones in practice, that no link reaches now.
        in_flight: Pushes that are on links now, with the number of links that each is on.
    """

    def __init__(
        self,
        env: Environment,
        *,
        ledger: PushLedger,
        adapter: Adapter,
        server_error: Callable[[Request, int | None], Response],
    ) -> None:
        """Carry HTTP with *adapter*; *server_error* makes the answer of a server that fails on demand, with a code."""
        self.scheduler = env.scheduler
        self.trace = env.trace
        self.rules = env.rules
        self.ledger = ledger
        self.adapter = adapter
        self.server_error = server_error
        self.unreachable: set[str] = set()
        self.in_flight: defaultdict[int, int] = defaultdict(int)
        self._watchers: list[Callable[[Link], None]] = []
        self._streams = env.streams
        self._links: dict[tuple[str, str], Link] = {}
        ledger.add_holder(self._carried)

    def _carried(self) -> Iterator[int]:
        """Iterate over the ids of the pushes on links, once for each link that a push is on."""
        return chain.from_iterable(repeat(push_id, links) for push_id, links in self.in_flight.items())

    def link(self, one: str, other: str, latency_ms: tuple[int, int] = (20, 60)) -> Link:
        """Return the link from *one* to *other*, made when first asked for."""
        ends = (one, other)
        link = self._links.get(ends)
        if link is None:
            stream = self._streams.new(f"link {one}>{other}")
            link = self._links[ends] = Link(ends, latency_ms, network=self, stream=stream)
        return link

    def find(self, name: str) -> Link | None:
        """Return the link called *name*, in either direction, if there is one."""
        one, _, other = name.partition(">")
        return self._links.get((one, other)) or self._links.get((other, one))

    def links_of(self, actor: str) -> list[Link]:
        """Return the links that *actor* is an end of, in the order they were made."""
        return [link for link in self._links.values() if actor in link.ends]

    @property
    def names(self) -> list[str]:
        """Names of all links, sorted."""
        return sorted(link.name for link in self._links.values())

    def set_reachable(self, actor: str, reachable: bool) -> None:
        """Give *actor* its network, or take it away, and notify the watchers of its links."""
        if reachable is (actor not in self.unreachable):
            return
        if reachable:
            self.unreachable.discard(actor)
        else:
            self.unreachable.add(actor)
        for link in self.links_of(actor):
            link.tell()

    def watch(self, watcher: Callable[[Link], None]) -> None:
        """Call *watcher* with each link that has come up or gone down."""
        self._watchers.append(watcher)

    def tell(self, link: Link) -> None:
        """Notify the watchers that *link* has come up or gone down."""
        go_back = self.trace.branch()
        for watcher in self._watchers:
            watcher(link)
            go_back()

    def landed(self, push_id: int) -> None:
        """Note that a push has come to the end of a link."""
        self.in_flight[push_id] -= 1
        if not self.in_flight[push_id]:
            del self.in_flight[push_id]
