"""How each push ended, read from the trace, and the check that none was lost."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from simulator.kernel.trace import Kind, Outcome, Record, Trace
from simulator.push.journey import TOKEN_HOPS, Hop
from simulator.push.ledger import PushLedger
from simulator.push.reason import Reason


class End(StrEnum):
    """The three ways in which a push stands."""

    SHOWN = "shown"
    DROPPED = "dropped"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one push stands.

    Attributes:
        phone: Empty when nobody knows which.
        hop: The last one it reached, or was stopped at.
        reason: Why it was dropped, or what it waits for; empty when shown, or simply under way.
        root: What made it so: for `no_token` the reason that stopped the token, else the reason itself.
        rule: What said no.
    """

    push_id: int
    phone: str
    end: End
    hop: Hop
    reason: str
    root: str
    rule: str

    @property
    def text(self) -> str:
        """`shown`, the drop reason, or `pending`."""
        return self.reason if self.end is End.DROPPED else self.end


class ConservationBroken(Exception):
    """Pushes were lost or counted twice: our own fault, never the scenario's."""


_AFTER_POSTED = frozenset({Hop.TAPPED, Hop.HANDLED})
_TOKEN_HOPS = frozenset(TOKEN_HOPS)


def verdict_of(push_id: int, trace: Trace, ledger: PushLedger) -> Verdict:
    """Return how the push *push_id* stands now."""
    last = trace.last_hop(push_id)
    assert last is not None, f"push {push_id} has no hop"
    phone = ledger.phone_of(push_id)
    hop = Hop(last.name)
    if hop in _AFTER_POSTED or (hop is Hop.POSTED and last.outcome is Outcome.OK):
        return Verdict(push_id, phone, End.SHOWN, Hop.POSTED, "", "", "")
    if last.outcome is Outcome.REFUSED:
        root = root_of_no_token(phone, trace) if last.reason == Reason.NO_TOKEN else None
        root_reason = last.reason if root is None else root.reason
        rule = last.rule if root is None else root.rule
        return Verdict(push_id, phone, End.DROPPED, hop, last.reason, root_reason, rule)
    return Verdict(push_id, phone, End.PENDING, hop, last.reason, last.reason, last.rule)


def root_of_no_token(phone: str, trace: Trace) -> Record | None:
    """Return the record of what last stopped the token of *phone*; `None` when nothing is known to have."""
    root = None
    for record in trace:
        if record.kind is Kind.HOP and record.push_id is None and record.actor == phone and record.name in _TOKEN_HOPS:
            if record.outcome is Outcome.REFUSED:
                root = record
            elif record.name == Hop.TOKEN_BOUND:
                root = None
    return root


def check_conservation(trace: Trace, ledger: PushLedger) -> None:
    """Check that each push that was opened has ended or is in exactly one pair of hands.

    Raises:
        ConservationBroken: One is lost, held twice, or held after its end.
    """
    held = Counter(ledger.held())
    seen = list(trace.push_ids())
    if len(seen) != ledger.opened:
        raise ConservationBroken(f"{ledger.opened} pushes were opened and {len(seen)} have a hop")
    for push_id in seen:
        last = trace.last_hop(push_id)
        assert last is not None
        hands = held.get(push_id, 0)
        has_ended = last.outcome is Outcome.REFUSED or last.name in {Hop.POSTED, *_AFTER_POSTED}
        if hands > 1 or (hands == 0 and not has_ended) or (hands == 1 and last.name in {Hop.POSTED, *_AFTER_POSTED}):
            raise ConservationBroken(
                f"push {push_id} stands at {last.name} ({last.outcome}) and is in {hands} pairs of hands"
            )
