"""A link between two actors: it owns latency, loss, faults and the records of what went over it."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from simulator.kernel.randomness import Stream
from simulator.kernel.rule import Rulebook
from simulator.kernel.scheduler import Scheduler
from simulator.kernel.trace import Kind, Outcome, Trace
from simulator.network.faults import Broken, FaultKind, PlannedFault
from simulator.network.http import Adapter, Request, Response, request_data, response_data
from simulator.push.ledger import Cargo, PushLedger
from simulator.push.reason import Reason

TIMEOUT_MS = 5_000
"""How long a caller waits for an answer that does not come."""

QuestionT = TypeVar("QuestionT")
AnswerT = TypeVar("AnswerT")


class Link:
    """One pair of actors. Every message takes its latency; the far end acts while the clock stands still.

    Attributes:
        name: `im>vivo` or `vivo>bob_phone`.
        latency_ms: Shortest and longest time one way.
        extra_ms: Added to each way by `delay_link`.
        ends: Names of the two actors; a phone among them may be without network.
    """

    def __init__(
        self,
        ends: tuple[str, str],
        latency_ms: tuple[int, int],
        *,
        network: "Network",
        stream: Stream,
    ) -> None:
        """Join *ends*."""
        self.ends = ends
        self.name = f"{ends[0]}>{ends[1]}"
        self.latency_ms = latency_ms
        self.extra_ms = 0
        self._network = network
        self._stream = stream
        self._cut_until_ms = 0
        self._planned: list[PlannedFault] = []
        self._in_flight: dict[int, int] = {}

    # -- faults -----------------------------------------------------------------------------------------------------

    def fail_next(self, kind: FaultKind, times: int) -> None:
        """Let the next *times* messages fail in this way."""
        self._planned.append(PlannedFault(kind, times))

    def cut(self, span_ms: int) -> None:
        """Carry nothing for *span_ms*; then tell those who wait for the link."""
        network = self._network
        self._cut_until_ms = max(self._cut_until_ms, network.scheduler.now_ms + span_ms)
        network.changed(self)
        network.scheduler.after(span_ms, lambda: network.changed(self))

    @property
    def is_up(self) -> bool:
        """Whether a message sent now would get through, planned faults aside."""
        network = self._network
        return network.scheduler.now_ms >= self._cut_until_ms and not (network.unreachable & set(self.ends))

    def _fault_for(self, cargo: Cargo | None, reasons: dict[FaultKind, Reason]) -> FaultKind | None:
        """Use up a planned fault or meet the cut, unless its reason is waived for the cargo's phone."""
        kind: FaultKind | None = None
        if self._planned:
            planned = self._planned[0]
            planned.times_left -= 1
            if planned.times_left <= 0:
                self._planned.pop(0)
            kind = planned.kind
        elif not self.is_up:
            kind = FaultKind.TIMEOUT
        if kind is None or self._network.rules.waives(reasons[kind], cargo.phone if cargo else None):
            return None
        self._network.trace.write(
            self.name,
            Kind.FAULT,
            kind.value,
            outcome=Outcome.REFUSED,
            reason=reasons[kind],
            push_id=cargo.push_id if cargo else None,
        )
        return kind

    def _one_way_ms(self) -> int:
        return self._stream.between(*self.latency_ms) + self.extra_ms

    # -- HTTP -------------------------------------------------------------------------------------------------------

    def call(self, request: Request, answered: Callable[[Response | Broken], None], cargo: Cargo | None = None) -> None:
        """Send *request* from the first end to the second and hand the answer, or what broke, to *answered*."""
        network = self._network
        push_id = cargo.push_id if cargo else None
        network.trace.write(
            self.ends[0], Kind.WIRE, self.name, push_id=push_id, data={"request": request_data(request)}
        )
        fault = self._fault_for(cargo, _CALL_REASONS)
        if fault in (FaultKind.REFUSED, FaultKind.TIMEOUT, FaultKind.LOST):
            wait_ms = self._one_way_ms() if fault is FaultKind.REFUSED else TIMEOUT_MS
            network.scheduler.after(wait_ms, lambda: answered(Broken(fault)))
            return

        def arrive() -> None:
            if fault is FaultKind.SERVER_ERROR:
                response = network.server_error(request)
            else:
                network.ledger.cargo = cargo
                response = network.adapter.exchange(request)
                network.ledger.cargo = None
            network.trace.write(
                self.ends[1], Kind.WIRE, self.name, push_id=push_id, data={"answer": response_data(response)}
            )
            network.scheduler.after(self._one_way_ms(), lambda: answered(response))

        network.scheduler.after(self._one_way_ms(), arrive)

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
        """Send *question* from the end *sender* to the other one, which *answer*s it; *reason* is why it may break."""
        network = self._network
        network.trace.write(sender, Kind.WIRE, self.name, data={"message": type(question).__name__, "fields": question})
        fault = self._fault_for(None, dict.fromkeys(FaultKind, reason))
        if fault is not None:
            network.scheduler.after(TIMEOUT_MS, lambda: answered(Broken(fault)))
            return

        def arrive() -> None:
            given = answer(question)
            other = self.ends[1] if sender == self.ends[0] else self.ends[0]
            network.trace.write(other, Kind.WIRE, self.name, data={"message": type(given).__name__, "fields": given})
            network.scheduler.after(self._one_way_ms(), lambda: answered(given))

        network.scheduler.after(self._one_way_ms(), arrive)

    def send(
        self,
        sender: str,
        message: QuestionT,
        arrived: Callable[[QuestionT], None],
        cargo: Cargo | None = None,
        *,
        through: bool = False,
    ) -> bool:
        """Send *message* one way; return false when it was lost, which its sender does not learn.

        With *through* it arrives even over a link that is down: a run that waives the rule about the link goes on so.
        """
        network = self._network
        push_id = cargo.push_id if cargo else None
        network.trace.write(
            sender,
            Kind.WIRE,
            self.name,
            push_id=push_id,
            data={"message": type(message).__name__, "fields": message},
        )
        if not through and self._fault_for(cargo, _SEND_REASONS) is not None:
            return False
        if push_id is not None:
            self._in_flight[push_id] = self._in_flight.get(push_id, 0) + 1

        def arrive() -> None:
            if push_id is not None:
                del self._in_flight[push_id]
            arrived(message)

        network.scheduler.after(self._one_way_ms(), arrive)
        return True

    def held(self) -> Iterator[int]:
        """Walk the pushes that are on their way over this link."""
        return iter(self._in_flight)


_CALL_REASONS = {
    FaultKind.REFUSED: Reason.VENDOR_UNREACHABLE,
    FaultKind.TIMEOUT: Reason.VENDOR_UNREACHABLE,
    FaultKind.LOST: Reason.VENDOR_UNREACHABLE,
    FaultKind.SERVER_ERROR: Reason.VENDOR_FAULT,
}
_SEND_REASONS = dict.fromkeys(FaultKind, Reason.LOST_ON_LINK)


class Network:
    """All links of one world, and which actors are without network.

    Attributes:
        unreachable: Names of actors, phones in practice, that no link reaches now.
    """

    def __init__(
        self,
        *,
        scheduler: Scheduler,
        trace: Trace,
        rules: Rulebook,
        ledger: PushLedger,
        adapter: Adapter,
        server_error: Callable[[Request], Response],
        stream_of: Callable[[str], Stream],
    ) -> None:
        """Carry HTTP with *adapter*; *server_error* makes the answer of a server that fails on demand."""
        self.scheduler = scheduler
        self.trace = trace
        self.rules = rules
        self.ledger = ledger
        self.adapter = adapter
        self.server_error = server_error
        self.unreachable: set[str] = set()
        self._stream_of = stream_of
        self._links: dict[tuple[str, str], Link] = {}
        self._watchers: dict[str, list[Callable[[], None]]] = {}

    def link(self, one: str, other: str, latency_ms: tuple[int, int] = (20, 60)) -> Link:
        """Return the link from *one* to *other*, made when first asked for."""
        link = self._links.get((one, other))
        if link is None:
            link = Link((one, other), latency_ms, network=self, stream=self._stream_of(f"link {one}>{other}"))
            self._links[one, other] = link
            self.ledger.add_holder(link.held)
        return link

    def find(self, name: str) -> Link | None:
        """Return the link called *name*, in either direction, if there is one."""
        one, _, other = name.partition(">")
        return self._links.get((one, other)) or self._links.get((other, one))

    @property
    def names(self) -> list[str]:
        """Names of all links, sorted."""
        return sorted(link.name for link in self._links.values())

    def set_reachable(self, actor: str, reachable: bool) -> None:
        """Give *actor* its network, or take it away, and tell those who watch its links."""
        if reachable:
            self.unreachable.discard(actor)
        else:
            self.unreachable.add(actor)
        for link in tuple(self._links.values()):
            if actor in link.ends:
                self.changed(link)

    def watch(self, link: Link, told: Callable[[], None]) -> None:
        """Call *told* whenever *link* may have come up or gone down."""
        self._watchers.setdefault(link.name, []).append(told)

    def changed(self, link: Link) -> None:
        """Tell those who watch *link*."""
        go_back = self.trace.branch()
        for told in self._watchers.get(link.name, ()):
            told()
            go_back()
